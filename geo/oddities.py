"""What can be read in a store and yet can hardly be so: records that an editor should look at.

The checks are those of an import: sense in a record, points that lie elsewhere, events told twice.
An edit in QGIS or a database passes no import. None of them is sure, so they only warn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from geo.atlas import Atlas
from geo.content import Content
from geo.ingest.places import gazetteer
from geo.ingest.placing import Towns
from geo.ingest.sense import of_known
from geo.ingest.twins import much_like, twins
from geo.problem import Problem
from geo.schema import LAYERS

Point = tuple[str, float, float, str]
"""The field, longitude and latitude (EPSG:4326), and the country (ISO 3166-1 alpha-3) it is in."""


def oddities(content: Content, atlas: Atlas, today: dt.date) -> Iterator[Problem]:
    """All of them; ``atlas`` is made of the content, which says where its records stand."""
    for name, rows in atlas.layers.items():
        yield from _of_layer(content, name, rows.to_dict("records"), today)
    yield from _misplaced(
        content,
        "gazetteer",
        [
            (n, None, ("lon", entry["lon"], entry["lat"], entry["country"]))
            for n, entry in enumerate(atlas.gazetteer, start=1)
            if entry.get("lon") is not None
        ],
    )


def _of_layer(
    content: Content, name: str, records: list[dict[str, Any]], today: dt.date
) -> Iterator[Problem]:
    key, file = LAYERS[name].key, content.files[name]
    numbers = _numbers(content, name)

    def says(record: dict[str, Any], field: str, value: object, told: str) -> Problem:
        id_ = record[key]
        return Problem(file, numbers.get(id_), id_, field, value, told, unit=content.unit)

    for record in records:
        for field, value, told, losing in of_known(record, today):
            # What contradicts itself is told by ``geo.checking``.
            if not losing or field in ("date", "active_from"):
                yield says(record, field, value, told)
    points = [(record, point) for record in records for point in _points(record)]
    yield from _misplaced(
        content, name, [(numbers.get(r[key]), r[key], point) for r, point in points]
    )
    if name == "incidents":
        for at, _, other, _ in twins(records, ()):
            record = records[at]
            yield says(record, "title", record["title"], much_like(other["id"], other))


def _numbers(content: Content, name: str) -> dict[str, int]:
    rows = content.features.get(name, ())
    numbers = content.numbers.get(name) or range(1, len(rows) + 1)
    return {
        str(row["properties"].get(LAYERS[name].key)): number
        for number, row in zip(numbers, rows, strict=True)
        if isinstance(row, dict) and isinstance(row.get("properties"), dict)
    }


def _points(record: dict[str, Any]) -> Iterator[Point]:
    """The points of a record and its stops, once for each country that they should be in."""
    geometry = record["geometry"]
    if geometry is not None and geometry.geom_type == "Point":
        countries = [record["country"]] if record.get("country") else record.get("countries")
        for country in countries or ():
            yield "geometry", geometry.x, geometry.y, country
    for name in ("path", "waypoints", "stretch"):
        for n, stop in enumerate(record.get(name) or ()):
            if stop.get("lon") is not None and stop.get("lat") is not None and stop.get("country"):
                yield f"{name}[{n}]", stop["lon"], stop["lat"], stop["country"]


def _misplaced(
    content: Content, name: str, found: list[tuple[int | None, str | None, Point]]
) -> Iterator[Problem]:
    if not found:
        return
    file = content.files.get(name, f"{name}.json")
    points = np.array([point[1:3] for _, _, point in found], dtype=float)
    # The project's own towns: a store's may be what has moved.
    for doubt in Towns(gazetteer()).doubts(points, [point[3] for _, _, point in found]):
        number, id_, (field, lon, lat, _) = found[doubt.at]
        value = f"{lon:g}, {lat:g}"
        yield Problem(file, number, id_, field, value, doubt.advice, unit=content.unit)
