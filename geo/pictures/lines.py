"""Geometry of corridors on a picture: side by side where they share a leg, arrows along them.

The same as ``assets/lines.js`` does for the map; points are rows of x and y in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo.pictures.markup import Points

PARALLEL = 0.85
"""Cosine: lines within some 30 degrees run the same way."""
MITER = 2.0
"""A sharp corner may stand out this many offsets, no more."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def _normals(points: Points) -> Points:
    """Unit normals, to the right of travel, of each segment; of an empty one, its neighbour's."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    real = np.flatnonzero(lengths > 1e-9)
    if not len(real):
        return np.zeros_like(steps)
    nearest = np.maximum(np.searchsorted(real, np.arange(len(steps)), side="right") - 1, 0)
    taken = real[nearest]
    return np.column_stack([-steps[taken, 1], steps[taken, 0]]) / lengths[taken, None]


def offset(points: Points, by: Numbers) -> Points:
    """The line moved sideways: pixels to the right of travel (y grows downward), one a point."""
    if len(points) < 2:
        return points
    sides = _normals(points)
    before, after = np.vstack([sides[:1], sides]), np.vstack([sides, sides[-1:]])
    middle = before + after
    length = np.hypot(middle[:, 0], middle[:, 1])
    turned = length < 1e-6
    middle = middle / np.where(turned, 1, length)[:, None]
    along = (middle * before).sum(axis=1)
    corner = middle * np.minimum(MITER, 1 / np.maximum(1e-6, along))[:, None]
    corner[turned] = before[turned]
    return _unfold(points + corner * by[:, None], points)


def _unfold(moved: Points, points: Points) -> Points:
    """Draw loops together: points that run against the original are pooled in their mean."""
    pools: list[tuple[float, float, int, int]] = []
    flat = points.tolist()
    for i, (x, y) in enumerate(moved.tolist()):
        last = (x, y, i, i)
        while pools:
            before = pools[-1]
            (ax, ay), (bx, by) = flat[before[3]], flat[last[2]]
            if (last[0] - before[0]) * (bx - ax) + (last[1] - before[1]) * (by - ay) >= 0:
                break
            pools.pop()
            a, b = before[3] - before[2] + 1, last[3] - last[2] + 1
            last = (
                (before[0] * a + last[0] * b) / (a + b),
                (before[1] * a + last[1] * b) / (a + b),
                before[2],
                last[3],
            )
        pools.append(last)
    return np.array([(x, y) for x, y, start, stop in pools for _ in range(stop - start + 1)])


def even(line: Points, step: float) -> tuple[Points, Numbers]:
    """Points every ``step`` pixels along a line, its ends kept, and how far along each stands."""
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.append(np.arange(0, gone[-1], step), gone[-1])
    points = np.column_stack([np.interp(at, gone, line[:, 0]), np.interp(at, gone, line[:, 1])])
    return points, at


def lanes(lines: Sequence[tuple[int, Points]], reach: float, step: float) -> list[Numbers]:
    """Lanes for lines that run together, each given with its owner and points ``step`` apart.

    Lines of different owners within ``reach`` pixels that run the same way, or against each other,
    lie side by side: 0 alone, -0.5 and 0.5 for two, signed to the line's own direction.
    """
    if not lines:
        return []
    xy = np.concatenate([points for _, points in lines])
    sides = [_normals(points) for _, points in lines]
    right = np.concatenate([np.vstack([side, side[-1:]]) for side in sides])
    ways = np.column_stack([right[:, 1], -right[:, 0]])
    owners = np.concatenate([np.full(len(points), owner) for owner, points in lines])
    dots = shapely.points(xy)
    a, b = shapely.STRtree(dots).query(dots, predicate="dwithin", distance=np.hypot(reach, step))
    d = xy[b] - xy[a]
    w = ways[a]
    met = (
        (owners[a] != owners[b])
        & (np.abs(d[:, 1] * w[:, 0] - d[:, 0] * w[:, 1]) < reach)
        & (np.abs(d[:, 0] * w[:, 0] + d[:, 1] * w[:, 1]) <= step)
        & (np.abs((ways[b] * w).sum(axis=1)) >= PARALLEL)
    )
    # One of each owner met, the first in order, as neighbours of a point.
    a, b = a[met], b[met]
    order = np.lexsort((b, owners[b], a))
    a, b = a[order], b[order]
    first = np.ones(len(a), dtype=bool)
    first[1:] = (a[1:] != a[:-1]) | (owners[b[1:]] != owners[b[:-1]])
    a, b = a[first], b[first]
    count = np.bincount(a, minlength=len(xy))
    before = np.bincount(a[owners[b] < owners[a]], minlength=len(xy))
    lane = before - count / 2
    # The first owner's direction tells right from left for all.
    lead = np.arange(len(xy))
    heads = np.flatnonzero(np.append(True, a[1:] != a[:-1])) if len(a) else np.empty(0, int)
    lower = heads[owners[b[heads]] < owners[a[heads]]]
    lead[a[lower]] = b[lower]
    lane = np.where((ways[lead] * ways).sum(axis=1) < 0, -lane, lane)
    return np.split(lane, np.cumsum([len(points) for _, points in lines])[:-1])


def smooth(values: Numbers, reach: int) -> Numbers:
    """A running mean over ``reach`` values to either side, shorter at the ends."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    n = np.arange(len(values))
    start, stop = np.maximum(0, n - reach), np.minimum(len(values), n + reach + 1)
    mean: Numbers = (sums[stop] - sums[start]) / (stop - start)
    return mean


def arrows_at(length: float, spacing: float, least: float) -> list[float]:
    """How far along arrows stand: about ``spacing`` apart; none on a line below ``least``."""
    if length < least:
        return []
    count = max(1, round(length / spacing))
    return [(n + 0.5) / count * length for n in range(count)]
