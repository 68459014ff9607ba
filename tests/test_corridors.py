"""Corridors go where a journey can: legs over land, sea and rivers keep to their ground."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from tools import build_basemap, draw_corridors, ground

DATA = Path(__file__).parent.parent / "data"
LIMIT = 25.0
FRAME = shapely.box(*draw_corridors.FRAME)


def features(layer):
    return json.loads((DATA / f"{layer}.geojson").read_text("utf-8"))["features"]


def legs(*courses):
    """(label, route's fields, leg, waypoint from, waypoint to, line) of legs of these courses."""
    for feature in features("routes"):
        route = feature["properties"]
        if feature["geometry"]["type"] != "MultiLineString":
            continue
        for leg, line in zip(route["legs"], feature["geometry"]["coordinates"], strict=True):
            start, end = route["waypoints"][leg["from"]], route["waypoints"][leg["to"]]
            if not courses or leg["course"] in courses:
                label = f"{route['id']}: {start['place']} - {end['place']}"
                yield label, route, leg, start, end, LineString(line)


def astray(line, shape):
    """The most kilometres that a line lies off a shape."""
    return float(ground.away(ground.dense(line), shape).max())


@pytest.fixture(scope="module")
def drawn():
    """The ground as the basemap draws it."""
    return ground.read(DATA / "basemap.json")


@pytest.fixture(scope="module")
def surveyed():
    """The ground as Natural Earth 1:10m has it, nothing simplified."""
    shapes = {}
    for _, row in build_basemap.natural_earth("cultural", "admin_0_countries").iterrows():
        shapes.setdefault(row["ISO_A3_EH"], []).append(row["geometry"])
    return ground.Ground({iso: shapely.union_all(parts) for iso, parts in shapes.items()}, ())


@pytest.fixture(params=["drawn", "surveyed"])
def known(request):
    return request.getfixturevalue(request.param)


def test_routes_are_lines_with_a_part_for_each_leg_or_points_with_one_for_each_place():
    for feature in features("routes"):
        route, shape = feature["properties"], feature["geometry"]
        if route["draw"] == "points":
            places = [[stop["lon"], stop["lat"]] for stop in route["waypoints"]]
            assert (shape["type"], shape["coordinates"]) == ("MultiPoint", places)
        else:
            assert shape["type"] == "MultiLineString"
            assert len(shape["coordinates"]) == len(route["legs"])


def test_each_leg_begins_and_ends_exactly_at_its_waypoints():
    for label, _, _, start, end, line in legs():
        assert line.coords[0] == (start["lon"], start["lat"]), label
        assert line.coords[-1] == (end["lon"], end["lat"]), label


def test_land_legs_stay_in_the_countries_of_their_ends_which_their_route_names(known):
    off = {}
    for label, route, _, start, end, line in legs("land"):
        homes = {start["country"], end["country"]}
        assert homes <= set(route["countries"]), label
        if (km := astray(line, known.of(homes))) > LIMIT:
            off[label] = km
    assert off == {}


def test_land_legs_leave_north_korea_by_the_border_beside_them(drawn):
    inside = drawn.of(["PRK"])
    for label, _, _, start, end, line in legs("land"):
        if (start["country"] == "PRK") == (end["country"] == "PRK"):
            continue
        abroad = drawn.of({start["country"], end["country"]} - {"PRK"})
        points = ground.dense(line)
        points = points[shapely.contains_xy(inside, points[:, 0], points[:, 1])]
        home = np.array([line.coords[0 if start["country"] == "PRK" else -1]])
        assert (
            not len(points) or ground.away(points, abroad).max() <= ground.away(home, abroad)[0] + 5
        ), label


def test_sea_legs_stay_at_sea(known):
    sea = shapely.difference(FRAME, known.land)
    off = {
        label: km for label, _, _, _, _, line in legs("sea") if (km := astray(line, sea)) > LIMIT
    }
    assert off == {}


def test_river_legs_follow_a_border_river_between_countries_that_the_route_names(drawn):
    for label, route, _, _, _, line in legs("river"):
        river = shapely.union_all(drawn.rivers(route["countries"]))
        points = ground.dense(line)
        far = points[ground.away(points, river) > LIMIT]
        ends = np.array([line.coords[0], line.coords[-1]])
        walks = np.minimum(*(ground.distance(far, end) for end in ends))
        assert (walks <= draw_corridors.LANDING).all(), label
        assert len(far) <= 0.25 * len(points), label


@pytest.mark.parametrize(
    ("name", "ends", "countries"),
    [
        ("over the Yellow Sea", [(108.31667, 22.81667), (129.84199, 42.96562)], ["CHN", "PRK"]),
        ("through North Korea", [(124.39472, 40.12917), (130.35689, 42.86736)], ["CHN"]),
        ("over the Bohai", [(120.38042, 36.06488), (123.43278, 41.79222)], ["CHN", "PRK"]),
    ],
)  # fmt: skip
def test_a_straight_chord_would_fail(known, name, ends, countries):
    assert astray(LineString(ends), known.of(countries)) > LIMIT, name


def test_a_straight_chord_past_a_headland_would_fail_at_sea(known):
    chord = LineString([(124.6, 39.9), (126.70515, 37.45646)])
    assert astray(chord, shapely.difference(FRAME, known.land)) > LIMIT


def test_legs_between_the_same_two_places_are_the_same_curve():
    curves = {}
    for label, _, leg, _, _, line in legs():
        points = list(line.coords)
        ends = tuple(sorted((points[0], points[-1])))
        way = points if points[0] == ends[0] else points[::-1]
        assert curves.setdefault((ends, leg["course"]), way) == way, label


def test_a_course_fits_the_mode_that_the_sources_give():
    for label, _, leg, _, _, line in legs():
        stated = draw_corridors.courses_of(leg["mode"])
        on_map = shapely.covers(FRAME, line)
        assert not stated or not on_map or leg["course"] == stated[0], label


def test_legs_of_unknown_mode_are_no_great_detour():
    for label, _, leg, _, _, line in legs("land", "sea"):
        straight = ground.distance(np.array(line.coords[0]), np.array(line.coords[-1]))
        if leg["mode"] is None:
            assert ground.length(line) <= draw_corridors.DETOUR * straight, label


def test_curves_are_generalised_and_smooth():
    for label, _, leg, _, _, line in legs():
        points = np.asarray(line.coords)
        assert len(points) <= 70, label
        assert (np.round(points[1:-1], 4) == points[1:-1]).all(), label
        if ground.length(line) > 20:
            assert len(points) >= 8, f"{label} is a chord"
        if leg["course"] != "river":
            plane = np.diff(draw_corridors.paths.to_plane(points), axis=0)
            turns = [
                abs(np.degrees(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)))
                for a, b in pairwise(plane)
            ]
            assert max(turns, default=0) < 35, f"{label} has a kink"
            assert sum(turns) < 360, f"{label} winds"


def test_drawing_again_changes_nothing(drawn):
    before = features("routes")
    after = draw_corridors.drawn_routes(before, drawn)
    for old, new in zip(before, after, strict=True):
        assert new["properties"] == old["properties"]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in (old, new)]
        assert shapely.hausdorff_distance(*shapes) < 0.05, (
            f"{old['id']} is not as tools/draw_corridors.py draws it: run it"
        )


def test_river_stretches_lie_on_their_river_and_pass_their_towns(drawn):
    stretches = [f for f in features("crossings") if f["properties"]["stretch"]]
    assert len(stretches) == 6
    for feature in stretches:
        fields, line = feature["properties"], shapely.geometry.shape(feature["geometry"])
        river = shapely.union_all(drawn.rivers(fields["countries"]))
        assert astray(line, river) < 0.1, feature["id"]
        assert 10 < ground.length(line) < 300, feature["id"]
        towns = [(t["lon"], t["lat"]) for t in fields["stretch"] if t["lon"] is not None]
        assert ground.away(np.array(towns), line).max() < 10, feature["id"]
