"""Coordinates as people write them, in any system, to longitude and latitude (WGS 84)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.ingest.sheet import Cell
from geo.ingest.wrong import Wrong

Axis = Literal["lon", "lat"]

LIMITS: Mapping[Axis, int] = {"lon": 180, "lat": 90}
DECIMALS = 5
"""Of degrees, about a metre: finer than any town is meant."""
_KEPT = 200_000


@dataclass(frozen=True)
class System:
    """A coordinate system; ``transformer`` is None where it is WGS 84 already."""

    name: str
    geographic: bool
    transformer: Transformer | None

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude (degrees, WGS 84) of a point: x is east, or longitude; y north.

        Raises ``Wrong`` where the system gives no place on earth for it.
        """
        if self.transformer is not None:
            try:
                lon, lat = self.transformer.transform(x, y, errcheck=True)
            except ProjError:
                lon = lat = math.inf
            if not (math.isfinite(lon) and math.isfinite(lat) and abs(lat) <= 90):
                raise Wrong(
                    f"is no place on earth in {self.name}; check the numbers and the system"
                )
            x, y = lon, lat
        return round(float(x), DECIMALS), round(float(y), DECIMALS)

    def geometry(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in longitude and latitude (degrees, WGS 84), without heights.

        Raises ``Wrong`` where a position of it is outside −180..180 and −90..90.
        """
        flat = shapely.force_2d(shape)
        if self.transformer is not None:
            transformer = self.transformer

            def moved(positions: Any) -> Any:
                lon, lat = transformer.transform(positions[:, 0], positions[:, 1])
                return np.column_stack([lon, lat])

            flat = shapely.transform(flat, moved)
        positions = shapely.get_coordinates(flat)
        outside = ~(
            np.isfinite(positions).all(axis=1)
            & (np.abs(positions[:, 0]) <= 180)
            & (np.abs(positions[:, 1]) <= 90)
        )
        if outside.any():
            given = shapely.get_coordinates(shape)[int(np.argmax(outside))]
            raise Wrong(_outside_geometry(given, self))
        return shapely.transform(flat, lambda xy: np.round(xy, DECIMALS))


def _outside_geometry(given: Any, system: System) -> str:
    x, y = (f"{number:.10g}" for number in given[:2])
    said = f"has a position {x}, {y}"
    if system.transformer is not None:
        return f"{said} that is no place on earth in {system.name}; check the system"
    if math.isfinite(given[0]) and math.isfinite(given[1]):
        if abs(given[1]) > 90 >= abs(given[0]) and abs(given[1]) <= 180:
            return f"{said} outside longitude and latitude; did you mean {y}, {x}?"
        return f"{said} outside longitude and latitude; in which coordinate system are its numbers?"
    return f"{said} that is no number; mend it"


_CALLED = {
    "wgs84": "EPSG:4326",
    "lonlat": "EPSG:4326",
    "latlon": "EPSG:4326",
    "crs84": "EPSG:4326",
    "webmercator": "EPSG:3857",
    "googlemercator": "EPSG:3857",
    "utmk": "EPSG:5179",
    "korea2000": "EPSG:4737",
    "grs80": "EPSG:4737",
    "korea2000unifiedcs": "EPSG:5179",
    "korea2000centralbelt2010": "EPSG:5186",
    "중부원점": "EPSG:5186",
    "서부원점": "EPSG:5185",
    "동부원점": "EPSG:5187",
    "동해원점": "EPSG:5188",
    "cgcs2000": "EPSG:4490",
}
"""What people call coordinate systems that have a number."""


@lru_cache(maxsize=64)
def system(named: str) -> System:
    """The coordinate system by its EPSG number, its name or its WKT.

    Raises ``Wrong`` where there is none.

    >>> system("5179").name, system("WGS 84").transformer
    ('KGD2002 / Unified CS', None)
    """
    given = named.strip()
    plain = "".join(letter for letter in given.casefold() if letter.isalnum())
    given = _CALLED.get(plain, given)
    if given.isdecimal():
        given = f"EPSG:{given}"
    try:
        crs = CRS.from_user_input(given)
    except CRSError as error:
        advice = "is no coordinate system that is known; write its number, such as EPSG:5179"
        raise Wrong(advice) from error
    if not (crs.is_geographic or crs.is_projected):
        raise Wrong("is no system of places on a map; write its number, such as EPSG:5179")
    wgs84 = CRS.from_epsg(4326)
    if crs.equals(wgs84, ignore_axis_order=True):
        return System("WGS 84", geographic=True, transformer=None)
    return System(crs.name, crs.is_geographic, Transformer.from_crs(crs, wgs84, always_xy=True))


def angle(cell: Cell, axis: Axis, system: System | None = None) -> float | None:
    """One coordinate: ``129.5``, ``129,5``, ``129°30'15"E``, ``동경 129.5``; degrees.

    With a projected ``system`` it is a number in the system's unit. Raises ``Wrong`` where it is
    none, or outside −90..90 or −180..180 degrees.
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        number = _angle(cell, axis)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
    else:
        raise Wrong("is not a coordinate; write degrees, such as 129.5")
    if number is None:
        return None
    if not math.isfinite(number):
        raise Wrong("is not a number; write degrees, such as 129.5")
    if (system is None or system.geographic) and abs(number) > LIMITS[axis]:
        raise Wrong(_outside(number, axis))
    return number


def _outside(number: float, axis: Axis) -> str:
    limit = LIMITS[axis]
    advice = f"is outside −{limit}..{limit}"
    if axis == "lat" and abs(number) <= 180:
        return f"{advice}; is it the longitude?"
    shifted = number
    if axis == "lon" and 180 < number <= 360:
        return f"{advice}; did you mean {number - 360:.10g}?"
    while abs(shifted) > 180:
        shifted /= 10
    return f"{advice}; did you mean {shifted:.10g}?"


_HEMISPHERES = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1),
    "북위": ("lat", 1), "남위": ("lat", -1), "동경": ("lon", 1), "서경": ("lon", -1),
    "北纬": ("lat", 1), "南纬": ("lat", -1), "东经": ("lon", 1), "西经": ("lon", -1),
    "北緯": ("lat", 1), "南緯": ("lat", -1), "東經": ("lon", 1), "西經": ("lon", -1),
    "東経": ("lon", 1), "西経": ("lon", -1),
}  # fmt: skip
_SIDE = "|".join(sorted(_HEMISPHERES, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_DMS = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<sign>[-+])?\s*(?P<d>{_NUMBER})\s*(?:°|deg(?:rees)?|d|도|度|(?=\s))?\s*"
    rf"(?:(?P<m>{_NUMBER})\s*(?:'|m(?:in)?|분|分|(?=\s|$|[a-z]))\s*)?"
    rf"(?:(?P<s>{_NUMBER})\s*(?:\"|''|s(?:ec)?(?![a-z])|초|秒|(?=\s|$|[a-z]))\s*)?"
    rf"(?P<after>{_SIDE})?"
)
_SIGNS = str.maketrans(
    {
        "º": "°", "˚": "°", "∘": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'",
        "″": '"', "”": '"', "“": '"', "−": "-", "–": "-",
    }
)  # fmt: skip


def _plain(text: str) -> str:
    # Signs first: NFKC would make º an o, and part ″ into two.
    said = unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold()
    return " ".join(said.replace("''", '"').split())


@lru_cache(maxsize=_KEPT)
def _angle(text: str, axis: Axis) -> float | None:
    try:
        return float(text)
    except ValueError:
        pass
    said = _plain(text)
    if not said:
        return None
    found = _one(said)
    if found is None:
        raise Wrong(
            f"is not a coordinate; write degrees, such as {'129.5' if axis == 'lon' else '42.9'}"
        )
    number, side = found
    if side not in (None, axis):
        raise Wrong(f"is a {_WORDS[side or axis]}, not a {_WORDS[axis]}; are the columns swapped?")
    return number


_WORDS: Mapping[str, str] = {"lon": "longitude", "lat": "latitude"}


def _one(said: str) -> tuple[float, str | None] | None:
    """Degrees and the axis that N, S, E or W tells; None where it is no coordinate."""
    match = _DMS.fullmatch(said)
    if len(said) > 60 or match is None:
        return None
    degrees, minutes, seconds = (
        float(part.replace(",", ".")) if part else 0.0 for part in match.group("d", "m", "s")
    )
    for number, name in ((minutes, "minutes"), (seconds, "seconds")):
        if number >= 60:
            raise Wrong(f"has {number:g} {name}; they go to 59 only")
    before, after = match["before"], match["after"]
    if before and after:
        return None
    side, factor = _HEMISPHERES[before or after] if before or after else (None, 1)
    if match["sign"] == "-":
        if side is not None:
            raise Wrong("has a minus and a hemisphere; write one of them")
        factor = -1
    return factor * (degrees + minutes / 60 + seconds / 3600), side


_PAIR = "is not a pair of coordinates; write latitude, longitude, such as 42.9, 129.5"


def pair(cell: Cell) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) of text such as ``42.9, 129.5`` or DMS.

    Latitude comes first, as people write it, unless the letters N, S, E, W say otherwise or a
    number above 90 must be the longitude. WKT of a point has x first. Raises ``Wrong``.
    """
    if cell is None:
        return None
    if not isinstance(cell, str):
        raise Wrong(_PAIR)
    return _pair(cell)


@lru_cache(maxsize=_KEPT)
def _pair(text: str) -> tuple[float, float] | None:
    if len(text) > 200:
        raise Wrong(_PAIR)
    said = _plain(text).strip(" ()[]")
    if not said:
        return None
    if said.startswith("point"):
        shape = wkt(text)
        if shape is None or shape.geom_type != "Point" or shape.is_empty:
            raise Wrong(_PAIR)
        return _checked(shape.x, shape.y)
    for parts in _halves(said):
        first, second = _one(parts[0]), _one(parts[1])
        if first and second:
            return _placed(first, second)
    raise Wrong(_PAIR)


def _halves(said: str) -> list[tuple[str, str]]:
    """Ways to cut a text in two, the surest first."""
    ways = [re.split(r"\s*[;/]\s*", said), re.split(r"\s*,\s+", said)]
    # After the hemisphere's letter, or before it where both stand before.
    ways.append(re.split(r"(?<=[a-z\u3131-\uffdc])\s*,?\s*(?=\d)", said, maxsplit=1))
    ways.append(re.split(rf"(?<=[\d.'\"°도분초度分秒])\s*,?\s*(?=(?:{_SIDE})\s*[\d+-])", said))
    ways += [said.split(" "), re.split(r"\s*,\s*", said)]
    cut = [(parts[0].strip(), parts[1].strip()) for parts in ways if len(parts) == 2]
    return [(a, b) for a, b in cut if a and b and not (a in _HEMISPHERES or b in _HEMISPHERES)]


def _placed(
    first: tuple[float, str | None], second: tuple[float, str | None]
) -> tuple[float, float]:
    (a, a_side), (b, b_side) = first, second
    if a_side and a_side == b_side:
        raise Wrong(f"has two {_WORDS[a_side]}s; write latitude, longitude")
    turned = a_side == "lon" or b_side == "lat"
    if a_side is None and b_side is None:
        turned = abs(a) > 90 >= abs(b)
    return _checked(a, b) if turned else _checked(b, a)


def _checked(lon: float, lat: float) -> tuple[float, float]:
    for number, axis in ((lat, "lat"), (lon, "lon")):
        if not math.isfinite(number) or abs(number) > LIMITS[axis]:  # type: ignore[index]
            advice = _outside(number, axis) if math.isfinite(number) else "is not a number"  # type: ignore[arg-type]
            raise Wrong(f"has a {_WORDS[axis]}, {number:.10g}, that {advice}")
    return lon, lat


_EWKT = re.compile(r"\s*srid\s*=\s*(\d+)\s*;\s*", re.IGNORECASE)


def wkt(cell: Cell) -> BaseGeometry | None:
    """The shape of well-known text, in the system that its column has. Raises ``Wrong``."""
    if cell is None:
        return None
    if not isinstance(cell, str):
        raise Wrong("is not well-known text; write it such as POINT (129.5 42.9)")
    # Only at the beginning: looked for everywhere, a field of blanks would take minutes.
    system_ = _EWKT.match(cell)
    text = cell[system_.end() :] if system_ else cell
    try:
        shape = shapely.from_wkt(text)
    except (ShapelyError, ValueError) as error:
        advice = "is not well-known text; write it such as POINT (129.5 42.9)"
        raise Wrong(advice) from error
    if shape is None or shape.is_empty:
        raise Wrong("is a shape without any position; leave it empty or write POINT (129.5 42.9)")
    return shape


def declared(cell: Cell) -> str | None:
    """The coordinate system that extended well-known text names: ``SRID=5179;POINT …``."""
    match = _EWKT.match(cell) if isinstance(cell, str) else None
    return f"EPSG:{match[1]}" if match else None
