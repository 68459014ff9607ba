"""Made-up incidents for tests of scale: deterministic, and nothing in them happened."""

import random
from dataclasses import replace
from typing import Any

from geo.atlas import Atlas, frame
from geo.schema import LAYERS, VOCABULARIES

SUMMARY_LENGTH = 260
TEXT = (
    "made up for a test of scale and speed only, nothing of this happened, reported near the town "
    "by the road along the river after the market before the winter in the north; "
) * 3


def incidents(count: int, atlas: Atlas) -> list[dict[str, Any]]:
    """`count` GeoJSON features spread around the atlas's towns and over 1995 to 2024."""
    chance = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    towns = [town for town in atlas.gazetteer if town["lon"] is not None]
    routes = list(atlas.layers["routes"]["id"])
    sources = list(atlas.sources)
    terms = {name: list(VOCABULARIES[name]) for name in ("kind", "outcome", "corroboration")}
    return [_incident(i, chance, towns, routes, sources, terms) for i in range(count)]


def _incident(
    number: int,
    chance: random.Random,
    towns: list[Any],
    routes: list[str],
    sources: list[str],
    terms: dict[str, list[str]],
) -> dict[str, Any]:
    town = chance.choice(towns)
    summary = f"Record {number}: {TEXT[number % 40 :]}"[:SUMMARY_LENGTH]
    date = f"{chance.randint(1995, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    people = chance.randint(1, 30)
    filled = {
        "id": f"made-up-{number}",
        "title": f"Made-up incident {number} near {town['place']}",
        "summary": summary,
        "date": date,
        "people_min": people,
        "people_max": people,
        "country": town["country"],
        "place": town["place"],
        "precision": "town",
        "routes": [chance.choice(routes)],
        "sources": [chance.choice(sources)],
        "count_in_totals": True,
        "sensitivity": "public",
    } | {name: chance.choice(values) for name, values in terms.items()}
    properties = {f.name: filled.get(f.name) for f in LAYERS["incidents"].fields}
    point = [
        round(town["lon"] + chance.uniform(-1, 1), 5),
        round(town["lat"] + chance.uniform(-1, 1), 5),
    ]
    return {
        "type": "Feature",
        "id": filled["id"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": properties,
    }


def scaled(atlas: Atlas, count: int) -> Atlas:
    """The atlas with `count` made-up incidents in place of its own."""
    layer = LAYERS["incidents"]
    return replace(
        atlas,
        layers={**atlas.layers, "incidents": frame(layer, incidents(count, atlas))},
        version=f"made-up-{count}",
        _days={},
    )
