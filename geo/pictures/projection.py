"""Web Mercator (EPSG:3857) as the map has it: a world of 256 pixels at zoom 0, y downward."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from geo.basemap import Box
from geo.pictures.markup import Points

CLOSEST = 8.5
"""A fit comes no nearer: no source places people finer than a town."""
WIDEST = 2.5
_EARTH = 156543.03
"""Metres of a pixel on the equator at zoom 0."""


def world(positions: Any) -> Points:
    """Longitudes and latitudes (EPSG:4326 degrees, rows) as pixels of the world at zoom 0."""
    degrees = np.asarray(positions, dtype=float).reshape(-1, 2)
    sine = np.sin(np.radians(np.clip(degrees[:, 1], -85, 85)))
    x = (degrees[:, 0] + 180) / 360 * 256
    y = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * 256
    return np.column_stack([x, y])


@dataclass(frozen=True)
class View:
    """What a picture of so many pixels shows: its zoom, and its middle in world pixels."""

    width: float
    height: float
    zoom: float
    middle: tuple[float, float]

    @classmethod
    def at(cls, lat: float, lon: float, zoom: float, width: float, height: float) -> Self:
        """The view of a zoom about a position."""
        ((x, y),) = world([(lon, lat)]).tolist()
        return cls(width, height, zoom, (x, y))

    @classmethod
    def fit(cls, positions: Points, width: float, height: float, pad: float = 0.06) -> Self:
        """The nearest view that holds all positions (world pixels), with a margin around them."""
        (left, top), (right, bottom) = positions.min(axis=0), positions.max(axis=0)
        wide = max(right - left, 1e-9) / (1 - 2 * pad) / width
        high = max(bottom - top, 1e-9) / (1 - 2 * pad) / height
        zoom = min(CLOSEST, max(WIDEST, -math.log2(max(wide, high))))
        return cls(width, height, zoom, (float(left + right) / 2, float(top + bottom) / 2))

    @property
    def scale(self) -> float:
        """Pixels of one pixel of the world."""
        return float(2**self.zoom)

    def pixels(self, positions: Points) -> Points:
        """World pixels as pixels of the picture."""
        corner = np.array([self.width / 2, self.height / 2])
        return (positions - np.array(self.middle)) * self.scale + corner

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """A position as pixels of the picture."""
        ((x, y),) = self.pixels(world([(lon, lat)])).tolist()
        return x, y

    def shrunk(self, times: float) -> Self:
        """The same view in a picture so many times smaller."""
        return replace(
            self,
            width=self.width / times,
            height=self.height / times,
            zoom=self.zoom - math.log2(times),
        )

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether a pixel lies in the picture, or no further than ``margin`` off it."""
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin

    def metres(self, lat: float) -> float:
        """Metres of one pixel at a latitude."""
        return _EARTH * math.cos(math.radians(lat)) / self.scale

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in world pixels."""
        (x, y), across, down = (
            self.middle,
            self.width / 2 / self.scale,
            self.height / 2 / self.scale,
        )
        return x - across, y - down, x + across, y + down

    @property
    def latitude(self) -> float:
        """The latitude of the middle."""
        turned = math.pi * (1 - 2 * self.middle[1] / 256)
        return math.degrees(math.atan(math.sinh(turned)))


def in_box(lon: float, lat: float, box: Box) -> bool:
    """Whether a position lies in what the basemap covers."""
    west, south, east, north = box
    return south <= lat <= north and west <= lon <= east


def corners(positions: Iterable[Points]) -> Points:
    """All positions in one array of rows, empty where there is none."""
    kept = [each for each in positions if len(each)]
    return np.concatenate(kept) if kept else np.empty((0, 2))
