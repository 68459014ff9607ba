"""What the tests share: the committed atlas, a browser without a network, and the running app.

A browser test asks for `open_document` (a document from disk or inside an iframe), or for `page`
and `app_url`. No browser is a failure, never a skip: `make test` gets one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

from geo.document import document
from geo.selection import Selection
from tools.browser import FLAGS, HELP, find
from tools.serving import serving

ROOT = Path(__file__).parent.parent
LOCAL = {"127.0.0.1", "localhost", "::1"}
READY = "html[data-ready=true]"
LAOS = Selection(since="2013", until="2013", route=("southeast-asia-laos",))
"""What an article shows: one route in one year."""

# Slow machines are no bug: no deadline. The same examples every time: a red run can be run again.
settings.register_profile("atlas", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("atlas")
expect.set_options(timeout=20_000)

# A publisher's page: one iframe, perhaps in a tab that is not shown yet, and the messages it sent.
PARENT = """<!doctype html><html lang="en"><title>An article</title><style>body{{margin:0}}</style>
<script>messages = []; addEventListener("message", (event) => messages.push(event.data));</script>
<style>iframe{{width:100%;height:100vh;border:0;display:block}}</style>
<div id="tab"{hidden}><iframe title="A map" {attributes}></iframe></div>
"""


@dataclass
class Opened:
    """A document in the browser: its page, the frame it lives in, and every request it made."""

    page: Page
    frame: Frame
    requests: list[str] = field(default_factory=list)
    """Addresses of all http(s), ws(s) and ftp requests; `file:`, `data:` and `blob:` are none."""
    errors: list[str] = field(default_factory=list)
    """Uncaught errors of scripts."""
    offline: bool = False
    """Whether even a request to this machine is one too many, as for a document from disk."""

    @property
    def messages(self) -> list:
        """What an iframe's document has sent to its parent page so far, in the map's own protocol."""
        return self.page.evaluate("messages.filter((message) => message['routes-atlas'])")

    def send(self, **message) -> None:
        """Send an iframe's document a message of the protocol, as its parent page would."""
        self.page.evaluate(
            "message => document.querySelector('iframe').contentWindow.postMessage(message, '*')",
            {"routes-atlas": 1} | message,
        )

    def show(self) -> None:
        """Reveal the tab that `hidden=True` left closed, and wait until the map is drawn."""
        self.page.evaluate("document.getElementById('tab').hidden = false")
        self.frame.wait_for_selector(READY, state="attached")


@pytest.fixture(scope="session")
def atlas():
    """The committed fact base, read once."""
    from geo.reading import read

    return read(str(ROOT / "data"))


@pytest.fixture(scope="session")
def whole(atlas) -> str:
    """The document with all that is public."""
    return document(atlas, Selection())


@pytest.fixture(scope="session")
def article(atlas) -> str:
    """An article's document: one route in one year."""
    return document(atlas, LAOS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that can reach nothing but this machine."""
    program = find()
    if program is None:
        pytest.fail(HELP)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def pages(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens pages, and closes them in the end: then each must have kept to itself."""
    contexts, pages = [], []

    def make(*, width: int = 1280, height: int = 800, dark: bool = False, **more) -> Opened:
        context = browser.new_context(
            **{
                "viewport": {"width": width, "height": height},
                "locale": "en-US",
                "timezone_id": "UTC",
                "color_scheme": "dark" if dark else "light",
                "reduced_motion": "reduce",
            }
            | more
        )
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page, page.main_frame)
        pages.append(opened)

        def note(address: str) -> None:
            if urlsplit(address).scheme in {"http", "https", "ws", "wss", "ftp"}:
                opened.requests.append(address)

        context.on("request", lambda request: note(request.url))
        page.on("websocket", lambda websocket: note(websocket.url))
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        return opened

    yield make
    for context in contexts:
        context.close()
    for opened in pages:
        allowed = set() if opened.offline else LOCAL
        foreign = [a for a in opened.requests if urlsplit(a).hostname not in allowed]
        assert not foreign, f"requests left this machine: {foreign}"
        assert not opened.errors, f"uncaught errors in the page: {opened.errors}"


@pytest.fixture
def new_page(browser) -> Iterator[Callable[..., Opened]]:
    """Open an empty page: `new_page(width=375, dark=True)`; more keywords go to `new_context`.

    When the test ends, a request to another machine or an uncaught error in a script fails it.
    A test that provokes either empties the list (`opened.errors.clear()`).
    """
    with pages(browser) as make:
        yield make


@pytest.fixture
def page(new_page) -> Page:
    """One empty page, 1280 by 800, light."""
    return new_page().page


def documents(new_page: Callable[..., Opened], folder: Path) -> Callable[..., Opened]:
    """What the fixture `open_document` is."""
    count = 0

    def open_it(
        html: str,
        *,
        width: int = 1280,
        height: int = 800,
        sandbox: str | None = None,
        srcdoc: bool = False,
        hidden: bool = False,
        dark: bool = False,
        hash: str = "",  # noqa: A002 - the word that the address bar uses
        **more,
    ) -> Opened:
        nonlocal count
        count += 1
        path = folder / f"document-{count}.html"
        path.write_text(html, encoding="utf-8")
        address = path.as_uri() + (f"#{hash.removeprefix('#')}" if hash else "")
        opened = new_page(width=width, height=height, dark=dark, **more)
        opened.offline = True
        framed = srcdoc or hidden or sandbox is not None
        if not framed:
            opened.page.goto(address)
            opened.page.wait_for_selector(READY, state="attached")
            return opened

        attributes = "" if sandbox is None else f'sandbox="{sandbox}"'
        parent = folder / f"parent-{count}.html"
        parent.write_text(
            PARENT.format(hidden=" hidden" if hidden else "", attributes=attributes), "utf-8"
        )
        opened.page.goto(parent.as_uri())
        opened.page.evaluate(
            "([name, value]) => { document.querySelector('iframe')[name] = value }",
            ["srcdoc", html] if srcdoc else ["src", address],
        )
        opened.frame = opened.page.query_selector("iframe").content_frame()
        if sandbox is None or "allow-scripts" in sandbox:
            if not hidden:
                opened.frame.wait_for_selector(READY, state="attached")
        else:
            opened.frame.wait_for_load_state()
        return opened

    return open_it


@pytest.fixture
def open_document(new_page, tmp_path) -> Callable[..., Opened]:
    """Open a document's HTML and wait until it is drawn.

    From disk by default; `sandbox="allow-scripts"` opens it in an iframe so restricted (with
    `sandbox=""` no script runs, and nothing is waited for), `srcdoc=True` in one as the app has
    it; `hidden=True` leaves that iframe in a closed tab until `.show()`. `hash` is what follows
    `#` in the address. A request of any kind fails the test.
    """
    return documents(new_page, tmp_path)


@pytest.fixture(scope="module")
def open_once(browser, tmp_path_factory) -> Iterator[Callable[[str], Opened]]:
    """Open a document from disk, once for all tests of a file.

    For those that only ask its functions something, and leave it as it is.
    """
    with pages(browser) as make:
        open_it = documents(make, tmp_path_factory.mktemp("documents"))
        opened: dict[str, Opened] = {}

        def once(html: str) -> Opened:
            if html not in opened:
                opened[html] = open_it(html)
            return opened[html]

        yield once


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of the running app, on a free port of this machine only."""
    with serving() as address:
        yield address
