"""What the records that stay home hold and no text that leaves may say: their words and places.

Words are ids, titles, names, and places that are not published anywhere. Places are found in every
notation of ``notations``, as geohashes, and in metres of the projections in use in the region.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np
from pyproj import Transformer

from geo.gate import notations
from geo.gate.parted import Names
from geo.gate.published import Point
from geo.gate.whole_words import pattern

_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"
_GEOHASH = re.compile(r"(?<![^\W_])[0-9b-hjkmnp-z]{6,12}(?![^\W_])")
_NEAR = 60.0
"""Metres within which projected coordinates are those of a point."""
_PROJECTED = ("EPSG:3857", "EPSG:5179", "EPSG:5181", "EPSG:5186")
"""Beside the zone of UTM: the web's, and those of South Korea."""
_LONE = 1.1e-4
"""Degrees: a number that stands alone is a coordinate where it has four decimals."""
_TOLD = 1.1e-3
"""Degrees: three are enough where a degree sign, a side or a label stands with it."""
_PAIR = 0.02
"""Degrees: and two where both numbers of a point stand together."""


class Unsaid:
    """Words and points (EPSG:4326) that no text may say. Empty ones cost nothing."""

    def __init__(
        self, words: Iterable[str] = (), ids: Iterable[str] = (), points: Iterable[Point] = ()
    ) -> None:
        self._names = Names({word for word in map(_plain, words) if _tells(word)})
        self._ids = pattern((), {id_ for id_ in map(_plain, ids) if _tells(id_)})
        self._points = np.array(sorted(set(points)), dtype=float).reshape(-1, 2)

    def __bool__(self) -> bool:
        return bool(self._names) or self._ids is not None or len(self._points) > 0

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text (made ``plain``) says any of it: start and end of each."""
        found = self._names.spans(text)
        if self._ids:
            found += [match.span() for match in self._ids.finditer(text)]
        if len(self._points):
            if notations.hinted(text):
                found += [*self._degrees(text), *notations.references(text)]
            found += self._metres(text)
            found += [m.span() for m in _GEOHASH.finditer(text) if m[0][:6] in self._geohashes]
        return found

    def _degrees(self, text: str) -> Iterable[tuple[int, int]]:
        numbers = notations.degrees(text)
        lon, lat = np.abs(self._points).T
        for one, two in notations.together(text, numbers):
            a, b, off = abs(one.value), abs(two.value), (one.off, two.off)
            if max(off) <= _PAIR and (
                _both(lat, a, off[0], lon, b, off[1]) or _both(lon, a, off[0], lat, b, off[1])
            ):
                yield one.start, two.end
        for one in numbers:
            if one.off <= (_TOLD if one.sure else _LONE) and (
                (np.abs(lat - abs(one.value)) <= one.off).any()
                or (np.abs(lon - abs(one.value)) <= one.off).any()
            ):
                yield one.start, one.end

    def _metres(self, text: str) -> Iterable[tuple[int, int]]:
        for (start, end, a), (following, last, b) in pairwise(notations.metres(text)):
            if following - end <= 24:
                for x, y in self._projected:
                    if _both(x, a, _NEAR, y, b, _NEAR) or _both(y, a, _NEAR, x, b, _NEAR):
                        yield start, last

    @cached_property
    def _projected(self) -> list[tuple[np.ndarray, np.ndarray]]:
        lon, lat = self._points.T
        systems = {*_PROJECTED, *(_utm(*point) for point in self._points)}
        return [
            Transformer.from_crs("EPSG:4326", system, always_xy=True).transform(lon, lat)
            for system in sorted(systems)
        ]

    @cached_property
    def _geohashes(self) -> set[str]:
        return {geohash(lon, lat) for lon, lat in self._points}


def _plain(word: str) -> str:
    return notations.plain(word).strip()


def _tells(word: str) -> bool:
    """Whether a word is long enough to be found without finding everything."""
    return len(word) >= (3 if word.isascii() else 2)


def _both(
    first: np.ndarray, a: float, off_a: float, second: np.ndarray, b: float, off_b: float
) -> bool:
    return bool(((np.abs(first - a) <= off_a) & (np.abs(second - b) <= off_b)).any())


def _utm(lon: float, lat: float) -> str:
    return f"EPSG:{326 if lat >= 0 else 327}{min(int((lon + 180) // 6) + 1, 60):02}"


def geohash(lon: float, lat: float, length: int = 6) -> str:
    """The geohash of a point in EPSG:4326; six letters are about a kilometre.

    >>> geohash(-5.6, 42.6, 5)
    'ezs42'
    """
    ranges, bits = ([-180.0, 180.0], [-90.0, 90.0]), []
    for n in range(5 * length):
        edges, value = ranges[n % 2], (lon, lat)[n % 2]
        middle = sum(edges) / 2
        bits.append(int(value >= middle))
        edges[int(value < middle)] = middle
    fives = (bits[n : n + 5] for n in range(0, 5 * length, 5))
    return "".join(_LETTERS[int("".join(map(str, five)), 2)] for five in fives)
