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

from geo.pictures.markup import Points

CELL = 5.0
"""Pixels."""
ROOM = 5.5
"""Pixels from a mark to the middle of the next cell where a name may stand."""
EDGE = 3.0
"""Pixels that a name keeps from the picture's edge."""
BESIDE = 2.0
"""Cells off its land that a name may stand, and more by a part of the land's size."""
RINGS = (1, 2, 3, 4, 6, 8, 11)
"""Cells by which a box is widened until it meets its land."""
LEADER = 1
"""Cells off its land from which a name in the sea is tied to it by a line."""
HOME = 0.4
"""Part of a name on its own land that makes it stand there: as much may lie over a neighbour's."""
TOUCHED = 0.09
"""Part of a name beside its land that may: on more, it would name the neighbour."""
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
    """Where a name stands: its box and size, and where on its land it is tied to, if it is."""

    box: Box
    size: Size
    tie: tuple[float, float] | None


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

    def free(self, id_: str, mask: Cells) -> Points:
        """The middles (pixels) of a country's cells that nothing covers."""
        down, across = np.nonzero((self.owner == self.numbers[id_]) & ~mask)
        found: Points = np.column_stack([across, down]).astype(float) * CELL + CELL / 2
        return found

    def crosses(self, line: Box, mask: Cells) -> bool:
        """Whether a straight line (x, y, x, y) meets a cell of a mask."""
        columns, rows = (along(line).T // CELL).astype(int)
        return bool(mask[rows, columns].any())

    def mask(
        self,
        boxes: Iterable[Box],
        circles: Iterable[tuple[float, float, float]] = (),
        room: float = ROOM,
    ) -> Cells:
        """Cells that boxes cover, and circles (x, y, radius) with some room around them."""
        covered = np.zeros((self.rows, self.columns), dtype=bool)
        for left, top, right, bottom in boxes:
            covered[
                max(0, math.floor(top / CELL)) : max(0, math.ceil(bottom / CELL)),
                max(0, math.floor(left / CELL)) : max(0, math.ceil(right / CELL)),
            ] = True
        for x, y, radius in circles:
            reach = radius + room
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


def along(line: Box) -> Points:
    """Points of a straight line (x, y, x, y), no further apart than half a cell."""
    start, end = np.array(line[:2]), np.array(line[2:])
    steps = max(1, math.ceil(float(np.hypot(*(end - start))) / CELL * 2))
    found: Points = start + (end - start) * np.linspace(0, 1, steps + 1)[:, None]
    return found


def nearest(box: Box, x: float, y: float) -> tuple[float, float]:
    """The point of a box's edge, a little off it, from which a line to a position starts."""
    left, top, right, bottom = box
    return max(left - 2, min(right + 2, x)), max(top - 1, min(bottom + 1, y))


def seat(
    grid: Grid,
    id_: str,
    mask: Cells,
    closed: Cells,
    busy: Sums,
    home: tuple[float, float],
    sizes: Iterable[Size],
    *,
    firmly: bool,
) -> Seat | None:
    """The best seat for a country's name: on its own land, else in the sea beside it and tied.

    Never on what is covered (``mask``), rather not on routes (``busy``), never far off: there it
    would name another country. A tie crosses nothing ``closed``. ``home`` is where the name would
    like to stand; ``firmly``: only on its own land.
    """
    land = grid.of(id_)
    if land is None:
        return None
    best, least = None, math.inf
    covered, free = Sums(mask), grid.free(id_, closed)
    for size in sizes:
        cost, left, top, loose = _weighed(grid, land, covered, busy, home, size, firmly=firmly)
        for n in np.argsort(cost, kind="stable"):
            if cost[n] >= least:
                break
            x, y = float(left[n]), float(top[n])
            box = (x, y, x + size.width, y + size.height)
            tie = _tie(grid, land, free, closed, box) if loose[n] else None
            if tie or not loose[n]:
                best, least = Seat(box, size, tie), float(cost[n])
                break
    return best


def _weighed(
    grid: Grid,
    land: Land,
    covered: Sums,
    busy: Sums,
    home: tuple[float, float],
    size: Size,
    *,
    firmly: bool,
) -> tuple[Cells, Cells, Cells, Cells]:
    """Where a name of a size may stand: cost, left edge, top, and whether it must be tied."""
    width, height = size.width, size.height
    cells = (round(width / CELL) + 1) * (round(height / CELL) + 1)
    most = BESIDE + math.sqrt(land.cells) / 4
    x, y = (
        np.arange(
            max(EDGE, land.box[axis] - most * CELL - long),
            min(whole - EDGE - long, land.box[axis + 2] + most * CELL) + 0.01,
            CELL,
        )
        for axis, long, whole in ((0, width, grid.width), (1, height, grid.height))
    )
    own = land.sums.of(x, y, width, height)
    on = np.minimum(1, own / cells)
    foreign = np.minimum(1, (grid.land.of(x, y, width, height) - own) / cells)
    gap = np.where(own > 0, 0, -1)
    for ring in () if firmly else (ring for ring in reversed(RINGS) if ring <= most):
        gap[(own == 0) & (land.sums.of(x, y, width, height, ring) > 0)] = ring
    fits = (covered.of(x, y, width, height) == 0) & (gap >= 0)
    if firmly:
        fits &= on >= 0.85
    else:
        fits &= foreign <= np.where(on >= HOME, HOME, TOUCHED)
    near = [each.of(x, y, width, height, LEADER) for each in (grid.land, land.sums)]
    loose = (on < HOME) & ((gap > LEADER) | (near[0] > near[1]))
    down, across = np.nonzero(fits)
    left, top, on, gap = x[across], y[down], on[fits], gap[fits]
    spread = math.sqrt(land.cells) * CELL + 30
    away = np.hypot(left + width / 2 - home[0], top + height / 2 - home[1]) / spread
    on_routes = busy.of(x, y, width, height)[fits] / cells
    cost = size.cost + (1 - on) * 0.6 + foreign[fits] * 3 + gap * 0.1 + on_routes * 0.7 + away * 0.8
    return cost, left, top, loose[fits]


def _tie(
    grid: Grid, land: Land, free: Points, closed: Cells, box: Box
) -> tuple[float, float] | None:
    """Where on its land a name in a box beside it is tied to: near the name and well inside.

    Free places are chosen from, and the line there crosses nothing closed.
    """
    x, y = free.T
    left, top, right, bottom = box
    away = np.hypot(x - np.clip(x, left, right), y - np.clip(y, top, bottom))
    away += INWARD * np.hypot(x - land.centre[0], y - land.centre[1])
    for n in np.argsort(away, kind="stable"):
        end = (float(x[n]), float(y[n]))
        if not grid.crosses((*nearest(box, *end), *end), closed):
            return end
    return None
