"""An SVG file that stands alone: its words, style and shapes of marks before what is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from geo.pictures import marks
from geo.pictures.inks import rules_of
from geo.pictures.markup import element, number, text
from geo.publishing.house import House, Theme


def alone(
    prefix: str,
    size: tuple[float, float],
    drawn: str,
    *,
    title: str,
    told: str,
    lang: str,
    sorts: Iterable[str],
    theme: Theme,
    house: House,
) -> str:
    """The file that holds ``drawn``, of ``size`` pixels, in the colours of theme and house.

    ``title`` and ``told`` are what a screen reader says, ``sorts`` the marks whose shapes are
    used. ``prefix`` begins the ids.
    """
    width, height = size
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "still",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "lang": lang,
        },
        element("title", {"id": f"{prefix}-title"}, text(title)),
        element("desc", {"id": f"{prefix}-desc"}, text(told)),
        element("style", {}, rules_of(drawn, theme, house)),
        marks.definitions(sorts, prefix),
        drawn,
    )
