"""The basemap as a topology (TopoJSON): shared arcs, kept fine only where a document needs them.

``data/basemap.json`` is made by ``tools/build_basemap.py`` from Natural Earth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo import polyline

Topology = dict[str, Any]
Point = tuple[int, int]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""

PATH = Path(__file__).parents[1] / "data" / "basemap.json"
FAR, FAR_GRID = 0.1, 0.032
"""Tolerance and grid in degrees for coasts and borders away from what a document shows."""
BEYOND, FARTHER = 6, 0.25
"""Degrees from what a document shows, beyond which a wider tolerance does: a first view's edge."""
GRID = 0.004
"""Grid of the basemap in a document, in degrees: finer than its finest simplification, 0.01."""


@cache
def load(path: Path = PATH) -> Topology:
    """The basemap; the caller must not change it."""
    topology: Topology = json.loads(path.read_text(encoding="utf-8"))
    return topology


def extent(topology: Topology) -> Box:
    """What the basemap covers."""
    west, south, east, north = topology["bbox"]
    return west, south, east, north


def country_ids(topology: Topology) -> set[str]:
    """ISO 3166-1 alpha-3 codes of the countries that the basemap has a shape for."""
    return {x["id"] for x in topology["objects"]["countries"]["geometries"] if x.get("id")}


def names(topology: Topology) -> list[dict[str, str]]:
    """What the basemap names: ``kind`` (country, sea, river, town), and its ``id`` or ``name``."""
    objects = topology["objects"]
    areas = [shape["properties"] for shape in objects["labels"]["geometries"]]
    towns = [{"kind": "town", **shape["properties"]} for shape in objects["places"]["geometries"]]
    return areas + towns


def reduced(topology: Topology, near: BaseGeometry) -> Topology:
    """A coarser copy: full detail within ``near`` (EPSG:4326), an outline beyond.

    Arcs are shared, so borders still meet. Small islands, lakes, rivers and towns elsewhere are
    left out; names of countries and seas stay.
    """
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    shapely.prepare(near)
    known = _arcs(topology)
    fine = np.split(shapely.contains_xy(near, *known.degrees.T), known.starts)
    close = shapely.dwithin(near, known.curves, BEYOND)
    arcs, inside = [], []
    for n, (line, here) in enumerate(zip(known.lines, fine, strict=True)):
        wide = not close[n] and len(line) >= 12
        some = bool(here.any())
        arcs.append(known.coarse(n, here.tolist(), wide=wide) if some else known.far[wide][n])
        inside.append(some)

    def keep_ring(ring: list[int]) -> bool:
        numbers = [_index(n) for n in ring]
        return any(inside[n] for n in numbers) or sum(len(arcs[n]) - 1 for n in numbers) >= 4

    objects: dict[str, Any] = {}
    for name, collection in topology["objects"].items():
        kept = []
        for shape in collection["geometries"]:
            if shape["type"] == "Point":
                x, y = shape["coordinates"]
                at = shapely.Point(x * kx + dx, y * ky + dy)
                if name == "labels" or near.covers(at):
                    kept.append(shape)
                continue
            changed = _filtered(shape, keep_ring)
            if changed is not None and (
                name == "countries" or any(inside[_index(n)] for n in _numbers(changed["arcs"]))
            ):
                kept.append(changed)
        objects[name] = {**collection, "geometries": kept}
    return _packed(topology, objects, arcs)


@dataclass(frozen=True)
class _Arcs:
    """The arcs of a topology, and what no selection changes in them."""

    topology: Topology
    lines: list[list[Point]]
    degrees: np.ndarray[Any, Any]
    """The points of all arcs, one after the other."""
    starts: np.ndarray[Any, Any]
    """Where each arc but the first begins among them."""
    curves: np.ndarray[Any, Any]
    """The arcs as shapely's lines."""

    def coarse(self, n: int, kept: Sequence[bool], *, wide: bool) -> list[Point]:
        """An arc where only some points are kept; ``wide``: with the wider tolerance elsewhere."""
        step = max(self.topology["transform"]["scale"])
        tolerance = FARTHER if wide else FAR
        return _coarse(self.lines[n], kept, tolerance / step, round(FAR_GRID / step))

    @cached_property
    def far(self) -> tuple[list[list[Point]], list[list[Point]]]:
        """Every arc where nothing is kept: with the tolerance, and with the wider one."""
        none = [[False] * len(line) for line in self.lines]
        near, wide = (
            [self.coarse(n, kept, wide=wide) for n, kept in enumerate(none)]
            for wide in (False, True)
        )
        return near, wide


_LAST: dict[int, _Arcs] = {}


def _arcs(topology: Topology) -> _Arcs:
    """The arcs of a topology, kept for the next time: a process mostly reduces the same one."""
    found = _LAST.get(id(topology))
    if found is None:  # what is kept holds its topology, so that no other gets its id
        lines = [_absolute(arc) for arc in topology["arcs"]]
        scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
        degrees = np.concatenate([np.array(line, dtype=float) for line in lines]) * scale + move
        starts = np.cumsum([len(line) for line in lines])[:-1]
        curves = np.array([LineString(part) for part in np.split(degrees, starts)])
        found = _Arcs(topology, lines, degrees, starts, curves)
        _LAST.clear()
        _LAST[id(topology)] = found
    return found


def compact(topology: Topology) -> Topology:
    """The topology as the document carries it: on a grid of ``GRID`` degrees, arcs as polylines.

    Countries, seas and rivers have no names here: the document's languages name them by ``id``.
    """
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    shrink = (scale[0] / GRID, scale[1] / GRID)

    def snapped(x: float, y: float) -> Point:
        return round(x * shrink[0]), round(y * shrink[1])

    objects = {
        name: {
            **collection,
            "geometries": [
                {
                    **shape,
                    "properties": _nameless(shape["properties"]),
                    "coordinates": snapped(*shape["coordinates"]),
                }
                if shape["type"] == "Point"
                else shape
                for shape in collection["geometries"]
            ],
        }
        for name, collection in topology["objects"].items()
    }
    lines = ([snapped(*at) for at in _absolute(arc)] for arc in topology["arcs"])
    return {
        **topology,
        "transform": {"scale": [GRID, GRID], "translate": translate},
        "objects": objects,
        "arcs": [polyline.encode(at for at, _ in groupby(line)) for line in lines],
    }


def _nameless(properties: dict[str, Any]) -> dict[str, Any]:
    named = "id" in properties
    return {key: value for key, value in properties.items() if not (named and key == "name")}


def _index(number: int) -> int:
    return ~number if number < 0 else number


def _numbers(arcs: Any) -> Iterator[int]:
    if isinstance(arcs, int):
        yield arcs
    else:
        yield from chain.from_iterable(map(_numbers, arcs))


def _absolute(arc: Iterable[list[int]]) -> list[Point]:
    x = y = 0
    line = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        line.append((x, y))
    return line


def _delta(line: list[Point]) -> list[list[int]]:
    return [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise([(0, 0), *line])]


def _coarse(line: list[Point], kept: Sequence[bool], tolerance: float, grid: int) -> list[Point]:
    """The line with the stretches of points that are not to be kept made coarse, on a wider grid.

    A point moves by where it stands alone, so that lines that met still meet.
    """
    line = [
        at if fine else (round(at[0] / grid) * grid, round(at[1] / grid) * grid)
        for at, fine in zip(line, kept, strict=True)
    ]
    coarse: list[Point] = []
    for fine, run in groupby(range(len(line)), key=lambda n: bool(kept[n])):
        numbers = list(run)
        if fine:
            coarse += [line[n] for n in numbers]
            continue
        # With the neighbours on both sides, so that the stretch joins on where it did.
        start, stop = max(numbers[0] - 1, 0), min(numbers[-1] + 2, len(line))
        if stop - start < 2:
            coarse += line[start:stop]
            continue
        simple = shapely.simplify(LineString(line[start:stop]), tolerance, preserve_topology=False)
        points = [(int(x), int(y)) for x, y in simple.coords]
        first = 0 if start == numbers[0] else 1
        last = len(points) if stop == numbers[-1] + 1 else len(points) - 1
        coarse += points[first:last]
    return coarse


def _filtered(shape: dict[str, Any], keep_ring: Any) -> dict[str, Any] | None:
    """The shape without rings that have shrunk to nothing; None where nothing is left."""
    if shape["type"] == "Polygon":
        rings = shape["arcs"]
        if not keep_ring(rings[0]):
            return None
        return {**shape, "arcs": [rings[0], *(ring for ring in rings[1:] if keep_ring(ring))]}
    if shape["type"] == "MultiPolygon":
        parts = [
            [rings[0], *(ring for ring in rings[1:] if keep_ring(ring))]
            for rings in shape["arcs"]
            if keep_ring(rings[0])
        ]
        return {**shape, "arcs": parts} if parts else None
    return shape


def _packed(topology: Topology, objects: dict[str, Any], arcs: list[list[Point]]) -> Topology:
    """The topology with only the arcs that are still used, numbered anew."""
    used = sorted(
        {
            _index(n)
            for collection in objects.values()
            for shape in collection["geometries"]
            if "arcs" in shape
            for n in _numbers(shape["arcs"])
        }
    )
    new = {old: n for n, old in enumerate(used)}

    def renumbered(value: Any) -> Any:
        if isinstance(value, int):
            return ~new[~value] if value < 0 else new[value]
        return [renumbered(item) for item in value]

    for collection in objects.values():
        collection["geometries"] = [
            {**shape, "arcs": renumbered(shape["arcs"])} if "arcs" in shape else shape
            for shape in collection["geometries"]
        ]
    return {**topology, "objects": objects, "arcs": [_delta(arcs[n]) for n in used]}
