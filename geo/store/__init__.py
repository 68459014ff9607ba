"""Where data are kept: a folder, one GeoPackage, or PostGIS, all read and written the same way.

An address names the store (``geo.store.address``): ``data``, ``atlas.gpkg`` or
``postgresql://host/database``. Whatever cannot be done raises ``DataError`` with a sentence, and no
message shows a password.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from pathlib import Path
from typing import Protocol

from geo import changelog
from geo import content as contents
from geo.atlas import Atlas
from geo.content import Content, DataError
from geo.problem import Problem
from geo.reading import Stamp
from geo.store.address import Where, kind, shown
from geo.store.change import Added, Change, Decide, Imported, entry, merged
from geo.store.folder import Folder
from geo.store.geopackage import GeoPackage
from geo.store.postgis import PostGIS

__all__ = [
    "Added", "Content", "DataError", "Stamp", "Where", "add", "content", "read", "shown", "stamp",
    "unlogged", "write",
]  # fmt: skip


class Store(Protocol):
    """One place where data are kept."""

    def content(self) -> Content:
        """What stands in it, unchecked; raises ``DataError``."""

    def stamp(self) -> Stamp:
        """Something cheap that is another where the content is; empty where it is not there.

        Raises ``DataError`` where a server does not answer.
        """

    def change(self, decide: Decide) -> str:
        """Change it, all or nothing, and return the data's version; raises ``DataError``."""


def open_store(where: Where) -> Store:
    """The store at an address; nothing is read yet."""
    if kind(where) == "geopackage":
        return GeoPackage(Path(where))
    if kind(where) == "postgis":
        return PostGIS(where)
    return Folder(Path(where))


def read(where: Where) -> Atlas:
    """The atlas of a store: good records, and problems for what was set aside.

    Raises ``DataError`` where it cannot be read at all.
    """
    return contents.atlas(content(where))


def content(where: Where) -> Content:
    """What stands in a store, unchecked; raises ``DataError`` where it cannot be read at all."""
    return open_store(where).content()


def stamp(where: Where) -> Stamp:
    """Another stamp, other data: told without reading them.

    Empty where nothing is there; raises ``DataError`` where a server does not answer.
    """
    return open_store(where).stamp()


def unlogged(where: Where) -> list[Problem]:
    """The problem that the data changed and their changelog did not, if that is so."""
    return contents.unlogged(content(where))


def write(where: Where, what: Atlas | Content, note: str, day: dt.date | None = None) -> str:
    """Write all of an atlas or content into a store, made if need be, and return the version.

    All of it or nothing: what stood there is replaced, or stays as it was. ``note`` goes into the
    changelog under ``day`` (default: today, or ``SOURCE_DATE_EPOCH``); empty adds no entry. An
    atlas keeps the changelog and the names of towns that stand there; of a content what cannot be
    used is left out. Raises ``DataError``.
    """
    wanted = contents.of_atlas(what) if isinstance(what, Atlas) else contents.good(what)

    def decide(before: Content) -> Change:
        after = wanted
        if isinstance(what, Atlas):
            after = dataclasses.replace(wanted, changes=before.changes, names=before.names)
        return Change(after, entry=entry(note, _day(day)) if note else None)

    return open_store(where).change(decide)


def add(
    where: Where,
    outcome: Imported,
    note: str,
    replace: bool = False,
    day: dt.date | None = None,
) -> Added:
    """Put an import's records and works into a store, made if need be, matched by id.

    Records that stand there with another content stay as they are, or are replaced. All or nothing;
    ``note`` goes into the changelog. Raises ``DataError``.
    """
    told: list[Added] = []

    def decide(before: Content) -> Change:
        change, added = merged(before, outcome, entry(note, _day(day)), replace)
        told.append(added)
        return change

    open_store(where).change(decide)
    return told[-1]


def _day(given: dt.date | None) -> dt.date:
    return given or changelog.today(os.environ.get("SOURCE_DATE_EPOCH"))
