"""What a selection shows, layer by layer, and how to say it. docs/selection.md has the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np

from geo import dates
from geo.atlas import Atlas, Record
from geo.folding import fold, words
from geo.languages import called
from geo.schema import LAYERS, SOURCE_FIELDS, Field
from geo.selection import Selection
from geo.words import any_of, country_name, dashed, label, t

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Places = np.ndarray[Any, np.dtype[np.intp]]

COUNTED = ("incidents", "routes", "crossings", "detention_sites", "countries")
"""Layers in the order in which a sentence counts them."""


@dataclass(frozen=True)
class Shown:
    """The records that a selection shows, by layer, in the atlas's order.

    ``undated_hidden``: incidents hidden only because a time is set and they have no date.
    ``no_route``: incidents tied to no route, hidden only because a route is chosen.
    """

    layers: Mapping[str, gpd.GeoDataFrame]
    atlas: Atlas = field(repr=False, compare=False)
    places: Mapping[str, Places] = field(repr=False, compare=False)
    """By layer, at which places in the atlas's table its records stand."""
    undated_hidden: int = 0
    no_route: int = 0

    def records(self, layer: str) -> list[Record]:
        """The records shown of a layer as dictionaries; nobody may change them."""
        known = self.atlas.records.get(layer, ())
        return [known[place] for place in self.places.get(layer, ())]

    @property
    def counts(self) -> dict[str, int]:
        """Records shown per layer."""
        return {name: len(rows) for name, rows in self.layers.items()}

    @property
    def parts(self) -> int:
        """Incidents shown that are part of another."""
        rows = self.layers.get("incidents")
        return 0 if rows is None else int(rows["part_of"].notna().sum())

    @property
    def grave(self) -> bool:
        """Whether incidents shown tell of deaths or shots: readers should know beforehand."""
        rows = self.layers.get("incidents")
        if rows is None:
            return False
        told = rows["kind"].isin(["death", "border_shooting"]) | rows["people_died_max"].notna()
        return bool(told.any())

    def ids(self) -> dict[str, list[str]]:
        """Ids shown per layer."""
        return {name: list(rows[LAYERS[name].key]) for name, rows in self.layers.items()}


def select(atlas: Atlas, selection: Selection) -> Shown:
    """The records of the atlas that the selection shows."""
    places: dict[str, Places] = {}
    undated = no_route = 0
    for name, rows in atlas.layers.items():
        mask = _switched_on(name, len(rows), selection)
        mask &= _by_country(name, rows, selection)
        mask &= _by_terms(name, rows, selection)
        mask &= _by_words(name, rows, atlas, selection)
        routed = _by_route(name, rows, atlas, selection)
        timed = _by_time(name, atlas, selection)
        if name == "incidents":
            dated = np.array(rows["date"].notna(), dtype=bool)
            tied = np.array([bool(ids) for ids in rows["routes"]], dtype=bool)
            if selection.since or selection.until:
                undated = int((mask & routed & ~dated).sum())
                timed = timed & dated
            no_route = int((mask & timed & ~tied).sum()) if selection.route else 0
        places[name] = np.flatnonzero(mask & routed & timed)
    return _shown(atlas, places, undated, no_route)


def _shown(
    atlas: Atlas, places: Mapping[str, Places], undated: int = 0, no_route: int = 0
) -> Shown:
    layers = {name: atlas.layers[name].iloc[at] for name, at in places.items()}
    return Shown(layers, atlas, places, undated, no_route)


def _all(length: int) -> Mask:
    return np.ones(length, dtype=bool)


def _switched_on(name: str, length: int, selection: Selection) -> Mask:
    on = not selection.layer or name in selection.layer
    return _all(length) if on else np.zeros(length, dtype=bool)


def _by_time(name: str, atlas: Atlas, selection: Selection) -> Mask:
    first, last = atlas.days(name)
    start, end = selection.days()
    return (first <= (np.inf if end is None else end)) & (
        last >= (-np.inf if start is None else start)
    )


def _by_route(name: str, rows: gpd.GeoDataFrame, atlas: Atlas, selection: Selection) -> Mask:
    if not selection.route:
        return _all(len(rows))
    chosen = set(selection.route)
    if name == "routes":
        return _each(rows["id"], chosen.__contains__)
    if name == "countries":
        named = frozenset().union(*(atlas.route_countries.get(id_, frozenset()) for id_ in chosen))
        return _each(rows["iso3"], named.__contains__)
    return _each(rows["routes"], lambda ids: not chosen.isdisjoint(ids or ()))


def _by_country(name: str, rows: gpd.GeoDataFrame, selection: Selection) -> Mask:
    if not selection.country:
        return _all(len(rows))
    chosen = set(selection.country)
    if "countries" in rows:
        return _each(rows["countries"], lambda codes: not chosen.isdisjoint(codes or ()))
    return _each(rows["iso3" if name == "countries" else "country"], chosen.__contains__)


def _by_terms(name: str, rows: gpd.GeoDataFrame, selection: Selection) -> Mask:
    mask = _all(len(rows))
    if name == "incidents":
        for parameter in ("kind", "outcome", "corroboration"):
            chosen = getattr(selection, parameter)
            if chosen:
                mask &= _each(rows[parameter], chosen.__contains__)
    return mask


def _by_words(name: str, rows: gpd.GeoDataFrame, atlas: Atlas, selection: Selection) -> Mask:
    wanted = words(selection.words)
    if not wanted:
        return _all(len(rows))
    if name not in atlas.searched:
        atlas.searched[name] = search_texts(name, rows, atlas)
    texts = atlas.searched[name]
    return np.array([all(word in text for word in wanted) for text in texts], dtype=bool)


def _each(values: Iterable[Any], test: Any) -> Mask:
    return np.array([bool(test(value)) for value in values], dtype=bool)


def search_texts(name: str, rows: gpd.GeoDataFrame, atlas: Atlas) -> list[str]:
    """The folded text of each record that ``words`` searches: its own fields and its sources'.

    A place is found by the names of its towns in other languages, too.
    """
    searched = [f for f in LAYERS[name].fields if f.searched or any(g.searched for g in f.inner)]
    works = {
        id_: "\n".join(fold(work.get(f.name) or "") for f in SOURCE_FIELDS if f.searched)
        for id_, work in atlas.sources.items()
    }
    return [
        "\n".join(
            [fold(text) for f in searched for text in _texts(f, record[f.name])]
            + [works.get(id_, "") for id_ in record["sources"] or ()]
        )
        for record in rows.to_dict("records")
    ]


def _texts(f: Field, value: Any) -> Iterable[str]:
    if f.inner:
        for item in value or ():
            for g in f.inner:
                if g.searched:
                    yield from _texts(g, item.get(g.name))
    elif value:
        yield value
        if f.name == "place":
            yield from called(value)


def together(atlas: Atlas, several: Iterable[Shown]) -> Shown:
    """All records of several selections, each once and in the atlas's order."""
    places: dict[str, Places] = {name: np.empty(0, dtype=int) for name in atlas.layers}
    for shown in several:
        places |= {name: np.union1d(places[name], at) for name, at in shown.places.items()}
    return _shown(atlas, places)


def say(shown: Shown, selection: Selection, atlas: Atlas, lang: str = "en") -> str:
    """The selection as one sentence: counts, then what was chosen.

    Such as ``12 incidents, 1 route — 2010–2019, route North-east China …``.
    """
    counts = [
        t(f"say.count.{name}", lang, n=shown.counts[name])
        for name in COUNTED
        if shown.counts.get(name)
    ]
    if shown.parts:
        counts.insert(1, t("say.parts", lang, n=shown.parts))
    comma = t("say.comma", lang)
    told = comma.join(counts) or t("say.nothing", lang)
    chosen = comma.join(_chosen(selection, atlas, lang))
    return t("say.sentence", lang, shown=told, chosen=chosen) if chosen else told


def _chosen(selection: Selection, atlas: Atlas, lang: str) -> Iterable[str]:
    time = say_time(selection, lang)
    if time:
        yield time
    if len(selection.route) > 2:
        yield t("say.routes", lang, n=len(selection.route))
    elif selection.route:
        routes = atlas.layers["routes"]
        names = dict(zip(routes["id"], routes["name"], strict=True))
        chosen = any_of((dashed(names.get(id_, id_)) for id_ in selection.route), lang)
        yield t("say.route", lang, names=chosen)
    if selection.layer:
        labels = (label("layer", name, lang) for name in LAYERS if name in selection.layer)
        yield t("say.layers", lang, names=t("say.and", lang).join(labels))
    if selection.kind:
        yield any_of((label("kind", id_, lang) for id_ in selection.kind), lang)
    if selection.country:
        yield any_of((country_name(code, lang) for code in selection.country), lang)
    for name in ("outcome", "corroboration"):
        values = getattr(selection, name)
        if values:
            labels = (label(name, id_, lang) for id_ in values)
            yield t(f"say.{name}", lang, names=any_of(labels, lang))
    if selection.words:
        yield t("say.quoted", lang, text=selection.words)


def say_time(selection: Selection, lang: str = "en") -> str:
    """The time chosen in words, as precise as it was given; empty where none is set."""
    # A January and a December are the ends of whole years.
    since, until = selection.since.removesuffix("-01"), selection.until.removesuffix("-12")
    if {len(since), len(until)} - {0, 4}:
        since, until = selection.since, selection.until
    if since and until:
        if since == until:
            return dates.say(since, lang)
        key = "say.span.years" if len(since) == len(until) == 4 else "say.span"
        return t(key, lang, **{"from": dates.say(since, lang), "to": dates.say(until, lang)})
    if since:
        return t("say.from", lang, **{"from": dates.say(since, lang)})
    return t("say.to", lang, to=dates.say(until, lang)) if until else ""
