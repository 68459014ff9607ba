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
REACH = 160.0
"""Pixels from its land within which a name is sought."""
RINGS = (0, 1, 2, 3, 4, 6, 8, 11, 14, 18, 23, 28)
"""Cells by which a box is widened until it meets its land."""
FOREIGN = 0.4
"""Part of a name that may stand over a neighbour's land: on more, it would name the neighbour."""
INWARD = 0.5
"""How much a tie rather ends in the middle of a land than near its name."""

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
        rows, columns = cells.shape
        self.table = np.zeros((rows + 1, columns + 1), dtype=np.int32)
        np.cumsum(cells, axis=0, out=self.table[1:, 1:])
        np.cumsum(self.table[1:, 1:], axis=1, out=self.table[1:, 1:])

    def of(self, left: Cells, top: Cells, width: float, height: float, more: int = 0) -> Cells:
        """Sums over boxes with these left edges (columns) and tops (rows), in pixels.

        Each box is widened by ``more`` cells.
        """
        a, c = _span(left, width, more, self.table.shape[1] - 1)
        b, d = _span(top, height, more, self.table.shape[0] - 1)
        # Sums of whole rows first: edges are few, boxes are their product.
        between = self.table[d] - self.table[b]
        found: Cells = between[:, c] - between[:, a]
        return found


def _span(start: Cells, length: float, more: int, most: int) -> tuple[Cells, Cells]:
    """First cells, and those after the last, of spans in pixels; widened, and within the grid."""
    first = np.clip(np.floor(start / CELL).astype(int) - more, 0, most)
    return first, np.clip(np.ceil((start + length) / CELL).astype(int) + more, first, most)


def _cells(middle: float, reach: float, most: int) -> slice:
    """The cells whose middles may lie within ``reach`` pixels of a position."""
    start = min(most, max(0, math.floor((middle - reach) / CELL)))
    return slice(start, max(start, min(most, math.ceil((middle + reach) / CELL))))


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

    def tie(self, id_: str, land: Land, mask: Cells, box: Box) -> tuple[float, float]:
        """Where on its land a name beside it (in ``box``) is tied to.

        That is a cell which nothing covers (``mask``), near the name and well inside.
        """
        down, across = np.nonzero((self.owner == self.numbers[id_]) & ~mask)
        if not len(down):
            return land.centre
        x, y = (across + 0.5) * CELL, (down + 0.5) * CELL
        left, top, right, bottom = box
        away = np.hypot(x - np.clip(x, left, right), y - np.clip(y, top, bottom))
        n = (away + INWARD * np.hypot(x - land.centre[0], y - land.centre[1])).argmin()
        return float(x[n]), float(y[n])

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
        for x, y, radius in circles:
            reach = radius + 2 + CELL * 0.7
            i, j = _cells(x, reach, self.columns), _cells(y, reach, self.rows)
            across = (np.arange(i.start, i.stop) + 0.5) * CELL - x
            down = (np.arange(j.start, j.stop) + 0.5) * CELL - y
            covered[j, i] |= np.hypot(across, down[:, None]) < reach
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
        own = land.sums.of(x, y, width, height)
        on = np.minimum(1, own / cells)
        fits = covered.of(x, y, width, height) == 0
        if firmly:
            fits &= on >= 0.85
        gap = np.where(own > 0, 0, -1)
        if not firmly:
            for ring in reversed(RINGS):
                gap[land.sums.of(x, y, width, height, ring) > 0] = ring
        fits &= gap >= 0
        if not fits.any():
            continue
        down, across = np.nonzero(fits)
        left, top, on, gap, own = x[across], y[down], on[fits], gap[fits], own[fits]
        away = np.hypot(left + width / 2 - home[0], top + height / 2 - home[1]) / spread
        all_land = grid.land.of(x, y, width, height)[fits]
        foreign = np.minimum(1, (all_land - own) / cells)
        cost = (
            size.cost
            + (1 - on) * 0.6
            + foreign * 3
            + gap * 0.1
            + busy.of(x, y, width, height)[fits] / cells * 0.7
            + away * 0.8
        )
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
