"""Which places of a picture share one mark: places, not records, are grouped, as on the map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from geo.atlas import Record

SMALLEST, LARGEST = 10.0, 23.0
"""Radius in pixels of a mark with one incident, and of the greatest."""
QUIET = 7.0
"""A prison or a bridge."""
LIFT = 11.0
"""The head of a pin stands so far above its point."""


@dataclass
class Place:
    """Records at one point, in pixels of the picture."""

    key: str
    x: float
    y: float
    lon: float
    lat: float
    records: list[Record] = field(default_factory=list)

    @property
    def incidents(self) -> int:
        """How many of the records are incidents."""
        return sum(record["layer"] == "incidents" for record in self.records)

    @property
    def lift(self) -> float:
        """How far the mark stands above its point."""
        one = self.records[0] if len(self.records) == 1 else None
        return LIFT if one and one["precision"] == "site" else 0.0


@dataclass
class Group:
    """Places that share a mark, which stands on the greatest of them, a real town."""

    places: list[Place]
    incidents: int
    count: int
    lift: float
    drawn: float = 1.0
    """How large its mark is drawn, as a part of its full size."""

    @property
    def key(self) -> str:
        """The key of its greatest place."""
        return self.places[0].key

    @property
    def x(self) -> float:
        """Where its mark stands."""
        return self.places[0].x

    @property
    def y(self) -> float:
        """Where its mark stands."""
        return self.places[0].y

    @property
    def radius(self) -> float:
        """Radius of its mark in pixels."""
        return self.drawn * radius(self.incidents, self.count)

    @property
    def records(self) -> list[Record]:
        """Its records, place by place."""
        return [record for place in self.places for record in place.records]


@cache
def radius(incidents: int, records: int) -> float:
    """Radius in pixels of the mark for so many incidents in so many records."""
    if incidents > 1:
        return min(LARGEST, SMALLEST + 2.2 * math.log2(incidents))
    if incidents == 1:
        return SMALLEST
    return QUIET + 2 if records > 1 else QUIET


def drawn_at(zoom: float) -> float:
    """Far out marks are drawn smaller than their room, so that names and routes have some too."""
    return max(0.72, min(1.0, 0.72 + (zoom - 3) * 0.14))


def clusters(places: Iterable[Place], zoom: float, spread: float = 1.0) -> list[Group]:
    """Groups whose marks don't cover each other; greedy from the greatest, until none overlap.

    Each has ``spread`` times the room that it needs.
    """
    size = drawn_at(zoom)
    groups = [
        Group([place], place.incidents, len(place.records), place.lift, size) for place in places
    ]
    groups.sort(key=lambda each: (-each.incidents, -each.count, each.key))
    for _ in range(5):
        merged = _merge(groups, spread)
        if len(merged) == len(groups):
            break
        groups = merged
    return groups


def _merge(groups: Sequence[Group], spread: float) -> list[Group]:
    # No two marks that touch lie further apart than one cell.
    cell = 2 * LARGEST * spread + LIFT
    grid: dict[tuple[int, int], list[Group]] = {}
    kept = []
    for group in groups:
        column, row = math.floor(group.x / cell), math.floor(group.y / cell)
        near = (
            other
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in grid.get((i, j), ())
        )
        host = _nearest(group, near, spread)
        if host is None:
            kept.append(group)
            grid.setdefault((column, row), []).append(group)
            continue
        host.places += group.places
        host.incidents += group.incidents
        host.count += group.count
        host.lift = 0.0  # many are no pin
    return kept


def _nearest(group: Group, near: Iterable[Group], spread: float) -> Group | None:
    best, least = None, math.inf
    x, y, size = group.x, group.y - group.lift, radius(group.incidents, group.count)
    for other in near:
        distance = math.hypot(other.x - x, other.y - other.lift - y)
        room = spread * (radius(other.incidents, other.count) + size)
        if distance < least and distance < room:
            best, least = other, distance
    return best


def place_name(records: Sequence[Record]) -> str:
    """What most of a place's records call it, of equals the shortest."""
    counts: dict[str, int] = {}
    for record in records:
        name = record.get("place") or record.get("name") or ""
        counts[name] = counts.get(name, 0) + 1
    return min(counts, key=lambda name: (-counts[name], len(name)))
