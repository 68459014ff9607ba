"""Routes and river stretches of a picture: colour and form by family, arrows, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geo.pictures import lines
from geo.pictures.ground import MARGIN
from geo.pictures.markup import GRAIN, SCALED, Points, element, joined, path, shape
from geo.pictures.projection import View, corners, world

STEP = 4.5
"""Pixels between the points by which lines are laid side by side."""
STUMP = 12.0
"""Pixels: a shorter leg has no direction to speak of and keeps its place."""
BLEND = 6
"""Points over which a route changes its lane."""
TOLERANCE = 0.3
ARROWS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "repatriation": ((-4.6, -4.6), (5.4, 0), (-4.6, 4.6), (-2.4, 0)),
    "escape": ((-2.8, -3.2), (1.4, 0), (-2.8, 3.2)),
}
"""A full head for a repatriation, a light chevron for an escape."""


@dataclass(frozen=True)
class Widths:
    """Widths in pixels at a zoom."""

    line: float
    gap: float
    arrow: float
    band: float

    AIR = 2.6


def widths(zoom: float) -> Widths:
    """Widths at a zoom, as the map has them."""
    line = 1.8 if zoom < 4.5 else 2.1 if zoom < 6 else 2.6 if zoom < 8 else 3.2
    arrow = 0.85 if zoom < 4.5 else 1.0 if zoom < 7 else 1.2
    return Widths(line, line + 1.7, arrow, 7 if zoom < 6 else 10 if zoom < 8 else 14)


@dataclass
class _Leg:
    owner: int
    points: Points
    at: Any
    length: float
    air: bool
    dashed: bool
    last: bool


@dataclass
class _Route:
    kind: str
    legs: list[_Leg]
    dots: list[list[float]] = field(default_factory=list)


def dashed(leg: Mapping[str, Any]) -> bool:
    """Whether a leg, or how it is travelled, is inferred."""
    return bool(leg.get("inferred")) or not leg.get("mode")


def corridors(
    routes: Iterable[Mapping[str, Any]], stretches: Iterable[Any], view: View, prefix: str
) -> tuple[str, Points]:
    """Draw routes (records with geometry) and the geometries of river stretches.

    Gives also points all along the routes (pixels), for names to keep off.
    """
    width = widths(view.zoom)
    found = [_route(record, n, view) for n, record in enumerate(routes)]
    legs = [leg for route in found for leg in route.legs]
    for air in (False, True):
        _side_by_side(
            [leg for leg in legs if leg.air == air and leg.length > STUMP],
            width,
            Widths.AIR if air else width.gap,
        )
    _part_dots(found, 2 * (width.line + 3.2))
    # River stretches lie above the routes, as on the map.
    bands = "".join(_stretch(geometry, view) for geometry in stretches)
    # Escapes first, so that the shorter repatriations lie on top.
    ordered = [each for each in found if each.kind == "escape"][::-1]
    ordered += [each for each in found if each.kind != "escape"]
    drawn = [_draw(route, n, width, view, prefix) for n, route in enumerate(ordered)]
    below = {"class": "routes", "transform": SCALED, "stroke-width": width.line * GRAIN}
    above = {
        "class": "stretches crossings",
        "transform": SCALED,
        "stroke-width": width.band * GRAIN,
    }
    out = element("g", below, *drawn) if drawn else ""
    along = corners(leg.points for leg in legs if not leg.air)
    return out + (element("g", above, bands) if bands else ""), along


def _route(record: Mapping[str, Any], owner: int, view: View) -> _Route:
    geometry = record["geometry"]
    route = _Route(record["kind"], [])
    if geometry is None:
        return route
    parts = list(getattr(geometry, "geoms", [geometry]))
    if geometry.geom_type in ("MultiPoint", "Point"):
        route.dots = [list(view.place(part.x, part.y)) for part in parts]
        return route
    told = record.get("legs") or [{}] * len(parts)
    for n, (part, leg) in enumerate(zip(parts, told, strict=False)):
        points, at = lines.even(view.pixels(world(shapely.get_coordinates(part))), STEP)
        air = leg.get("course") == "air"
        length = float(at[-1])
        route.legs += [
            _Leg(owner, points[run], at[run], length, air, dashed(leg), n == len(parts) - 1)
            for run in _near(points, view)
        ]
    return route


def _near(points: Points, view: View) -> list[slice]:
    """Runs of points in or near the picture, each from a whole dash on."""
    room = 0.2 * np.array([view.width, view.height])
    size = np.array([view.width, view.height])
    inside = ((points > -room) & (points < size + room)).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    runs = [(int(a) - int(a) % 2, int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [slice(a, b) for a, b in runs if b - a > 1]


def _side_by_side(legs: list[_Leg], width: Widths, gap: float) -> None:
    found = lines.lanes([(leg.owner, leg.points) for leg in legs], width.line + 1.2, STEP)
    for leg, lane in zip(legs, found, strict=True):
        if lane.any():
            leg.points = lines.offset(leg.points, lines.smooth(lane, BLEND) * gap)


def _part_dots(routes: Iterable[_Route], gap: float) -> None:
    """Two routes with a point at one town: their rings stand side by side."""
    towns: dict[tuple[float, ...], list[list[float]]] = {}
    for route in routes:
        for dot in route.dots:
            towns.setdefault(tuple(dot), []).append(dot)
    for dots in towns.values():
        for n, dot in enumerate(dots):
            dot[0] += (n - (len(dots) - 1) / 2) * gap


def _draw(route: _Route, n: int, width: Widths, view: View, prefix: str) -> str:
    data = {"solid": "", "dashed": "", "air": "", "arrows": "", "high": ""}
    for leg in route.legs:
        simple = shapely.simplify(shapely.LineString(leg.points), TOLERANCE)
        name = "air" if leg.air else "dashed" if leg.dashed else "solid"
        data[name] += _within(simple, view)
        data["high" if leg.air else "arrows"] += _arrows(route.kind, leg, width, view)
    id_ = f"{prefix}-r{n}"
    ways = "".join(
        shape("path", {"class": name if name == "dashed" else None, "d": data[name]})
        for name in ("solid", "dashed")
        if data[name]
    )
    if ways:
        # The same lines wider below, in the land's colour, part those that cross.
        casing = {"href": f"#{id_}", "class": "casing", "stroke-width": (width.line + 1.6) * GRAIN}
        ways = shape("use", casing) + element("g", {"id": id_}, ways)
    air = data["air"] + data["high"]
    radius = (width.line + 2.2) * GRAIN
    return element(
        "g",
        {"class": route.kind},
        shape("path", {"class": "air", "d": air}) if air else "",
        ways,
        shape("path", {"class": "arrows", "d": data["arrows"]}) if data["arrows"] else "",
        *(
            shape("circle", {"class": "ring", "cx": x * GRAIN, "cy": y * GRAIN, "r": radius})
            for x, y in route.dots
            if view.holds(x, y)
        ),
    )


def _within(line: Any, view: View) -> str:
    box = (-MARGIN, -MARGIN, view.width + MARGIN, view.height + MARGIN)
    parts = shapely.get_parts(shapely.clip_by_rect(line, *box))
    return "".join(path(shapely.get_coordinates(part)) for part in parts)


def _arrows(kind: str, leg: _Leg, width: Widths, view: View) -> str:
    spacing = math.inf if leg.air else 150.0 if kind == "escape" else 110.0
    data = ""
    for distance in lines.arrows_at(leg.length, spacing, 60 if leg.air else 9 if leg.last else 26):
        if not leg.at[0] <= distance <= leg.at[-1]:
            continue
        n = int(np.searchsorted(leg.at, distance))
        x, y = leg.points[n].tolist()
        if view.holds(x, y):
            way = leg.points[min(len(leg.points) - 1, n + 1)] - leg.points[max(0, n - 1)]
            angle = math.atan2(way[1], way[0])
            data += arrow(kind, x, y, angle, width.arrow * (0.7 if leg.air else 1))
    return data


def arrow(kind: str, x: float, y: float, angle: float, scale: float, grain: int = GRAIN) -> str:
    """Path data of an arrow at a point, turned by ``angle`` (radians)."""
    cos, sin = math.cos(angle) * scale * grain, math.sin(angle) * scale * grain
    points = [
        (x * grain + px * cos - py * sin, y * grain + px * sin + py * cos)
        for px, py in ARROWS[kind]
    ]
    steps = [b - a for pair in pairwise(points) for a, b in zip(*pair, strict=True)]
    return f"M{joined(points[0])}l{joined(steps)}" + ("z" if kind == "repatriation" else "")


def _stretch(geometry: Any, view: View) -> str:
    line = shapely.transform(geometry, lambda xy: view.pixels(world(xy)))
    data = _within(shapely.simplify(line, TOLERANCE), view)
    if not data:
        return ""
    return shape("path", {"class": "band", "d": data}) + shape("path", {"class": "core", "d": data})
