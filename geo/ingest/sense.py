"""Checks of sense: what can be read, and yet can't be so.

What contradicts itself or can't have happened loses the row, since any way of showing it would be
wrong: an end before its start, a lowest number above the highest, an event that begins after today.
What an editor may know better only warns: a date outside the route's own period, more women and
children than people (sources count them apart, and girls in both), an end that lies ahead.

``geo.oddities`` runs them for what stands in a store already, but for the hints that are often
wrong: an editor has read those when the row came in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo import dates
from geo.atlas import Atlas

Record = Mapping[str, Any]
Told = tuple[str, object, str, bool]
"""Field, value, advice, and whether the row is lost by it."""
Period = tuple[int | None, int | None]
"""First and last day (days since 1970-01-01); None where unbounded."""

_EPOCH = dt.date(1970, 1, 1)
RANGES = ("people", "people_died", "people_returned")
TOLD_HERE = frozenset((*(f"{name}_min" for name in RANGES), "active_from"))
"""Fields whose contradictions are told here, and so not again by ``geo.checking``."""
_LONGEST = {"title": 90, "summary": 350}


@lru_cache(maxsize=100_000)
def period(text: str) -> Period:
    """First and last day of an EDTF date."""
    edtf = dates.parse(text)
    return edtf.first, edtf.last


def periods(known: Atlas | None) -> dict[str, tuple[Period, str]]:
    """First and last known use of each route, by its id, with the words for it."""
    if known is None:
        return {}
    rows = known.layers["routes"]
    found: dict[str, tuple[Period, str]] = {}
    for id_, start, end in zip(rows["id"], rows["active_from"], rows["active_to"], strict=True):
        if not start and not end:
            continue
        first = period(start)[0] if start else None
        last = period(end)[1] if end else None
        said = f"{dates.say(start) if start else 'long ago'} to {dates.say(end) if end else 'now'}"
        found[id_] = ((first, last), said)
    return found


def of_record(
    record: Record, today: dt.date, routes: Mapping[str, tuple[Period, str]]
) -> Iterator[Told]:
    """All that makes no sense in a new record, whatever its layer, hints included."""
    yield from of_known(record, today)
    if record.get("date"):
        yield from _route_periods(record, routes)
    yield from _girls(record)


def of_known(record: Record, today: dt.date) -> Iterator[Told]:
    """What makes no sense in a record, whatever its layer and whoever has looked at it."""
    day = (today - _EPOCH).days
    if record.get("date"):
        yield from _future("date", record["date"], day, today)
    yield from _life(record, day, today)
    yield from _people(record)
    for name, most in _LONGEST.items():
        said = record.get(name)
        if said and len(said) > most:
            yield name, said, f"has {len(said)} letters; {most} can be read well", False


def _future(name: str, value: str, day: int, today: dt.date) -> Iterator[Told]:
    first, last = period(value)
    # One day more: where the sheet was written it may be tomorrow already.
    if first is not None and first > day + 1:
        yield name, value, f"lies in the future (today is {today}); mend the year", True
    elif last is not None and last > day + 1 and "/" in value:
        yield name, value, f"ends in the future (today is {today}); leave the end open", False


def _life(record: Record, day: int, today: dt.date) -> Iterator[Told]:
    start, end = record.get("active_from"), record.get("active_to")
    if start:
        yield from _future("active_from", start, day, today)
    if end:
        last = period(end)[1]
        if last is not None and last - 366 > day:
            yield "active_to", end, f"lies in the future (today is {today}); mend it", False
    if start and end:
        first, last = period(start)[0], period(end)[1]
        if first is not None and last is not None and first > last:
            yield "active_to", end, f"lies before the start, {start}; swap or mend them", True


def _route_periods(record: Record, routes: Mapping[str, tuple[Period, str]]) -> Iterator[Told]:
    for route in record.get("routes") or ():
        if route not in routes:
            continue
        (start, end), said = routes[route]
        first, last = period(record["date"])
        before = start is not None and last is not None and last < start
        after = end is not None and first is not None and first > end
        if before or after:
            advice = f"is outside the period of the route {route}, {said}; mend one of them"
            yield "date", record["date"], advice, False


def _people(record: Record) -> Iterator[Told]:
    for name in RANGES:
        low, high = record.get(f"{name}_min"), record.get(f"{name}_max")
        if low is not None and high is not None and low > high:
            yield f"{name}_min", low, f"is more than the highest number, {high}; swap them", True
    # A highest number that is not known may be any: "at least nine".
    least, most = record.get("people_min"), record.get("people_max")
    parts = [(name, record.get(name), most) for name in ("women", "children")]
    for name in RANGES[1:]:
        low, high = record.get(f"{name}_min"), record.get(f"{name}_max")
        # So many of them at least: then they were at least so many.
        parts += [(f"{name}_min", low, most if _more(low, most) else least)]
        parts += [(f"{name}_max", high, most)] if not _more(low, most) else []
    for name, part, whole in parts:
        if _more(part, whole):
            yield name, part, f"is more than all people, {whole}; mend one of them", False


def _girls(record: Record) -> Iterator[Told]:
    women, children, most = (record.get(name) for name in ("women", "children", "people_max"))
    if _more(women, most) or _more(children, most) or women is None or children is None:
        return
    if _more(women + children, most):
        advice = (
            f"and {children} children are more than all people, {most}; mend one, "
            "unless girls stand in both"
        )
        yield "women", women, advice, False


def _more(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and part > whole
