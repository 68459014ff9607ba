"""Takes the pictures in docs/images from the real app and real exports: `make screenshots`.

Each picture is a row of `PICTURES`: what is opened, how wide, in which light, and where the reader
is. Nothing is retouched; the network is off, as for every reader of an export.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from geo.document import document
from geo.reading import read
from geo.selection import Selection
from tools.browser import FLAGS, HELP, find
from tools.serving import ROOT, serving

IMAGES = ROOT / "docs" / "images"
READY = "html[data-ready=true]"
# A sandboxed frame in a process of its own is drawn at half the sharpness and scaled up.
SHARP = "--disable-features=IsolateSandboxedIframes"
SETTLE_MS = 1200
"""Time for the map to finish moving after it has told that it is drawn."""

ARTICLE = Selection(route=("southeast-asia-laos",), since="2013", until="2013")


@dataclass(frozen=True)
class Picture:
    """One picture: `what` is app, whole (all facts) or article (one route, one year)."""

    name: str
    what: str
    width: int
    height: int
    dark: bool = False
    query: str = ""
    """The selection in the address: after `#` for a document, after `?` for the app."""


PICTURES = (
    Picture("app", "app", 1280, 900),
    Picture("app-dark", "app", 1280, 900, dark=True, query="from=2010&to=2019&kind=forced_return"),
    Picture("app-375", "app", 375, 812),
    Picture("map", "whole", 1280, 800, query="from=2013&to=2013&item=incidents:2013-05-laos-nine"),
    Picture("map-dark", "whole", 1280, 800, dark=True),
    Picture("map-768", "whole", 768, 1024),
    Picture("map-375", "whole", 375, 812),
    Picture("map-375-dark", "whole", 375, 812, dark=True),
    Picture("article", "article", 768, 640),
)


def main() -> int:
    """Take all pictures, or those that are named; exit 2 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take, all if none is named")
    parser.add_argument("--to", type=Path, default=IMAGES, metavar="DIR")
    options = parser.parse_args()
    wanted = [p for p in PICTURES if not options.names or p.name in options.names]
    program = find()
    if program is None:
        sys.stderr.write(HELP + "\n")
        return 2
    options.to.mkdir(parents=True, exist_ok=True)
    with places(any(p.what == "app" for p in wanted)) as addresses, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, SHARP])
        for picture in wanted:
            path = options.to / f"{picture.name}.png"
            take(browser, picture, addresses[picture.what], path)
            sys.stdout.write(f"{path} ({path.stat().st_size / 1000:,.0f} kB)\n")
        browser.close()
    return 0


@contextmanager
def places(with_app: bool) -> Iterator[dict[str, str]]:
    """Addresses of the app and of two exports, for as long as they are needed."""
    atlas = read(ROOT / "data")
    with tempfile.TemporaryDirectory() as folder:
        addresses = {}
        for name, selection in {"whole": Selection(), "article": ARTICLE}.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(document(atlas, selection, whole=name == "whole"), encoding="utf-8")
            addresses[name] = path.as_uri()
        if not with_app:
            yield addresses
            return
        with serving() as address:
            yield addresses | {"app": address}


def take(browser: Browser, picture: Picture, address: str, path: Path) -> None:
    """Open the place, wait until it is drawn and still, and write the picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2,
        locale="en-US",
        timezone_id="UTC",
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    mark = "?" if picture.what == "app" else "#"
    page.goto(address + (mark + picture.query if picture.query else ""))
    wait(page, picture)
    page.screenshot(path=path)
    context.close()


def wait(page: Page, picture: Picture) -> None:
    """Wait for the document, which in the app stands in a frame."""
    if picture.what == "app":
        element = page.wait_for_selector("iframe.routes-atlas", timeout=60_000)
        frame = element.content_frame() if element else None
        if frame is None:
            raise RuntimeError("the app shows no map")
        frame.wait_for_selector(READY, state="attached", timeout=60_000)
    else:
        page.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(SETTLE_MS)


if __name__ == "__main__":
    sys.exit(main())
