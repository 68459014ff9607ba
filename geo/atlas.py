"""The atlas: layers, sources and figures of one data folder, with the version of its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import shape

from geo import dates
from geo.problem import Problem
from geo.schema import Layer

if TYPE_CHECKING:
    from geo.gate.unsaid import Unsaid

Record = dict[str, Any]


def frame(layer: Layer, features: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Features as a GeoDataFrame in EPSG:4326 with the schema's columns and nothing guessed.

    Columns hold Python objects as the file has them (text, int, bool, list, None), so that a null
    never turns a whole number into a float. ``features`` are GeoJSON-like, geometry a mapping or
    None; the index is 0…n-1 in the file's order.
    """
    columns = {
        f.name: pd.Series([x["properties"].get(f.name) for x in features], dtype=object)
        for f in layer.fields
    }
    geometry = [shape(x["geometry"]) if x["geometry"] else None for x in features]
    return gpd.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")


@dataclass(frozen=True)
class Atlas:
    """Layers by name, works by id, yearly figures, gazetteer, and what was wrong with them.

    ``version`` is a short hash of the data's bytes, ``as_of`` the day of the newest entry of its
    changelog (``YYYY-MM-DD``, or empty). ``extra`` holds, by layer and id, what records have in
    columns that the schema doesn't know. ``passed`` is true where the gate has let it through; a
    copy by ``replace`` has to pass anew. ``unsaid`` then is what no text that leaves may say.
    ``private`` is true where one reader's own records are in it, which live in that reader's
    session only. ``licensed`` is true where the data say that the atlas's own licence is theirs:
    records that somebody else brings have whichever licence they say.
    """

    layers: Mapping[str, gpd.GeoDataFrame]
    sources: Mapping[str, Record]
    yearly: Sequence[Record] = ()
    gazetteer: Sequence[Record] = ()
    problems: Sequence[Problem] = ()
    version: str = ""
    as_of: str = ""
    extra: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)
    private: bool = False
    licensed: bool = False
    passed: bool = field(default=False, init=False)
    unsaid: Unsaid | None = field(default=None, init=False, repr=False, compare=False)
    _days: dict[str, tuple[Any, Any]] = field(default_factory=dict, repr=False, compare=False)
    searched: dict[str, list[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By layer the texts in which ``geo.select`` looks for words: worked out when first needed."""

    @cached_property
    def _public(self) -> Atlas:
        from geo.gate.passing import pass_through  # not above: the gate is made of atlases

        return pass_through(self, look=False)[0]

    def public(self) -> Atlas:
        """What may leave of the atlas by the rules alone: see ``geo.gate.passing``."""
        return self if self.passed else self._public

    def days(self, layer: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """First and last day of each record (days since 1970-01-01), infinite where unbounded."""
        if layer not in self._days:
            self._days[layer] = _intervals(layer, self.layers[layer])
        return self._days[layer]

    @cached_property
    def records(self) -> Mapping[str, Sequence[Record]]:
        """The records of each layer as dictionaries, in its order; nobody may change them."""
        return {name: rows.to_dict("records") for name, rows in self.layers.items()}

    @cached_property
    def route_countries(self) -> Mapping[str, frozenset[str]]:
        """ISO 3166-1 alpha-3 codes that each route names, by route id."""
        routes = self.layers["routes"]
        return {
            id_: frozenset(countries or ())
            for id_, countries in zip(routes["id"], routes["countries"], strict=True)
        }


def interval(layer: str, record: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """First and last day of a record (days since 1970-01-01); None where unbounded or undated."""
    if layer == "incidents":
        date = record.get("date")
        edtf = dates.parse(date) if date else None
        return (edtf.first, edtf.last) if edtf else (None, None)
    start, end = record.get("active_from"), record.get("active_to")
    return (
        dates.parse(start).first if start else None,
        dates.parse(end).last if end else None,
    )


def _intervals(
    layer: str, rows: gpd.GeoDataFrame
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    names = [n for n in ("date", "active_from", "active_to") if n in rows]
    pairs = (
        [
            interval(layer, dict(zip(names, values, strict=True)))
            for values in zip(*(rows[n] for n in names), strict=True)
        ]
        if names
        else [(None, None)] * len(rows)
    )
    first = np.array([-np.inf if a is None else a for a, _ in pairs], dtype=float)
    last = np.array([np.inf if b is None else b for _, b in pairs], dtype=float)
    return first, last
