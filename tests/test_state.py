"""The state in the address: steps of Back and Forward, links that open the same thing, frames."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo.document import document
from geo.selection import Selection

READY = "html[data-ready=true]"
NINE = "incidents:2013-05-laos-nine"


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says after its `#`."""
    return parse_qs(urlsplit(page.url).fragment)


def in_address(page: Page, text: str) -> None:
    """Wait until the address holds this after its `#`."""
    page.wait_for_function("text => decodeURIComponent(location.hash).includes(text)", arg=text)


def search(page: Page, words: str) -> None:
    """Type words into the search field, and wait for the address."""
    page.get_by_label("Search words").fill(words)
    in_address(page, f"words={words}")


def test_back_and_forward_go_from_choice_to_choice(open_document, whole):
    page = open_document(whole).page
    search(page, "laos")
    page.locator(".row").first.click()
    in_address(page, "item=")
    item = asked(page)["item"]
    title = page.locator(".detail h2").inner_text()

    page.go_back()
    expect(page.locator(".detail")).to_be_hidden()
    expect(page.get_by_label("Search words")).to_have_value("laos")
    page.go_back()
    expect(page.get_by_label("Search words")).to_have_value("")
    assert "words" not in asked(page)
    page.go_forward()
    expect(page.get_by_label("Search words")).to_have_value("laos")
    page.go_forward()
    expect(page.locator(".detail h2")).to_have_text(title)
    assert asked(page)["item"] == item


def test_words_being_typed_and_moves_of_the_map_are_no_steps(open_document, whole):
    page = open_document(whole).page
    before = page.evaluate("history.length")
    for text in ("la", "lao", "laos"):
        search(page, text)
    assert page.evaluate("history.length") == before + 1
    page.get_by_role("button", name="Zoom in").click()
    in_address(page, "view=")
    assert page.evaluate("history.length") == before + 1


def test_what_passes_is_neither_written_nor_said(open_document, whole):
    page = open_document(whole).page
    before = page.evaluate("history.length")
    said = page.locator("[role=status][aria-live=polite]")
    pass_by = """(passing) => {
      const store = RoutesAtlas.current.store;
      store.select({ from: "2013", to: "2013" }, [], { passing });
    }"""
    # A view that has not settled yet is on its way to the address: what passes must not go along.
    page.evaluate("map_atlas.setZoom(map_atlas.getZoom() + 1, { animate: false })")
    page.evaluate(pass_by, True)
    page.wait_for_timeout(1200)
    assert "from" not in asked(page)
    assert page.evaluate("history.length") == before
    expect(said).to_have_text("")
    page.evaluate(pass_by, False)
    in_address(page, "from=2013")
    assert page.evaluate("history.length") == before + 1
    expect(said).to_contain_text("2013")


def test_everything_can_be_linked_to_where_the_file_opens_in_less(open_document, atlas):
    html = document(atlas, Selection(since="2013", until="2013"), whole=True)
    opened = open_document(html)
    page = opened.page
    expect(page.locator("#sentence")).to_contain_text("2013")
    page.evaluate("RoutesAtlas.current.store.select({ from: '', to: '' })")
    in_address(page, "from=")
    everything = page.locator("#sentence").inner_text()
    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("#sentence")).to_have_text(everything)
    page.go_back()
    expect(page.locator("#sentence")).to_contain_text("2013")


@pytest.mark.parametrize("srcdoc", [False, True])
def test_a_frame_makes_no_steps_and_tells_its_parent(open_document, whole, srcdoc):
    opened = open_document(whole, sandbox="allow-scripts", srcdoc=srcdoc)
    before = opened.page.evaluate("history.length")
    opened.frame.get_by_label("Search words").fill("laos")
    opened.page.wait_for_function(
        "() => messages.some(m => m.type === 'shown' && m.selection.includes('words=laos'))"
    )
    opened.frame.locator(".row").first.click()
    opened.page.wait_for_function(
        "() => messages.some(m => m.type === 'shown' && m.selection.includes('item='))"
    )
    assert opened.page.evaluate("history.length") == before
    link = opened.frame.evaluate("RoutesAtlas.address.link()")
    assert (link is None) == srcdoc
    if link:
        assert re.search("#words=laos&item=.+", link)


def test_a_parent_may_say_where_the_public_finds_the_map(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts", srcdoc=True)
    frame = opened.frame
    frame.evaluate("RoutesAtlas.current.store.select({ from: '2013' })")
    for message in (
        {"href": "javascript:alert(1)"},
        {"href": 3},
        {},
    ):
        opened.send(type="address", **message)
    opened.send(type="address", href="https://example.org/story?utm=1")
    wait = "link => RoutesAtlas.address.link() === link"
    frame.wait_for_function(wait, arg="https://example.org/story?utm=1#from=2013")
    opened.send(type="address", href="https://example.org/app?from=1999&lang=ko", where="query")
    frame.wait_for_function(wait, arg="https://example.org/app?from=2013&lang=ko")


def test_a_link_to_a_live_document_keeps_what_its_server_was_asked(new_page, app_url):
    page = new_page().page
    asked = "route=southeast-asia-laos&lang=ko,en&controls=full&title=Maps+%26+more"
    page.goto(f"{app_url}/map.html?{asked}#from=2013")
    page.wait_for_selector(READY, state="attached")
    page.evaluate("RoutesAtlas.theme.choose('dark')")
    page.locator("#words").fill("laos")
    in_address(page, "words=laos")
    link = page.evaluate("RoutesAtlas.address.link()")
    assert link.split("#")[0] == page.url.split("#")[0] == f"{app_url}/map.html?{asked}"
    assert parse_qs(urlsplit(link).fragment) == {
        "from": ["2013"],
        "route": ["southeast-asia-laos"],
        "words": ["laos"],
    }, "who follows it has a theme of their own"
    sentence = page.locator("#sentence").inner_text()
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("#sentence")).to_have_text(sentence)
    expect(page).to_have_title("Maps & more")


def test_everything_stays_everything_in_another_language_and_by_a_link(open_document, atlas):
    html = document(atlas, Selection(since="2013", until="2013"), whole=True, langs=("en", "ko"))
    page = open_document(html).page
    page.evaluate("RoutesAtlas.current.store.select({ from: '', to: '' })")
    in_address(page, "from=")
    counts = page.evaluate("RoutesAtlas.current.store.state.counts")
    for act in ("RoutesAtlas.theme.choose('dark')", "RoutesAtlas.restart('ko')"):
        page.evaluate(act)
        page.wait_for_selector(READY, state="attached")
        assert "from=" in page.url
        assert page.evaluate("RoutesAtlas.current.store.state.counts") == counts
        assert "from=" in page.evaluate("RoutesAtlas.address.link()")


def test_the_document_starts_anew_with_the_same_state(open_document, whole):
    opened = open_document(whole, hash=f"from=2013&to=2013&item={NINE}")
    page = opened.page
    sentence = page.locator("#sentence").inner_text()
    title = page.locator(".detail h2").inner_text()
    page.evaluate("RoutesAtlas.restart('en')")
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("#sentence")).to_have_text(sentence)
    expect(page.locator(".detail h2")).to_have_text(title)
    assert page.locator(".masthead").count() == page.locator(".stage").count() == 1
    # Nothing of the first start listens any more: one Escape lets go of the record, once.
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_be_hidden()
    page.wait_for_function("() => !location.hash.includes('item=')")


def test_steps_back_go_across_a_change_of_language(open_document, atlas):
    page = open_document(document(atlas, Selection(), langs=("en", "ko"))).page
    page.locator(".language").select_option("ko")
    page.locator(".row").first.click()
    in_address(page, "item=")
    page.go_back()
    expect(page.locator(".row:focus")).to_have_count(1)
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_selector(READY, state="attached")


def test_a_theme_in_the_address_wins_and_stays(open_document, whole):
    page = open_document(whole, hash="theme=dark").page
    assert page.locator("html").get_attribute("data-theme") == "dark"
    search(page, "laos")
    assert asked(page)["theme"] == ["dark"]
