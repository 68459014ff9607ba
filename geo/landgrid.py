"""What lies where in a picture, as a grid of cells, and the best seat for a country's name in it.

The same as ``assets/landgrid.js`` does for the map.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.markup import Points

CELL = 5.0
"""Pixels."""
EDGE = 3.0
"""Pixels that a name keeps from the picture's edge."""
REACH = 70.0
"""Pixels from its land within which a name is sought."""
RINGS = (0, 1, 2, 3, 4, 6, 8, 11, 14)
"""Cells by which a box is widened until it meets its land."""
FOREIGN = 0.4
"""Part of a name that may stand over a neighbour's land."""

Cells = np.ndarray[Any, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Size:
    """A name's size in pixels, in one line or two, and how little it is liked."""

    lines: tuple[str, ...]
    font: float
    width: float
    height: float
    cost: float = 0.0


@dataclass(frozen=True)
class Seat:
    """Where a name stands: its box and size, and how many cells off its land."""

    box: Box
    size: Size
    gap: int


class Sums:
    """Sums over boxes of cells, each found at once."""

    def __init__(self, cells: Cells) -> None:
        self.table = np.pad(cells.astype(float).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def of(self, left: Cells, top: Cells, width: float, height: float, more: int = 0) -> Cells:
        """Sums over boxes at the given corners (pixels), widened by so many cells."""
        rows, columns = self.table.shape[0] - 1, self.table.shape[1] - 1
        a = np.clip(np.floor(left / CELL).astype(int) - more, 0, columns)
        b = np.clip(np.floor(top / CELL).astype(int) - more, 0, rows)
        c = np.clip(np.ceil((left + width) / CELL).astype(int) + more, a, columns)
        d = np.clip(np.ceil((top + height) / CELL).astype(int) + more, b, rows)
        table = self.table
        found: Cells = table[d, c] - table[b, c] - table[d, a] + table[b, a]
        return found


@dataclass(frozen=True)
class Land:
    """A country's land in the picture: cells, their box and middle in pixels, and their sums."""

    cells: int
    box: Box
    centre: tuple[float, float]
    sums: Sums


class Grid:
    """Which country owns each cell of a picture; sea is 0."""

    def __init__(self, countries: Sequence[tuple[str, Any]], width: float, height: float) -> None:
        self.width, self.height = width, height
        self.columns, self.rows = math.ceil(width / CELL), math.ceil(height / CELL)
        x = (np.arange(self.columns) + 0.5) * CELL
        y = (np.arange(self.rows) + 0.5) * CELL
        self.owner = np.zeros((self.rows, self.columns), dtype=int)
        self.numbers: dict[str, int] = {}
        for id_, polygon in countries:
            number = self.numbers.setdefault(id_ or "?", len(self.numbers) + 1)
            left, top, right, bottom = polygon.bounds
            i = slice(max(0, int(left / CELL)), int(right / CELL) + 1)
            j = slice(max(0, int(top / CELL)), int(bottom / CELL) + 1)
            across, down = np.meshgrid(x[i], y[j])
            if across.size:
                shapely.prepare(polygon)
                self.owner[j, i][shapely.contains_xy(polygon, across, down)] = number
        self.land = Sums(self.owner > 0)
        self._lands: dict[str, Land | None] = {}

    def of(self, id_: str) -> Land | None:
        """A country's land, None where none of it is in the picture."""
        if id_ not in self._lands:
            self._lands[id_] = self._find(id_)
        return self._lands[id_]

    def _find(self, id_: str) -> Land | None:
        own = self.owner == self.numbers.get(id_, -1)
        down, across = np.nonzero(own)
        if not len(down):
            return None
        box = (
            float(across.min()) * CELL,
            float(down.min()) * CELL,
            float(across.max() + 1) * CELL,
            float(down.max() + 1) * CELL,
        )
        centre = (float(across.mean() + 0.5) * CELL, float(down.mean() + 0.5) * CELL)
        return Land(len(down), box, centre, Sums(own))

    def mask(
        self, boxes: Iterable[Box], circles: Iterable[tuple[float, float, float]] = ()
    ) -> Cells:
        """Cells that boxes and circles (x, y, radius) cover."""
        covered = np.zeros((self.rows, self.columns), dtype=bool)
        for left, top, right, bottom in boxes:
            covered[
                max(0, math.floor(top / CELL)) : max(0, math.ceil(bottom / CELL)),
                max(0, math.floor(left / CELL)) : max(0, math.ceil(right / CELL)),
            ] = True
        across = (np.arange(self.columns) + 0.5) * CELL
        down = ((np.arange(self.rows) + 0.5) * CELL)[:, None]
        for x, y, radius in circles:
            covered |= np.hypot(across - x, down - y) < radius + 2 + CELL * 0.7
        return covered

    def touched(self, points: Points) -> Cells:
        """Cells in which one of these points lies."""
        cells = np.floor(points / CELL).astype(int)
        inside = (cells >= 0).all(axis=1)
        inside &= (cells[:, 0] < self.columns) & (cells[:, 1] < self.rows)
        found = np.zeros((self.rows, self.columns), dtype=bool)
        found[cells[inside, 1], cells[inside, 0]] = True
        return found


def seat(
    grid: Grid,
    land: Land,
    covered: Sums,
    busy: Sums,
    home: tuple[float, float],
    sizes: Iterable[Size],
    *,
    firmly: bool,
) -> Seat | None:
    """The best seat for a country's name: on its own land, else in the sea beside it.

    In need over a neighbour's edge; never on what is ``covered``, rather not on routes (``busy``).
    ``home`` is where it would like to stand; ``firmly``: only on its own land.
    """
    best, least = None, math.inf
    spread = math.sqrt(land.cells) * CELL + 30
    for size in sizes:
        width, height = size.width, size.height
        cells = (round(width / CELL) + 1) * (round(height / CELL) + 1)
        x = np.arange(
            max(EDGE, land.box[0] - REACH - width),
            min(grid.width - EDGE - width, land.box[2] + REACH) + 0.01,
            CELL,
        )
        y = np.arange(
            max(EDGE, land.box[1] - REACH - height),
            min(grid.height - EDGE - height, land.box[3] + REACH) + 0.01,
            CELL,
        )
        if not len(x) or not len(y):
            continue
        left, top = (each.ravel() for each in np.meshgrid(x, y))
        free = covered.of(left, top, width, height) == 0
        left, top = left[free], top[free]
        on = np.minimum(1, land.sums.of(left, top, width, height) / cells)
        gap = np.full(len(left), -1)
        for ring in reversed(RINGS):
            gap[land.sums.of(left, top, width, height, ring) > 0] = ring
        fits = (gap >= 0) & ((on >= 0.85) | (not firmly))
        left, top, on, gap = left[fits], top[fits], on[fits], gap[fits]
        if not len(left):
            continue
        away = np.hypot(left + width / 2 - home[0], top + height / 2 - home[1]) / spread
        all_land = grid.land.of(left, top, width, height)
        foreign = np.minimum(1, (all_land - land.sums.of(left, top, width, height)) / cells)
        cost = (
            size.cost
            + (1 - on) * 0.6
            + foreign * np.where(foreign > 0.3, 3, 1.2)
            + gap * 0.22
            + busy.of(left, top, width, height) / cells * 0.7
            + away * 0.8
        )
        # Mostly on a neighbour's land it would name the neighbour.
        cost[foreign > FOREIGN] = math.inf
        n = int(cost.argmin())
        if cost[n] < least:
            least = float(cost[n])
            box = (
                float(left[n]),
                float(top[n]),
                float(left[n]) + width,
                float(top[n]) + height,
            )
            best = Seat(box, size, int(gap[n]))
    return best
