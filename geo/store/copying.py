"""Data from one store to another: all good records, and word of what was left out."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo import changelog, store
from geo import content as contents
from geo.content import Content, DataError
from geo.problem import Problem
from geo.schema import LAYERS
from geo.store.address import Where, shown
from geo.store.change import Change, entry


@dataclass(frozen=True)
class Copied:
    """What was copied: records by layer, the version, problems, and how many records they lost."""

    counts: Mapping[str, int]
    version: str
    problems: Sequence[Problem] = ()
    left_out: int = 0


def copy(source: Where, target: Where, over: bool = False, day: dt.date | None = None) -> Copied:
    """Copy all good records, works, figures, towns and the changelog of a store into another.

    What is there already is replaced only where ``over`` says so. The changelog gets an entry
    under ``day`` where it has none for the data as they arrive. All or nothing; raises
    ``DataError``.
    """
    given = store.content(source)
    atlas = contents.atlas(given)
    wanted = replace(contents.of_atlas(atlas), names=given.names, changes=given.changes)
    left_out = sum(map(len, given.features.values())) + len(given.works)
    left_out -= sum(map(len, wanted.features.values())) + len(wanted.works)
    told = f"Copied from {shown(source)}."
    if left_out:
        told += f" {left_out} records could not be used and were left out."
    when = day or changelog.today(os.environ.get("SOURCE_DATE_EPOCH"))

    def decide(before: Content) -> Change:
        there = sum(map(len, before.features.values()))
        if there and not over:
            raise DataError(
                f"{shown(target)} holds {there} records already; name another place, or say "
                "--replace to put these in their stead"
            )
        unlogged = contents.unlogged(wanted) or not wanted.changes
        return Change(wanted, entry=entry(told, when) if unlogged else None)

    version = store.open_store(target).change(decide)
    counts = {name: len(wanted.features[name]) for name in LAYERS} | {"sources": len(wanted.works)}
    return Copied(counts, version, atlas.problems, left_out)
