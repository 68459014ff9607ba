"""A picture of a selection: SVG drawn from geometry, in the look of the map, no browser.

It is a file of its own, with title, legend and credit, fit for print and for a designer's editor.
Text from data is escaped. Equal input gives equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from geo.atlas import Atlas
from geo.credit import title as titled
from geo.pictures import margin
from geo.pictures.edges import NARROW
from geo.pictures.face import face, layer
from geo.pictures.ground import FINE
from geo.pictures.legend import entries
from geo.pictures.margin import PAD
from geo.pictures.markup import element, shape
from geo.pictures.projection import View
from geo.pictures.subject import FREE, Subject, subject, unplaced, view
from geo.pictures.svgfile import alone
from geo.publishing.house import PLAIN, House, Theme, in_its_names
from geo.publishing.pin import Pin
from geo.select import Shown, say
from geo.selection import Selection
from geo.words import t

LEAST = 100
"""Pixels of height below which a map shows nothing."""
LOGO = 24.0
"""Pixels of height of a house's logo."""


class NoRoom(Exception):
    """A picture of a size in which there is no room for a map; its text is a sentence."""


@in_its_names
def picture(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    *,
    width: float = 960,
    height: float | None = None,
    whole: int | None = None,
    lang: str = "en",
    title: str | None = None,
    theme: Theme = "light",
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> str:
    """An SVG file of a selection: title, sentence, map, scale bar, legend, credit.

    ``height`` is the map's, chosen after what it shows where left out; ``whole`` that of the whole
    picture, in which the map takes what the words leave. Raises ``NoRoom`` where that is nothing.
    The file stands alone: colours and style are inside it. Its parts stand in groups with names:
    map-land, map-borders, map-routes, map-marks, map-labels, map-annotations, map-legend and
    others.
    """
    title = title or titled(atlas, shown, lang)
    sentence = say(shown, selection, atlas, lang)

    def laid_out(height: float | None) -> _Page:
        return _page(atlas, shown, selection, width, height, lang, title, theme, house, pinned)

    page = _within(laid_out, whole) if whole else laid_out(height)
    drawn = face(page.what, page.view, lang, "map", FINE, pinned)
    frame = {"y": page.top, "width": width, "height": page.view.height, "overflow": "hidden"}
    return alone(
        "map",
        (width, page.height),
        shape("rect", {"class": "page", "width": width, "height": page.height})
        + layer("map", "heading", page.heading)
        + element("svg", frame, drawn)
        + layer("map", "legend", page.legend)
        + layer("map", "credit", page.credit),
        title=title,
        told=" ".join(
            part for part in (f"{sentence}.", unplaced(shown, lang), t("meta.notice", lang)) if part
        ),
        lang=lang,
        sorts=page.what.sorts,
        theme=theme,
        house=house,
    )


def _within(laid_out: Callable[[float], _Page], whole: int) -> _Page:
    """The page of exactly that height: its map gives way until all words have room."""
    height = float(whole)
    while True:
        page = laid_out(height)
        over = page.height - whole
        if over <= 0:  # what is left over is less than the rows of a legend
            return replace(page, height=whole)
        height -= over
        if height < LEAST:
            raise NoRoom(
                f"words and legend take {whole - height:.0f} of its {whole} pixels of height and "
                "leave no room for a map; take more, or a shorter title"
            )


@in_its_names
def size(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    *,
    width: float = 960,
    lang: str = "en",
    title: str | None = None,
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> tuple[int, int]:
    """Width and height in pixels that ``picture`` would have; nothing is drawn for it."""
    title = title or titled(atlas, shown, lang)
    page = _page(atlas, shown, selection, width, None, lang, title, "light", house, pinned)
    return round(width), page.height


@dataclass(frozen=True)
class _Page:
    """What a picture is made of but the map itself, which begins ``top`` pixels below its edge."""

    what: Subject
    view: View
    top: float
    height: int
    heading: str
    legend: str
    credit: str


def _page(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    width: float,
    height: float | None,
    lang: str,
    title: str,
    theme: Theme,
    house: House,
    pinned: Pin,
) -> _Page:
    what = subject(shown)
    shown_in = view(what, selection, width, height, pinned)
    room = width - 2 * PAD
    head, top = margin.paragraph(title, PAD, PAD, room, 22, "headline", bold=True)
    sentence = say(shown, selection, atlas, lang)
    told, top = margin.paragraph(sentence, PAD, top + 2, room, 14, "sentence")
    left_out = unplaced(shown, lang)
    if left_out:
        more, top = margin.paragraph(left_out, PAD, top + 2, room, 11, "credit")
        told += more
    top += 12
    found = entries(what, shown_in, lang, "map")
    legend, bottom = margin.legend(found, PAD, top + shown_in.height + PAD, room)
    own = [f"{house.credit}."] if house.credit else []
    said = " ".join([*own, margin.notice(atlas, shown, lang)])
    logo, side = margin.logo(house, theme, width - PAD, bottom + 6, LOGO)
    narrow = width < NARROW  # then the logo has a line of its own
    beside = 0 if narrow else side
    foot, end = margin.paragraph(said, PAD, bottom + 4, room - beside, 11, "credit")
    if logo and narrow:
        logo, _ = margin.logo(house, theme, side, end + 8, LOGO)
        end += 8 + LOGO
    # Whole pixels, so that a picture of twice the size is exactly that.
    whole = math.ceil(max(end, bottom + 6 + LOGO if logo else 0) + PAD)
    return _Page(what, shown_in, top, whole, head + told, legend, foot + logo)
