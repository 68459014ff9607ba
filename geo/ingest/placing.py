"""Where a row is: numbers, text or shapes in any coordinate system; and towns near a point."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.ingest import coordinates
from geo.ingest.coordinates import LIMITS, Axis, System
from geo.ingest.lands import TOLERANCE, Doubt, Numbers, doubts, lands
from geo.ingest.places import Found, Gazetteer
from geo.ingest.sheet import Cell, Row
from geo.ingest.wrong import Wrong
from geo.schema import Layer

Geometry = Mapping[str, Any]
NEAREST = 0.1
"""Degrees, about 10 km, within which a point without a name is in a town of the gazetteer."""
_OTHER: Mapping[Axis, Axis] = {"lon": "lat", "lat": "lon"}
_WORDS: Mapping[Axis, str] = {"lon": "longitude", "lat": "latitude"}


class Misplaced(Exception):
    """Coordinates that can't be used: which target, the value, and what to write."""

    def __init__(self, target: str, value: object, advice: str) -> None:
        super().__init__(advice)
        self.target, self.value, self.advice = target, value, advice


@dataclass(frozen=True)
class Placing:
    """How a sheet's coordinates are read: their system (None: nobody has said), and the layer."""

    system: System | None
    layer: Layer

    def geometry(self, row: Row, cells: Mapping[str, Cell], country: str | None) -> Geometry | None:
        """A row's GeoJSON geometry in EPSG:4326, or None where it has no coordinates.

        A shape that came with the row wins, then longitude and latitude, well-known text, a pair in
        one cell. ``country`` (ISO 3166-1 alpha-3) tells which slip is meant where a number is
        outside its range. Raises ``Misplaced``.
        """
        if row.geometry is not None and not row.geometry.is_empty:
            return self._shape(row.geometry, "geometry")
        lon, lat = cells.get("lon"), cells.get("lat")
        if lon is not None or lat is not None:
            return self._point(lon, lat, country)
        for target, read in (("wkt", coordinates.wkt), ("coordinates", coordinates.pair)):
            cell = cells.get(target)
            if cell is None:
                continue
            try:
                found: Any = read(cell)
            except Wrong as wrong:
                raise Misplaced(target, cell, str(wrong)) from wrong
            if isinstance(found, BaseGeometry):
                return self._shape(found, target, coordinates.declared(cell))
            if found:
                return _point(_on_earth(found[0], found[1], target, cell))
        return None

    def _known(self, target: str, value: object) -> System:
        if self.system is None:
            advice = "is in a coordinate system that nobody has named; say which"
            raise Misplaced(target, value, advice)
        return self.system

    def _point(self, lon: Cell, lat: Cell, country: str | None) -> Geometry | None:
        system = self._known("lon", lon)
        x, y = self._angle(lon, "lon", system), self._angle(lat, "lat", system)
        if system.geographic and y is not None and abs(y) > LIMITS["lat"]:
            raise Misplaced("lat", _plain(lat), _outside(y, x, "lat", country))
        if system.geographic and x is not None and abs(x) > LIMITS["lon"]:
            raise Misplaced("lon", _plain(lon), _outside(x, y, "lon", country))
        if x is None and y is None:
            return None
        if x is None or y is None:
            missing: Axis = "lon" if x is None else "lat"
            there = _WORDS[_OTHER[missing]]
            raise Misplaced(missing, None, f"is missing, while the {there} is there; write both")
        try:
            place = system.point(x, y)
        except Wrong as wrong:
            raise Misplaced("lon", f"{lon}, {lat}", str(wrong)) from wrong
        return _point(_on_earth(*place, "lon", f"{lon}, {lat}"))

    def _angle(self, cell: Cell, axis: Axis, system: System) -> float | None:
        number = _number(cell)
        if number is not None:
            return number
        try:
            return coordinates.angle(cell, axis, system)
        except Wrong as wrong:
            raise Misplaced(axis, _plain(cell), str(wrong)) from wrong

    def _shape(
        self, shape: BaseGeometry, target: str, declared: str | None = None
    ) -> Geometry | None:
        try:
            system = coordinates.system(declared) if declared else self._known(target, None)
            found = _fitting(system.geometry(shape), self.layer)
        except Wrong as wrong:
            raise Misplaced(target, None, str(wrong)) from wrong
        if found.geom_type == "Point":
            return _point(_on_earth(found.x, found.y, target, None))
        geometry: Geometry = json.loads(shapely.to_geojson(found))
        return geometry


def _number(cell: Cell) -> float | None:
    """What nearly all cells are, read without ceremony."""
    if isinstance(cell, str):
        try:
            found = float(cell)
        except ValueError:
            return None
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        found = float(cell)
    else:
        return None
    return found if math.isfinite(found) else None


def _plain(cell: Cell) -> object:
    """The value as a person would say it: a number without quotation marks."""
    number = _number(cell)
    if number is None:
        return cell
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _point(place: tuple[float, float]) -> Geometry:
    return {"type": "Point", "coordinates": list(place)}


def _on_earth(lon: float, lat: float, target: str, value: object) -> tuple[float, float]:
    if lon == 0 and lat == 0:
        advice = "is where a program writes 0 for nothing, in the sea off Africa; leave both empty"
        raise Misplaced(target, value or "0, 0", advice)
    return round(lon, coordinates.DECIMALS), round(lat, coordinates.DECIMALS)


def _fitting(shape: BaseGeometry, layer: Layer) -> BaseGeometry:
    """The shape as the layer holds it: one of several alone, or one as several."""
    parts = list(shapely.get_parts(shape))
    if len(parts) == 1 and shape.geom_type not in layer.geometry:
        if parts[0].geom_type in layer.geometry:
            return parts[0]
        several = f"Multi{shape.geom_type}"
        if several in layer.geometry:
            return getattr(shapely, several)(parts)
    return shape


def _outside(number: float, other: float | None, axis: Axis, country: str | None) -> str:
    """What is wrong with a coordinate out of its range, and which one was probably meant.

    A lost decimal point comes first, or a longitude among the latitudes, whichever lies in the
    record's own country.
    """
    says = f"is outside −{LIMITS[axis]}..{LIMITS[axis]}"
    slips = [number / 10**power for power in range(9)]
    meant = [(each, at) for at in (axis, _OTHER[axis]) for each in slips if abs(each) <= LIMITS[at]]
    if country and (box := lands().box(country)):
        sides = {"lon": (box[0], box[2]), "lat": (box[1], box[3])}
        likely = [x for x in meant if sides[x[1]][0] <= x[0] <= sides[x[1]][1]]
        there = [x for x in likely if other is not None and _in(country, *x, other)] + likely
        if there:
            each, at = there[0]
            if at != axis and each == number:
                return f"{says}; {_swapped(number, other, axis)}"
            turned = "" if at == axis else f" That is a {_WORDS[at]}: are the columns swapped?"
            return f"{says}; did you mean {each:.10g}?{turned}"
    if axis == "lat" and abs(number) <= LIMITS["lon"]:
        return f"{says}; {_swapped(number, other, axis)}"
    return f"{says}; did you mean {meant[0][0]:.10g}?" if meant else f"{says}; write degrees"


def _swapped(number: float, other: float | None, axis: Axis) -> str:
    if axis == "lat" and other is not None and abs(other) <= LIMITS["lat"]:
        return f"swapped? Did you mean latitude {other:.10g}, longitude {number:.10g}?"
    return f"is it the {_WORDS[_OTHER[axis]]}? Are the columns swapped?"


def _in(country: str, number: float, axis: Axis, other: float) -> bool:
    lon, lat = (number, other) if axis == "lon" else (other, number)
    if abs(lon) > LIMITS["lon"] or abs(lat) > LIMITS["lat"]:
        return False
    return bool(lands().near(country, np.array([lon]), np.array([lat]))[0])


class Towns:
    """The gazetteer's places by where they are."""

    def __init__(self, known: Gazetteer) -> None:
        self._found = [x for x in known.all() if x.lon is not None and x.precision == "town"]
        self._tree = shapely.STRtree([shapely.Point(x.lon, x.lat) for x in self._found])
        self._kept: dict[tuple[float, float, float], Found | None] = {}

    def doubts(self, points: Numbers, countries: Sequence[str]) -> Iterator[Doubt]:
        """Points, shape (n, 2) of EPSG:4326, that lie neither in nor near the n countries named.

        Near a town of the country a point is right: some islands are too small for the outlines.
        """
        for doubt in doubts(points[:, 0], points[:, 1], countries):
            town = self.near(points[doubt.at][0], points[doubt.at][1], TOLERANCE)
            if town is None or town.country != countries[doubt.at]:
                yield doubt

    def near(self, lon: float, lat: float, within: float = NEAREST) -> Found | None:
        """The nearest town within so many degrees, or None."""
        key = (float(lon), float(lat), within)
        if key not in self._kept:
            point = shapely.Point(lon, lat)
            found = self._tree.query_nearest(point, max_distance=within, all_matches=False)
            self._kept[key] = self._found[int(found[0])] if len(found) else None
        return self._kept[key]
