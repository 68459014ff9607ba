"""The panels around the map, as a reader and an embedding page use them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.document import document
from geo.selection import Selection
from tests.conftest import Opened

SANDBOX = "allow-scripts allow-popups"


@pytest.fixture(scope="module")
def bare(atlas) -> str:
    """The document as the app frames it: map, legend and detail."""
    return document(atlas, Selection(), controls="frame")


def counts(frame: Frame | Page) -> dict[str, int]:
    """Number that each group of the list says, by its heading."""
    return {
        fold.locator("span").first.inner_text(): int(fold.locator(".badge").inner_text())
        for fold in frame.locator(".fold").all()
    }


def said(frame: Frame | Page) -> dict[str, int]:
    """The numbers of the sentence, by what they count."""
    sentence = frame.locator("#sentence").inner_text().split(" — ")[0]
    return {
        what: int(n) for n, what in re.findall(r"([\d,]+) (incident|route|detention)", sentence)
    }


def on_map(frame: Frame | Page) -> list[str]:
    """What the marks of the map say, in order."""
    marks = frame.locator(".folium-map button[aria-label]")
    return sorted(mark.get_attribute("aria-label") or "" for mark in marks.all())


def facet(frame: Frame | Page, heading: str):
    """The opened facet of that heading."""
    if not frame.locator("#facets").is_visible():
        frame.get_by_role("button", name="Filters").click()
    group = frame.locator("details.facet", has=frame.get_by_text(heading, exact=True))
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    return group


def last(opened: Opened, kind: str) -> dict:
    """The newest message of a type that the frame has sent, as soon as there is one."""
    opened.page.wait_for_function(f"() => messages.some(m => m.type === '{kind}')")
    return [m for m in opened.messages if m["type"] == kind][-1]


# ---- filters, list, counts and map go together ---------------------------------------------------


def test_a_filter_changes_map_list_and_counts_together(open_document, whole):
    page = open_document(whole).page
    before = on_map(page)
    assert counts(page)["Incidents"] == said(page)["incident"] > 200

    facet(page, "Kind of incident").get_by_label("Death").check()
    after = counts(page)["Incidents"]
    assert after == said(page)["incident"] < 20
    expect(page.locator("#rows-incidents li[aria-setsize]").first).to_be_visible()
    expect(page.locator(".signs")).not_to_contain_text("Arrest")
    page.wait_for_function("() => location.hash.includes('kind=death')")
    assert on_map(page) != before

    page.get_by_role("button", name="Remove filter: Death").click()
    assert counts(page)["Incidents"] > 200


def test_layers_are_switches_and_the_other_facets_narrow(open_document, whole):
    page = open_document(whole).page
    layers = facet(page, "On the map")
    assert all(box.is_checked() for box in layers.get_by_role("checkbox").all())
    layers.get_by_label("Routes").uncheck()
    assert "Routes" not in counts(page)
    layers.get_by_label("Routes").check()
    assert "Routes" in counts(page)
    page.wait_for_function("() => !location.hash.includes('layer=')")

    facet(page, "Outcome").get_by_label("Returned").check()
    facet(page, "Country").get_by_label("Laos").check()
    assert 0 < counts(page)["Incidents"] < 10
    page.get_by_role("button", name="Clear all").click()
    assert counts(page)["Incidents"] > 200
    expect(page.get_by_label("Search words")).to_be_focused()


# ---- detail --------------------------------------------------------------------------------------


def test_escape_and_close_give_the_focus_back_to_the_row(open_document, whole):
    page = open_document(whole).page
    row = page.locator(".row").nth(2)
    title = row.locator(".row-title").inner_text()
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".detail h2")).to_have_text(title)
    expect(page.locator(".detail h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_be_hidden()
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Next in the list").click()
    expect(page.locator(".detail h2")).not_to_have_text(title)
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".row").nth(3)).to_be_focused()


def test_without_a_list_escape_gives_the_focus_back_to_the_mark(open_document, bare):
    page = open_document(bare, hash="layer=incidents").page
    mark = page.locator(".map-mark[aria-label^='468 North Koreans']")
    mark.press("Enter")
    expect(page.locator(".detail h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_be_hidden()
    expect(mark).to_be_focused()


# ---- the page that frames it ---------------------------------------------------------------------


def test_the_protocol_in_a_sandboxed_frame(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts")
    ready = last(opened, "ready")
    assert ready["routes-atlas"] == 1
    assert ready["counts"]["incidents"] > 200
    assert "incidents" in ready["sentence"]
    assert last(opened, "height")["height"] > 300

    opened.send(type="select", selection="from=2013-05&to=2013-05&kind=forced_return")
    shown = last(opened, "shown")
    assert shown["selection"].startswith("from=2013-05&to=2013-05&kind=forced_return")
    assert shown["counts"]["incidents"] == counts(opened.frame)["Incidents"] > 0
    assert shown["sentence"] == opened.frame.locator("#sentence").inner_text()

    opened.send(type="focus", layer="incidents", id="2013-05-laos-nine")
    picked = last(opened, "picked")
    assert (picked["layer"], picked["id"]) == ("incidents", "2013-05-laos-nine")
    expect(opened.frame.locator(".detail h2")).to_contain_text("Laos")
    assert "item=incidents:2013-05-laos-nine" in last(opened, "shown")["selection"]

    opened.frame.get_by_role("button", name="Close", exact=True).click()
    opened.page.wait_for_function("() => messages.some(m => m.type === 'picked' && m.id === null)")

    opened.send(type="view", lat=20.3, lon=100.4, zoom=7)
    opened.page.wait_for_function(
        "() => messages.some(m => m.type === 'shown' && /view=20\\.3\\d*,100\\.4/.test(m.selection))"
    )
    assert not opened.frame.evaluate("() => location.hash")


MALFORMED = [
    None,
    7,
    "select",
    [],
    {},
    {"type": "select", "selection": "kind=death"},
    {"routes-atlas": 2, "type": "select", "selection": "kind=death"},
    {"routes-atlas": "1", "type": "select", "selection": "kind=death"},
    {"routes-atlas": 1},
    {"routes-atlas": 1, "type": "toString"},
    {"routes-atlas": 1, "type": "__proto__"},
    {"routes-atlas": 1, "type": "shown", "selection": "kind=death"},
    {"routes-atlas": 1, "type": "select"},
    {"routes-atlas": 1, "type": "select", "selection": {"kind": "death"}},
    {"routes-atlas": 1, "type": "focus", "layer": "incidents", "id": "no such record"},
    {"routes-atlas": 1, "type": "focus", "layer": ["incidents"], "id": 3},
    {"routes-atlas": 1, "type": "view", "lat": "20", "lon": 100, "zoom": 5},
    {"routes-atlas": 1, "type": "view", "lat": 95, "lon": 100, "zoom": 5},
    {"routes-atlas": 1, "type": "view", "lat": 20, "lon": 100},
    {"routes-atlas": 1, "type": "view", "lat": 20, "lon": 100, "zoom": -3},
]


def test_malformed_messages_are_ignored(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts")
    last(opened, "ready")
    opened.page.wait_for_timeout(500)
    before = len([m for m in opened.messages if m["type"] != "height"])
    sentence = opened.frame.locator("#sentence").inner_text()
    for message in MALFORMED:
        opened.page.evaluate(
            "m => document.querySelector('iframe').contentWindow.postMessage(m, '*')", message
        )
    opened.page.wait_for_timeout(500)
    assert len([m for m in opened.messages if m["type"] != "height"]) == before
    assert opened.frame.locator("#sentence").inner_text() == sentence


def test_only_the_parent_is_heard(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts")
    sentence = opened.frame.locator("#sentence").inner_text()
    opened.frame.evaluate(
        """() => window.postMessage({"routes-atlas": 1, type: "select", selection: "kind=death"}, "*")"""
    )
    opened.page.wait_for_timeout(200)
    assert opened.frame.locator("#sentence").inner_text() == sentence


def test_a_frame_as_high_as_the_document_asks_for_comes_to_rest(open_document, whole):
    for width in (375, 1100):
        opened = open_document(whole, sandbox="allow-scripts", width=width)
        heights = []
        while len(heights) < 20 and (len(heights) < 3 or len(set(heights[-3:])) > 1):
            opened.page.wait_for_timeout(200)
            heights.append(last(opened, "height")["height"])
            opened.page.evaluate(
                "h => document.querySelector('iframe').style.height = h + 'px'", heights[-1]
            )
        assert heights[-1] == heights[-2] == heights[-3]


# ---- the address ---------------------------------------------------------------------------------


def test_the_address_holds_the_state_and_keeps_what_it_does_not_know(open_document, whole):
    page = open_document(
        whole, hash="kind=arrest&from=2013&utm_source=letter&theme=dark&kind=nonsense"
    ).page
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    expect(page.locator(".notes")).to_contain_text("nonsense")
    page.locator(".row").first.click()
    page.wait_for_function("() => location.hash.includes('item=')")
    for part in ("from=2013", "kind=arrest", "utm_source=letter", "theme=dark", "item=incidents:"):
        assert part in page.url
    again = open_document(whole, hash=page.url.split("#")[1]).page
    expect(again.locator(".detail h2")).to_have_text(page.locator(".detail h2").inner_text())
    again.evaluate("() => { location.hash = 'kind=death' }")
    expect(again.locator("#sentence")).to_contain_text("Death")


def test_a_file_of_a_selection_can_be_narrowed_but_not_widened(open_document, article):
    page = open_document(article, hash="from=2001&kind=arrest").page
    expect(page.locator(".notes")).to_contain_text("This file holds only")
    assert "2013" in page.locator("#sentence").inner_text()


# ---- everywhere ----------------------------------------------------------------------------------

# Ways that a document can look, each on top of the one before.
STATES: dict[str, Callable[[Page], object]] = {
    "open": lambda page: None,
    "detail": lambda page: page.locator(".row").nth(1).click(),
    "closed": lambda page: page.keyboard.press("Escape"),
    "filters": lambda page: [
        facet(page, h) for h in ("Kind of incident", "Route", "Country", "Outcome")
    ],
    "chosen": lambda page: facet(page, "Route").get_by_role("checkbox").first.check(),
    "empty": lambda page: page.get_by_label("Search words").fill("no such words anywhere"),
}


def test_a_walk_over_everything_asks_for_nothing(open_document, whole):
    opened = open_document(whole)
    page = opened.page
    STATES["filters"](page)
    page.locator(".row").first.click()
    page.get_by_role("button", name="Next in the list").click()
    page.get_by_role("slider", name="Shown from").press("PageUp")
    page.wait_for_timeout(300)
    assert opened.requests == []
    assert (
        page.evaluate("() => document.cookie + localStorage.length + sessionStorage.length") == "00"
    )
