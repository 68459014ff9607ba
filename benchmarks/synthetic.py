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


def scaled(atlas: Atlas, count: int) -> Atlas:
    """The atlas with `count` made-up incidents in place of its own."""
    layer = LAYERS["incidents"]
    return replace(
        atlas,
        layers={**atlas.layers, "incidents": frame(layer, incidents(count, atlas))},
        version=f"made-up-{count}",
        _days={},
    )


def incidents(count: int, atlas: Atlas) -> list[dict[str, Any]]:
    """`count` GeoJSON features spread around the atlas's towns and over 1995 to 2024."""
    chance = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    towns = [town for town in atlas.gazetteer if town["precision"] == "town" and town["lon"]]
    sources = list(atlas.sources)
    return [_incident(i, chance, chance.choice(towns), sources) for i in range(count)]


def _incident(
    number: int, chance: random.Random, town: dict[str, Any], sources: list[str]
) -> dict[str, Any]:
    """One feature: title, summary, date, kind, place and one source, and what else must be."""
    year, month, day = chance.randint(1995, 2024), chance.randint(1, 12), chance.randint(1, 28)
    filled = {
        "id": f"made-up-{number}",
        "title": f"Incident {number:05}",
        "summary": f"Record {number}: {TEXT[number % 40 :]}"[:SUMMARY_LENGTH],
        "kind": chance.choice(list(VOCABULARIES["kind"])),
        "date": f"{year}-{month:02}-{day:02}",
        "country": town["country"],
        # No town's own name: at the gate they would all be put onto the town's one point.
        "place": f"Made-up {town['place']}",
        "precision": "town",
        "outcome": "unknown",
        "routes": [],
        "sources": [chance.choice(sources)],
        "corroboration": "single",
        "count_in_totals": True,
        "sensitivity": "public",
    }
    lon, lat = (round(town[axis] + chance.uniform(-1, 1), 5) for axis in ("lon", "lat"))
    return {
        "type": "Feature",
        "id": filled["id"],
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {f.name: filled.get(f.name) for f in LAYERS["incidents"].fields},
    }
