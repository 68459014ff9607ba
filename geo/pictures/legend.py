"""The legend of a picture: only what it draws, each sign once, in the map's own order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import shapely

from geo.pictures import marks
from geo.pictures.clusters import Group
from geo.pictures.corridors import arrow, dashed
from geo.pictures.ground import land
from geo.pictures.markup import element, shape
from geo.pictures.projection import View, world
from geo.pictures.subject import Subject
from geo.schema import VOCABULARIES
from geo.words import label, t


@dataclass(frozen=True)
class Entry:
    """A line of the legend: its text, and its sign in a box of 24 about (0, 0)."""

    label: str
    sign: str


def entries(what: Subject, view: View, lang: str, prefix: str) -> list[Entry]:
    """Signs in the order routes, incidents by kind, crossings, sites, countries, precision."""
    groups = marks.groups(what.points, view)
    sorts = {marks.sort(record) for group in groups for record in marks.told(group)}
    seen = shapely.box(*view.corners)
    return [
        *_routes(what, seen, lang),
        *_kinds(sorts, lang, prefix),
        *_places(what, sorts, seen, lang, prefix),
        *_countries(what, seen, lang),
        *_precisions(groups, view, lang),
    ]


def _in(geometry: Any, seen: Any) -> bool:
    """Whether any of a geometry (EPSG:4326) lies in view."""
    return bool(shapely.transform(geometry, world).intersects(seen))


def _routes(what: Subject, seen: Any, lang: str) -> Iterator[Entry]:
    rows = [row for row in what.routes if _in(row["geometry"], seen)]
    kinds = [kind for kind in ("escape", "repatriation") if any(r["kind"] == kind for r in rows)]
    for kind in kinds:
        yield Entry(t(f"panel.route.{kind}", lang), _line(kind))
    legs = (
        (leg, part)
        for row in rows
        if row["draw"] != "points"
        for leg, part in zip(row["legs"] or (), shapely.get_parts(row["geometry"]), strict=False)
    )
    if any(dashed(leg) and _in(part, seen) for leg, part in legs):
        yield Entry(t("panel.legend.inferred", lang), _line(kinds[0], inferred=True))


def _line(kind: str, *, inferred: bool = False) -> str:
    line = {"class": "way dashed" if inferred else "way", "d": "M-11 0H11", "stroke-width": 2.4}
    if inferred:
        line["stroke-dasharray"] = "4 3"
    head = {"class": "way" if kind == "escape" else "filled", "d": arrow(kind, 0.5, 0, 0, 1, 1)}
    return element("g", {"class": kind, "fill": "none"}, shape("path", line), shape("path", head))


def _kinds(sorts: AbstractSet[str], lang: str, prefix: str) -> Iterator[Entry]:
    for kind in VOCABULARIES["kind"]:
        if kind in sorts:
            yield Entry(label("kind", kind, lang), marks.sign(kind, prefix))


def _places(
    what: Subject, sorts: AbstractSet[str], seen: Any, lang: str, prefix: str
) -> Iterator[Entry]:
    if "crossings" in sorts:
        yield Entry(t("panel.legend.crossing", lang), marks.sign("crossings", prefix))
    if any(_in(stretch, seen) for stretch in what.stretches):
        band = {"class": "band way", "d": "M-9 3Q-3-5 2 0T9-3", "fill": "none", "stroke-width": 7}
        sign = element("g", {"class": "crossings"}, shape("path", band))
        yield Entry(t("panel.legend.stretch", lang), sign)
    if "detention_sites" in sorts:
        yield Entry(t("panel.legend.detention_site", lang), marks.sign("detention_sites", prefix))


def _countries(what: Subject, seen: Any, lang: str) -> Iterator[Entry]:
    roles = {
        role
        for iso3, role in what.roles.items()
        if any(
            shapely.Polygon(ring).intersects(seen)
            for ring in (*land(iso3), *what.rings.get(iso3, ()))
        )
    }
    for role in VOCABULARIES["role"]:
        if role in roles:
            box = {"x": -10, "y": -7, "width": 20, "height": 14, "rx": 2}
            yield Entry(
                label("role", role, lang), shape("rect", {"class": f"filled {role} framed", **box})
            )


def _precisions(groups: Iterable[Group], view: View, lang: str) -> Iterator[Entry]:
    found = {each for group in groups for each in marks.precisions(group, view)}
    for precision, radius in (("site", 0), ("town", 7), ("county", 11)):
        if precision not in found:
            continue
        if radius:
            disc = {"class": f"soft neutral {precision}", "r": radius}
            sign = shape("circle", disc) + shape("circle", {"class": "neutral filled", "r": 3})
        else:
            sign = shape("path", {"class": "mark neutral", "d": marks.PIN})
            sign += shape("circle", {"class": "disc", "cy": -2.6, "r": 4 * math.sqrt(0.9)})
        yield Entry(t(f"panel.legend.{precision}", lang), sign)
