"""The document where no script runs: a still picture, and in an article's map the list."""

import re

import pytest
from playwright.sync_api import expect

from geo.document import document
from geo.noscript import MOST
from geo.select import say, select
from geo.selection import Selection
from geo.words import dashed
from tests.conftest import LAOS
from tests.test_picture import HOSTILE


@pytest.fixture
def read(new_page, tmp_path):
    """Open a document as a reader whose browser runs no script."""

    def open_it(html, **more):
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        opened = new_page(java_script_enabled=False, **more)
        opened.offline = True
        opened.page.goto(path.as_uri())
        return opened.page

    return open_it


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_stands_in_the_page_at_every_width(read, article, width, dark):
    page = read(article, width=width, dark=dark)
    picture = page.get_by_role("img", name="Escape and repatriation routes")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box["x"] >= 0
    assert box["width"] == pytest.approx(min(width, 62 * 16), abs=1)
    assert box["height"] > 180
    wide, narrow = picture.locator(".wide"), picture.locator(".narrow")
    assert wide.is_visible() == (width >= 600)
    assert narrow.is_visible() == (width < 600)
    # Names are large enough to be read, however small the picture is.
    name = picture.locator(".narrow text" if width < 600 else ".wide text", has_text="Bangkok")
    assert name.first.bounding_box()["height"] >= 9


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways(read, article, whole, width):
    for html in (article, whole):
        page = read(html, width=width)
        box = page.locator("html").bounding_box()
        assert box["width"] == width
        for part in ("main", "svg.still", "footer"):
            each = page.locator(part).first.bounding_box()
            assert each["x"] + each["width"] <= width + 0.5, part


def test_every_record_is_in_the_list_with_its_sources(read, atlas, article):
    shown = select(atlas.public(), LAOS)
    assert sum(shown.counts.values()) <= MOST
    page = read(article)
    told = page.locator("#list").inner_text()
    works = page.locator(".still-works > li")
    count = works.count()
    for name, rows in shown.layers.items():
        if name == "countries":  # named only: their law and practice is the live map's
            continue
        for record in rows.to_dict("records"):
            title = record.get("title") or dashed(record["name"])
            item = page.locator(".still-told > li", has=page.locator("h4", has_text=title)).filter(
                has_text=(record.get("summary") or record.get("role"))[:40]
            )
            said = item.first.inner_text()
            numbers = [int(n) for n in re.findall(r"\d+", said.rsplit("source", 1)[1])]
            assert len(numbers) == len(set(record["sources"])), title
            assert max(numbers) <= count
            publishers = {atlas.sources[id_]["publisher"] for id_ in record["sources"]}
            cited = {works.nth(n - 1).inner_text().split(":")[0] for n in numbers}
            assert {p.split(":")[0] for p in publishers} == cited, title
    assert "between 10 and 28 May 2013" in told
    assert "only the province is known; not on the map" in told
    assert shown.counts["countries"] == page.locator("#list > ul > li").count()


def test_links_are_plain_and_safe(read, article):
    links = read(article).locator(".still-works a")
    assert links.count() > 20
    for link in links.all():
        assert re.match(r"https?://", link.get_attribute("href"))
        assert link.get_attribute("rel") == "noopener"


def test_title_sentence_notice_and_credit_stand_there(read, atlas, article, whole):
    for html, selection in ((article, LAOS), (whole, Selection())):
        page = read(html)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sentence = say(select(atlas.public(), selection), selection, atlas)
        expect(page.locator(".sentence")).to_have_text(sentence)
        foot = page.locator("footer").inner_text()
        assert "Documented cases, not an estimate" in foot
        assert "Natural Earth" in foot
        assert atlas.version in foot
    assert "tells of deaths" in foot  # the whole holds such records


def test_a_large_document_has_the_picture_and_no_list(read, whole):
    page = read(whole)
    expect(page.get_by_role("img")).to_be_visible()
    assert page.locator("#list").count() == 0
    assert page.locator(".still-signs li").count() > 10


def test_nothing_else_is_there_to_look_broken(read, article):
    page = read(article)
    assert page.locator("button:visible, input:visible").count() == 0
    expect(page.locator(".folium-map")).to_be_hidden()
    gap = page.locator("svg.still").bounding_box()["y"]
    assert gap < 200


def test_it_shows_in_the_strictest_sandbox(open_document, article):
    opened = open_document(article, sandbox="")
    expect(opened.frame.get_by_role("img", name="Escape and repatriation")).to_be_visible()
    expect(opened.frame.locator("#list h3").first).to_be_visible()
    assert not opened.requests


def test_readers_with_script_see_nothing_of_it(open_document, article):
    opened = open_document(article)
    assert opened.page.locator("svg.still, .still-works, .no-script").count() == 0
    assert opened.page.locator(".folium-map").is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(new_page, article, dark, tmp_path):
    """The same page with scripts taken out, so that the checker itself can run."""
    from axe_playwright_python.sync_playwright import Axe

    bare = re.sub(r"(?s)<script.*?</script>|<meta http-equiv[^>]*>|</?noscript>", "", article)
    path = tmp_path / "bare.html"
    path.write_text(bare, encoding="utf-8")
    for width in (320, 1280):
        opened = new_page(width=width, dark=dark)
        opened.page.goto(path.as_uri())
        found = Axe().run(opened.page).response["violations"]
        assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


def test_print_has_picture_list_and_sources(read, article):
    page = read(article)
    page.emulate_media(media="print")
    for part in ("svg.still", "#list", ".still-works", "footer"):
        expect(page.locator(part).first).to_be_visible()


def test_hostile_text_is_shown_and_not_run(atlas, read):
    from dataclasses import replace

    layers = dict(atlas.layers)
    rows = layers["incidents"].copy()
    rows["title"] = rows["summary"] = rows["place"] = "</noscript>" + HOSTILE
    layers["incidents"] = rows
    sources = {
        id_: {**work, "title": HOSTILE, "url": 'javascript:alert("x")'}
        for id_, work in atlas.sources.items()
    }
    bad = replace(atlas, layers=layers, sources=sources, _days={})
    html = document(bad, LAOS, title=HOSTILE)
    parts = "".join(re.findall(r"(?s)<noscript>.*?</noscript>", html))
    assert "<script" not in parts
    assert "<img" not in parts
    assert "javascript:" not in parts
    page = read(html)
    assert "alert(1)" in page.locator("#list").inner_text()
    assert page.locator("img").count() == 0
    assert page.locator(".still-works a").count() == 0


def test_same_input_same_bytes(atlas, article):
    assert document(atlas, LAOS) == article
