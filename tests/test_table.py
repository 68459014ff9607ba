"""Tables of what is shown, and the CSV and GeoJSON files of it."""

import csv
import io
import json

import geopandas as gpd
import pytest

from geo.formats import table
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection
from geo.words import t


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def with_field(atlas, layer: str, name: str, value: object) -> gpd.GeoDataFrame:
    rows = atlas.layers[layer].iloc[:1].copy()
    rows[name] = [value]
    return rows


@pytest.mark.parametrize("layer", LAYERS)
def test_a_table_has_a_row_a_record_and_no_ids_for_words(atlas, layer):
    rows = atlas.layers[layer]
    shown = table.table(layer, rows)
    assert len(shown) == len(rows)
    assert list(shown) == [t(f"table.{layer}.{name}") for name in table.COLUMNS[layer]]


def test_a_table_says_terms_and_countries_in_words(atlas):
    row = table.table("incidents", atlas.layers["incidents"]).iloc[0]
    assert (row["Kind"], row["Country"]) != ("policy", "PRK")
    assert row["Kind"][0].isupper()


def test_whole_numbers_stay_whole_where_some_are_missing(atlas):
    people = table.table("incidents", atlas.layers["incidents"])["People, at least"]
    assert people.isna().any()
    assert str(people.dtype) == "Int64"


@pytest.mark.parametrize("layer", LAYERS)
def test_csv_and_geojson_hold_exactly_what_is_shown(atlas, layer):
    shown = select(atlas, Selection(route=("southeast-asia-laos",))).layers[layer]
    key = LAYERS[layer].key
    features = json.loads(table.as_geojson(layer, shown))["features"]
    assert [row[key] for row in rows_of(table.as_csv(layer, shown))] == list(shown[key])
    assert [feature["id"] for feature in features] == list(shown[key])
    assert set(features[0]["properties"]) == {field.name for field in LAYERS[layer].leaving}


def test_csv_has_the_point_of_a_record(atlas):
    row = rows_of(table.as_csv("incidents", atlas.layers["incidents"]))[0]
    point = atlas.layers["incidents"].geometry[0]
    assert (float(row["lon"]), float(row["lat"])) == (point.x, point.y)


@pytest.mark.parametrize("write", [table.as_csv, table.as_geojson])
@pytest.mark.parametrize("sensitivity", ["restricted", "secret"])
def test_files_hold_public_records_only(atlas, write, sensitivity):
    rows = with_field(atlas, "incidents", "sensitivity", sensitivity)
    assert rows["id"].iloc[0] not in write("incidents", rows)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("x")'],
)
def test_no_cell_of_a_csv_is_a_formula(atlas, text):
    rows = with_field(atlas, "incidents", "title", text)
    cell = rows_of(table.as_csv("incidents", rows))[0]["title"]
    assert cell.replace("\r\n", "\n") == f"'{text}".replace("\r\n", "\n")


@pytest.mark.parametrize(
    "text",
    ['a "quoted", comma', "두 줄\nof text", "</script><img onerror=x>", "{{ 7*7 }}", "x" * 10_000],
)
def test_text_comes_back_verbatim(atlas, text):
    rows = with_field(atlas, "incidents", "title", text)
    assert rows_of(table.as_csv("incidents", rows))[0]["title"] == text
    feature = json.loads(table.as_geojson("incidents", rows))["features"][0]
    assert feature["properties"]["title"] == text
    assert table.table("incidents", rows)["Incident"][0] == text


def test_works_are_those_cited_by_what_is_shown(atlas):
    shown = select(atlas, Selection(route=("southeast-asia-laos",), layer=("routes",))).layers
    cited = shown["routes"]["sources"].iloc[0]
    works = table.works(shown, atlas.sources)
    assert len(works) == len(set(cited))
    assert set(works["Title"]) == {atlas.sources[id_]["title"] for id_ in cited}


def test_works_of_nothing_are_none(atlas):
    assert table.works({}, atlas.sources).empty


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (" https://example.org", None),
        (None, None),
        (3, None),
    ],
)
def test_only_web_addresses_are_links(address, link):
    assert table.link(address) == link
