"""The tables of a store that is a database, and how its rows become content and back.

Each layer is a table, and so are works, figures, towns, their names and the changelog. A table has
a column a field, ``fid`` to count its rows, ``geom`` where there is a geometry, and ``extra`` for
what the schema doesn't know.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geo.atlas import Record
from geo.changelog import Entry
from geo.content import Content
from geo.problem import Problem
from geo.schema import LAYERS, SOURCE_FIELDS, Field, Kind

NUMBER, SHAPE, EXTRA = "fid", "geom", "extra"
"""Columns of every table beside its fields: the row's number, its geometry, unknown fields."""

LISTS: frozenset[Kind] = frozenset({"ids", "sources", "countries", "terms", "records"})
"""Kinds of fields that hold a list."""

NOTED = "about"
"""The place under which the names' own note stands in their table."""

YEARLY: tuple[Field, ...] = (
    Field("id", "id", "stable id", "arrivals-south-korea-1999-2001", required=True),
    Field("series", "text", "what is counted, with what it may be joined", "arrivals_south_korea"),
    Field("period", "date", "year or period", "1999/2001"),
    Field("year", "integer", "the year, where the period is one", 2003),
    Field("value", "number", "the figure", 1043),
    Field("value_min", "integer", "lowest figure where the source gives a range", 30000),
    Field("value_max", "integer", "highest figure where the source gives a range", 50000),
    Field("women", "integer", "of them women", 478),
    Field("men", "integer", "of them men", 565),
    Field("measure", "text", "what exactly is counted", "people forcibly returned"),
    Field("estimator", "text", "whose estimate it is", "Ministry of Unification"),
    Field("scope", "text", "place or group that is counted", "China"),
    Field("from_china", "integer", "of them by way of China", 100),
    Field("share_china_percent", "number", "share that came by way of China, in percent", 95.5),
    Field("by_place", "text", "figures by place, as the source gives them", "Jilin 10"),
    Field("is_total", "boolean", "true where the figure is the series' total", True),
    Field("is_part_year", "boolean", "true where the year is not complete", False),
    Field("computed", "boolean", "true where we added or divided the sources' numbers", False),
    Field("contained_in", "text", "period of another row that includes this one", "1999/2001"),
    Field("sources", "sources", "works that the figure rests on", ["mou-2020"]),
    Field("notes", "text", "editor's note", "Three years together."),
)
"""Fields of ``yearly.csv``."""

GAZETTEER: tuple[Field, ...] = (
    Field("place", "text", "romanised name", "Yanji", required=True),
    Field("country", "country", "country", "CHN"),
    Field("lon", "number", "longitude, decimal degrees, WGS 84", 129.50241),
    Field("lat", "number", "latitude, decimal degrees, WGS 84", 42.88825),
    Field("precision", "term", "what its point stands for", "town", vocabulary="precision"),
    Field("name_local", "text", "name in a local script", "延吉"),
    Field("coord_source", "text", "where the point comes from", "GeoNames 2033403 (Yanji)"),
)
"""Fields of ``gazetteer.json``."""

NAMES: tuple[Field, ...] = (
    Field("place", "text", "romanised name, as in the gazetteer", "Yanji", required=True),
    Field("language", "text", "language of the name", "ko", required=True),
    Field("name", "text", "the name", "옌지", required=True),
)
"""A town's name in one language: ``names.json``."""

CHANGELOG: tuple[Field, ...] = (
    Field("day", "text", "day of the change, YYYY-MM-DD; empty above the first", "2026-11-21"),
    Field("version", "text", "version that the data then had: see geo check", "0123456789"),
    Field("title", "text", "title, where an entry has one", "Second edition"),
    Field("what", "text", "what changed, and why", "2013-05-laos-nine: people_max 9 → 10."),
)
"""An entry of ``CHANGELOG.md``."""


@dataclass(frozen=True)
class Table:
    """One table: its name, what it holds, its fields; ``key`` is the one that no two rows share."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: str = ""
    geometry: tuple[str | None, ...] = ()

    @property
    def spatial(self) -> bool:
        """Whether it has a geometry."""
        return bool(self.geometry)


TABLES: Mapping[str, Table] = {
    **{x.name: Table(x.name, x.meaning, x.fields, x.key, x.geometry) for x in LAYERS.values()},
    "sources": Table("sources", "Works that the records rest on.", SOURCE_FIELDS, "id"),
    "yearly": Table("yearly", "Figures by year or period.", YEARLY, "id"),
    "gazetteer": Table("gazetteer", "Every town used, with its one position.", GAZETTEER),
    "names": Table("names", "Names of towns in other languages.", NAMES),
    "changelog": Table("changelog", "What changed in the data, and when.", CHANGELOG),
}
"""All tables, the layers first."""

Row = tuple[int, Record, Any]
"""A row's number, its fields, and its geometry as GeoJSON has it, or None."""


def features_rows(features: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Record, Any]]:
    """Records and geometries of a layer's features."""
    return ((dict(x["properties"]), x.get("geometry")) for x in features)


def rows(content: Content, table: str) -> list[tuple[Record, Any]]:
    """What of a content stands in a table; its good records are meant, each with all its fields."""
    if table in LAYERS:
        return list(features_rows(content.features.get(table, ())))
    records: Iterable[Mapping[str, Any]] = {
        "sources": content.works,
        "yearly": content.yearly,
        "gazetteer": content.gazetteer,
        "names": _names(content.names),
        "changelog": [asdict(entry) for entry in content.changes],
    }[table]
    return [(dict(record), None) for record in records]


def _names(names: Mapping[str, Any]) -> list[Record]:
    about = names.get("about")
    noted = [{"place": NOTED, "language": "en", "name": about}] if about else []
    return noted + [
        {"place": place, "language": language, "name": name}
        for place, found in (names.get("names") or {}).items()
        for language, name in found.items()
    ]


def content(found: Mapping[str, Sequence[Row]], files: Mapping[str, str]) -> Content:
    """The content of a store's tables; ``files`` says what a table is called to the editor."""
    problems: list[Problem] = []

    def good(table: str) -> list[Record]:
        kept = []
        for number, record, _ in found.get(table, ()):
            wrong = _wrong(record, TABLES[table])
            if wrong is None:
                kept.append(record)
                continue
            f, value, advice = wrong
            id_ = record.get("id") if isinstance(record.get("id"), str) else None
            problems.append(Problem(files[table], number, id_, f, value, advice, True, "row"))
        return kept

    works = list(found.get("sources", ()))
    return Content(
        features={
            name: [
                {"type": "Feature", "geometry": shape, "properties": record}
                for _, record, shape in found.get(name, ())
            ]
            for name in LAYERS
        },
        works=[record for _, record, _ in works],
        yearly=[_figure(record) for record in good("yearly")],
        gazetteer=good("gazetteer"),
        names=_by_place(good("names")),
        changes=[
            Entry(**{f.name: record.get(f.name) or "" for f in CHANGELOG})
            for record in good("changelog")
        ],
        problems=problems,
        unread={str(problem): "" for problem in problems},
        numbers={name: [number for number, _, _ in found.get(name, ())] for name in LAYERS}
        | {"sources": [number for number, _, _ in works]},
        unit="row",
        files=files,
    )


def _figure(record: Record) -> Record:
    """A figure as ``yearly.csv`` gives it: a blank truth is false, a blank list is empty."""
    blanks: Record = {f.name: False for f in YEARLY if f.kind == "boolean"} | {"sources": []}
    return {name: blanks.get(name) if x is None else x for name, x in record.items()}


def _by_place(names: Iterable[Record]) -> Record:
    about, found = "", dict[str, dict[str, str]]()
    for row in names:
        if row["place"] == NOTED:
            about = row["name"]
        else:
            found.setdefault(row["place"], {})[row["language"]] = row["name"]
    return {"about": about, "names": found} if found else {}


def _wrong(record: Record, table: Table) -> tuple[str, object, str] | None:
    """The first field of a row that holds what it must not: field, value, advice."""
    for f in table.fields:
        value = record.get(f.name)
        if value is None or value == "":
            if f.required:
                return f.name, None, f"is missing; write {f.meaning}, such as {f.example!r}"
        elif not _HOLDS.get(f.kind, _is_text)(value):
            return f.name, value, _ADVICE.get(f.kind, "is not text")
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_HOLDS: Mapping[str, Callable[[object], bool]] = {
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "sources": lambda value: isinstance(value, list) and all(map(_is_text, value)),
}
_ADVICE = {
    "integer": "is not a whole number",
    "number": "is not a number",
    "boolean": "is neither true nor false",
    "sources": 'is not a list of ids; write it as ["id", "id"]',
}


def record(table: Table, cells: Mapping[str, Any]) -> Record:
    """A row's cells, each of its kind already, as a record: all fields, then what is unknown."""
    found: Record = {f.name: _ordered(cells.get(f.name), f) for f in table.fields}
    more = {
        name: value
        for name, value in cells.items()
        if name not in found and name not in (NUMBER, SHAPE, EXTRA) and value is not None
    }
    extra = cells.get(EXTRA)
    return found | more | (extra if isinstance(extra, dict) else {})


def _ordered(value: Any, f: Field) -> Any:
    """A list of objects with their fields in the schema's order, which a database may not keep."""
    if f.kind != "records" or not isinstance(value, list):
        return value
    order = {inner.name: n for n, inner in enumerate(f.inner)}
    return [
        dict(sorted(item.items(), key=lambda pair: order.get(pair[0], len(order))))
        if isinstance(item, dict)
        else item
        for item in value
    ]


def unknown(table: Table, found: Record) -> Record:
    """What of a record the schema doesn't know."""
    names = {f.name for f in table.fields}
    return {name: value for name, value in found.items() if name not in names}


def text_of(value: object) -> str:
    """A list or object as JSON text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
