"""The basemap is a sound topology, holds what the map needs, and is what its tool builds."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Polygon

from tools import build_basemap, grid, ground, topology

DATA = Path(__file__).parent.parent / "data"
FILE = DATA / "basemap.json"
WEST, SOUTH, EAST, NORTH = 60, -2, 155, 60  # what docs and other parts rely on


@pytest.fixture(scope="module")
def basemap():
    return json.loads(FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def known():
    return ground.read(FILE)


@pytest.fixture(scope="module")
def arcs(basemap):
    return [np.cumsum(arc, axis=0) for arc in basemap["arcs"]]


def shapes(basemap, name):
    return basemap["objects"][name]["geometries"]


def references(shape):
    found = shape["arcs"]
    while isinstance(found[0], list):
        found = [item for items in found for item in items]
    return found


def places(basemap, shape):
    transform = basemap["transform"]
    return np.array(shape["coordinates"]) * transform["scale"] + transform["translate"]


def test_every_arc_is_used_by_one_or_two_countries_or_a_lake(basemap):
    users = Counter()
    for name in ("countries", "lakes"):
        for shape in shapes(basemap, name):
            users.update({max(r, ~r) for r in references(shape)})
    assert sorted(users) == list(range(len(basemap["arcs"])))
    assert set(users.values()) == {1, 2}


def test_arcs_are_lines_of_whole_steps_inside_the_map(basemap, arcs):
    for arc, steps in zip(arcs, basemap["arcs"], strict=True):
        assert len(steps) >= 2
        assert all(isinstance(number, int) for step in steps for number in step)
        assert [0, 0] not in steps[1:]
        assert arc.min() >= 0
        assert (arc.max(axis=0) <= [(EAST - WEST) * 1000, (NORTH - SOUTH) * 1000]).all()
    assert basemap["bbox"] == [WEST, SOUTH, EAST, NORTH]


def test_rings_close_and_polygons_are_valid(basemap, arcs):
    def line(ring):
        parts = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in ring]
        for before, after in zip(parts, parts[1:] + parts[:1], strict=True):
            assert (before[-1] == after[0]).all()
        return np.vstack(parts)

    for name in ("countries", "lakes"):
        for shape in shapes(basemap, name):
            outlines = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            for rings in outlines:
                polygon = Polygon(line(rings[0]), [line(ring) for ring in rings[1:]])
                assert polygon.is_valid, shape["properties"]["name"]


def test_countries_do_not_overlap(known):
    lands = list(known.countries.values())
    assert sum(land.area for land in lands) == pytest.approx(known.land.area, rel=1e-4)


def test_countries_have_their_iso_code_and_name(basemap):
    countries = shapes(basemap, "countries")
    names = {shape["id"]: shape["properties"]["name"] for shape in countries if shape["id"]}
    assert len(names) == len([shape for shape in countries if shape["id"]])
    assert all(len(iso) == 3 and iso.isupper() for iso in names)
    wanted = {"PRK", "CHN", "KOR", "MNG", "RUS", "LAO", "THA", "MMR", "VNM", "KHM", "JPN", "PHL"}
    assert wanted | {"SGP", "TWN", "HKG"} <= set(names)
    assert (names["PRK"], names["LAO"], names["CHN"]) == ("North Korea", "Laos", "China")
    assert [s["properties"]["name"] for s in countries if not s["id"]] == ["Siachen Glacier"]


def test_every_country_that_routes_name_is_on_the_map_or_off_its_edge(known):
    routes = json.loads((DATA / "routes.geojson").read_text("utf-8"))["features"]
    named = {iso for route in routes for iso in route["properties"]["countries"]}
    assert named - set(known.countries) == {"USA"}


@pytest.mark.parametrize(
    ("name", "banks", "towns"),
    [
        ("Yalu / Amnok", {"CHN", "PRK"}, [(124.395, 40.129), (126.289, 41.155), (128.178, 41.402)]),
        ("Tumen / Tuman", {"CHN", "PRK"}, [(129.208, 42.226), (129.842, 42.966)]),
        ("Tumen / Tuman", {"PRK", "RUS"}, [(130.603, 42.422)]),
        ("Mekong", {"LAO", "MMR"}, [(100.09, 20.36)]),
        ("Mekong", {"LAO", "THA"}, [(100.087, 20.275), (100.405, 20.261), (103.652, 18.363)]),
        ("Mekong", {"LAO", "THA"}, [(102.742, 17.878), (104.78, 17.41)]),
        ("Amur / Heilong", {"CHN", "RUS"}, [(127.526, 50.276)]),
    ],
)
def test_rivers_are_borders_that_pass_the_towns_on_their_banks(known, name, banks, towns):
    here = [r.line for r in known.reaches if r.name == name and r.banks == banks]
    assert ground.away(np.array(towns), shapely.union_all(here)).max() < 8


def test_rivers_add_no_arcs_and_run_on_without_a_gap(basemap, arcs):
    rivers = shapes(basemap, "rivers")
    names = [shape["properties"]["name"] for shape in rivers]
    assert names == ["Yalu / Amnok", "Tumen / Tuman", "Mekong", "Amur / Heilong"]
    for shape in rivers:
        for way in shape["arcs"]:
            parts = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in way]
            for before, after in pairwise(parts):
                assert (before[-1] == after[0]).all()


def test_the_mekong_is_not_drawn_where_the_border_leaves_it(known):
    mekong = shapely.union_all([r.line for r in known.reaches if r.name == "Mekong"])
    inland = np.array([(101.2, 19.2), (100.95, 17.6), (105.3, 14.35)])
    assert ground.away(inland, mekong).min() > 30


def test_lines_are_fine_at_the_borders_that_matter_and_stray_little(known):
    frame = build_basemap.natural_earth("cultural", "admin_0_countries").set_index("ADM0_A3")
    for iso, box, most in (
        ("PRK", (124.0, 39.8, 131.0, 43.1), 0.5),
        ("LAO", (99.9, 17.5, 104.0, 22.0), 0.5),
        ("CHN", (75.0, 30.0, 95.0, 50.0), 5.0),
    ):
        true = shapely.clip_by_rect(frame.geometry[iso].boundary, *box)
        points = shapely.get_coordinates(true)
        assert ground.away(points, known.countries[iso].boundary).max() < most


def test_towns_are_the_gazetteers_and_lie_in_their_country(basemap, known):
    points = {
        grid.cell_of(entry["lon"], entry["lat"])
        for entry in json.loads((DATA / "gazetteer.json").read_text("utf-8"))
        if entry["lon"] is not None
    }
    towns = shapes(basemap, "places")
    names = {shape["properties"]["name"]: shape["properties"]["rank"] for shape in towns}
    assert len(names) == len(towns) > 70
    assert {names[name] for name in ("Seoul", "Beijing", "Pyongyang", "Bangkok")} == {1}
    assert {"Chiang Saen", "Hyesan", "Musan", "Dandong", "Erenhot", "Kunming"} <= set(names)
    for shape in towns:
        where = places(basemap, shape)
        assert tuple(shape["coordinates"]) in points
        iso = shape["properties"]["country"]
        country = known.of([iso, "HKG"] if iso == "CHN" else [iso])
        small_island = "Island" in shape["properties"]["name"]
        off = ground.away(where[None], country)[0]
        assert off < (12 if small_island else 6), shape["properties"]["name"]
        assert not any(word in shape["properties"]["name"] for word in ("embassy", "Camp", "("))


def test_labels_stand_on_what_they_name(basemap, known):
    labels = shapes(basemap, "labels")
    kinds = Counter(shape["properties"]["kind"] for shape in labels)
    assert kinds["country"] > 25
    assert kinds["sea"] >= 8
    assert kinds["river"] == 5
    for shape in labels:
        where, fields = places(basemap, shape)[None], shape["properties"]
        if fields["kind"] == "country":
            assert ground.away(where, known.countries[fields["id"]])[0] == 0, fields["name"]
        elif fields["kind"] == "sea":
            assert ground.away(where, known.land)[0] > 10, fields["name"]
        else:
            river = shapely.union_all([r.line for r in known.reaches if r.name == fields["name"]])
            assert ground.away(where, river)[0] < 6
            assert -90 <= fields["angle"] <= 90
    names = {shape["properties"]["name"] for shape in labels}
    assert {"East Sea / Sea of Japan", "Yellow Sea / West Sea"} <= names


def test_it_stays_light():
    text = FILE.read_bytes()
    assert len(text) < 220_000
    assert len(gzip.compress(text, 9)) < 65_000


def test_building_it_again_gives_the_same_bytes():
    built = build_basemap.dumps(build_basemap.topology(DATA))
    assert built == FILE.read_text("utf-8"), "run: python tools/build_basemap.py"


SQUARES = ([(0, 0), (0, 4), (4, 4), (4, 0), (0, 0)], [(4, 0), (4, 4), (9, 4), (9, 0), (4, 0)])


def test_neighbours_share_the_arc_between_them():
    whole = topology.Arcs(topology.cuts(SQUARES))
    left, right = (whole.add(ring) for ring in SQUARES)
    shared = {max(r, ~r) for r in left} & {max(r, ~r) for r in right}
    assert [sorted(whole.arcs[i]) for i in shared] == [[(4, 0), (4, 4)]]
    assert len(whole.arcs) == 3


def test_an_island_in_a_lake_is_the_lakes_hole_walked_the_other_way():
    ring = SQUARES[0]
    whole = topology.Arcs(set())
    turned = [*ring[2:-1], *ring[:3]]
    assert whole.add(ring) == [0]
    assert whole.add(turned[::-1]) == [~0]


def test_simplifying_strays_less_than_the_tolerance_and_keeps_the_ends():
    rng = np.random.default_rng(7)
    arc = [(i * 10, int(y)) for i, y in enumerate(rng.integers(0, 40, 200))]
    thin = topology.simplify(arc, lambda cells: np.where(cells[:, 0] < 1000, 5.0, 30.0))
    assert (thin[0], thin[-1]) == (arc[0], arc[-1])
    assert len(thin) < len(arc)
    off = shapely.distance(shapely.points(arc), LineString(thin))
    assert off[:100].max() <= 5
    assert off.max() <= 30
    assert topology.deltas([(3, 4), (5, 1)]) == [[3, 4], [2, -3]]
