"""Pinned views, for art direction: a fixed extent and notes at places, from a TOML file.

```toml
extent = [99.5, 13.0, 107.5, 23.0]   # west, south, east, north: the map opens and stays in it
controls = false                     # no buttons and no legend; true if left out

[[note]]
text = "Handed over to the embassy"
at = [102.6, 17.96]                  # longitude, latitude
offset = [60, -40]                   # pixels from there to the nearest edge of the text
arrow = true                         # from the text to the place; true if left out
```
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import basemap
from geo.pictures.labels import Spot, apart, width_of
from geo.pictures.markup import element, joined, shape, text
from geo.pictures.projection import View, in_box
from geo.toml import Form

_KEYS = ("extent", "controls", "note")
_NOTE = ("text", "at", "offset", "arrow")
MOST = 12
"""Notes of a map: more would be a list."""
LETTERS, FARTHEST = 160, 300
SIZE = 12.5
"""Pixels of a note's letters."""
PAD = 5.0
EDGE = 6.0
"""Pixels that notes keep off the picture's edge."""
FULL, LEAST = 800.0, 0.4
"""Width of map at which offsets are as written; a smaller map has smaller ones, to this part."""


class PinError(Exception):
    """A pinned view that cannot be used; its text says which field, its value, what to write."""


_FORM = Form(PinError)


@dataclass(frozen=True)
class Note:
    """A text at a place (longitude, latitude), ``offset`` pixels away, perhaps with an arrow."""

    text: str
    at: tuple[float, float]
    offset: tuple[float, float] = (40.0, -40.0)
    arrow: bool = True


@dataclass(frozen=True)
class Pin:
    """A pinned view: west, south, east, north in degrees, or free; and its notes."""

    extent: tuple[float, float, float, float] | None = None
    controls: bool = True
    notes: tuple[Note, ...] = ()

    def block(self) -> dict[str, Any]:
        """What the document's script reads."""
        notes = [
            {"text": n.text, "at": n.at, "offset": n.offset, "arrow": n.arrow} for n in self.notes
        ]
        return {"extent": self.extent, "notes": notes}


def read(path: Path) -> Pin:
    """Read a pinned view. Raises ``PinError``."""
    content = _FORM.read(path)
    try:
        return pinned(content)
    except PinError as error:
        raise PinError(f"{path}, {error}") from error


def pinned(content: Mapping[str, Any]) -> Pin:
    """The pinned view of a file's content. Raises ``PinError``."""
    _FORM.known("", content, _KEYS)
    notes = content.get("note", [])
    if not isinstance(notes, list) or len(notes) > MOST:
        raise PinError(f"note: write at most {MOST} notes, each begun with [[note]]")
    return Pin(
        _extent(content["extent"]) if "extent" in content else None,
        _truth("controls", content.get("controls", True)),
        tuple(_note(f"note {n}", note) for n, note in enumerate(notes, start=1)),
    )


def _extent(value: Any) -> tuple[float, float, float, float]:
    west, south, east, north = _numbers("extent", value, 4, "west, south, east, north in degrees")
    box = basemap.extent(basemap.load())
    if not (west < east and south < north):
        raise PinError(f"extent: {value!r} is empty; write west, south, east, north in this order")
    if not (in_box(west, south, box) and in_box(east, north, box)):
        raise PinError(f"extent: {value!r} leaves the basemap, which covers {list(box)}")
    if east - west < 0.05 or north - south < 0.05:
        raise PinError(f"extent: {value!r} is nearer than the map goes; write 0.05 degrees or more")
    return west, south, east, north


def _note(where: str, value: Any) -> Note:
    _FORM.known(f"{where}, ", _FORM.table(where, value, "[[note]]"), _NOTE)
    said = _FORM.line(f"{where}, text", value.get("text", ""), LETTERS)
    if not said:
        raise PinError(f"{where}, text is empty; write one line of at most {LETTERS} characters")
    lon, lat = _numbers(f"{where}, at", value.get("at"), 2, "longitude, latitude in degrees")
    if not in_box(lon, lat, basemap.extent(basemap.load())):
        raise PinError(f"{where}, at: {[lon, lat]} lies off the basemap")
    given = value.get("offset", [40, -40])
    dx, dy = _numbers(f"{where}, offset", given, 2, "pixels right and down")
    if max(abs(dx), abs(dy)) > FARTHEST:
        raise PinError(f"{where}, offset: {given!r} is more than {FARTHEST} pixels")
    arrow = _truth(f"{where}, arrow", value.get("arrow", True))
    return Note(said, (lon, lat), (dx, dy), arrow)


def _numbers(where: str, value: Any, count: int, what: str) -> list[float]:
    fine = isinstance(value, list) and len(value) == count
    if not fine or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in value):
        raise PinError(f"{where}: {value!r}; write [{what}]")
    if not all(math.isfinite(n) for n in value):
        raise PinError(f"{where}: {value!r}; write finite numbers")
    return [float(n) for n in value]


def _truth(where: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise PinError(f"{where}: {value!r}; write true or false")
    return value


# --- drawing in a picture ------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A note's box, its lines, and the point that it is about, in pixels."""

    spot: Spot
    lines: tuple[str, ...]
    at: tuple[float, float]
    arrow: bool


def place(pin: Pin, view: View, taken: Sequence[Spot]) -> list[Placed]:
    """Where the notes in view stand: as far off as asked, in the picture and off what is taken."""
    placed: list[Placed] = []
    for note in pin.notes:
        at = view.place(*note.at)
        if not view.holds(*at):
            continue
        lines = tuple(_lines(note.text, min(170.0, view.width * 0.42)))
        size = (
            max(width_of(line, SIZE) for line in lines) + 2 * PAD,
            len(lines) * SIZE * 1.3 + 2 * PAD,
        )
        boxes = [*taken, *(each.spot for each in placed)]
        spots = [_spot(at, offset, size, view) for offset in _offsets(note.offset, view.width)]
        free = (s for s in spots if all(apart(s, box) for box in boxes) and not _over(s, at))
        placed.append(Placed(next(free, spots[0]), lines, at, note.arrow))
    return placed


def _offsets(offset: tuple[float, float], width: float) -> Iterator[tuple[float, float]]:
    """The offset as asked, mirrored, then further ones around."""
    part = max(LEAST, min(1.0, width / FULL))
    dx, dy = offset[0] * part, offset[1] * part
    yield from ((dx, dy), (-dx, dy), (dx, -dy), (-dx, -dy))
    for far in (30, 60, 100, 150, 220):
        for turn in range(8):
            angle = turn * math.pi / 4
            yield math.cos(angle) * far, math.sin(angle) * far


def _spot(
    at: tuple[float, float], offset: tuple[float, float], size: tuple[float, float], view: View
) -> Spot:
    """The box whose nearest edge or corner is ``offset`` from the place, moved into the picture."""
    starts = [
        a + o if o > 4 else a + o - s if o < -4 else a + o - s / 2
        for a, o, s in zip(at, offset, size, strict=True)
    ]
    room = (view.width, view.height)
    x, y = (
        max(EDGE, min(start, r - s - EDGE)) for start, s, r in zip(starts, size, room, strict=True)
    )
    return x, y, x + size[0], y + size[1]


def _over(spot: Spot, at: tuple[float, float]) -> bool:
    return spot[0] - 4 < at[0] < spot[2] + 4 and spot[1] - 4 < at[1] < spot[3] + 4


def _lines(said: str, width: float) -> Iterable[str]:
    line = ""
    for word in said.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, SIZE) > width:
            yield line
            line = word
        else:
            line = longer
        while width_of(line, SIZE) > width:  # a word that is too long, or a script without spaces
            n = next(n for n in range(len(line), 0, -1) if width_of(line[:n], SIZE) <= width)
            yield line[:n]
            line = line[n:]
    if line:
        yield line


def draw(placed: Iterable[Placed]) -> str:
    """The notes as markup: arrows below, texts on plates above."""
    arrows = texts = ""
    for note in placed:
        left, top, right, bottom = note.spot
        if note.arrow:
            arrows += _arrow(note.spot, note.at)
        box = {"x": left, "y": top, "width": right - left, "height": bottom - top, "rx": 3}
        texts += shape("rect", {"class": "board", **box})
        for n, line in enumerate(note.lines):
            y = top + PAD + (n + 0.78) * SIZE * 1.3
            texts += element("text", {"x": left + PAD, "y": y, "font-size": SIZE}, text(line))
    return arrows + texts


def _arrow(spot: Spot, at: tuple[float, float]) -> str:
    """A line from the box to just before the place, with its head."""
    x = max(spot[0], min(at[0], spot[2]))
    y = max(spot[1], min(at[1], spot[3]))
    dx, dy = at[0] - x, at[1] - y
    length = math.hypot(dx, dy)
    if length < 8:
        return ""
    ux, uy = dx / length, dy / length
    end = (at[0] - ux * min(9.0, length / 3), at[1] - uy * min(9.0, length / 3))
    head = [(end[0] - ux * 6 + uy * s, end[1] - uy * 6 - ux * s) for s in (3.2, -3.2)]
    data = f"M{joined((x, y))}L{joined(end)}M{joined(head[0])}L{joined(end)}L{joined(head[1])}"
    return shape("path", {"class": "pointer under", "d": data}) + shape(
        "path", {"class": "pointer", "d": data}
    )
