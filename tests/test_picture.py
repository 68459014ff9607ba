"""The still picture: SVG of a selection, drawn without a browser."""

import math
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest
from shapely import make_valid, union_all
from shapely.geometry import LineString, Point, box

from geo import style
from geo.document import ASSETS
from geo.pictures import face, ground, labels, legend, marks, picture, subject
from geo.pictures.markup import element, joined, number, path, text
from geo.pictures.projection import View, world
from geo.select import say, select
from geo.selection import Selection

ARTICLE = Selection(since="2013", until="2013", route=("southeast-asia-laos",))
BORDER = Selection(view="42.5,129.3,8")
CHOICES = [
    Selection(),
    ARTICLE,
    BORDER,
    Selection(layer=("countries",)),
    Selection(layer=("incidents",), kind=("death",)),
    Selection(since="1990", until="1991"),
]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(atlas, selection, **more):
    return picture.picture(atlas, select(atlas, selection), selection, **more)


@pytest.fixture(scope="module")
def public(atlas):
    return atlas.public()


@pytest.mark.parametrize("selection", CHOICES, ids=lambda each: each.query() or "all")
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_it_is_well_formed_and_says_what_it_shows(public, selection, width):
    root = ET.fromstring(drawn(public, selection, width=width))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = root.get("aria-labelledby").split()
    named = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert all(named[id_] for id_ in ids)
    sentence = say(select(public, selection), selection, public)
    assert sentence in named[ids[1]]
    assert root.get("width") == str(width)


def test_ids_are_unique_and_every_use_finds_its_shape(public):
    root = ET.fromstring(drawn(public, Selection()))
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {each.get("href")[1:] for each in root.iter(f"{SVG}use")} <= set(ids)


@pytest.mark.parametrize("selection", CHOICES[:3], ids=lambda each: each.query() or "all")
@pytest.mark.parametrize("width", [320, 800, 1280])
def test_names_cover_neither_each_other_nor_a_mark(public, selection, width):
    what = subject.subject(select(public, selection))
    view = subject.view(what, selection, width)
    land = ground.ground(view, what.roles, what.rings, "map")
    over = face.signs(what, view, land, np.empty((0, 2)), "map", "en")
    assert len(over.labels) >= 4
    for one, other in combinations(over.labels, 2):
        assert labels.apart(one.spot, other.spot), (one.said, other.said)
    for each in over.labels:
        left, top, right, bottom = each.spot
        for group in over.groups:
            x, y = group.x, group.y - group.lift
            r = 10 if group.count == 1 else group.radius + 2
            near = (max(left, min(right, x)), max(top, min(bottom, y)))
            assert math.dist((x, y), near) >= r - 0.01, each.said
        assert left >= 0
        assert top >= 0
        assert right <= view.width
        assert bottom <= view.height


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("width", "height"), [(300, 300), (1600, 300), (400, 1600), (640, None), (800, 333)]
)
def test_a_name_stands_on_its_country_or_near_it_and_tied_to_it(public, lang, width, height):
    what = subject.subject(select(public, Selection()))
    view = subject.view(what, Selection(), width, height)
    land = ground.ground(view, what.roles, what.rings, "map")
    over = face.signs(what, view, land, np.empty((0, 2)), "map", lang)
    shapes = [(id_, make_valid(part)) for id_, part in land.countries]
    lands = {each.name.id for each in over.labels if each.sort == "country"}
    assert "PRK" in lands
    for each in over.labels:
        if each.sort == "sea":
            x, y = view.place(each.name.lon, each.name.lat)
            assert math.dist(each.middle, (x, y)) <= labels.SLIP * view.scale + 1
        if each.sort != "country":
            continue
        spot = box(*each.spot)
        own = union_all([part for id_, part in shapes if id_ == each.name.id])
        others = union_all([part for id_, part in shapes if id_ != each.name.id])
        on, foreign = (spot.intersection(area).area / spot.area for area in (own, others))
        assert foreign <= (0.5 if on > 0.3 else 0.25), each.said
        # Far from a small country its name would be another's.
        assert spot.distance(own) <= 15 + math.sqrt(own.area) / 4, each.said
        assert on > 0.2 or foreign == 0 or each.leader, each.said
        if each.leader:
            assert own.contains(Point(each.leader)), each.said
            line = LineString([each.tie[:2], each.tie[2:]])
            crossed = [other for other in over.labels if box(*other.spot).crosses(line)]
            assert crossed == [], each.said


def test_the_towns_on_a_few_routes_are_named_first(public):
    def named(selection):
        what = subject.subject(select(public, selection))
        view = subject.view(what, selection, 960)
        land = ground.ground(view, what.roles, what.rings, "map")
        over = face.signs(what, view, land, np.empty((0, 2)), "map", "en", named=True)
        return {each.said for each in over.labels}

    assert named(ARTICLE) >= {"Hyesan", "Yanji", "Shenyang", "Beijing", "Kunming", "Bangkok"}
    assert not {"Yanji", "Shenyang"} & named(Selection())


def test_marks_stand_for_every_record_that_can_be_drawn(public):
    shown = select(public, Selection())
    what = subject.subject(shown)
    view = subject.view(what, Selection(), 800)
    held = {
        (record["layer"], record["id"])
        for group in marks.groups(what.points, view)
        for record in group.records
    }
    for layer in subject.POINT_LAYERS:
        rows = shown.layers[layer]
        for id_, precision, geometry in zip(
            rows["id"], rows["precision"], rows.geometry, strict=True
        ):
            on_map = isinstance(geometry, Point) and precision in marks.DRAWN
            away = (layer, id_) in {(r["layer"], r["id"]) for r in what.away}
            assert ((layer, id_) in held) == (on_map and not away), id_


def test_the_counts_on_the_marks_add_up(public):
    shown = select(public, Selection())
    what = subject.subject(shown)
    text_ = drawn(public, Selection(), width=800)
    counts = re.findall(r'<text class="count"[^>]*>(\d+)</text>', text_)
    view = subject.view(what, Selection(), 800)
    groups = marks.groups(what.points, view)
    crowds = [g for g in groups if g.count > 1 and g.incidents != 1]
    assert sorted(map(int, counts)) == sorted(g.incidents or g.count for g in crowds)
    assert sum(group.count for group in groups) == len(what.points)


def test_every_route_stretch_and_country_is_drawn(public):
    root = ET.fromstring(drawn(public, Selection()))
    classes = [each.get("class") or "" for each in root.iter()]
    shown = select(public, Selection())
    lanes = next(e for e in root.iter() if e.get("class") == "routes")
    assert len(lanes) == shown.counts["routes"]
    assert all(len(each) for each in lanes)
    rivers = (shown.layers["crossings"]["type"] == "river_stretch").sum()
    assert classes.count("band") == rivers
    roles = shown.layers["countries"]["role"]
    for role in set(roles):
        assert any(name.split() == ["filled", role] for name in classes)


def listed(public, selection):
    what = subject.subject(select(public, selection))
    view = subject.view(what, selection, 960)
    return {entry.label for entry in legend.entries(what, view, "en", "map")}


def test_the_legend_lists_what_is_shown_and_nothing_else(public):
    told = listed(public, ARTICLE)
    assert {"Escape route", "Arrest", "Detention site", "Country of origin"} <= told
    assert not {"Repatriation route", "Death", "Forced return"} & told  # listed only, no point
    assert "Crossing" not in told  # beneath the mark of an arrest


def test_the_legend_lists_nothing_that_lies_outside_the_view(public):
    told = listed(public, Selection(view="42.9,129.5,8"))
    assert {"Country of origin", "First country", "Forced return", "River stretch"} <= told
    assert not {"Arrival", "Release", "Transit country", "Destination"} & told


def test_what_the_sentence_counts_and_no_mark_shows_is_said(public):
    out = drawn(public, ARTICLE)
    assert out.count("Incidents: 3 have no place on the map.") == 2  # seen, and described
    # Chiang Saen: an arrest, four sites and a crossing.
    assert sorted(re.findall(r">(\+\d+)<", out)) == ["+1", "+5"]
    assert "no place on the map" not in drawn(public, Selection(layer=("routes",)))


def test_what_lies_off_the_map_is_named_at_its_edge(public):
    assert "Moscow (1)" in drawn(public, Selection())
    assert "Moscow" not in drawn(public, ARTICLE)


def test_the_scale_stands_clear_of_marks_and_names_at_the_edge_are_whole_where_there_is_room(
    public,
):
    what = subject.subject(select(public, Selection()))
    view = subject.view(what, Selection(), 300, 300)
    groups = marks.groups(what.points, view)
    root = ET.fromstring(drawn(public, Selection(), width=300, height=300))
    plate = next(e for e in root.iter() if e.get("class") == "plate")
    x, y, wide, high = (float(plate.get(name)) for name in ("x", "y", "width", "height"))
    for each in groups:
        near = (max(x, min(x + wide, each.x)), max(y, min(y + high, each.y)))
        assert math.dist((each.x, each.y), near) >= each.radius
    assert "Vsevolozhsk district, Leningrad region (1)" in drawn(public, Selection(), width=960)


def test_a_view_is_kept_and_discs_have_their_true_size(public):
    what = subject.subject(select(public, BORDER))
    view = subject.view(what, BORDER, 960)
    assert view.zoom == 8
    assert view.place(129.3, 42.5) == pytest.approx((480, 320))
    root = ET.fromstring(drawn(public, BORDER))
    halos = [e for e in root.iter(f"{SVG}circle") if "reach" in (e.get("class") or "")]
    assert halos
    assert all(float(e.get("r")) >= marks.TRUE_FROM for e in halos)


def test_beyond_the_basemap_there_is_neither_land_nor_sea(public):
    out = drawn(public, Selection(), width=1600, height=300)
    assert 'class="fade"' in out
    for beyond in re.findall(r"\.fade{fill:(#\w+)", out):
        assert beyond not in {style.THEMES["light"][name] for name in ("land", "sea")}


def test_imprecise_places_are_soft_and_provinces_no_marks(public):
    what = subject.subject(select(public, Selection()))
    assert {record["precision"] for record in what.points} <= set(marks.DRAWN)
    assert 'class="soft ' in drawn(public, Selection())


@pytest.mark.parametrize("lang", ["en", "ko", "ja", "zh-Hans"])
def test_lines_around_the_map_end_within_the_picture(public, lang):
    root = ET.fromstring(drawn(public, ARTICLE, width=320, lang=lang))
    said = [
        (each, size)
        for name, size in (("headline", 22), ("sentence", 14), ("credit", 11))
        for each in root.iter(f"{SVG}text")
        if each.get("class") == name
    ]
    assert len(said) >= 5
    for each, size in said:
        wide = labels.width_of(each.text, size, bold=size == 22)
        assert float(each.get("x")) + wide <= 320, each.text
        assert each.text[0] not in "、。，：；）」ー"


HOSTILE = (
    "</text></svg><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}} ]]> \x00&\u2028"
)


def test_hostile_text_stays_text(public):
    from dataclasses import replace

    layers = {}
    for name, rows in public.layers.items():
        changed = rows.copy()
        for column in ("name", "title", "place"):
            if column in changed:
                changed[column] = HOSTILE
        layers[name] = changed
    bad = replace(public, layers=layers, _days={})
    for selection in (Selection(), Selection(route=("southeast-asia-laos",), words="alert")):
        out = drawn(bad, selection, title=HOSTILE)
        root = ET.fromstring(out)
        assert "<script" not in out
        assert "<img" not in out
        assert "49" not in root[0].text
        assert {e.tag for e in root.iter()} <= {
            SVG + each
            for each in ("svg", "title", "desc", "style", "defs", "g", "path", "use", "rect",
                         "circle", "text", "tspan")
        }  # fmt: skip
        assert "onerror" not in {key for e in root.iter() for key in e}


def test_same_input_same_bytes(public):
    for selection in CHOICES[:3]:
        assert drawn(public, selection) == drawn(public, selection)


def test_it_asks_for_nothing(public):
    out = drawn(public, Selection())
    assert "http" not in out.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in out
    assert "@import" not in out
    assert "var(" not in out


def test_colours_are_those_of_the_style_table(public):
    out = drawn(public, Selection())
    for name, mark in style.KINDS.items():
        assert f".still .{name}{{color:{mark['color']}}}" in out
    dark = drawn(public, Selection(), theme="dark")
    assert style.KINDS["arrest"]["dark"] in dark
    assert style.THEMES["dark"]["sea"] in dark


def test_the_ground_has_the_colours_of_the_map():
    css = (ASSETS / "map.css").read_text("utf-8")
    for theme, given in style.THEMES.items():
        block = re.search(rf"--map-theme: {theme};(.*?)}}", css, re.DOTALL)[1]
        for name, color in given.items():
            assert f"--map-{name}: {color};" in block, (theme, name)


def test_the_shapes_are_those_of_the_map():
    js = (ASSETS / "marks.js").read_text("utf-8")
    for name in ("circle", "square", "diamond", "triangle", "triangle-down", "bar", "bridge"):
        assert marks.SHAPES[name] in js, name
    used = {mark["shape"] for mark in (*style.KINDS.values(), style.CROSSING, style.SITE)}
    assert used <= set(marks.SHAPES)


def test_places_cluster_as_on_the_map(public, open_document):
    """The same groups as the document's script makes of the same places, zoom by zoom."""
    from geo.document import document

    what = subject.subject(select(public, Selection()))
    opened = open_document(document(public, Selection()))
    for zoom in (3, 4.25, 6):
        view = View.at(40, 120, zoom, 100_000, 100_000)
        ours = sorted(
            [group.count, group.incidents, round(group.radius, 6)]
            for group in marks.groups(what.points, view)
        )
        theirs = opened.page.evaluate(
            """([points, zoom]) => RoutesAtlas.clusters(RoutesAtlas.places(points), 2 ** zoom)
              .map((g) => [g.count, g.incidents, Math.round(g.radius * 1e6) / 1e6])""",
            [
                [
                    {
                        "layer": r["layer"],
                        "precision": r["precision"],
                        "point": [r["geometry"].y, r["geometry"].x],
                    }
                    for r in what.points
                ],
                zoom,
            ],
        )
        assert ours == sorted(theirs), zoom


# --- its parts ------------------------------------------------------------------------------------


def test_the_projection_is_web_mercator():
    ((x, y),) = world([(0, 0)]).tolist()
    assert (x, y) == (128, 128)
    view = View.fit(world([(100, 20), (130, 45)]), 600, 400)
    for lon, lat in ((100, 20), (130, 45)):
        assert view.holds(*view.place(lon, lat))
    assert view.shrunk(2).place(100, 20) == pytest.approx(
        tuple(value / 2 for value in view.place(100, 20))
    )
    assert view.latitude == pytest.approx(33.4, abs=0.2)


def test_path_data_is_relative_and_on_a_grid():
    assert path([(1, 1), (1.1, 1), (3, 0.5)]) == "M2 2l4-1"
    assert path([(0, 0), (4, 0), (4, 4), (0, 0)], close=True, grain=1) == "M0 0l4 0 0 4z"
    assert path([(1, 1), (1, 1)]) == ""
    assert joined((1.04, -0.5, 3)) == "1-.5 3"
    assert number(-0.01) == "0"


def test_markup_is_escaped():
    assert element("a", {"b": '"<&'}, text("<&>")) == '<a b="&quot;&lt;&amp;">&lt;&amp;&gt;</a>'
    assert text("a\x00b") == "ab"


def test_wide_letters_take_more_room():
    assert labels.width_of("북한", 12) == 24
    assert labels.width_of("ill", 12) < labels.width_of("MMM", 12) / 2
