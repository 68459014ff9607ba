"""GeoJSON (RFC 7946) text in one stable layout, so that a changed field is a changed line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from operator import add
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_WORDS = {None: "null", True: "true", False: "false"}


def _one_line(value: Any) -> str:
    # Most values are text, numbers or lists of ids, and there may be millions: the encoder, which
    # writes them alike, is for the others.
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int:
        return repr(value)
    if kind is list and all(type(item) is str for item in value):
        return f"[{', '.join(map(encode_basestring, value))}]"
    return _ENCODER.encode(value)


@lru_cache(maxsize=1_000)
def _names(fields: tuple[str, ...]) -> tuple[str, ...]:
    """How the line of each field begins: the same for all records of a long table."""
    return tuple(f"  {_one_line(name)}: " for name in fields)


def _geometry(value: Any) -> str:
    # Nearly all of a long table are points: the same text as the encoder's, in a tenth of the time.
    if type(value) is dict and value.get("type") == "Point" and [*value] == ["type", "coordinates"]:
        at = value["coordinates"]
        if type(at) is list and len(at) == 2 and all(type(x) is float and abs(x) < 1e4 for x in at):
            return f'{{"type": "Point", "coordinates": [{at[0]!r}, {at[1]!r}]}}'
    return _one_line(value)


def _feature_lines(feature: Mapping[str, Any]) -> str:
    if not (isinstance(feature, Mapping) and isinstance(feature.get("properties"), Mapping)):
        return _one_line(feature)  # what is no feature is kept as it is, for an editor to mend
    fields = feature["properties"]
    # Most fields hold nothing: they are not worth a call each.
    values = ["null" if value is None else _one_line(value) for value in fields.values()]
    properties = ",\n".join(map(add, _names(tuple(fields)), values))
    return (
        f'{{"type": "Feature", "id": {_one_line(feature.get("id"))},\n'
        f' "geometry": {_geometry(feature.get("geometry"))},\n'
        f' "properties": {{\n{properties}\n }}}}'
    )


def dumps(features: Iterable[Mapping[str, Any]]) -> str:
    """Write features as a FeatureCollection: a property a line, each geometry on one line.

    Features keep their order and properties theirs; coordinates are written as given (EPSG:4326,
    longitude first). NaN and infinity raise ``ValueError``, as JSON has no word for them.

    >>> print(dumps([{"id": "a", "geometry": None, "properties": {"name": "A"}}]), end="")
    {"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": "a",
     "geometry": null,
     "properties": {
      "name": "A"
     }}
    ]}
    """
    return "".join(lines(features))


def lines(
    features: Iterable[Mapping[str, Any]], about: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """The text of ``dumps`` a feature at a time; ``about`` holds further members of the whole.

    >>> print("".join(lines([], {"version": "1"})), end="")
    {"type": "FeatureCollection", "version": "1", "features": [
    <BLANKLINE>
    ]}
    """
    more = "".join(
        f"{_one_line(name)}: {_one_line(value)}, " for name, value in (about or {}).items()
    )
    yield f'{{"type": "FeatureCollection", {more}"features": [\n'
    for n, feature in enumerate(features):
        yield (",\n" if n else "") + _feature_lines(feature)
    yield "\n]}\n"
