"""Where the people of a picked incident were taken: dotted lines between towns, their order.

As ``assets/journey.js`` draws it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo import basemap
from geo.atlas import Record
from geo.pictures.labels import Spot
from geo.pictures.markup import element, joined, shape, text
from geo.pictures.projection import View, in_box

BEND = 0.12
"""Lines are bent so as not to pass for a track."""
SAME = 14
"""Pixels within which stops share one sign."""


@dataclass(frozen=True)
class Stop:
    """A stop with a position on the basemap, numbered as in the list of the record."""

    number: int
    lon: float
    lat: float
    rough: bool
    """It is the record's own place, and no more of that is known than the province or country."""
    later: bool
    now: bool


@dataclass(frozen=True)
class Drawn:
    """A path in a picture: its lines, the signs of its stops, and the boxes of these."""

    lines: str = ""
    signs: str = ""
    boxes: tuple[Spot, ...] = ()


def stops(record: Record | None, step: int = 0) -> list[Stop]:
    """The stops of a record's path; ``step`` counts from 1, 0 shows the whole of it."""
    path = (record or {}).get("path") or []
    box = basemap.extent(basemap.load())
    found = [
        Stop(
            n,
            stop["lon"],
            stop["lat"],
            stop["place"] == record["place"] and record["precision"] in ("province", "country"),
            0 < step < n,
            step == n,
        )
        for n, stop in enumerate(path, start=1)
        if record and stop.get("lon") is not None and in_box(stop["lon"], stop["lat"], box)
    ]
    return found if len(path) > 1 else []


def draw(
    path: Sequence[Stop], shown_in: View, marks: Iterable[tuple[float, float, float]]
) -> Drawn:
    """A path up to its step; signs stand beside ``marks`` (x, y, radius) of the same town."""
    at = [shown_in.place(stop.lon, stop.lat) for stop in path]
    ways = [
        (_line(a, b), " now" if stop.now else "")
        for (a, b), stop in zip(pairwise(at), path[1:], strict=True)
        if not stop.later and a != b
    ]
    lines = "".join(
        shape("path", {"class": "trail under", "d": way})
        + shape("path", {"class": f"trail{now}", "d": way})
        for way, now in ways
    )
    shared: list[tuple[tuple[float, float], list[Stop]]] = []
    for point, stop in zip(at, path, strict=True):
        near = (here for there, here in shared if math.dist(there, point) < SAME)
        if (here := next(near, None)) is None:
            shared.append((point, [stop]))
        else:
            here.append(stop)
    circles = list(marks)
    signs = [_sign(point, here, circles) for point, here in shared]
    return Drawn(lines, "".join(sign for sign, _ in signs), tuple(box for _, box in signs))


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    x = (a[0] + b[0]) / 2 + (b[1] - a[1]) * BEND
    y = (a[1] + b[1]) / 2 - (b[0] - a[0]) * BEND
    return f"M{joined(a)}Q{joined((x, y, *b))}"


def _sign(
    point: tuple[float, float], here: Sequence[Stop], marks: Iterable[tuple[float, float, float]]
) -> tuple[str, Spot]:
    """On its town, or at the upper right of the town's own mark; the present one wears a ring."""
    said = " ".join(str(stop.number) for stop in here)
    width = 15 + (len(said) - 1) * 5
    x, y = point
    for mark_x, mark_y, radius in marks:
        if math.dist((mark_x, mark_y), point) < 5:
            x, y = mark_x + radius * 0.75 + width / 2 - 5, mark_y - radius * 0.75 - 4
            break

    def box(name: str, grown: float) -> str:
        left, top = x - width / 2 - grown, y - 7.5 - grown
        size = {"width": width + 2 * grown, "height": 15 + 2 * grown, "rx": 7.5 + grown}
        return shape("rect", {"class": name, "x": left, "y": top, **size})

    rings = box("ringed under", 4) + box("ringed", 4) if any(stop.now for stop in here) else ""
    names = ["stop"]
    names += ["rough"] if all(stop.rough for stop in here) else []
    names += ["later"] if all(stop.later for stop in here) else []
    number = element("text", {"x": x, "y": y + 3.5}, text(said))
    sign = element("g", {"class": " ".join(names)}, rings, box("plaque", 0), number)
    return sign, (x - width / 2, y - 8, x + width / 2, y + 8)
