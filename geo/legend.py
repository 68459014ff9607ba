"""The legend of a picture: only what it draws, each sign once, in the map's own order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geo import marks
from geo.corridors import arrow, dashed
from geo.markup import element, shape
from geo.schema import VOCABULARIES
from geo.select import Shown
from geo.words import label, t


@dataclass(frozen=True)
class Entry:
    """A line of the legend: its text, and its sign in a box of 24 about (0, 0)."""

    label: str
    sign: str


def entries(shown: Shown, lang: str, prefix: str) -> list[Entry]:
    """Signs in the order routes, incidents by kind, crossings, sites, countries, precision."""
    return [
        *_routes(shown, lang),
        *_kinds(shown, lang, prefix),
        *_places(shown, lang, prefix),
        *_countries(shown, lang),
        *_precisions(shown, lang),
    ]


def _routes(shown: Shown, lang: str) -> Iterator[Entry]:
    rows = [row for row in shown.records("routes") if row["geometry"] is not None]
    kinds = [kind for kind in ("escape", "repatriation") if any(r["kind"] == kind for r in rows)]
    for kind in kinds:
        yield Entry(t(f"panel.route.{kind}", lang), _line(kind))
    legs = [leg for row in rows if row["draw"] != "points" for leg in row["legs"] or ()]
    if any(dashed(leg) for leg in legs):
        yield Entry(t("panel.legend.inferred", lang), _line(kinds[0], inferred=True))


def _line(kind: str, *, inferred: bool = False) -> str:
    line = {"class": "way dashed" if inferred else "way", "d": "M-11 0H11", "stroke-width": 2.4}
    if inferred:
        line["stroke-dasharray"] = "4 3"
    head = {"class": "way" if kind == "escape" else "filled", "d": arrow(kind, 0.5, 0, 0, 1, 1)}
    return element("g", {"class": kind, "fill": "none"}, shape("path", line), shape("path", head))


def _kinds(shown: Shown, lang: str, prefix: str) -> Iterator[Entry]:
    rows = shown.layers.get("incidents")
    if rows is None:
        return
    drawn = rows["precision"].isin(marks.DRAWN) & rows.geometry.notna()
    kinds = set(rows["kind"][drawn])
    for kind in VOCABULARIES["kind"]:
        if kind in kinds:
            yield Entry(label("kind", kind, lang), marks.sign(kind, prefix))


def _places(shown: Shown, lang: str, prefix: str) -> Iterator[Entry]:
    crossings = shown.records("crossings")
    if any(marks.is_drawn(row) for row in crossings):
        yield Entry(t("panel.legend.crossing", lang), marks.sign("crossings", prefix))
    if any(row["type"] == "river_stretch" and row["geometry"] is not None for row in crossings):
        band = {"class": "band way", "d": "M-9 3Q-3-5 2 0T9-3", "fill": "none", "stroke-width": 7}
        sign = element("g", {"class": "crossings"}, shape("path", band))
        yield Entry(t("panel.legend.stretch", lang), sign)
    if any(marks.is_drawn(row) for row in shown.records("detention_sites")):
        yield Entry(t("panel.legend.detention_site", lang), marks.sign("detention_sites", prefix))


def _countries(shown: Shown, lang: str) -> Iterator[Entry]:
    roles = {row["role"] for row in shown.records("countries")}
    for role in VOCABULARIES["role"]:
        if role in roles:
            box = {"x": -10, "y": -7, "width": 20, "height": 14, "rx": 2}
            yield Entry(
                label("role", role, lang), shape("rect", {"class": f"filled {role} framed", **box})
            )


def _precisions(shown: Shown, lang: str) -> Iterator[Entry]:
    rows = [row for name in ("incidents", "detention_sites") for row in shown.records(name)]
    found = {row["precision"] for row in rows if marks.is_drawn(row)}
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
