"""Somebody's own records as an atlas, and the app's tab for them without a browser."""

import csv
import dataclasses
import datetime as dt
import json
import runpy
from pathlib import Path

import pytest
from shapely.geometry import Point
from starlette.formparsers import MultiPartParser
from streamlit.testing.v1 import AppTest

from geo.formats import table
from geo.ingest import formats, mending, own, report, sample
from geo.ingest.columns import guess, mapped, targets
from geo.ingest.convert import Answers, convert
from geo.ingest.desk import Desk, Part
from geo.ingest.outcome import Outcome
from geo.ingest.sheet import LIMITS, Row, Sheet, Unreadable
from geo.problem import Problem
from geo.publishing.kit import Wish, makers
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection, vocabulary
from geo.tabs.own_report import _ordered
from geo.tabs.reader import kept
from geo.words import LANGUAGES, catalogue, t

ROOT = Path(__file__).parent.parent
FACTS = f"{len(json.loads((ROOT / 'data' / 'incidents.geojson').read_text('utf-8'))['features'])} incidents"
"""What the app says of the fact base."""

WORK = {
    "id": "example-2020-05-01-made-up",
    "publisher": "Example News",
    "title": "A made-up report",
    "published": "2020-05-01",
    "url": "https://example.org/1",
    "medium": "news",
    "note": None,
}


def feature(id_: str, **fields: object) -> dict:
    properties = {
        "id": id_,
        "title": f"Made-up arrest {id_}",
        "summary": "Made up for a test.",
        "kind": "arrest",
        "date": "2020-05",
        "country": "CHN",
        "place": "Yanji",
        "precision": "town",
        "outcome": "unknown",
        "routes": [],
        "sources": [WORK["id"]],
        "corroboration": "single",
        "count_in_totals": True,
        "sensitivity": "public",
        "people_min": 2,
        "people_max": None,
    } | fields
    return {
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [129.50241, 42.88825]},
    }


def outcome(*features: dict) -> Outcome:
    return Outcome("incidents", features, (WORK,))


def test_records_alone_are_an_atlas_of_nothing_else():
    mine = own.atlas([outcome(feature("a"), feature("b"))])
    assert list(mine.layers["incidents"]["id"]) == ["a", "b"]
    assert sum(map(len, mine.layers.values())) == 2
    assert list(mine.sources) == [WORK["id"]]
    assert not mine.problems
    assert mine.layers["incidents"].crs == "EPSG:4326"


def test_records_are_added_to_the_fact_base(atlas):
    mine = own.atlas([outcome(feature("a", routes=["southeast-asia-laos"]))], atlas)
    assert len(mine.layers["incidents"]) == len(atlas.layers["incidents"]) + 1
    shown = select(mine, Selection(route=("southeast-asia-laos",))).layers["incidents"]
    assert "a" in set(shown["id"])
    # A whole number beside one that is not known stays whole.
    row = mine.layers["incidents"].set_index("id").loc["a"]
    assert (row["people_min"], row["people_max"]) == (2, None)
    assert type(row["people_min"]) is int


def test_a_record_takes_the_place_of_one_with_its_id(atlas):
    id_ = atlas.layers["incidents"]["id"].iloc[3]
    mine = own.atlas([outcome(feature(id_)), outcome(feature(id_, title="Later"))], atlas)
    found = mine.layers["incidents"]
    assert len(found) == len(atlas.layers["incidents"])
    assert list(found[found["id"] == id_]["title"]) == ["Later"]


def test_what_a_record_names_and_is_not_there_is_told_and_the_outcome_kept(atlas):
    given = outcome(feature("a", routes=["southeast-asia-laos"], part_of="none"))
    mine = own.atlas([given])
    assert [str(p) for p in mine.problems] == [
        "incidents.geojson feature 1 (a), routes: 'southeast-asia-laos' is not in routes.geojson; add it there or take it out",
        "incidents.geojson feature 1 (a), part_of: 'none' is not in incidents.geojson; add it there or take it out",
    ]
    assert mine.layers["incidents"]["routes"].iloc[0] == []
    assert given.features[0]["properties"]["routes"] == ["southeast-asia-laos"]


def test_the_version_tells_other_content_from_the_same(atlas):
    same = [own.atlas([outcome(feature("a"))]).version for _ in range(2)]
    others = [
        own.atlas([outcome(feature("a"))], atlas).version,
        own.atlas([outcome(feature("a", title="x"))]).version,
        own.atlas([Outcome("incidents", (feature("a"),), (WORK | {"title": "x"},))]).version,
        atlas.version,
    ]
    assert len({*same}) == 1
    assert len({same[0], *others}) == 5


@pytest.mark.parametrize("added", [False, True])
def test_own_records_make_a_kit(atlas, added):
    mine = own.atlas([outcome(feature("a"))], atlas if added else None)
    selection, notes = Selection.of([("words", "made-up arrest")], vocabulary(mine))
    assert not notes
    made = makers(mine, Wish(selection))
    assert b"Made-up arrest a" in made["map.html"]()
    records = json.loads(made["data.geojson"]())["features"]
    assert [record["properties"]["id"] for record in records] == ["a"]


# --- mending ---


def sheet(*rows: dict, **more: object) -> Sheet:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    found = tuple(Row(number, cells) for number, cells in enumerate(rows, start=2))
    return Sheet("mine.csv", columns, found, **more)


def test_a_mended_cell_is_text_and_what_was_wrong_with_it_is_gone():
    row = Row(
        2, {"n": 4.5, "d": dt.date(2020, 5, 1)}, wrong=(("n", "is a formula"), (None, "is damaged"))
    )
    before = Sheet("mine.xlsx", ("n", "d"), (row,))
    after = mending.mended(before, {2: {"n": " 7 "}})
    assert after.rows[0].cells == {"n": "7", "d": dt.date(2020, 5, 1)}
    assert after.rows[0].wrong == ((None, "is damaged"),)
    assert mending.mended(before, {2: {"d": " "}}).rows[0].cells["d"] is None
    assert before.rows[0] is row
    assert row.cells["n"] == 4.5


def test_the_mended_file_reads_as_it_was_and_begins_no_formula():
    cells = {
        "lon": "-12.50",
        "note": "=1+1",
        "when": dt.datetime(2020, 5, 1, tzinfo=dt.UTC),
        "n": 9.0,
        "on": True,
        "말": None,
    }
    ending, text = mending.file(sheet(cells))
    assert ending == "csv"
    again = formats.sheets(text.encode(), "again.csv")[0]
    assert dict(again.rows[0].cells) == {
        "lon": "-12.5", "note": "'=1+1", "when": "2020-05-01", "n": "9", "on": "true", "말": None,
    }  # fmt: skip


def test_a_cell_without_its_value_costs_its_row_only_where_it_is_needed_and_is_told_again(atlas):
    cells = {"title": "x", "kind": "arrest", "date": "2013", "country": "CHN", "place": "Yanji"}
    cells |= {"url": "https://example.org/a", "people": None, "memo": None}
    wrong = (("people", "is a formula"), ("memo", "is a formula"))
    given = Sheet("a.xlsx", tuple(cells), (Row(2, cells, wrong=wrong),))

    def lost(sheet: Sheet, *left_out: str) -> list[str | None]:
        columns = mapped(guess(sheet, "incidents"), [f"{name}=" for name in left_out])
        problems = convert(sheet, columns, atlas, Answers(TODAY)).problems
        return [problem.field for problem in problems if problem.losing]

    assert lost(given) == ["people"]
    assert lost(given, "people") == []
    outcome = convert(given, guess(given, "incidents"), atlas, Answers(TODAY))
    for text in (mending.file(given)[1], report.left_out(given, outcome)):
        (again,) = formats.sheets(text.encode(), "again.csv")
        assert lost(again) == ["people"]
    assert lost(mending.mended(given, {2: {"people": ""}})) == []


def test_shapes_are_written_in_degrees():
    point = Point(1_000_000, 2_000_000)
    rows = (Row(1, {"name": "Yanji"}, point), Row(2, {"name": "nowhere"}))
    ending, text = mending.file(Sheet("a.gpkg", ("name",), rows, crs="EPSG:5179", unit="feature"))
    assert ending == "geojson"
    first, second = json.loads(text)["features"]
    assert first["geometry"]["coordinates"] == pytest.approx([127.5, 38.0], abs=1e-6)
    assert second["geometry"] is None


def test_shapes_in_metres_that_nobody_declared_are_mended_in_the_system_that_was_answered():
    rows = (Row(1, {"name": "Seoul"}, Point(953901, 1952032)),)
    part = Part(1, Sheet("a.geojson", ("name",), rows, unit="feature"), guess(sheet({"a": 1})))
    part.answer(crs="EPSG:5179")
    (seoul,) = json.loads(mending.file(part.as_mended, part.system)[1])["features"]
    assert seoul["geometry"]["coordinates"] == pytest.approx([126.978, 37.566], abs=0.01)


# --- the desk ---

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def desk(atlas):
    """A desk with the sample on it, checked."""
    desk = Desk()
    desk.take(formats.sheets(sample.sample("incidents"), "sample-incidents.csv"))
    desk.check(desk.parts[0], atlas, TODAY)
    return desk


def test_no_row_of_the_sample_is_lost_while_it_is_mended(desk, atlas):
    part = desk.parts[0]
    steps = [
        lambda: part.answer(dates="day-first"),
        lambda: part.mend(6, "Latitude", "41.79222"),
        lambda: (part.mend(7, "Latitude", "17.96667"), part.mend(7, "Longitude", "102.6")),
        lambda: part.mend(8, "Kind", "Arrest"),
        lambda: part.mend(9, "Women", "2"),
        lambda: (part.mend(10, "Source", "Example Monitor"), part.mend(10, "Source title", "Nine")),
        lambda: part.mend(12, "Link", "https://example.org/11"),
    ]  # fmt: skip
    used = [len(part.outcome.features)]
    for step in steps:
        step()
        assert part.outcome is None
        desk.check(part, atlas, TODAY)
        assert len(part.outcome.features) + len(part.outcome.left_out) == 12
        used.append(len(part.outcome.features))
    assert used == sorted(used)
    assert (used[0], used[-1]) == (7, 12)
    assert not part.losing


def test_rows_left_out_come_first_when_mending(desk):
    part = desk.parts[0]
    lost = {row.number for row in part.outcome.left_out}
    numbers = [row.number for row in part.rows_to_mend(200)]
    assert set(numbers[: len(lost)]) == lost
    assert sorted(numbers) == list(range(2, 14))


def test_a_row_that_is_left_out_is_not_among_those_to_look_at(desk):
    part = desk.parts[0]
    part.outcome = dataclasses.replace(part.outcome, problems=(
        *part.outcome.problems, dataclasses.replace(part.losing[0], losing=False)
    ))  # fmt: skip
    lost = {row.number for row in part.outcome.left_out}
    assert part.warnings
    assert not lost & {problem.feature for problem in part.warnings}


def test_columns_that_lose_rows_come_first_and_latitude_beside_longitude():
    rows = sheet({"A": 1, "lon": 1, "B": 1, "C": 1, "lat": 1, "D": 1})
    part = Part(1, rows, mapped(guess(rows, "incidents"), ["C=title", "B=summary"]))
    problems = tuple(
        Problem("mine.csv", 2, None, field, None, "is wrong", field != "B")
        for field in ("lat", "D", "B")
    )
    part.outcome = Outcome("incidents", (), problems=problems, left_out=rows.rows)
    assert _ordered(part) == ["lon", "lat", "D", "B", "A", "C"]


def test_the_desk_shows_the_fact_base_until_told_otherwise(desk, atlas):
    assert desk.atlas(atlas) is atlas
    desk.show("added")
    added = desk.atlas(atlas)
    assert len(added.layers["incidents"]) == len(atlas.layers["incidents"]) + 7
    assert added.private
    assert desk.atlas(atlas) is added
    desk.show("alone")
    desk.check(desk.parts[0], atlas, TODAY)
    assert {name: len(rows) for name, rows in desk.atlas(atlas).layers.items() if len(rows)} == {
        "incidents": 7
    }
    desk.remove(desk.parts[0])
    assert desk.atlas(atlas) is atlas


def test_while_a_part_is_unchecked_what_was_shown_stays(desk, atlas):
    desk.show("added")
    shown = desk.atlas(atlas)
    desk.parts[0].mend(8, "Kind", "Arrest")
    assert desk.atlas(atlas) is shown
    desk.check(desk.parts[0], atlas, TODAY)
    assert len(desk.atlas(atlas).layers["incidents"]) == len(shown.layers["incidents"]) + 1


def test_the_fact_base_brought_again_replaces_itself(atlas):
    """What was exported, edited and brought back takes its place, added or alone."""
    rows = atlas.layers["detention_sites"]
    desk = Desk()
    desk.take(
        formats.sheets(
            table.as_geojson("detention_sites", rows).encode(), "detention_sites.geojson"
        )
    )
    for use in ("added", "alone"):
        desk.show(use)
        for part in desk.open:
            desk.check(part, atlas, TODAY)
        assert not desk.parts[0].losing
        assert len(desk.atlas(atlas).layers["detention_sites"]) == len(rows)


def test_the_desk_holds_no_more_rows_than_a_file_may():
    desk, few = Desk(), dataclasses.replace(LIMITS, rows=3)
    desk.take([sheet({"a": 1}, {"a": 2})], few)
    with pytest.raises(Unreadable, match="2 rows and the 2 that are here are more than 3"):
        desk.take([sheet({"a": 1}, {"a": 2})], few)
    assert len(desk.parts) == 1


def test_a_target_moves_from_column_to_column(desk):
    part = desk.parts[0]
    part.choose_target("Summary", "title")
    assert part.columns.fields["Summary"] == "title"
    assert "Title" not in part.columns.fields
    part.choose_target("Summary", "")
    assert "Summary" not in part.columns.fields


@pytest.mark.parametrize("layer", sample.SAMPLES)
def test_samples_name_published_towns_and_nobody(layer, atlas):
    text = sample.sample(layer).decode()
    towns = {record["place"] for record in atlas.gazetteer}
    rows = list(csv.DictReader(text.splitlines()))
    assert all(row["Place"] in towns for row in rows if "Place" in row)
    assert all("Made-up" in (row.get("Title") or row["Name"]) for row in rows)
    assert all(not row["Link"] or "example" in row["Link"] for row in rows)
    assert guess(formats.sheets(text.encode(), f"{layer}.csv")[0]).layer == layer


@pytest.mark.parametrize("layer", sample.TEMPLATES)
def test_every_heading_of_a_template_is_recognised(layer):
    heads = sample.template(layer).decode("utf-8-sig").strip().split(",")
    found = guess(Sheet("x.csv", tuple(heads), ()), layer)
    assert found.fields == {head: head for head in heads}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_target_has_a_name_in_every_language(lang):
    for layer in LAYERS:
        for target in targets(layer):
            assert f"app.own.field.{target}" in catalogue(lang), (layer, target)


# --- the tab ---


@pytest.fixture
def tab():
    """Open the app at the tab."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.session_state.tab = "Your data"
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.text, *at.caption])


def bring(at: AppTest, content: bytes | str, name: str) -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    at.file_uploader[0].set_value((name, data, "text/plain")).run()
    assert not at.exception
    return at


def test_limits_are_told_before_a_file_is_chosen(tab):
    assert "up to 50 MB and 200,000 rows" in texts(tab)


def test_from_the_sample_to_a_published_map(tab):
    tab.button(key="own-sample").click().run()
    assert "12 rows: 7 used, 5 left out" in texts(tab)
    assert "did you mean 41.79222" in texts(tab)
    tab.radio(key="own-dates-1").set_value("day-first").run()
    assert "12 rows: 8 used, 4 left out" in texts(tab)
    tab.segmented_control(key="own-use").set_value("alone").run()
    assert not tab.exception
    assert "8 incidents" in texts(tab)
    assert "only you see" in texts(tab)
    tab.multiselect(key="kind").set_value(["arrest"]).run()
    assert "4 incidents — Arrest" in texts(tab)
    tab.button(key="own-publish").click().run()
    assert not tab.exception
    assert tab.session_state.tab == "Publish"
    assert "Unpack it" in texts(tab)
    tab.button(key="own-back").click().run()
    assert FACTS in texts(tab)
    assert tab.multiselect(key="kind").value == []


@pytest.mark.parametrize("name", ["Table", "Sources", "Arrivals per year", "Stories", "Publish"])
@pytest.mark.parametrize("use", ["alone", "added"])
def test_every_tab_opens_with_own_records(tab, name, use):
    tab.button(key="own-sample").click().run()
    tab.segmented_control(key="own-use").set_value(use).run()
    tab.session_state.tab = name
    tab.run()
    assert not tab.exception


def test_a_filter_of_the_fact_base_goes_with_it(tab):
    tab.multiselect(key="escape").set_value(["southeast-asia-laos"]).run()
    tab.button(key="own-sample").click().run()
    tab.segmented_control(key="own-use").set_value("alone").run()
    assert not tab.exception
    assert "is not known here" not in texts(tab)
    assert tab.multiselect(key="escape").value == []


def test_what_a_column_is_can_be_corrected(tab):
    bring(
        tab,
        "When,What,Words,Sort,Where,Land,By,Web\n2021-03-14,Made-up,Invented.,Arrest,Yanji,China,Example News,https://example.org/1\n",
        "incidents.csv",
    )
    assert "1 row: 0 used, 1 left out" in texts(tab)
    choose = {
        "Words": "summary",
        "Sort": "kind",
        "Where": "place",
        "Land": "country",
        "What": "title",
        "By": "source_publisher",
        "Web": "source_url",
    }
    for column, target in choose.items():
        label = f"Field of column {['When', 'What', 'Words', 'Sort', 'Where', 'Land', 'By', 'Web'].index(column) + 1}"
        box = next(x for x in tab.selectbox if x.label == label)
        if box.value != target:
            box.set_value(target).run()
    assert not tab.exception
    assert "1 row: 1 used, 0 left out" in texts(tab)


def test_columns_at_home_are_open_while_the_title_may_be_among_them(tab):
    def home() -> bool:
        return next(x for x in tab.expander if "stay home" in x.label).proto.expanded

    bring(tab, "date,place,blah,people,blubb\n2021,Yanji,a,2,b\n", "incidents.csv")
    assert home()
    next(x for x in tab.selectbox if x.label == "Field of column 3").set_value("title").run()
    assert home()
    bring(tab, "date,place,title,people,blubb\n2021,Yanji,a,2,b\n", "incidents.csv")
    assert not home()


def test_the_coordinate_system_of_shapes_in_metres_is_asked_without_flags(tab):
    wkt = '"title","date","country","wkt"\n"a","2013","KOR","POINT (953901 1952032)"\n'
    bring(tab, wkt, "incidents.csv")
    assert "in which coordinate system are numbers such as 953901, 1952032?" in texts(tab)
    assert "--" not in texts(tab)
    tab.selectbox(key="own-crs-1").set_value("EPSG:5179").run()
    assert "in which coordinate system" not in texts(tab)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_the_report_speaks_english_is_told_in_other_languages(lang):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["lang"] = lang
    at.session_state.tab = t("app.tab.own", lang)
    at.run()
    at.button(key="own-sample").click().run()
    assert (t("app.own.report.english", lang) in texts(at)) is (lang != "en")


def test_what_no_column_tells_is_said_once_for_all_rows(tab):
    bring(
        tab,
        "date,title,summary,place,country\n2021-03-14,Made-up,Invented.,Yanji,China\n2021-04,Made-up too,Invented.,Tumen,China\n",
        "incidents.csv",
    )
    assert "0 used, 2 left out" in texts(tab)
    tab.selectbox(key="own-same-1-kind-incidents").set_value("arrest").run()
    tab.text_input(key="own-same-1-source_publisher-incidents").set_value("Example News").run()
    tab.text_input(key="own-same-1-source_title-incidents").set_value("Made-up report").run()
    assert not tab.exception
    assert "2 rows: 2 used, 0 left out" in texts(tab)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "a.csv"),
        (b"PK\x03\x04broken", "a.xlsx", "a.xlsx"),
        (b"%PDF-1.7", "**b**.pdf", "**b**.pdf"),
    ],
)
def test_a_file_that_gives_nothing_says_its_sentence(tab, content, name, says):
    bring(tab, content, name)
    assert says in texts(tab)
    assert not any("%PDF" in element.value for element in tab.markdown)
    tab.button(key="own-sample").click().run()
    assert says not in texts(tab)


HARM = (
    "<img src=x onerror=top.harmed=1> **b** :red[r] $x$ [l](javascript:top.harmed=1) {{ 7*7 }} ${1}"
)


def test_no_text_of_a_file_goes_through_markdown(tab):
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    heads = [
        "date",
        "title",
        "summary",
        "kind",
        "place",
        "country",
        "source",
        "source title",
        "link",
        HARM,
    ]
    cells = [
        "soon " + HARM,
        HARM,
        HARM,
        "arrest " + HARM,
        HARM,
        "China",
        HARM,
        HARM,
        "https://example.org/1",
        HARM,
    ]
    good = [
        "2021-03-14",
        HARM,
        HARM,
        "arrest",
        "Yanji",
        "China",
        HARM,
        HARM,
        "https://example.org/1",
        HARM,
    ]
    lines = [",".join(map(quoted, row)) for row in (heads, cells, good)]
    bring(tab, "\n".join(lines), f"incidents {HARM[5:20]}.csv")
    tab.segmented_control(key="own-use").set_value("alone").run()
    assert not tab.exception
    assert HARM in texts(tab)
    marked = [*tab.markdown, *tab.caption, *tab.subheader, *tab.title]
    labels = [
        getattr(x, "label", "")
        for x in [*tab.selectbox, *tab.expander, *tab.button, *tab.radio, *tab.toggle]
    ]
    for text in [*(element.value for element in marked), *labels]:
        assert "onerror" not in text
        assert ":red" not in text


def test_what_must_not_leave_is_held_back_and_told(tab):
    bring(
        tab,
        "date,title,summary,kind,place,country,lat,lon,sensitivity,source,source title,link\n"
        "2021-03-14,Made-up A,Invented; call +82 10 5555 0199.,arrest,Yanji,China,42.88825,129.50241,public,Example,One,https://example.org/1\n"
        "2021-04-15,Made-up B,Invented.,arrest,Tumen,China,42.96562,129.84199,secret,Example,Two,https://example.org/2\n",
        "incidents.csv",
    )
    assert "2 rows: 2 used, 0 left out" in texts(tab)
    tab.segmented_control(key="own-use").set_value("alone").run()
    assert not tab.exception
    assert "1 incident" in texts(tab)
    assert "is secret" in texts(tab)
    assert any("What stays home" in expander.label for expander in tab.expander)
    said = [line for line in texts(tab).splitlines() if ", summary: " in line]
    assert said
    assert "5555" not in "".join(said)
    tab.session_state.tab = "Table"
    tab.run()
    assert list(tab.dataframe[0].value["Incident"]) == ["Made-up A"]


def test_removing_the_file_goes_back_to_the_fact_base(tab):
    tab.button(key="own-sample").click().run()
    tab.segmented_control(key="own-use").set_value("alone").run()
    tab.button(key="own-remove-1").click().run()
    assert not tab.exception
    assert FACTS in texts(tab)
    assert not tab.session_state.desk.parts


def test_another_session_neither_sees_nor_keeps_what_was_brought(tab):
    tab.button(key="own-sample").click().run()
    tab.segmented_control(key="own-use").set_value("alone").run()
    assert "7 incidents" in texts(tab)
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert FACTS in texts(other)
    assert "only you see" not in texts(other)
    private = own.atlas([outcome(feature("a"))])
    made = []

    @kept(2)
    def name(atlas):
        made.append(atlas.version)
        return atlas.version

    # Without a session there is nowhere to keep it: the shared cache is not what it goes to.
    with pytest.raises(Exception, match="session"):
        name(private)


def test_uploads_are_not_spooled_to_disk(monkeypatch):
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    runpy.run_path(str(ROOT / "app.py"), run_name="served")
    assert MultiPartParser.spool_max_size > LIMITS.size
