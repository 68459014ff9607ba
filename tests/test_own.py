"""Somebody's own records as an atlas, and the app's tab for them without a browser."""

import json

import pytest

from geo.ingest import own
from geo.ingest.outcome import Outcome
from geo.kit import Wish, makers
from geo.select import select
from geo.selection import Selection, vocabulary

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
