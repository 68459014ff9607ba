"""What stands around a map on its page: lines of text, the legend, the credit, a house's logo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geo.atlas import Atlas
from geo.credit import attribution, credit
from geo.pictures import labels
from geo.pictures.legend import Entry
from geo.pictures.markup import element, joined, number, shape, text
from geo.publishing.house import House, Theme
from geo.select import Shown
from geo.words import t

PAD = 16.0
LINE = 20.0


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
    pieces = _PIECE.findall(first)
    while len(pieces) > 1 and labels.width_of(f"{first} …", size, bold=bold) > width:
        first = "".join(pieces := pieces[:-1]).rstrip()
    return f"{first} …"


def line(said: str, x: float, y: float, name: str, size: float) -> str:
    """A line of text below ``y``, in another size than its class has."""
    style_ = f"font-size:{number(size)}px"
    return element("text", {"class": name, "x": x, "y": y + size, "style": style_}, text(said))


def notice(atlas: Atlas, shown: Shown, lang: str) -> str:
    """What must be said below every map: how to read it, and whose data it shows."""
    parts = [*credit(atlas, lang), *attribution(shown, lang)]
    return f"{t('meta.notice', lang)} {' · '.join(parts)}"


def paragraph(
    said: str, x: float, y: float, width: float, size: float, name: str, *, bold: bool = False
) -> tuple[str, float]:
    """Text in lines no wider than ``width``, and where it ends."""
    out = ""
    for each in _lines(said, width, size, bold=bold):
        y += size * 1.3
        out += element("text", {"class": name, "x": x, "y": y - size * 0.25}, text(each))
    return out, y


# A line may end at a space, and in Han and Kana after any letter, but for what closes a phrase.
_PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff][\u3001\u3002\uff09\uff0c\uff1a\uff1b\u300d\u30fc]*"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff]+|\s+"
)


def _lines(said: str, width: float, size: float, *, bold: bool) -> Iterable[str]:
    begun = ""
    for piece in _PIECE.findall(said):
        longer = begun + piece
        if begun.strip() and labels.width_of(longer.rstrip(), size, bold=bold) > width:
            yield begun.strip()
            begun = piece
        else:
            begun = longer
    if begun.strip():
        yield begun.strip()


def legend(found: Sequence[Entry], x: float, y: float, width: float) -> tuple[str, float]:
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
