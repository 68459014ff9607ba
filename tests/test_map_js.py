"""The map's scripts: their geometry as tables of cases, then the map as a reader uses it."""

import json
import math
from importlib.resources import files
from itertools import pairwise

import pytest

from geo.document import document
from geo.selection import Selection
from tests.conftest import pages

PARTS = ("lines", "lanes", "basemap", "clusters", "landgrid", "labels", "edges")


@pytest.fixture(scope="module")
def call(browser):
    """Call a function of the map's scripts: `call("offsetLine", [[0, 0], [9, 0]], 2)`."""
    with pages(browser) as new_page:
        page = new_page().page
        page.goto("about:blank")
        leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet" / "leaflet.js"
        page.add_script_tag(content=leaflet.read_text(encoding="utf-8"))
        for part in PARTS:
            asset = files("geo") / "assets" / f"{part}.js"
            page.add_script_tag(content=asset.read_text(encoding="utf-8"))
        yield lambda name, *values: page.evaluate(
            "([name, values]) => RoutesAtlas[name](...values)", [name, list(values)]
        )


@pytest.fixture(scope="module")
def whole(atlas) -> str:
    """The document with all that is public."""
    return document(atlas, Selection(), controls="frame")


# --- ground ---------------------------------------------------------------------------------------

# Two countries side by side in a window of 4 by 2 degrees; they share arc 0.
TOPOLOGY = {
    "bbox": [0, 0, 4, 2],
    "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "arcs": [
        [[4, 0], [0, 4]],
        [[4, 4], [-4, 0], [0, -4], [4, 0]],
        [[4, 0], [2, 0], [0, 2], [-2, 2]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "AAA", "properties": {"name": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "BBB", "arcs": [[[2, -1]]]},
            ]
        },
        "rivers": {
            "geometries": [{"type": "MultiLineString", "properties": {"name": "R"}, "arcs": [[0]]}]
        },
        "places": {
            "geometries": [
                {"type": "Point", "coordinates": [2, 3], "properties": {"name": "P", "rank": 1}}
            ]
        },
    },
}


def test_a_topology_becomes_rings_borders_coast_rivers_and_places(call):
    ground = call("topology", TOPOLOGY)
    assert ground["bounds"] == [[0, 0], [2, 4]]
    assert [country["id"] for country in ground["countries"]] == ["AAA", "BBB"]
    assert ground["countries"][0]["polygons"] == [
        [[[2, 0], [2, 2], [0, 2], [0, 0], [2, 0]]],
    ]
    assert ground["countries"][1]["polygons"] == [[[[2, 0], [3, 0], [3, 1], [2, 2], [2, 0]]]]
    assert ground["borders"] == [[[2, 0], [2, 2]]]
    assert ground["coast"] == [[[3, 0], [3, 1], [2, 2]]], "what runs along the window is no coast"
    assert ground["rivers"] == [{"name": "R", "lines": [[[2, 0], [2, 2]]]}]
    assert ground["places"] == [{"name": "P", "rank": 1, "point": [1.5, 1]}]
    assert ground["lakes"] == ground["labels"] == []


@pytest.mark.parametrize(
    ("lon", "lat", "inside"), [(1, 1, True), (2.5, 2.5, False), (5, 1, False), (3.5, 3.5, True)]
)
def test_a_point_is_within_a_polygon_but_not_within_its_hole(call, lon, lat, inside):
    outer = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[2, 2], [3, 2], [3, 3], [2, 3], [2, 2]]
    assert call("within", [outer, hole], lon, lat) is inside


# --- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "offset", "moved"),
    [
        ([[0, 0], [10, 0]], 2, [[0, 2], [10, 2]]),
        ([[10, 0], [0, 0]], 2, [[10, -2], [0, -2]]),
        ([[0, 0], [10, 0], [10, 10]], 2, [[0, 2], [8, 2], [8, 10]]),
        ([[0, 0], [10, 0]], [0, 2], [[0, 0], [10, 2]]),
        ([[0, 0], [0, 0], [10, 0]], 2, [[0, 2], [0, 2], [10, 2]]),
        ([[3, 4]], 2, [[3, 4]]),
        ([], 2, []),
    ],
)
def test_a_line_moves_to_the_right_of_travel(call, points, offset, moved):
    found = call("offsetLine", points, offset)
    assert [[round(v, 6) + 0 for v in point] for point in found] == moved


def test_a_sharp_corner_neither_spikes_nor_folds(call):
    spike = [[0, 0], [50, 0], [0, 4]]
    assert max(math.hypot(x - 50, y) for x, y in call("offsetLine", spike, 5)[1:2]) <= 10.001
    tight = [[20 + 3 * math.cos(a / 4), 3 * math.sin(a / 4)] for a in range(13)]
    moved = call("offsetLine", tight, 8)
    for (ax, ay), (bx, by), (px, py), (qx, qy) in zip(
        moved, moved[1:], tight, tight[1:], strict=False
    ):
        assert (bx - ax) * (qx - px) + (by - ay) * (qy - py) >= -1e-6


LEG = {"course": "land"}


def lanes(call, *lines):
    """The middles of lines, one a route, as they are drawn at zoom 0."""
    routes = [{"legs": [LEG], "world": [[list(point) for point in line]]} for line in lines]
    drawn = [parts[0]["points"] for parts in call("lanes", routes, 0)]
    return [points[len(points) // 2] for points in drawn]


@pytest.mark.parametrize(
    "lines",
    [
        ([(0, 0), (90, 0)], [(0, 0), (90, 0)]),
        ([(0, 0), (90, 0)], [(90, 0), (0, 0)]),
        ([(0, 0), (90, 0)], [(0, 0), (90, 0)], [(90, 1), (0, 1)]),
        ([(0, 0), (90, 0)], [(0, 1), (90, 4)]),
    ],
    ids=["together", "against each other", "three", "at a slant"],
)
def test_lines_that_run_together_lie_side_by_side(call, lines):
    across = sorted(y for _, y in lanes(call, *lines))
    width = call("widths", 0)["line"]
    assert all(b - a >= width for a, b in pairwise(across))


@pytest.mark.parametrize(
    "lines",
    [
        ([(0, 0), (90, 0)],),
        ([(0, 0), (90, 0)], [(0, 20), (90, 20)]),
        ([(0, 0), (90, 0)], [(45, -45), (45, 45)]),
    ],
    ids=["alone", "apart", "crossing"],
)
def test_lines_that_do_not_run_together_keep_their_place(call, lines):
    assert lanes(call, *lines)[0][1] == pytest.approx(0, abs=0.01)


def test_one_route_makes_no_lanes_with_itself(call):
    line = [[0, 0], [90, 0]]
    (parts,) = call("lanes", [{"legs": [LEG, LEG], "world": [line, line]}], 0)
    assert all(y == 0 for part in parts for _, y in part["points"])


def test_points_lie_evenly_along_a_line(call):
    found = call("even", [[0, 0], [5, 0], [5, 6]], 4)
    assert found["points"] == [[0, 0], [4, 0], [5, 3], [5, 6]]
    assert found["at"] == [0, 4, 8, 11]
    assert found["length"] == 11


@pytest.mark.parametrize(
    ("length", "arrows"), [(8, []), (60, [30]), (300, [50, 150, 250]), (26, [13])]
)
def test_arrows_stand_evenly_and_not_on_stumps(call, length, arrows):
    assert call("arrowsAt", length, 100, 26) == arrows


def test_distance_to_a_line(call):
    assert call("distanceTo", [[0, 0], [10, 0]], 5, 3) == 3
    assert call("distanceTo", [[0, 0], [10, 0]], 13, 4) == 5
    assert call("distanceTo", [[1, 1]], 4, 5) == 5


# --- clusters -------------------------------------------------------------------------------------


def incident(id_, lat, lon, **more):
    return {"layer": "incidents", "id": id_, "name": id_, "point": [lat, lon]} | more


def test_records_of_one_point_are_one_place(call):
    records = [incident("a", 40, 116), incident("b", 40, 116), incident("c", 41, 116)]
    records += [{"layer": "detention_sites", "id": "s", "point": [40, 116], "name": "s"}]
    records += [incident("off", 0, 0) | {"point": None}]
    places = call("places", records)
    assert [(p["incidents"], len(p["records"])) for p in places] == [(2, 3), (1, 1)]


def test_no_two_marks_cover_each_other_and_no_record_is_lost(call):
    records = [
        incident(f"i{n}", 20 + (n * 7919 % 997) / 40, 100 + (n * 104729 % 991) / 40)
        for n in range(1500)
    ]
    places = call("places", records)
    for zoom in (3, 5, 8):
        groups = call("clusters", places, 2**zoom)
        assert sum(group["incidents"] for group in groups) == 1500
        assert sum(group["count"] for group in groups) == 1500
        stands = {(place["x"] * 2**zoom, place["y"] * 2**zoom) for place in places}
        assert all((group["x"], group["y"]) in stands for group in groups), "on a real place"
        for i, a in enumerate(groups):
            for b in groups[i + 1 :]:
                distance = math.hypot(a["x"] - b["x"], a["y"] - b["y"])
                assert distance >= a["radius"] + b["radius"] - 1e-6


def test_places_part_only_if_zooming_parts_them(call):
    near = call("places", [incident("a", 40, 116), incident("b", 40.001, 116)])
    far = call("places", [incident("a", 40, 116), incident("b", 41, 116)])
    assert call("parts", {"places": near}, 2**11) is False
    assert call("parts", {"places": far}, 2**11) is True
    assert call("parts", {"places": far[:1]}, 2**11) is False


def test_a_place_takes_its_towns_name(call):
    records = [incident("a", 40, 116, place="School, Beijing"), incident("b", 40, 116, place="X")]
    assert call("placeName", records, [{"name": "Beijing", "point": [40.001, 116]}]) == "Beijing"
    assert call("placeName", records) == "X"
    assert call("placeName", [*records, records[0]]) == "School, Beijing"


# --- names and edges ------------------------------------------------------------------------------


def test_a_name_takes_the_first_free_spot_or_none(call):
    near, far = {"boxes": [[5, 5, 15, 15]]}, {"boxes": [[10, 0, 20, 10], [20, 0, 30, 10]]}
    assert call("freeSpot", [near, far], [[0, 0, 10, 10]]) == far
    assert call("freeSpot", [near, far], [[0, 0, 10, 10], [28, 8, 40, 40]]) is None
    assert call("freeSpot", [], []) is None


@pytest.mark.parametrize(
    ("point", "side"),
    [
        ([55.75, 37.6], "left"),
        ([38.9, -77.0], "right"),
        ([70, 100], "top"),
        ([-33.9, 151.2], "bottom"),
        ([46.2, 6.1], "left"),
    ],
    ids=["Moscow", "Washington", "the Arctic", "Sydney", "Geneva"],
)
def test_what_lies_off_the_map_is_named_on_the_side_where_it_lies(call, point, side):
    assert call("side", point, [[-2, 60], [60, 155]]) == side
    assert call("inWindow", point, [[-2, 60], [60, 155]]) is False


@pytest.mark.parametrize(
    ("wanted", "spans", "place"),
    [
        (50, [], 50),
        (50, [[40, 70]], 70),
        (50, [[55, 200]], 25),
        (50, [[0, 400]], math.inf),
        (-9, [], 10),
    ],
    ids=["free", "below", "above", "nowhere", "within the map"],
)
def test_a_button_at_the_edge_moves_off_marks(call, wanted, spans, place):
    assert call("freePlace", wanted, 30, 10, 300, spans) == place


# --- the map as a reader uses it ------------------------------------------------------------------

RIVERS = {"Yalu / Amnok", "Tumen / Tuman", "Mekong", "Amur / Heilong"}
BOXES = """() => [...document.querySelectorAll('.map-label')].map((text) => {
  const box = text.getBoundingClientRect();
  return [text.textContent, box.left + 2, box.top + 2, box.right - 2, box.bottom - 2];
})"""
MARKS = """() => [...document.querySelectorAll('.map-mark')].map((mark) => {
  const box = mark.getBoundingClientRect();
  return [mark.getAttribute('aria-label'), (box.left + box.right) / 2, (box.top + box.bottom) / 2,
          mark.classList.contains('is-crowd') ? box.width / 2 - 2 : 6];
})"""


@pytest.mark.parametrize("view", ["", "view=42.3,128.5,6", "view=19,101,7", "view=42.7,129.7,9"])
@pytest.mark.parametrize("width", [1280, 375])
def test_names_cover_neither_each_other_nor_a_mark(open_document, whole, view, width):
    page = open_document(whole, hash=view, width=width).page
    page.wait_for_selector(".map-label")
    page.wait_for_timeout(200)
    names = [name for name in page.evaluate(BOXES) if name[0] not in RIVERS]  # they lie aslant
    assert len(names) > 3
    for i, (a, left, top, right, bottom) in enumerate(names):
        for b, *box in names[i + 1 :]:
            assert right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top, (a, b)
        for mark, x, y, radius in page.evaluate(MARKS):
            near = math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
            assert near >= radius - 2, (a, mark)


def test_marks_have_names_of_their_own_and_one_tab_stop(open_document, whole):
    page = open_document(whole).page
    names = [name for name, *_ in page.evaluate(MARKS)]
    assert len(names) == len(set(names)) > 10
    assert page.locator(".map-mark[tabindex='0']").count() == 1


def test_arrow_keys_reach_every_mark_in_view(open_document, whole):
    page = open_document(whole).page
    names = {name for name, *_ in page.evaluate(MARKS)}
    page.locator(".map-mark[tabindex='0']").focus()
    met = set()
    for _ in names:
        page.keyboard.press("ArrowRight")
        met.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert met == names


def test_a_crowd_of_many_places_zooms_and_a_crowded_place_is_listed(open_document, whole):
    page = open_document(whole).page
    before = page.evaluate("map_atlas.getZoom()")
    page.locator(".map-mark[aria-label^='Beijing and nearby']").press("Enter")
    page.wait_for_function("zoom => map_atlas.getZoom() > zoom", arg=before)
    page.locator(".map-mark[aria-label^='Beijing: ']").press("Enter")
    page.wait_for_selector("text=/2\\d records here/")
    assert page.locator(".map-mark.is-picked").count() == 1


EACH_ROUTE = """() => {
  const map = document.querySelector('.leaflet-container');
  const tip = document.querySelector('.map-tip strong');
  const box = map.getBoundingClientRect();
  const names = {};
  for (const group of document.querySelectorAll('.route')) {
    const found = (names[group.dataset.id] = []);
    const ask = (x, y) => {
      tip.textContent = '';
      if (x < box.left || x > box.right || y < box.top || y > box.bottom) return;
      map.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: x, clientY: y}));
      found.push(tip.textContent);
    };
    for (const path of group.querySelectorAll('.route-solid, .route-dashed, .route-points')) {
      const length = path.getAttribute('d') ? path.getTotalLength() : 0;
      for (let i = 1; i < 60 && length; i++) {
        const at = path.getPointAtLength((length * i) / 60).matrixTransform(path.getScreenCTM());
        ask(at.x, at.y);
      }
    }
  }
  return names;
}"""


def test_each_route_is_under_the_mouse_somewhere(open_document, whole, atlas):
    page = open_document(whole).page
    names = {r["id"]: r["name"] for r in atlas.layers["routes"].to_dict("records")}
    found = page.evaluate(EACH_ROUTE)
    assert set(found) == set(names)
    assert [
        id_
        for id_, name in names.items()
        if name not in [said.replace("\xa0\u2013 ", " - ") for said in found[id_]]
    ] == []


def test_a_hidden_map_fits_once_it_is_shown(open_document, whole):
    seen = open_document(whole, sandbox="allow-scripts").frame
    zoom, centre = "map_atlas.getZoom()", "[map_atlas.getCenter().lat, map_atlas.getCenter().lng]"
    tab = open_document(whole, sandbox="allow-scripts", hidden=True)
    tab.show()
    tab.frame.wait_for_function(f"Math.abs({zoom} - {seen.evaluate(zoom)}) < 0.01")
    assert tab.frame.evaluate(centre) == pytest.approx(seen.evaluate(centre), abs=0.2)


def test_the_wheel_scrolls_the_page_until_the_map_is_meant(open_document, whole):
    page = open_document(whole).page
    zoom = page.evaluate("map_atlas.getZoom()")
    page.mouse.move(620, 300)
    page.mouse.wheel(0, -400)
    page.wait_for_selector(".map-hint.is-shown")
    assert page.evaluate("map_atlas.getZoom()") == zoom
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.wait_for_function("zoom => map_atlas.getZoom() > zoom", arg=zoom)


def test_one_finger_leaves_the_map_where_it_is_and_two_move_it(open_document, whole):
    opened = open_document(whole, width=375, height=700, has_touch=True, is_mobile=True)
    page = opened.page
    touch = page.context.new_cdp_session(page)
    centre = "map_atlas.getCenter().lat"

    def swipe(*fingers: int) -> None:
        def points(moved: int) -> list[dict]:
            return [{"x": x, "y": 200 - moved} for x in fingers]

        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0)})
        for moved in range(10, 110, 10):
            step = {"type": "touchMove", "touchPoints": points(moved)}
            touch.send("Input.dispatchTouchEvent", step)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(300)

    before = page.evaluate(centre)
    swipe(150)
    assert page.evaluate(centre) == pytest.approx(before)
    swipe(120, 220)
    page.wait_for_function(f"before => {centre} < before - 1", arg=before)


def test_a_finger_beside_a_mark_means_the_mark(open_document, whole):
    page = open_document(whole, has_touch=True, hash="layer=incidents&layer=countries").page
    box = page.locator(".map-mark.is-incidents").first.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2 - 20, box["y"] + box["height"] / 2)
    page.wait_for_function("() => RoutesAtlas.current.store.state.picked?.layer === 'incidents'")


def test_hostile_words_on_the_map_are_words(open_document, atlas):
    html = document(atlas, Selection(), controls="frame")
    # The data block is JSON: what stands in it is text, and so must be what the map shows of it.
    start = html.index('id="atlas-data">') + len('id="atlas-data">')
    end = html.index("</script>", start)
    block = json.loads(html[start:end])
    evil = '<img src=x onerror="window.hit=1">{{ 7*7 }}'
    for name, field in (("incidents", "title"), ("incidents", "place"), ("routes", "name")):
        block["layers"][name]["columns"][field] = {"all": evil}
    text = json.dumps(block).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    page = open_document(html[:start] + text + html[end:]).page
    page.locator(".map-mark").first.hover()
    page.evaluate(EACH_ROUTE)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert page.locator(".leaflet-container img").count() == 0
    assert evil in page.locator(".map-tip").inner_text() or any(
        evil in (name or "") for name, *_ in page.evaluate(MARKS)
    )
