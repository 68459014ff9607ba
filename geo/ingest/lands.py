"""Whose land is a point on? Coarse outlines of all countries answer for any region."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import shapely

from geo.words import country_name

TOLERANCE = 0.2
"""Degrees, about 20 km, by which a point may lie off the country that it says: the outlines are
coarse, towns lie at borders, harbours and bridges beyond the coast."""
PARTS = {"CHN": ("HKG", "MAC")}
"""Lands that a record may rightly say to be in another country's code."""

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Doubt:
    """A point that isn't where its record says: its position in what was asked, and the sentence.

    ``swapped``: with latitude and longitude exchanged it would be.
    """

    at: int
    advice: str
    swapped: bool


class Lands:
    """Outlines of countries by ISO 3166-1 alpha-3, in EPSG:4326."""

    def __init__(self, rings: dict[str, list[str]], grid: float) -> None:
        self._codes = [code for code, texts in rings.items() for _ in texts]
        points, ring = _decode([text for texts in rings.values() for text in texts])
        parts = shapely.polygons(shapely.linearrings(points * grid, indices=ring))
        bad = ~shapely.is_valid(parts)
        parts[bad] = shapely.make_valid(parts[bad], method="structure")
        codes = np.array(self._codes, dtype=object)
        self.shapes: dict[str, Any] = {
            code: shapely.multipolygons(shapely.get_parts(shapely.get_parts(parts[codes == code])))
            for code in rings
        }
        self._joined: set[str] = set()
        self._areas = shapely.area(parts)
        self._tree = shapely.STRtree(parts)

    def on(self, lon: Numbers, lat: Numbers) -> list[str | None]:
        """Whose land each point is on; "" is land without a code, None is the sea."""
        found: list[str | None] = [None] * len(lon)
        points, shapes = self._tree.query(shapely.points(lon, lat), predicate="intersects")
        # An enclave's outline lies within its neighbour's: the smallest is the truest, so last.
        order = np.argsort(-self._areas[shapes], kind="stable")
        for point, shape in zip(points[order].tolist(), shapes[order].tolist(), strict=True):
            found[point] = self._codes[shape]
        return found

    def near(self, code: str, lon: Numbers, lat: Numbers) -> Numbers:
        """Whether points are on a country's land or within ``TOLERANCE`` of it, as booleans."""
        if code not in self.shapes:
            return np.zeros(len(lon), dtype=bool)
        shape = self.shape(code)
        shapely.prepare(shape)
        inside: Numbers = shapely.intersects_xy(shape, lon, lat)
        for part in PARTS.get(code, ()):
            inside |= self.near(part, lon, lat)
        outside = np.flatnonzero(~inside)
        if len(outside):
            points = shapely.points(lon[outside], lat[outside])
            inside[outside] = shapely.dwithin(shape, points, TOLERANCE)
        return inside

    def shape(self, code: str) -> Any:
        """A country's land as one shape; islands that meet where outlines are coarse are joined."""
        shape = self.shapes[code]
        if code not in self._joined:
            self._joined.add(code)
            if not shape.is_valid:
                shape = self.shapes[code] = shapely.union_all(shapely.get_parts(shape))
        return shape

    def box(self, code: str) -> tuple[float, float, float, float] | None:
        """West, south, east and north of a country, widened by the tolerance; None if unknown."""
        if code not in self.shapes:
            return None
        west, south, east, north = self.shapes[code].bounds
        return west - TOLERANCE, south - TOLERANCE, east + TOLERANCE, north + TOLERANCE


@cache
def lands() -> Lands:
    """The outlines of ``lands.json``; ``tools/build_lands.py`` makes them."""
    text = resources.files(__package__).joinpath("lands.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return Lands(content["countries"], content["grid"])


def _decode(lines: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Points (n, 2) of encoded polylines (``geo.polyline.encode``), and whose point each is."""
    whole = "".join(lines).encode("ascii")
    letters = np.frombuffer(whole, dtype=np.uint8).astype(np.int64) - 63
    ends = np.flatnonzero(letters < 0x20)
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(len(letters)) - np.repeat(starts, ends - starts + 1)
    rests = np.add.reduceat((letters & 0x1F) << (5 * place), starts)
    steps = (rests >> 1) ^ -(rests & 1)
    points: Numbers = steps.reshape(-1, 2).cumsum(axis=0)
    # Each line starts anew from 0, 0: what all lines before it have summed up to is taken off.
    stops = np.cumsum([len(line) for line in lines])
    line = np.searchsorted(stops, starts[::2], side="right")
    first = np.flatnonzero(np.diff(line, prepend=-1))
    before = np.vstack([[0, 0], points[first[1:] - 1]])
    return points - before[line], line


def doubts(lon: Numbers, lat: Numbers, countries: Sequence[str]) -> Iterator[Doubt]:
    """Points that lie neither in nor near the countries that their records say.

    ``lon`` and ``lat`` are degrees (EPSG:4326) of shape (n,), ``countries`` n ISO 3166-1 alpha-3
    codes. A country without an outline, such as a small island of another state, is not held to it.
    """
    known = lands()
    codes = np.array(countries, dtype=object)
    for code in sorted(set(countries) & set(known.shapes) - {""}):
        mine = np.flatnonzero(codes == code)
        # Towns come again and again: each point once.
        points, back = np.unique(
            np.column_stack([lon[mine], lat[mine]]), axis=0, return_inverse=True
        )
        off = np.flatnonzero(~known.near(code, points[:, 0], points[:, 1]))
        if not len(off):
            continue
        x, y = points[off, 0], points[off, 1]
        there = known.on(x, y)
        flipped = (np.abs(x) <= 90) & known.near(code, y, x)
        said = {
            int(number): (_advice(code, owner, *points[number], swapped=bool(swap)), bool(swap))
            for number, owner, swap in zip(off, there, flipped, strict=True)
        }
        for at, number in zip(mine.tolist(), back.ravel().tolist(), strict=True):
            if number in said:
                yield Doubt(at, *said[number])


def _advice(code: str, owner: str | None, lon: float, lat: float, *, swapped: bool) -> str:
    where = "the sea" if owner is None else country_name(owner) if owner else "another country"
    if swapped:
        meant = f"latitude {lon:g}, longitude {lat:g}"
        return f"lies in {where}, not in {country_name(code)}; swapped? Did you mean {meant}?"
    return f"lies in {where}, not in {country_name(code)}; mend the point or the country"
