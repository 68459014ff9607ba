"""Published places: towns, counties and provinces whose one point stands in the gazetteer.

What is placed here is no finer than a town. The project's own gazetteer always counts, with that of
the data folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from geo.folding import fold
from geo.gate.whole_words import NOTHING, WORD, pattern
from geo.words import country_name

Level = Literal["town", "county", "province", "country"]
"""How exactly something is placed, from fine to coarse."""

LEVELS: tuple[Level, ...] = ("town", "county", "province", "country")

Point = tuple[float, float]
"""Longitude and latitude, EPSG:4326."""

_FOLDER = Path(__file__).parents[2] / "data"
_BRACKETS = re.compile(r" ?\(.*", re.DOTALL)
_COUNTY = re.compile(r"(.+?) (?:county|district)\b.*")
_PROVINCE = re.compile(r"(.+?) (?:province|region|prefecture)(?: \(.*)?")
_NAME = re.compile(r"[^\W\d_][^\d_,;:/@]{0,39}")


@dataclass(frozen=True)
class Place:
    """A published place, at the level at which it is published; some have no point."""

    name: str
    level: Level
    point: Point | None = None
    local: str | None = None
    source: str | None = None


class Published:
    """The places of some gazetteers, found by name and by point."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._places: dict[tuple[Level, str], dict[str, Place]] = {}
        self._points: set[Point] = set()
        self._names: set[str] = set()
        self._finer: dict[tuple[Level, str], re.Pattern[str]] = {}
        entries = list(entries)
        for entry in entries:
            self._add(entry)
        towns = {
            (country, place.point): place
            for (level, country), found in self._places.items()
            if level == "town"
            for place in found.values()
        }
        # An embassy, a school or an outskirt stands at its town's point, and is found by its name.
        for entry in entries:
            town = towns.get((str(entry.get("country")), _point(entry)))
            if town and entry.get("precision") == "town":
                self._called("town", entry, town, str(entry["place"]))

    def _add(self, entry: Mapping[str, Any]) -> None:
        name, level = entry.get("place"), entry.get("precision")
        if not isinstance(name, str) or level not in LEVELS:
            return
        self._names.add(fold(name))
        point = _point(entry)
        if point and level != "country":
            self._points.add(_rounded(point))
        town, source = town_of(entry), entry.get("coord_source")
        if level == "town" and not source:
            town = _BRACKETS.sub("", name)
        if town and point:
            local = entry.get("name_local") if level == "town" else None
            self._called("town", entry, Place(town, "town", point, local, source), town)
        for known, form in (("county", _COUNTY), ("province", _PROVINCE)):
            match = form.fullmatch(fold(name))
            if level == known and match:
                place = Place(_BRACKETS.sub("", name).split(",")[0], level, point, None, source)
                self._called(level, entry, place, match[1], place.name)

    def _called(self, level: Level, entry: Mapping[str, Any], place: Place, *names: str) -> None:
        found = self._places.setdefault((level, str(entry.get("country"))), {})
        for name in names:
            found.setdefault(fold(name), place)
            self._names.add(fold(name))

    def holds(self, point: Point) -> bool:
        """Whether a published place that is no finer than a town has this point, within 10 m."""
        return _rounded(point) in self._points

    def knows(self, name: str) -> bool:
        """Whether a name is that of a published place, in any country."""
        return fold(name.strip()) in self._names

    def says(self, word: str) -> bool:
        """Whether a folded word stands in the name of a published place, in any country."""
        return word in self._words

    @cached_property
    def _words(self) -> set[str]:
        return {word for name in self._names for word in WORD.findall(name)}

    def named(self, level: Level, country: str, name: str) -> Place | None:
        """The published place of a level that has exactly this name."""
        found = self._places.get((level, country), {})
        return found.get(fold(name.strip())) or found.get(fold(_BRACKETS.sub("", name).strip()))

    def told(self, level: Level, country: str, text: str) -> Place | None:
        """The published place of a level that a text names; of several the last, the longest."""
        exact = self.named(level, country, text)
        if exact:
            return exact
        text, best, at = fold(text), None, (-1, 0)
        found = self._places.get((level, country), {})
        # Names within names: "South Korean consulate, Beijing" and "Beijing" end together.
        for name in (name for name in found if name in text):
            for match in (pattern((name,)) or NOTHING).finditer(text):
                if (match.end(), len(name)) > at:
                    best, at = found[name], (match.end(), len(name))
        return best

    def finer(self, level: Level, country: str) -> re.Pattern[str]:
        """What finds a name of the country's places that are finer than a level in folded text."""
        if (level, country) not in self._finer:
            levels = LEVELS[: LEVELS.index(level)]
            names = {name for each in levels for name in self._places.get((each, country), {})}
            self._finer[level, country] = pattern(names) or NOTHING
        return self._finer[level, country]

    def placed(self, record: Mapping[str, Any], level: Level) -> Place:
        """The published place of a record at a level, or where there is none at the next coarser.

        The town is that which its place names; the province is that of ``admin1``, whose name is
        used where the gazetteer has no point for it.
        """
        country = str(record["country"])
        texts = [str(record.get(name) or "") for name in ("place", "admin1")]
        for each in LEVELS[LEVELS.index(level) : 2]:
            found = self.told(each, country, texts[0])
            if found:
                return found
        if level != "country" and _NAME.fullmatch(texts[1]):
            known = self.named("province", country, texts[1])
            if known or not self.told("town", country, texts[1]):
                return known or Place(texts[1], "province")
        return Place(country_name(country, "en"), "country")


def town_of(entry: Mapping[str, Any]) -> str | None:
    """Name of the town whose point a gazetteer entry holds, if it holds one.

    >>> town_of({"place": "Namyang (Onsong County)", "precision": "town", "lon": 129.86,
    ...          "coord_source": "GeoNames 2042503 (Namyang)"})
    'Namyang'
    >>> town_of({"place": "Oudomxay province", "precision": "province", "lon": 101.98,
    ...          "coord_source": "point of Muang Xay: GeoNames 1655078 (Muang Xay)"})
    'Muang Xay'
    """
    source = entry.get("coord_source") or ""
    name = str(entry["place"])
    if found := re.match(r"point of ([^:]+):", source):
        name = found[1]
    elif entry["precision"] != "town" or not re.match("GeoNames|Wikipedia|editor estimate", source):
        return None
    return None if entry.get("lon") is None else _BRACKETS.sub("", name)


def published(gazetteer: Iterable[Mapping[str, Any]]) -> Published:
    """The published places of a data folder's gazetteer and of the project's own."""
    own = _own()
    more = [entry for entry in gazetteer if _key(entry) not in own]
    return Published([*own.values(), *more]) if more else _of_the_project()


@cache
def _of_the_project() -> Published:
    return Published(_own().values())


@cache
def _own() -> dict[tuple[object, ...], Mapping[str, Any]]:
    found: list[dict[str, Any]] = json.loads((_FOLDER / "gazetteer.json").read_text("utf-8"))
    return {_key(entry): entry for entry in found}


def _key(entry: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(str(entry.get(name)) for name in ("place", "country", "precision", "lon", "lat"))


def _point(entry: Mapping[str, Any]) -> Point | None:
    lon, lat = entry.get("lon"), entry.get("lat")
    good = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (lon, lat))
    return (float(lon), float(lat)) if good else None  # type: ignore[arg-type]


def _rounded(point: Point) -> Point:
    return round(point[0], 4), round(point[1], 4)
