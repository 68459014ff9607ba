"""Names on a picture: chosen by rank and zoom, placed where they cover neither mark nor name."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import numpy as np

from geo.languages import town_names
from geo.pictures.ground import Ground, Name, names
from geo.pictures.landgrid import Cells, Grid, Size, Sums, along, nearest, seat
from geo.pictures.markup import Points, element, joined, shape, text
from geo.pictures.projection import View, world
from geo.words import country_name, label

Spot = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

TOWN_ZOOM = (0, 3.25, 4.75, 6, 7, 8)
"""Least zoom at which a town of a rank is named."""
AREA_ZOOM = (0, 3, 4.25, 5, 6)
DOT = 4.0
APART = 6
"""Zoom below which a town beneath another's mark is not named: its name would stand far off."""
NARROW = 520
"""Pixels of map below which names are smaller."""
LAND = 40
"""Cells of a country in view from which it is named; of the story's countries, a tenth."""
SLIP = 3.0
"""World pixels, about 4 degrees, by which a sea's name may slip: further off lies another sea."""
LINE = 1.2
"""Height of a line, of its size."""


@dataclass(frozen=True)
class Font:
    """Size in pixels, and how the letters of a sort of names are set."""

    size: float
    bold: bool = False
    spacing: float = 0.0


FONTS = {
    "country": Font(12, bold=True, spacing=0.1),
    "sea": Font(12, spacing=0.04),
    "river": Font(11, spacing=0.02),
    "town": Font(12),
    "capital": Font(12, bold=True),
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
    """A placed name: its box and lines, its town's dot or its leader if any."""

    name: Name
    sort: str
    lines: tuple[str, ...]
    font: float
    spot: Spot
    at: tuple[float, float]
    dot: bool = False
    town: bool = False
    leader: tuple[float, float] | None = None
    """Where on its land a name beside its country is tied to."""

    @property
    def said(self) -> str:
        """The name in one line."""
        return " ".join(self.lines)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.spot[0] + self.spot[2]) / 2, (self.spot[1] + self.spot[3]) / 2

    @property
    def tie(self) -> Spot | None:
        """The line (x, y, x, y) that ties it to its country, if it needs one."""
        return (*nearest(self.spot, *self.leader), *self.leader) if self.leader else None

    @property
    def taken(self) -> list[Spot]:
        """What no other name may cover: its box, and its tie in small boxes."""
        points = along(self.tie).tolist() if self.tie else []
        return [self.spot, *((x - 1, y - 1, x + 1, y + 1) for x, y in points)]


def apart(a: Spot, b: Spot) -> bool:
    """Whether two boxes don't overlap."""
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@dataclass(frozen=True)
class Around:
    """What names keep off: marks (x, y, radius), boxes, and rather points of routes, in pixels.

    ``story``: countries (ISO 3166-1 alpha-3) that must be named, the first before all others.
    ``stops``: towns that are named before all others, at any zoom.
    """

    marks: Sequence[tuple[float, float, float]]
    boxes: Sequence[Spot] = ()
    routes: Points = field(default_factory=lambda: np.empty((0, 2)))
    story: Sequence[str] = ()
    stops: Collection[str] = ()


@dataclass(frozen=True)
class _Candidate:
    name: Name
    sort: str
    order: float
    at: tuple[float, float]
    told: bool = False


@dataclass(frozen=True)
class _Room:
    """Where names may stand: the view, its land by cells, what they keep off, their language."""

    view: View
    grid: Grid
    busy: Sums
    marks: Sequence[tuple[float, float, float]]
    marked: Cells
    """The cells that marks cover, with room around them."""
    closed: Cells
    """The cells that marks themselves cover."""
    lang: str


def place(view: View, ground: Ground, around: Around, lang: str = "en") -> list[Label]:
    """Names for a view, the most important first, in the reader's language."""
    grid = Grid(ground.countries, view.width, view.height)
    busy, marked = Sums(grid.touched(around.routes)), grid.mask((), around.marks)
    closed = grid.mask((), around.marks, 0)
    room = _Room(view, grid, busy, around.marks, marked, closed, lang)
    found = [
        each
        for name, (x, y) in zip(names(), view.pixels(_positions()).tolist(), strict=True)
        for each in _candidate(name, (x, y), view, grid, around)
    ]
    found.sort(key=lambda each: each.order)
    dots = {each.at: _dot(each.at) for each in found if each.name.sort == "town"}
    dots = dict(list(dots.items())[:40])
    own = list(around.boxes)
    placed: list[Label] = []
    for each in found:
        others = [box for at, box in dots.items() if at != each.at]
        put = _on_land if each.sort == "country" else _at_point
        label_ = put(each, room, own + others)
        if label_:
            own += label_.taken
            placed.append(label_)
    return placed


@cache
def _positions() -> Points:
    return world([(name.lon, name.lat) for name in names()])


def _dot(at: tuple[float, float]) -> Spot:
    return at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3


def _candidate(
    name: Name, at: tuple[float, float], view: View, grid: Grid, around: Around
) -> Iterable[_Candidate]:
    town, story = name.sort == "town", around.story
    stop = town and name.name in around.stops
    least = TOWN_ZOOM[min(name.rank, 5)] if town else AREA_ZOOM[min(name.rank, 4)]
    told = name.sort == "country" and name.id in story
    if view.zoom < least and not told and not stop:
        return
    if name.sort == "country":
        land = grid.of(name.id)
        if land is None or land.cells < (LAND / 10 if told else LAND):
            return
        order = 1 + name.rank / 10
        if told:  # the smaller the sooner
            order = -2 if name.id == story[0] else -1 - 1 / (land.cells + 2)
        yield _Candidate(name, "country", order, at, told)
    elif view.holds(*at, 40):
        kind = "capital" if town and name.rank == 1 else name.sort
        rank = -0.5 if stop else 0 if kind == "capital" else 2 + name.rank
        order = {"sea": 2.5, "river": 3.5}.get(name.sort, rank)
        yield _Candidate(name, kind, order, at)


def _on_land(each: _Candidate, room: _Room, boxes: Sequence[Spot]) -> Label | None:
    """A country's name on its land, else beside it and tied to it."""
    view, grid = room.view, room.grid
    land = grid.of(each.name.id)
    if land is None:
        return None
    names = grid.mask(boxes)
    covered, closed = room.marked | names, room.closed | names
    home = each.at if view.holds(*each.at) else land.centre
    sizes = _sizes(_said(each.name, room.lang).upper(), land.cells, narrow=view.width < NARROW)
    found = seat(grid, each.name.id, covered, closed, room.busy, home, sizes, firmly=not each.told)
    if found is None:
        return None
    size, tie = found.size, found.tie
    return Label(each.name, "country", size.lines, size.font, found.box, each.at, leader=tie)


def _sizes(said: str, cells: int, *, narrow: bool) -> Iterable[Size]:
    """A country's name on one line or two, in several sizes, the preferred ones cheap."""
    font = FONTS["country"]
    base = font.size - narrow
    words = said.split(" ")
    half = -(-len(words) // 2)
    ways: list[tuple[str, ...]] = [(said,)]
    if len(words) > 1:
        ways.append((" ".join(words[:half]), " ".join(words[half:])))
    for n, size in enumerate([*([base + 2] if cells > 1600 else []), base, base - 1.5]):
        for k, lines in enumerate(ways):
            width = max(_width(line, font, size) for line in lines)
            cost = 0.08 * n + 0.05 * k
            yield Size(lines, size, width, len(lines) * size * LINE, cost)


def _width(said: str, font: Font, size: float) -> float:
    return width_of(said, size, bold=font.bold) + len(said) * font.spacing * size + 2


def _at_point(each: _Candidate, room: _Room, boxes: Sequence[Spot]) -> Label | None:
    """A town's name beside its dot or mark, a sea's or river's where it lies."""
    view, marks = room.view, room.marks
    name, (x, y) = each.name, each.at
    font = FONTS[each.sort]
    size = font.size - (view.width < NARROW)
    said = _said(name, room.lang)
    width, height = _width(said, font, size), size * LINE
    town = name.sort == "town"
    close = next(
        (each for each in marks if math.dist(each[:2], (x, y)) < max(6.0, each[2] * 0.6)), None
    )
    if town:
        off = math.dist(close[:2], (x, y)) if close else 0.0
        if off > 4 and view.zoom < APART:
            return None
        spots = _around(x, y, width, height, close[2] + off if close else DOT)
        # A name must not pass for that of another mark, least of all where one covers its town.
        others = [each for each in marks if each is not close]
        spots = [spot for spot in spots if parted(spot, others, 7 if off > 4 else 3)]
    else:
        spots = _area(x, y, width, height, name.angle, SLIP * view.scale * (name.sort == "sea"))
    taken = [(mx - r, my - r, mx + r, my + r) for mx, my, r in marks]
    for spot in _inside(spots, view):
        if all(apart(spot, box) for box in chain(taken, boxes)) and (
            town or _count(room.grid.land if name.sort == "sea" else room.busy, spot) < 4
        ):
            dot = town and not close
            return Label(name, each.sort, (said,), size, spot, each.at, dot, town)
    return None


def parted(spot: Spot, marks: Iterable[tuple[float, float, float]], room: float) -> bool:
    """Whether so many pixels part a name from all of these marks."""
    left, top, right, bottom = spot
    return all(
        math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)) >= r + room
        for x, y, r in marks
    )


def _count(sums: Sums, spot: Spot) -> float:
    """Cells of land, or with a piece of a route, below a name."""
    left, top, right, bottom = spot
    return float(sums.of(np.array([left]), np.array([top]), right - left, bottom - top)[0, 0])


def _said(name: Name, lang: str) -> str:
    if name.sort == "town":
        return town_names(lang).get(name.name, name.name)
    if name.sort == "country":
        return country_name(name.id, lang)
    return label(name.sort, name.id, lang)


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


# A sea's name may slip a little from its point; a river's stands on its river or not at all.
_STEPS = [(0, 0), (0, -1), (0, 1), (-0.4, 0), (0.4, 0), (0, -2), (0, 2), (-0.4, -1), (0.4, 1),
          (-0.4, 1), (0.4, -1), (0, -3), (0, 3), (-0.8, 0), (0.8, 0)]  # fmt: skip


def _area(x: float, y: float, width: float, height: float, angle: float, slip: float) -> list[Spot]:
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    w, h = width * cos + height * sin, width * sin + height * cos
    steps = ((dx * w, dy * (h + 4)) for dx, dy in _STEPS)
    starts = [(x - w / 2 + dx, y - h / 2 + dy) for dx, dy in steps if math.hypot(dx, dy) <= slip]
    return [(left, top, left + w, top + h) for left, top in starts]


def _inside(spots: Iterable[Spot], view: View) -> list[Spot]:
    """No name is cut by the picture's edge."""
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in spots
        if left >= 2 and top >= 2 and right <= view.width - 2 and bottom <= view.height - 2
    ]


def _tie(label_: Label) -> str:
    """A thin line that ties a name beside its country to it."""
    if label_.tie is None:
        return ""
    ends = [round(value) for value in label_.tie]
    line = shape("path", {"class": "leader", "d": f"M{joined(ends[:2])}L{joined(ends[2:])}"})
    return line + shape("circle", {"class": "leader", "cx": ends[2], "cy": ends[3], "r": 1})


def draw(labels: Iterable[Label]) -> str:
    """The names, their dots and leaders."""
    under = over = ""
    for each in labels:
        under += _tie(each)
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
        angle = each.name.angle if each.sort == "river" else 0
        turned = f"rotate({joined((angle, x, y))})" if angle else None
        size = each.font
        y += (0.36 - (len(each.lines) - 1) * LINE / 2) * size
        given = {
            "class": each.sort,
            "x": round(x),
            "y": y,
            "font-size": None if size == FONTS["town"].size else size,
            "text-anchor": anchor,
            "transform": turned,
        }
        lines = [text(each.lines[0])]
        lines += [
            element("tspan", {"x": round(x), "dy": f"{LINE}em"}, text(line))
            for line in each.lines[1:]
        ]
        over += element("text", given, *lines)
    return under + element("g", {"class": "names"}, over)
