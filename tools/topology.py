"""Polygons on a whole-number grid as arcs that neighbours share (the idea behind TopoJSON).

Neighbours that share an arc stay glued together however much the arc is simplified. Rings are lists
of (x, y) cells; a reference to arc ``i`` walked backwards is written ``~i``, as TopoJSON does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np

from tools.grid import Cell

Ring = list[Cell]
Arc = list[Cell]


def cuts(rings: Iterable[Ring]) -> set[Cell]:
    """Cells where arcs must end: where rings that ran together part, or meet.

    Such a cell has other neighbours in one ring than in another. Rings are closed (last = first).
    """
    neighbours: dict[Cell, frozenset[Cell]] = {}
    found: set[Cell] = set()
    for ring in rings:
        for i, cell in enumerate(ring[:-1]):
            beside = frozenset((ring[i - 1] if i else ring[-2], ring[i + 1]))
            if neighbours.setdefault(cell, beside) != beside:
                found.add(cell)
    return found


class Arcs:
    """The one list of arcs of a map, filled ring by ring."""

    def __init__(self, ends: set[Cell]) -> None:
        self.ends = ends
        self.arcs: list[Arc] = []
        self._index: dict[tuple[Cell, ...], int] = {}

    def add(self, ring: Ring) -> list[int]:
        """Cut a closed ring at the ends and return its arcs' references, in order.

        A ring without an end starts at its smallest cell, so that a neighbour around it (an island
        in a lake, an enclave) finds the same arc.
        """
        body = ring[:-1]
        marks = [i for i, cell in enumerate(body) if cell in self.ends]
        start = marks[0] if marks else body.index(min(body))
        turned = [*body[start:], *body[: start + 1]]
        stops = [i for i, cell in enumerate(turned) if cell in self.ends] if marks else [0]
        if stops[-1] != len(turned) - 1:
            stops.append(len(turned) - 1)
        return [self._reference(turned[a : b + 1]) for a, b in pairwise(stops)]

    def _reference(self, arc: Arc) -> int:
        forward, backward = tuple(arc), tuple(reversed(arc))
        if backward in self._index and backward != forward:
            return ~self._index[backward]
        if forward not in self._index:
            self._index[forward] = len(self.arcs)
            self.arcs.append(arc)
        return self._index[forward]


def index_of(reference: int) -> int:
    """Index of the arc that a reference names, whichever way it is walked."""
    return reference if reference >= 0 else ~reference


def join(references: Sequence[int], arcs: Sequence[Arc]) -> Arc:
    """Arcs one after the other as one line; the cell where two meet is written once."""
    line: Arc = []
    for reference in references:
        arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
        line.extend(arc[1:] if line else arc)
    return line


def simplify(arc: Arc, tolerance: Callable[[np.ndarray], np.ndarray]) -> Arc:
    """Drop cells that lie closer to the simplified line than the tolerance at that cell.

    Douglas and Peucker's method (1973), except that ``tolerance`` takes cells (n, 2) and gives
    cells (n,), so that one line may be fine at one end and coarse at the other. The ends stay; a
    closed arc is first halved at the cell farthest from its start.
    """
    points = np.asarray(arc, dtype=float)
    allowed = tolerance(points)
    keep = np.zeros(len(arc), dtype=bool)
    keep[[0, -1]] = True
    todo = [(0, len(arc) - 1)]
    if arc[0] == arc[-1]:
        far = int(np.hypot(*(points - points[0]).T).argmax())
        keep[far] = True
        todo = [(0, far), (far, len(arc) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        over = _distance(points[a + 1 : b], points[a], points[b]) / allowed[a + 1 : b]
        worst = int(over.argmax())
        if over[worst] > 1:
            middle = a + 1 + worst
            keep[middle] = True
            todo += [(a, middle), (middle, b)]
    return [arc[i] for i in np.flatnonzero(keep)]


def _distance(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    distance: np.ndarray = np.hypot(*(points - start - share[:, None] * along).T)
    return distance


def deltas(arc: Arc) -> list[list[int]]:
    """An arc as TopoJSON stores it: the first cell, then steps from cell to cell."""
    return [
        list(arc[0]),
        *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc)),
    ]
