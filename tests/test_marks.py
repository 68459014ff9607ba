"""Marks on the map: few elements, reached by keyboard, in focus after a zoom."""

import pytest

from benchmarks.synthetic import scaled
from geo.document import document
from geo.selection import Selection

NAME = "document.activeElement.getAttribute('aria-label')"
IN_FOCUS = "document.activeElement.classList.contains('map-mark')"


@pytest.fixture(scope="module")
def crowded(atlas) -> str:
    """The document with five thousand made-up incidents."""
    return document(scaled(atlas, 5000), Selection())


@pytest.mark.parametrize("view", ["", "view=42.3,128.5,6", "view=42.5,129,8", "view=40,124,10"])
def test_the_map_makes_few_elements_of_thousands(open_document, crowded, view):
    page = open_document(crowded, hash=view).page
    page.wait_for_selector(".map-label", state="attached")
    assert page.locator(".map-mark").count() >= 5
    assert page.locator(".map-box *").count() <= 750


def test_a_mark_in_focus_wears_a_ring_and_tells_its_name(open_document, whole):
    page = open_document(whole).page
    page.locator(".map-mark[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2
    page.wait_for_selector(".map-tip.is-shown")
    assert page.evaluate(NAME).startswith(page.locator(".map-tip strong").inner_text()[:12])


def test_the_focus_stays_where_a_mark_was_while_the_keyboard_zooms(open_document, whole):
    page = open_document(whole).page
    page.locator(".map-mark[aria-label^='Beijing']").focus()
    for key in "+++++------":
        before = page.evaluate("map_atlas.getZoom()")
        page.keyboard.press(key)
        page.wait_for_function("zoom => map_atlas.getZoom() !== zoom", arg=before)
        assert page.evaluate(IN_FOCUS), f"after {key} the focus left the marks"
    assert page.locator(".map-mark[tabindex='0']").count() == 1
    page.wait_for_function(f"() => {NAME}.includes('Beijing')")


@pytest.mark.parametrize("zoom", [4, 5, 6, 7, 8, 9, 10, 11])
def test_a_crowded_town_is_one_mark_at_every_zoom_and_lists_its_records(open_document, whole, zoom):
    page = open_document(whole, hash=f"view=39.905,116.397,{zoom}").page
    mark = page.locator(".map-mark[aria-label*='Beijing']").first
    mark.wait_for()
    assert int(mark.inner_text()) >= 20
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "zoom => map_atlas.getZoom() > zoom || document.querySelector('.map-mark.is-picked')",
        arg=zoom,
    )


def test_marks_follow_the_filters(open_document, whole):
    page = open_document(whole, hash="from=2013&to=2013").page
    few = page.locator(".map-mark").count()
    page.evaluate("location.hash = 'from=2000'")
    page.wait_for_function("few => document.querySelectorAll('.map-mark').length > few", arg=few)


def test_the_address_holds_no_view_until_the_reader_moves_the_map(open_document, whole):
    page = open_document(whole).page
    page.wait_for_timeout(400)
    assert "view=" not in page.evaluate("location.hash")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => location.hash.includes('view=')")
