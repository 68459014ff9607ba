"""The names on the basemap: which towns, countries, seas and rivers, where, and how soon.

All are TopoJSON points on the grid. ``rank`` 1 is shown first, 3 only close by.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from geo.gate.published import town_of
from tools.grid import EAST, NORTH, SOUTH, WEST, cell_of, place_of
from tools.topology import Arc

SEAS = (
    # id, name (both names where both are in use), rank, longitude, latitude
    ("yellow-sea", "Yellow Sea / West Sea", 1, 123.4, 35.6),
    ("east-sea", "East Sea / Sea of Japan", 1, 134.6, 39.9),
    ("south-china-sea", "South China Sea", 1, 114.6, 14.6),
    ("east-china-sea", "East China Sea", 2, 125.2, 29.4),
    ("gulf-of-thailand", "Gulf of Thailand", 2, 101.6, 9.6),
    ("bay-of-bengal", "Bay of Bengal", 2, 88.5, 14.5),
    ("philippine-sea", "Philippine Sea", 2, 134.0, 20.0),
    ("sea-of-okhotsk", "Sea of Okhotsk", 2, 149.0, 53.5),
    ("bohai-sea", "Bohai", 3, 119.9, 38.6),
    ("gulf-of-tonkin", "Gulf of Tonkin", 3, 107.6, 19.9),
)

CAPITALS = {
    "CHN": "Beijing", "KHM": "Phnom Penh", "KOR": "Seoul", "LAO": "Vientiane", "MNG": "Ulaanbaatar",
    "PHL": "Manila", "PRK": "Pyongyang", "THA": "Bangkok", "VNM": "Hanoi",
}  # fmt: skip
WELL_USED = 6
"""Towns named by this many records or more are of rank 2, others of rank 3."""


def places(gazetteer: list[dict[str, Any]], uses: Counter[tuple[float, float]]) -> list[Any]:
    """Towns that records use, as TopoJSON points, the most used first.

    Embassies, prisons and provinces share the point of their town, and count as uses of it; what is
    not the point of a town (camps, bridges, estimates for a coast) is left out.
    """
    towns: dict[tuple[float, float], tuple[str, str]] = {}
    for entry in gazetteer:
        name = town_of(entry)
        where = entry["lon"], entry["lat"]
        if name and uses[where] and WEST < where[0] < EAST and SOUTH < where[1] < NORTH:
            towns.setdefault(where, (name, entry["country"]))
    points = [
        (_rank(name, country, uses[where]), -uses[where], name, country, where)
        for where, (name, country) in towns.items()
    ]
    return [
        _point(where, name=name, rank=rank, country=country)
        for rank, _, name, country, where in sorted(points)
    ]


def _rank(name: str, country: str, used: int) -> int:
    if CAPITALS.get(country) == name:
        return 1
    return 2 if used >= WELL_USED else 3


def uses_of_points(folder: Path) -> Counter[tuple[float, float]]:
    """How many records stand at, or pass through, each point (longitude, latitude)."""
    uses: Counter[tuple[float, float]] = Counter()
    for layer in ("routes", "crossings", "detention_sites", "incidents"):
        features = json.loads((folder / f"{layer}.geojson").read_text("utf-8"))["features"]
        for feature in features:
            lists = [feature["properties"].get(name) for name in ("waypoints", "stretch", "path")]
            stops = [stop for stops in lists for stop in stops or [] if stop["lon"] is not None]
            points = {(stop["lon"], stop["lat"]) for stop in stops}
            if feature["geometry"] and feature["geometry"]["type"] == "Point":
                points.add(tuple(feature["geometry"]["coordinates"]))
            uses.update(points)
    return uses


def labels(
    lands: list[tuple[str, str, list[Polygon]]],
    named: set[str],
    streams: dict[str, list[Arc]],
    towns: np.ndarray,
) -> list[Any]:
    """Points for the names of countries, seas and rivers, in that order.

    Countries that routes name (``named``) have rank 1, others 2, small ones 3. A river's ``angle``
    is in degrees clockwise from the screen's horizontal, -90 to 90, ready for CSS ``rotate``.
    """
    made = []
    for iso, name, polygons in lands:
        if not iso or not polygons:
            continue
        where, room = label_point(max(polygons, key=lambda part: part.area))
        if min(where[0] - WEST, EAST - where[0]) > 2:
            rank = 3 if room < ROOM else 1 if iso in named else 2
            made.append(_point(where, name=name, id=iso, rank=rank, kind="country"))
    made.sort(key=lambda point: (point["properties"]["rank"], point["properties"]["id"]))
    made += [
        _point((lon, lat), name=name, id=id_, rank=rank, kind="sea")
        for id_, name, rank, lon, lat in SEAS
    ]
    for name, lines in streams.items():
        id_ = name.split(" ")[0].lower()
        for line in lines:
            course = np.array([place_of(cell) for cell in line])
            if found := straightest(course, towns):
                where, angle = found
                made.append(_point(where, name=name, id=id_, rank=1, kind="river", angle=angle))
    return made


ROOM = 0.5
"""A country whose largest circle has a smaller radius (degrees) is labelled late."""
WORD = 0.5
"""A river's name takes this many degrees of it."""


def label_point(polygon: Polygon) -> tuple[tuple[float, float], float]:
    """The middle of the widest place in a polygon, and its half height in degrees.

    Names are wider than high, so the place sought is that of the largest ellipse twice as wide as
    high.
    """
    narrow = shapely.transform(polygon, lambda xy: xy * (0.5, 1.0))
    circle = shapely.maximum_inscribed_circle(narrow, tolerance=0.02)
    (x, y), _ = circle.coords
    return (2 * x, y), circle.length


def straightest(line: np.ndarray, towns: np.ndarray) -> tuple[tuple[float, float], int] | None:
    """Middle and angle of the river's straightest stretch as long as its name, away from towns.

    Takes longitudes and latitudes (n, 2); gives nothing where the river is too short for its name.
    """
    best = None
    for i, start in enumerate(line):
        away = np.hypot(*(line[i:] - start).T)
        if away.max() < WORD:
            continue
        j = i + int((away >= WORD).argmax())
        bends = np.hypot(*np.diff(line[i : j + 1], axis=0).T).sum() / away[j - i]
        crowd = max(0.0, WORD - np.hypot(*(towns - (start + line[j]) / 2).T).min())
        if best is None or bends + crowd < best[0]:
            best = (bends + crowd, start, line[j])
    if best is None:
        return None
    (x, y), (x2, y2) = best[1:]
    up = math.log(math.tan(math.pi / 4 + math.radians(y2) / 2)) - math.log(
        math.tan(math.pi / 4 + math.radians(y) / 2)
    )
    angle = round(-math.degrees(math.atan2(up, math.radians(x2 - x))))
    return ((x + x2) / 2, (y + y2) / 2), (angle + 90) % 180 - 90


def _point(where: tuple[float, float], **properties: Any) -> Any:
    return {"type": "Point", "coordinates": list(cell_of(*where)), "properties": properties}
