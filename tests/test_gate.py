"""The gate: what may leave of a record, by its sensitivity, its kind and its precision."""

import dataclasses
import json
import pickle
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import Point

from geo import reading
from geo.document import document
from geo.formats.geojson import dumps
from geo.gate import passing as gate
from geo.gate import personal
from geo.gate.published import published
from geo.schema import LAYERS
from geo.selection import Selection

YANJI = (129.50241, 42.88825)
SPOT = (129.512349, 42.912348)


@pytest.fixture(scope="module")
def records():
    """The first public record of each layer as GeoJSON, and what it rests on."""
    found = {}
    for name, layer in LAYERS.items():
        found[name] = json.loads(Path("data", layer.file).read_text("utf-8"))["features"]
    return found


def work(id_, **more):
    return {"id": id_, "publisher": "Example", "title": f"A work called {id_}", "medium": "news",
            "published": "2014", "url": f"https://example.org/{id_}", "note": None} | more  # fmt: skip


def incident(id_, point=YANJI, **more):
    properties = {
        "id": id_,
        "title": "A made-up event",
        "summary": "Made up.",
        "kind": "arrest",
        "date": "2014-03-02",
        "people_min": 2,
        "people_max": 3,
        "country": "CHN",
        "admin1": "Jilin",
        "place": "Yanji",
        "precision": "town",
        "outcome": "unknown",
        "routes": [],
        "sources": ["w"],
        "corroboration": "single",
        "count_in_totals": True,
        "sensitivity": "public",
    } | more
    geometry = {"type": "Point", "coordinates": list(point)} if point else None
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def site(id_, point=SPOT, **more):
    properties = {
        "id": id_,
        "name": "A made-up place",
        "type": "prison",
        "country": "CHN",
        "admin1": "Jilin",
        "place": "Yanji",
        "precision": "site",
        "status": "reported",
        "role": "Made up.",
        "sources": ["w"],
        "sensitivity": "public",
    } | more
    geometry = {"type": "Point", "coordinates": list(point)}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


@pytest.fixture
def atlas_of(tmp_path):
    """An atlas read from files that hold some records and works."""

    def make(works=(), **layers):
        for name, features in layers.items():
            (tmp_path / LAYERS[name].file).write_text(dumps(features), "utf-8")
        works = [work("w"), *works]
        (tmp_path / "sources.json").write_text(json.dumps(works), "utf-8")
        return reading.read(tmp_path)

    return make


def passed(atlas, **more):
    public, report = gate.pass_through(atlas, **more)
    return {
        name: {record[LAYERS[name].key]: record for record in rows.to_dict("records")}
        for name, rows in public.layers.items()
    }, report


def told(report):
    return [str(each) for each in report.redactions]


# --- what is public -------------------------------------------------------------------------------


def test_the_fact_base_leaves_as_it_is(atlas):
    public, report = gate.pass_through(atlas)
    assert told(report) == []
    assert report.summary() == "every record leaves as it is"
    for name, rows in atlas.layers.items():
        pd.testing.assert_frame_equal(pd.DataFrame(public.layers[name]), pd.DataFrame(rows))
    assert dict(public.sources) == dict(atlas.sources)
    assert list(public.yearly) == list(atlas.yearly)


def test_what_has_passed_passes_as_it_is_and_a_copy_has_to_pass_anew(atlas):
    public = atlas.public()
    assert public.passed
    assert gate.pass_through(public)[0] is public
    assert public.public() is public
    assert not dataclasses.replace(public, version="other").passed
    assert pickle.loads(pickle.dumps(public)).passed


@pytest.mark.parametrize("kind", ["arrest", "death", "border_shooting", "disappearance",
                                  "trafficking", "arrival", "forced_return", "release",
                                  "helper_detained"])  # fmt: skip
def test_people_on_the_move_are_never_finer_than_a_town(atlas_of, kind):
    found, report = passed(
        atlas_of(
            incidents=[
                incident("a", SPOT, kind=kind, precision="site", place="Blue Barn, Yanji",
                         summary="They hid in the Blue Barn, Yanji, at 42.91234, 129.51234.")
            ]
        )
    )  # fmt: skip
    record = found["incidents"]["a"]
    assert (record["geometry"].x, record["geometry"].y) == YANJI
    assert (record["place"], record["precision"]) == ("Yanji", "town")
    assert record["summary"] == "They hid in the […], at […]."
    assert any("never placed finer than a town" in line for line in told(report))


@pytest.mark.parametrize("kind", ["diplomatic_entry", "detention", "policy"])
def test_what_happens_in_an_institution_may_stand_at_its_site(atlas_of, kind):
    there = incident("a", SPOT, kind=kind, precision="site", place="A made-up embassy")
    found, report = passed(atlas_of(incidents=[there], detention_sites=[site("s", SPOT)]))
    assert (found["incidents"]["a"]["geometry"].x) == SPOT[0]
    assert told(report) == []
    found, report = passed(atlas_of(incidents=[there], detention_sites=[]))
    assert found["incidents"]["a"]["precision"] == "site"
    assert "is it an institution's?" in told(report)[0]


def test_the_point_of_a_town_is_the_published_one(atlas_of):
    found, report = passed(atlas_of(incidents=[incident("a", SPOT), incident("b")]))
    assert found["incidents"]["a"]["geometry"] == Point(YANJI)
    assert told(report) == [
        "incidents a, geometry: is not the published point of Yanji: leaves at that"
    ]


def test_a_point_that_nobody_can_check_is_told_once(atlas_of):
    unknown = [incident(id_, SPOT, place="A made-up town", admin1=None) for id_ in "abc"]
    found, report = passed(atlas_of(incidents=unknown))
    assert found["incidents"]["a"]["geometry"] == Point(SPOT)
    (line,) = told(report)
    assert line.startswith("incidents a, geometry: (and 2 more) is no point of a known town")


def test_a_province_and_a_country_have_no_spot(atlas_of):
    spots = [
        incident("a", SPOT, precision="province", place="Jilin"),
        incident("b", YANJI, precision="country", place="China"),
    ]
    found, _ = passed(atlas_of(incidents=spots))
    assert found["incidents"]["a"]["geometry"] is None
    assert found["incidents"]["b"]["geometry"] is None


def test_a_way_goes_from_town_to_town(atlas_of):
    def stop(place, lon, lat):
        return {"place": place, "country": "CHN", "lon": lon, "lat": lat, "date": None}

    way = [stop("Yanji", *YANJI), stop("Yanji", *SPOT), stop("Blue Barn", *SPOT)]
    found, _ = passed(atlas_of(incidents=[incident("a", path=way)]))
    path = found["incidents"]["a"]["path"]
    assert [(s["lon"], s["lat"]) for s in path] == [YANJI, YANJI, (None, None)]


def test_a_corridor_or_crossing_finer_than_a_town_is_refused(atlas_of, records):
    route = json.loads(json.dumps(records["routes"][0]))
    route["properties"]["waypoints"][0] |= {"lon": SPOT[0], "lat": SPOT[1], "precision": "site"}
    ford = json.loads(json.dumps(records["crossings"][0]))
    ford["properties"] |= {"official": False, "precision": "site", "routes": []}
    for x in (route, ford):
        x["properties"]["sources"] = ["w"]
        for each in ("waypoints", "legs"):
            for item in x["properties"].get(each) or ():
                item["sources"] = []
    found, report = passed(atlas_of(routes=[route], crossings=[ford]))
    assert found["routes"] == found["crossings"] == {}
    assert [each.action for each in report.redactions] == ["refused", "refused"]


# --- restricted and secret ------------------------------------------------------------------------


def test_secret_and_restricted_records_stay_home(atlas_of):
    stay = [
        incident("r", sensitivity="restricted"),
        incident("s", sensitivity="secret", publish_precision="country"),
    ]
    found, report = passed(atlas_of(incidents=[incident("a"), *stay]))
    assert list(found["incidents"]) == ["a"]
    assert told(report) == [
        "incidents r: is restricted and says no publish_precision",
        "incidents s: is secret",
    ]
    assert report.summary() == "2 records withheld"
    assert list(passed(atlas_of(incidents=stay), restricted="country")[0]["incidents"]) != []
    secret = passed(atlas_of(incidents=stay[1:]), restricted="country")[0]["incidents"]
    assert secret == {}


@pytest.mark.parametrize(
    ("asked", "place", "precision", "point"),
    [
        ("town", "Yanji", "town", YANJI),
        ("county", "Jilin province", "province", None),
        ("province", "Jilin province", "province", None),
        ("country", "China", "country", None),
    ],
)
def test_a_restricted_record_leaves_at_a_published_place(atlas_of, asked, place, precision, point):
    record = incident(
        "yanji-blue-barn", SPOT, sensitivity="restricted", publish_precision=asked,
        precision="site", place="Blue Barn, 12 Example Street, Yanji", notes="A doubt.",
        title="Raid on the Blue Barn", summary="Two people were taken.", returned_via_text="a bridge",
        path=[{"place": "Blue Barn", "country": "CHN", "lon": SPOT[0], "lat": SPOT[1]}],
    )  # fmt: skip
    found, report = passed(atlas_of(incidents=[record]))
    (id_, left), = found["incidents"].items()  # fmt: skip
    assert id_.startswith("2014-arrest-")
    assert (left["place"], left["precision"], left["sensitivity"]) == (place, precision, "public")
    assert left["geometry"] == (Point(point) if point else None)
    assert left["title"] == f"Arrest, {place}"
    assert left["summary"] == "Two people were taken."
    assert (left["people_min"], left["date"], left["kind"]) == (2, "2014-03-02", "arrest")
    for name in ("notes", "path", "returned_via_text", "publish_precision"):
        assert left[name] is None
    assert "Blue" not in str(found)
    assert "leaves as" in told(report)[0]
    assert "without notes, path, returned_via_text, title" in told(report)[0]


def test_the_coarser_wish_counts_and_nothing_is_known_better_than_it_is(atlas_of):
    given = incident("a", sensitivity="restricted", publish_precision="town")
    found, _ = passed(atlas_of(incidents=[given]), restricted="country")
    assert [r["precision"] for r in found["incidents"].values()] == ["country"]
    vague = incident("b", None, sensitivity="restricted", precision="province", place="Jilin")
    found, _ = passed(atlas_of(incidents=[vague]), restricted="town")
    assert [r["precision"] for r in found["incidents"].values()] == ["province"]


def test_a_work_that_names_the_place_does_not_leave_with_a_coarser_record(atlas_of):
    tells = work("tells", title="Arrests in Yanji")
    record = incident("a", sensitivity="restricted", publish_precision="province",
                      sources=["w", "tells"])  # fmt: skip
    atlas = atlas_of([tells], incidents=[record])
    public, _ = gate.pass_through(atlas)
    assert list(public.sources) == ["w"]
    alone = incident("a", sensitivity="restricted", publish_precision="province",
                     sources=["tells"])  # fmt: skip
    public, report = gate.pass_through(atlas_of([tells], incidents=[alone]))
    assert public.layers["incidents"].empty
    assert "rests on no work that may leave" in told(report)[0]


def test_two_coarser_records_that_say_the_same_are_two(atlas_of):
    twins = [incident(x, sensitivity="restricted") for x in ("north-barn", "south-barn")]
    whole = incident("whole", part_of="north-barn")
    atlas = atlas_of(incidents=[*twins, whole])
    found, _ = passed(atlas, restricted="town")
    one, two, _ = found["incidents"]
    assert two == f"{one}-2"
    assert found["incidents"]["whole"]["part_of"] == one


def test_nothing_refers_to_what_stays_home(atlas_of, records):
    ford = json.loads(json.dumps(records["crossings"][0]))
    ford["properties"] |= {"id": "the-ford", "name": "Greenfinch Ford", "sensitivity": "secret",
                           "routes": [], "sources": ["hidden"]}  # fmt: skip
    ford["id"] = "the-ford"
    through = incident("a", returned_via="the-ford", returned_via_text="over the ford",
                       notes="See the-ford, or Greenfinch Ford.", part_of="s")  # fmt: skip
    atlas = atlas_of([work("hidden")], crossings=[ford],
                     incidents=[through, incident("s", sensitivity="secret")])  # fmt: skip
    public, _ = gate.pass_through(atlas)
    record = public.layers["incidents"].iloc[0]
    assert record["returned_via"] is record["returned_via_text"] is record["part_of"] is None
    assert record["notes"] == "See […], or […]."
    assert list(public.sources) == ["w"]


@pytest.mark.parametrize(
    "said",
    ["Zebrafalcon village", "ZEBRAFALCON  VILLAGE", "Zebrafalcon-village", "zebrafalcon_village",
     "zebrafalcon", "Zebra-falcon", "제브라마을", "제브라 마을", "제브라"],
)  # fmt: skip
def test_a_place_that_stays_home_is_not_said_however_it_is_written(atlas_of, said):
    place = {"place": "Zebrafalcon village, Yanji", "place_local": "제브라마을"}
    hidden = incident("s", sensitivity="secret", **place)
    text = f"At {said}, a village of Yanji."
    tells = incident("a", title=text, summary=text, notes=text, sources=["about-zebrafalcon"])
    cited = work("about-zebrafalcon", title=text, publisher=text, url=f"https://example.org/{said}")
    atlas = atlas_of([cited], incidents=[tells, hidden])
    public, report = gate.pass_through(atlas)
    record, (source,) = public.layers["incidents"].iloc[0], public.sources.values()
    cut = "At […], a village of Yanji."
    assert (record["title"], record["summary"], record["notes"]) == (cut, cut, cut)
    assert (source["title"], source["publisher"], source["url"]) == (cut, cut, None)
    assert record["sources"] == [source["id"]] == list(public.sources) == ["work-1"]
    assert "incidents a, summary: told an exact place, or what stays home or a word" in str(
        report.text()
    )
    assert gate.tells(public, text)


def test_words_for_places_and_published_names_tell_nothing(atlas_of):
    text = (
        "From a barn near Yanji, on the road to the village of Tumen, in Jilin, China. 연길. 안 가."
    )
    hidden = incident(
        "s", sensitivity="secret", place="Village barn on the Yanji road, Jilin, China"
    )
    found, _ = passed(atlas_of(incidents=[incident("a", notes=text), hidden]))
    assert found["incidents"]["a"]["notes"] == text


def test_a_public_id_that_tells_what_stays_home_is_to_be_looked_at(atlas_of):
    hidden = incident("s", sensitivity="secret", place="Zebrafalcon village")
    _, report = passed(atlas_of(incidents=[incident("2014-zebrafalcon"), hidden]))
    (warning,) = report.of("warning")
    assert "seems to name what stays home" in warning.sentence


def test_a_coarser_record_does_not_leave_with_a_word_of_its_place(atlas_of):
    given = {"sensitivity": "restricted", "publish_precision": "county", "precision": "site",
             "place": "Kaesantun-X village", "title": "Arrest in Kaesantun  X",
             "summary": "Two in a Kaesantun house"}  # fmt: skip
    raid = work("x", title="Raid", url="https://example.org/kaesantunx-2")
    found, _ = passed(
        atlas_of([raid], incidents=[incident("r", SPOT, sources=["w", "x"], **given)])
    )
    (left,) = found["incidents"].values()
    assert (left["title"], left["summary"]) == (
        "Arrest, Jilin province",
        "Published without its details.",
    )
    assert left["sources"] == ["w"]


def test_a_published_name_is_said_though_a_record_that_stays_home_has_it(atlas_of):
    secret = incident("s", sensitivity="secret")
    found, _ = passed(atlas_of(incidents=[incident("a", notes="Yanji is a town."), secret]))
    assert found["incidents"]["a"]["notes"] == "Yanji is a town."


def test_problems_of_records_that_stay_home_are_not_told_to_readers(atlas_of):
    bad = incident("s", sensitivity="secret", date="Barnday")
    worse = incident("n", date="Barnday")
    del worse["properties"]["sensitivity"]
    atlas = atlas_of(incidents=[bad, worse, incident("a", date="Someday")])
    assert len(atlas.problems) == 4
    assert [problem.id for problem in atlas.public().problems] == ["a"]
    assert "Barnday" not in str(atlas.public().problems)


# --- columns of one's own, and what looks personal ------------------------------------------------


def test_columns_that_the_schema_does_not_know_stay_home_unless_asked_for(atlas_of):
    own = incident("a", Weather="rain at 42.91234, 129.51234", Informant="Mr Example", Wind=3)
    atlas = atlas_of(incidents=[own])
    public, _ = gate.pass_through(atlas)
    assert "extra" not in public.layers["incidents"]
    assert not public.extra
    public, report = gate.pass_through(atlas, columns=["Weather", "Informant", "Wind"])
    assert list(public.layers["incidents"]["extra"]) == [
        {"Weather": "rain at […]", "Informant": "Mr Example", "Wind": 3}
    ]
    assert "incidents all records, Informant: is a column of personal data" in told(report)
    assert "incidents a, Informant: seems to hold a person's name" in told(report)


def test_a_coarser_record_leaves_without_columns_of_its_own(atlas_of):
    own = incident("a", sensitivity="restricted", publish_precision="country", Weather="rain")
    public, _ = gate.pass_through(atlas_of(incidents=[own]), columns=["Weather"])
    assert len(public.layers["incidents"]) == 1
    assert "extra" not in public.layers["incidents"]


def test_what_looks_personal_is_told_and_not_repeated(atlas_of):
    record = incident("a", summary="Call 010-1234-5678.", notes="passport M12345678",
                      place="Mr Example's house", precision="country", admin1=None)  # fmt: skip
    _, report = passed(atlas_of(incidents=[record]))
    text = report.text()
    assert "incidents a, summary: seems to hold a phone number" in text
    assert "incidents a, notes: seems to hold a document number" in text
    assert "incidents a, place: seems to hold a person's name" in text
    assert "1234" not in text
    assert "Example" not in text


def test_a_phone_number_beside_a_document_s_is_told_too():
    phone, document = "a phone number", "a document number"
    assert personal.found("passport M12345678, call 010-1234-5678") == [document, phone]
    assert personal.found("call 010-1234-5678; M12345678; 880101-1234567") == [document, phone]
    assert personal.found("passport 01012345678") == [document]


def test_the_report_counts_records_and_says_no_coordinates(atlas_of):
    spots = [
        incident("s", SPOT, sensitivity="secret", notes="42.91234, 129.51234"),
        incident("m", SPOT, precision="site", notes="at 42.91234, 129.51234"),
    ]
    _, report = passed(atlas_of(incidents=spots))
    assert report.summary() == ("1 record withheld, 1 placed coarser, 1 with something taken out")
    assert "42.9" not in report.text()


# --- places and words -----------------------------------------------------------------------------


def test_published_places_are_found_by_name_and_by_point():
    places = published([])
    assert places.holds(YANJI)
    assert not places.holds(SPOT)
    assert places.named("town", "CHN", "Albanian embassy, Beijing").name == "Beijing"
    assert places.told("town", "CHN", "a flat, 12 Example Street, Yanji").name == "Yanji"
    assert places.told("town", "CHN", "Yanjiang") is None
    assert places.named("town", "KOR", "Yanji") is None
    own = [{"place": "Made-up Town", "country": "CHN", "precision": "town", "lon": 1.0, "lat": 2.0}]
    assert published(own).named("town", "CHN", "made-up town").point == (1.0, 2.0)


def test_a_document_is_made_of_what_has_passed(atlas_of):
    both = [incident("a"), incident("s", sensitivity="secret", title="Greenfinch")]
    text = document(atlas_of(incidents=both), Selection())
    assert "Greenfinch" not in text
    assert "A made-up event" in text
