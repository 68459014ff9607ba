"""Smooth least-cost lines over ground that is cheap, dear or forbidden.

All work is done on Web Mercator's plane in degrees (x = longitude, y = latitude stretched), the
plane that readers see, so that a straight line here is a straight line on the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy import ndimage
from skimage.graph import MCP_Geometric

WALL = 40.0
"""Cost of a cell that the line should never enter; open ground costs 1."""
EDGE = 2.0
"""Added cost right at a border or coast; it fades with distance."""
COUNTS = (15, 30, 60)
"""Points of a line while it is pulled tight: few first, so that the large bends go quickly."""
STILL = 0.02
"""A line that moves less than this many cells in 25 rounds has come to rest."""
STRAIGHT = 1.01
"""A line no longer than this many times the way from end to end is nearly straight."""
BEND = 0.035
"""Height of the bow that is drawn for it, as a share of its length."""
SOFTNESS = 3.5
"""Points over which a line's bends are spread."""


def to_plane(places: np.ndarray) -> np.ndarray:
    """Longitude and latitude (n, 2) on the plane."""
    lat = np.radians(places[:, 1])
    return np.column_stack([places[:, 0], np.degrees(np.log(np.tan(np.pi / 4 + lat / 2)))])


def from_plane(points: np.ndarray) -> np.ndarray:
    """Points (n, 2) of the plane as longitude and latitude."""
    lat = 2 * np.arctan(np.exp(np.radians(points[:, 1]))) - np.pi / 2
    return np.column_stack([points[:, 0], np.degrees(lat)])


@dataclass(frozen=True)
class Grid:
    """Square cells on the plane: the lower left one's middle, side in degrees, rows, columns."""

    left: float
    bottom: float
    side: float
    rows: int
    columns: int

    @classmethod
    def around(cls, ends: np.ndarray, frame: np.ndarray) -> Grid:
        """A grid for a line between two points of the plane, with room for a detour around it.

        ``frame`` holds the lower left and the upper right corner of the ground that is known.
        """
        span = float(np.hypot(*(ends[1] - ends[0])))
        room = max(0.7 * span, 0.8)
        low = np.maximum(ends.min(axis=0) - room, frame[0])
        high = np.minimum(ends.max(axis=0) + room, frame[1])
        side = float(np.clip(span / 250, 0.008, 0.12))
        columns, rows = (np.ceil((high - low) / side).astype(int) + 1).tolist()
        return cls(float(low[0]), float(low[1]), side, rows, columns)

    def places(self) -> np.ndarray:
        """Longitude and latitude (rows * columns, 2) of the cells' middles, row by row."""
        x, y = np.meshgrid(
            self.left + self.side * np.arange(self.columns),
            self.bottom + self.side * np.arange(self.rows),
        )
        return from_plane(np.column_stack([x.ravel(), y.ravel()]))

    def inside(self, shape: Any) -> np.ndarray:
        """Which cells' middles lie in a shape (EPSG:4326): booleans (rows, columns)."""
        shapely.prepare(shape)
        at = self.places()
        found: np.ndarray = shapely.contains_xy(shape, at[:, 0], at[:, 1])
        return found.reshape(self.rows, self.columns)

    def index(self, points: np.ndarray) -> np.ndarray:
        """Row and column (n, 2), with fractions, of points of the plane."""
        return (points[:, ::-1] - (self.bottom, self.left)) / self.side


def cost(open_cells: np.ndarray, weight: np.ndarray, margin: float) -> np.ndarray:
    """Cost of each cell: its weight, dearer near the edge (by ``margin`` in cells), or a wall."""
    inward = ndimage.distance_transform_edt(np.pad(open_cells, 1, mode="edge"))[1:-1, 1:-1]
    price: np.ndarray = weight * (1 + EDGE * np.exp(-inward / margin))
    return np.where(open_cells, price, WALL)


def least_cost(grid: Grid, price: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The cheapest line (n, 2) between two points of the plane, free of the grid's corners."""
    start, end = np.round(grid.index(ends)).astype(int)
    cheapest = MCP_Geometric(price)
    cheapest.find_costs([tuple(start)], [tuple(end)])
    cells = np.array(cheapest.traceback(tuple(end)), dtype=float)
    cells[[0, -1]] = grid.index(ends)
    line = cells
    for count in COUNTS:
        line = relaxed(evenly(line, count), price)
    return bent(softened(line)[:, ::-1], price) * grid.side + (grid.left, grid.bottom)


def evenly(line: np.ndarray, count: int) -> np.ndarray:
    """The same line with ``count`` points at equal distances along it."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])])


def relaxed(line: np.ndarray, price: np.ndarray, rounds: int = 600) -> np.ndarray:
    """Pull a line of cells tight over the cost surface, as a rubber band over hills.

    A path over a grid turns by 45 degrees only. Gradient descent on the integral of the cost along
    the line (geodesic active contours; Caselles, Kimmel and Sapiro 1997) takes the corners out.
    """
    hills = ndimage.gaussian_filter(np.minimum(price, 10.0), 1.5, mode="nearest")
    slope = np.gradient(hills)
    before = line + np.inf
    for i in range(rounds):
        if i % 25 == 0:
            line = evenly(line, len(line))
            if np.abs(line - before).max() < STILL:
                break
            before = line.copy()
        step = np.hypot(*np.diff(line, axis=0).T).mean()
        at = line[1:-1].T
        here = ndimage.map_coordinates(hills, at, order=1, mode="nearest")[:, None]
        uphill = np.column_stack(
            [ndimage.map_coordinates(s, at, order=1, mode="nearest") for s in slope]
        )
        along = line[2:] - line[:-2]
        along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        across = uphill - (uphill * along).sum(axis=1, keepdims=True) * along
        bend = (line[2:] - 2 * line[1:-1] + line[:-2]) / step**2
        line[1:-1] += np.clip(0.3 * step**2 / here.max() * (here * bend - across), -1, 1)
    return line


def softened(line: np.ndarray) -> np.ndarray:
    """Spread a line's bends (a Gaussian along it); the ends stay, mirrored through themselves."""
    room = int(4 * SOFTNESS)
    before, after = 2 * line[0] - line[room:0:-1], 2 * line[-1] - line[-2 : -room - 2 : -1]
    whole = np.vstack([before, line, after])
    soft: np.ndarray = ndimage.gaussian_filter1d(whole, SOFTNESS, axis=0)[room:-room]
    return soft


def bent(line: np.ndarray, price: np.ndarray) -> np.ndarray:
    """The line, or a slight bow instead of a nearly straight line where the ground is open for it.

    A straight line over open ground would look surveyed. Points are columns and rows of the cells.
    """
    chord = np.hypot(*(line[-1] - line[0]))
    if np.hypot(*np.diff(line, axis=0).T).sum() > STRAIGHT * chord:
        return line
    for height in (BEND, -BEND):
        arc = bow(line[[0, -1]], height)
        inner = np.round(arc[1:-1, ::-1]).astype(int)
        inner = np.clip(inner, 0, np.array(price.shape) - 1)
        if (price[inner[:, 0], inner[:, 1]] < WALL).all():
            return arc
    return line


def rounded(line: np.ndarray, times: int = 2) -> np.ndarray:
    """Cut a line's corners (Chaikin 1974); the ends stay."""
    for _ in range(times):
        near, far = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        cut = np.stack([near, far], axis=1).reshape(-1, 2)
        line = np.vstack([line[:1], cut[1:-1], line[-1:]])
    return line


def bow(ends: np.ndarray, height: float, count: int = 25) -> np.ndarray:
    """A gentle arc (parabola) between two points, bent upwards by ``height`` of its length.

    It is the same arc whichever end is first.
    """
    along = ends[1] - ends[0]
    if along[0] < 0 or (along[0] == 0 and along[1] < 0):
        return bow(ends[::-1], height, count)[::-1]
    up = np.array([-along[1], along[0]])
    t = np.linspace(0, 1, count)[:, None]
    return ends[0] + along * t + up * (4 * height * t * (1 - t))
