"""Near-duplicate events: same place, same date, similar title."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, utils

from geo.ingest.sense import period

ALIKE = 80.0
"""Of 100: how similar titles are, whatever the order of their words, to be told of."""
WINDOW = 20
"""Neighbours by title that each event of a crowd is compared with."""

Key = tuple[Hashable, ...]


def key(record: Mapping[str, Any]) -> Key | None:
    """What near-duplicates share: country, place and days; None where they aren't known."""
    date, place = record.get("date"), record.get("place")
    if not date or not place:
        return None
    return record.get("country"), str(place).casefold().strip(), *period(date)


def twins(
    records: Sequence[Mapping[str, Any] | None], known: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, int | None, Mapping[str, Any], float]]:
    """Events that look alike: position, the earlier one's position (None: in ``known``), it, score.

    Each event is told of once. In a crowd of one place and day, only neighbours by title are
    compared, so that any table is done in bounded time.
    """
    groups: dict[Key, list[tuple[str, int | None, Mapping[str, Any]]]] = {}
    for at, record in enumerate(records):
        if record is not None and (found := key(record)) is not None:
            groups.setdefault(found, []).append((_plain(record), at, record))
    for record in known:
        if (found := key(record)) is not None and found in groups:
            groups[found].append((_plain(record), None, record))
    for group in groups.values():
        if len(group) > 1:
            yield from _alike(group)


def much_like(where: str, record: Mapping[str, Any]) -> str:
    """What is said of an event that is much like a record, which stands ``where``."""
    title = str(record["title"])[:60]
    return f"is much like {where}, “{title}”: same place and date; is it one event?"


def _plain(record: Mapping[str, Any]) -> str:
    words = utils.default_process(str(record.get("title") or ""))
    return " ".join(sorted(words.split()))


def _alike(
    group: list[tuple[str, int | None, Mapping[str, Any]]],
) -> Iterator[tuple[int, int | None, Mapping[str, Any], float]]:
    group.sort(key=lambda each: each[0])
    best: dict[int, tuple[float, int | None, Mapping[str, Any]]] = {}
    for n, (words, at, record) in enumerate(group):
        for other_words, other, other_record in group[n + 1 : n + 1 + WINDOW]:
            if at is None and other is None:
                continue
            score = fuzz.ratio(words, other_words, score_cutoff=ALIKE)
            if not score or record.get("id") == other_record.get("id"):
                continue
            later, first, what = _ordered(at, record, other, other_record)
            if later not in best or score > best[later][0]:
                best[later] = (score, first, what)
    for later, (score, first, what) in sorted(best.items()):
        yield later, first, what, score


def _ordered(
    at: int | None, record: Mapping[str, Any], other: int | None, other_record: Mapping[str, Any]
) -> tuple[int, int | None, Mapping[str, Any]]:
    if at is None or (other is not None and other > at):
        return other or 0, at, record
    return at, other, other_record
