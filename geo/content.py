"""What a store holds, as it holds it: read, but not yet parted into good records and bad ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from shapely.geometry import mapping

from geo import changelog
from geo.atlas import Atlas, Record, frame
from geo.changelog import Entry
from geo.checking import FILES, check_feature, check_references, check_source
from geo.problem import Problem
from geo.schema import LAYERS, Layer


class DataError(Exception):
    """Data that cannot be used at all; its text says why and what to do."""


@dataclass(frozen=True)
class Content:
    """Everything that a store holds, in its order.

    ``features`` are GeoJSON-like by layer, bad ones included; ``numbers`` say how the store counts
    them (else from 1), ``unit`` and ``files`` what it calls them. ``names`` are towns' names as in
    ``names.json``. ``problems`` tell what could not be read, ``unread`` holds, by file, a hash of
    what that was, so that the version changes with it.
    """

    features: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    works: Sequence[Any] = ()
    yearly: Sequence[Record] = ()
    gazetteer: Sequence[Record] = ()
    names: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[Entry] = ()
    problems: Sequence[Problem] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict)
    unit: Literal["feature", "row"] = "feature"
    files: Mapping[str, str] = field(default_factory=lambda: FILES)


def atlas(content: Content) -> Atlas:
    """The good records as an atlas, the bad ones set aside and told in its ``problems``."""
    problems = list(content.problems)
    works = _works(content, problems)
    features = {name: list(_features(content, name, problems)) for name in LAYERS}
    private = {
        (content.files[name], x["properties"][LAYERS[name].key])
        for name, found in features.items()
        for x in found
        if not _is_public(x)
    }
    problems += [
        replace(problem, private=(problem.file, problem.id) in private)
        for problem in check_references(features, works, files=content.files, unit=content.unit)
    ]
    return Atlas(
        layers={name: frame(LAYERS[name], features[name]) for name in LAYERS},
        sources=works,
        yearly=list(content.yearly),
        gazetteer=list(content.gazetteer),
        problems=tuple(problems),
        version=version(content),
        as_of=changelog.as_of(content.changes),
        licensed=changelog.licensed(content.changes),
        extra={name: _extra(LAYERS[name], features[name]) for name in LAYERS},
    )


def _extra(layer: Layer, features: list[Record]) -> dict[str, Record]:
    """What the records have in columns that the schema doesn't know, by id."""
    known = layer.by_name.keys()
    found = {
        x["properties"][layer.key]: {
            name: value for name, value in x["properties"].items() if name not in known
        }
        for x in features
        if not x["properties"].keys() <= known
    }
    return {id_: values for id_, values in found.items() if values}


def good(content: Content) -> Content:
    """The content without what cannot be used, as a store takes it."""
    return replace(of_atlas(atlas(content)), names=content.names, changes=content.changes)


def of_atlas(found: Atlas) -> Content:
    """An atlas's records as content, to be written to a store."""
    return Content(
        features={name: [*_rows(found, name)] for name in found.layers},
        works=list(found.sources.values()),
        yearly=found.yearly,
        gazetteer=found.gazetteer,
    )


def _rows(found: Atlas, name: str) -> Iterator[Record]:
    key, extra = LAYERS[name].key, found.extra.get(name, {})
    for record in found.layers[name].to_dict("records"):
        geometry = record.pop("geometry")
        drawn = None if geometry is None else lists(mapping(geometry))
        yield {
            "type": "Feature",
            "id": record[key],
            "geometry": drawn,
            "properties": {name_: record[name_] for name_ in LAYERS[name].by_name}
            | dict(extra.get(record[key], {})),
        }


def _works(content: Content, problems: list[Problem]) -> dict[str, Record]:
    works: dict[str, Record] = {}
    numbers = content.numbers.get("sources") or range(1, len(content.works) + 1)
    for number, work in zip(numbers, content.works, strict=True):
        if not isinstance(work, dict):
            continue
        found = list(check_source(content.files["sources"], number, work, works, content.unit))
        problems.extend(found)
        if not any(problem.losing for problem in found):
            works[work["id"]] = work
    return works


def _features(content: Content, name: str, problems: list[Problem]) -> Iterator[Record]:
    layer, seen = LAYERS[name], set[str]()
    rows = content.features.get(name, ())
    numbers = content.numbers.get(name) or range(1, len(rows) + 1)
    for number, feature in zip(numbers, rows, strict=True):
        found = list(check_feature(content.files[name], number, feature, layer, seen, content.unit))
        private = bool(found) and not _is_public(feature)
        problems.extend(replace(problem, private=private) for problem in found)
        if not any(problem.losing for problem in found):
            yield {
                "number": number,
                "properties": _copy(feature["properties"]),
                "geometry": feature.get("geometry"),
            }


def _is_public(feature: Any) -> bool:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return isinstance(properties, dict) and properties.get("sensitivity") == "public"


def _copy(record: Record) -> Record:
    """A copy deep enough: unknown ids are taken out of what is shown, not out of what is kept."""
    return {
        name: [dict(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else value
        for name, value in record.items()
    }


def version(content: Content) -> str:
    """Short SHA-256 over the records, the same wherever they are kept.

    Neither the order of records nor that of fields counts, nor the layout of a file, nor whether a
    field that is not known is null or left out.
    """
    groups: dict[str, Iterable[Any]] = {
        name: (feature_core(feature) for feature in rows) for name, rows in content.features.items()
    }
    groups["sources"] = (known(work) for work in content.works)
    groups["yearly"] = (known(figure) for figure in content.yearly)
    groups["gazetteer"] = (known(town) for town in content.gazetteer)
    names = content.names.get("names")
    groups["names"] = names.items() if isinstance(names, Mapping) else ()
    groups["unread"] = content.unread.items()
    digest = hashlib.sha256()
    for group in sorted(groups):
        # As bytes: their order is that of the letters, and they take less memory.
        for line in sorted(canonical(x).encode("utf-8", "surrogatepass") for x in groups[group]):
            digest.update(group.encode() + b"\0" + line + b"\0")
    return digest.hexdigest()[:10]


def feature_core(feature: Any) -> Any:
    """What of a feature counts: its geometry and the fields that are known."""
    if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
        return feature
    return [feature.get("geometry"), known(feature["properties"])]


def known(record: Any) -> Any:
    """A record without the fields that hold nothing."""
    if not isinstance(record, Mapping):
        return record
    # Most fields hold nothing, and most of these are null.
    return {name: value for name, value in record.items() if value is not None and not blank(value)}


def blank(value: object) -> bool:
    """Whether a field holds nothing: null, no text, an empty list."""
    return value is None or value == "" or value == [] or value == ()


def canonical(value: Any) -> str:
    """A value as JSON that is the same for equal values: 126 and 126.0 are one number."""
    return _CANONICAL.encode(_plain(value))


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_AS_IT_IS = frozenset((str, int, bool, type(None)))


def _plain(value: Any) -> Any:
    # Nearly all values are of these two kinds; the rest is asked more slowly.
    kind = type(value)
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is list and _AS_IT_IS.issuperset(map(type, value)):
        return value
    if isinstance(value, Mapping):
        return {
            str(name): item if type(item) in _AS_IT_IS else _plain(item)
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [item if type(item) in _AS_IT_IS else _plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def lists(value: Any) -> Any:
    """A geometry's mapping with lists where shapely gives tuples, as JSON has them."""
    if type(value) is dict and _AS_IT_IS.issuperset(map(type, value.values())):
        return value
    if isinstance(value, Mapping):
        return {name: lists(item) for name, item in value.items()}
    return [lists(item) for item in value] if isinstance(value, list | tuple) else value


def unlogged(content: Content) -> list[Problem]:
    """The problem that the data changed and their changelog did not, if that is so.

    An entry names the version that it is about: ``## 2026-11-21, version 0123456789``. Data whose
    changelog names no version at all are not held to this.
    """
    logged = {entry.version for entry in content.changes if entry.version}
    now = version(content)
    if not logged or now in logged:
        return []
    told = (
        f"add “## DATE, version {now}” and what changed"
        if content.unit == "feature"
        else f"add a row with the day, version {now} and what changed"
    )
    advice = f"has no entry for the data as they are; {told}"
    return [Problem(content.files.get("changelog", "CHANGELOG.md"), None, None, None, None, advice)]
