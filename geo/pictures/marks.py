"""The marks of a picture: shapes by kind, crowds with their counts, soft discs for rough places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from geo import style, words
from geo.atlas import Record
from geo.pictures.clusters import Group, Place, clusters
from geo.pictures.markup import element, joined, number, shape, text
from geo.pictures.projection import View, world

RADII = {"county": 25_000, "town": 5_000}
"""Metres that a place of this precision may stand for."""
TRUE_FROM = 15
"""Pixels: from this radius on the disc is drawn in its true size."""
DRAWN = ("site", "town", "county")
"""Precisions that put a record on the map; a province or a country is no place of an event."""
MOST = 160
"""Marks in a picture; where there would be more they have more room, and stand for more."""
SPREADS = (1.0, 1.3, 1.69, 2.197, 2.856, 3.713)
SIZE, QUIET, AMONG = 18, 15, 13
"""Pixels of a single mark: of an incident, of a prison or a bridge, of an incident with these."""


def _outline(corners: Iterable[tuple[float, float]]) -> str:
    points = [
        (math.cos((turn - 0.25) * 2 * math.pi) * r, math.sin((turn - 0.25) * 2 * math.pi) * r)
        for turn, r in corners
    ]
    return "M" + "L".join(joined(point, 2) for point in points) + "Z"


def _regular(sides: int, radius: float, turn: float = 0) -> str:
    return _outline((n / sides + turn, radius) for n in range(sides))


SHAPES: Mapping[str, str] = {
    "circle": "M-7.2 0A7.2 7.2 0 1 0 7.2 0A7.2 7.2 0 1 0-7.2 0Z",
    "square": "M-6.4-6.4H6.4V6.4H-6.4Z",
    "diamond": "M0-8.8L8.8 0L0 8.8L-8.8 0Z",
    "triangle": "M0-8.4L8.4 6.6H-8.4Z",
    "triangle-down": "M0 8.4L8.4-6.6H-8.4Z",
    "plus": "M-2.4-8H2.4V-2.4H8V2.4H2.4V8H-2.4V2.4H-8V-2.4H-2.4Z",
    "cross": "M-5.7-8.5L0-2.8L5.7-8.5L8.5-5.7L2.8 0L8.5 5.7L5.7 8.5L0 2.8L-5.7 8.5L-8.5 5.7"
    "L-2.8 0L-8.5-5.7Z",
    "star": _outline((n / 10, 4.2 if n % 2 else 9.4) for n in range(10)),
    "hexagon": _regular(6, 8.2, 1 / 12),
    "pentagon": _regular(5, 8.4),
    "ring": "M-7.6 0A7.6 7.6 0 1 0 7.6 0A7.6 7.6 0 1 0-7.6 0Z"
    "M-3.4 0A3.4 3.4 0 1 1 3.4 0A3.4 3.4 0 1 1-3.4 0Z",
    "bar": "M-8.6-3.2H8.6V3.2H-8.6Z",
    "bridge": "M-9-6.5H-4.8V-2.2H4.8V-6.5H9V6.5H4.8V2.2H-4.8V6.5H-9Z",
    "grille": "M-7.6-7.6H7.6V7.6H-7.6ZM-4.9-4.9V4.9H-2.3V-4.9ZM-1.3-4.9V4.9H1.3V-4.9Z"
    "M2.3-4.9V4.9H4.9V-4.9Z",
}
"""About (0, 0) in a box of 24, to look equally large: the shapes of ``assets/marks.js``."""
PIN = "M0 10.5L-4.6 3.6A7.4 7.4 0 1 1 4.6 3.6Z"


def sort(record: Mapping[str, object]) -> str:
    """The class of a record's mark: its kind, or its layer where all marks of it are alike."""
    layer = record["layer"]
    return str(record["kind"] if layer in ("incidents", "routes") else layer)


def shape_of(name: str) -> str:
    """The shape of a class of marks."""
    own = {"crossings": style.CROSSING, "detention_sites": style.SITE}.get(name)
    return str((own or style.KINDS.get(name, {})).get("shape", "circle"))


def is_drawn(record: Mapping[str, object]) -> bool:
    """Whether a record of a point layer is a mark on the map."""
    geometry = record.get("geometry")
    return getattr(geometry, "geom_type", "") == "Point" and record.get("precision") in DRAWN


def groups(records: Iterable[Record], view: View) -> list[Group]:
    """The marks in view that stand for these records."""
    held: dict[tuple[float, float], list[Record]] = {}
    for record in records:
        held.setdefault((record["geometry"].x, record["geometry"].y), []).append(record)
    spots = view.pixels(world(list(held))).tolist() if held else []
    places = [
        Place(f"{lat:.10g},{lon:.10g}", x, y, lon, lat, found)
        for ((lon, lat), found), (x, y) in zip(held.items(), spots, strict=True)
    ]
    seen: list[Group] = []
    for spread in SPREADS:
        merged = clusters(places, view.zoom, spread)
        seen = [each for each in merged if view.holds(each.x, each.y, 12)]
        if len(seen) <= MOST:
            break
    return seen


def definitions(names: Iterable[str], prefix: str) -> str:
    """The shapes that marks of these classes use, once."""
    shapes = sorted({shape_of(name) for name in names})
    drawn = (shape("path", {"id": f"{prefix}-{name}", "d": SHAPES[name]}) for name in shapes)
    return element("defs", {}, *drawn)


def _use(name: str, prefix: str, x: float, y: float, scale: float, kind: str = "") -> str:
    at = f"translate({joined((x, y))})scale({number(scale, 3)})"
    given = {"href": f"#{prefix}-{shape_of(name)}", "class": kind or f"mark {name}"}
    return shape("use", {**given, "transform": at})


def told(group: Group) -> list[Record]:
    """The records that a group's mark stands for by shape or colour: incidents, if it has any."""
    records = group.records
    return [record for record in records if record["layer"] == "incidents"] or records


def precisions(group: Group, view: View) -> set[str]:
    """The precisions that a group's mark, or the discs below it, shows."""
    records = group.records
    if len(records) == 1:
        return {records[0]["precision"]}
    return {
        record["precision"]
        for place in group.places
        for record in place.records
        if _true(record, place, view)
    }


def more(groups: Sequence[Group]) -> list[tuple[str, tuple[float, float, float, float]]]:
    """How many records incidents' own marks stand for beside them, and where this is written.

    At the upper right of the mark, or at another corner where marks are in the way. Marks that
    count, and those of one record, need no such number.
    """
    found = []
    for group in groups:
        if group.incidents != 1 or group.count == 1:
            continue
        said = f"+{group.count - 1}"
        width, off = 6.5 * len(said), group.radius * 0.8 + 1
        others = [each for each in groups if each is not group]
        spots = [
            (left, group.y + down - 8, left + width, group.y + down + 1)
            for down in (1 - off, 7 + off)
            for left in (group.x + off, group.x - off - width)
        ]
        found.append((said, next((x for x in spots if _clear(x, others)), spots[0])))
    return found


def _clear(spot: tuple[float, float, float, float], groups: Iterable[Group]) -> bool:
    left, top, right, bottom = spot
    return all(
        math.hypot(max(left - each.x, 0, each.x - right), max(top - each.y, 0, each.y - bottom))
        > each.radius + 2
        for each in groups
    )


def numbers(groups: Sequence[Group]) -> str:
    """The numbers of ``more``, above all marks and set as names are."""
    drawn = [
        element(
            "text",
            {"class": "count", "x": (left + right) / 2, "y": bottom, "font-size": 10},
            said,
        )
        for said, (left, _, right, bottom) in more(groups)
    ]
    return element("g", {"class": "names"}, *drawn) if drawn else ""


def draw(group: Group, view: View, prefix: str, lang: str = "en", title: str = "") -> str:
    """A group's mark: one record's own shape, or a ring of the kinds in it with its count."""
    name = element("title", {}, text(title)) if title else ""
    shown = told(group)
    if group.count == 1:
        return element("g", {}, name, _single(group, shown[0], view, prefix))
    if group.incidents == 1:
        x, y = group.x, group.y
        outer = group.radius + 1.5
        kind = sort(shown[0])
        return element(
            "g",
            {},
            name,
            shape("circle", {"class": "disc rim", "cx": x, "cy": y, "r": outer}),
            _use(kind, prefix, x, y, AMONG / 24),
        )
    return element("g", {}, name, _crowd(group, shown, lang))


def _single(group: Group, record: Record, view: View, prefix: str) -> str:
    x, y, kind = group.x, group.y, sort(record)
    quiet = record["layer"] != "incidents"
    if record["precision"] == "site":
        size = (22 if quiet else 26) / 24
        top = y - 10.5 * size
        at = f"translate({joined((x, top))})scale({number(size, 3)})"
        body = shape("path", {"class": f"mark {kind}", "d": PIN, "transform": at})
        return body + _use(kind, prefix, x, top - 2.6 * size, 0.5 * size, "inner")
    wide = record["precision"] == "county"
    size = (QUIET if quiet else SIZE) / 24
    soft = (16 if wide else 12) * (0.75 if quiet else 1)
    disc = "" if _true(record, group.places[0], view) else _soft(x, y, soft, kind, wide=wide)
    return disc + _use(kind, prefix, x, y, size)


def _soft(x: float, y: float, r: float, kind: str, *, wide: bool) -> str:
    name = f"soft {kind} county" if wide else f"soft {kind}"
    return shape("circle", {"class": name, "cx": x, "cy": y, "r": r})


def _true(record: Record, place: Place, view: View) -> bool:
    metres = RADII.get(record["precision"])
    return metres is not None and metres / view.metres(place.lat) >= TRUE_FROM


def halos(found: Sequence[Group], view: View) -> str:
    """Discs of 5 or 25 km below places, where these are wide enough to be seen."""
    out = ""
    for group in found:
        for place in group.places:
            for precision, metres in RADII.items():
                rough = [r for r in place.records if r["precision"] == precision]
                if rough and _true(rough[0], place, view):
                    r = metres / view.metres(place.lat)
                    name = f"reach {precision}"
                    out += shape("circle", {"class": name, "cx": place.x, "cy": place.y, "r": r})
    return out


def shares(records: Iterable[Record]) -> list[tuple[str, float]]:
    """The kinds of some records with their shares of the whole, the greatest first."""
    counts: dict[str, int] = {}
    for record in records:
        counts[sort(record)] = counts.get(sort(record), 0) + 1
    whole = sum(counts.values())
    return [(name, counts[name] / whole) for name in sorted(counts, key=lambda k: (-counts[k], k))]


def _crowd(group: Group, told: Sequence[Record], lang: str) -> str:
    x, y = group.x, group.y
    outer = group.radius + 1.5
    rim = max(3.0, min(5.5, outer * 0.31))
    ring = outer - rim / 2
    width = {"stroke-width": rim}
    drawn = shape("circle", {"class": "disc rim", "cx": x, "cy": y, "r": outer + 1})
    parts = shares(told)
    if len(parts) == 1:
        name = f"share {parts[0][0]}"
        drawn += shape("circle", {"class": name, "cx": x, "cy": y, "r": ring, **width})
        parts = []
    done = 0.0
    for name, share in parts:
        (x1, y1), (x2, y2) = (
            (x + ring * math.sin(2 * math.pi * turn), y - ring * math.cos(2 * math.pi * turn))
            for turn in (done, done + share)
        )
        r = number(ring)
        arc = f"M{joined((x1, y1))}A{r} {r} 0 {int(share > 0.5)} 1 {joined((x2, y2))}"
        drawn += shape("path", {"class": f"share {name}", "d": arc, **width})
        done += share
    count = words.number(group.incidents or group.count, lang)
    size = max(9.0, min(12.5, 5 + outer * 0.42))
    given = {"class": "count", "x": x, "y": y + size * 0.36, "font-size": size}
    return drawn + element("text", given, count)


def sign(name: str, prefix: str) -> str:
    """The shape of a class of marks about (0, 0), for a legend."""
    return shape("use", {"href": f"#{prefix}-{shape_of(name)}", "class": f"mark {name}"})
