"""One's own data in the app, walked through in a browser: from a file to a published map."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.ingest import sample
from tests.test_app_browser import HARM, App, download
from tools.serving import serving

ROOT = Path(__file__).parent.parent
FACTS = f"{len(json.loads((ROOT / 'data' / 'incidents.geojson').read_text('utf-8'))['features'])} incidents"
"""What the app says of the fact base."""


@pytest.fixture
def app(page, app_url):
    return App(page, app_url)


def open_tab(app: App) -> None:
    app.open()
    app.page.get_by_role("tab", name="Your data").click()
    app.settle()


def bring(app: App, name: str, content: bytes) -> None:
    field = app.page.locator("[data-testid=stFileUploader] input[type=file]")
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(app.page.get_by_role("heading", name="What was found")).to_be_visible(timeout=30_000)
    app.settle()


def counts(app: App, text: str) -> None:
    expect(app.page.get_by_text(text, exact=True).first).to_be_visible(timeout=20_000)
    app.settle()


def write(app: App, row: int, text: str) -> None:
    """Write into the first column of the grid after what is wrong, in a row counted from 0."""
    grid = app.page.get_by_test_id("stDataFrame").locator("canvas").first
    grid.scroll_into_view_if_needed()
    grid.dblclick(position={"x": 450, "y": 35 + 92 * row + 46}, force=True)
    cell = app.page.locator("[data-testid=portal] textarea")
    cell.fill(text)
    cell.press("Enter")
    expect(cell).to_have_count(0)
    app.page.wait_for_timeout(800)  # the grid tells its form of a change after a pause


def show(app: App, name: str) -> None:
    app.page.evaluate("told = []")
    app.page.get_by_test_id("stMain").get_by_text(name, exact=True).click()
    app.wait("told.some((message) => message.type === 'shown' || message.type === 'ready')")
    app.settle()


def test_from_a_file_to_a_published_map(app, new_page, app_url, open_document, tmp_path):
    open_tab(app)
    bring(app, "our list.csv", sample.sample("incidents"))
    counts(app, "12 rows: 7 used, 5 left out")
    app.page.get_by_text("Day first", exact=False).click()
    counts(app, "12 rows: 8 used, 4 left out")
    write(app, 2, "Arrest")
    app.page.get_by_role("button", name="Check again").click()
    counts(app, "12 rows: 9 used, 3 left out")

    found = download(app, "Mended file")
    assert found.suggested_filename == "our-list-mended.csv"
    text = Path(found.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["Kind"] for row in rows].count("Arrest") == 6
    assert "Arest" not in text
    left = Path(download(app, "Rows left out, with reasons").path()).read_text("utf-8-sig")
    assert [row["left out because"].split(":")[0] for row in csv.DictReader(left.splitlines())] == [
        "Latitude", "Latitude", "Link",
    ]  # fmt: skip
    assert "9 used" in Path(download(app, "Report").path()).read_text("utf-8")

    show(app, "Your data alone")
    expect(app.page.get_by_text("9 incidents", exact=True)).to_be_visible()
    expect(app.frame.get_by_text("9 incidents").first).to_be_attached()
    expect(app.page.locator(".st-key-own-banner")).to_be_in_viewport()
    app.choose("Kinds of incident", "Arrest")
    app.wait_for_shown("kind=arrest")
    expect(app.page.get_by_text("5 incidents — Arrest", exact=True)).to_be_visible()

    # Nobody else sees them, neither in another session nor at the server's addresses.
    other = App(new_page().page, app_url).open()
    expect(other.page.get_by_text(FACTS, exact=False).first).to_be_visible()
    assert "Made-up" not in other.frame.content()
    answer = other.page.request.get(f"{app_url}/data/incidents.csv")
    assert answer.ok
    assert "Made-up" not in answer.text()

    app.page.locator(".st-key-own-banner").get_by_role("button", name="Publish").click()
    app.settle()
    found = download(app, "Map (HTML)")
    found.save_as(tmp_path / "map.html")
    html = (tmp_path / "map.html").read_text("utf-8")
    opened = open_document(html)
    expect(opened.page.locator("#sentence")).to_contain_text("5 incidents")
    assert "Made-up example 7" in html
    assert "check the map" not in html  # a column that is no field stays home
    assert "Wording and selection of the data" not in opened.page.locator("footer").inner_text()

    app.page.get_by_role("button", name="Back to the fact base").click()
    app.wait_for_address(kind=None)
    expect(app.page.get_by_text(FACTS, exact=False).first).to_be_visible()


def test_records_of_a_large_file_are_added_to_the_fact_base(app, atlas):
    """Above a megabyte, uploads used to go to the disk."""
    point = {"type": "Point", "coordinates": [129.50241, 42.88825]}
    record = {
        "summary": "Invented.", "kind": "arrest", "place": "Yanji", "country": "CHN",
        "source": "Example News", "source title": "Made-up report", "notes": "x" * 60_000,
    }  # fmt: skip
    features = [
        {
            "type": "Feature",
            "geometry": point,
            "properties": record | {"date": f"20{n:02}", "title": f"Made-up {n}"},
        }
        for n in range(1, 21)
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    assert len(whole) > 1_200_000
    open_tab(app)
    bring(app, "incidents.geojson", whole)
    counts(app, "20 rows: 20 used, 0 left out")
    show(app, "Fact base and your data")
    total = len(atlas.layers["incidents"]) + 20
    expect(app.page.get_by_text(f"{total} incidents", exact=False).first).to_be_visible()
    app.page.get_by_role("textbox", name="Words").fill("made-up")
    app.page.get_by_role("textbox", name="Words").press("Enter")
    expect(app.page.get_by_text("20 incidents — “made-up”", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_text_of_a_file_that_means_harm_is_text(new_page, app_url, width):
    app = App(new_page(width=width).page, app_url)
    harm = HARM.replace('"', '""')
    heads = f'date,title,summary,kind,place,country,source,source title,link,"{harm}"'
    good = f'2021-03-14,"{harm}","{harm}",arrest,Yanji,China,"{harm}","{harm}",https://example.org/1,"{harm}"'
    bad = f'"{harm}","{harm}","{harm}","{harm}","{harm}",China,"{harm}","{harm}",https://example.org/2,"{harm}"'
    open_tab(app)
    bring(app, f"{HARM[:40]}.csv".replace("/", "_"), f"{heads}\n{good}\n{bad}".encode())
    counts(app, "2 rows: 1 used, 1 left out")
    app.page.get_by_text(re.compile("Columns that stay home")).click()
    app.page.wait_for_timeout(500)
    main = app.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")
    show(app, "Your data alone")
    expect(app.page.get_by_text("1 incident", exact=True)).to_be_visible()
    for tab in ("Table", "Sources", "Publish", "Your data"):
        app.page.get_by_role("tab", name=tab).click()
        app.settle()
    assert app.page.evaluate("window.harmed") is None
    assert app.page.locator("[data-testid=stMain] img[onerror]").count() == 0


def test_a_reloaded_page_has_nothing_of_it(new_page):
    with serving() as url:
        app = App(new_page().page, url)
        open_tab(app)
        app.page.get_by_role("button", name="Try a made-up one").click()
        counts(app, "12 rows: 7 used, 5 left out")
        show(app, "Your data alone")
        app.open()
        expect(app.page.get_by_text(FACTS, exact=False).first).to_be_visible()
        expect(app.page.locator(".st-key-own-banner")).to_have_count(0)
