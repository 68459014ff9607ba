"""The app's widgets and what it says, without a browser. (Addresses and the map: the browser tests.)"""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import store
from geo.pictures import fonts
from geo.publishing import embed, kit

ROOT = Path(__file__).parent.parent


@pytest.fixture
def app():
    """Open the app: `app(kind="arrest", utm="x")` opens it with an address."""

    def open_it(**query: str | list[str]) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return open_it


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.text, *at.caption])


def field(at: AppTest, label: str):
    return next(x for x in at.text_input if x.label == label)


def test_everything_is_shown_at_first(app, atlas):
    at = app()
    assert f"{len(atlas.layers['incidents'])} incidents" in texts(at)
    assert "not an estimate" in texts(at)
    assert at.button(key="clear").disabled


def test_the_sidebar_groups_routes_by_family(app, atlas):
    at = app()
    kinds = dict(zip(atlas.layers["routes"]["id"], atlas.layers["routes"]["kind"], strict=True))
    for family in ("escape", "repatriation"):
        options = at.multiselect(key=family).options
        assert len(options) == sum(kind == family for kind in kinds.values())


def test_an_address_sets_every_widget(app):
    at = app(
        **{"from": "2013-05-10", "to": "2019"},
        route=["southeast-asia-laos", "repat-yunnan-shenyang-dandong"],
        kind=["arrest", "death"],
        country="CHN",
        outcome="returned",
        corroboration="single",
        layer=["incidents", "routes"],
        words="yanji",
    )
    assert field(at, "From").value == "2013-05-10"
    assert field(at, "To").value == "2019"
    assert at.select_slider[0].value == ("2013-05", "2019-12")
    assert at.multiselect(key="escape").value == ["southeast-asia-laos"]
    assert at.multiselect(key="repatriation").value == ["repat-yunnan-shenyang-dandong"]
    assert at.multiselect(key="kind").value == ["arrest", "death"]
    assert at.multiselect(key="country").value == ["CHN"]
    assert at.multiselect(key="outcome").value == ["returned"]
    assert at.multiselect(key="corroboration").value == ["single"]
    assert at.multiselect(key="layer").value == ["incidents", "routes"]
    assert at.text_input(key="words").value == "yanji"
    assert not at.button(key="clear").disabled


def test_what_an_address_gets_wrong_is_told_and_the_rest_is_taken(app):
    at = app(kind=["arrest", "**nonsense**"], **{"from": "2013-13"}, item="incidents:none", utm="x")
    assert "kind: **nonsense** is not known here" in texts(at)
    assert "from: 2013-13 is not a date" in texts(at)
    assert "incidents:none" in texts(at)
    assert "utm" not in texts(at)
    assert at.multiselect(key="kind").value == ["arrest"]


def test_a_note_on_an_address_goes_when_the_reader_changes_something(app):
    at = app(kind="nonsense")
    at.multiselect(key="kind").set_value(["death"]).run()
    assert "nonsense" not in texts(at)


@pytest.mark.parametrize(
    ("typed", "handle"), [("2013", "2013-01"), ("2013-05", "2013-05"), ("2013-05-10", "2013-05")]
)
def test_a_time_is_typed_as_day_month_or_year(app, typed, handle):
    at = app()
    field(at, "From").set_value(typed).run()
    assert at.select_slider[0].value[0] == handle
    assert field(at, "From").value == typed


def test_a_handle_moved_writes_its_month_and_leaves_the_other_its_day(app):
    at = app(**{"from": "2013-05-10", "to": "2019-02-03"})
    at.select_slider[0].set_value(("2014-02", "2019-02")).run()
    assert field(at, "From").value == "2014-02"
    assert field(at, "To").value == "2019-02-03"


def test_a_handle_at_the_end_means_no_bound(app):
    at = app(**{"from": "2013-05"})
    first, last = app().select_slider[0].value
    at.select_slider[0].set_value((first, last)).run()
    assert field(at, "From").value == ""


def test_a_time_that_is_none_is_told_and_filters_nothing(app, atlas):
    at = app()
    field(at, "To").set_value(":red[soon] $x$").run()
    assert "to: :red[soon] $x$ is not a date" in texts(at)
    assert f"{len(atlas.layers['incidents'])} incidents" in texts(at)


def test_times_in_the_wrong_order_are_swapped_with_a_note(app):
    at = app(**{"from": "2019", "to": "2013"})
    assert "were swapped" in texts(at)
    assert (field(at, "From").value, field(at, "To").value) == ("2013", "2019")


def test_incidents_hidden_by_a_time_or_a_route_are_told(app):
    at = app(**{"from": "2000"}, route="southeast-asia-laos")
    assert "tied to no route" in texts(at)


def test_an_empty_selection_is_met_with_a_sentence_and_a_way_back(app, atlas):
    at = app(words="no such words anywhere")
    assert "Nothing in the data fits" in texts(at)
    at.button(key="clear-empty").click().run()
    assert at.text_input(key="words").value == ""
    assert f"{len(atlas.layers['incidents'])} incidents" in texts(at)


def test_clear_all_clears_all(app):
    at = app(**{"from": "2013"}, kind="arrest", country="CHN", words="yanji")
    at.button(key="clear").click().run()
    assert field(at, "From").value == ""
    assert at.multiselect(key="kind").value == []
    assert at.multiselect(key="country").value == []
    assert at.text_input(key="words").value == ""
    assert at.button(key="clear").disabled


def test_the_table_lists_the_layer_chosen(app):
    at = app(kind="arrest", layer=["incidents", "routes"])
    assert set(at.dataframe[0].value["Kind"]) == {"Arrest"}
    at.segmented_control(key="listed").set_value("routes").run()
    assert "Route" in at.dataframe[0].value


def test_the_table_moves_on_when_its_layer_is_filtered_away(app):
    at = app()
    at.segmented_control(key="listed").set_value("routes").run()
    at.multiselect(key="layer").set_value(["crossings"]).run()
    assert not at.exception
    assert "Crossing" in at.dataframe[0].value


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Sources", "works are cited"),
        ("Arrivals per year", "overlap"),
        ("Stories", "One file"),
        ("Publish", "Unpack it"),
    ],
)
@pytest.mark.parametrize("words", ["", "no such words anywhere"])
def test_every_tab_opens(app, tab, says, words):
    at = app(words=words)
    at.session_state.tab = tab
    at.run()
    assert not at.exception
    assert says in texts(at) or (words and tab != "Stories")


@pytest.fixture
def publish(app):
    """Open the app at the Publish tab."""

    def open_it(**query):
        at = app(**query)
        at.session_state.tab = "Publish"
        return at.run()

    return open_it


@pytest.mark.parametrize("snippet", ["following", "frame", "shaped", "picture"])
def test_every_snippet_names_the_address_and_the_title_as_text(publish, snippet):
    at = publish(**{"from": "2013", "to": "2014"}, kind="arrest")
    at.text_input(key="title").set_value('Ways "out" <b> {{ 7*7 }}').run()
    at.text_input(key="url").set_value("https://news.example/maps/out").run()
    at.segmented_control(key="snippet").set_value(snippet).run()
    assert not at.exception
    code = at.code[0].value
    assert "https://news.example/maps/out/map." in code
    assert "Ways &quot;out&quot; &lt;b&gt; {{ 7*7 }}" in code
    assert "<b>" not in code


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "news", "https://", "https://a.b/?x=1", "[:"]
)
def test_an_address_that_is_none_is_told_and_left_out(publish, url):
    at = publish()
    at.text_input(key="url").set_value(url).run()
    assert "this is no web address of a folder" in texts(at)
    assert f'src="{embed.ELSEWHERE}map.html"' in at.code[0].value
    assert f"in the place of `{embed.ELSEWHERE}`" in texts(at)


def test_letters_that_pictures_cannot_show_are_told(publish, monkeypatch):
    monkeypatch.setattr(fonts, "_has", lambda letter: letter != "탈")
    at = publish()
    assert "No font of this machine" not in texts(at)
    at.text_input(key="title").set_value("탈북 1").run()
    assert "No font of this machine has 탈:" in texts(at)


def test_no_preview_is_made_before_it_is_asked_for(publish, monkeypatch):
    drawn = []
    monkeypatch.setattr(kit, "page", lambda atlas, wish: drawn.append(wish) or "<p>a page</p>")
    at = publish(kind="arrest")
    at.radio(key="theme").set_value("dark").run()
    assert not drawn
    at.toggle(key="preview").set_value(True).run()
    assert [(wish.theme, wish.selection.kind) for wish in drawn] == [("dark", ("arrest",))]


def test_what_was_typed_stays_while_another_tab_is_open(publish):
    at = publish()
    at.text_input(key="title").set_value("Mine").run()
    for tab in ("Table", "Publish"):
        at.session_state.tab = tab
        at.run()
    assert at.text_input(key="title").value == "Mine"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"title = ", "is not TOML"),
        (b"\xff\xfe", "is not TOML in UTF-8"),
        (b"x = " + b"[" * 20_000, "is not TOML"),
        (b"x = " + b"9" * 20_000, "is not TOML"),
        (b'title = "**b** :red[r]"', "has no scene"),
        (b"y" * 300_000, "longer than 200 KB"),
        (b'title = "t"\n[[scene]]\nheading = "<b>**x**"\ntext = "t"\nselection = "kind=none"', "<b>**x**"),
        (b'title = "t"\n[["' + b"z" * 1000 + b'"]]', "zzz"),
    ],
)  # fmt: skip
def test_a_broken_story_says_its_sentence(app, content, says):
    at = app()
    at.session_state.tab = "Stories"
    at.run()
    at.file_uploader(key="own-story").set_value(("mine.toml", content, "application/toml")).run()
    assert not at.exception
    assert says in texts(at)
    assert max(len(text.value) for text in at.text) < 600


def test_a_folder_without_stories_says_so(app, monkeypatch, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    shutil.rmtree(folder / "stories")
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(folder))
    at = app()
    at.session_state.tab = "Stories"
    assert "no story here yet" in texts(at.run())


def test_a_folder_that_is_not_there_is_a_sentence(app, monkeypatch, tmp_path):
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(tmp_path / "none"))
    at = app()
    assert "The data cannot be opened" in texts(at)
    assert "is not a folder" in texts(at)
    assert not at.multiselect


def test_data_that_are_away_for_a_moment_are_still_shown_with_a_note(app, monkeypatch, tmp_path):
    path = tmp_path / "a.gpkg"
    store.write(path, store.content(ROOT / "data"), "")
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(path))
    at = app()
    before = texts(at)
    assert "255 incidents" in before
    path.rename(tmp_path / "away.gpkg")
    assert "The data cannot be read at the moment (" in texts(at.run())
    assert "255 incidents" in texts(at)
    assert not at.exception
    (tmp_path / "away.gpkg").rename(path)
    assert "at the moment" not in texts(at.run())


def test_a_folder_without_layers_is_a_sentence(app, monkeypatch, tmp_path):
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(tmp_path))
    assert "holds no layer" in texts(app())


def test_problems_in_the_data_are_listed_and_the_rest_is_shown(app, monkeypatch, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    path = folder / "incidents.geojson"
    incidents = json.loads(path.read_text("utf-8"))
    incidents["features"][0]["properties"]["date"] = "2015-13"
    path.write_text(json.dumps(incidents), "utf-8")
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(folder))
    at = app()
    assert "Problems in the data (1)" in [expander.label for expander in at.expander]
    assert "2015-13" in texts(at)
    assert "incidents, " in texts(at)
