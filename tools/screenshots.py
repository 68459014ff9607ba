"""Takes the pictures in docs/images from the real app and real exports: `make screenshots`.

Each picture is a row of `PICTURES`: what is opened, how wide, in which light and language, where
the reader is. Nothing is retouched but the number of colours, for fewer bytes; the network is off,
as for every reader of an export. docs/gallery.md shows them all, with what each row says.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from geo.document import document
from geo.export import write
from geo.reading import read
from geo.selection import Selection
from tools.browser import FLAGS, HELP, find
from tools.serving import ROOT, serving

IMAGES = ROOT / "docs" / "images"
GALLERY = ROOT / "docs" / "gallery.md"
READY = "html[data-ready=true]"
# A sandboxed frame in a process of its own is drawn at half the sharpness and scaled up.
SHARP = "--disable-features=IsolateSandboxedIframes"
IDLE = "[data-test-script-state=notRunning]"
TO_TOP = """node => {
  node.style.scrollMarginTop = "4rem";
  node.scrollIntoView({ block: "start" });
}"""
SETTLE_MS = 1500
"""Time for the map to finish moving after it has told that it is drawn."""
COLOURS = 256
"""Of a picture: no mark changes its colour visibly, and it weighs a third."""

LANGUAGES = ("en", "ko")
ARTICLE = Selection(route=("southeast-asia-laos",), since="2013", until="2013")
NINE = "item=incidents:2013-05-laos-nine"
LAOS = "item=routes:southeast-asia-laos"


@dataclass(frozen=True)
class Picture:
    """One picture: `what` is app, whole (all facts), article (one route, one year), minimal, bare.

    ``minimal`` is the article with few controls, ``bare`` the article where no script runs.
    """

    name: str
    says: str
    what: str
    width: int
    height: int
    dark: bool = False
    query: str = ""
    """The selection in the address: after `#` for a document, after `?` for the app."""
    press: tuple[str, ...] = ()
    """What is clicked, in turn."""
    top: str = ""
    """What is brought to the top of the window in the end."""


TO_NEXT = ".path-player .icon >> nth=2"
ON = ".player .tool >> nth=1"

OWN = ("[role=tab] >> text=Your data", ".st-key-own-sample button")
DAY_FIRST = "text=Day first: 10/05 is 10 May"
ALONE = ".st-key-own-use >> text=Your data alone"
PUBLISH = ".st-key-own-banner-publish button"

PICTURES = (
    Picture(
        *("app", "The app: filters, the map, and what can be taken away.", "app", 1280, 900),
    ),
    Picture(
        *("app-dark", "The app in the dark: forced returns of ten years.", "app", 1280, 900),
        dark=True,
        query="from=2010&to=2019&kind=forced_return",
    ),
    Picture("app-375", "The app on a telephone.", "app", 375, 812),
    Picture(
        *("own-bring", "Your data: a file, or a made-up sample to begin with.", "app", 1280, 620),
        press=OWN[:1],
        top="[data-testid=stTabs]",
    ),
    Picture(
        *("own-columns", "What each column of a made-up table is, as guessed.", "app", 1280, 900),
        press=OWN,
        top="text=What your columns are",
    ),
    Picture(
        *("own-mend", "What was found in the made-up table, and cells to mend.", "app", 1280, 900),
        press=(*OWN, DAY_FIRST),
        top="text=What was found",
    ),
    Picture(
        *("own-map", "The made-up table's records alone, in the whole app.", "app", 1280, 900),
        press=(*OWN, DAY_FIRST, ALONE),
    ),
    Picture(
        *("own-publish", "The made-up records, ready to be published.", "app", 1280, 900),
        press=(*OWN, DAY_FIRST, ALONE, PUBLISH),
        top="[data-testid=stTabs]",
    ),
    Picture(
        *("own-375-dark", "The made-up records on a telephone, dark.", "app", 375, 812),
        dark=True,
        press=(*OWN, DAY_FIRST, ALONE),
    ),
    Picture(
        *("map", "A case with its facts and every source, in an export.", "whole", 1280, 800),
        query=NINE,
    ),
    Picture(
        *("path", "How nine people were moved, stop by stop.", "whole", 1280, 800),
        query=NINE,
        press=(TO_NEXT,) * 4,
    ),
    Picture(
        *("route", "A route: its legs in order, how sure each is, and its cases.", "whole"),
        *(1280, 800),
        query=LAOS,
    ),
    Picture(
        *("playback", "Time is played year by year: bars by kind, arrivals below.", "whole"),
        *(1280, 800),
        query="from=2009&to=2010",
        press=(ON,) * 3,
    ),
    Picture("map-dark", "All facts, dark.", "whole", 1280, 800, dark=True),
    Picture("map-ko", "All facts, in Korean.", "whole", 1280, 800, query="lang=ko"),
    Picture(
        *("route-ko-dark", "A route, in Korean, dark.", "whole", 1280, 800),
        dark=True,
        query=f"lang=ko&{LAOS}",
    ),
    Picture(
        *("filters-768", "Filters, each with how many it would show.", "whole", 768, 1024),
        press=(".open-filters", "#facets summary >> nth=1"),
    ),
    Picture("map-768-dark", "All facts at 768 pixels, dark.", "whole", 768, 1024, dark=True),
    Picture("map-768-ko", "The same in Korean.", "whole", 768, 1024, query="lang=ko"),
    Picture("article", "An article's export: one route in one year.", "article", 768, 720),
    Picture("minimal", "The same with few controls.", "minimal", 768, 520),
    Picture("no-script", "The same where no script runs.", "bare", 768, 1024),
    Picture("map-375", "All facts on a telephone.", "whole", 375, 812),
    Picture(
        *("case-375-dark", "A case on a telephone, in a sheet over the map.", "whole", 375, 812),
        dark=True,
        query=NINE,
    ),
    Picture("map-375-ko", "On a telephone in Korean.", "whole", 375, 812, query="lang=ko"),
    Picture(
        *("map-375-ko-dark", "The same, dark: one case.", "whole", 375, 812),
        dark=True,
        query=f"lang=ko&{NINE}",
    ),
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
            path.write_bytes(small(take(browser, picture, addresses[picture.what])))
            sys.stdout.write(f"{path} ({path.stat().st_size / 1000:,.0f} kB)\n")
        browser.close()
    if options.to == IMAGES:
        write(GALLERY, gallery())
    return 0


def gallery() -> str:
    """The page that shows all pictures."""
    shown = (f"## {p.says}\n\n![{p.says}](images/{p.name}.png)\n" for p in PICTURES)
    first = "# Gallery\n\nBy `make screenshots`, from the real app and real exports.\n"
    return "\n".join((first, *shown))


@contextmanager
def places(with_app: bool) -> Iterator[dict[str, str]]:
    """Addresses of the app and of the exports, for as long as they are needed."""
    atlas = read(ROOT / "data")
    article = document(atlas, ARTICLE, langs=LANGUAGES)
    pages = {
        "whole": document(atlas, Selection(), whole=True, langs=LANGUAGES),
        "article": article,
        "minimal": document(atlas, ARTICLE, controls="minimal"),
        "bare": article,
    }
    with tempfile.TemporaryDirectory() as folder:
        addresses = {}
        for name, text in pages.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(text, encoding="utf-8")
            addresses[name] = path.as_uri()
        if not with_app:
            yield addresses
            return
        with serving() as address:
            yield addresses | {"app": address}


def take(browser: Browser, picture: Picture, address: str) -> bytes:
    """Open the place, wait until it is drawn and still, and give the picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2 if picture.width < 1000 else 1.5,
        locale="en-US",
        timezone_id="UTC",
        color_scheme="dark" if picture.dark else "light",
        java_script_enabled=picture.what != "bare",
    )
    page = context.new_page()
    mark = "?" if picture.what == "app" else "#"
    page.goto(address + (mark + quote(picture.query, safe="=&:") if picture.query else ""))
    wait(page, picture)
    for selector in picture.press:
        page.locator(selector).click()
        page.wait_for_timeout(SETTLE_MS / 2)
        if picture.what == "app":
            page.locator(IDLE).wait_for()
    if picture.top:
        page.locator(picture.top).first.evaluate(TO_TOP)
    if picture.press and picture.what == "app":
        page.wait_for_timeout(SETTLE_MS)
    taken = page.screenshot()
    context.close()
    return taken


def small(png: bytes) -> bytes:
    """The same picture with fewer colours."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def wait(page: Page, picture: Picture) -> None:
    """Wait for the document, which in the app stands in a frame."""
    if picture.what == "app":
        element = page.wait_for_selector("iframe.routes-atlas", timeout=60_000)
        frame = element.content_frame() if element else None
        if frame is None:
            raise RuntimeError("the app shows no map")
        frame.wait_for_selector(READY, state="attached", timeout=60_000)
    elif picture.what != "bare":
        page.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(SETTLE_MS)


if __name__ == "__main__":
    sys.exit(main())
