"""Names on a picture: chosen by rank and zoom, placed where they cover neither mark nor name."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.ground import Ground, Name, names
from geo.languages import town_names
from geo.markup import element, joined, shape, text
from geo.projection import View
from geo.words import country_name, label

Spot = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

TOWN_ZOOM = (0, 3.25, 4.75, 6, 7, 8)
"""Least zoom at which a town of a rank is named."""
AREA_ZOOM = (0, 3, 4.25, 5, 6)
DOT = 4.0


@dataclass(frozen=True)
class Font:
    """Size in pixels, and how the letters of a sort of names are set."""

    size: float
    bold: bool = False
    spacing: float = 0.0
    caps: bool = False


FONTS = {
    "country": Font(12, bold=True, spacing=0.13, caps=True),
    "sea": Font(12, spacing=0.04),
    "river": Font(11, spacing=0.02),
    "town": Font(12),
    "capital": Font(12.5, bold=True),
}

# Widths of letters in ems, of a wide sans: a reader's own font is no wider.
_WIDTHS = {
    0.29: "iIjl|.,:;'!’",
    0.34: " ",
    0.42: "ftr()[]-/·–",
    0.95: "mwMW@—←→",
    0.72: "ABCDEFGHJKLNOPQRSTUVXYZ&",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width_of(said: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, in pixels; rather too wide than too narrow."""
    ems = 0.0
    for letter in said:
        if unicodedata.combining(letter):
            continue
        wide = unicodedata.east_asian_width(letter) in "WF"
        ems += 1.0 if wide else _WIDTH.get(letter, 0.63)
    return ems * size * (1.08 if bold else 1)


@dataclass(frozen=True)
class Label:
    """A placed name: its box, where its text is tied, and its town's dot or its leader if any."""

    name: Name
    sort: str
    said: str
    spot: Spot
    at: tuple[float, float]
    dot: bool = False
    town: bool = False
    leader: tuple[float, float, float, float] | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.spot[0] + self.spot[2]) / 2, (self.spot[1] + self.spot[3]) / 2


def apart(a: Spot, b: Spot) -> bool:
    """Whether two boxes don't overlap."""
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@dataclass(frozen=True)
class _Candidate:
    name: Name
    sort: str
    said: str
    order: float
    at: tuple[float, float]
    spots: list[Spot]
    radius: float = 0.0
    town: bool = False
    own_land: bool = False


def place(
    view: View,
    ground: Ground,
    marks: Sequence[tuple[float, float, float]],
    *,
    beside: Collection[str] = (),
    more: Iterable[Spot] = (),
    lang: str = "en",
) -> list[Label]:
    """Names for a view, the most important first.

    ``marks`` are x, y and radius in pixels; countries in ``beside`` (ISO 3166-1 alpha-3) may be
    named beside themselves; ``more`` are further boxes to keep clear of.
    """
    found = [each for name in names() for each in _candidate(name, view, marks, beside, lang)]
    found.sort(key=lambda each: each.order)
    boxes: list[Spot] = [(x - r, y - r, x + r, y + r) for x, y, r in marks]
    boxes += more
    dots = [each.at for each in found if each.town and not each.radius][:40]
    boxes += [(x - 2, y - 2, x + 2, y + 2) for x, y in dots]
    placed = []
    for each in found:
        free = (spot for spot in each.spots if all(apart(spot, box) for box in boxes))
        spot = next(
            (s for s in free if not each.own_land or _at_home(each.name.id, s, ground)), None
        )
        if spot is None:
            continue
        boxes.append(spot)
        leader = None
        if each.sort == "country" and each.name.rank == 1:
            leader = _leader(each.at, spot, view)
        dot = each.town and not each.radius
        placed.append(Label(each.name, each.sort, each.said, spot, each.at, dot, each.town, leader))
    return placed


def _candidate(
    name: Name,
    view: View,
    marks: Sequence[tuple[float, float, float]],
    beside: Collection[str],
    lang: str,
) -> Iterable[_Candidate]:
    town = name.sort == "town"
    least = TOWN_ZOOM[min(name.rank, 5)] if town else AREA_ZOOM[min(name.rank, 4)]
    if view.zoom < least or (name.sort == "country" and view.zoom >= CLOSE):
        return
    x, y = view.place(name.lon, name.lat)
    if not view.holds(x, y, 40):
        return
    kind = "capital" if town and name.rank == 1 else name.sort
    font = FONTS[kind]
    said = _said(name, lang).upper() if font.caps else _said(name, lang)
    width = width_of(said, font.size, bold=font.bold) + len(said) * font.spacing * font.size
    height = font.size * 1.25
    if town:
        near = [(math.hypot(mx - x, my - y), r) for mx, my, r in marks]
        close = [d + r for d, r in near if d < max(6.0, r * 0.6)]
        radius = close[0] if close else 0.0
        order = (0 if name.rank == 1 else 2 + name.rank) - (0.5 if close else 0)
        around = _around(x, y, width, height, radius or DOT)
        yield _Candidate(name, kind, said, order, (x, y), _inside(around, view), radius, town=True)
        return
    leading = name.sort == "country" and name.rank == 1
    far = leading and name.id in beside
    spots = _inside(_area(x, y, width, height, name.angle, name.sort, far=far), view)
    order = {"country": 1 + name.rank / 10, "sea": 2.5}.get(name.sort, 3.5)
    own_land = leading or name.sort == "sea"
    yield _Candidate(name, kind, said, order, (x, y), spots, own_land=own_land)


def _said(name: Name, lang: str) -> str:
    if name.sort == "town":
        return town_names(lang).get(name.name, name.name)
    if name.sort == "country":
        return country_name(name.id, lang)
    return label(name.sort, name.id, lang)


CLOSE = 8.5
"""From this zoom on no country is named: it is all that one sees."""


def _around(x: float, y: float, width: float, height: float, radius: float) -> list[Spot]:
    """The places around a dot or a mark where a name of this size may stand, best first."""
    gap, slant, half, middle = radius + 3, radius * 0.7 + 2, width / 2, height / 2
    starts = [
        (x + gap, y - middle), (x - gap - width, y - middle),
        (x + slant, y - slant - height), (x + slant, y + slant),
        (x - half, y - gap - height), (x - half, y + gap),
        (x - slant - width, y - slant - height), (x - slant - width, y + slant),
    ]  # fmt: skip
    return [(left, top, left + width, top + height) for left, top in starts]


# A country's name may slip a little from its point, or stand beside it in the sea.
_STEPS = [(0, 0), (0, -1), (0, 1), (-0.4, 0), (0.4, 0), (0, -2), (0, 2), (-0.4, -1), (0.4, 1),
          (-0.4, 1), (0.4, -1), (0, -3), (0, 3), (-0.8, 0), (0.8, 0)]  # fmt: skip
_FAR = [(0.9, 0), (0.9, 1), (0.9, -1), (-0.9, 0), (-0.9, 1), (0.9, 2), (-0.9, 2), (0, 4), (1.2, 0),
        (1.2, 1), (-1.2, 1), (0, -4), (1.2, 2)]  # fmt: skip


def _area(
    x: float, y: float, width: float, height: float, angle: float, sort: str, *, far: bool
) -> list[Spot]:
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    w, h = width * cos + height * sin, width * sin + height * cos
    steps = _STEPS[:3] if sort == "river" else _STEPS + (_FAR if far else [])
    starts = [(x - w / 2 + dx * w, y - h / 2 + dy * (h + 4)) for dx, dy in steps]
    return [(left, top, left + w, top + h) for left, top in starts]


def _inside(spots: Iterable[Spot], view: View) -> list[Spot]:
    """No name is cut by the picture's edge."""
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in spots
        if left >= 2 and top >= 2 and right <= view.width - 2 and bottom <= view.height - 2
    ]


def _at_home(id_: str, spot: Spot, ground: Ground) -> bool:
    """A country's name stands on its own land or at sea, a sea's only at sea."""
    left, top, right, bottom = spot
    y = (top + bottom) / 2
    points = np.array([(left + 6, y), ((left + right) / 2, y), (right - 6, y)])
    return not bool(ground.foreign(id_, points).any())


def _leader(at: tuple[float, float], spot: Spot, view: View) -> Spot | None:
    """A thin line that ties a name beside its country to it."""
    (x, y), (left, top, right, bottom) = at, spot
    away = x < left - 8 or x > right + 8 or y < top - 30 or y > bottom + 30
    if not away or not view.holds(x, y):
        return None
    to_x = left - 3 if x < left else right + 3 if x > right else (left + right) / 2
    to_y = top - 1 if y < top else bottom + 1 if y > bottom else (top + bottom) / 2
    return x, y, to_x, to_y


def draw(labels: Iterable[Label]) -> str:
    """The names, their dots and leaders."""
    under = over = ""
    for each in labels:
        if each.leader:
            x1, y1, x2, y2 = (round(value) for value in each.leader)
            under += shape(
                "path", {"class": "leader", "d": f"M{joined((x1, y1))}L{joined((x2, y2))}"}
            )
        if each.dot:
            x, y = each.at
            r = 2.6 if each.sort == "capital" else 2
            over += shape("circle", {"class": "dot", "cx": x, "cy": y, "r": r})
        x, y = each.middle
        anchor = None
        if each.town and each.spot[0] > each.at[0]:
            x, anchor = each.spot[0], "start"
        elif each.town and each.spot[2] < each.at[0]:
            x, anchor = each.spot[2], "end"
        y += FONTS[each.sort].size * 0.34
        turned = f"rotate({joined((each.name.angle, x, y))})" if each.name.angle else None
        given = {
            "class": each.sort,
            "x": round(x),
            "y": y,
            "text-anchor": anchor,
            "transform": turned,
        }
        over += element("text", given, text(each.said))
    return under + element("g", {"class": "names"}, over)
