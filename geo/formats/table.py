"""Layers as tables: what the app lists, and the CSV and GeoJSON files of what is shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.formats import geojson
from geo.schema import LAYERS, SOURCE_FIELDS, VOCABULARIES, Layer
from geo.words import country_name, label, t

Record = Mapping[str, Any]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "incidents": (
        "date",
        "title",
        "kind",
        "place",
        "country",
        "people_min",
        "people_max",
        "outcome",
        "corroboration",
    ),
    "routes": (
        "name",
        "kind",
        "active_from",
        "active_to",
        "countries",
        "mode",
        "source_confidence",
    ),
    "crossings": ("name", "type", "countries", "river", "used_for"),
    "detention_sites": ("name", "type", "place", "country", "active_from", "active_to", "status"),
    "countries": ("name", "role", "convention_year", "cat_party", "policy_summary"),
}
"""The fields that a reader's table of each layer shows."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def table(layer: str, rows: gpd.GeoDataFrame, lang: str = "en") -> pd.DataFrame:
    """A layer's records as a reader's table: headings and labels instead of field names and ids.

    Rows keep their order; whole numbers stay whole where some are missing.
    """
    shape = LAYERS[layer]
    columns: dict[str, pd.Series[Any]] = {}
    for name in COLUMNS[layer]:
        heading = t(f"table.{layer}.{name}", lang)
        if shape.by_name[name].kind == "integer":
            columns[heading] = pd.Series(list(rows[name]), dtype="Int64")
        else:
            said = [_say(shape, name, value, lang) for value in rows[name]]
            columns[heading] = pd.Series(said, dtype="str")
    return pd.DataFrame(columns)


def _say(layer: Layer, name: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_say(layer, name, item, lang) for item in value)
    if isinstance(value, bool):
        return t("table.cell.yes" if value else "table.cell.no", lang)
    field = layer.by_name[name]
    if field.vocabulary and value in VOCABULARIES[field.vocabulary]:
        return label(field.vocabulary, value, lang)
    return country_name(value, lang) if field.kind in ("country", "countries") else str(value)


def records(layer: str, rows: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """A layer's public records as plain dictionaries with a GeoJSON ``geometry`` (or None).

    Columns that the schema doesn't know, if they were asked for at the gate, follow its fields.
    """
    public = rows[rows["sensitivity"] == "public"]
    names = [field.name for field in LAYERS[layer].leaving]
    for row, shape in zip(public.to_dict("records"), public.geometry, strict=True):
        known = {name: row[name] for name in names}
        yield known | row.get("extra", {}) | {"geometry": shape and mapping(shape)}


def _own_columns(*layers: gpd.GeoDataFrame) -> list[str]:
    """Columns that the schema doesn't know, of the records that have passed the gate with them."""
    found = (values for rows in layers if "extra" in rows for values in rows["extra"])
    return list(dict.fromkeys(name for values in found for name in values))


def features(layer: str, rows: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """The public records of a layer as GeoJSON features (RFC 7946, EPSG:4326)."""
    key = LAYERS[layer].key
    for record in records(layer, rows):
        yield {"id": record[key], "geometry": record.pop("geometry"), "properties": record}


def as_geojson(layer: str, rows: gpd.GeoDataFrame) -> str:
    """The public records of a layer as a GeoJSON FeatureCollection."""
    return geojson.dumps(features(layer, rows))


def as_csv(layer: str, rows: gpd.GeoDataFrame) -> str:
    """The public records of a layer as CSV, whole: see ``csv_lines``."""
    return "".join(csv_lines(layer, rows))


def csv_lines(layer: str, rows: gpd.GeoDataFrame, *, lines: bool = False) -> Iterator[str]:
    """The public records of a layer as CSV lines: every field, then ``lon`` and ``lat`` of points.

    Lists of words are joined by ``; ``, lists of objects are JSON. The byte order mark at the start
    lets spreadsheets read Hangul; see ``harmless`` for what they must not read as a formula.
    With ``lines``, a column ``wkt`` holds lines and sets of points; polygons are too long for the
    cells of spreadsheets.
    """
    names = [*(field.name for field in LAYERS[layer].leaving), *_own_columns(rows)]
    yield from write_csv(
        [*names, "lon", "lat", *(["wkt"] if lines else [])],
        (
            [*(cell(record.get(name)) for name in names), *_placed(record["geometry"], lines)]
            for record in records(layer, rows)
        ),
    )


def all_csv_lines(layers: Mapping[str, gpd.GeoDataFrame], *, lines: bool = False) -> Iterator[str]:
    """The public records of all layers in one table: ``layer``, then every field that any has."""
    names = list(dict.fromkeys(f.name for name in LAYERS for f in LAYERS[name].leaving))
    names += _own_columns(*layers.values())
    yield from write_csv(
        ["layer", *names, "lon", "lat", *(["wkt"] if lines else [])],
        (
            [
                layer,
                *(cell(record.get(name)) for name in names),
                *_placed(record["geometry"], lines),
            ]
            for layer in LAYERS
            for record in records(layer, layers[layer])
        ),
    )


def works_csv_lines(works: Iterable[Record]) -> Iterator[str]:
    """Works cited as CSV lines: the fields of ``sources.json``."""
    names = [f.name for f in SOURCE_FIELDS]
    yield from write_csv(names, ([work.get(name) for name in names] for work in works))


def write_csv(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """Rows as lines of CSV text (RFC 4180), the first with a byte order mark."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    for row in chain([head], rows):
        writer.writerow([harmless(value) for value in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def harmless(value: Any) -> Any:
    """The value so that no spreadsheet takes text for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("Yanji"), harmless(-1.5)
    ("'=1+1", 'Yanji', -1.5)
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def cell(value: Any) -> Any:
    """A field's value for one cell: lists of words joined, lists of objects as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return "; ".join(value)
        return json.dumps(value, ensure_ascii=False)
    return value


def _point(geometry: Mapping[str, Any] | None) -> tuple[Any, Any]:
    if geometry is None or geometry["type"] != "Point":
        return None, None
    lon, lat = geometry["coordinates"]
    return lon, lat


def _placed(geometry: Mapping[str, Any] | None, lines: bool) -> list[Any]:
    cells = list(_point(geometry))
    if not lines:
        return cells
    drawn = geometry and geometry["type"] in ("LineString", "MultiLineString", "MultiPoint")
    return [
        *cells,
        shapely.to_wkt(shapely.geometry.shape(geometry), rounding_precision=5) if drawn else None,
    ]


def works(
    shown: Mapping[str, gpd.GeoDataFrame], sources: Mapping[str, Record], lang: str = "en"
) -> pd.DataFrame:
    """The works that the records shown rest on: most cited first, then by publisher and title.

    The last column holds http and https addresses only.
    """
    cited: dict[str, int] = {}
    for rows in shown.values():
        for ids in rows["sources"]:
            for id_ in set(ids or ()):
                cited[id_] = cited.get(id_, 0) + 1
    found = [(sources[id_], count) for id_, count in cited.items() if id_ in sources]
    found.sort(key=lambda x: (-x[1], str(x[0].get("publisher")), str(x[0].get("title"))))
    columns: dict[str, list[Any]] = {
        "publisher": [work.get("publisher") or "" for work, _ in found],
        "title": [work.get("title") or "" for work, _ in found],
        "published": [work.get("published") or "" for work, _ in found],
        "medium": [_medium(work, lang) for work, _ in found],
        "records": [count for _, count in found],
        "link": [link(work.get("url")) for work, _ in found],
    }
    return pd.DataFrame({t(f"table.works.{name}", lang): rows for name, rows in columns.items()})


def _medium(work: Record, lang: str) -> str:
    medium = str(work.get("medium") or "")
    return label("medium", medium, lang) if medium in VOCABULARIES["medium"] else ""


def link(address: Any) -> str | None:
    """The address if it is http or https, else None."""
    sane = isinstance(address, str) and address.startswith(("https://", "http://"))
    return address if sane else None
