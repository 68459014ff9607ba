"""A still picture of a selection: SVG drawn from geometry, in the look of the map, no browser.

``picture`` gives a file of its own, with title, legend and credit; ``still`` the map alone for the
document without JavaScript. Text from data is escaped. Equal input gives equal bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import minify
import numpy as np
import shapely

from geo import basemap, labels, marks, pin
from geo.atlas import Atlas, Record
from geo.clusters import Group, place_name
from geo.colour import blend
from geo.corridors import corridors
from geo.credit import attribution, credit
from geo.ground import FINE, LIGHT, Fineness, Ground, ground, names, outline
from geo.house import PLAIN, SANS, House, Theme
from geo.languages import town_names
from geo.legend import Entry, entries
from geo.markup import Points, element, joined, number, shape, text
from geo.pin import Pin
from geo.projection import View, corners, in_box, world
from geo.schema import LAYERS
from geo.select import Shown, say
from geo.selection import Selection, view_of
from geo.words import calling, t

POINT_LAYERS = ("incidents", "detention_sites", "crossings")
TALL = (0.6, 0.75)
"""Least and most height of a picture that chooses its own, as a part of its width."""
SAME = 0.003
"""Degrees within which two points are one town's."""
FREE = Pin()
_CSS = Path(__file__).parent / "assets" / "picture.css"


# --- what is drawn --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """What a selection puts on a map: point records, routes, river stretches, tinted countries."""

    points: list[Record]
    away: list[Record]
    """Point records whose place lies off the basemap."""
    routes: list[Record]
    stretches: list[Any]
    roles: dict[str, str]
    rings: dict[str, list[Points]]


def subject(shown: Shown) -> Subject:
    """The drawable records of a selection."""
    box = basemap.extent(basemap.load())
    points: list[Record] = []
    away: list[Record] = []
    for layer in POINT_LAYERS:
        title = LAYERS[layer].title
        for record in shown.records(layer):
            if not isinstance(record["geometry"], shapely.Point):
                continue
            record = {**record, "layer": layer, "name": record[title]}  # noqa: PLW2901
            if not in_box(record["geometry"].x, record["geometry"].y, box):
                away.append(record)
            elif marks.is_drawn(record):
                points.append(record)
    countries = shown.records("countries")
    known = basemap.country_ids(basemap.load())
    return Subject(
        points,
        away,
        [record for record in shown.records("routes") if record["geometry"] is not None],
        [
            record["geometry"]
            for record in shown.records("crossings")
            if record["geometry"] is not None and record["geometry"].geom_type != "Point"
        ],
        {record["iso3"]: record["role"] for record in countries},
        {
            record["iso3"]: [
                world(shapely.get_coordinates(part.exterior))
                for part in getattr(record["geometry"], "geoms", [record["geometry"]])
            ]
            for record in countries
            if record["iso3"] not in known and record["geometry"] is not None
        },
    )


def view(
    what: Subject,
    selection: Selection,
    width: float,
    height: float | None = None,
    pinned: Pin = FREE,
) -> View:
    """What the picture shows: a pinned extent, the selection's own view, or all but flights."""
    if pinned.extent:
        west, south, east, north = pinned.extent
        return _fitted(world([(west, south), (east, north)]), width, height, pad=0)
    asked = view_of(selection.view) if selection.view else None
    if asked:
        lat, lon, zoom = asked
        return View.at(lat, lon, zoom, width, height or width * 2 / 3)
    return _fitted(_positions(what), width, height)


def _fitted(found: Points, width: float, height: float | None, pad: float = 0.06) -> View:
    if height is None:
        size = np.ptp(found, axis=0)
        ratio = float(size[1] / size[0]) if size[0] > 0 else 1.0
        height = round(width * min(TALL[1], max(TALL[0], ratio)))
    return View.fit(found, width, height, pad)


def _positions(what: Subject) -> Points:
    """World pixels that a fit must hold; flights reach far and tell little of the way."""
    box = basemap.extent(basemap.load())
    west, south, east, north = box
    degrees = [(record["geometry"].x, record["geometry"].y) for record in what.points]
    for record in what.routes:
        parts = list(getattr(record["geometry"], "geoms", [record["geometry"]]))
        legs = record["legs"] or [{}] * len(parts)
        for part, leg in zip(parts, legs, strict=False):
            along = shapely.get_coordinates(part).tolist()
            degrees += along[:1] if leg.get("course") == "air" else along
    for geometry in what.stretches:
        degrees += shapely.get_coordinates(geometry).tolist()
    kept = [(lon, lat) for lon, lat in degrees if in_box(lon, lat, box)]
    if kept:
        return world(kept)
    shapes = [outline(iso3) for iso3 in what.roles]
    shapes += [ring for rings in what.rings.values() for ring in rings]
    found = corners(shapes)
    return found if len(found) else world([(west, north), (east, south)])


# --- drawing --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signs:
    """Marks and names of one view, above ground and corridors."""

    groups: list[Group]
    labels: list[labels.Label]
    markup: str
    notes: list[pin.Placed]


def _base(
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
    scale, scale_box = _scale(shown_in, lang)
    edge, edge_boxes = _edges(what.away, shown_in, lang)
    notes = pin.place(pinned, shown_in, [scale_box, *edge_boxes])
    boxes = [scale_box, *edge_boxes, *(note.spot for note in notes)]
    story = sorted(what.roles, key=lambda iso3: what.roles[iso3] != "origin")
    around = labels.Around(discs, boxes, routes, story)
    placed = labels.place(shown_in, land, around, lang)
    # The greatest last, so that none hides below a smaller one.
    drawn = [
        marks.draw(each, shown_in, prefix, _title(each, lang) if titles else "")
        for each in reversed(groups)
    ]
    parts = {
        "marks": marks.halos(groups, shown_in) + "".join(drawn),
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
    town = (
        name.name
        for name in names()
        if name.sort == "town" and max(abs(name.lon - first.lon), abs(name.lat - first.lat)) < SAME
    )
    counts = {layer: sum(r["layer"] == layer for r in records) for layer in POINT_LAYERS}
    told = t("say.comma", lang).join(
        t(f"map.count.{layer}", lang, n=n) for layer, n in counts.items() if n
    )
    key = "map.crowd.near" if len(group.places) > 1 else "map.crowd.at"
    place = next(town, None) or place_name(first.records)
    return t(key, lang, what=told, place=_town(place, lang))


def _scale(shown_in: View, lang: str) -> tuple[str, labels.Spot]:
    """A bar of a round number of kilometres, at most 90 pixels long."""
    most = shown_in.metres(shown_in.latitude) * 90 / 1000
    power = 10 ** np.floor(np.log10(most))
    km = float(next(n for n in (5, 3, 2, 1) if n * power <= most) * power)
    length = km / most * 90
    x, y = 8.0, shown_in.height - 8
    said = t("picture.km", lang, n=number(km, 2))
    bar = f"M{joined((x, y - 6))}v6h{number(length)}v-6"
    markup = element(
        "g",
        {"class": "scale"},
        shape("rect", {"class": "plate", "x": x, "y": y - 17, "width": length, "height": 17}),
        shape("path", {"class": "bar", "d": bar}),
        element("text", {"x": x + 4, "y": y - 5}, text(said)),
    )
    return markup, (0, y - 20, max(length, labels.width_of(said, 11)) + 16, shown_in.height)


def _edges(away: Sequence[Record], shown_in: View, lang: str) -> tuple[str, list[labels.Spot]]:
    """What lies off the basemap is named at the side where it lies."""
    places: dict[tuple[float, float], list[Record]] = {}
    for record in away:
        places.setdefault((record["geometry"].x, record["geometry"].y), []).append(record)
    used = {"left": 8.0, "right": 8.0, "top": 8.0, "bottom": 30.0}
    drawn, boxes = "", []
    narrow = shown_in.width < NARROW_EDGE
    named = [
        (_side(lon, lat), lon, _short(_town(place_name(held), lang)), held)
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


NARROW_EDGE = 520
"""Pixels of map below which one line a side must do."""
_Edge = tuple[str, float, str, list[Record]]


def _town(name: str, lang: str) -> str:
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


def _short(name: str) -> str:
    return name if len(name) <= 28 else f"{name[:26].rstrip()}…"


# --- colours --------------------------------------------------------------------------------------


def _classes(markup: str) -> set[str]:
    return {name for given in re.findall(r'class="([^"]+)"', markup) for name in given.split()}


def rules(markup: str) -> str:
    """The style rules that the markup has a use for, colours of the ground as ``var(--map-…)``."""
    used = _classes(markup)
    kept = (rule for rule in _rules() if used.issuperset(re.findall(r"\.([a-z]+)", rule[0])))
    return "".join(f"{selector}{{{given}}}" for selector, given in kept)


@cache
def _rules() -> list[tuple[str, str]]:
    """Each rule as selector and declarations."""
    css = str(minify.string("text/css", _CSS.read_text(encoding="utf-8")))
    found = [rule.split("{") for rule in css.split("}") if rule]
    return [(selector, given) for selectors, given in found for selector in selectors.split(",")]


def colours(markup: str, theme: Theme, house: House = PLAIN) -> str:
    """Style rules that give each class of mark, line and country in the markup its own colour."""
    used = _classes(markup)
    key = "color" if theme == "light" else "dark"
    own = house.marks
    table = {name: mark[key] for name, mark in {**own["kinds"], **own["route"]}.items()}
    table |= {"crossings": own["crossing"][key], "detention_sites": own["site"][key]}
    land = house.grounds[theme]["land"]
    table |= {name: blend(mark[key], land, TINT) for name, mark in own["roles"].items()}
    return "".join(
        f".still .{name}{{color:{color}}}" for name, color in table.items() if name in used
    )


TINT = 0.8
"""How strongly a country's tint covers the land."""


def _fixed(markup: str, theme: Theme, house: House) -> str:
    """The style with the theme's colours in the place of variables, for a file of its own."""
    given = house.grounds[theme]
    css = re.sub(r"var\(--map-(\w+)\)", lambda match: given[match[1]], rules(markup))
    # The minifier writes families in small letters; only browsers still know them then.
    return re.sub(r"font-family:[^;}]*", lambda _: f"font-family:{SANS}", css)


# --- pictures -------------------------------------------------------------------------------------

NARROW = 2
"""So many times smaller is the map for narrow screens: its marks and names are as much larger."""


@dataclass(frozen=True)
class Still:
    """The map for the document without JavaScript: markup, the style it needs, its legend."""

    markup: str
    style: str
    legend: list[Entry]


def still(
    shown: Shown,
    selection: Selection,
    *,
    title: str,
    sentence: str,
    lang: str = "en",
    titles: bool = True,
    prefix: str = "still",
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> Still:
    """The map alone, 800 pixels wide, with larger marks and names where a screen is narrow.

    ``titles``: whether marks say what they stand for under a pointer.
    """
    what = subject(shown)
    wide = view(what, selection, 800, pinned=pinned)
    land, routes, base = _base(what, wide, prefix, LIGHT)
    over = signs(what, wide, land, routes, prefix, lang, titles=titles, pinned=pinned).markup
    over = element("g", {"class": "wide"}, over)
    small = wide.shrunk(NARROW)
    shrunk = Ground("", tuple((id_, _shrunk(shape_)) for id_, shape_ in land.countries))
    under = signs(
        what, small, shrunk, routes / NARROW, prefix, lang, titles=False, pinned=pinned
    ).markup
    over += element("g", {"class": "narrow", "transform": f"scale({NARROW})"}, under)
    legend = entries(shown, lang, prefix)
    signs_of_legend = "".join(entry.sign for entry in legend)
    markup = element(
        "svg",
        {
            "class": "still",
            "viewBox": f"0 0 {number(wide.width)} {number(wide.height)}",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
        },
        element("title", {"id": f"{prefix}-title"}, text(title)),
        element("desc", {"id": f"{prefix}-desc"}, text(sentence)),
        marks.definitions(_sorts(what), prefix),
        base,
        over,
    )
    everything = markup + signs_of_legend
    css = rules(everything) + _font(house) + colours(everything, "light", house)
    css += f"@media (prefers-color-scheme:dark){{{colours(everything, 'dark', house)}}}"
    return Still(markup, css, legend)


def _shrunk(polygon: Any) -> Any:
    return shapely.transform(polygon, lambda xy: xy / NARROW)


def _sorts(what: Subject) -> set[str]:
    return {marks.sort(record) for record in what.points}


PAD = 16.0
LOGO = 24.0
"""Pixels of height of a house's logo."""
LINE = 20.0


def picture(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    *,
    width: float = 960,
    height: float | None = None,
    lang: str = "en",
    title: str | None = None,
    theme: Theme = "light",
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> str:
    """An SVG file of a selection: title, sentence, map, scale bar, legend, credit.

    ``height`` is the map's, chosen after what it shows where left out. The file stands alone:
    colours and style are inside it. Its parts stand in groups with names: map-land, map-borders,
    map-routes, map-marks, map-labels, map-annotations, map-legend and others.
    """
    with calling(house.names):
        return _picture(atlas, shown, selection, width, height, lang, title, theme, house, pinned)


def _picture(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    width: float,
    height: float | None,
    lang: str,
    title: str | None,
    theme: Theme,
    house: House,
    pinned: Pin,
) -> str:
    title = title or t("meta.title", lang)
    sentence = say(shown, selection, atlas, lang)
    what = subject(shown)
    shown_in = view(what, selection, width, height, pinned)
    land, routes, base = _base(what, shown_in, "map", FINE, named=True)
    over = signs(what, shown_in, land, routes, "map", lang, pinned=pinned, named=True)
    room = width - 2 * PAD
    head, top = _paragraph(title, PAD, PAD, room, 22, "headline", bold=True)
    told, top = _paragraph(sentence, PAD, top + 2, room, 14, "sentence")
    map_top = top + 12
    legend, bottom = _legend(
        entries(shown, lang, "map"), PAD, map_top + shown_in.height + PAD, room
    )
    said = " ".join([*([f"{house.credit}."] if house.credit else []), _credit(atlas, shown, lang)])
    own, side = logo(house, theme, width - PAD, bottom + 6, LOGO)
    narrow = width < NARROW_EDGE  # then the logo has a line of its own
    foot, end = _paragraph(said, PAD, bottom + 4, room - (0 if narrow else side), 11, "credit")
    if own and narrow:
        own, _ = logo(house, theme, side, end + 8, LOGO)
        end += 8 + LOGO
    # Whole pixels, so that a picture of twice the size is exactly that.
    whole = math.ceil(max(end, bottom + 6 + LOGO if own else 0) + PAD)
    drawn = "".join(
        [
            shape("rect", {"class": "page", "width": width, "height": whole}),
            layer("map", "heading", head + told),
            element(
                "svg",
                {"y": map_top, "width": width, "height": shown_in.height, "overflow": "hidden"},
                base,
                over.markup,
            ),
            layer("map", "legend", legend),
            layer("map", "credit", foot + own),
        ]
    )
    whole_svg = f'<svg class="still">{drawn}</svg>'
    css = _fixed(whole_svg, theme, house) + colours(drawn, theme, house)
    css += _page_rules(theme, house)
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "still",
            "width": width,
            "height": whole,
            "viewBox": f"0 0 {number(width)} {number(whole)}",
            "role": "img",
            "aria-labelledby": "map-title map-desc",
            "lang": lang,
        },
        element("title", {"id": "map-title"}, text(title)),
        element("desc", {"id": "map-desc"}, text(f"{sentence}. {t('meta.notice', lang)}")),
        element("style", {}, css),
        marks.definitions(_sorts(what), "map"),
        drawn,
    )


def scene(
    shown: Shown,
    selection: Selection,
    width: float,
    height: float,
    lang: str,
    prefix: str,
    fineness: Fineness,
    pinned: Pin = FREE,
) -> tuple[str, set[str]]:
    """The map alone as markup, and the sorts of marks in it that need definitions."""
    what = subject(shown)
    shown_in = view(what, selection, width, height, pinned)
    land, routes, base = _base(what, shown_in, prefix, fineness, named=True)
    over = signs(what, shown_in, land, routes, prefix, lang, pinned=pinned, named=True)
    return base + over.markup, _sorts(what)


def rules_of(markup: str, theme: Theme, house: House = PLAIN) -> str:
    """The whole style of a file of its own that holds ``markup``."""
    held = f'<svg class="still">{markup}</svg>'
    return _fixed(held, theme, house) + colours(markup, theme, house) + _page_rules(theme, house)


def logo(house: House, theme: Theme, right: float, top: float, high: float) -> tuple[str, float]:
    """The house's logo, ending at ``right``, and how much of the line it takes."""
    if not house.logos:
        return "", 0.0
    drawn = house.logos[theme]
    wide = drawn.wide(high)
    place_ = {"x": right - wide, "y": top, "width": wide, "height": high}
    name = {"role": "img", "aria-label": house.alt}
    return shape("image", {"href": drawn.source, **place_, **name}), wide + PAD


def fitted(said: str, width: float, size: float, *, bold: bool = False) -> str:
    """As many words of a text as fit into one line, with an ellipsis where some are left out."""
    first, *rest = _lines(said, width, size, bold=bold)
    if not rest:
        return first
    while " " in first and labels.width_of(f"{first} …", size, bold=bold) > width:
        first = first.rpartition(" ")[0]
    return f"{first} …"


def paragraph(line: str, x: float, y: float, name: str, size: float) -> str:
    """A line of text below ``y``, in another size than its class has."""
    style_ = f"font-size:{number(size)}px"
    return element("text", {"class": name, "x": x, "y": y + size, "style": style_}, text(line))


def _page_rules(theme: Theme, house: House) -> str:
    ground = house.grounds[theme]
    ink, paper = ground["ink"], ground["paper"]
    return (
        f".still .page{{fill:{paper}}}.still .neutral{{color:{ink}}}"
        ".still .headline{font-size:22px;font-weight:700}.still .sentence{font-size:14px}"
        ".still .credit{font-size:11px;fill-opacity:.75}"
        f".still .framed{{stroke:{ground['border']}}}" + _font(house)
    )


def _font(house: House) -> str:
    """Rules for the house's fonts, before those that the picture has anyway."""
    own = f'.still text{{font-family:"{house.font}",{SANS}}}' if house.font else ""
    head = f'"{house.headline}",' + (f'"{house.font}",' if house.font else "")
    return own + (f".still .headline{{font-family:{head}{SANS}}}" if house.headline else "")


def _credit(atlas: Atlas, shown: Shown, lang: str) -> str:
    parts = [*credit(atlas, lang), *attribution(shown, lang)]
    return f"{t('meta.notice', lang)} {' · '.join(parts)}"


def _paragraph(
    said: str, x: float, y: float, width: float, size: float, name: str, *, bold: bool = False
) -> tuple[str, float]:
    """Text in lines no wider than ``width``, and where it ends."""
    out = ""
    for line in _lines(said, width, size, bold=bold):
        y += size * 1.3
        out += element("text", {"class": name, "x": x, "y": y - size * 0.25}, text(line))
    return out, y


def _lines(said: str, width: float, size: float, *, bold: bool) -> Iterable[str]:
    line = ""
    for word in said.split(" "):
        longer = f"{line} {word}" if line else word
        if line and labels.width_of(longer, size, bold=bold) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _legend(found: Sequence[Entry], x: float, y: float, width: float) -> tuple[str, float]:
    """The signs in rows, and where they end."""
    out, left = "", x
    for entry in found:
        room = 26 + labels.width_of(entry.label, 12) + 14
        if left > x and left + room > x + width:
            left, y = x, y + LINE
        at = f"translate({joined((left + 10, y + 8))})scale(.75)"
        out += element("g", {"transform": at}, entry.sign)
        out += element("text", {"x": left + 24, "y": y + 12}, text(entry.label))
        left += room
    return out, y + LINE if found else y


def representation(shown: Shown, selection: Selection, width: float) -> Mapping[str, int]:
    """How many records of each point layer the marks of a picture stand for."""
    what = subject(shown)
    groups = marks.groups(what.points, view(what, selection, width))
    records = [record for group in groups for record in group.records] + what.away
    return {layer: sum(r["layer"] == layer for r in records) for layer in POINT_LAYERS}
