"""What a selection puts on a picture, and the view that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo import basemap
from geo.atlas import Record
from geo.pictures import journey, marks
from geo.pictures.ground import outline
from geo.pictures.markup import Points
from geo.pictures.projection import View, corners, in_box, world
from geo.publishing.pin import Pin
from geo.schema import LAYERS
from geo.select import Shown
from geo.selection import Selection, view_of
from geo.words import label, t

POINT_LAYERS = ("incidents", "detention_sites", "crossings")
TALL = (0.6, 0.75)
"""Least and most height of a picture that chooses its own, as a part of its width."""
FEW = 3
"""Routes of which each is told stop by stop."""
FREE = Pin()


@dataclass(frozen=True)
class Subject:
    """What a selection puts on a map: point records, routes, river stretches, tinted countries."""

    points: list[Record]
    away: list[Record]
    """Point records whose place lies off the basemap."""
    routes: list[Record]
    stretches: list[Any]
    roles: dict[str, str]
    rings: dict[str, list[Points]]
    path: list[journey.Stop]
    """Where the people of a picked incident were taken."""

    @property
    def stops(self) -> set[str]:
        """The towns on a few routes, which are told of; of many routes, those of none."""
        told = self.routes if len(self.routes) <= FEW else []
        return {
            stop["place"]
            for record in told
            for stop in record["waypoints"] or ()
            if not stop.get("inferred")
        }

    @property
    def sorts(self) -> set[str]:
        """The sorts of marks among the points, whose shapes must be defined."""
        return {marks.sort(record) for record in self.points}


def subject(shown: Shown, item: str = "", step: int = 0) -> Subject:
    """The drawable records of a selection, and the path of the picked ``item`` up to ``step``."""
    box = basemap.extent(basemap.load())
    points: list[Record] = []
    away: list[Record] = []
    for layer in POINT_LAYERS:
        title = LAYERS[layer].title
        for record in shown.records(layer):
            if not isinstance(record["geometry"], shapely.Point):
                continue
            record = {**record, "layer": layer, "name": record[title]}  # noqa: PLW2901
            if not in_box(record["geometry"].x, record["geometry"].y, box):
                away.append(record)
            elif marks.is_drawn(record):
                points.append(record)
    countries = shown.records("countries")
    known = basemap.country_ids(basemap.load())
    incidents = shown.records("incidents")
    picked = next((each for each in incidents if f"incidents:{each['id']}" == item), None)
    return Subject(
        points,
        away,
        [record for record in shown.records("routes") if record["geometry"] is not None],
        [
            record["geometry"]
            for record in shown.records("crossings")
            if record["geometry"] is not None and record["geometry"].geom_type != "Point"
        ],
        {record["iso3"]: record["role"] for record in countries},
        {
            record["iso3"]: [
                world(shapely.get_coordinates(part.exterior))
                for part in getattr(record["geometry"], "geoms", [record["geometry"]])
            ]
            for record in countries
            if record["iso3"] not in known and record["geometry"] is not None
        },
        journey.stops(picked, step),
    )


def unplaced(shown: Shown, lang: str) -> str:
    """What of a selection no map shows, because its place is not known well enough; in words."""
    counts = {
        layer: sum(
            not marks.is_drawn(record)
            and getattr(record["geometry"], "geom_type", "Point") == "Point"
            for record in shown.records(layer)
        )
        for layer in POINT_LAYERS
    }
    return " ".join(
        f"{label('layer', layer, lang)}: {t('list.unplaced', lang, n=n)}"
        for layer, n in counts.items()
        if n
    )


def view(
    what: Subject,
    selection: Selection,
    width: float,
    height: float | None = None,
    pinned: Pin = FREE,
) -> View:
    """What the picture shows: a pinned extent, the selection's own view, or all but flights."""
    if pinned.extent:
        west, south, east, north = pinned.extent
        return _fitted(world([(west, south), (east, north)]), width, height, pad=0)
    asked = view_of(selection.view) if selection.view else None
    if asked:
        lat, lon, zoom = asked
        return View.at(lat, lon, zoom, width, height or width * 2 / 3)
    return _fitted(_positions(what), width, height)


def _fitted(found: Points, width: float, height: float | None, pad: float = 0.06) -> View:
    if height is None:
        size = np.ptp(found, axis=0)
        ratio = float(size[1] / size[0]) if size[0] > 0 else 1.0
        height = round(width * min(TALL[1], max(TALL[0], ratio)))
    return View.fit(found, width, height, pad)


def _positions(what: Subject) -> Points:
    """World pixels that a fit must hold; flights reach far and tell little of the way."""
    box = basemap.extent(basemap.load())
    west, south, east, north = box
    degrees = [(record["geometry"].x, record["geometry"].y) for record in what.points]
    degrees += [(stop.lon, stop.lat) for stop in what.path]
    for record in what.routes:
        parts = list(getattr(record["geometry"], "geoms", [record["geometry"]]))
        legs = record["legs"] or [{}] * len(parts)
        for part, leg in zip(parts, legs, strict=False):
            along = shapely.get_coordinates(part).tolist()
            degrees += along[:1] if leg.get("course") == "air" else along
    for geometry in what.stretches:
        degrees += shapely.get_coordinates(geometry).tolist()
    kept = [(lon, lat) for lon, lat in degrees if in_box(lon, lat, box)]
    if kept:
        return world(kept)
    shapes = [outline(iso3) for iso3 in what.roles]
    shapes += [ring for rings in what.rings.values() for ring in rings]
    found = corners(shapes)
    return found if len(found) else world([(west, north), (east, south)])
