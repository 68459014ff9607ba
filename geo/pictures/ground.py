"""The ground of a picture: land, tinted countries, borders, lakes and rivers, cut to its view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import shapely

from geo import basemap
from geo.pictures.markup import Points, element, joined, number, path, shape
from geo.pictures.projection import View, world


@dataclass(frozen=True)
class Fineness:
    """How fine a ground is drawn.

    ``tolerance``: pixels by which a coast may stray; ``smallest``: square pixels below which an
    island is not drawn; ``grain``: steps of path data in a pixel.
    """

    tolerance: float
    smallest: float
    grain: float


FINE = Fineness(0.45, 1.5, 2)
"""For a file of its own, which may be printed."""
LIGHT = Fineness(1.7, 20, 0.5)
"""For the document, whose readers mostly never see it."""
MARGIN = 6.0
"""Pixels around the picture in which the ground goes on, so that no edge of it shows."""
EDGE = 2.0
"""World pixels, about 3 degrees, in which the map fades out at the end of the basemap."""
STEPS = 7


@dataclass(frozen=True)
class Name:
    """A name of the basemap: of a town, country, sea or river, where it is and how important."""

    name: str
    lon: float
    lat: float
    rank: int
    sort: str
    angle: float = 0.0
    id: str = ""


Curves = np.ndarray[Any, Any]
"""Lines of shapely's."""


@dataclass(frozen=True)
class _Base:
    arcs: tuple[Points, ...]
    """Arcs in world pixels."""
    curves: Curves
    """The same as curves."""
    bounds: Points
    """Left, top, right and bottom of each."""
    countries: tuple[tuple[str, list[list[list[int]]]], ...]
    lakes: tuple[list[list[int]], ...]
    rivers: tuple[list[int], ...]
    names: tuple[Name, ...]


@cache
def _base() -> _Base:
    topology = basemap.load()
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = tuple(
        world(np.cumsum(np.array(arc), axis=0) * (kx, ky) + (dx, dy)) for arc in topology["arcs"]
    )
    objects: dict[str, list[dict[str, Any]]] = {
        name: collection["geometries"] for name, collection in topology["objects"].items()
    }
    names = [
        Name(
            name=each["properties"].get("name", ""),
            lon=each["coordinates"][0] * kx + dx,
            lat=each["coordinates"][1] * ky + dy,
            rank=each["properties"]["rank"],
            sort=each["properties"].get("kind", "town"),
            angle=each["properties"].get("angle", 0) or 0,
            id=each["properties"].get("id", "") or "",
        )
        for each in chain(objects["places"], objects["labels"])
    ]
    curves = np.array([shapely.LineString(arc) for arc in arcs])
    return _Base(
        arcs,
        curves,
        shapely.bounds(curves),
        tuple((each.get("id") or "", _polygons(each)) for each in objects["countries"]),
        tuple(polygon for each in objects["lakes"] for polygon in _polygons(each)),
        tuple(line for each in objects["rivers"] for line in _lines(each)),
        tuple(names),
    )


def _polygons(each: Mapping[str, Any]) -> list[list[list[int]]]:
    arcs: list[Any] = each["arcs"]
    return [arcs] if each["type"] == "Polygon" else arcs


def _lines(each: Mapping[str, Any]) -> list[list[int]]:
    arcs: list[Any] = each["arcs"]
    return [arcs] if each["type"] == "LineString" else arcs


def names() -> tuple[Name, ...]:
    """Every name of the basemap: towns first, then countries, seas and rivers."""
    return _base().names


def outline(iso3: str) -> Points:
    """All points of a country's shape in world pixels; empty where the basemap has none."""
    numbers = {
        n if n >= 0 else ~n
        for id_, polygons in _base().countries
        if id_ == iso3
        for polygon in polygons
        for n in polygon[0]
    }
    arcs = [_base().arcs[n] for n in sorted(numbers)]
    return np.concatenate(arcs) if arcs else np.empty((0, 2))


@cache
def land(iso3: str) -> tuple[Points, ...]:
    """The outer rings of a country's land in world pixels; none where the basemap has no such."""
    base = _base()
    return tuple(
        _join(polygon[0], base.arcs)
        for id_, polygons in base.countries
        if id_ == iso3
        for polygon in polygons
    )


@dataclass(frozen=True)
class Ground:
    """A ground as markup, with the countries' outlines in pixels for names to keep off."""

    markup: str
    countries: tuple[tuple[str, Any], ...]


def ground(
    view: View,
    roles: Mapping[str, str],
    rings: Mapping[str, Sequence[Points]],
    prefix: str,
    fineness: Fineness = FINE,
) -> Ground:
    """Draw the ground: ``roles`` of the tinted countries by ISO 3166-1 alpha-3.

    ``rings`` (world pixels) are the outlines of tinted countries that the basemap lacks; ``prefix``
    keeps ids of several pictures on one page apart.
    """
    base = _base()
    smallest, grain = fineness.smallest, fineness.grain
    lines = _simple(base.curves, base.bounds, view, fineness)
    land, tinted, shapes = "", {}, []
    for id_, polygons in base.countries:
        drawn = ""
        for polygon in polygons:
            outlines = [_clipped(_join(ring, lines), view) for ring in polygon]
            if len(outlines[0]) < 3 or _area(outlines[0]) < smallest:
                continue
            drawn += "".join(
                path(each, close=True, grain=grain) for each in outlines if len(each) > 2
            )
            shapes.append((id_, shapely.Polygon(outlines[0])))
        if id_ in roles:
            tinted[id_] = drawn
        else:
            land += drawn
    for id_, edges in rings.items():
        curves = np.array([shapely.LineString(each) for each in edges])
        simple = _simple(curves, shapely.bounds(curves), view, fineness)
        own = [_clipped(each, view) for each in simple]
        tinted[id_] = "".join(path(each, close=True, grain=grain) for each in own if len(each) > 2)
    countries = [shape("path", {"class": "land", "d": land})] if land else []
    countries += [
        shape("path", {"class": roles[id_], "d": drawn}) for id_, drawn in tinted.items() if drawn
    ]
    lakes = "".join(
        path(each, close=True, grain=grain)
        for polygon in base.lakes
        for each in [_clipped(_join(ring, lines), view) for ring in polygon]
        if len(each) > 2 and _area(each) >= smallest
    )
    rivers = "".join(_open(_join(line, lines), view, grain) for line in base.rivers)
    # The coast's line lies below the land and shows its outer half; above lie the borders.
    land_id = f"{prefix}-land"
    coast: dict[str, object] = {
        "href": f"#{land_id}",
        "class": "coast",
        "stroke-width": 1.6 * grain,
    }
    border: dict[str, object] = {"id": land_id, "class": "borders", "stroke-width": 0.8 * grain}
    land_group = element("g", border, *countries)
    lake_id = river_id = None
    if fineness == FINE:  # a file of its own, whose parts have names for whoever edits it
        border["id"], lake_id, river_id = f"{prefix}-borders", f"{prefix}-lakes", f"{prefix}-rivers"
        land_group = element("g", border, element("g", {"id": land_id}, *countries))
    lake: dict[str, object] = {
        "id": lake_id,
        "class": "lakes",
        "stroke-width": 0.5 * grain,
        "d": lakes,
    }
    river: dict[str, object] = {
        "id": river_id,
        "class": "rivers",
        "stroke-width": 1.2 * grain,
        "d": rivers,
    }
    drawn = element(
        "g",
        {"class": "ground", "transform": f"scale({number(1 / grain)})"},
        shape("use", coast),
        land_group,
        shape("path", lake) if lakes else "",
        shape("path", river) if rivers else "",
    )
    return Ground(drawn + _fade(view), tuple(shapes))


def _simple(curves: Curves, bounds: Points, view: View, fineness: Fineness) -> list[Points]:
    """Lines (world pixels) in pixels, as fine as they can be seen; off the picture very coarse."""
    low, high = view.pixels(bounds[:, :2]), view.pixels(bounds[:, 2:])
    size = np.array([view.width, view.height])
    off = ((high < -MARGIN) | (low > size + MARGIN)).any(axis=1)
    tolerance = np.where(off, 20.0, fineness.tolerance) / view.scale
    simple = shapely.simplify(curves, tolerance, preserve_topology=False)
    points = view.pixels(shapely.get_coordinates(simple))
    return np.split(points, np.cumsum(shapely.get_num_coordinates(simple))[:-1])


def _join(numbers: Iterable[int], lines: Sequence[Points]) -> Points:
    parts = [lines[n] if n >= 0 else lines[~n][::-1] for n in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def _clipped(ring: Points, view: View) -> Points:
    """The ring within the picture and its margin, cut off at one side after the other."""
    points = ring
    if not len(points):
        return points
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    size = (view.width, view.height)
    if max(left - size[0], top - size[1], -right, -bottom) > MARGIN:
        return np.empty((0, 2))
    sides = (
        (0, -MARGIN, 1),
        (0, view.width + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, view.height + MARGIN, -1),
    )
    for axis, limit, sign in sides:
        if not len(points):
            break
        inside = (points[:, axis] - limit) * sign >= 0
        if inside.all():
            continue
        if not inside.any():
            return np.empty((0, 2))
        kept = []
        flat = points.tolist()
        for n, (here, within) in enumerate(zip(flat, inside.tolist(), strict=True)):
            before = flat[n - 1]
            if within != bool(inside[n - 1]):
                part = (limit - before[axis]) / (here[axis] - before[axis])
                cut = [b + (h - b) * part for b, h in zip(before, here, strict=True)]
                kept.append(cut)
            if within:
                kept.append(here)
        points = np.array(kept)
    return points


def _open(line: Points, view: View, grain: float) -> str:
    box = (-MARGIN, -MARGIN, view.width + MARGIN, view.height + MARGIN)
    clipped = shapely.clip_by_rect(shapely.LineString(line), *box)
    parts = shapely.get_parts(clipped)
    return "".join(path(shapely.get_coordinates(part), grain=grain) for part in parts)


def _fade(view: View) -> str:
    """Where the basemap ends in the picture, it fades out and doesn't break off.

    What lies beyond is neither land nor sea.

    In steps: a gradient would have to be named by ``url()``, which no document may hold.
    """
    west, south, east, north = basemap.extent(basemap.load())
    (left, top), (right, bottom) = view.pixels(world([(west, north), (east, south)])).tolist()
    depth, parts = EDGE * view.scale, ""
    for step in range(STEPS):
        inward = depth * (STEPS - step) / STEPS
        parts += "".join(
            f"M{joined((x, y), 0)}h{number(width, 0)}v{number(height, 0)}h{number(-width, 0)}z"
            for x, y, width, height in (
                (0, 0, left + inward, view.height),
                (right - inward, 0, view.width - right + inward, view.height),
                (0, 0, view.width, top + inward),
                (0, bottom - inward, view.width, view.height - bottom + inward),
            )
            if width >= 1 and height >= 1
        )
        if not parts:
            break
        parts += "|"
    # Each lies over those before, so that it grows denser outwards.
    return "".join(shape("path", {"class": "fade", "d": data}) for data in parts.split("|") if data)
