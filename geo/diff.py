"""What changed from one edition of the data to another, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from geo.atlas import Atlas
from geo.schema import LAYERS

Record = Mapping[str, Any]

MOST = 200
"""Letters that are told of a value."""
CONTEXT = 30
"""Letters around a change in a long text, which make it found again."""


@dataclass(frozen=True)
class Change:
    """One record that came or went, or one field of a record that has another value.

    ``field`` is None where the whole record came (``added``) or went (``removed``); of a list that
    changed, ``before`` and ``after`` hold only the items that went and came.
    """

    group: str
    id: str
    what: Literal["added", "removed", "changed"]
    field: str | None = None
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        record = f"{self.group} {self.id}"
        if self.field is None:
            name = self.after if self.what == "added" else self.before
            return f"{record}: {self.what} ({_short(name)})" if name else f"{record}: {self.what}"
        return f"{record}, {self.field}: {_from_to(self.before, self.after)}"


def diff(old: Atlas, new: Atlas) -> list[Change]:
    """All changes from ``old`` to ``new``: layers first, then works, figures and the gazetteer.

    Records are matched by their id, and stand in the order of their ids. What an atlas set aside as
    a problem is none of its records. Equal data gives an empty list, whatever the order in its
    files.
    """
    found: list[Change] = []
    for name, layer in LAYERS.items():
        fields = [f.name for f in layer.fields]
        before, after = (_by_key(atlas, name, layer.key) for atlas in (old, new))
        found += _compare(name, before, after, [*fields, "geometry"])
    groups = (
        ("sources", list(old.sources.values()), list(new.sources.values()), ("id",)),
        ("yearly", old.yearly, new.yearly, ("id",)),
        ("gazetteer", old.gazetteer, new.gazetteer, ("place", "country")),
    )
    for group, before_rows, after_rows, key in groups:
        rows = (_keyed(before_rows, key), _keyed(after_rows, key))
        names = dict.fromkeys(name for row in [*before_rows, *after_rows] for name in row)
        found += _compare(group, *rows, names)
    return found


def _by_key(atlas: Atlas, layer: str, key: str) -> dict[str, Record]:
    rows = atlas.layers[layer]
    return {str(record[key]): record for record in rows.to_dict("records")}


def _keyed(rows: Iterable[Record], key: tuple[str, ...]) -> dict[str, Record]:
    return {", ".join(str(row.get(name)) for name in key): row for row in rows}


def _compare(
    group: str, before: Mapping[str, Record], after: Mapping[str, Record], fields: Iterable[str]
) -> Iterator[Change]:
    fields = tuple(fields)
    for id_ in sorted(before.keys() | after.keys()):
        old, new = before.get(id_), after.get(id_)
        if old is None or new is None:
            there = new or old or {}
            name = there.get("title") or there.get("name")
            yield (
                Change(group, id_, "added", after=name)
                if old is None
                else Change(group, id_, "removed", before=name)
            )
            continue
        for name in fields:
            was, is_ = old.get(name), new.get(name)
            if not _same(was, is_):
                yield Change(group, id_, "changed", name, *_parted(was, is_))


def _same(was: Any, is_: Any) -> bool:
    if isinstance(was, BaseGeometry) and isinstance(is_, BaseGeometry):
        return bool(shapely.equals_identical(was, is_))
    return bool(was == is_) or (_blank(was) and _blank(is_))


def _blank(value: Any) -> bool:
    return value is None or value == [] or value == ""


def _parted(was: Any, is_: Any) -> tuple[Any, Any]:
    """Of two lists only what differs, unless they differ in nothing but their order."""
    if not (isinstance(was, list) and isinstance(is_, list)):
        return was, is_
    gone = [item for item in was if item not in is_]
    come = [item for item in is_ if item not in was]
    return (gone, come) if gone or come else (was, is_)


def _from_to(before: Any, after: Any) -> str:
    if isinstance(before, list) and isinstance(after, list):
        pairs = [_apart(*pair) for pair in zip(map(_said, before), map(_said, after), strict=False)]
        both = len(pairs)
        gone = [was for was, _ in pairs] + [_short(item) for item in before[both:]]
        come = [now for _, now in pairs] + [_short(item) for item in after[both:]]
        return ", ".join([f"− {item}" for item in gone] + [f"+ {item}" for item in come])
    return " → ".join(_apart(_said(before), _said(after)))


def _apart(was: str, now: str) -> tuple[str, str]:
    """Both texts, cut; where one is long, to where they differ and some of what stands around."""
    if max(len(was), len(now)) > MOST:
        start = max(0, _alike(was, now) - CONTEXT)
        was, now = was[start:], now[start:]
        after = max(0, _alike(was[::-1], now[::-1]) - CONTEXT)
        first, last = "…" if start else "", "…" if after else ""
        was, now = (f"{first}{each[: len(each) - after]}{last}" for each in (was, now))
    return _cut(was), _cut(now)


def _alike(a: str, b: str) -> int:
    """How many letters two texts begin with alike."""
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _short(value: Any) -> str:
    return _cut(_said(value))


def _cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _said(value: Any) -> str:
    if _blank(value):
        return "nothing"
    if isinstance(value, BaseGeometry):
        count = shapely.get_num_coordinates(value)
        return value.wkt if value.geom_type == "Point" else f"{value.geom_type} of {count} points"
    # repr keeps control characters and line breaks out of a terminal and a log.
    return repr(value)


def summary(changes: Iterable[Change]) -> list[str]:
    """A line a group that changed: how many records were added, removed and changed."""
    counts: dict[str, dict[str, set[str]]] = {}
    for change in changes:
        counts.setdefault(change.group, {}).setdefault(change.what, set()).add(change.id)
    return [
        f"{group}: "
        + ", ".join(
            f"{len(found[what])} {what}"
            for what in ("added", "removed", "changed")
            if what in found
        )
        for group, found in counts.items()
    ]
