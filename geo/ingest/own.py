"""An atlas of somebody's own records, alone or added to the fact base."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.atlas import Atlas, Record, frame
from geo.checking import check_references
from geo.ingest.outcome import Outcome
from geo.problem import Problem
from geo.schema import LAYERS, Layer


def atlas(outcomes: Sequence[Outcome], base: Atlas | None = None, day: str = "") -> Atlas:
    """Put together what imports gave; with ``base`` its records, too, else nothing but these.

    A record takes the place of one with the same id that came before it, in ``base`` or in an
    earlier outcome. References to what is not there are taken out and told in ``problems``; the
    outcomes stay as they are. The version is a hash of ``base``'s version and of all features and
    works, ``as_of`` the ``day`` on which they came in (``YYYY-MM-DD``). Geometries are in
    EPSG:4326. The atlas is ``private``: no cache that readers share keeps it.
    """
    before = base or Atlas({name: frame(LAYERS[name], ()) for name in LAYERS}, {})
    features = _by_layer(outcomes)
    works: dict[str, Record] = {work["id"]: dict(work) for o in outcomes for work in o.works}
    sources = {**before.sources, **works}
    version = _version(before.version, features, works)
    known = {name: set(rows[LAYERS[name].key]) for name, rows in before.layers.items()}
    problems: list[Problem] = check_references(features, sources, known)
    return replace(
        before,
        layers={name: _over(before, name, features[name]) for name in LAYERS},
        sources=sources,
        problems=(*before.problems, *problems),
        version=version,
        extra=_extra(before, outcomes),
        private=True,
        licensed=False,
        as_of=max(before.as_of, day),
        _days={},
    )


def _by_layer(outcomes: Sequence[Outcome]) -> dict[str, list[Record]]:
    """Copies of the features by layer; of those with one id the last, in the place of the first."""
    found: dict[str, dict[str, Record]] = {name: {} for name in LAYERS}
    for outcome in outcomes:
        key = LAYERS[outcome.layer].key
        for feature in outcome.features:
            properties = _copied(feature["properties"], LAYERS[outcome.layer])
            mine = {"properties": properties, "geometry": feature.get("geometry")}
            found[outcome.layer][properties[key]] = mine
    return {name: list(rows.values()) for name, rows in found.items()}


def _copied(properties: Mapping[str, Any], layer: Layer) -> Record:
    """A copy as deep as references are mended: the outcome's own must stay as they are."""
    record = dict(properties)
    for f in layer.of_kind("records"):
        if record.get(f.name):
            record[f.name] = [dict(item) for item in record[f.name]]
    return record


def _extra(before: Atlas, outcomes: Sequence[Outcome]) -> dict[str, dict[str, Record]]:
    """What stays home unless asked for, by layer and id."""
    found = {name: dict(rows) for name, rows in before.extra.items()}
    for outcome in outcomes:
        own = {id_: dict(cells) for id_, cells in outcome.extra.items()}
        found.setdefault(outcome.layer, {}).update(own)
    return found


def _over(before: Atlas, name: str, features: Sequence[Record]) -> gpd.GeoDataFrame:
    """The layer with the features after those of its records whose ids they don't have."""
    mine, rows, key = frame(LAYERS[name], features), before.layers[name], LAYERS[name].key
    if mine.empty:
        return rows
    kept = rows[~rows[key].isin(set(mine[key]))]
    if kept.empty:
        return mine
    joined = pd.concat([kept, mine], ignore_index=True)
    return gpd.GeoDataFrame(joined.astype({f.name: object for f in LAYERS[name].fields}))


def _version(before: str, features: Mapping[str, Any], works: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(before.encode())
    encoder = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)
    # Part by part, each in one go: the encoder for streams is many times slower.
    for name, rows in (*features.items(), ("works", works.values())):
        for row in (name, *rows):
            digest.update(encoder.encode(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:10]
