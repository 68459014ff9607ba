"""From a change of a filter to the repainted map: our app, and the same facts in streamlit-folium.

In both, a word is typed into the field Words and Enter is pressed. The clock starts with that key
in the app's page and stops with the painted frame that shows the change: in ours, the frame after
the document took the selection; in the peer's, the frame after its map's last change.
"""

from playwright.sync_api import Browser, Frame, Page, Route

from benchmarks.browsing import READY, help_along
from benchmarks.measure import RUNS
from tools.serving import serving

WORDS = ("yanji", "beijing", "tumen", "kunming", "shenyang")

# Both clocks count from the page's own start; with timeOrigin they agree between frames.
CLOCK = "performance.timeOrigin + performance.now()"

KEY = f"""() => addEventListener("keydown", (event) => {{
  if (event.key === "Enter") window.pressed = {CLOCK};
}}, true)"""

PAINTED = f"""window.painted = 0; window.settle = () => requestAnimationFrame(() => {{
  const {{ port1, port2 }} = new MessageChannel();
  port1.onmessage = () => {{ window.painted = {CLOCK}; }};
  port2.postMessage(0);
}});"""

OURS = f"""() => {{ {PAINTED}
  addEventListener("message", (event) => {{
    if (event.data && event.data.type === "select") window.settle();
  }});
}}"""

# The peer's component loads anew for each map; this runs at the start of each of its documents.
PEERS = f"""{PAINTED}
new MutationObserver((changes) => {{
  if (document.querySelector(".leaflet-overlay-pane path")) window.settle();
}}).observe(document, {{ subtree: true, childList: true, attributes: true }});"""


def ours(browser: Browser, runs: int = RUNS) -> tuple[list[float], bool]:
    """Milliseconds of each change in our app, and whether the map's frame was kept throughout."""
    with serving() as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        page = context.new_page()
        page.goto(address)
        frame = _frame(page, "iframe.routes-atlas")
        frame.wait_for_selector(READY, state="attached", timeout=60_000)
        page.evaluate(KEY)
        frame.evaluate(OURS)
        frame.evaluate("window.kept = true")
        times = []
        for step in range(runs + 1):
            frame.evaluate("window.painted = 0")
            _type(page, WORDS[step % len(WORDS)])
            times.append(_until_painted(page, frame))
        kept = bool(frame.evaluate("window.kept === true"))
        context.close()
        return times[1:], kept


def peers(browser: Browser, runs: int = RUNS) -> tuple[list[float], bool]:
    """The same for streamlit-folium, with what it fetches answered from this machine."""
    with serving("benchmarks/peer_app.py") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        help_along(context)
        context.route("**/streamlit_folium.st_folium/index.html*", _WithClock())
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(8000)
        page.evaluate(KEY)
        _frame(page, "iframe").evaluate("window.kept = true")
        times, kept = [], True
        for step in range(runs + 1):
            _type(page, WORDS[step % len(WORDS)])
            page.wait_for_timeout(2500)  # long past its last change, whose time it keeps
            frame = _frame(page, "iframe")
            times.append(_difference(page, frame))
            kept = kept and bool(frame.evaluate("window.kept === true"))
        context.close()
        return times[1:], kept


class _WithClock:
    """The peer's own page with our clock at its head, which an init script doesn't reach."""

    page = ""

    def __call__(self, route: Route) -> None:
        if not self.page:
            text = route.fetch().text()
            self.page = text.replace("<head>", f"<head><script>{PEERS}</script>", 1)
        route.fulfill(body=self.page, content_type="text/html")


def _frame(page: Page, selector: str) -> Frame:
    element = page.wait_for_selector(selector, timeout=60_000)
    frame = element.content_frame() if element else None
    if frame is None:
        raise RuntimeError(f"no frame at {selector}")
    return frame


def _type(page: Page, word: str) -> None:
    field = page.get_by_label("Words")
    field.fill(word)
    page.wait_for_timeout(600)  # the reader stops typing; only Enter counts
    field.press("Enter")


def _until_painted(page: Page, frame: Frame) -> float:
    for _ in range(500):
        if frame.evaluate("window.painted"):
            return _difference(page, frame)
        page.wait_for_timeout(10)
    raise RuntimeError("the filter never reached the map")


def _difference(page: Page, frame: Frame) -> float:
    return float(frame.evaluate("window.painted")) - float(page.evaluate("window.pressed"))
