"""Places by name: from the gazetteer, romanised, in Hangul, Chinese characters or Kana."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from geo.ingest import values
from geo.ingest.columns import plain
from geo.ingest.nearest import Nearest
from geo.ingest.wrong import Wrong
from geo.words import country_name

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Found:
    """A place of the gazetteer and how exactly its point tells where something was.

    ``lon`` and ``lat`` are degrees in WGS 84, or None where the gazetteer has no point.
    ``precision`` is a term of that vocabulary: coarser than the gazetteer's where the name asked
    for was ("near Musan", "Musan County").
    """

    place: str
    country: str
    lon: float | None
    lat: float | None
    precision: str
    name_local: str | None
    coord_source: str | None


class Unclear(Wrong):
    """A name that several places have, which are in ``choices``."""

    def __init__(self, choices: Iterable[Found]) -> None:
        self.choices = tuple(choices)
        said = " or ".join(f"{x.place} ({country_name(x.country)})" for x in self.choices[:4])
        super().__init__(f"can be {said}; write the name in full, with its country")


_NEAR = re.compile(
    r"^(?:near|outskirts of|around|area of|vicinity of|close to)\s+"
    r"|\s*(?:area|인근|부근|근처|일대|근교|외곽|附近|一带|一帶|周辺|近郊|郊外)$",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:\s+(?:city|town|municipality)|\s*(?:시|市))$", re.IGNORECASE)
_COUNTY = re.compile(
    r"(?:\s+(?:county|district|prefecture)|\s*(?:군|현|구|县|縣|郡|区|區|地区))$", re.IGNORECASE
)
_BRACKETS = re.compile(r" \([^()]*\)$")
_COARSE = ("site", "town", "county", "province", "country")


class Gazetteer:
    """Places by every name that they have.

    ``records`` are as in ``gazetteer.json``; ``names`` are more names by place and language.
    """

    def __init__(
        self,
        records: Iterable[Mapping[str, Any]],
        names: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._by_name: dict[str, dict[tuple[str, str], Found]] = {}
        self._cache: dict[tuple[str, str | None], Found | Wrong] = {}
        for record in records:
            place, country = record.get("place"), record.get("country")
            if not isinstance(place, str) or not isinstance(country, str):
                continue
            found = Found(
                place,
                country,
                record.get("lon"),
                record.get("lat"),
                record.get("precision") or "country",
                record.get("name_local"),
                record.get("coord_source"),
            )
            for key in filter(None, map(_key, _all_names(found, names or {}))):
                self._by_name.setdefault(key, {})[place, country] = found

    @cached_property
    def _near(self) -> Nearest:
        return Nearest(self._by_name)

    def find(self, name: str, country: str | None = None) -> Found:
        """The place of that name, in that country (alpha-3) if one is given.

        Raises ``Unclear`` where several have it, else ``Wrong`` with the nearest name.
        """
        asked = (name, country)
        if asked not in self._cache:
            try:
                self._cache[asked] = self._find(name, country)
            except Wrong as wrong:
                self._cache[asked] = wrong
        found = self._cache[asked]
        if isinstance(found, Wrong):
            raise found
        return found

    def all(self) -> Iterator[Found]:
        """Every place, each once."""
        yield from {id(x): x for found in self._by_name.values() for x in found.values()}.values()

    def _find(self, name: str, country: str | None) -> Found:
        if len(name) > 200:
            raise Wrong("is too long for the name of a place")
        for said, coarsest in _ways(name):
            choices = list(self._by_name.get(_key(said), {}).values())
            here = [found for found in choices if country in (None, found.country)]
            if here:
                return _coarser(_only(here), coarsest)
            if choices:
                where = " and ".join(sorted({country_name(x.country) for x in choices}))
                asked = country_name(country or "")
                raise Wrong(f"is in {where} in the gazetteer, not in {asked}; mend one of them")
        if "," in name:
            first, _, rest = name.partition(",")
            return self.find(first.strip(), _country(rest.rpartition(",")[2]) or country)
        alone = _country(name)
        if alone:
            return Found(name, alone, None, None, "country", None, None)
        raise Wrong(f"is not in the gazetteer; {self._nearest(name)}")

    def _nearest(self, name: str) -> str:
        near = self._near.to(_key(name), 0.75)
        if near:
            places = " or ".join(repr(place) for place, _ in self._by_name[near])
            return f"did you mean {places}?"
        return "give its coordinates, or the nearest town"


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    bare = "".join(x for x in letters if not "\u0300" <= x <= "\u036f")
    return plain(unicodedata.normalize("NFC", bare))


def _all_names(found: Found, names: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield found.place
    short = _BRACKETS.sub("", found.place)
    yield short
    yield from (found.name_local or "").split(" / ")
    for place in {found.place, short}:
        yield from names.get(place, {}).values()
        yield from _others().get(place, ())


@cache
def _others() -> Mapping[str, list[str]]:
    file = resources.files(__package__).joinpath("placenames.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _ways(name: str) -> Iterator[tuple[str, str]]:
    """Names to try, and how exact the place is at best then."""
    yield name, "site"
    near = _NEAR.sub("", name).strip()
    if near != name:
        yield near, "county"
    for pattern, coarsest in ((_TOWN, "site"), (_COUNTY, "county")):
        short = pattern.sub("", near).strip()
        if short and short != near:
            yield short, "county" if near != name else coarsest


def _only(choices: list[Found]) -> Found:
    """The one place meant; several records of one point are one place."""
    spots = {(x.country, x.lon, x.lat, x.precision) for x in choices}
    if len(spots) > 1:
        # The town itself comes before what is named after it: Beijing, before an office there.
        bare = [x for x in choices if "(" not in x.place]
        if len(bare) != 1 or len({x.country for x in choices}) > 1:
            raise Unclear(choices)
        return bare[0]
    return choices[0]


def _coarser(found: Found, coarsest: str) -> Found:
    if found.precision not in _COARSE or _COARSE.index(found.precision) >= _COARSE.index(coarsest):
        return found
    fields = (found.place, found.country, found.lon, found.lat, coarsest)
    return Found(*fields, found.name_local, found.coord_source)


def _country(name: str) -> str | None:
    try:
        return values.country(name)
    except Wrong:
        return None


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the project."""
    records = json.loads((DATA / "gazetteer.json").read_bytes())
    return Gazetteer(records, town_names())


@cache
def town_names() -> Mapping[str, Mapping[str, str]]:
    """Names of towns by place and language, as the map has them (``data/names.json``)."""
    names: Mapping[str, Mapping[str, str]] = json.loads((DATA / "names.json").read_bytes())["names"]
    return names
