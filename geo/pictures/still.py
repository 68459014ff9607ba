"""The map of a document as it stands still, where no script runs. Equal input gives equal text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely

from geo.pictures import marks
from geo.pictures.face import base, signs
from geo.pictures.ground import LIGHT, Ground
from geo.pictures.inks import colours, fonts, rules
from geo.pictures.legend import Entry, entries
from geo.pictures.markup import element, number, text
from geo.pictures.subject import FREE, subject, view
from geo.publishing.house import PLAIN, House
from geo.publishing.pin import Pin
from geo.select import Shown
from geo.selection import Selection

NARROW = 2
"""So many times smaller is the map for narrow screens: its marks and names are as much larger."""
SIZES = (
    ".narrow{display:none}@media(max-width:599.98px){.wide{display:none}.narrow{display:block}"
    ".still .routes{stroke-width:6px}.still .casing{stroke-width:9px}"
    ".still .arrows{stroke-width:4px}.still .air{stroke-width:3px}}"
)
"""Which of the two sizes of marks and names is seen, and how strong lines are beside them."""


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
    step: int = 0,
) -> Still:
    """The map alone, 800 pixels wide, with larger marks and names where a screen is narrow.

    ``titles``: whether marks say what they stand for under a pointer. ``step``: the stop up to
    which the path of the picked record is drawn, from 1; 0 for all of it.
    """
    what = subject(shown, selection.item, step)
    wide = view(what, selection, 800, pinned=pinned)
    land, routes, ground = base(what, wide, prefix, LIGHT)
    over = signs(what, wide, land, routes, prefix, lang, titles=titles, pinned=pinned).markup
    over = element("g", {"class": "wide"}, over)
    small = wide.shrunk(NARROW)
    shrunk = Ground("", tuple((id_, _shrunk(shape_)) for id_, shape_ in land.countries))
    under = signs(
        what, small, shrunk, routes / NARROW, prefix, lang, titles=False, pinned=pinned
    ).markup
    over += element("g", {"class": "narrow", "transform": f"scale({NARROW})"}, under)
    legend = entries(what, wide, lang, prefix)
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
        marks.definitions(what.sorts, prefix),
        ground,
        over,
    )
    everything = markup + signs_of_legend
    css = rules(everything) + fonts(house) + colours(everything, "light", house)
    css += f"@media (prefers-color-scheme:dark){{{colours(everything, 'dark', house)}}}" + SIZES
    return Still(markup, css, legend)


def _shrunk(polygon: Any) -> Any:
    return shapely.transform(polygon, lambda xy: xy / NARROW)
