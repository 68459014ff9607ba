"""GeoJSON (RFC 7946) text in one stable layout, so that a changed field is a changed line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def _one_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _feature_lines(feature: Mapping[str, Any]) -> str:
    properties = ",\n".join(
        f"  {_one_line(name)}: {_one_line(value)}" for name, value in feature["properties"].items()
    )
    return (
        f'{{"type": "Feature", "id": {_one_line(feature["id"])},\n'
        f' "geometry": {_one_line(feature["geometry"])},\n'
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
    body = ",\n".join(_feature_lines(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'
