"""The face of a map: ground, corridors, marks, names, scale bar, in the look of the live map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.pictures import journey, labels, marks
from geo.pictures.clusters import Group, place_name
from geo.pictures.corridors import corridors
from geo.pictures.edges import edges, town
from geo.pictures.ground import Fineness, Ground, ground, names
from geo.pictures.markup import Points, element, joined, number, shape, text
from geo.pictures.projection import View
from geo.pictures.subject import FREE, POINT_LAYERS, Subject
from geo.publishing import pin
from geo.publishing.pin import Pin
from geo.words import t

SAME = 0.003
"""Degrees within which two points are one town's."""


@dataclass(frozen=True)
class Signs:
    """Marks and names of one view, above ground and corridors."""

    groups: list[Group]
    labels: list[labels.Label]
    markup: str
    notes: list[pin.Placed]


def base(
    what: Subject, shown_in: View, prefix: str, fineness: Fineness, *, named: bool = False
) -> tuple[Ground, Points, str]:
    """Ground, points along the routes, and both as markup."""
    tints = {iso3: f"filled {role}" for iso3, role in what.roles.items()}
    land = ground(shown_in, tints, what.rings, prefix, fineness)
    water = {"class": "water", "width": shown_in.width, "height": shown_in.height}
    lines, routes = corridors(what.routes, what.stretches, shown_in, prefix)
    under = shape("rect", water) + land.markup
    if named:
        under, lines = layer(prefix, "ground", under), layer(prefix, "routes", lines)
    return land, routes, under + lines


def layer(prefix: str, name: str, markup: str) -> str:
    """A part of a picture under a name of its own, for whoever edits it; nothing around nothing."""
    return element("g", {"id": f"{prefix}-{name}"}, markup) if markup else ""


def signs(
    what: Subject,
    shown_in: View,
    land: Ground,
    routes: Points,
    prefix: str,
    lang: str,
    *,
    titles: bool = True,
    pinned: Pin = FREE,
    named: bool = False,
) -> Signs:
    """Marks, names that rather keep off ``routes``, scale bar and what lies off the map."""
    groups = marks.groups(what.points, shown_in)
    discs = [
        (each.x, each.y - each.lift, 10.0 if each.count == 1 else each.radius + 2)
        for each in groups
    ]
    scale, scale_box = _scale(shown_in, discs, lang)
    edge, edge_boxes = edges(what.away, shown_in, lang)
    notes = pin.place(pinned, shown_in, [scale_box, *edge_boxes])
    path = journey.draw(what.path, shown_in, discs)
    boxes = [scale_box, *edge_boxes, *path.boxes, *(note.spot for note in notes)]
    boxes += [spot for _, spot in marks.more(groups)]
    story = sorted(what.roles, key=lambda iso3: what.roles[iso3] != "origin")
    # A document's still picture, which few see, stays light.
    stops = what.stops if named else ()
    around = labels.Around(discs, boxes, routes, story, stops)
    placed = labels.place(shown_in, land, around, lang)
    # The greatest last, so that none hides below a smaller one.
    drawn = [
        marks.draw(each, shown_in, prefix, lang, _title(each, lang) if titles else "")
        for each in reversed(groups)
    ]
    parts = {
        "path": path.lines,
        "marks": marks.halos(groups, shown_in) + "".join(drawn) + marks.numbers(groups),
        "stops": path.signs,
        "labels": labels.draw(placed),
        "scale": scale,
        "edges": edge,
        "annotations": element("g", {"class": "notes"}, pin.draw(notes)) if notes else "",
    }
    if named:
        parts = {name: layer(prefix, name, part) for name, part in parts.items()}
    return Signs(groups, placed, "".join(parts.values()), notes)


def _title(group: Group, lang: str) -> str:
    """What a mark stands for, as the map says it."""
    records = group.records
    if len(records) == 1:
        return str(records[0]["name"])
    first = group.places[0]
    towns = (
        name.name
        for name in names()
        if name.sort == "town" and max(abs(name.lon - first.lon), abs(name.lat - first.lat)) < SAME
    )
    counts = {layer: sum(r["layer"] == layer for r in records) for layer in POINT_LAYERS}
    told = t("say.comma", lang).join(
        t(f"map.count.{layer}", lang, n=n) for layer, n in counts.items() if n
    )
    key = "map.crowd.near" if len(group.places) > 1 else "map.crowd.at"
    place = next(towns, None) or place_name(first.records)
    return t(key, lang, what=told, place=town(place, lang))


def _scale(
    shown_in: View, discs: Sequence[tuple[float, float, float]], lang: str
) -> tuple[str, labels.Spot]:
    """A bar of a round number of kilometres, at most 90 pixels long, at a side clear of marks."""
    most = shown_in.metres(shown_in.latitude) * 90 / 1000
    power = 10 ** np.floor(np.log10(most))
    km = float(next(n for n in (5, 3, 2, 1) if n * power <= most) * power)
    length = km / most * 90
    said = t("picture.km", lang, n=number(km, 2))
    wide = max(length, labels.width_of(said, 11)) + 16
    bottom = shown_in.height
    boxes = [(x, bottom - 20, x + wide, bottom) for x in (0, shown_in.width - wide)]
    box = next((each for each in boxes if labels.parted(each, discs, 0)), boxes[0])
    x, y = box[0] + 8, bottom - 8
    bar = f"M{joined((x, y - 6))}v6h{number(length)}v-6"
    markup = element(
        "g",
        {"class": "scale"},
        shape("rect", {"class": "plate", "x": x, "y": y - 17, "width": length, "height": 17}),
        shape("path", {"class": "bar", "d": bar}),
        element("text", {"x": x + 4, "y": y - 5}, text(said)),
    )
    return markup, box


def face(
    what: Subject,
    shown_in: View,
    lang: str,
    prefix: str,
    fineness: Fineness,
    pinned: Pin = FREE,
) -> str:
    """The map alone as markup, its parts in groups with names."""
    land, routes, under = base(what, shown_in, prefix, fineness, named=True)
    over = signs(what, shown_in, land, routes, prefix, lang, pinned=pinned, named=True)
    return under + over.markup
