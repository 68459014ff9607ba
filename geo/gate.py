"""The gate: the one way by which records leave the newsroom, whatever file or page they go into.

====================  ========================  ===========================================
sensitivity           incidents, detention      routes, crossings, countries
                      sites
====================  ========================  ===========================================
``public``            as they are               as they are
``restricted``        withheld                  withheld
``secret``            withheld                  withheld
====================  ========================  ===========================================

A record that is withheld leaves nothing behind: neither its id where others refer to it, nor the
works that only such records cite.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.atlas import Atlas
from geo.redaction import Redaction, Report, ordered
from geo.schema import LAYERS, Layer


def pass_through(atlas: Atlas, *, columns: Collection[str] = ()) -> tuple[Atlas, Report]:
    """What may leave of an atlas, and what an editor should know about it.

    ``columns`` names the columns that the
    schema doesn't know and that leave all the same. An atlas that has passed comes back as it is,
    with an empty report.
    """
    if atlas.passed:
        return atlas, Report()
    told: list[Redaction] = []
    kept = {
        name: rows[rows["sensitivity"] == "public"].reset_index(drop=True)
        for name, rows in atlas.layers.items()
    }
    withheld = {
        name: set(atlas.layers[name][LAYERS[name].key]) - set(kept[name][LAYERS[name].key])
        for name in kept
    }
    for name, rows in atlas.layers.items():
        told.extend(
            Redaction("withheld", name, id_, None, f"is {sensitivity}")
            for id_, sensitivity in zip(rows[LAYERS[name].key], rows["sensitivity"], strict=True)
            if sensitivity != "public"
        )
    for name, rows in kept.items():
        kept[name] = _with_columns(rows, LAYERS[name], atlas.extra.get(name, {}), columns)
    result = replace(
        atlas,
        layers={name: _without(rows, LAYERS[name], withheld) for name, rows in kept.items()},
        sources=_sources(atlas, kept),
        extra={},
        _days={},
    )
    object.__setattr__(result, "passed", True)
    return result, ordered(told)


def _without(
    rows: gpd.GeoDataFrame, layer: Layer, withheld: Mapping[str, set[str]]
) -> gpd.GeoDataFrame:
    changed = rows.copy()
    for f in layer.of_kind("id", "ids"):
        gone = withheld.get(f.refers or "", set())
        if gone:
            values = [_forget(value, gone) for value in changed[f.name]]
            # As objects: pandas would turn a None among texts into NaN.
            changed[f.name] = pd.Series(values, dtype=object)
    return changed


def _with_columns(
    rows: gpd.GeoDataFrame,
    layer: Layer,
    extra: Mapping[str, Mapping[str, Any]],
    columns: Collection[str],
) -> gpd.GeoDataFrame:
    """The records with a column ``extra``, where they have any of the columns asked for."""
    found = [
        {name: extra[id_][name] for name in columns if name in extra.get(id_, {})}
        for id_ in rows[layer.key]
    ]
    if not any(found):
        return rows
    return rows.assign(extra=pd.Series(found, dtype=object))


def _forget(value: Any, gone: set[str]) -> Any:
    if isinstance(value, list):
        return [item for item in value if item not in gone]
    return None if value in gone else value


def _sources(atlas: Atlas, kept: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    """The works without those that only withheld records cite."""
    before = {id_ for name, rows in atlas.layers.items() for id_ in cited(LAYERS[name], rows)}
    after = {id_ for name, rows in kept.items() for id_ in cited(LAYERS[name], rows)}
    after.update(id_ for row in atlas.yearly for id_ in row.get("sources") or ())
    gone = before - after
    return {id_: work for id_, work in atlas.sources.items() if id_ not in gone}


def cited(layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[str]:
    """Ids of the works that records and the objects in their lists cite, as often as they do."""
    yield from _items(rows["sources"])
    for f in layer.of_kind("records"):
        if any(g.kind == "sources" for g in f.inner):
            for item in _items(rows[f.name]):
                yield from item.get("sources") or ()


def _items(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value or ()
