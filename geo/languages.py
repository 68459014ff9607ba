"""What the document says in each of its languages: texts, labels, names of countries and places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo.gate import whole_words
from geo.words import Text, called_in, catalogue, country_name, label, reviewed, t

TOWNS = Path(__file__).parents[1] / "data" / "names.json"
"""Towns' names in other languages: English name to name by language, each sourced."""

_WORD = re.compile(r"""(["'`])([a-z_]+(?:\.[a-z_]+)*\.?)(?:\1|\$?\{)""")


def table(
    lang: str,
    used: Mapping[str, Iterable[str]],
    places: Iterable[str],
    mapped: Iterable[Mapping[str, str]],
) -> dict[str, Any]:
    """Labels and names in a language; ``strings`` gives its texts.

    ``used`` are the terms and countries that its records name, ``places`` their places, ``mapped``
    what its basemap names (``basemap.names``).
    """
    mapped = list(mapped)
    vocab = {
        name: {id_: label(name, id_, lang) for id_ in ids}
        for name, ids in used.items()
        if name != "country"
    }
    countries = {*used["country"], *(each["id"] for each in mapped if each["kind"] == "country")}
    vocab["country"] = {code: country_name(code, lang) for code in sorted(countries)}
    for kind in ("sea", "river"):
        ids = sorted({each["id"] for each in mapped if each["kind"] == kind})
        vocab[kind] = {id_: label(kind, id_, lang) for id_ in ids}
    towns = sorted({*places, *(each["name"] for each in mapped if each["kind"] == "town")})
    known = town_names(lang)
    return {
        "reviewed": reviewed(lang),
        "vocab": vocab,
        "towns": {name: known[name] for name in towns if name in known},
    }


@cache
def strings(scripts: str, lang: str) -> dict[str, Text]:
    """The texts of the catalogue that the scripts ask for; the caller must not change them."""
    keys = keys_in(scripts)
    return {
        key: text
        for key, text in catalogue(lang).items()
        if key in keys or any(key.startswith(start) for start in keys if start.endswith("."))
    }


@cache
def keys_in(scripts: str) -> frozenset[str]:
    """Keys that scripts name, and beginnings (with a dot at the end) that they add a word to.

    >>> sorted(keys_in('t("panel.yes"); t(`say.count.${name}`); "map.count." + layer'))
    ['map.count.', 'panel.yes', 'say.count.']
    """
    return frozenset(match[2] for match in _WORD.finditer(scripts) if "." in match[2])


@cache
def _towns() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(TOWNS.read_text("utf-8"))["names"]
    return found


def town_names(lang: str) -> dict[str, str]:
    """Names of towns in a language, by the name that the records and the basemap give them."""
    found = {name: names[lang] for name, names in _towns().items() if lang in names}
    return {**found, **called_in(lang)}


def where(place: str | None, admin1: str | None, country: str | None, lang: str = "en") -> str:
    """Where something is, in words: place, province, country, each only where none before says so.

    ``country`` is a code of ISO 3166-1.

    >>> where("Swedish embassy, Hanoi", "Hanoi", "VNM")
    'Swedish embassy, Hanoi, Vietnam'
    """
    said: list[str] = []
    for given, name in (
        (place, town_names(lang).get(place or "", place)),
        (admin1, admin1),
        (country, country and country_name(country, lang)),
    ):
        if given and name and not any(_says(text, name) for text in said):
            said += [given, name]
    return t("say.comma", lang).join(said[1::2])


def _says(text: str, name: str) -> bool:
    """Whether a text names something, in words of their own."""
    return any(not rest[:1].isalpha() for rest in text.split(name)[1:])


@cache
def called(place: str) -> tuple[str, ...]:
    """What the towns that a place names are called in other languages, for the search of words.

    The same in every document, whatever languages it speaks: a link finds the same everywhere.

    >>> called("South Korean consulate, Beijing")
    ('베이징', '北京')
    """
    known = {name.casefold(): names for name, names in _towns().items()}
    found = [known[match[0].casefold()] for match in _named().finditer(place)]
    return tuple(dict.fromkeys(name for names in found for name in names.values()))


@cache
def _named() -> re.Pattern[str]:
    return whole_words.pattern(_towns()) or whole_words.NOTHING


def towns_named() -> set[str]:
    """The English names of all towns that have others."""
    return set(_towns())
