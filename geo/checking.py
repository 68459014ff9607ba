"""Checks of records against the schema: a problem says the place, the value and what to write."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.validation import explain_validity

from geo import dates
from geo.problem import Problem
from geo.schema import LAYERS, SOURCE_FIELDS, VOCABULARIES, Field, Kind, Layer
from geo.words import is_country

Record = Mapping[str, Any]
Says = Callable[..., Problem]

FILES: Mapping[str, str] = {layer.name: layer.file for layer in LAYERS.values()} | {
    "sources": "sources.json"
}
"""What the layers and the list of works are called in a data folder."""

_HALF = re.compile("[\ud800-\udfff]")
_OF_WORKS = {f.name: f for f in SOURCE_FIELDS}
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def check_feature(
    file: str,
    number: int,
    feature: object,
    layer: Layer,
    seen: set[str],
    unit: Literal["feature", "row"] = "feature",
) -> Iterator[Problem]:
    """Every problem of one GeoJSON feature; its id is added to ``seen``.

    A problem that is ``losing`` means that the record cannot be used.
    """
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        advice = 'is no Feature; write {"type": "Feature", "geometry": …, "properties": {…}}'
        yield Problem(file, number, None, None, None, advice, losing=True, unit=unit)
        return
    record = feature["properties"]
    id_ = record.get(layer.key)
    id_ = id_ if isinstance(id_, str) else None

    def says(field: str | None, value: object, advice: str, *, losing: bool = False) -> Problem:
        return Problem(file, number, id_, field, value, advice, losing, unit)

    if id_ in seen:
        yield says(layer.key, id_, "stands twice; give each record an id of its own", losing=True)
    elif id_:
        seen.add(id_)
    if id_ and feature.get("id") not in (None, id_):
        yield says("id", feature["id"], f"differs from {layer.key}; write {id_!r} in both")
    yield from _check_fields(record, layer.by_name, says)
    yield from _check_geometry(feature.get("geometry"), layer, says)
    yield from _check_sense(layer.name, record, feature.get("geometry"), says)


def check_source(
    file: str,
    number: int,
    work: Mapping[str, Any],
    seen: Mapping[str, object],
    unit: Literal["feature", "row"] = "feature",
) -> Iterator[Problem]:
    """Every problem of one work in ``sources.json``."""
    id_ = work.get("id") if isinstance(work.get("id"), str) else None

    def says(field: str | None, value: object, advice: str, *, losing: bool = False) -> Problem:
        return Problem(file, number, id_, field, value, advice, losing, unit)

    if id_ in seen:
        yield says("id", id_, "stands twice; give each work an id of its own", losing=True)
    yield from _check_fields(work, _OF_WORKS, says)


def check_references(
    features: Mapping[str, list[dict[str, Any]]],
    sources: Mapping[str, Any],
    beside: Mapping[str, set[str]] = MappingProxyType({}),
    files: Mapping[str, str] | None = None,
    unit: Literal["feature", "row"] = "feature",
) -> list[Problem]:
    """Problems of ids that name nothing, in all layers at once.

    The unknown ids are taken out of ``features``, and records that are left without any source are
    set aside, so that what remains can be shown. ``beside`` holds ids by layer of records that are
    there, too, and not among ``features``. A feature's ``number`` says where it stands (else they
    are counted), ``files`` what its layer and ``sources`` are called where they are kept.
    """
    files = files or FILES
    ids = {
        name: {x["properties"][LAYERS[name].key] for x in rows} | beside.get(name, set())
        for name, rows in features.items()
    }
    problems: list[Problem] = []
    for name, rows in features.items():
        layer = LAYERS[name]
        kept = []
        for number, feature in enumerate(rows, start=1):
            record = feature["properties"]
            place = Place(files, feature.get("number", number), unit)
            found = list(_dangling(record, layer, place, ids, sources))
            problems += found
            if not any(problem.losing for problem in found):
                kept.append(feature)
        rows[:] = kept
    return problems


@dataclass(frozen=True)
class Place:
    """Where a record stands: what files are called, its number, and what is counted."""

    files: Mapping[str, str]
    number: int
    unit: Literal["feature", "row"]


def _dangling(
    record: dict[str, Any], layer: Layer, place: Place, ids: Mapping[str, set[str]], sources: Any
) -> Iterator[Problem]:
    id_, file = record[layer.key], place.files[layer.name]

    def lost(field: str, value: object, known: Iterable[str], where: str) -> Problem:
        advice = f"is not in {where}; {_meant(str(value), known) or 'add it there or take it out'}"
        return Problem(file, place.number, id_, field, value, advice, unit=place.unit)

    for f in layer.of_kind("id", "ids"):
        if not f.refers:
            continue
        known = ids.get(f.refers, set())
        value = record.get(f.name)
        named = value if isinstance(value, list) else [value] if value else []
        unknown = [item for item in named if item not in known]
        for item in unknown:
            yield lost(f.name, item, known, place.files[f.refers])
        if unknown:
            kept = [item for item in named if item in known]
            record[f.name] = kept if isinstance(value, list) else None
    for holder, field in _source_lists(record, layer):
        unknown = [item for item in holder["sources"] if item not in sources]
        for item in unknown:
            yield lost(field, item, sources, place.files["sources"])
        if unknown:
            holder["sources"] = [item for item in holder["sources"] if item in sources]
    if not record["sources"]:
        advice = "names no work that is known; every record needs a source"
        yield Problem(
            file, place.number, id_, "sources", None, advice, losing=True, unit=place.unit
        )


def _source_lists(record: dict[str, Any], layer: Layer) -> Iterator[tuple[dict[str, Any], str]]:
    yield record, "sources"
    for f in layer.of_kind("records"):
        if any(inner.kind == "sources" for inner in f.inner):
            for n, item in enumerate(record.get(f.name) or ()):
                if item.get("sources"):
                    yield item, f"{f.name}[{n}].sources"


def _check_fields(record: Record, fields: Mapping[str, Field], says: Says) -> Iterator[Problem]:
    for f in fields.values():
        value = record.get(f.name)
        if value is None or value == "":
            if f.required:
                known = str(f.example).lower() if isinstance(f.example, bool) else repr(f.example)
                example = f"such as {known}"
                yield says(f.name, None, f"is missing; write {f.meaning}, {example}", losing=True)
            continue
        if not _surely_good(value, f):
            yield from _check_value(f.name, value, f, says)
    for name in record:
        if name not in fields:
            yield says(
                name, None, f"is no field of this layer; {_meant(name, fields) or 'it is not used'}"
            )


def _surely_good(value: Any, f: Field) -> bool:
    """Whether a value needs no closer look: most don't, and there may be 200,000 records."""
    kind = f.kind
    if kind in ("text", "id"):
        return isinstance(value, str) and value.isascii() and "\0" not in value
    if kind in ("term", "country", "date", "link"):
        return isinstance(value, str) and _good(value, kind, f.vocabulary)
    if kind == "integer":
        return type(value) is int and value >= 0
    return kind == "boolean" and isinstance(value, bool)


@lru_cache(maxsize=200_000)
def _good(value: str, kind: Kind, vocabulary: str | None) -> bool:
    if kind == "term":
        return value in VOCABULARIES[vocabulary or ""]
    return _SINGLE[kind](value, _ANY) is None


def _check_value(name: str, value: Any, f: Field, says: Says) -> Iterator[Problem]:
    if f.kind == "records":
        yield from _check_records(name, value, f, says)
        return
    if f.kind in _LISTS:
        if not isinstance(value, list):
            yield says(name, value, "is not a list; write it in [brackets]", losing=True)
            return
        for item in value:
            advice = _LISTS[f.kind](item, f)
            if advice:
                yield says(name, item, advice, losing=True)
        return
    if f.kind == "number":
        limit = 180 if f.name == "lon" else 90
        if not _is_number(value) or abs(value) > limit:
            yield says(name, value, f"is outside -{limit}..{limit} degrees", losing=True)
        return
    advice = _SINGLE[f.kind](value, f)
    if advice:
        yield says(name, value, advice, losing=f.kind != "link")


def _check_records(name: str, value: Any, f: Field, says: Says) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        yield says(name, value, "is not a list of objects", losing=True)
        return
    for n, item in enumerate(value):
        for inner in f.inner:
            if item.get(inner.name) not in (None, ""):
                yield from _check_value(f"{name}[{n}].{inner.name}", item[inner.name], inner, says)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _text(value: object, _: Field) -> str | None:
    if not isinstance(value, str):
        return "is not text; write it in quotation marks"
    if "\0" in value:
        return "holds a null character; take it out"
    return "holds half a character; take it out" if _HALF.search(value) else None


def _integer(value: object, _: Field) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and value >= 0 else "is not a whole number of 0 or more"  # type: ignore[operator]


def _boolean(value: object, _: Field) -> str | None:
    return None if isinstance(value, bool) else "is neither true nor false"


def _date(value: object, _: Field) -> str | None:
    try:
        dates.parse(value if isinstance(value, str) else str(value))
    except ValueError as error:
        return str(error).removeprefix(f"{value!r} ")
    return None if isinstance(value, str) else "is not text; write it in quotation marks"


def _country(value: object, _: Field) -> str | None:
    known = isinstance(value, str) and is_country(value)
    return None if known else "is no ISO 3166-1 alpha-3 code; write one such as CHN"


def _term(value: object, f: Field) -> str | None:
    terms = VOCABULARIES[f.vocabulary or ""]
    if isinstance(value, str) and value in terms:
        return None
    meant = _meant(str(value), terms) or f"write one of {', '.join(terms)}"
    return f"is not in the vocabulary {f.vocabulary}; {meant}"


def _link(value: object, _: Field) -> str | None:
    linked = isinstance(value, str) and _LINK.fullmatch(value)
    return (
        None if linked else "is no http or https address; write the full address or leave it empty"
    )


_SINGLE: Mapping[str, Callable[[object, Field], str | None]] = {
    "text": _text,
    "id": _text,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "country": _country,
    "term": _term,
    "link": _link,
}
_LISTS: Mapping[str, Callable[[object, Field], str | None]] = {
    "ids": _text,
    "sources": _text,
    "countries": _country,
    "terms": _term,
}


_ANY = Field("", "text", "", None)


def _meant(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def _check_geometry(geometry: Any, layer: Layer, says: Says) -> Iterator[Problem]:
    if geometry is None:
        if None not in layer.geometry:
            yield says("geometry", None, f"is missing; write a {layer.geometry[0]}", losing=True)
        return
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in layer.geometry:
        allowed = " or ".join(name or "null" for name in layer.geometry)
        yield says("geometry", kind, f"is not what this layer holds; write {allowed}", losing=True)
        return
    outside = _first_outside(geometry.get("coordinates"))
    if outside is not None:
        advice = "is no longitude and latitude; write [longitude, latitude] in degrees"
        swapped = len(outside) == 2 and all(map(_is_number, outside)) and abs(outside[1]) > 90
        if swapped and abs(outside[0]) <= 90:
            advice += f"; did you mean {[outside[1], outside[0]]}?"
        yield says("geometry", outside, advice, losing=True)
        return
    if kind == "Point" and _is_position(geometry["coordinates"]):
        return
    try:
        drawn = shape(geometry)
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError) as error:
        yield says(
            "geometry", None, f"cannot be drawn ({error}); mend its coordinates", losing=True
        )
        return
    if drawn.is_empty:
        yield says("geometry", None, "is empty; write null or coordinates", losing=True)
    elif not drawn.is_valid:
        yield says("geometry", None, f"is not valid ({explain_validity(drawn)}); mend its rings")


def _first_outside(coordinates: Any) -> list[Any] | None:
    """The first position outside EPSG:4326, or None; what is no list counts as outside."""
    if not isinstance(coordinates, list):
        return [coordinates]
    if coordinates and isinstance(coordinates[0], list):
        for part in coordinates:
            found = _first_outside(part)
            if found is not None:
                return found
        return None
    return None if _is_position(coordinates) or not coordinates else coordinates


def _is_position(coordinates: list[Any]) -> bool:
    return (
        len(coordinates) >= 2
        and all(map(_is_number, coordinates))
        and abs(coordinates[0]) <= 180
        and abs(coordinates[1]) <= 90
    )


_RANGES = ("people", "people_died", "people_returned")


def _check_sense(layer: str, record: Record, geometry: Any, says: Says) -> Iterator[Problem]:
    if layer == "incidents":
        for name in _RANGES:
            low, high = record.get(f"{name}_min"), record.get(f"{name}_max")
            if isinstance(low, int) and isinstance(high, int) and low > high:
                yield says(
                    f"{name}_min", low, f"is more than {name}_max, {high}; swap or mend them"
                )
        if record.get("precision") == "country" and geometry is not None:
            yield says(
                "geometry", None, "is a point for a country; write null, the record is listed"
            )
    start, end = (_edge(record.get(name)) for name in ("active_from", "active_to"))
    if (
        start
        and end
        and start.first is not None
        and end.last is not None
        and start.first > end.last
    ):
        value = record["active_from"]
        yield says(
            "active_from", value, f"lies after active_to, {record['active_to']}; swap or mend"
        )
    if layer == "routes":
        yield from _check_legs(record, geometry, says)


def _edge(value: object) -> dates.Edtf | None:
    try:
        return dates.parse(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def _check_legs(record: Record, geometry: Any, says: Says) -> Iterator[Problem]:
    legs, waypoints = record.get("legs") or [], record.get("waypoints") or []
    if not isinstance(legs, list) or not isinstance(waypoints, list):
        return
    for n, leg in enumerate(legs):
        for end in ("from", "to"):
            at = leg.get(end) if isinstance(leg, dict) else None
            if not isinstance(at, int) or not 0 <= at < len(waypoints):
                most = len(waypoints) - 1
                yield says(f"legs[{n}].{end}", at, f"is no waypoint; write 0..{most}", losing=True)
    if isinstance(geometry, dict) and geometry.get("type") == "MultiLineString":
        parts = len(geometry.get("coordinates") or ())
        if parts != len(legs):
            advice = f"has {parts} parts for {len(legs)} legs; run tools/draw_corridors.py"
            yield says("geometry", None, advice, losing=True)
