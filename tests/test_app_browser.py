"""The app in a browser: its address, its map frame, its files, and text that means harm."""

import csv
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from geo.document import document
from geo.publishing import archive, embed, kit, story
from geo.selection import Selection, vocabulary
from geo.words import t
from tools.serving import serving

ROOT = Path(__file__).parent.parent
LISTEN = """if (self === top) {
  told = []; bytes = 0;
  const frame = () => document.querySelector("iframe.routes-atlas")?.contentWindow;
  addEventListener("message", (event) => {
    if (event.source === frame()) told.push(event.data);
  });
  const Socket = WebSocket;
  WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => { bytes += data.byteLength ?? data.size; });
    }
  };
}"""
"""Notes what the map's frame says and what the server sends."""


class App:
    """The app in a page: what its address, its frame and its server say."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url = page, url
        page.add_init_script(LISTEN)

    def open(self, query: str = "") -> "App":
        self.page.goto(f"{self.url}/{query}")
        self.wait("told.some((message) => message.type === 'shown' || message.type === 'ready')")
        return self

    def wait(self, expression: str) -> None:
        self.page.wait_for_function(f"() => {expression}", timeout=20_000)

    @property
    def frame(self):
        return self.page.query_selector("iframe.routes-atlas").content_frame()

    @property
    def address(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def wait_for_address(self, **wanted: str | None) -> None:
        for name, value in wanted.items():
            has = f"new URLSearchParams(location.search).get({json.dumps(name)})"
            self.wait(f"{has} === {json.dumps(value)}")

    def wait_for_shown(self, *parts: str) -> None:
        """Until the newest state that the document told has these in its selection."""
        newest = "told.filter((message) => message.type === 'shown').at(-1)?.selection ?? ''"
        self.wait(f"{json.dumps(parts)}.every((part) => ({newest}).includes(part))")

    def settle(self) -> None:
        """Until the script of the app has run."""
        self.page.wait_for_timeout(150)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")


@pytest.fixture
def app(page, app_url):
    return App(page, app_url)


def test_a_link_restores_filters_record_and_view(app):
    query = "from=2013-05&to=2013&kind=arrest&item=incidents:2013-05-laos-nine&view=20,102,5.5"
    app.open(f"?{query}&utm=mine")
    app.wait_for_shown("from=2013-05", "kind=arrest", "item=incidents:2013-05-laos-nine")
    expect(app.page.get_by_role("textbox", name="From")).to_have_value("2013-05")
    expect(app.frame.locator(".detail")).to_be_visible()
    app.page.wait_for_timeout(1000)
    assert app.address["item"] == ["incidents:2013-05-laos-nine"]
    assert app.address["utm"] == ["mine"]
    lat, lon, zoom = map(float, app.address["view"][0].split(","))
    assert (round(lat), round(lon), zoom) == (20, 102, 5.5)


def test_a_link_copied_in_the_map_opens_the_app_in_the_same_language(app):
    app.open("?lang=ko&from=2013&utm=mine")
    app.wait_for_shown("from=2013")
    app.frame.wait_for_function("() => RoutesAtlas.address.link()")
    link = urlsplit(app.frame.evaluate("RoutesAtlas.address.link()"))
    assert link.netloc == urlsplit(app.url).netloc
    assert not link.fragment
    assert {**parse_qs(link.query), "view": []} == {
        "from": ["2013"], "lang": ["ko"], "utm": ["mine"], "view": []
    }  # fmt: skip


def test_a_filter_reaches_the_map_which_stays_and_is_not_sent_again(app):
    app.open()
    app.page.evaluate("kept = document.querySelector('iframe.routes-atlas'); bytes = 0")
    app.frame.evaluate("window.kept = true")
    app.choose("Kinds of incident", "Arrest")
    app.wait_for_shown("kind=arrest")
    app.wait_for_address(kind="arrest")
    app.page.get_by_text("Arrest", exact=False).first.wait_for()
    assert app.page.evaluate("kept === document.querySelector('iframe.routes-atlas')")
    assert app.frame.evaluate("window.kept === true")
    assert app.page.evaluate("bytes") < 150_000


def test_app_and_document_say_the_same(app):
    app.open("?from=2013&to=2014&kind=forced_return")
    app.wait_for_shown("kind=forced_return")
    sentence = app.page.evaluate("told.filter((message) => message.sentence).at(-1).sentence")
    expect(app.page.get_by_text(sentence, exact=True)).to_be_visible()


def test_notes_above_the_map_do_not_load_it_again(app):
    app.open()
    app.frame.evaluate("window.kept = true")
    field = app.page.get_by_role("textbox", name="To")
    field.fill("no date")
    field.press("Enter")
    expect(app.page.get_by_text("to: no date is not a date", exact=False)).to_be_visible()
    assert app.frame.evaluate("window.kept === true")


def test_a_lost_connection_does_not_blank_the_map(app):
    app.open("?kind=arrest")
    app.frame.evaluate("window.kept = true")
    app.page.context.set_offline(True)
    app.page.wait_for_timeout(500)
    app.page.context.set_offline(False)
    app.choose("Kinds of incident", "Death")
    app.wait_for_shown("kind=death")
    assert app.frame.evaluate("window.kept === true")


def test_what_is_picked_in_the_map_goes_to_the_address(app):
    app.open("?from=2013-05&to=2013&route=southeast-asia-laos")
    app.wait_for_shown("route=southeast-asia-laos")
    entries = app.page.evaluate("history.length")
    app.frame.get_by_role("button", name=re.compile("Bangkok Immigration")).first.click()
    app.wait_for_address(item="detention_sites:th-bangkok-idc-suan-phlu")
    app.page.wait_for_timeout(500)
    assert app.page.evaluate("history.length") == entries  # Back steps through filters


def test_back_undoes_a_filter_in_widgets_and_map(app):
    app.open()
    app.choose("Kinds of incident", "Arrest")
    app.wait_for_address(kind="arrest")
    app.wait_for_shown("kind=arrest")
    app.page.go_back()
    app.wait_for_address(kind=None)
    app.wait(
        "!told.filter((message) => message.type === 'shown').at(-1).selection.includes('kind')"
    )
    expect(app.page.get_by_role("button", name="Clear all", exact=True)).to_be_disabled()
    app.page.go_forward()
    app.wait_for_shown("kind=arrest")


def test_a_handle_moved_fast_ends_where_it_was_moved_to(app):
    app.open("?from=2013-01")
    app.page.get_by_role("slider").first.focus()
    for _ in range(6):
        app.page.keyboard.press("ArrowRight")
        app.page.wait_for_timeout(40)
    app.wait_for_address(**{"from": "2013-07"})
    expect(app.page.get_by_role("textbox", name="From")).to_have_value("2013-07")
    app.wait_for_shown("from=2013-07")


def test_a_time_set_in_the_map_reaches_the_app(app):
    app.open("?kind=arrest")
    app.wait_for_shown("kind=arrest")
    app.frame.evaluate("window.kept = true")
    app.frame.get_by_role("slider", name="Shown from").focus()
    for _ in range(3):
        app.page.keyboard.press("PageUp")
        app.page.wait_for_timeout(60)
    chosen = app.frame.get_by_role("slider", name="Shown from").get_attribute("aria-valuetext")
    year = re.search(r"\d{4}", chosen)[0]
    app.wait(f"(new URLSearchParams(location.search).get('from') ?? '').startsWith('{year}')")
    since = app.address["from"][0]
    expect(app.page.get_by_role("textbox", name="From").first).to_have_value(since)
    app.page.wait_for_timeout(800)
    app.settle()
    assert app.address["from"] == [since]  # nothing turned it back
    assert app.frame.evaluate("window.kept === true")
    app.choose("Kinds of incident", "Death")  # and the app's own filters still reach the map
    app.wait_for_shown("kind=death", f"from={since}")
    app.page.get_by_role("textbox", name="From").first.fill("2010")
    app.page.get_by_role("textbox", name="From").first.press("Enter")
    app.wait_for_shown("from=2010", "kind=death")


def test_a_row_of_the_table_is_found_on_the_map(app, atlas):
    app.open("?layer=incidents&kind=death")
    app.wait_for_shown("kind=death")
    grid = app.page.get_by_test_id("stDataFrame").locator("canvas").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 200, "y": 50}, force=True)  # the first row, below the headings
    rows = atlas.layers["incidents"]
    first = rows[rows["kind"] == "death"].iloc[0]
    app.wait_for_address(item=f"incidents:{first['id']}")
    app.wait_for_shown(f"item=incidents:{first['id']}")
    expect(app.frame.locator(".detail")).to_contain_text(first["title"])
    expect(app.page.locator("iframe.routes-atlas")).to_be_in_viewport()


def fill(app, label: str, text: str) -> None:
    app.page.get_by_label(label, exact=True).fill(text)
    app.page.get_by_label(label, exact=True).press("Enter")
    app.settle()


def download(app, name: str):
    with app.page.expect_download() as found:
        app.page.get_by_role("button", name=name, exact=True).click()
    return found.value


@pytest.mark.parametrize("whole", [False, True])
def test_the_map_downloaded_opens_in_the_selection_and_theme(app, open_document, whole, tmp_path):
    app.open("?from=2013&to=2014&kind=arrest")
    app.page.get_by_role("tab", name="Publish").click()
    fill(app, "Title", "Arrests on the way")
    fill(app, "Credit of your own", "Graphic: <b>the desk</b>")
    app.page.get_by_text("Dark", exact=True).click()
    if whole:
        app.page.get_by_text("Everything; it opens").click()
    app.settle()
    found = download(app, "Map (HTML)")
    assert found.suggested_filename == "map.html"
    found.save_as(tmp_path / "map.html")
    opened = open_document((tmp_path / "map.html").read_text("utf-8"))
    assert opened.page.title() == "Arrests on the way"
    expect(opened.page.get_by_text("Graphic: <b>the desk</b>", exact=True).first).to_be_visible()
    assert "2013–2014, Arrest" in opened.page.locator("#sentence").inner_text()
    assert ("border_shooting" in opened.page.content()) or not whole
    assert opened.page.evaluate("document.documentElement.dataset.theme") == "dark"
    light = open_document((tmp_path / "map.html").read_text("utf-8"), hash="theme=auto")
    assert light.page.evaluate("document.documentElement.dataset.theme ?? ''") == ""


def test_every_file_and_the_zip_are_the_kit_of_the_selection(app, atlas):
    query = "from=2013&to=2013&route=southeast-asia-laos&item=incidents:2013-05-laos-nine"
    app.open(f"?{query}&view=20,102,6")
    app.wait_for_shown("view=")
    # Until the map's own word for the view has reached the address.
    app.wait("new URLSearchParams(location.search).get('view') !== '20,102,6'")
    app.page.get_by_role("tab", name="Publish").click()
    fill(app, "Title", "Nine")
    fill(app, "Where it will live", "https://news.example/nine")
    fill(app, "Where readers report an error", "desk@news.example")
    app.page.get_by_text("The other files, one by one").click()
    # A busy machine may lay the page out, and the map tell its view, after all of that.
    before = None
    while before != (view := app.address["view"][0]):
        before = view
        app.page.wait_for_timeout(1000)
    selection, _ = Selection.of(
        [("from", "2013"), ("to", "2013"), ("route", "southeast-asia-laos"), ("view", view),
         ("item", "incidents:2013-05-laos-nine")], vocabulary(atlas.public()),
    )  # fmt: skip
    wish = kit.Wish(
        selection, title="Nine", url="https://news.example/nine", report="desk@news.example"
    )
    wanted = kit.kit(atlas, wish)
    for name, content in wanted.items():
        found = download(app, t(f"app.publish.file.{name}"))
        assert found.suggested_filename == name
        assert Path(found.path()).read_bytes() == content, name
    found = download(app, "Download the whole kit (zip)")
    assert found.suggested_filename == "routes-atlas-2013-2013-southeast-asia-laos.zip"
    assert Path(found.path()).read_bytes() == archive.zipped(wanted)


def test_the_preview_is_the_document_in_a_sandbox_at_three_widths(app):
    app.open("?kind=death")
    app.frame.evaluate("window.kept = true")
    app.page.get_by_role("tab", name="Publish").click()
    fill(app, "Title", HARM)
    app.page.get_by_text("Preview", exact=True).click()
    for width in (640, 320, 960):
        app.page.get_by_role("radio", name=f"{width} pixels").click()
        preview = app.page.locator(f".st-key-preview-{width} iframe")
        app.settle()
        expect(app.page.locator("[class*=st-key-preview-] iframe")).to_have_count(1)
        expect(preview).to_have_attribute("sandbox", embed.SANDBOX)
        shown = preview.content_frame
        shown.locator("html[data-ready=true]").wait_for(state="attached")
        assert shown.locator("html").evaluate("() => innerWidth") == width
        room, seen = (
            each.bounding_box() for each in (app.page.locator(f".st-key-preview-{width}"), preview)
        )
        assert seen["x"] + seen["width"] <= room["x"] + room["width"] + 1
        assert shown.locator("h1").inner_text().split() == HARM.split()
        assert shown.locator("#sentence").inner_text().endswith("Death")
    app.choose("Kinds of incident", "Arrest")  # the app's own map is still the one that is driven
    app.wait_for_shown("kind=arrest")
    assert app.frame.evaluate("window.kept === true")
    assert app.page.evaluate("window.harmed") is None
    main = app.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_story_is_stepped_through_and_taken_away(app, atlas):
    app.open()
    app.page.get_by_role("tab", name="Stories").click()
    shown = app.page.locator(".st-key-preview-all iframe").content_frame
    shown.locator("html[data-ready=true]").wait_for(state="attached")
    path = min((ROOT / "data" / "stories").glob("*.toml"))
    told = story.read(path, atlas.public())
    assert told.title in shown.locator("h1").inner_text()
    expect(shown.get_by_role("heading", name=told.scenes[1].heading)).to_be_attached()
    app.settle()
    found = download(app, "Download the story (HTML)")
    assert found.suggested_filename == f"{path.stem}.html"
    assert Path(found.path()).read_text("utf-8") == document(atlas, Selection(), story=told)


def test_a_story_of_ones_own_is_text(app):
    app.open()
    app.page.get_by_role("tab", name="Stories").click()
    for text, says in (
        (f"title = {json.dumps(HARM)}", "the story has no scene; begin each with [[scene]]"),
        (
            f'title = "x"\n[[scene]]\nheading = {json.dumps(HARM)}\ntext = "y"\nselection = "kind=z"',
            HARM,
        ),
    ):
        app.page.locator("input[type=file]").set_input_files(
            {"name": "mine.toml", "mimeType": "application/toml", "buffer": text.encode()}
        )
        expect(app.page.get_by_text(says, exact=False).first).to_be_visible()
    text = f'title = {json.dumps(HARM)}\n[[scene]]\nheading = {json.dumps(HARM)}\ntext = {json.dumps(HARM)}\nselection = "kind=death"'
    app.page.locator("input[type=file]").set_input_files(
        {"name": "mine.toml", "mimeType": "application/toml", "buffer": text.encode()}
    )
    shown = app.page.locator(".st-key-preview-all iframe").content_frame
    expect(shown.locator("h1")).to_contain_text("{{ 7*7 }}")
    expect(shown.locator("#story h2")).to_contain_text("${1}")
    assert app.page.evaluate("window.harmed") is None
    found = download(app, "Download the story (HTML)")
    assert found.suggested_filename == "routes-atlas-mine.html"


def test_csv_and_geojson_of_the_rows_are_downloaded(app, atlas):
    app.open("?kind=death&layer=incidents")
    expected = int((atlas.layers["incidents"]["kind"] == "death").sum())
    with app.page.expect_download() as download:
        app.page.get_by_role("button", name="GeoJSON of these rows").click()
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    assert download.value.suggested_filename.endswith("-incidents.geojson")
    assert len(features) == expected
    with app.page.expect_download() as download:
        app.page.get_by_role("button", name="CSV of these rows").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == expected


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_is_wider_than_the_page(new_page, app_url, width, dark):
    app = App(new_page(width=width, dark=dark).page, app_url).open()
    main = app.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")
    box = app.page.locator("iframe.routes-atlas").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_stands_out_from_its_ground(new_page, app_url, dark):
    app = App(new_page(dark=dark).page, app_url).open()
    app.page.get_by_role("tab", name="Publish").click()
    app.page.get_by_role("button", name="Download the whole kit").wait_for()
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    app.page.evaluate(f"() => {{ {source} }}")
    found = app.page.evaluate("() => axe.run({ runOnly: ['color-contrast'] })")
    assert [node["html"] for each in found["violations"] for node in each["nodes"]] == []


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 500), (812, 375), (667, 375), (375, 812), (320, 640)]
)
def test_the_map_and_a_record_have_room_in_a_low_window(new_page, app_url, width, height):
    app = App(new_page(width=height, height=width, has_touch=True).page, app_url)
    app.open("?item=incidents:2013-05-laos-nine")
    app.page.set_viewport_size({"width": width, "height": height})
    app.page.wait_for_timeout(300)
    app.frame.wait_for_function("document.querySelector('.map-box').clientHeight >= 280")
    assert app.frame.evaluate("document.querySelector('.detail').clientHeight") >= 280
    # All of it, with no scrolling of its own within the page's.
    assert app.frame.evaluate("document.documentElement.scrollHeight <= innerHeight")


HARM = (
    "<img src=x onerror=top.harmed=1> **b** :red[r] $x$ `c` [l](javascript:top.harmed=1) "
    ":material/home: {{ 7*7 }} ${1} </script><script>top.harmed=1</script>"
)


@pytest.fixture
def hostile_folder(tmp_path):
    """The atlas's data with harmful text in a route, an incident and a source."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    for name, fields in {
        "routes.geojson": {"name": HARM, "summary": HARM},
        "incidents.geojson": {"title": HARM, "summary": HARM, "place": HARM, "kind": "arrest"},
    }.items():
        path = folder / name
        layer = json.loads(path.read_text("utf-8"))
        layer["features"][0]["properties"] |= fields
        path.write_text(json.dumps(layer), "utf-8")
    path = folder / "sources.json"
    sources = json.loads(path.read_text("utf-8"))
    incidents = json.loads((folder / "incidents.geojson").read_text("utf-8"))["features"]
    cited = incidents[0]["properties"]["sources"][0]
    for source in sources:
        if source["id"] == cited:
            source |= {"title": HARM, "publisher": HARM}
    path.write_text(json.dumps(sources), "utf-8")
    return folder


def test_text_that_means_harm_is_shown_as_it_is(new_page, hostile_folder):
    routes = json.loads((hostile_folder / "routes.geojson").read_text("utf-8"))["features"]
    incidents = json.loads((hostile_folder / "incidents.geojson").read_text("utf-8"))["features"]
    route, incident = routes[0], incidents[0]["id"]
    with serving(environment={"ROUTES_ATLAS_DATA": str(hostile_folder)}) as url:
        app = App(new_page().page, url)
        app.open(f"?route={route['id']}&item=incidents:{incident}&kind={HARM[:30]}%3E**b**")
        # The sentence names the route, the widget its chosen option, the note the unknown value.
        expect(app.page.get_by_text(HARM).first).to_be_visible()
        expect(app.page.get_by_text("**b** is not known here", exact=False)).to_be_visible()
        for tab in ("Sources", "Stories", "Publish"):
            app.page.get_by_role("tab", name=tab).click()
            app.page.wait_for_timeout(700)
        app.open(f"?item=incidents:{incident}")
        expect(app.frame.locator(".detail")).to_contain_text(HARM)
        assert app.page.evaluate("window.harmed") is None
        assert app.page.locator("img[src=x]").count() == 0
        assert app.page.locator("a[href^='javascript:']").count() == 0


def test_a_folder_that_is_not_there_is_a_sentence_not_a_trace(new_page, tmp_path):
    with serving(environment={"ROUTES_ATLAS_DATA": str(tmp_path / "none")}) as url:
        page = new_page().page
        page.goto(url)
        expect(page.get_by_text("The data cannot be opened", exact=False)).to_be_visible()
        assert "Traceback" not in page.content()
