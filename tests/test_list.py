"""The list of what is shown: its order, its way by keyboard, its step with the map, its size."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from benchmarks.synthetic import scaled
from geo.document import document
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection, vocabulary
from tests.conftest import Opened

NODES = 350  # of filters and list, while the filters are closed
LINES = 60


@pytest.fixture(scope="module")
def frame(atlas) -> str:
    """The document as the app frames it, without a list of its own."""
    return document(atlas, Selection(), controls="frame")


@pytest.fixture(scope="module")
def many(atlas) -> str:
    """Five thousand incidents that never happened."""
    return document(scaled(atlas, 5000), Selection())


def keys(page: Page) -> list[str]:
    return page.locator(".list .row").evaluate_all("rows => rows.map(row => row.dataset.key)")


def here(page: Page) -> str:
    """The record whose row has the focus."""
    return page.evaluate("() => document.activeElement.dataset.key || ''")


def enter(page: Page) -> None:
    """Go into the list as the keyboard does: by the skip link, and one step down."""
    page.locator("a.skip[href='#list']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("ArrowDown")


def walk(page: Page, most: int) -> Iterator[str]:
    """The records that the down arrow comes to, one by one, until it leads no further."""
    before = None
    for _ in range(most):
        now = page.evaluate(
            "() => document.activeElement.dataset.key || document.activeElement.textContent"
        )
        if now == before:
            return
        if ":" in now:
            yield now
        before = now
        page.keyboard.press("ArrowDown")


IN_ORDER = """() => {
  const keys = [];
  for (let before = null; document.activeElement !== before;) {
    before = document.activeElement;
    if (before.dataset.key) keys.push(before.dataset.key);
    before.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
  }
  return keys;
}"""
"""The same walk within the page, for thousands of steps."""


def sort(page: Page, label: str) -> None:
    page.get_by_label("Sort").select_option(label=label)


def headings(page: Page) -> list[str]:
    return page.locator(".list h4").evaluate_all("nodes => nodes.map(n => n.firstChild.data)")


def shown_in_python(atlas, query: str = "") -> dict[str, list[str]]:
    atlas = atlas.public()
    return select(atlas, Selection.parse(query, vocabulary(atlas))[0]).ids()


# ---- what is listed, and in which order ----------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "from=2013&to=2014", "country=CHN&kind=arrest", "words=yanji"]
)
def test_the_arrows_reach_every_record_that_is_shown_and_no_other(
    open_document, whole, atlas, query
):
    page = open_document(whole, hash=query).page
    wanted = {f"{n}:{i}" for n, ids in shown_in_python(atlas, query).items() for i in ids}
    enter(page)
    reached = list(walk(page, 2 * len(wanted) + 20))
    assert len(reached) == len(set(reached))
    assert set(reached) == wanted


def test_the_list_is_one_stop_of_the_tab_key(open_document, whole):
    page = open_document(whole).page
    enter(page)
    page.keyboard.press("ArrowDown")
    assert here(page).startswith("incidents:")
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    held = here(page)
    assert page.locator(".scroller [tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert not page.evaluate("() => !!document.activeElement.closest('.scroller')")
    page.keyboard.press("Shift+Tab")
    assert here(page) == held


def test_every_row_says_its_number_and_of_how_many(open_document, whole):
    page = open_document(whole, hash="from=2013&to=2013").page
    numbers = page.locator("#rows-incidents li").evaluate_all(
        "rows => rows.map(row => [row.ariaPosInSet, row.ariaSetSize])"
    )
    badge = page.locator("#rows-incidents h4 .badge").first.inner_text()
    assert numbers[0] == ["1", badge]
    assert [int(at) for at, size in numbers if size == badge] == [*range(1, int(badge) + 1)]


def test_by_date_incidents_stand_by_year_and_what_has_no_date_stands_apart(
    open_document, whole, atlas
):
    page = open_document(whole).page
    rows = atlas.public().layers["incidents"]
    first = dict(zip(rows["id"], atlas.public().days("incidents")[0], strict=True))
    for label, sign in (("Newest first", -1), ("Oldest first", 1)):
        sort(page, label)
        enter(page)
        page.keyboard.press("Home")
        order = [k.split(":")[1] for k in page.evaluate(IN_ORDER) if k.startswith("incidents:")]
        assert len(order) == len(rows)
        parts = set(rows["id"][rows["part_of"].notna()])
        days = [first[id_] for id_ in order if id_ not in parts and abs(first[id_]) < 1e9]
        assert days == sorted(days, key=lambda day: sign * day)
        assert rows.set_index("id").loc[order[-1], "date"] is None
        page.locator(".list .row").last.scroll_into_view_if_needed()
    sort(page, "Newest first")
    years = headings(page)
    assert years == sorted(years, reverse=True)
    assert all(re.fullmatch(r"\d{4}", year) for year in years)
    expect(page.locator(".list h4 .badge").first).to_have_text(re.compile(r"^\d+$"))
    page.locator("[data-key]").first.focus()
    page.keyboard.press("n")
    assert "No date" in headings(page)


def test_by_place_incidents_stand_by_country(open_document, whole):
    page = open_document(whole).page
    sort(page, "By place")
    assert headings(page)[0] == "Cambodia"
    enter(page)
    page.keyboard.type("vi")
    assert "Vietnam" in page.locator(f'[data-key="{here(page)}"]').inner_text()


def test_by_people_the_largest_stand_first_and_say_how_many(open_document, whole):
    page = open_document(whole, hash="layer=incidents").page
    sort(page, "By people")
    assert headings(page) == []
    told = page.locator(".row-meta").all_inner_texts()
    numbers = [
        int(re.findall(r"people:\s\D*(?:[\d,]+–)?([\d,]+)", text)[0].replace(",", ""))
        for text in told
    ]
    assert len(numbers) > 8
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 3200


def test_a_digit_leads_to_a_year(open_document, whole):
    page = open_document(whole).page
    enter(page)
    page.keyboard.type("2013")
    assert here(page).startswith("incidents:2013")
    expect(page.locator(f'[data-key="{here(page)}"]')).to_be_in_viewport()
    page.wait_for_timeout(900)
    page.keyboard.type("2004")
    assert here(page).startswith("incidents:2004")


def test_home_end_and_page_keys(open_document, whole):
    page = open_document(whole).page
    enter(page)
    page.keyboard.press("End")
    assert here(page).startswith("countries:")
    page.keyboard.press("PageUp")
    assert here(page).startswith("detention_sites:")
    page.keyboard.press("Home")
    expect(page.locator(".fold").first).to_be_focused()
    page.keyboard.press("PageDown")
    first = here(page)
    page.keyboard.press("PageDown")
    assert here(page) != first
    expect(page.locator(f'[data-key="{here(page)}"]')).to_be_in_viewport()


def test_a_row_in_focus_is_never_under_the_heading_that_stays(open_document, whole):
    page = open_document(whole).page
    enter(page)
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    for _ in range(25):
        page.keyboard.press("ArrowUp")
        clear = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            const at = document.elementFromPoint(box.left + 30, box.top + 3);
            return document.activeElement.contains(at) }"""
        )
        assert clear, here(page)


def test_groups_fold_and_stay_folded(open_document, whole):
    page = open_document(whole).page
    fold = page.get_by_role("button", name=re.compile("^Incidents"))
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    assert not any(key.startswith("incidents:") for key in keys(page))
    assert keys(page)[0].startswith("routes:")
    page.get_by_label("Search words").fill("yanji")
    page.wait_for_function("() => location.hash.includes('yanji')")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.focus()
    page.keyboard.press("ArrowRight")
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    assert here(page).startswith("incidents:")
    page.keyboard.press("ArrowLeft")
    expect(fold).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(fold).to_have_attribute("aria-expanded", "false")


def test_parts_stand_under_the_record_that_they_are_part_of(open_document, whole):
    page = open_document(whole, hash="from=2023-10-09&to=2023-10-09&layer=incidents").page
    row = page.locator(".row", has_text="part of the one above").first
    expect(row).to_be_visible()
    ids = keys(page)
    parent = ids.index("incidents:2023-10-09-mass-return")
    assert ids[parent + 1].startswith("incidents:2023-")


def test_what_cannot_be_placed_says_so_in_its_row_and_is_counted(open_document, whole, atlas):
    page = open_document(whole, hash="layer=incidents&kind=policy").page
    rows = atlas.public().layers["incidents"]
    rows = rows[rows["kind"] == "policy"]
    unplaced = int(rows["precision"].isin(["province", "country"]).sum())
    assert unplaced > 1
    expect(page.locator(".unplaced")).to_contain_text(f"{unplaced} have no place on the map")
    assert page.locator(".row-meta", has_text="not on the map").count() > 0


# ---- in step with the map ------------------------------------------------------------------------


def test_pointing_at_a_row_lights_its_mark_and_pointing_at_a_mark_its_row(open_document, whole):
    page = open_document(whole, hash="kind=trafficking&layer=incidents").page
    row = page.locator(".row", has_not_text="not on the map").first
    row.hover()
    expect(page.locator(".map-mark.is-picked")).to_have_count(1)
    page.mouse.move(5, 5)
    expect(page.locator(".map-mark.is-picked")).to_have_count(0)
    row.focus()
    expect(page.locator(".map-mark.is-picked")).to_have_count(1)
    page.locator("#words").focus()
    page.locator(".map-mark:not(.is-crowd)").first.hover()
    expect(page.locator(".row.is-hover")).to_have_count(1)


def test_a_row_is_scrolled_to_when_picked_on_the_map_but_not_when_pointed_at(
    open_document, whole, atlas
):
    opened = open_document(whole, sandbox="allow-scripts")
    frame = opened.frame
    top = "() => document.querySelector('.scroller').scrollTop"
    frame.evaluate(
        "() => { const { store, data } = RoutesAtlas.current; store.hover(data.find('incidents', '2013-05-laos-nine')) }"
    )
    assert frame.evaluate(top) == 0
    opened.send(type="focus", layer="incidents", id="2013-05-laos-nine")
    expect(frame.locator(".detail")).to_be_visible()
    row = frame.locator('[data-key="incidents:2013-05-laos-nine"]')
    expect(row).to_have_attribute("aria-current", "true")
    assert frame.evaluate(top) > 1000


def test_how_many_lie_outside_the_view_is_told_and_the_way_back_offered(open_document, whole):
    page = open_document(whole, hash="layer=incidents&view=20.3,100.4,7").page
    said = page.locator(".outside")
    expect(said).to_contain_text("outside the map’s view")
    outside, all_ = map(int, re.findall(r"\d+", said.inner_text())[:2])
    assert 100 < outside < all_ < 255
    page.locator(".outside").get_by_role("button", name="Show all").click()
    page.wait_for_function(
        "before => parseInt(document.querySelector('.outside').textContent) < before", arg=outside
    )
    page.evaluate("() => { location.hash = 'layer=incidents&country=LAO' }")
    expect(said).to_contain_text("within the map’s view")
    expect(page.locator(".fit")).to_be_hidden()


def test_what_had_the_focus_is_kept_or_the_list_keeps_its_place(open_document, whole):
    page = open_document(whole).page
    enter(page)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    held = here(page)
    page.locator(".scroller").hover()
    page.mouse.wheel(0, 6000)
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert here(page) == held
    expect(page.locator(f'[data-key="{held}"]')).to_be_in_viewport()


# ---- words ---------------------------------------------------------------------------------------


def test_words_are_found_in_any_script_and_marked(open_document, whole):
    page = open_document(whole).page
    search = page.get_by_label("Search words")
    search.fill("요덕")
    expect(page.locator(".row-title")).to_have_count(1)
    expect(page.locator(".row-found mark")).to_have_text("요덕")
    search.fill("YANJI prison")
    expect(page.locator(".row mark", has_text="Yanji").first).to_be_visible()
    page.get_by_role("button", name="Clear the search").click()
    expect(search).to_have_value("")
    expect(search).to_be_focused()
    expect(page.locator(".row mark")).to_have_count(0)
    page.wait_for_function("() => !location.hash.includes('words=')")


def test_every_local_name_and_every_place_of_a_way_is_searched(atlas):
    for name, layer in LAYERS.items():
        for field in layer.fields:
            if field.name in ("name", "title", "name_local", "place", "place_local", "summary"):
                assert field.searched, (name, field.name)
            for inner in field.inner:
                if inner.name in ("place", "place_local"):
                    assert inner.searched, (name, field.name)


def test_nothing_found_has_a_way_back(open_document, whole):
    page = open_document(whole).page
    page.get_by_label("Search words").fill("no such words anywhere")
    expect(page.get_by_text("Nothing fits this choice")).to_be_visible()
    expect(page.locator(".outside")).to_be_hidden()
    page.get_by_role("button", name="Show everything again").click()
    expect(page.locator(".fold .badge").first).to_have_text("255")


def test_a_link_that_finds_nothing_opens_without_a_legend(open_document, whole):
    page = open_document(whole, hash="words=zzzz").page
    expect(page.get_by_text("Nothing fits this choice")).to_be_visible()
    expect(page.locator(".legend")).to_be_hidden()


# ---- a crowded place -----------------------------------------------------------------------------


def crowd(page: Page) -> None:
    """Open the list of the most crowded place in view by keyboard."""
    button = page.locator(".folium-map button[aria-label*='incidents']").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".list h2")).to_be_visible()


def test_a_crowded_place_is_listed_alone_and_follows_the_filters(open_document, whole):
    page = open_document(whole, hash="view=39.907,116.397,11").page
    crowd(page)
    expect(page.locator(".list h2")).to_contain_text("Beijing")
    n = int(re.findall(r"\d+", page.locator(".here").inner_text())[0])
    assert n > 20
    page.keyboard.press("ArrowDown")  # from the heading into the list: it is the list's way too
    page.get_by_label("From", exact=True).fill("2004")
    page.get_by_label("From", exact=True).press("Enter")
    page.wait_for_function("() => location.hash.includes('from=2004')")
    expect(page.locator(".list h2")).to_contain_text("Beijing")
    fewer = int(re.findall(r"\d+", page.locator(".here").inner_text())[0])
    assert 0 < fewer < n
    page.get_by_label("Search words").fill("no such words anywhere")
    expect(page.get_by_text("None of the records here")).to_be_visible()
    page.get_by_role("button", name="All records").click()
    page.get_by_role("button", name="Clear the search").click()
    expect(page.locator(".list h2")).to_have_text("What is shown")


def test_every_record_of_a_crowded_place_is_reached_by_keyboard(open_document, whole, frame):
    for html in (whole, frame):
        page = open_document(html, hash="view=39.907,116.397,11").page
        crowd(page)
        n = int(re.findall(r"\d+", page.locator(".here").inner_text())[0])
        page.locator(".list [tabindex='0']").first.focus()
        page.keyboard.press("Home")
        assert len(set(walk(page, 80))) == n > 20
        page.keyboard.press("Enter")
        expect(page.locator(".detail h2")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".detail")).to_be_hidden()
        expect(page.locator(".list .here")).to_be_visible()
        page.locator(".list [tabindex='0']").first.focus()
        page.keyboard.press("Escape")
        expect(page.locator(".list .here")).to_have_count(0)


# ---- thousands of rows ---------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 800), (320, 640), (1280, 2160)])
def test_five_thousand_are_few_elements_and_all_in_reach(open_document, many, width, height):
    page = open_document(many, width=width, height=height).page
    lines = "() => document.querySelectorAll('.list .row').length"
    nodes = "() => document.querySelectorAll('.filters *, .list *').length"
    assert page.evaluate(lines) <= LINES
    assert page.evaluate(nodes) <= (NODES if height < 1000 else 450)
    scroller = page.locator(".scroller")
    assert scroller.evaluate("box => box.scrollHeight") > 200_000
    scroller.scroll_into_view_if_needed()
    for part in (0.3, 0.7, 1):
        scroller.evaluate("(box, part) => { box.scrollTop = box.scrollHeight * part }", part)
        page.wait_for_timeout(100)
        assert page.evaluate(lines) <= LINES
        seen = page.evaluate(
            """() => { const box = document.querySelector('.scroller').getBoundingClientRect();
            const at = document.elementFromPoint(box.left + 80, Math.min(innerHeight - 4, box.top + box.height / 2));
            return at ? !!at.closest('.row, .fold, h4') : null }"""
        )
        assert seen is not False
    enter(page)
    page.keyboard.press("Home")
    for key, wanted in (("End", "countries:"), ("Home", ""), ("PageDown", "incidents:")):
        page.keyboard.press(key)
        assert here(page).startswith(wanted)
        expect(page.locator(":focus")).to_be_in_viewport()


def test_the_last_of_five_thousand_opens_by_keyboard(open_document, many):
    page = open_document(many, hash="layer=incidents").page
    enter(page)
    page.keyboard.press("End")
    last = here(page)
    assert page.locator(f'[data-key="{last}"]').evaluate(
        "row => row.closest('li').ariaPosInSet === row.closest('li').ariaSetSize"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".detail-head")).to_contain_text("5,000")
    page.keyboard.press("Escape")
    assert here(page) == last


def test_rows_touch_without_gap_or_overlap_while_scrolling(open_document, many):
    page = open_document(many).page
    scroller = page.locator(".scroller")
    scroller.hover()
    for _ in range(12):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
        gaps = scroller.evaluate(
            """box => { const view = box.getBoundingClientRect();
            const seen = [...box.querySelectorAll('li, h4')].filter(n => getComputedStyle(n).position !== 'sticky')
              .map(n => n.getBoundingClientRect()).filter(r => r.bottom > view.top && r.top < view.bottom);
            return [seen[0].top <= view.top + 40, seen[seen.length - 1].bottom >= view.bottom - 40,
              seen.slice(1).every((r, i) => r.top - seen[i].bottom < 40 && r.top - seen[i].bottom > -1)] }"""
        )
        assert gaps == [True, True, True]


def test_on_a_phone_the_list_scrolls_alone_and_lets_the_page_go_on(open_document, whole):
    opened: Opened = open_document(whole, width=375, height=800, has_touch=True, is_mobile=True)
    page = opened.page
    scroller = page.locator(".scroller")
    box = scroller.bounding_box()
    assert 250 < box["height"] <= 600
    style = scroller.evaluate("box => getComputedStyle(box).overscrollBehaviorY")
    assert style == "auto"
    small = page.locator(".list .row, .list .fold, .list select").evaluate_all(
        "nodes => nodes.filter(n => n.getBoundingClientRect().height < 43.5).map(n => n.outerHTML)"
    )
    assert not small
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 375


def test_in_a_frame_as_high_as_its_document_the_list_has_a_height_of_its_own(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts", width=375)
    for _ in range(5):
        opened.page.wait_for_timeout(150)
        height = [m for m in opened.messages if m["type"] == "height"][-1]["height"]
        opened.page.evaluate(
            "h => document.querySelector('iframe').style.height = h + 'px'", height
        )
    assert opened.frame.locator(".scroller").bounding_box()["height"] <= 600
    assert opened.frame.locator(".list .row").count() <= LINES


def test_numbers_on_marks_and_first_years_are_said_as_everywhere(open_document, atlas):
    public = atlas.public()
    rows = public.layers["incidents"].iloc[[0] * 1203].copy()
    rows["id"] = [f"copy-{n}" for n in range(len(rows))]
    rows["date"] = "0001-01-01"
    many = replace(public, layers={**public.layers, "incidents": rows}, _days={})
    page = open_document(document(many, Selection())).page
    expect(page.locator(".map-mark.is-crowd").first).to_have_text("1,203")
    assert headings(page) == ["1"]
