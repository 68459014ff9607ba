"""The basemap as shapes: what is land, whose land it is, and which rivers form its borders.

Shapes are in EPSG:4326, longitude first. Distances are in kilometres along the Earth's surface.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon

KM = 111.32
"""Kilometres to a degree of latitude."""


@dataclass(frozen=True)
class Reach:
    """A stretch of a border river and the two countries on its banks."""

    name: str
    banks: frozenset[str]
    line: LineString


@dataclass(frozen=True)
class Ground:
    """Countries by ISO 3166-1 alpha-3 (land without a code is under ""), and border rivers."""

    countries: Mapping[str, Any]
    reaches: tuple[Reach, ...]
    _merged: dict[frozenset[str], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def land(self) -> Any:
        """All land as one shape."""
        return shapely.union_all(list(self.countries.values()))

    def of(self, names: Iterable[str]) -> Any:
        """The land of some countries as one shape; countries off the map add nothing."""
        wanted = frozenset(names) & frozenset(self.countries)
        if wanted not in self._merged:
            self._merged[wanted] = shapely.union_all([self.countries[n] for n in sorted(wanted)])
        return self._merged[wanted]

    def rivers(self, names: Iterable[str]) -> list[LineString]:
        """Border rivers with both banks in the named countries, each as long as it runs on."""
        here = set(names)
        lines: dict[str, list[LineString]] = {}
        for reach in self.reaches:
            if reach.banks <= here:
                lines.setdefault(reach.name, []).append(reach.line)
        merged = [shapely.line_merge(MultiLineString(parts)) for parts in lines.values()]
        return [line for shape in merged for line in shapely.get_parts(shape)]


def read(path: Path) -> Ground:
    """Read data/basemap.json, a quantized TopoJSON file."""
    topology = json.loads(path.read_text("utf-8"))
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]
    countries: dict[str, list[Polygon]] = {}
    users: dict[int, set[str]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        outlines = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for rings in outlines:
            drawn = [_line(ring, arcs) for ring in rings]
            countries.setdefault(shape["id"], []).append(Polygon(drawn[0], drawn[1:]))
            for reference in (r for ring in rings for r in ring):
                users.setdefault(max(reference, ~reference), set()).add(shape["id"])
    reaches = [
        Reach(
            shape["properties"]["name"],
            frozenset(users[max(reference, ~reference)]),
            LineString(_line([reference], arcs)),
        )
        for shape in topology["objects"]["rivers"]["geometries"]
        for way in shape["arcs"]
        for reference in way
    ]
    return Ground(
        {iso: shapely.union_all(parts) for iso, parts in countries.items()}, tuple(reaches)
    )


def _line(references: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    parts = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in references]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def dense(line: Any, step: float = 2.0) -> np.ndarray:
    """Points (n, 2) along a line, no farther apart than ``step`` kilometres."""
    points = [np.asarray(line.coords[0])[None, :2]]
    for a, b in pairwise(np.asarray(line.coords)[:, :2]):
        count = max(1, int(np.ceil(float(distance(a, b)) / step)))
        points.append(a + (b - a) * np.linspace(0, 1, count + 1)[1:, None])
    return np.vstack(points)


def distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Kilometres between places (..., 2), on a sphere (haversine)."""
    lon, lat = np.radians(a)[..., 0], np.radians(a)[..., 1]
    lon2, lat2 = np.radians(b)[..., 0], np.radians(b)[..., 1]
    half = (
        np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    )
    km: np.ndarray = 2 * 6371.0 * np.arcsin(np.sqrt(half))
    return km


def length(line: Any) -> float:
    """Length of a line in kilometres."""
    points = np.asarray(line.coords)[:, :2]
    return float(distance(points[:-1], points[1:]).sum())


def away(places: np.ndarray, shape: Any) -> np.ndarray:
    """Kilometres (n,) from places (n, 2) to a shape; 0 inside it, infinite if it is empty.

    The shape is squeezed east to west as a degree is at each place's latitude (to the nearest whole
    degree), so that the nearest point is the nearest on the ground.
    """
    km = np.zeros(len(places))
    if shape.is_empty:
        return km + np.inf
    shapely.prepare(shape)
    outside = np.flatnonzero(~shapely.intersects_xy(shape, places[:, 0], places[:, 1]))
    bands = np.round(places[outside, 1])
    for band in np.unique(bands):
        squeeze = np.array([np.cos(np.radians(band)), 1.0])
        here = outside[bands == band]
        squeezed = shapely.transform(shape, lambda xy, by=squeeze: xy * by)
        shapely.prepare(squeezed)
        km[here] = KM * shapely.distance(shapely.points(places[here] * squeeze), squeezed)
    return km
