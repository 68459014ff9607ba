"""The whole job with the keyboard alone: find, narrow, read, follow a path, change the time, share."""

import pytest
from playwright.sync_api import Page, expect


def reach(page: Page, selector: str, text: str = "", *, back: bool = False) -> None:
    """Press Tab until what the selector and its text name has the focus, as who sees it would."""
    here = """([selector, text]) => document.activeElement.matches(selector)
      && document.activeElement.textContent.includes(text)"""
    for _ in range(60):
        if page.evaluate(here, [selector, text]):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"no Tab leads to {selector}")


def in_address(page: Page, text: str) -> None:
    """Wait until the address holds this after its `#`."""
    page.wait_for_function("text => decodeURIComponent(location.hash).includes(text)", arg=text)


def test_the_whole_job_is_done_with_the_keyboard(open_document, whole):
    page = open_document(whole, permissions=["clipboard-read", "clipboard-write"]).page
    press = page.keyboard.press

    # Find: past the map to the search.
    press("Tab")
    press("Tab")
    press("Enter")
    expect(page.get_by_label("Search words")).to_be_focused()
    page.keyboard.type("oudomxay")
    in_address(page, "words=oudomxay")

    # Narrow: a kind of incident.
    reach(page, ".open-filters")
    press("Enter")
    reach(page, "summary", "Kind of incident")
    press("Enter")
    reach(page, "input[value=forced_return]")
    press("Space")
    in_address(page, "kind=forced_return")
    reach(page, ".open-filters", back=True)
    press("Enter")

    # Read: the record, and its path stop by stop.
    # The list is one stop; its arrow keys go from line to line.
    reach(page, ".fold, .row")
    press("ArrowDown")
    expect(page.locator(".row").first).to_be_focused()
    press("Enter")
    title = page.locator(".detail h2")
    expect(title).to_be_focused()
    expect(title).to_contain_text("Nine young North Koreans")
    in_address(page, "item=incidents:2013-05-laos-nine")
    reach(page, "[aria-label='One stop on']")
    press("Enter")
    press("Enter")
    page.wait_for_function("() => RoutesAtlas.current.store.state.step === 1")

    # Share: the link opens the same thing.
    reach(page, "button", "Copy link")
    press("Enter")
    expect(page.locator(".detail")).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "item=incidents:2013-05-laos-nine" in link

    # Back to the list, where the reader was.
    press("Escape")
    expect(page.locator(".detail")).to_be_hidden()
    expect(page.locator(".row").first).to_be_focused()

    # The time: a typed year.
    reach(page, ".time .typed input", back=True)
    press("Control+a")
    page.keyboard.type("2013")
    press("Enter")
    expect(page.locator("#sentence")).to_contain_text("2013")

    # And the steps back, as the browser's own key takes them.
    page.wait_for_function("() => /(from|to)=2013/.test(location.hash)")
    page.go_back()
    page.wait_for_function("() => !/(from|to)=2013/.test(location.hash)")
    assert "words=oudomxay" in page.url
    page.go_back()
    expect(title).to_contain_text("Nine young North Koreans")

    # Somebody else opens the link.
    page.goto("about:blank")
    page.goto(link)
    expect(title).to_contain_text("Nine young North Koreans")


def test_marks_in_view_are_reached_and_opened_by_arrow_keys(open_document, whole):
    page = open_document(whole, hash="kind=death").page
    reach(page, ".map-mark")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-mark:focus")).not_to_have_attribute("aria-label", first)
    page.keyboard.press("Enter")
    expect(page.locator(".side h2:not(.unseen), .detail h2").first).to_be_visible()


COVERED = """() => {
  const node = document.activeElement;
  const { left, top, width, height } = node.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return node.contains(seen) ? null : node.getAttribute("aria-label");
}"""
"""The name of what has the focus, where its middle is not what a reader sees there."""


@pytest.mark.parametrize(
    ("size", "opening"),
    [((640, 400), "item=incidents:2013-05-laos-nine"), ((1280, 800), "view=32,120,5.5")],
)
def test_a_mark_in_focus_is_seen(open_document, whole, size, opening):
    page = open_document(whole, width=size[0], height=size[1], hash=opening).page
    page.locator(".map-box").scroll_into_view_if_needed()
    page.locator(".map-mark[tabindex='0']").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        assert page.evaluate(COVERED) is None
    edges = page.locator(".map-edge:visible")
    for edge in edges.all():
        edge.focus()
        assert page.evaluate(COVERED) is None
