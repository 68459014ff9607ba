"""Pinned views: an extent that holds the map, and notes that are whole at every width."""

import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from geo.document import document
from geo.pictures.picture import picture
from geo.pictures.projection import View
from geo.publishing.pin import Note, Pin, PinError, pinned, place, read
from geo.select import select
from tests.conftest import LAOS

EXAMPLE = Path(__file__).parents[1] / "docs" / "house-pin.toml"
WIDTHS = (320, 375, 768, 1280)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pin():
    return read(EXAMPLE)


@pytest.fixture(scope="module")
def html(atlas, pin):
    return document(atlas, LAOS, pin=pin)


def bounds(page):
    script = """() => { const b = window.map_atlas.getBounds();
      return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"""
    return page.evaluate(script)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_opens_in_its_extent_and_stays(open_document, html, pin, width):
    page = open_document(html, width=width).page
    west, south, east, north = pin.extent
    first = bounds(page)
    assert first[0] <= west + 0.1
    assert first[1] <= south + 0.1
    assert first[2] >= east - 0.1
    assert first[3] >= north - 0.1
    page.evaluate("window.map_atlas.setView([40, 127], 3, {animate: false})")
    assert bounds(page) == pytest.approx(first, abs=0.3)
    page.evaluate("window.map_atlas.panBy([900, -900], {animate: false})")
    assert bounds(page) == pytest.approx(first, abs=0.3)


@pytest.mark.parametrize(("width", "height"), [(1000, 800), (1280, 720), (900, 640)])
def test_it_opens_so_where_maps_move_and_parts_take_their_room(
    open_document, html, pin, width, height
):
    page = open_document(html, width=width, height=height, reduced_motion="no-preference").page
    page.wait_for_timeout(600)  # a zoom under way
    west, south, east, north = pin.extent
    left, bottom, right, top = bounds(page)
    assert left <= west + 0.1
    assert bottom <= south + 0.1
    assert right >= east - 0.1
    assert top >= north - 0.1


@pytest.mark.parametrize("width", WIDTHS)
def test_notes_are_whole_and_can_be_read(open_document, html, pin, width):
    page = open_document(html, width=width).page
    page.wait_for_timeout(200)
    script = """() => { const box = (e) => { const r = e.getBoundingClientRect();
        return [r.left, r.top, r.right, r.bottom]; };
      const over = ".map-controls, .map-edge, .leaflet-control-scale, .legend";
      const shown = Array.from(document.querySelectorAll(over)).filter((e) => e.offsetWidth);
      return { frame: box(document.querySelector(".folium-map")),
        notes: Array.from(document.querySelectorAll(".map-note:not([hidden])"), (e) =>
          ({ text: e.textContent, box: box(e), size: parseFloat(getComputedStyle(e).fontSize),
             whole: e.scrollWidth <= e.clientWidth + 1 })),
        over: shown.map(box) }; }"""
    seen = page.evaluate(script)
    assert [note["text"] for note in seen["notes"]] == [note.text for note in pin.notes]
    left, top, right, bottom = seen["frame"]
    for note in seen["notes"]:
        x1, y1, x2, y2 = note["box"]
        assert left <= x1 < x2 <= right
        assert top <= y1 < y2 <= bottom
        assert note["size"] >= 12
        assert note["whole"]
        for a1, b1, a2, b2 in seen["over"]:
            assert x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1


def test_a_note_is_text(atlas, open_document):
    said = "<img src=x onerror=alert(1)> {{ 7*7 }} </script>"
    notes = Pin(notes=(Note(said, (102.6, 17.97)),))
    page = open_document(document(atlas, LAOS, pin=notes)).page
    assert page.inner_text(".map-note") == said


def test_without_pins_there_is_no_such_script(atlas, html):
    plain = document(atlas, LAOS)
    assert "map-notes" in html
    assert "map-notes" not in plain
    assert '"pins"' not in plain


def test_controls_can_be_off(atlas, open_document):
    page = open_document(document(atlas, LAOS, pin=Pin(controls=False))).page
    assert page.get_attribute("#atlas", "data-controls") == "none"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_has_extent_and_notes(atlas, pin, width):
    public = atlas.public()
    root = ET.fromstring(picture(public, select(public, LAOS), LAOS, width=width, pinned=pin))
    group = next(each for each in root.iter() if each.get("id") == "map-annotations")
    boards = list(group.iter(f"{SVG}rect"))
    assert len(boards) == len(pin.notes)
    for board in boards:
        x, wide = float(board.get("x")), float(board.get("width"))
        assert 0 <= x < x + wide <= width
    words = " ".join(each.text for each in group.iter(f"{SVG}text"))
    assert all(word in words for note in pin.notes for word in note.text.split())


def test_notes_keep_off_each_other_and_what_is_taken():
    view = View.at(18, 102.6, 6, 400, 300)
    notes = tuple(Note(f"Note number {n}", (102.6, 18), (20, 20)) for n in range(4))
    taken = [(210.0, 160.0, 400.0, 200.0)]
    spots = [*taken, *(each.spot for each in place(Pin(notes=notes), view, taken))]
    for n, a in enumerate(spots):
        for b in spots[n + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("extent = [110, 12, 97, 27]", "is empty"),
        ("extent = [97, 12, 110]", "west, south, east, north"),
        ("extent = [-20, 12, 110, 27]", "leaves the basemap"),
        ("extent = [100, 20, 100.01, 20.01]", "nearer than"),
        ("extent = [nan, 12, 110, 27]", "finite"),
        ('controls = "off"', "controls: 'off'"),
        ("zoom = 4", "zoom is not known"),
        ("[[note]]\nat = [100, 20]", "note 1, text"),
        ('[[note]]\ntext = "x"', "note 1, at"),
        ('[[note]]\ntext = "x"\nat = [0, 0]', "off the basemap"),
        ('[[note]]\ntext = "x"\nat = [100, 20]\noffset = [900, 0]', "300 pixels"),
        ('[[note]]\ntext = "x"\nat = [100, 20]\narrow = 1', "note 1, arrow: 1"),
        ("note = 3", "at most"),
    ],
)
def test_what_is_refused(text, told):
    with pytest.raises(PinError) as error:
        pinned(tomllib.loads(text))
    assert told in str(error.value)
