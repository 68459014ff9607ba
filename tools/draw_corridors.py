"""Draw the corridors: the geometry of data/routes.geojson and of the river stretches in crossings.

    python tools/draw_corridors.py

Everything follows from the records' own fields (waypoints, legs and their modes, countries, towns
of a stretch) and from data/basemap.json, so whoever adds or changes a route runs this again. Each
leg is a smooth generalised curve, never a track:

- land (by foot, road, rail): inside the countries of its two ends, off borders and coasts, and over
  the border beside the end that lies next to it;
- sea: over water, off the coasts;
- river: along the border river;
- air: a gentle arc.

A leg whose mode nobody knows takes that of a leg between the same two places, else it is drawn over
land if that is no great detour, else over sea, else as an arc. Legs between the same two places are
the same curve, so that the map can set them side by side. ``course`` of each leg says how it is
drawn. Same input, same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.ops import substring

if __package__ in (None, ""):  # started as a file: find the modules beside it
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.formats import geojson
from tools import ground, paths
from tools.grid import EAST, NORTH, SOUTH, WEST
from tools.ground import Ground

FRAME = (WEST, SOUTH, EAST, NORTH)
DATA = Path(__file__).resolve().parent.parent / "data"
Course = Literal["land", "sea", "river", "air"]
Place = tuple[float, float]
Pair = tuple[Place, Place]

LIMIT = 25.0
"""Kilometres a leg may stray from its ground: towns stand on borders, bays cut into coasts."""
ON, OFF = 3.0, 0.2
"""Of a leg of unknown mode, no more than ``OFF`` may lie ``ON`` kilometres off its ground."""
DETOUR = 3.0
"""A leg of unknown mode is not drawn over ground that makes it this many times longer."""
LANDING = 60.0
"""Kilometres from the river to a town that a river leg still serves."""
AFLOAT = 0.6
"""Share of a river leg that must run along the river."""
SIDE = 8.0
"""Cost of the ground of a country that a leg only leaves or enters at a border town; else 1."""
SHORT = 6.0
"""Kilometres under which a leg is a straight line, such as one over a bridge."""
FINE = 60.0
"""Kilometres under which a leg's points have a fourth decimal (about 10 m)."""
REACH = 12.0
"""Kilometres of river drawn up and down from the one known town of a stretch."""
BESIDE = 0.4
"""An end is a border town if its way to the other's country is this share of the way back."""
DETAIL = 2000
"""A curve keeps bends that are larger than its length divided by this."""
BOW = 0.08
"""Height of an arc, as a share of its length."""


@dataclass
class Leg:
    """All legs between the same two places: what is said of how, and the countries all name."""

    ends: Pair
    homes: tuple[str, str]
    modes: set[str] = field(default_factory=set)
    route_modes: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def courses_of(mode: str | None) -> list[Course]:
    """Courses that a mode stands for, the one to draw first.

    >>> courses_of("rail, air"), courses_of("river"), courses_of(None)
    (['land', 'air'], ['river'], [])
    """
    words = set(re.findall(r"[a-z]+", (mode or "").lower()))
    known: list[Course] = ["land"] if words & {"foot", "road", "rail"} else []
    others: tuple[Course, ...] = ("river", "sea", "air")
    return known + [course for course in others if course in words]


def legs_of(routes: Iterable[Mapping[str, Any]]) -> dict[Pair, Leg]:
    """The legs of all routes drawn as lines, by their two places (the smaller one first)."""
    legs: dict[Pair, Leg] = {}
    for route in routes:
        for start, end, stated in parts_of(route):
            one, other = sorted((start, end), key=place_of)
            pair = (place_of(one), place_of(other))
            first = pair not in legs
            leg = legs.setdefault(pair, Leg(pair, (one["country"], other["country"])))
            leg.modes.add(stated["mode"] or "")
            leg.route_modes |= set(route["mode"] or [])
            named = set(route["countries"])
            leg.countries = named if first else leg.countries & named
    return legs


def parts_of(
    route: Mapping[str, Any],
) -> list[tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]]:
    """A route's legs as (waypoint from, waypoint to, leg); none if it is drawn as points."""
    if route["draw"] == "points":
        return []
    stops = route["waypoints"]
    return [(stops[leg["from"]], stops[leg["to"]], leg) for leg in route["legs"]]


def place_of(waypoint: Mapping[str, Any]) -> Place:
    """Longitude and latitude of a waypoint."""
    return waypoint["lon"], waypoint["lat"]


class Artist:
    """Draws legs over one ground; a leg that is asked for again is the same curve."""

    def __init__(self, known: Ground, legs: Mapping[Pair, Leg]) -> None:
        self.ground = known
        self.legs = legs
        self.sea = shapely.difference(shapely.box(*FRAME), known.land)
        self._drawn: dict[tuple[Pair, Course | None], tuple[Course, np.ndarray]] = {}

    def draw(self, start: Place, end: Place, mode: str | None) -> tuple[Course, list[list[float]]]:
        """How a leg is drawn and its curve, from start to end, longitude first."""
        pair: Pair = (start, end) if start <= end else (end, start)
        leg = self.legs[pair]
        stated = courses_of(mode) or courses_of(", ".join(sorted(leg.modes)))
        key = (pair, stated[0] if stated else None)
        if key not in self._drawn:
            self._drawn[key] = self._stated(leg, stated[0]) if stated else self._unknown(leg)
        course, line = self._drawn[key]
        digits = 3 if ground.distance(*np.array(pair)) > FINE else 4
        points = np.round(line, digits).tolist()
        points[0], points[-1] = list(pair[0]), list(pair[1])
        return course, points if start <= end else points[::-1]

    def _stated(self, leg: Leg, course: Course) -> tuple[Course, np.ndarray]:
        if course == "air" or not self._on_map(leg):
            return "air", self.by_air(leg)
        ways = {"land": self.over_land, "sea": self.over_sea, "river": self.by_river}
        line = ways[course](leg)
        return (course, line) if line is not None else self._unknown(leg)

    def _unknown(self, leg: Leg) -> tuple[Course, np.ndarray]:
        if not self._on_map(leg):
            return "air", self.by_air(leg)
        if "river" in leg.route_modes:
            line = self.by_river(leg)
            if line is not None:
                return "river", line
        limit = DETOUR * float(ground.distance(*np.array(leg.ends)))
        ways: tuple[tuple[Course, Any, Any], ...] = (
            ("land", self.over_land, self.ground.of(leg.homes)),
            ("sea", self.over_sea, self.sea),
        )
        for course, way, shape in ways:
            line = way(leg)
            if ground.length(LineString(line)) > limit:
                continue
            off = ground.away(ground.dense(LineString(line)), shape)
            if off.max() <= LIMIT and (off > ON).mean() <= OFF:
                return course, line
        return "air", self.by_air(leg)

    def _on_map(self, leg: Leg) -> bool:
        west, south, east, north = FRAME
        return all(west <= lon <= east and south <= lat <= north for lon, lat in leg.ends)

    def over_land(self, leg: Leg) -> np.ndarray:
        """The least-cost curve inside the two ends' countries."""
        ends = np.array(leg.ends)
        if ground.distance(*ends) < SHORT:
            return ends
        plane = paths.to_plane(ends)
        grid = paths.Grid.around(plane, paths.to_plane(np.array(FRAME).reshape(2, 2)))
        open_cells = grid.inside(self.ground.of(leg.homes))
        weight = np.ones(open_cells.shape)
        if beside := self.border_town(leg):
            weight[grid.inside(self.ground.of([beside]))] = SIDE
        return self._curve(grid, paths.cost(open_cells, weight, _margin(grid, plane)), plane)

    def border_town(self, leg: Leg) -> str | None:
        """The country whose end of the leg is a border town: it is left without a detour."""
        one, other = leg.homes
        if one == other:
            return None
        ends = np.array(leg.ends)
        first = float(ground.away(ends[:1], self.ground.of([other]))[0])
        second = float(ground.away(ends[1:], self.ground.of([one]))[0])
        if min(first, second) > BESIDE * max(first, second):
            return None
        return one if first < second else other

    def over_sea(self, leg: Leg) -> np.ndarray:
        """The least-cost curve over water."""
        plane = paths.to_plane(np.array(leg.ends))
        grid = paths.Grid.around(plane, paths.to_plane(np.array(FRAME).reshape(2, 2)))
        water = ~grid.inside(self.ground.land)
        price = paths.cost(water, np.ones(water.shape), _margin(grid, plane) / 2)
        return self._curve(grid, price, plane)

    def _curve(self, grid: paths.Grid, price: np.ndarray, plane: np.ndarray) -> np.ndarray:
        line = paths.least_cost(grid, price, plane)
        line[[0, -1]] = plane
        span = float(np.hypot(*np.diff(line, axis=0).T).sum())
        return paths.from_plane(_fewer(paths.rounded(line), span / DETAIL))

    def by_river(self, leg: Leg) -> np.ndarray | None:
        """The border river between the towns, with a way to it; nothing if no river serves both."""
        ends = np.array(leg.ends)
        found: list[tuple[float, np.ndarray]] = []
        for river in self.ground.rivers(leg.countries):
            along = [river.project(shapely.Point(end)) for end in ends]
            part = substring(river, *along)
            if part.geom_type != "LineString" or part.length == 0:
                continue
            banks = np.array([part.coords[0], part.coords[-1]])
            walks = ground.distance(ends, banks)
            afloat = ground.length(part)
            if walks.max() <= LANDING and afloat >= AFLOAT * (afloat + walks.sum()):
                found.append((float(walks.sum()), np.vstack([ends[:1], part.coords, ends[1:]])))
        if not found:
            return None
        line = paths.to_plane(min(found, key=lambda way: way[0])[1])
        span = float(np.hypot(*np.diff(line, axis=0).T).sum())
        smooth = paths.rounded(_fewer(line, min(0.03, span / 60)))
        return paths.from_plane(_fewer(smooth, span / DETAIL))

    def by_air(self, leg: Leg) -> np.ndarray:
        """A gentle arc; also for legs that neither land nor sea can carry."""
        return paths.from_plane(paths.bow(paths.to_plane(np.array(leg.ends)), BOW))

    def stretch(self, towns: list[Place], countries: Iterable[str]) -> list[list[float]]:
        """The border river along the towns; some way up and down it if they are at one place."""
        points = [shapely.Point(town) for town in towns]
        rivers = self.ground.rivers(countries)
        if not rivers:
            raise ValueError(f"no named river forms the border of {', '.join(countries)}")
        river = min(rivers, key=lambda line: max(line.distance(point) for point in points))
        along = sorted(river.project(point) for point in points)
        least = 2 * REACH / ground.KM
        if along[-1] - along[0] < least:
            middle = (along[0] + along[-1]) / 2
            along = [max(0, middle - least / 2), min(river.length, middle + least / 2)]
        part = substring(river, along[0], along[-1])
        return [[round(lon, 4), round(lat, 4)] for lon, lat in part.coords]


def _margin(grid: paths.Grid, plane: np.ndarray) -> float:
    """How far a line keeps off edges, in cells: some 20 km, less for short legs."""
    span = float(np.hypot(*(plane[1] - plane[0])))
    return min(0.2, 0.05 * span) / grid.side


def _fewer(line: np.ndarray, tolerance: float) -> np.ndarray:
    return np.asarray(LineString(line).simplify(tolerance).coords)


def drawn_routes(features: list[dict[str, Any]], known: Ground) -> list[dict[str, Any]]:
    """The routes with their curves, and each leg with its ``course``; points stay as they are."""
    artist = Artist(known, legs_of([feature["properties"] for feature in features]))
    return [_drawn_route(feature, artist) for feature in features]


def _drawn_route(feature: dict[str, Any], artist: Artist) -> dict[str, Any]:
    fields = feature["properties"]
    drawn = [
        artist.draw(place_of(start), place_of(end), leg["mode"])
        for start, end, leg in parts_of(fields)
    ]
    if not drawn:
        return feature
    legs = [{**leg, "course": d[0]} for leg, d in zip(fields["legs"], drawn, strict=True)]
    shape = {"type": "MultiLineString", "coordinates": [line for _, line in drawn]}
    return {**feature, "geometry": shape, "properties": {**fields, "legs": legs}}


def drawn_crossings(features: list[dict[str, Any]], known: Ground) -> list[dict[str, Any]]:
    """The crossings, those that are stretches of river drawn along it."""
    artist = Artist(known, {})
    return [_drawn_crossing(feature, artist) for feature in features]


def _drawn_crossing(feature: dict[str, Any], artist: Artist) -> dict[str, Any]:
    fields = feature["properties"]
    towns = [place_of(town) for town in fields["stretch"] or [] if town["lon"] is not None]
    if not towns:
        return feature
    line = artist.stretch(towns, fields["countries"])
    return {**feature, "geometry": {"type": "LineString", "coordinates": line}}


def main() -> None:
    """Redraw both files in place."""
    known = ground.read(DATA / "basemap.json")
    for layer, drawn in (("routes", drawn_routes), ("crossings", drawn_crossings)):
        path = DATA / f"{layer}.geojson"
        features = json.loads(path.read_text("utf-8"))["features"]
        path.write_text(geojson.dumps(drawn(features, known)), "utf-8")


if __name__ == "__main__":
    main()
