"""The data block of the document: the records of a selection as compact JSON values.

``assets/data.js`` reads it back. Rows follow a list of field names; trailing nulls are left out;
lines are encoded polylines of whole thousandths of a degree, longitude first.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import basemap, dates, polyline, style
from geo.atlas import Atlas, Record, interval
from geo.folding import RANGES
from geo.schema import LAYERS, SOURCE_FIELDS, VOCABULARIES, Field, Layer
from geo.select import Shown
from geo.words import catalogue, country_name

COMPUTED = ("first", "last", "date_text", "point", "spots", "lines", "rings")
"""Columns worked out here, beside a layer's own fields."""
PARAMETERS = ("kind", "outcome", "corroboration")
"""Vocabularies that a selection may name whether or not a record uses them."""
NEAR = 0.6
"""Degrees round the points within which a selection's basemap keeps its detail."""


def block(
    atlas: Atlas, shown: Shown, topology: basemap.Topology, lang: str, *, whole: bool
) -> dict[str, Any]:
    """Everything the document knows, apart from its title and state.

    ``shown`` says which records go in; ``whole`` keeps the basemap's detail everywhere.
    """
    layers = {name: rows for name, rows in shown.layers.items() if len(rows)}
    works = sorted({id_ for name, rows in layers.items() for id_ in _cited(LAYERS[name], rows)})
    index = {id_: n for n, id_ in enumerate(works)}
    shapes = basemap.country_ids(topology)
    if not whole:
        topology = basemap.reduced(topology, _near(layers.values()))
    west, south, east, north = basemap.extent(topology)
    values = {
        "layers": {
            name: _layer(LAYERS[name], rows, index, shapes, lang) for name, rows in layers.items()
        },
        "layer_order": list(LAYERS),
        "sources": {
            "fields": [f.name for f in SOURCE_FIELDS if f.name != "id"],
            "rows": [
                _trimmed([atlas.sources[id_].get(f.name) for f in SOURCE_FIELDS if f.name != "id"])
                for id_ in works
            ],
        },
        "routes": _routes(atlas, layers),
        "vocab": _vocabularies(layers, lang),
        "strings": catalogue(lang),
        "months": dates.month_names(lang),
        "style": style.table(),
        "topology": basemap.compact(topology),
        "bounds": [[south, west], [north, east]],
    }
    values["folding"] = _folding(values)
    return values


def _folding(values: Mapping[str, Any]) -> list[list[int]]:
    """The ranges of the folding table that touch a letter of the records.

    A letter that no record holds, in either case, finds nothing whether it is folded or not.
    """
    text = json.dumps([values["layers"], values["sources"]], ensure_ascii=False)
    letters = {ord(c) for c in unicodedata.normalize("NFKC", text) if not c.isascii()}
    return [
        row
        for row in RANGES
        if any(
            code in letters or code + row[3] in letters
            for code in range(row[0], row[1] + 1, row[2])
        )
    ]


def _cited(layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[str]:
    for record in rows.to_dict("records"):
        yield from record["sources"] or ()
        for f in layer.of_kind("records"):
            for item in record[f.name] or ():
                yield from item.get("sources") or ()


def _near(layers: Iterable[gpd.GeoDataFrame]) -> BaseGeometry:
    """Where a reader zooms in: round points and stretches. Countries and corridors are wide."""
    close = [
        geometry
        for rows in layers
        if "iso3" not in rows and "legs" not in rows
        for geometry in rows.geometry
        if geometry is not None
    ]
    return shapely.union_all([geometry.buffer(NEAR, quad_segs=2) for geometry in close])


def _layer(
    layer: Layer,
    rows: gpd.GeoDataFrame,
    index: Mapping[str, int],
    shapes: set[str],
    lang: str,
) -> dict[str, Any]:
    fields = [f for f in layer.fields if f.name != "sensitivity"]
    inner = {f.name: _inner_names(f) for f in fields if f.inner}
    encoded = []
    for record, geometry in zip(rows.to_dict("records"), rows.geometry, strict=True):
        first, last = interval(layer.name, record)
        values = [_value(record[f.name], f, index, lang) for f in fields]
        values += [first, last, _period(layer.name, record, lang)]
        values += _drawn(layer.name, record, geometry, shapes)
        encoded.append(_trimmed(values))
    return {
        "fields": [f.name for f in fields] + [*COMPUTED],
        "inner": inner,
        "searched": [name for f in fields for name in _searched(f)],
        "rows": encoded,
    }


def _searched(f: Field) -> Iterator[str]:
    if f.searched:
        yield f.name
    yield from (f"{f.name}.{g.name}" for g in f.inner if g.searched)


def _inner_names(f: Field) -> list[str]:
    names = [g.name for g in f.inner]
    return [*names, "date_text"] if "date" in names else names


def _value(value: Any, f: Field, index: Mapping[str, int], lang: str) -> Any:
    if f.inner:
        return [_item(item, f, index, lang) for item in value or ()]
    if f.kind == "sources":
        return [index[id_] for id_ in value or ()]
    return None if value in ("", []) else value


def _item(item: Record, f: Field, index: Mapping[str, int], lang: str) -> list[Any]:
    values = [_value(item.get(g.name), g, index, lang) for g in f.inner]
    if any(g.name == "date" for g in f.inner):
        values.append(dates.say(item.get("date"), lang) or None)
    return _trimmed(values)


def _period(layer: str, record: Record, lang: str) -> str | None:
    if layer == "incidents":
        return dates.say(record["date"], lang) or None
    start, end = record.get("active_from"), record.get("active_to")
    return dates.say(f"{start or '..'}/{end or '..'}", lang) if start or end else None


def _drawn(
    layer: str, record: Record, geometry: BaseGeometry | None, shapes: set[str]
) -> list[Any]:
    """The columns ``point``, ``spots`` (of a route without lines), ``lines`` and ``rings``."""
    point = spots = lines = rings = None
    if geometry is None:
        pass
    elif layer == "countries":
        if record["iso3"] not in shapes:
            parts = getattr(geometry, "geoms", [geometry])
            rings = [_line(part.exterior.coords) for part in parts]
    elif geometry.geom_type == "Point":
        point = [geometry.y, geometry.x]
    elif geometry.geom_type == "MultiPoint":
        spots = [[part.y, part.x] for part in geometry.geoms]
    else:
        lines = [_line(part.coords) for part in getattr(geometry, "geoms", [geometry])]
    return [point, spots, lines, rings]


def _line(coordinates: Iterable[tuple[float, ...]]) -> str:
    return polyline.encode((round(c[0] * 1000), round(c[1] * 1000)) for c in coordinates)


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values


def _routes(atlas: Atlas, layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    """Name, kind and countries of each route that a record in the block names."""
    named: set[str] = set()
    for name, rows in layers.items():
        if name == "routes":
            named.update(rows["id"])
        elif "routes" in rows:
            named.update(id_ for ids in rows["routes"] for id_ in ids or ())
    return {
        record["id"]: {name: record[name] for name in ("id", "name", "kind", "countries")}
        for record in atlas.layers["routes"].to_dict("records")
        if record["id"] in named
    }


def _vocabularies(layers: Mapping[str, gpd.GeoDataFrame], lang: str) -> dict[str, dict[str, str]]:
    """Labels of the terms that the records use; of a selection's own vocabularies, all."""
    used: dict[str, set[str]] = {name: set(VOCABULARIES[name]) for name in PARAMETERS}
    codes: set[str] = set()
    for name, rows in layers.items():
        for f, value in _values(LAYERS[name], rows):
            if f.vocabulary:
                used.setdefault(f.vocabulary, set()).update(_listed(value))
            elif f.kind in ("country", "countries"):
                codes.update(_listed(value))
            elif f.name == "mode":
                used.setdefault("mode", set()).update(value.split(", "))
    labels = {
        name: {id_: term.label for id_, term in terms.items() if id_ in used.get(name, ())}
        for name, terms in VOCABULARIES.items()
        if name != "sensitivity"
    }
    labels["country"] = {code: country_name(code, lang) for code in sorted(codes)}
    labels["layer"] = {name: layer.label for name, layer in LAYERS.items()}
    return labels


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[tuple[Field, Any]]:
    """Every field of the records that has a value, and of the objects in their lists."""
    for f in layer.fields:
        for value in rows[f.name]:
            if not value:
                continue
            yield f, value
            for g in f.inner:
                yield from ((g, item[g.name]) for item in value if item.get(g.name))
