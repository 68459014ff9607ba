"""The page around the map: room, sheets, buttons over the map, levels of controls, paper."""

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.__main__ import main
from geo.document import Controls, document
from geo.selection import Selection
from tests.conftest import LAOS

NINE = "item=incidents:2013-05-laos-nine"
PHONE = {"width": 375, "height": 800, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def article(atlas) -> str:
    """An article's document in two languages: one route in one year."""
    return document(atlas, LAOS, langs=("en", "ko"))


def box(page: Page | Frame, selector: str) -> dict[str, float]:
    """Where an element lies in the window."""
    found = page.locator(selector).bounding_box()
    assert found, f"{selector} is not shown"
    return dict(found)


def share(page: Page | Frame, sheet: str) -> float:
    """How much of the map's height a sheet over it hides."""
    over, below = box(page, sheet), box(page, ".map-box")
    assert over["y"] >= below["y"] - 1
    assert over["y"] + over["height"] <= below["y"] + below["height"] + 1
    return over["height"] / below["height"]


# ---- room ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1280, 800, 480), (1440, 900, 560), (1024, 768, 420)]
)
def test_the_map_has_the_room(open_document, whole, width, height, least):
    page = open_document(whole, width=width, height=height).page
    assert box(page, ".map-box")["height"] >= least
    assert box(page, ".time")["y"] + 100 < height


def test_the_legend_opens_by_itself_only_where_it_hides_little(open_document, whole, article):
    page = open_document(whole).page
    expect(page.locator(".signs")).to_be_hidden()
    page.locator(".legend summary").click()
    legend, below = box(page, ".legend"), box(page, ".map-box")
    assert legend["y"] > below["y"] + 50
    assert legend["width"] < below["width"] / 2
    # What a reader opened stays open.
    page.set_viewport_size({"width": 1100, "height": 760})
    expect(page.locator(".signs")).to_be_visible()
    wide = open_document(article, width=1920, height=1080).page
    expect(wide.locator(".signs")).to_be_visible()


# ---- small screens -------------------------------------------------------------------------------


def test_a_record_opens_over_the_lower_part_of_the_map(open_document, whole):
    page = open_document(whole, **PHONE, hash="layer=incidents&from=2013-05&to=2013-05").page
    page.locator(".row").first.tap()
    expect(page.locator(".detail h2")).to_be_focused()
    expect(page.locator(".detail h2")).to_be_in_viewport()
    assert 0.35 < share(page, ".sheet-box") <= 0.6
    page.get_by_role("button", name="Make this panel taller").tap()
    assert 0.55 < share(page, ".sheet-box") <= 0.61
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_be_hidden()
    expect(page.locator(".row").first).to_be_focused()


def test_filters_open_over_the_lower_part_of_the_map(open_document, whole):
    page = open_document(whole, **PHONE).page
    button = page.locator(".open-filters")
    button.tap()
    expect(page.locator(".facet summary").first).to_be_in_viewport()
    assert share(page, ".filters") <= 0.6
    page.locator(".facet summary").first.press("Enter")
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    assert (
        box(page, ".filters")["y"] >= box(page, ".map-box")["y"] + box(page, ".map-box")["height"]
    )


def test_what_is_picked_is_not_under_the_sheet(open_document, whole):
    page = open_document(whole, **PHONE, hash=f"from=2013-05&to=2013-05&{NINE}").page
    page.wait_for_timeout(600)
    edge = box(page, ".sheet-box")["y"]
    hidden = page.evaluate(
        """edge => RoutesAtlas.current.store.state.picked.path
        .filter(stop => Number.isFinite(stop.lat))
        .map(stop => map_atlas.latLngToContainerPoint([stop.lat, stop.lon]).y
          + map_atlas.getContainer().getBoundingClientRect().top)
        .filter(y => y > edge)""",
        edge,
    )
    assert not hidden


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
def test_a_phone_that_is_turned_keeps_map_and_record(open_document, whole, turned):
    page = open_document(whole, **PHONE, hash=NINE).page
    if turned:
        page.set_viewport_size({"width": 800, "height": 375})
    below = box(page, ".map-box")
    assert below["height"] >= 290
    over = box(page, ".sheet-box")
    assert over["width"] * over["height"] <= 0.61 * below["width"] * below["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= (800 if turned else 375)


FITS = """() => {
  const now = () => [map_atlas.getZoom(), map_atlas.getCenter().lat, map_atlas.getCenter().lng];
  const before = now();
  document.querySelector("[aria-label='Show all that is selected']").click();
  return before.every((value, i) => Math.abs(value - now()[i]) < 0.01);
}"""


@pytest.mark.parametrize("sheet", ["record", "filters"])
@pytest.mark.parametrize("upright", [True, False])
def test_once_a_sheet_is_gone_the_map_fits_itself_anew(open_document, whole, upright, sheet):
    sizes = [{"width": 375, "height": 800}, {"width": 800, "height": 375}]
    if not upright:
        sizes.reverse()
    page = open_document(whole, **PHONE | sizes[0], hash=NINE if sheet == "record" else "").page
    if sheet == "filters":
        page.locator(".open-filters").tap()
    page.set_viewport_size(sizes[1])
    page.wait_for_timeout(300)
    page.evaluate("RoutesAtlas.current.store.select({ country: ['CHN'] })")
    page.wait_for_timeout(300)
    if sheet == "filters":
        page.locator(".open-filters").tap()
    else:
        page.get_by_role("button", name="Close").tap()
    page.wait_for_timeout(300)
    assert page.evaluate(FITS)


@pytest.mark.parametrize("controls", ["full", "minimal"])
@pytest.mark.parametrize(("width", "height"), [(568, 320), (667, 375)])
def test_on_a_small_phone_on_its_side_a_record_stands_beside_the_map(
    open_document, atlas, width, height, controls: Controls
):
    html = document(atlas, LAOS, controls=controls)
    page = open_document(html, **PHONE | {"width": width, "height": height}, hash=NINE).page
    record, below = box(page, ".detail"), box(page, ".map-box")
    assert record["height"] >= 0.9 * below["height"]
    assert below["height"] >= 280
    assert record["width"] <= width / 2


def test_nothing_lies_under_a_notch(open_document, whole, atlas):
    for html in (whole, document(atlas, LAOS, controls="minimal")):
        page = open_document(html, **PHONE | {"width": 844, "height": 390}, hash=NINE).page
        page.context.new_cdp_session(page).send(
            "Emulation.setSafeAreaInsetsOverride", {"insets": {"left": 47, "right": 47}}
        )
        for part in (".map-box", ".detail", ".byline"):
            place = box(page, part)
            assert place["x"] >= 47, part
            assert place["x"] + place["width"] <= 844 - 47, part


def test_a_frame_that_was_hidden_opens_right(open_document, whole):
    opened = open_document(whole, width=375, height=800, sandbox="allow-scripts", hidden=True)
    opened.show()
    opened.frame.wait_for_function("() => document.querySelectorAll('.map-mark').length > 5")
    assert box(opened.frame, ".map-box")["height"] >= 340
    opened.send(type="select", selection=NINE)
    expect(opened.frame.locator(".detail h2")).to_be_visible()
    assert share(opened.frame, ".sheet-box") <= 0.6


def test_a_mouse_drags_where_a_finger_would_scroll(open_document, whole):
    page = open_document(whole, has_touch=True).page
    place = box(page, ".map-box")
    x, y = place["x"] + 700, place["y"] + 450
    page.touchscreen.tap(x, y)
    before = page.evaluate("map_atlas.getCenter().lat")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 120, steps=6)
    page.mouse.up()
    page.wait_for_function("before => map_atlas.getCenter().lat < before - 1", arg=before)


# ---- buttons over the map ------------------------------------------------------------------------


def test_the_theme_goes_round_and_stays_in_the_address(open_document, article):
    page = open_document(article).page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Colours: as your system has them").click()
    page.get_by_role("button", name="Colours: light").click()
    button = page.get_by_role("button", name="Colours: dark")
    expect(button).to_be_visible()
    assert page.evaluate(ground) != light
    assert "theme=dark" in page.url
    button.click()
    assert page.evaluate(ground) == light
    assert "theme" not in page.url.split("#")[1]


def test_a_document_written_dark_opens_dark_until_its_reader_chooses(open_document, atlas):
    html = document(atlas, Selection(kind=("death",)), theme="dark")
    page = open_document(html).page
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Colours: dark").click()
    expect(root).not_to_have_attribute("data-theme", "dark")
    assert "theme=auto" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert root.get_attribute("data-theme") is None


def test_the_language_changes_in_place_and_back(open_document, article):
    page = open_document(article, hash=NINE).page
    title = page.locator(".detail h2").inner_text()
    page.get_by_label("Language").select_option("ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator(".detail h2")).to_have_text(title)
    expect(page.locator(".language")).to_be_focused()
    assert "lang=ko" in page.url
    assert "item=" in page.url
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".detail h2")).to_have_text(title)


def test_full_screen_where_it_is_allowed_and_no_button_where_not(open_document, article):
    page = open_document(article).page
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => Boolean(document.fullscreenElement)")
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")
    framed = open_document(article, sandbox="allow-scripts")
    assert framed.frame.get_by_role("button", name="Full screen").count() == 0


def test_a_link_to_the_view_is_copied(open_document, article):
    opened = open_document(article, permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.get_by_label("Search words").fill("laos")
    page.get_by_role("button", name="Copy a link to this view").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    expect(page.locator("main > [role=status]")).to_have_text("Link copied")
    framed = open_document(article, sandbox="allow-scripts", srcdoc=True)
    button = framed.frame.get_by_role("button", name="Copy a link to this view")
    expect(button).to_be_hidden()
    framed.send(type="address", href="https://example.org/story")
    expect(button).to_be_visible()


# ---- fewer controls ------------------------------------------------------------------------------

PARTS = {
    "none": set(),
    "minimal": {".map-control", ".legend"},
    "frame": {".map-control", ".legend", ".time"},
    "full": {".map-control", ".legend", ".time", ".filters", ".list", ".masthead"},
}


@pytest.mark.parametrize("controls", list(PARTS))
def test_controls_say_how_much_stands_around_the_map(open_document, atlas, controls: Controls):
    html = document(atlas, Selection(since="2013", until="2013"), controls=controls)
    page = open_document(html, width=800, height=500).page
    shown = {
        part
        for part in PARTS["full"]
        if page.locator(part).count()
        and page.locator(part).first.is_visible()
        and (page.locator(part).first.bounding_box() or {"height": 0})["height"] > 2
    }
    assert shown == PARTS[controls]
    assert "2013" in page.locator("#sentence").inner_text()
    byline = page.locator(".byline")
    for said in ("not an estimate", atlas.version, "Natural Earth"):
        expect(byline).to_contain_text(said)
    if controls != "full":
        assert byline.bounding_box()["height"] < 70
        byline.get_by_text("Report an error").click()
    expect(byline.get_by_text("Tell whoever published this map")).to_be_visible()
    page.evaluate("RoutesAtlas.current.store.pick(RoutesAtlas.current.data.records.incidents[0])")
    expect(page.locator(".detail h2")).to_be_visible()
    if controls != "full":
        assert page.evaluate("document.documentElement.scrollHeight") <= 500


@pytest.mark.parametrize("controls", ["minimal", "none"])
def test_a_small_map_that_shows_nothing_says_so_with_a_way_back(open_document, atlas, controls):
    for width in (375, 700):
        html = document(atlas, LAOS, controls=controls)
        page = open_document(html, width=width, height=450, hash="words=zzzzzz").page
        expect(page.get_by_text("Nothing fits this choice.")).to_be_in_viewport()
        expect(page.locator(".legend:visible, .sort:visible")).to_have_count(0)
        page.get_by_role("button", name="Show everything again").click()
        expect(page.locator(".list")).to_be_hidden()
        expect(page.locator(".map-mark").first).to_be_visible()
    page.evaluate("RoutesAtlas.current.store.select({ words: 'zzzzzz' })")
    expect(page.get_by_text("Nothing fits this choice.")).to_be_in_viewport()


def test_a_crowded_place_makes_a_small_map_no_longer(open_document, atlas):
    html = document(atlas, Selection(), controls="minimal")
    page = open_document(html, width=375, height=450).page
    page.evaluate(
        """() => {
          const { store, data } = RoutesAtlas.current;
          store.showPlace("Beijing", data.records.incidents.slice(0, 30));
        }"""
    )
    expect(page.locator(".row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 450


def test_the_command_line_takes_the_level(tmp_path, capsys):
    file = tmp_path / "map.html"
    assert main(["export", "-o", str(file), "--from", "2013", "--controls", "none"]) == 0
    assert 'data-controls="none"' in file.read_text("utf-8")
    with pytest.raises(SystemExit):
        main(["export", "-o", str(file), "--controls", "frame"])
    assert "minimal" in capsys.readouterr().err


COUNTS = "Object.entries(RoutesAtlas.current.store.state.counts)"

# ---- paper ---------------------------------------------------------------------------------------


def test_the_printed_sheet_is_white_with_map_legend_and_sources(open_document, article):
    page = open_document(article, dark=True).page
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    sheet = page.locator(".sheet")
    expect(sheet).to_be_visible()
    records = page.evaluate(
        "() => Object.values(RoutesAtlas.current.store.state.counts).reduce((a, b) => a + b)"
    )
    assert sheet.locator("ol > li").count() == records
    assert "http" in sheet.inner_text()
    for part in (".signs", ".folium-map", ".byline"):
        expect(page.locator(part)).to_be_visible()
    for part in (".side", ".tools", ".time"):
        expect(page.locator(part)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sheet").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def printing(opened) -> Page | Frame:
    """The document as the browser lays it out for paper."""
    opened.frame.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    return opened.frame


@pytest.mark.parametrize("controls", ["minimal", "none"])
def test_a_small_map_prints_with_title_sentence_records_and_notice(open_document, atlas, controls):
    opened = open_document(document(atlas, LAOS, controls=controls))
    credit = opened.page.locator(".byline .attribution").inner_text()
    paper = printing(opened)
    for part in ("h1", "#sentence", ".sheet li >> nth=0"):
        expect(paper.locator(part)).to_be_visible()
        assert box(paper, part)["height"] > 10, part
    expect(paper.locator(".sheet .notice")).to_be_visible()
    said = paper.locator("body").inner_text()
    assert said.count(credit) == 1
    assert said.count("Routes Atlas ·") == 1


@pytest.mark.parametrize("controls", ["minimal", "full"])
def test_framed_it_prints_as_it_stands_with_its_attribution(open_document, atlas, controls):
    html = document(atlas, LAOS, controls=controls)
    opened = open_document(html, width=700, height=500, sandbox="allow-scripts")
    parts = (".map-box", ".legend", ".byline")
    before = [box(opened.frame, part) for part in parts]
    paper = printing(opened)
    assert [box(paper, part) for part in parts] == before
    assert paper.locator(".sheet").count() == 0


def test_the_printed_sheet_says_layers_kinds_and_languages(open_document, article):
    opened = open_document(article, hash="lang=ko")
    paper = printing(opened)
    layers = [name for name, n in paper.evaluate(COUNTS) if n]
    assert len(layers) > 3
    assert paper.locator(".sheet h3").count() == len(layers)
    expect(paper.locator(".sheet .fine").first).to_contain_text("체포")
    english = paper.locator(".sheet li > :is(h4, p:not(.fine), ul)")
    assert english.count() > 10
    assert english.evaluate_all("nodes => nodes.every(node => node.lang === 'en')")


def test_where_nothing_is_shown_paper_has_no_empty_heading(open_document, article):
    paper = printing(open_document(article, hash="words=zzzzzz"))
    expect(paper.locator("h1")).to_be_visible()
    assert paper.locator(".sheet :is(h2, h3)").count() == 0
