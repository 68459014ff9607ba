"""The data block of the document: the records of a selection as compact JSON values.

``assets/data.js`` reads it back. A layer is stored by column: as it is, or ``{"all": value}`` where
all records agree, or ``{"of": values, "at": numbers}`` where few values recur; a column of nulls is
left out. Lines are encoded polylines of whole thousandths of a degree, longitude first. What
follows from a date is worked out there; what is said in a language stands in ``languages``.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import basemap, languages, polyline, style
from geo.atlas import Atlas, Record
from geo.folding import RANGES
from geo.schema import LAYERS, SOURCE_FIELDS, VOCABULARIES, Field, Layer
from geo.select import Shown
from geo.words import UNSEEN

COMPUTED = ("point", "spots", "lines", "rings")
"""Columns worked out here, beside a layer's own fields."""
PARAMETERS = ("kind", "outcome", "corroboration")
"""Vocabularies that a selection may name whether or not a record uses them."""
NEAR = 0.6
"""Degrees round the points within which a selection's basemap keeps its detail."""


def block(
    atlas: Atlas,
    shown: Shown,
    topology: basemap.Topology,
    langs: Sequence[str],
    *,
    whole: bool,
    figures: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Everything the document knows, apart from its title and state.

    ``shown`` says which records go in; ``whole`` keeps the basemap's detail everywhere.
    ``figures`` are the yearly arrivals to be told beside them.
    """
    layers = {name: rows for name, rows in shown.layers.items() if len(rows)}
    cited = {id_ for name, rows in layers.items() for id_ in _cited(LAYERS[name], rows)}
    works = sorted(cited.union(*(row["sources"] for row in figures)))
    index = {id_: n for n, id_ in enumerate(works)}
    shapes = basemap.country_ids(topology)
    if not whole:
        topology = basemap.reduced(topology, _near(layers.values()))
    west, south, east, north = basemap.extent(topology)
    used, named = _used(layers)
    values = {
        "layers": {
            name: _layer(LAYERS[name], rows, index, shapes) for name, rows in layers.items()
        },
        "layer_order": list(LAYERS),
        "sources": {
            "fields": [f.name for f in SOURCE_FIELDS if f.name != "id"],
            "rows": [
                _trimmed([atlas.sources[id_].get(f.name) for f in SOURCE_FIELDS if f.name != "id"])
                for id_ in works
            ],
        },
        "arrivals": [
            [row["period"], row["value"], [index[id_] for id_ in row["sources"]]] for row in figures
        ],
        "routes": _routes(atlas, layers),
        "languages": {
            lang: languages.table(lang, used, named, basemap.names(topology)) for lang in langs
        },
        "called": {place: names for place in sorted(named) if (names := languages.called(place))},
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
    letters = {ord(c) for c in set(unicodedata.normalize("NFKC", text)) if not c.isascii()}
    return [
        row
        for row in RANGES
        if any(
            code in letters or code + row[3] in letters
            for code in range(row[0], row[1] + 1, row[2])
        )
    ]


def _cited(layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[str]:
    for ids in rows["sources"]:
        yield from ids or ()
    for f in layer.of_kind("records"):
        for items in rows[f.name]:
            for item in items or ():
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
) -> dict[str, Any]:
    fields = [f for f in layer.leaving if f.name != "sensitivity"]
    columns = {f.name: [_value(value, f, index) for value in rows[f.name]] for f in fields}
    columns |= _drawn(layer.name, rows, shapes)
    return {
        "length": len(rows),
        "fields": [*(f.name for f in fields), *COMPUTED],
        "columns": {
            name: _points(values) if name == "point" else _column(values)
            for name, values in columns.items()
            if any(value is not None for value in values)
        },
        "inner": {f.name: [g.name for g in f.inner] for f in fields if f.inner},
        "searched": [name for f in fields for name in _searched(f)],
    }


def _column(values: list[Any]) -> Any:
    """A column in the shortest of its three forms."""
    keys = [tuple(value) if isinstance(value, list) else value for value in values]
    try:
        # Values that are equal but not alike, such as 1 and True, must not be merged.
        distinct = dict.fromkeys((type(key), key) for key in keys)
    except TypeError:
        return values
    if len(distinct) == 1:
        return {"all": values[0]}
    if len(distinct) > len(values) // 2:
        return values
    number = {key: n for n, key in enumerate(distinct)}
    return {"of": [key for _, key in distinct], "at": [number[type(key), key] for key in keys]}


def _points(values: list[list[float] | None]) -> Any:
    """A column of points: as any other, or where few recur as one polyline of 1e-5 degrees."""
    column = _column(values)
    if not isinstance(column, list):
        return column
    at = [n for n, point in enumerate(values) if point]
    line = polyline.encode((round(p[0] * 1e5), round(p[1] * 1e5)) for p in values if p)
    return {"line": line} if len(at) == len(values) else {"line": line, "at": at}


def _searched(f: Field) -> Iterator[str]:
    if f.searched:
        yield f.name
    yield from (f"{f.name}.{g.name}" for g in f.inner if g.searched)


def _value(value: Any, f: Field, index: Mapping[str, int]) -> Any:
    if not value and value is not False and value != 0:
        return None
    if f.inner:
        return [_item(item, f, index) for item in value]
    if f.kind == "sources":
        return [index[id_] for id_ in value]
    return value


def _item(item: Record, f: Field, index: Mapping[str, int]) -> list[Any]:
    return _trimmed([_value(item.get(g.name), g, index) for g in f.inner])


def _drawn(layer: str, rows: gpd.GeoDataFrame, shapes: set[str]) -> dict[str, list[Any]]:
    """The columns ``point``, ``spots`` (of a route without lines), ``lines`` and ``rings``."""
    columns: dict[str, list[Any]] = {
        name: [None] * len(rows) for name in ("point", "spots", "lines", "rings")
    }
    geometries = rows.geometry.to_numpy()
    ids = rows[LAYERS[layer].key].to_list()
    where = zip(shapely.get_y(geometries), shapely.get_x(geometries), strict=True)
    for n, (geometry, (lat, lon)) in enumerate(zip(geometries, where, strict=True)):
        if geometry is None:
            continue
        if lat == lat:  # only points have coordinates of their own, all else has NaN
            columns["point"][n] = [float(lat), float(lon)]
            continue
        parts = getattr(geometry, "geoms", [geometry])
        if layer == "countries":
            if ids[n] not in shapes:
                columns["rings"][n] = [_line(part.exterior.coords) for part in parts]
        elif geometry.geom_type == "MultiPoint":
            columns["spots"][n] = [[part.y, part.x] for part in parts]
        else:
            columns["lines"][n] = [_line(part.coords) for part in parts]
    return columns


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


def _used(layers: Mapping[str, gpd.GeoDataFrame]) -> tuple[dict[str, list[str]], set[str]]:
    """The terms that the records use, by vocabulary, and the places that they name.

    Of a selection's own vocabularies it is all terms.
    """
    used: dict[str, set[str]] = {name: set(VOCABULARIES[name]) for name in PARAMETERS}
    places: set[str] = set()
    for name, rows in layers.items():
        for f, value in _values(LAYERS[name], rows):
            if f.vocabulary:
                used.setdefault(f.vocabulary, set()).update(_listed(value))
            elif f.kind in ("country", "countries"):
                used.setdefault("country", set()).update(_listed(value))
            elif f.name == "mode":
                used.setdefault("mode", set()).update(value.split(", "))
            elif f.name == "place":
                places.add(value)
    terms = {
        name: [id_ for id_ in vocabulary if id_ in used.get(name, ())]
        for name, vocabulary in VOCABULARIES.items()
        if name not in UNSEEN
    }
    return terms | {"country": sorted(used.get("country", ())), "layer": list(LAYERS)}, places


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
