"""The snippets in articles as content systems make them: nothing moves, and something always shows."""

import html
import re
from dataclasses import replace
from time import sleep

import pytest
from playwright.sync_api import expect

from geo.pictures import raster
from geo.publishing import embed
from geo.publishing.kit import Wish, kit
from geo.selection import Selection
from tools.serving import Quiet, handing_out

TEXT = "<p>" + "A paragraph of the article. " * 12 + "</p>"
SHIFT = """<script>
shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
</script>"""
ARTICLE = f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>An article</title>{SHIFT}
<style>body{{margin:0 auto;max-width:%dpx;font:17px/1.5 sans-serif}}</style>
<main><h1>An article</h1>{TEXT}%s{TEXT * 8}</main></html>"""


class Late(Quiet):
    """A picture comes late, as on a slow line: what makes no room for it moves then."""

    def do_GET(self) -> None:  # noqa: N802 - what the server calls
        if self.path.startswith("/late-"):
            sleep(0.3)
            self.path = self.path.replace("late-", "")
        super().do_GET()


@pytest.fixture(scope="module")
def folder(atlas, tmp_path_factory):
    """A published kit."""
    folder = tmp_path_factory.mktemp("kit")
    wish = Wish(Selection(kind=("forced_return",), since="2013"), title="Returns since 2013")
    for name, content in kit(atlas, wish).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def site(folder):
    """The address of a server that hands the kit out."""
    with handing_out(folder, Late) as address:
        yield address


@pytest.fixture
def article(folder, site, new_page):
    """Open an article with this body, as a content system would publish it."""
    count = 0

    def open_it(body: str, *, width: int = 1280, column: int = 720, **more):
        nonlocal count
        count += 1
        (folder / f"article-{count}.html").write_text(ARTICLE % (column, body), "utf-8")
        opened = new_page(width=width, height=800, **more)
        opened.page.goto(f"{site}/article-{count}.html")
        return opened.page

    return open_it


TARGET = embed.Target("", "Returns since 2013", "Returns since 2013. 12 incidents", "Open the map")
LATE = replace(TARGET, behind="late-map.svg", picture="late-map@2x.png")
READY = "html[data-ready=true]"


def drawn(page, which: int = 0):
    """Scroll to a frame and wait until its map is drawn."""
    box = page.locator(".routes-atlas-embed").nth(which)
    box.scroll_into_view_if_needed()
    frame = box.locator("iframe").element_handle().content_frame()
    frame.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(500)
    return frame


@pytest.mark.parametrize(("width", "column"), [(1280, 720), (375, 375), (320, 320)])
@pytest.mark.parametrize("snippet", [embed.following, embed.frame, embed.shaped])
def test_nothing_in_the_article_moves(article, snippet, width, column):
    page = article(snippet(TARGET), width=width, column=column)
    drawn(page)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(400)
    page.mouse.wheel(0, -4000)
    page.wait_for_timeout(400)
    assert page.evaluate("shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_frame_takes_the_height_that_the_map_would_like(article):
    page = article(TEXT * 30 + embed.following(TARGET), width=375, column=375)
    box = page.locator(".routes-atlas-embed")
    # Its top has come into view, its lower edge has not.
    page.evaluate("scrollBy(0, document.querySelector('iframe').getBoundingClientRect().top - 500)")
    page.wait_for_function("document.querySelector('.routes-atlas-embed').offsetHeight !== 640")
    frame = box.locator("iframe").element_handle().content_frame()
    page.wait_for_timeout(500)
    wanted = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert box.evaluate("box => box.offsetHeight") == wanted
    assert page.evaluate("shift") == 0


def test_two_maps_of_one_page_do_not_disturb_each_other(article):
    snippet = embed.following(TARGET)
    page = article(snippet + TEXT * 10 + snippet.replace('"map.html"', '"map.html#kind=death"'))
    first, second = drawn(page, 0), drawn(page, 1)
    page.evaluate("postMessage({'routes-atlas': 1, type: 'height', height: 900}, '*')")
    page.evaluate("postMessage({'routes-atlas': 1, type: 'height', height: 'x'}, '*')")
    page.wait_for_timeout(300)
    for frame in (first, second):
        assert frame.evaluate("document.documentElement.dataset.ready") == "true"
    assert page.evaluate("shift") == 0


def test_a_map_in_a_tab_that_is_opened_later_is_drawn(article):
    page = article(f'<div id="tab" hidden>{embed.frame(TARGET)}</div>')
    page.evaluate("document.querySelector('iframe').loading = 'eager'")
    page.wait_for_timeout(800)
    page.evaluate("document.getElementById('tab').hidden = false")
    frame = drawn(page)
    assert frame.locator(".map-mark").count() > 3


def test_in_the_strictest_sandbox_that_runs_scripts_the_map_works(article):
    strict = embed.frame(TARGET).replace(embed.SANDBOX, "allow-scripts")
    frame = drawn(article(strict))
    frame.locator(".list [data-key]").first.click()
    expect(frame.locator(".detail")).to_be_visible()


def test_where_scripts_are_stripped_the_frame_stays_and_shows_the_map(article):
    stripped = embed.following(TARGET).split("<script>")[0]
    page = article(stripped)
    drawn(page)
    assert page.locator(".routes-atlas-embed").evaluate("box => box.offsetHeight") == 640


def test_where_styles_are_stripped_the_frame_has_its_height(article):
    page = article(re.sub(r' style="[^"]*"', "", embed.frame(LATE)))
    page.wait_for_timeout(500)
    box = page.locator("iframe").bounding_box()
    assert box["height"] >= 640
    assert box["width"] > 600
    assert page.evaluate("shift") == 0


def test_where_only_styles_are_stripped_the_frame_takes_the_height(article):
    page = article(TEXT * 30 + re.sub(r' style="[^"]*"', "", embed.following(TARGET)))
    page.evaluate("scrollBy(0, document.querySelector('iframe').getBoundingClientRect().top - 500)")
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 700")
    frame = page.locator("iframe").element_handle().content_frame()
    page.wait_for_timeout(500)
    wanted = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    border = 4
    assert page.locator("iframe").bounding_box()["height"] == wanted + border


def test_where_no_script_runs_at_all_the_picture_and_the_list_show(article):
    # Switched off for the frame alone: with none at all Playwright often cannot see into frames.
    page = article(embed.frame(TARGET).replace("allow-scripts ", ""))
    frame = page.frame_locator("iframe")
    expect(frame.locator("svg.still")).to_be_visible()
    expect(frame.get_by_role("heading", name="Returns since 2013").first).to_be_visible()


def test_where_frames_are_stripped_the_picture_and_the_link_stay(article):
    head, _, tail = embed.frame(TARGET).partition("<iframe")
    page = article(head + tail.partition("</iframe>")[2])
    picture = page.get_by_role("img", name="Returns since 2013. 12 incidents")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    page.get_by_role("link", name="Open the map").click()
    page.wait_for_selector(READY, state="attached")


def test_the_picture_alone_is_no_svg_and_leads_to_the_map(article):
    page = article(embed.picture(TARGET))  # mail programs show no SVG
    expect(page.locator("img")).to_have_attribute("src", re.compile(r"\.png$"))
    page.locator("img").evaluate("image => { image.loading = 'eager'; }")
    page.wait_for_function("document.querySelector('img').naturalWidth === 2 * 960")
    page.get_by_role("link").click()
    page.wait_for_selector(READY, state="attached")


@pytest.mark.parametrize(("width", "column"), [(1280, 720), (320, 320)])
def test_nothing_moves_when_the_picture_alone_comes_late(article, folder, width, column):
    size = raster.size((folder / "map.svg").read_text("utf-8"))
    page = article(embed.picture(replace(LATE, size=size)), width=width, column=column)
    page.locator("img").evaluate("image => { image.loading = 'eager'; }")
    page.wait_for_function("document.querySelector('img').naturalWidth > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_height_is_told_in_the_words_of_other_kits_too(article):
    page = article(
        "<script>heard = []; addEventListener('message', (event) => heard.push(event.data))</script>"
        + embed.frame(TARGET).replace("map.html", "map.html?childId=pym-1")
    )
    frame = drawn(page)
    height = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    heard = page.evaluate("heard")
    assert {"datawrapper-height": {"routes-atlas": height}} in heard
    assert f"pymxPYMxpym-1xPYMxheightxPYMx{height}" in heard
    page.evaluate("heard.length = 0")
    top = article(embed.frame(TARGET).replace("map.html", "map.html?childId=%3Cb%3E"))
    drawn(top)
    assert not [m for m in page.evaluate("heard") if isinstance(m, str)]


def test_a_document_of_its_own_tells_nobody(folder, site, new_page):
    page = new_page().page
    page.add_init_script("heard = []; addEventListener('message', (e) => heard.push(e.data))")
    page.goto(f"{site}/map.html")
    page.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(400)
    assert page.evaluate("heard") == []


def test_the_script_is_about_a_kilobyte():
    assert len(embed.script().encode()) <= 1100


def test_snippets_name_an_address_and_previews_the_files_beside_them(atlas):
    page = kit(atlas, Wish(Selection(kind=("death",))))["embed.html"].decode()
    pasted = html.unescape("".join(re.findall("(?s)<textarea.*?</textarea>", page)))
    assert set(re.findall(r' (?:src|href)="([^"]+)', pasted)) == {
        f"{embed.ELSEWHERE}map.html",
        f"{embed.ELSEWHERE}map.svg",
        f"{embed.ELSEWHERE}map@2x.png",
    }
    shown = re.sub("(?s)<textarea.*?</textarea>", "", page)
    assert set(re.findall(r' (?:src|href)="([^"]+)', shown)) == {
        "map.html",
        "map.svg",
        "map@2x.png",
    }
    assert f"in the place of {embed.ELSEWHERE}" in shown


@pytest.mark.parametrize(
    ("text", "folder", "report"),
    [
        ("https://your.site/maps/", True, True),
        ("https://your.site/wrong?map=laos#form", False, True),
        ("desk@your.site", False, True),
        ("Write to the desk: desk@your.site", False, True),
        ("javascript:alert(1)", False, False),
        ("https://", False, False),
        ("[:", False, True),
        ("not a url", False, True),
    ],
)
def test_what_is_an_address(text, folder, report):
    assert embed.is_folder(text) == folder
    assert embed.is_report(text) == report


def test_hostile_words_cannot_leave_their_attributes():
    target = embed.Target('https://x.example/"><b>', '"><script>', "<i>", "<u>")
    for snippet in (embed.following, embed.frame, embed.shaped, embed.picture):
        text = snippet(target).replace(f"<script>{embed.script()}</script>", "")
        assert not [tag for tag in ("<b>", "<script>", "<i>", "<u>") if tag in text]
