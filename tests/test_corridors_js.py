"""Routes on the map: none buried under another at any zoom, each with its direction."""

import pytest

from geo.document import document
from geo.selection import Selection

# Shares of each route's line, flights apart, that no line drawn above it comes closer to than a
# line's own width: what can be seen of it. Boxes are in pixels at that zoom.
SEEN = """([zoom, box]) => {
  const atlas = window.RoutesAtlas;
  const data = atlas.data(JSON.parse(document.getElementById('atlas-data').textContent));
  const records = new Map(data.records.routes.map((record) => [record.id, record]));
  const routes = [...document.querySelectorAll('.route')].map(({ dataset }) => records.get(dataset.id))
    .filter((record) => record.lines)
    .map((record) => ({ id: record.id, legs: record.legs,
      world: record.lines.map((line) => line.map(([lat, lon]) => atlas.world(lat, lon))) }));
  let within = null;
  if (box) {
    const [[south, west], [north, east]] = box;
    const scale = 2 ** zoom;
    const [left, top] = atlas.world(north, west);
    const [right, bottom] = atlas.world(south, east);
    within = [left * scale, top * scale, right * scale, bottom * scale];
  }
  const lanes = atlas.lanes(routes, zoom, within);
  const least = atlas.widths(zoom).line;
  const cell = Math.max(least, 4);
  const grid = new Map();
  const key = (x, y) => Math.floor(x / cell) * 1048576 + Math.floor(y / cell);
  const walk = (parts, visit) => {
    for (const { points, air } of parts) {
      for (let i = 1; !air && i < points.length; i++) {
        const [ax, ay] = points[i - 1];
        const [bx, by] = points[i];
        const count = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 1.5));
        for (let k = 0; k < count; k++) visit(ax + ((bx - ax) * k) / count, ay + ((by - ay) * k) / count);
      }
    }
  };
  lanes.forEach((parts, owner) => walk(parts, (x, y) => {
    const at = key(x, y);
    if (!grid.has(at)) grid.set(at, []);
    grid.get(at).push([owner, x, y]);
  }));
  const covered = (owner, x, y) => {
    for (let c = -1; c <= 1; c++) for (let r = -1; r <= 1; r++) {
      for (const [other, ox, oy] of grid.get(key(x + c * cell, y + r * cell)) || []) {
        if (other > owner && Math.hypot(ox - x, oy - y) < least) return true;
      }
    }
    return false;
  };
  return Object.fromEntries(lanes.map((parts, owner) => {
    let [all, free] = [0, 0];
    walk(parts, (x, y) => { all++; free += covered(owner, x, y) ? 0 : 1; });
    return [routes[owner].id, all ? free / all : 1];
  }));
}"""

TUMEN = [[41.5, 127.5], [44, 132]]
YALU = [[38.5, 121], [42.5, 127]]
MEKONG = [[12, 98], [23, 108]]


@pytest.fixture(scope="module")
def whole(atlas) -> str:
    """The document with all that is public, and only the map around it."""
    return document(atlas, Selection(), controls="minimal")


@pytest.mark.parametrize("zoom", [4, 4.25, 4.5, 4.75, 5, 5.5, 6])
def test_no_route_is_hidden_under_another(open_once, whole, zoom):
    seen = open_once(whole).page.evaluate(SEEN, [zoom, None])
    assert len(seen) > 25
    assert {id_: share for id_, share in seen.items() if share < 0.45} == {}


@pytest.mark.parametrize("box", [TUMEN, YALU, MEKONG], ids=["Tumen", "Yalu", "Mekong"])
@pytest.mark.parametrize("zoom", [6.5, 7, 8, 9, 10])
def test_no_route_is_hidden_under_another_close_in(open_once, whole, zoom, box):
    seen = open_once(whole).page.evaluate(SEEN, [zoom, box])
    assert {id_: share for id_, share in seen.items() if share < 0.45} == {}


@pytest.mark.parametrize(
    "look", [{}, {"dark": True}, {"forced_colors": "active"}], ids=["light", "dark", "forced"]
)
def test_a_picked_route_stands_out_and_the_rest_recede(open_document, whole, look):
    page = open_document(whole, hash="item=routes:southeast-asia-laos", **look).page
    page.wait_for_selector(".route.is-on", state="attached")
    page.wait_for_timeout(300)
    found = page.evaluate("""() => {
      const routes = [...document.querySelectorAll('.route')];
      const width = (route) => parseFloat(getComputedStyle(route.querySelector('.route-solid')).strokeWidth);
      const drawn = routes.filter((route) => route.querySelector('.route-solid'));
      const on = drawn.find((route) => route.classList.contains('is-on'));
      const rest = drawn.filter((route) => route !== on);
      return { on: on.dataset.id, last: routes.at(-1).dataset.id,
        clear: getComputedStyle(on).opacity, thicker: width(on) - width(rest[0]),
        faint: Math.max(...rest.map((route) => parseFloat(getComputedStyle(route).opacity))) };
    }""")
    assert found["on"] == found["last"] == "southeast-asia-laos"
    assert found["clear"] == "1"
    assert found["faint"] < 0.4
    assert found["thicker"] > 0.5


@pytest.mark.parametrize("view", ["", "view=42.2,127.5,6", "view=19,102,7"])
def test_every_line_in_view_shows_its_direction(open_document, whole, view):
    page = open_document(whole, hash=view).page
    bare = page.evaluate("""() => [...document.querySelectorAll('.route')].filter((route) => {
      const long = [...route.querySelectorAll('.route-solid, .route-dashed')].some((path) => path.getTotalLength() > 200);
      return long && !route.querySelector('.route-arrows');
    }).map((route) => route.dataset.id)""")
    assert bare == []
