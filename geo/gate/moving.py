"""People on the move are never placed finer than a town: what of a public record breaks that.

A ``site`` is a published institution: an embassy, a prison, a bridge. Incidents of the kinds
``diplomatic_entry``, ``detention`` and ``policy`` happen in institutions and may stand at one; all
other kinds tell of people on their way, and of those who help them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from shapely.geometry import Point as ShapelyPoint

from geo.gate.published import Level, Place, Point, Published
from geo.gate.redaction import Action

INSTITUTIONS = frozenset({"diplomatic_entry", "detention", "policy"})
"""Kinds of incidents that may stand at a site."""

Record = Mapping[str, Any]
Changes = dict[str, Any]
Told = tuple[Action, str | None, str]
"""What was done, the field, and the sentence of a redaction."""

NO_PROOF = "unproved"
"""The field of a warning about a point that no gazetteer has: the gate tells it once a layer."""


def placed(record: Record, place: Place) -> Changes:
    """The fields of a record that say where it is, so that they say only this place.

    Only towns and counties have a point; what is known no better than a province is listed.
    """
    near = place.level in ("town", "county")
    admin1 = record.get("admin1") if near else place.name if place.level == "province" else None
    point = ShapelyPoint(place.point) if near and place.point else None
    changes = {
        "place": place.name,
        "place_local": place.local,
        "admin1": admin1,
        "precision": place.level,
        "geometry": point,
        "coord_source": place.source if point else None,
    }
    return {name: value for name, value in changes.items() if name in record}


def incident(
    record: Record, places: Published, sites: Collection[Point]
) -> tuple[Changes, list[Told]]:
    """What must change in a public incident, and why.

    ``sites`` are the points of public detention sites and crossings.
    """
    changes, told = _path(record, places, sites)
    geometry, precision = record["geometry"], record["precision"]
    point = None if geometry is None else (geometry.x, geometry.y)
    institution = precision == "site" and record["kind"] in INSTITUTIONS
    if precision == "site" and not institution:
        place = places.placed(record, "town")
        sentence = f"people on the move are never placed finer than a town: leaves as {place.name}"
        told.append(("coarsened", "precision", sentence))
        return changes | placed(record, place), told
    if point is None or (places.holds(point) and precision != "country"):
        return changes, told
    if precision in ("province", "country"):
        sentence = f"is a point finer than a {precision}: leaves without it"
        told.append(("coarsened", "geometry", sentence))
        return changes | {"geometry": None}, told
    if institution:
        if point not in sites:
            sentence = (
                "is placed at a site that is not among the public ones: is it an institution's?"
            )
            told.append(("warning", "geometry", sentence))
        return changes, told
    named = _named(record, places)
    if named and named.point:
        sentence = f"is not the published point of {named.name}: leaves at that"
        told.append(("coarsened", "geometry", sentence))
        return changes | {"geometry": ShapelyPoint(named.point)}, told
    told.append(("warning", NO_PROOF, ""))
    return changes, told


def _named(record: Record, places: Published) -> Place | None:
    levels: tuple[Level, ...] = ("county", "town") if record["precision"] == "county" else ("town",)
    found = (places.named(level, record["country"], record["place"]) for level in levels)
    return next((place for place in found if place), None)


def _path(
    record: Record, places: Published, sites: Collection[Point]
) -> tuple[Changes, list[Told]]:
    path = record["path"] or []
    stops = [_stop(stop, places, sites) for stop in path]
    changed = [n for n, stop in enumerate(stops) if stop is not path[n]]
    told: list[Told] = [
        ("coarsened", f"path[{n}]", "is not the point of a published town: leaves by its name")
        for n in changed
    ]
    return ({"path": stops}, told) if changed else ({}, [])


def in_town(stop: Record, places: Published) -> bool:
    """Whether a stop has no point, or that of a published town or county."""
    point = _point(stop)
    return point is None or places.holds(point)


def _stop(stop: Record, places: Published, sites: Collection[Point]) -> Record:
    if in_town(stop, places) or _point(stop) in sites:
        return stop
    named = places.named("town", str(stop.get("country")), str(stop.get("place") or ""))
    lon, lat = (named.point if named else None) or (None, None)
    return {**stop, "lon": lon, "lat": lat}


def route(record: Record, places: Published, sites: Collection[Point]) -> Iterator[Told]:
    """Why a public route must not leave, and what an editor should look at."""
    for n, stop in enumerate(record["waypoints"] or ()):
        if in_town(stop, places) or _point(stop) in sites:
            continue
        if stop.get("precision") == "site":
            sentence = "is finer than a town and no public site: put the corridor in its town"
            yield "refused", f"waypoints[{n}]", sentence
        elif stop.get("precision") in (None, "town", "county"):
            yield "warning", NO_PROOF, ""


def crossing(record: Record) -> Iterator[Told]:
    """Why a public crossing must not leave."""
    if not record["official"] and record["precision"] == "site":
        sentence = "is a point where people cross: write a stretch between two published towns"
        yield "refused", "precision", sentence


def _point(stop: Record) -> Point | None:
    lon, lat = stop.get("lon"), stop.get("lat")
    return None if lon is None or lat is None else (lon, lat)
