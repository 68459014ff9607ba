"""What a newsroom's table seldom has, filled in honestly: never anything that asserts a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.schema import Layer

WORDS: Mapping[str, str] = {
    "sensitivity": "“public” was written",
    "outcome": "“unknown” was written",
    "corroboration": "“single” was written, since the row names one source",
    "count_in_totals": "“true” was written",
    "status": "“unknown” was written",
    "source_confidence": "“weak” was written, the most careful word",
    "precision": "“town” was written where a row has coordinates, else what its place was found by",
    "title": "it was made of the beginning of the summary",
    "summary": "the title was taken",
    "role": "the summary or the notes were taken",
    "draw": "it follows from the shape",
    "waypoints": "the ends of the lines were taken, each leg as inferred",
    "place": "the nearest town of the gazetteer was taken",
    "country": "the country of the place in the gazetteer was taken",
    "admin1": "the province of the place in the gazetteer was taken",
    "countries": "the country of the place was taken",
}
"""How each field was filled, for the note that says so once a sheet."""

_CONSTANT: Mapping[str, Any] = {
    "sensitivity": "public",
    "outcome": "unknown",
    "count_in_totals": True,
    "status": "unknown",
    "source_confidence": "weak",
}
_TITLE = 90


def fill(
    layer: Layer, record: dict[str, Any], geometry: Mapping[str, Any] | None, failed: set[str]
) -> Iterator[str]:
    """Fill what is missing of a record and can be said without asserting a fact; tells the fields.

    ``failed`` are fields that were given and couldn't be read: they stay empty.
    """
    for name, value in _CONSTANT.items():
        if name in record and record[name] is None and name not in failed:
            record[name] = value
            yield name
    yield from _texts(record, failed)
    if record.get("corroboration", "") is None and len(record["sources"]) == 1:
        record["corroboration"] = "single"
        yield "corroboration"
    if layer.name == "routes":
        yield from _course(record, geometry, failed)


def _texts(record: dict[str, Any], failed: set[str]) -> Iterator[str]:
    title, summary = record.get("title", ""), record.get("summary", "")
    if title is None and summary and "title" not in failed:
        record["title"] = _beginning(summary)
        yield "title"
    elif summary is None and title and "summary" not in failed:
        record["summary"] = title
        yield "summary"
    if record.get("role", "") is None and record.get("notes") and "role" not in failed:
        record["role"] = record["notes"]
        yield "role"


def _beginning(text: str) -> str:
    sentence = text.split(". ", maxsplit=1)[0].split("。", maxsplit=1)[0].strip()
    if len(sentence) <= _TITLE:
        return sentence
    return sentence[: _TITLE - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _course(
    record: dict[str, Any], geometry: Mapping[str, Any] | None, failed: set[str]
) -> Iterator[str]:
    """Waypoints and legs of a route that came as lines: the lines' ends, nothing more."""
    kind = geometry["type"] if geometry else None
    if record["draw"] is None and kind and "draw" not in failed:
        record["draw"] = "points" if kind == "MultiPoint" else "lines"
        yield "draw"
    if record["waypoints"] or not geometry or "waypoints" in failed:
        return
    if kind == "MultiPoint":
        record["waypoints"] = [_stop(at) for at in geometry["coordinates"]]
    elif kind == "MultiLineString":
        stops: dict[tuple[float, ...], int] = {}
        legs: list[dict[str, Any]] = []
        for line in geometry["coordinates"]:
            start, end = (stops.setdefault(tuple(at), len(stops)) for at in (line[0], line[-1]))
            legs.append(
                {"from": start, "to": end, "mode": None, "inferred": True, "sources": [],
                 "course": "air" if len(line) == 2 else "land"}
            )  # fmt: skip
        record["waypoints"] = [_stop(at) for at in stops]
        record["legs"] = legs
    else:
        return
    yield "waypoints"


def _stop(at: Any) -> dict[str, Any]:
    return {"place": None, "country": None, "lon": at[0], "lat": at[1], "inferred": True}
