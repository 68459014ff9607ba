"""The main walk of a reader, in the three engines that browsers are made of.

Firefox and WebKit are those of Debian. There, they must be here (`make test` gets them); elsewhere,
one that is missing is left out, and pytest's summary says so in a line.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from geo.document import document
from tests.conftest import LAOS, PARENT
from tools.browser import engine as program_of
from tools.browser import on_debian
from tools.chromium import chromium
from tools.engine import Engine
from tools.firefox import firefox
from tools.webkit import webkit

SIZE = (1280, 900)

READY = "() => document.documentElement.dataset.ready === 'true'"

# Errors are noted from here on; what was asked of a network is remembered by the browser itself.
WATCH = """() => {
  window.errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
}"""
COMPLAINTS = """() => [...errors, ...performance.getEntriesByType("resource")
  .map((entry) => entry.name).filter((name) => !/^(data|blob|file):/.test(name))]"""

# The control of that name which a reader sees, by its label as a screen reader says it.
FOCUS = """(name, within) => {
  const said = (node) => (node.getAttribute("aria-label")
    || (node.labels && node.labels[0] || node).innerText).trim();
  const controls = document.querySelectorAll(`${within} :is(button, input, summary, a, [role])`);
  const node = [...controls].find((n) => said(n) === name && n.getClientRects().length);
  if (node) node.focus();
  return Boolean(node) && node === document.activeElement;
}"""


class Reader:
    """Somebody at one of the browsers, mostly at its keyboard."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder

    def opens(self, html: str, *, sandbox: str | None = None, hidden: bool = False) -> None:
        """A file from disk, or that file in a publisher's page; then also in a closed tab."""
        path = self.folder / "document.html"
        path.write_text(html, encoding="utf-8")
        if sandbox is None:
            self.engine.open(path.as_uri())
        else:
            parent = self.folder / "parent.html"
            attributes = f'sandbox="{sandbox}" src="{path.as_uri()}"'
            text = PARENT.format(hidden=" hidden" if hidden else "", attributes=attributes)
            parent.write_text(text, encoding="utf-8")
            self.engine.open(parent.as_uri())
            self.engine.enter_frame()
        if hidden:
            self.engine.leave_frame()
            self.engine.evaluate("() => { document.getElementById('tab').hidden = false }")
            self.engine.enter_frame()
        self.engine.until(READY)
        self.engine.evaluate(WATCH)
        if sandbox is not None:
            self.engine.click("#sentence")  # into the frame, where keys shall go

    def goes_to(self, name: str, within: str = "body") -> None:
        self.engine.until(FOCUS, name, within)

    def presses(self, *keys: str) -> None:
        self.engine.press(*keys)

    def types(self, name: str, text: str) -> None:
        self.goes_to(name)
        self.engine.evaluate("() => document.activeElement.select()")
        self.presses(*text, "Enter")

    def value_said(self) -> str:
        return self.engine.evaluate("() => document.activeElement.getAttribute('aria-valuetext')")

    def text(self, selector: str) -> str:
        return self.engine.evaluate(
            "(s) => (document.querySelector(s) || { textContent: '' }).textContent", selector
        )

    def sees(self, selector: str, text: str = "") -> None:
        self.engine.until(
            "(s, text) => [...document.querySelectorAll(s)]"
            ".some((n) => n.getClientRects().length && n.textContent.includes(text))",
            *(selector, text),
        )

    def no_longer_sees(self, selector: str) -> None:
        self.engine.until(
            "(s) => ![...document.querySelectorAll(s)].some((n) => n.getClientRects().length)",
            selector,
        )

    def number(self, selector: str) -> int:
        return self.engine.evaluate("(s) => document.querySelectorAll(s).length", selector)

    def has_no_complaint(self) -> None:
        assert self.engine.evaluate(COMPLAINTS) == []


@pytest.fixture(scope="module", params=["Chromium", "Firefox", "WebKit"])
def engine(request) -> Iterator[Engine]:
    """The three browsers in turn, each started once."""
    with ExitStack() as stack:
        if request.param == "Chromium":
            browser = request.getfixturevalue("browser")
            yield stack.enter_context(chromium(browser, *SIZE))
            return
        program = program_of(request.param)
        if program is None:
            say = pytest.fail if on_debian() else pytest.skip
            say(f"left out: {request.param} is not here; `python -m tools.browser --install`")
        drive = {"Firefox": firefox, "WebKit": webkit}[request.param]
        yield stack.enter_context(drive(program, *SIZE))


@pytest.fixture
def reader(engine, tmp_path) -> Reader:
    return Reader(engine, tmp_path)


@pytest.fixture(scope="module")
def article(atlas) -> str:
    """An article's document, in two languages."""
    return document(atlas, LAOS, langs=("en", "ko"))


MARK = ".folium-map .map-mark"
SINGLE = f"{MARK}[aria-label^='Family of four reaches Fukaura']"
ROW = "#list .row"


def test_the_main_walk(reader, whole):
    reader.opens(whole)
    reader.sees(MARK)
    assert reader.number(".folium-map path") > 50
    everything = reader.text("#sentence")

    reader.goes_to("Shown from")
    start = reader.value_said()
    reader.presses("PageUp", "ArrowRight")
    assert reader.value_said() != start
    # From a January on is from the year on.
    reader.sees("#sentence", f"from {reader.value_said().removeprefix('January ')}")
    reader.types("From", "2013-05-10")
    reader.sees("#sentence", "10 May 2013")
    reader.goes_to("All dates")
    reader.presses("Enter")
    reader.engine.until("(t) => document.querySelector('#sentence').textContent === t", everything)

    reader.goes_to("Filters")
    reader.presses("Enter")
    reader.engine.evaluate(
        "() => [...document.querySelectorAll('#facets summary')]"
        ".find((s) => s.textContent.startsWith('Route')).focus()"
    )
    reader.presses("Enter")
    route = reader.engine.until(
        "() => { const box = document.querySelector('#facets [value=southeast-asia-laos]');"
        " if (!box || !box.getClientRects().length) return ''; box.focus();"
        " return box.labels[0].querySelector('span:not(.sign)').textContent.trim() }"
    )
    reader.presses("Space")
    reader.sees(".chips", route)
    reader.sees("#sentence", "1 route")

    reads_a_record(reader)
    opens_a_record(reader)
    reader.engine.until("() => location.hash.includes('item=')")
    reader.engine.back()
    reader.no_longer_sees(".detail h2")
    reader.sees("#sentence", "1 route")
    reader.has_no_complaint()


def opens_a_record(reader: Reader) -> None:
    """From the list, by keyboard."""
    reader.sees(ROW)
    reader.engine.evaluate("(s) => document.querySelector(s).focus()", ROW)
    reader.presses("Enter")
    reader.sees(".detail h2")


def reads_a_record(reader: Reader) -> None:
    """A record, its sources, the next one and the one before, and close it."""
    opens_a_record(reader)
    first = reader.text(".detail h2")
    assert reader.number(".detail .sources a[href^=http]") > 0
    reader.goes_to("Next in the list", ".detail")
    reader.presses("Enter")
    reader.engine.until("(t) => document.querySelector('.detail h2').textContent !== t", first)
    reader.goes_to("Previous in the list", ".detail")
    reader.presses("Enter")
    reader.sees(".detail h2", first)
    reader.goes_to("Close", ".detail")
    reader.presses("Enter")
    reader.no_longer_sees(".detail h2")


def test_time_is_played_and_paused(reader, article):
    reader.opens(article)
    before = reader.text("#sentence")
    reader.goes_to("Play")
    reader.presses("Enter")
    reader.engine.until("(t) => document.querySelector('#sentence').textContent !== t", before)
    reader.goes_to("Pause")
    reader.presses("Enter")
    reader.goes_to("Play")
    reader.has_no_complaint()


def test_the_language_is_changed_in_place(reader, article):
    reader.opens(article)
    shown = reader.number(MARK)
    choose = """(lang) => {
      const list = document.querySelector("select.language");
      list.value = lang;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    reader.goes_to("Zoom in")
    reader.presses("Enter")  # and, while it still zooms:
    reader.engine.evaluate(choose, "ko")
    reader.engine.until("() => document.documentElement.lang === 'ko'")
    reader.sees("#sentence", "2013년")
    reader.engine.evaluate(choose, "en")
    reader.sees("#sentence", "2013")
    assert reader.number(MARK) == shown > 0
    assert reader.number(".folium-map") == 1
    time.sleep(0.6)  # what was put off has come by then
    reader.has_no_complaint()


def test_a_mark_is_clicked(reader, whole):
    reader.opens(whole)
    reader.sees(SINGLE)
    reader.engine.click(SINGLE)
    reader.sees(".detail h2")
    reader.has_no_complaint()


def test_in_a_frame_that_only_allows_scripts(reader, whole):
    reader.opens(whole, sandbox="allow-scripts")
    reader.sees(MARK)
    reads_a_record(reader)
    reader.has_no_complaint()


def test_in_a_tab_that_was_closed_at_load(reader, whole):
    reader.opens(whole, sandbox="allow-scripts", hidden=True)
    reader.sees(MARK)
    reads_a_record(reader)
    reader.has_no_complaint()
