"""From a sheet to records: nothing is lost, nothing is guessed, and what comes out is sound."""

import datetime as dt
import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.checking import check_feature, check_references, check_source
from geo.ingest import own
from geo.ingest.columns import Columns, fixing, guess, mapped, targets
from geo.ingest.convert import Answers, convert
from geo.ingest.sheet import Row, Sheet
from geo.schema import LAYERS

TODAY = dt.date(2026, 11, 22)
GOOD = {
    "title": "Made-up record",
    "kind": "arrest",
    "date": "2013-05-10",
    "country": "CHN",
    "place": "Yanji",
    "url": "https://example.org/a",
}


def sheet(*rows, name="events.csv", first=2, **more):
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    numbered = tuple(Row(first + n, dict.fromkeys(columns) | row) for n, row in enumerate(rows))
    return Sheet(name, columns, numbered, **more)


def made(table, known=None, layer="incidents", columns=None, **answers):
    return convert(table, columns or guess(table, layer), known, Answers(TODAY, **answers))


def only(*rows, **more):
    outcome = made(sheet(*rows), **more)
    assert not outcome.left_out, [str(p) for p in outcome.problems]
    return outcome.features[0]["properties"]


def told(outcome):
    return [str(problem) for problem in outcome.problems]


cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(["2013-05-10", "10/05/2013", "arrest", "CHN", "Yanji", "9", "1294", "129.5", "42.9",
                     "https://example.org/a", "example.org", "=A1", "true", "public", "a; b", "[]",
                     '[{"place": 1}]', "POINT (129.5 42.9)", "42.9, 129.5", "town", "secret", "2-3"]),
    st.integers(-10**20, 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)  # fmt: skip
shapes = st.one_of(
    st.none(),
    st.builds(shapely.Point, st.floats(-400, 400), st.floats(-200, 200)),
    st.just(shapely.Point()),
    st.just(shapely.LineString([(1, 1), (2, 2)])),
    st.just(shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)])),
)


@st.composite
def anything(draw):
    layer = draw(st.sampled_from(list(LAYERS)))
    known = draw(st.lists(st.sampled_from(targets(layer)), unique=True, max_size=14))
    columns = (*known, "unknown")
    rows = []
    for n in range(draw(st.integers(0, 6))):
        row = {name: draw(cells) for name in columns}
        if layer == "incidents" and draw(st.booleans()):
            row = row | GOOD
        wrong = draw(st.sampled_from([(), ((None, "is broken"),), (("title", "is merged"),)]))
        rows.append(Row(n + 2, row, draw(shapes), wrong))
    unit = draw(st.sampled_from(["row", "feature"]))
    crs = draw(st.sampled_from(["EPSG:4326", None, "EPSG:5179", "EPSG:999999"]))
    fields = {name: name for name in (*known, *(GOOD if layer == "incidents" else ()))}
    fields = {("url" if name == "url" else name): ("source_url" if name == "url" else name) for name in fields}  # fmt: skip
    return Sheet("any", columns, tuple(rows), crs, unit), Columns(layer, fields, present=columns)


@settings(max_examples=150)
@given(anything(), st.sampled_from([None, "day-first"]), st.sampled_from([None, "EPSG:3857"]))
def test_rows_in_are_features_and_rows_left_out(given_, dates, crs):
    table, columns = given_
    outcome = convert(table, columns, None, Answers(TODAY, crs, dates))
    assert len(table.rows) == len(outcome.features) + len(outcome.left_out)
    losing = {problem.feature for problem in outcome.problems if problem.losing}
    assert losing == {row.number for row in outcome.left_out}
    assert all(problem.unit == table.unit for problem in outcome.problems)
    # What comes out passes the schema's own checks, and its works are there.
    layer, seen = LAYERS[columns.layer], set()
    features = json.loads(json.dumps(list(outcome.features), allow_nan=False))
    for number, feature in enumerate(features):
        found = list(check_feature("x", number, feature, layer, seen))
        assert not [str(problem) for problem in found if problem.losing]
    works = {work["id"]: work for work in outcome.works}
    assert not [p for n, work in enumerate(outcome.works) for p in check_source("x", n, work, {})]
    assert not check_references(
        {name: features if name == layer.name else [] for name in LAYERS}, works
    )


def test_a_bare_row_is_filled_in_honestly_and_that_is_said_once():
    outcome = made(sheet(GOOD, GOOD | {"title": "Another", "date": "2014"}))
    record = outcome.features[0]["properties"]
    assert record["sensitivity"] == "public"
    assert (record["outcome"], record["corroboration"]) == ("unknown", "single")
    assert (record["summary"], record["precision"]) == ("Made-up record", "town")
    assert outcome.problems == ()
    assert "outcome: 2 rows don't say it; “unknown” was written." in outcome.notes
    assert "place: without coordinates, found by name in the gazetteer: 2 as town." in outcome.notes


@pytest.mark.parametrize("name", ["kind", "country", "place", "url"])
def test_nothing_that_asserts_a_fact_is_filled_in(name):
    bare = GOOD | {name: None}
    if name == "country":
        bare["place"] = "Nowhere at all"
    outcome = made(sheet(bare))
    assert [row.number for row in outcome.left_out] == [2]
    assert any(f", {name}: is missing" in line for line in told(outcome))


def test_a_country_comes_from_the_gazetteer_and_a_place_from_the_point():
    assert only(GOOD | {"country": None})["country"] == "CHN"
    assert only(GOOD | {"place": None, "lat": 42.89, "lon": 129.5})["place"] == "Yanji"


def test_ids_stay_the_same_whatever_stands_around_them():
    alone = only(GOOD)["id"]
    outcome = made(sheet({**GOOD, "title": "First"}, GOOD, {**GOOD, "summary": "Told otherwise"}))
    ids = [feature["properties"]["id"] for feature in outcome.features]
    assert ids[1] == alone
    assert len(set(ids)) == 3


def test_works_are_shared_and_known_ones_are_found_by_their_address(atlas):
    known = next(work for work in atlas.sources.values() if work["url"])
    outcome = made(
        sheet(GOOD, GOOD | {"title": "b"}, GOOD | {"title": "c", "url": known["url"]}), atlas
    )
    assert [work["url"] for work in outcome.works] == ["https://example.org/a"]
    assert outcome.features[2]["properties"]["sources"] == [known["id"]]


def test_the_same_file_again_is_no_problem_and_another_content_is(atlas):
    table = sheet(GOOD | {"id": "made-up-1"})
    known = own.atlas([made(table, atlas)], atlas)
    assert made(table, known).left_out == ()
    changed = sheet(GOOD | {"id": "made-up-1", "title": "Changed"})
    assert len(made(changed, known).left_out) == 1
    assert made(changed, known, replace=True).left_out == ()


def test_what_must_be_asked_is_asked_and_answered():
    table = sheet(GOOD | {"date": "10/05/2013"})
    outcome = made(table)
    assert [asked.what for asked in outcome.asked] == ["dates"]
    assert outcome.asked[0].examples == ("10/05/2013",)
    assert len(outcome.left_out) == 1
    answered = made(table, dates="month-first")
    assert answered.features[0]["properties"]["date"] == "2013-10-05"
    metres = sheet(GOOD | {"x": "953901", "y": "1952032", "country": "KOR", "place": "Seoul"})
    assert [asked.what for asked in made(metres).asked] == ["crs"]
    there = made(metres, crs="EPSG:5179").features[0]["geometry"]["coordinates"]
    assert there == pytest.approx([126.978, 37.566], abs=0.01)


@pytest.mark.parametrize("where", ["shape", "wkt"])
def test_shapes_in_metres_are_asked_about_whatever_the_file_takes_for_granted(where):
    """GeoJSON says nothing of its system, nor does a table of well-known text."""
    row = GOOD | {"country": "KOR", "place": "Seoul"}
    if where == "wkt":
        table = sheet(row | {"wkt": "POINT (953901 1952032)"})
    else:
        table = Sheet(
            "a.geojson", tuple(row), (Row(1, row, shapely.Point(953901, 1952032)),), unit="feature"
        )
    (asked,) = made(table).asked
    assert (asked.what, asked.examples) == ("crs", ("953901, 1952032",))
    there = made(table, crs="EPSG:5179").features[0]["geometry"]["coordinates"]
    assert there == pytest.approx([126.978, 37.566], abs=0.01)


def test_well_known_text_that_names_its_system_is_not_asked_about():
    row = GOOD | {"country": "KOR", "place": "Seoul", "wkt": "SRID=5179;POINT (953901 1952032)"}
    assert not made(sheet(row)).asked


def test_a_sheet_of_no_known_layer_is_asked_about():
    table = sheet({"a": 1}, {"a": 2}, name="stuff.csv")
    outcome = convert(table, guess(table), None, Answers(TODAY))
    assert [asked.what for asked in outcome.asked] == ["layer"]
    assert len(outcome.left_out) == 2


def test_unknown_columns_stay_home():
    table = sheet(GOOD | {"our contact": "somebody", "desk": None})
    outcome = made(table)
    record = outcome.features[0]["properties"]
    assert "somebody" not in json.dumps(record)
    assert outcome.extra == {record["id"]: {"our contact": "somebody"}}
    assert "Columns that no field takes stay home: our contact, desk." in outcome.notes


def test_lines_become_a_route_with_its_legs():
    line = shapely.LineString([(129.5, 42.9), (125.3, 43.9)])
    table = Sheet("routes.geojson", ("name", "kind", "summary", "countries", "url"), (
        Row(1, {"name": "Made-up route", "kind": "escape", "summary": "Made up.", "countries": "China",
                "url": "https://example.org/r"}, line),
    ), unit="feature")  # fmt: skip
    outcome = made(table, layer="routes")
    assert told(outcome) == []
    record = outcome.features[0]["properties"]
    assert outcome.features[0]["geometry"]["type"] == "MultiLineString"
    assert (record["draw"], record["source_confidence"]) == ("lines", "weak")
    assert record["legs"][0]["inferred"] is True
    assert [stop["lon"] for stop in record["waypoints"]] == [129.5, 125.3]


def test_sites_and_crossings_of_any_region():
    site = {"name": "Made-up centre", "type": "immigration detention", "country": "Libya", "place": "Tripoli",
            "lat": "32.88", "lon": "13.19", "role": "Made up.", "url": "https://example.org/s"}  # fmt: skip
    outcome = made(sheet(site), layer="detention_sites")
    assert told(outcome) == []
    assert outcome.features[0]["properties"]["status"] == "unknown"
    bridge = {"name": "Made-up bridge", "type": "road bridge", "countries": "Mexico; USA", "official": "yes",
              "lat": "27.5", "lon": "-99.5", "role": "Made up.", "url": "https://example.org/b"}  # fmt: skip
    outcome = made(sheet(bridge), layer="crossings")
    assert told(outcome) == []
    assert outcome.features[0]["properties"]["countries"] == ["MEX", "USA"]


def test_said_columns_and_values_win():
    table = sheet(GOOD | {"Wer": "x", "title": None})
    columns = fixing(mapped(guess(table, "incidents"), ["Wer=title"]), ["outcome=returned"])
    record = made(table, columns=columns).features[0]["properties"]
    assert (record["title"], record["outcome"]) == ("x", "returned")


def test_progress_is_told_by_rows():
    steps = []
    table = sheet(*({**GOOD, "title": f"Made-up {n}"} for n in range(2_300)))
    convert(table, guess(table, "incidents"), None, Answers(TODAY), steps.append)
    assert sum(steps) == 2_300
    assert len(steps) == 3


def test_what_the_project_exports_can_be_brought_in_again(atlas):
    from geo.formats import table as tables

    lines = "".join(tables.csv_lines("incidents", atlas.layers["incidents"])).lstrip("\ufeff")
    from geo.ingest.formats import sheets

    (found,) = sheets(lines.encode(), "incidents.csv")
    outcome = made(found, atlas, replace=True)
    assert [str(p) for p in outcome.problems if p.losing] == []
    old = atlas.layers["incidents"].set_index("id")
    for feature in outcome.features:
        record = feature["properties"]
        for name in ("kind", "date", "people_min", "sources", "routes", "path", "precision"):
            assert (record[name] or None) == (old.loc[record["id"], name] or None), (
                record["id"],
                name,
            )


def test_a_table_without_places_is_told_of_columns_and_not_of_geometries():
    row = {"name": "Made-up bridge", "type": "bridge", "countries": "CHN; PRK", "place": "Nowhere"}
    said = " ".join(told(made(sheet(row | {"url": "https://example.org/a"}), layer="crossings")))
    assert "row 2: has no coordinates; write its longitude and latitude into columns" in said
    assert "such as true" in said
    assert "geometry" not in said
