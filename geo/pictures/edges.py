"""What lies off the basemap, named at the side of the picture where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo import basemap
from geo.atlas import Record
from geo.languages import town_names
from geo.pictures import labels
from geo.pictures.clusters import place_name
from geo.pictures.markup import element, shape, text
from geo.pictures.projection import View
from geo.words import t

NARROW = 520
"""Pixels of map below which one line a side must do."""
PART = 0.4
"""Of the map's width, which a name at its edge may take."""
_Edge = tuple[str, float, str, list[Record]]


def edges(away: Sequence[Record], shown_in: View, lang: str) -> tuple[str, list[labels.Spot]]:
    """What lies off the basemap is named at the side where it lies."""
    places: dict[tuple[float, float], list[Record]] = {}
    for record in away:
        places.setdefault((record["geometry"].x, record["geometry"].y), []).append(record)
    used = {"left": 8.0, "right": 8.0, "top": 8.0, "bottom": 30.0}
    drawn, boxes = "", []
    narrow = shown_in.width < NARROW
    named = [
        (_side(lon, lat), lon, _short(town(place_name(held), lang), shown_in.width * PART), held)
        for (lon, lat), held in places.items()
    ]
    if narrow:
        named = _by_side(named, lang)
    for side, lon, name, records in named:
        arrow = {"left": "←", "right": "→", "top": "↑", "bottom": "↓"}[side]
        said = t("map.edge", lang, arrow=arrow, place=name, n=len(records))
        width = labels.width_of(said, 11) + 14
        y = used[side] if side != "bottom" else shown_in.height - used[side] - 22
        x = 6.0
        if side == "right":
            x = shown_in.width - width - 6
        elif side != "left":
            lies, _ = shown_in.place(lon, 0)
            x = min(max(6.0, lies - width / 2), shown_in.width - width - 6)
        used[side] += 26
        box = {"x": x, "y": y, "width": width, "height": 22, "rx": 11}
        where = {"x": x + 7, "y": y + 15, "style": "font-size:11px"}
        drawn += shape("rect", box) + element("text", where, text(said))
        boxes.append((x, y, x + width, y + 22))
    return element("g", {"class": "edge"}, drawn) if drawn else "", boxes


def town(name: str, lang: str) -> str:
    """A town's name in a language; the name itself where it has no other."""
    return town_names(lang).get(name, name)


def _side(lon: float, lat: float) -> str:
    """The side of the map by which the shortest way to a position leaves it."""
    west, _, east, north = basemap.extent(basemap.load())
    turned = (lon - (west + east) / 2 + 180) % 360 - 180
    if abs(turned) > (east - west) / 2:
        return "left" if turned < 0 else "right"
    return "top" if lat > north else "bottom"


def _by_side(named: Iterable[_Edge], lang: str) -> list[_Edge]:
    sides: dict[str, list[_Edge]] = {}
    for each in named:
        sides.setdefault(each[0], []).append(each)
    many = t("map.edge.many", lang)
    return [
        (side, held[0][1], many if len(held) > 1 else held[0][2], [r for e in held for r in e[3]])
        for side, held in sides.items()
    ]


def _short(name: str, most: float) -> str:
    kept = name
    while labels.width_of(kept, 11) > most:
        kept = kept[:-1]
    return name if kept == name else f"{kept.rstrip()}…"
