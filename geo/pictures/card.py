"""The card for social media: the map of a selection, 1200 by 630 pixels, with its title below."""

from __future__ import annotations

from geo.atlas import Atlas
from geo.credit import credit
from geo.credit import title as titled
from geo.pictures.face import face
from geo.pictures.ground import FINE
from geo.pictures.labels import width_of
from geo.pictures.margin import fitted, line, logo
from geo.pictures.markup import element, number, shape
from geo.pictures.subject import FREE, subject, view
from geo.pictures.svgfile import alone
from geo.publishing.house import PLAIN, House, Theme, in_its_names
from geo.publishing.pin import Pin
from geo.select import Shown, say
from geo.selection import Selection

WIDTH, HEIGHT = 1200, 630
"""Pixels, as the large networks show a link's picture."""

BAND = 130
"""Pixels of the band below the map, for title, sentence and credit."""

SCALE = 1.5
"""Cards are shown small: marks and names are so many times larger than on the map."""


@in_its_names
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
    title = title or titled(atlas, shown, lang)
    sentence = say(shown, selection, atlas, lang)
    top = HEIGHT - BAND
    what = subject(shown)
    shown_in = view(what, selection, WIDTH / SCALE, top / SCALE, pinned)
    drawn = face(what, shown_in, lang, "card", FINE, pinned)
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
            line(head, 32, top + 14, "headline", size),
            line(told, 32, top + 66, "sentence", 20),
            line(fitted(data, WIDTH - 64, 15), 32, top + 98, "credit", 15),
        ]
    )
    return alone(
        "card",
        (WIDTH, HEIGHT),
        body,
        title=title,
        told=sentence,
        lang=lang,
        sorts=what.sorts,
        theme=theme,
        house=house,
    )
