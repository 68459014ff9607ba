"""WCAG 2.2 in every state of the document: axe-core, small screens, large text, names, targets."""

import json
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.document import Controls, document
from geo.schema import LAYERS
from geo.selection import Selection
from geo.words import LANGUAGES
from tests.conftest import LAOS, READY

NINE = "item=incidents:2013-05-laos-nine"


def axe(page: Page) -> list[str]:
    """What axe-core finds, as rule and first culprit."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
    found = page.evaluate("() => axe.run().then(result => result.violations)")
    return [f"{v['id']}: {json.dumps(v['nodes'][0]['html'])[:300]}" for v in found]


def open_filters(page: Page) -> None:
    """Open the filters and their first group."""
    page.locator(".open-filters").click()
    page.locator(".facet summary").first.click()
    expect(page.locator(".facet input").first).to_be_visible()


def crowd(page: Page) -> None:
    """List a crowded place."""
    page.evaluate(
        """() => {
          const { store, data } = RoutesAtlas.current;
          const here = data.records.incidents.filter((each) => each.place === "Beijing");
          store.showPlace("Beijing", here);
        }"""
    )
    expect(page.get_by_role("heading", name="Beijing")).to_be_visible()


def legend(page: Page) -> None:
    """Open the legend where it is folded."""
    if not page.locator(".signs").is_visible():
        page.locator(".legend summary").click()


def play(page: Page) -> None:
    """Start playback; readers who asked for less motion are not offered it."""
    button = page.locator("button.play")
    if button.is_visible():
        button.click()
        expect(button).to_have_text("Pause")


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "open": ("", lambda page: None),
    "legend": ("", legend),
    "filtered": ("from=2013&to=2014&kind=arrest&country=CHN", lambda page: None),
    "filters open": ("kind=arrest", open_filters),
    "an incident with a path": (NINE, lambda page: None),
    "a route": ("item=routes:southeast-asia-laos", lambda page: None),
    "a crowded place": ("", crowd),
    "empty": ("words=no+such+words+anywhere", lambda page: None),
    "playing": ("", play),
}
"""What a reader may see: the address, and what else is done."""


def enter(page: Page, address: str, state: str) -> None:
    """Open a state of the document afresh."""
    hash_, act = STATES[state]
    page.goto("about:blank")
    page.goto(f"{address}#{hash_}")
    page.wait_for_selector(READY, state="attached")
    act(page)
    page.wait_for_timeout(150)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_rule_fails_in_any_state(open_document, whole, width, dark):
    touch = {"has_touch": True, "is_mobile": True} if width < 600 else {}
    opened = open_document(
        whole, width=width, height=812, dark=dark, reduced_motion="no-preference", **touch
    )
    address = opened.page.url
    for state in STATES:
        enter(opened.page, address, state)
        assert axe(opened.page) == [], state


@pytest.mark.parametrize("controls", ["minimal", "none", "frame"])
def test_no_rule_fails_with_fewer_controls(open_document, atlas, controls: Controls):
    html = document(atlas, Selection(), controls=controls)
    for width in (375, 1280):
        page = open_document(html, width=width, hash=NINE).page
        expect(page.locator(".detail h2")).to_be_visible()
        assert axe(page) == [], width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_fails_in_any_language(open_document, atlas, lang):
    html = document(
        atlas,
        LAOS,
        langs=(lang,),
    )
    page = open_document(html, width=375, hash=NINE).page
    assert page.locator("html").get_attribute("lang") == lang
    assert axe(page) == []


def too_wide(page: Page | Frame) -> int:
    """Pixels by which the page has to be scrolled sideways."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 800), (768, 640), (1280, 800)])
def test_nothing_scrolls_sideways_and_text_twice_as_large_fits(open_document, whole, width, height):
    opened = open_document(whole, width=width, height=height)
    address = opened.page.url
    for state in STATES:
        enter(opened.page, address, state)
        assert too_wide(opened.page) <= 0, state
        if width not in (640, 1280):
            continue
        opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
        opened.page.wait_for_timeout(150)
        assert too_wide(opened.page) <= 0, state
        height = opened.page.locator(".map-box").evaluate("box => box.clientHeight")
        assert height >= 300, state


@pytest.mark.parametrize("width", [320, 375, 900, 1280])
def test_a_record_in_larger_text_keeps_its_head_and_way_out(open_document, whole, width):
    page = open_document(whole, width=width, hash=NINE).page
    for size in (100, 125, 150, 200):
        page.evaluate("size => document.documentElement.style.fontSize = `${size}%`", size)
        page.wait_for_timeout(100)
        assert (
            page.evaluate(
                """() => {
              const box = document.querySelector(".detail"), out = box.getBoundingClientRect();
              const close = box.querySelector("[aria-label=Close]").getBoundingClientRect();
              const words = box.querySelector(".eyebrow");
              const { lineHeight, paddingTop } = getComputedStyle(words);
              const lines = (words.clientHeight - 2 * parseFloat(paddingTop)) / parseFloat(lineHeight);
              return [box.scrollWidth <= box.clientWidth, close.right <= out.right,
                close.left >= out.left, lines < 2.5];
            }"""
            )
            == [True] * 4
        ), size
        skip = page.locator(".skip").first.bounding_box()
        assert skip["y"] + skip["height"] <= 0, size


@pytest.mark.parametrize("height", [600, 800])
def test_filters_and_list_never_overlap_in_larger_text(open_document, whole, height):
    page = open_document(whole, height=height).page
    open_filters(page)
    for size in (100, 150, 200):
        page.evaluate("size => document.documentElement.style.fontSize = `${size}%`", size)
        page.wait_for_timeout(100)
        facets, list_ = (page.locator(each).bounding_box() for each in (".facets", ".list"))
        assert facets["height"] >= 128, size
        assert list_["height"] >= 200, size
        assert facets["y"] + facets["height"] <= list_["y"], size
        # In the size that most have, both are in sight at once.
        low = page.locator(".side").evaluate("side => side.scrollHeight - side.clientHeight")
        assert size > 100 or low <= 0


def test_details_of_every_layer_fit_a_small_phone(open_document, whole, atlas):
    opened = open_document(whole, width=320, height=640, sandbox="allow-scripts")
    for name, rows in atlas.layers.items():
        opened.send(type="focus", layer=name, id=rows[LAYERS[name].key].iloc[0])
        expect(opened.frame.locator(".detail h2")).to_have_text(
            rows[LAYERS[name].title].iloc[0].replace(" - ", " – ")
        )
        assert too_wide(opened.frame) <= 0, name


def test_targets_are_large_enough_for_fingers(open_document, whole):
    opened = open_document(
        whole, width=375, height=812, has_touch=True, is_mobile=True, hash="kind=arrest"
    )
    address = opened.page.url.split("#")[0]
    for state in ("filters open", "legend", "an incident with a path"):
        enter(opened.page, address, state)
        small = opened.page.evaluate(
            """() => [...document.querySelectorAll(
              "button, summary, select, input:not([type=checkbox]), .option")]
            .filter(node => node.offsetParent && !node.closest(".leaflet-pane, .ref, .refs"))
            .map(node => [node.className || node.textContent, node.getBoundingClientRect()])
            .filter(([, box]) => box.height && (box.height < 43.5 || box.width < 24))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
        )
        assert not small, state


def test_skip_links_lead_past_the_map(open_document, whole):
    page = open_document(whole).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map and go to the list")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search words")).to_be_focused()


def test_the_focus_is_seen_and_forced_colours_keep_what_is_chosen(open_document, whole):
    page = open_document(whole, forced_colors="active", hash=NINE).page
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.map-mark, body')"):
            continue
        assert page.evaluate(outline) != "none", page.evaluate("document.activeElement.outerHTML")


def test_forced_colours_leave_the_playing_button_readable(open_document, whole):
    page = open_document(whole, forced_colors="active", reduced_motion="no-preference").page
    play(page)
    colours = page.locator("button.play").evaluate(
        """button => {
          const { color, backgroundColor, forcedColorAdjust } = getComputedStyle(button);
          return [color !== backgroundColor, forcedColorAdjust];
        }"""
    )
    # Else the browser paints a patch of Canvas behind the letters, which are its colour.
    assert colours == [True, "none"]


def test_the_live_region_says_the_selection_and_nothing_else(open_document, whole):
    page = open_document(whole).page
    # A date that is none is told beside its field.
    live = "[aria-live]:not([aria-live=off]), [role=status], [role=alert]"
    regions = page.locator(f":is({live}):not(.problem)")
    said = page.locator("main > [role=status]")
    assert regions.count() == said.count() == 1
    expect(said).to_have_text("")
    page.get_by_role("button", name="Zoom in").click()
    page.locator(".row").first.hover()
    page.locator(".row").first.click()
    page.wait_for_timeout(900)
    expect(said).to_have_text("")
    page.keyboard.press("Escape")
    page.get_by_label("Search words").fill("kunming")
    expect(page.locator("#sentence")).to_contain_text("kunming")
    expect(said).to_have_text(page.locator("#sentence").inner_text())


def test_where_colours_are_forced_no_tints_are_explained(open_document, whole):
    tints = ".signs .symbol-countries"
    for look, seen in ({"forced_colors": "active"}, False), ({}, True):
        page = open_document(whole, width=1600, height=1200, **look).page
        page.locator(".legend details").evaluate("fold => { fold.open = true }")
        expect(page.locator(".signs li").first).to_be_visible()
        expect(page.locator(tints).first).to_be_visible(visible=seen)
