"""The card for social media: the map of a selection, 1200 by 630 pixels, with its title below."""

from __future__ import annotations

from geo import marks
from geo.atlas import Atlas
from geo.credit import credit
from geo.ground import FINE
from geo.house import PLAIN, House, Theme
from geo.labels import width_of
from geo.markup import element, number, shape, text
from geo.picture import FREE, fitted, logo, paragraph, rules_of, scene
from geo.pin import Pin
from geo.select import Shown, say
from geo.selection import Selection
from geo.words import calling, t

WIDTH, HEIGHT = 1200, 630
"""Pixels, as the large networks show a link's picture."""

BAND = 130
"""Pixels of the band below the map, for title, sentence and credit."""

SCALE = 1.5
"""Cards are shown small: marks and names are so many times larger than on the map."""


def card(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    *,
    lang: str = "en",
    title: str | None = None,
    theme: Theme = "light",
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> str:
    """An SVG file of a selection in the shape of a card. Equal input gives equal bytes."""
    with calling(house.names):
        return _card(atlas, shown, selection, lang, title, theme, house, pinned)


def _card(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    lang: str,
    title: str | None,
    theme: Theme,
    house: House,
    pinned: Pin,
) -> str:
    title = title or t("meta.title", lang)
    sentence = say(shown, selection, atlas, lang)
    drawn, sorts = scene(
        shown, selection, WIDTH / SCALE, (HEIGHT - BAND) / SCALE, lang, "card", FINE, pinned
    )
    top = HEIGHT - BAND
    own, side = logo(house, theme, WIDTH - 32, top + 24, 44)
    size = 34
    while side and size > 26 and width_of(title, size, bold=True) > WIDTH - 64 - side:
        size -= 1  # a logo takes room from the title
    head = fitted(title, WIDTH - 64 - side, size, bold=True)
    told = fitted(sentence, WIDTH - 64, 20)
    data = " · ".join([*([house.credit] if house.credit else []), *credit(atlas, lang)])
    body = "".join(
        [
            shape("rect", {"class": "page", "width": WIDTH, "height": HEIGHT}),
            element(
                "svg",
                {
                    "width": WIDTH,
                    "height": top,
                    "viewBox": f"0 0 {number(WIDTH / SCALE)} {number(top / SCALE)}",
                    "overflow": "hidden",
                },
                drawn,
            ),
            own,
            paragraph(head, 32, top + 14, "headline", size),
            paragraph(told, 32, top + 66, "sentence", 20),
            paragraph(fitted(data, WIDTH - 64, 15), 32, top + 98, "credit", 15),
        ]
    )
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "still",
            "width": WIDTH,
            "height": HEIGHT,
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "role": "img",
            "aria-labelledby": "card-title card-desc",
            "lang": lang,
        },
        element("title", {"id": "card-title"}, text(title)),
        element("desc", {"id": "card-desc"}, text(sentence)),
        element("style", {}, rules_of(body, theme, house)),
        marks.definitions(sorts, "card"),
        body,
    )
