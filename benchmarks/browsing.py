"""What a reader's browser does with a file: paint, requests, filter steps, memory, access rules.

`helped` gives a peer what it would fetch: Leaflet is answered from this machine and everything else
it asks for with an empty file, at once. That flatters it, and leaves it without land and icons.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Page,
    Route,
    sync_playwright,
)

from benchmarks.measure import RUNS
from tools.browser import FLAGS, find

ENDS = 8
"""Presses of the arrow key without a new record, after which the list has ended."""

READY = "html[data-ready=true]"

# Without these, a step is rounded up to the next sixtieth of a second, whatever the work was.
UNCAPPED = ("--disable-gpu-vsync", "--disable-frame-rate-limit")

PARENT = """<!doctype html><html lang="en"><title>An article</title>
<style>body{margin:0}iframe{width:100%;height:100vh;border:0;display:block}</style>
<iframe title="A map" src="document.html"></iframe>"""

# One step as a message brings it: the script's own time, the same with style and layout worked
# out, and the time until the frame with the change has been painted.
STEP = """async (selection) => {
  const message = { "routes-atlas": 1, type: "select", selection };
  const start = performance.now();
  dispatchEvent(new MessageEvent("message", { data: message, source: parent }));
  const script = performance.now() - start;
  document.body.getBoundingClientRect();
  const layout = performance.now() - start;
  await new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  return { script, layout, painted: performance.now() - start };
}"""

STEPS = [f"from={year}&to={year + 4}" for year in range(1998, 2018)]

PAINT = """() => new Promise((done) => {
  const entry = performance.getEntriesByName("first-contentful-paint")[0];
  if (entry) done(entry.startTime);
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      if (name === "first-contentful-paint") done(startTime);
    }
  }).observe({ type: "paint", buffered: true });
  setTimeout(() => done(null), 10000);
})"""


@dataclass(frozen=True)
class Opening:
    """One opening of a file: milliseconds to the first text or image, or None; requests made."""

    painted: float | None
    ready: float | None
    requests: tuple[str, ...]


@contextmanager
def chromium(*, uncapped: bool = False) -> Iterator[Browser]:
    """A browser without a network."""
    program = find()
    if program is None:
        raise SystemExit("No browser: run `python -m tools.browser --install` first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*FLAGS, *(UNCAPPED if uncapped else ())]
        )
        yield browser
        browser.close()


def open_once(browser: Browser, html: str, *, helped: bool = False) -> Opening:
    """Open a file from disk in a fresh profile."""
    with _page(browser, html, helped=helped) as (page, address, requests):
        page.goto(address, wait_until="domcontentloaded")
        painted = page.evaluate(PAINT)
        drawn = page.query_selector(READY)
        ready = page.evaluate("performance.now()") if drawn else None
        return Opening(painted, ready, tuple(requests))


def openings(
    browser: Browser, html: str, *, helped: bool = False, runs: int = RUNS
) -> list[Opening]:
    """Several openings, after one that isn't counted."""
    return [open_once(browser, html, helped=helped) for _ in range(runs + 1)][1:]


def filter_steps(browser: Browser, html: str) -> list[dict[str, float]]:
    """Twenty steps of the time filter, each with its script, layout and painted milliseconds."""
    with _framed(browser, html) as frame:
        frame.evaluate(STEP, "")
        return [frame.evaluate(STEP, step) for step in STEPS]


def heap(browser: Browser, html: str, *, helped: bool = False) -> float:
    """Megabytes of JavaScript memory once drawn and cleaned up."""
    with _page(browser, html, helped=helped) as (page, address, _):
        page.goto(address)
        page.wait_for_timeout(3000)
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.enable")
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        metrics = session.send("Performance.getMetrics")["metrics"]
        used = next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize")
        return float(used) / 1e6


def elements(browser: Browser, html: str, *, helped: bool = False) -> int:
    """Elements that the page consists of, once drawn."""
    with _page(browser, html, helped=helped) as (page, address, _):
        page.goto(address)
        page.wait_for_timeout(3000)
        return int(page.evaluate("document.querySelectorAll('*').length"))


def axe_rules(browser: Browser, html: str, *, helped: bool = False) -> list[str]:
    """Names of the axe-core rules that a page fails."""
    with _page(browser, html, helped=helped, bypass_csp=True) as (page, address, _):
        page.goto(address)
        page.wait_for_timeout(1000)
        page.add_script_tag(content=axe())
        found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
        return [rule["id"] for rule in found]


# The record in focus with its name, or null where the focus has left the page.
HERE = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const name = (node.getAttribute("aria-label") || node.innerText || "").trim();
  const key = (name && node.dataset.key) || "";
  return { key, list: Boolean(node.closest(".list")) && node.tagName === "BUTTON" };
}"""


def keyboard(browser: Browser, html: str, *, helped: bool = False) -> tuple[int, int]:
    """Stops of the Tab key in a page, and how many different records keys alone can stand on.

    In the list, which is one stop, the arrow key Down is pressed until nothing new comes.
    """
    with _page(browser, html, helped=helped) as (page, address, _):
        page.goto(address)
        page.wait_for_timeout(1000)
        records: set[str] = set()
        for stops in range(2000):
            page.keyboard.press("Tab")
            here = page.evaluate(HERE)
            if here is None:
                return stops, len(records)
            if here["list"]:
                records |= _downwards(page, here["key"])
        return 2000, len(records)


def _downwards(page: Page, key: str) -> set[str]:
    """The records from one row of the list to its end; headings between them are none."""
    found, still = {key} - {""}, 0
    while still < ENDS:
        page.keyboard.press("ArrowDown")
        key = (page.evaluate(HERE) or {"key": ""})["key"]
        still = 0 if key and key not in found else still + 1
        found |= {key} - {""}
    return found


@cache
def axe() -> str:
    """The rules, from the package that carries them."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@contextmanager
def _page(
    browser: Browser, html: str, *, helped: bool = False, **more: Any
) -> Iterator[tuple[Page, str, list[str]]]:
    requests: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en-US", timezone_id="UTC", **more
        )
        if helped:
            help_along(context)
        page = context.new_page()
        page.on("request", lambda request: _note(request.url, requests))
        yield page, path.as_uri(), requests
        context.close()


def help_along(context: BrowserContext) -> None:
    """Answer what folium's pages fetch: Leaflet as it is, anything else with an empty file."""
    leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet"

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.rsplit("/", 1)[-1]
        known = name in {"leaflet.js", "leaflet.css"}
        route.fulfill(
            body=(leaflet / name).read_bytes() if known else b"",
            content_type="text/css" if name.endswith(".css") else "text/javascript",
        )

    context.route(lambda address: urlsplit(address).hostname not in {"127.0.0.1", None}, answer)


def _note(address: str, requests: list[str]) -> None:
    if urlsplit(address).scheme in {"http", "https", "ws", "wss"}:
        requests.append(address)


@contextmanager
def _framed(browser: Browser, html: str) -> Iterator[Frame]:
    """The document in a frame, as a page of a publisher has it: only there it takes messages."""
    with _page(browser, html) as (page, address, _):
        parent = Path(address.removeprefix("file://")).with_name("parent.html")
        parent.write_text(PARENT, encoding="utf-8")
        page.goto(parent.as_uri())
        element = page.query_selector("iframe")
        frame = element.content_frame() if element else None
        if frame is None:
            raise RuntimeError("the frame did not open")
        frame.wait_for_selector(READY, state="attached")
        yield frame
