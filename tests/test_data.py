"""The committed fact base: nothing lost, every id exists, every rule of the schema holds."""

import calendar
import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from shapely.geometry import shape

from geo import reading, schema
from geo.formats.geojson import dumps
from geo.schema import LAYERS

DATA = Path("data")

TOTALS = {
    "routes": 33,
    "crossings": 26,
    "countries": 12,
    "detention_sites": 64,
    "incidents": 255,
}
KINDS = {
    "arrest": 66,
    "detention": 10,
    "forced_return": 39,
    "death": 11,
    "border_shooting": 11,
    "trafficking": 7,
    "helper_detained": 23,
    "diplomatic_entry": 36,
    "release": 7,
    "arrival": 19,
    "disappearance": 4,
    "policy": 22,
}
PARTS = {
    "2017-11-scientist-sinuiju": "2017-11-04-shenyang-ten",
    "2023-04-baishan-woman": "2023-10-09-mass-return",
    "2023-10-09-via-changbai": "2023-10-09-mass-return",
    "2023-10-09-via-dandong": "2023-10-09-mass-return",
    "2023-10-09-via-hunchun": "2023-10-09-mass-return",
    "2023-10-09-via-nanping": "2023-10-09-mass-return",
    "2023-10-09-via-tumen": "2023-10-09-mass-return",
}


def features(layer):
    return json.loads((DATA / LAYERS[layer].file).read_text("utf-8"))["features"]


def test_the_data_has_no_problem(atlas):
    assert [str(problem) for problem in atlas.problems] == []


MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
ABOUT = re.compile(rf"\b(?:about|around) (?:\d+ \w+ or )?(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})")


def test_a_day_that_a_summary_calls_about_is_about_in_every_date_of_the_record(atlas):
    found = 0
    for record in atlas.records["incidents"]:
        for day, month, year in ABOUT.findall(record["summary"]):
            stated = f"{year}-{MONTHS[month]:02}-{int(day):02}"
            dates = [record["date"], *(stop["date"] for stop in record["path"] or ())]
            for date in filter(None, dates):
                for end in date.split("/"):
                    assert end != stated, (record["id"], date)
                    found += end == f"{stated}~"
    assert found >= 5


def test_no_more_are_returned_or_dead_than_there_were(atlas):
    for record in atlas.records["incidents"]:
        for end in ("min", "max"):
            for part in ("died", "returned"):
                some, all_ = record[f"people_{part}_{end}"], record[f"people_{end}"]
                assert some is None or all_ is None or some <= all_, record["id"]


def test_no_record_was_lost(atlas):
    assert {name: len(rows) for name, rows in atlas.layers.items()} == TOTALS
    assert len(atlas.sources) == 809
    assert sum(1 for work in atlas.sources.values() if work["url"]) == 668
    assert len(atlas.yearly) == 106
    assert len(atlas.gazetteer) == 251


def test_incidents_by_kind_corroboration_and_place(atlas):
    rows = atlas.layers["incidents"]
    assert Counter(rows["kind"]) == KINDS
    assert Counter(rows["corroboration"]) == {"single": 119, "multiple": 129, "disputed": 7}
    assert Counter(rows["count_in_totals"]) == {True: 210, False: 45}
    assert int(rows.geometry.notna().sum()) == 194
    assert Counter(rows["date"].isna()) == {False: 254, True: 1}
    assert dict(rows[rows["part_of"].notna()][["id", "part_of"]].itertuples(index=False)) == PARTS


def test_routes_by_kind(atlas):
    assert Counter(atlas.layers["routes"]["kind"]) == {"escape": 17, "repatriation": 16}


def test_every_record_is_public(atlas):
    for rows in atlas.layers.values():
        assert set(rows["sensitivity"]) == {"public"}


def test_people_are_never_finer_than_a_town(atlas):
    assert "site" not in set(atlas.layers["incidents"]["precision"])


@pytest.mark.parametrize("layer", LAYERS)
def test_files_are_rfc_7946_in_the_one_layout(layer):
    path = DATA / LAYERS[layer].file
    found = features(layer)
    assert path.read_text("utf-8") == dumps(found)
    for feature in found:
        assert list(feature) == ["type", "id", "geometry", "properties"]
        assert feature["id"] == feature["properties"][LAYERS[layer].key]
        assert list(feature["properties"]) == [f.name for f in LAYERS[layer].leaving]
        if feature["geometry"] and "Polygon" in feature["geometry"]["type"]:
            geometry = shape(feature["geometry"])
            for part in getattr(geometry, "geoms", [geometry]):
                assert part.exterior.is_ccw, feature["id"]


def test_a_route_has_a_part_a_leg(atlas):
    for route in features("routes"):
        legs, geometry = route["properties"]["legs"], route["geometry"]
        if route["properties"]["draw"] == "points":
            assert geometry["type"] == "MultiPoint"
        else:
            assert geometry["type"] == "MultiLineString"
            assert len(geometry["coordinates"]) == len(legs)
        for leg in legs:
            assert set(leg) == {"from", "to", "mode", "inferred", "sources", "course"}
            assert leg["inferred"] or leg["sources"], route["id"]
            for mode in (leg["mode"] or "").split(", "):
                assert not mode or mode in schema.VOCABULARIES["mode"]


def test_figures_are_whole_and_cite_known_works(atlas):
    with (DATA / "yearly.csv").open(encoding="utf-8", newline="") as file:
        assert len({row["id"] for row in csv.DictReader(file)}) == 106
    for figure in atlas.yearly:
        assert figure["sources"]
        assert all(id_ in atlas.sources for id_ in figure["sources"]), figure["id"]
    arrivals = {
        f["period"]: f["value"] for f in atlas.yearly if f["series"] == "arrivals_south_korea"
    }
    assert arrivals["2009"] == 2914
    assert arrivals["2021"] == 63


def test_the_field_tables_are_written_from_the_schema():
    text = (DATA / "README.md").read_text("utf-8")
    assert schema.with_field_tables(text) == text


def test_examples_of_fields_hold_to_their_vocabulary():
    for layer in LAYERS.values():
        for f in layer.fields:
            if f.vocabulary and not f.inner:
                values = f.example if isinstance(f.example, list) else [f.example]
                assert set(values) <= set(schema.VOCABULARIES[f.vocabulary]), f.name


def test_the_newest_change_is_the_as_of_date(atlas):
    entries = re.findall(
        r"^## (\d{4}-\d{2}-\d{2})", (DATA / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert atlas.as_of == max(entries)


def test_the_changelog_has_an_entry_for_the_data_as_they_are():
    assert reading.unlogged(DATA) == []
    assert "version" in (DATA / "CHANGELOG.md").read_text("utf-8")
