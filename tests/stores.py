"""What the tests of all three stores share: made-up records of published towns, and an import."""

import datetime as dt
from dataclasses import dataclass, field

DAY = dt.date(2026, 12, 1)

WORK = {
    "id": "made-up-work",
    "publisher": "Example",
    "title": "A made-up work",
    "published": "2020",
    "url": "https://example.org/",
    "medium": "news",
    "note": None,
}


def incident(id_="made-up", lon=129.50241, **changes):
    record = {
        "id": id_, "title": "Made-up title", "summary": "Made-up summary.", "kind": "arrest",
        "date": "2013-05", "people_min": 3, "people_max": None, "country": "CHN", "place": "Yanji",
        "precision": "town", "outcome": "unknown", "routes": [], "path": [],
        "sources": ["made-up-work"], "corroboration": "single", "count_in_totals": True,
        "sensitivity": "public",
    } | changes  # fmt: skip
    return {"properties": record, "geometry": {"type": "Point", "coordinates": [lon, 42.88825]}}


@dataclass(frozen=True)
class Import:
    """As much of an import's outcome as a store keeps."""

    features: tuple = ()
    works: tuple = (WORK,)
    layer: str = "incidents"
    extra: dict = field(default_factory=dict)
