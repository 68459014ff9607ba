"""Which column is which: names in four languages, headings of our own, words, presets, answers."""

import csv
import datetime as dt
import io
import re

import pytest
import shapely

from geo.formats.table import COLUMNS
from geo.ingest import columns, dates, values
from geo.ingest.columns import Columns, fixing, guess, mapped, presets, targets
from geo.ingest.convert import Answers, convert
from geo.ingest.sheet import Row, Sheet
from geo.schema import LAYERS, VOCABULARIES
from geo.words import LANGUAGES, t


def sheet(*names, rows=(), name="table.csv"):
    return Sheet(
        name,
        names,
        tuple(Row(n, dict(zip(names, row, strict=True))) for n, row in enumerate(rows, 2)),
    )


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Title", "title"),
        ("Date of incident", "date"),
        ("start date", "date"),
        ("End date", "date_end"),
        ("Incident_Type", "kind"),
        ("Type", "kind"),
        ("Description", "summary"),
        ("Number of people", "people"),
        ("People (min)", "people_min"),
        ("people_max", "people_max"),
        ("Deaths", "people_died"),
        ("Town or city", "place"),
        ("LOCATION", "place"),
        ("Province", "admin1"),
        ("Country", "country"),
        ("Outcome", "outcome"),
        ("Longitude", "lon"),
        ("LAT", "lat"),
        ("Latitude (°N)", "lat"),
        ("x", "lon"),
        ("Coordinates", "coordinates"),
        ("geom", "wkt"),
        ("Link", "source_url"),
        ("Source", "source_publisher"),
        ("Article title", "source_title"),
        ("Remarks", "notes"),
        ("Women", "women"),
        ("제목", "title"),
        ("사건명", "title"),
        ("발생일", "date"),
        ("날짜", "date"),
        ("유형", "kind"),
        ("사건 유형", "kind"),
        ("인원(명)", "people"),
        ("사망자 수", "people_died"),
        ("장소", "place"),
        ("국가", "country"),
        ("결과", "outcome"),
        ("경도", "lon"),
        ("위도", "lat"),
        ("위도(WGS84)", "lat"),
        ("좌표", "coordinates"),
        ("출처", "source_publisher"),
        ("출처 링크", "source_url"),
        ("비고", "notes"),
        ("日期", "date"),
        ("国家", "country"),
        ("纬度", "lat"),
        ("日付", "date"),
        ("経度", "lon"),
        ("出典", "source_publisher"),
    ],
)
def test_names_of_an_incidents_table(name, target):
    assert guess(sheet(name), "incidents").fields == {name: target}


@pytest.mark.parametrize(
    ("layer", "name", "target"),
    [
        ("detention_sites", "Type", "type"),
        ("detention_sites", "시설명", "name"),
        ("detention_sites", "Description", "role"),
        ("detention_sites", "Since", "active_from"),
        ("crossings", "강", "river"),
        ("crossings", "Country", "countries"),
        ("routes", "이동 수단", "mode"),
        ("countries", "Country", "name"),
    ],
)
def test_the_layer_decides(layer, name, target):
    assert guess(sheet(name), layer).fields == {name: target}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("제목 / Headline", "title"),
        ("유형|Type", "kind"),
        ("인원(명) / How many people", "people"),
        ("How many people", "people"),
        ("Lat/Lon", "coordinates"),
        ("Place / Country", None),
        ("Killed / injured", None),
    ],
)
def test_a_heading_in_two_languages_is_known_where_both_say_the_same(name, target):
    assert guess(one({name: "x"}), "incidents").fields.get(name) == target


def test_a_column_that_nothing_tells_of_stays_home():
    found = guess(sheet("Title", "Phone of contact", "담당자"), "incidents")
    assert found.fields == {"Title": "title"}
    assert found.unknown == ("Phone of contact", "담당자")


def test_no_two_columns_have_one_target():
    found = guess(sheet("date", "Date", "날짜", "Type", "Kind"), "incidents")
    assert found.fields == {"date": "date", "Kind": "kind"}
    assert len(set(found.fields.values())) == len(found.fields)


def test_every_field_by_its_own_name():
    for name, layer in LAYERS.items():
        own = tuple(layer.by_name)
        assert guess(sheet(*own), name).fields == dict(zip(own, own, strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", COLUMNS)
def test_the_headings_of_our_own_tables(layer, lang):
    headings = [t(f"table.{layer}.{name}", lang) for name in COLUMNS[layer]]
    assert guess(sheet(*headings), layer).fields == dict(zip(headings, COLUMNS[layer], strict=True))


def test_our_own_csv_comes_back_with_every_field(atlas):
    from geo.formats.table import csv_lines

    for layer in LAYERS:
        text = "".join(csv_lines(layer, atlas.layers[layer])).lstrip("\ufeff")
        head = tuple(next(csv.reader(io.StringIO(text))))
        found = guess(sheet(*head), layer)
        assert found.unknown == ()
        assert found.fields == {name: name for name in head}


@pytest.mark.parametrize(
    ("names", "rows", "layer"),
    [
        (("Title", "Date", "Kind", "People"), (), "incidents"),
        (("제목", "날짜", "유형", "인원"), (), "incidents"),
        (("Name", "Type", "Place", "Country", "Status"), (), "detention_sites"),
        (("Name", "Type", "River", "Official"), (), "crossings"),
        (("name", "type", "lon", "lat"), [("A", "kyohwaso", 1, 2)], "detention_sites"),
        (("name", "type", "lon", "lat"), [("A", "road_bridge", 1, 2)], "crossings"),
        (("a", "b"), [("1", "2")], ""),
    ],
)
def test_the_layer_is_guessed(names, rows, layer):
    found = guess(sheet(*names, rows=rows))
    assert found.layer == layer
    assert bool(found.fields) == bool(layer)


def test_the_sheets_name_and_shapes_help():
    assert guess(sheet("a", name="incidents.csv")).layer == "incidents"
    assert guess(sheet("a", name="자료.xlsx 구금")).layer == "detention_sites"
    square = Sheet("x.kml", ("Name",), (Row(1, {"Name": "A"}, shapely.box(0, 0, 1, 1)),))
    assert guess(square).layer in ("", "countries")


def test_words_tell_where_the_name_says_nothing():
    rows = [("A", "체포", "송환됨"), ("B", "사망", "사망"), ("C", "arrest", "returned")]
    found = guess(sheet("Title", "What", "Then", rows=rows), "incidents")
    assert found.fields == {"Title": "title", "What": "kind", "Then": "outcome"}


@pytest.mark.parametrize("heading", ["Source", "출처", "Sources"])
def test_a_source_that_is_an_address_is_no_publisher(heading):
    cells = [("https://example.org/a",), ("http://example.org/b",), ("A newspaper",)]
    assert guess(sheet(heading, rows=cells), "incidents").fields == {heading: "source_url"}
    assert guess(sheet(heading, rows=cells[2:]), "incidents").fields == {
        heading: "source_publisher"
    }
    both = guess(sheet("Link", heading, rows=[(a, a) for (a,) in cells]), "incidents").fields
    assert both["Link"] == "source_url" != both[heading]


def test_cells_tell_better_than_names():
    links, pairs = (
        [("https://example.org/a",), ("http://example.org/b",)],
        [("42.9, 129.5",), ("42°58'N 129°50'E",)],
    )
    shapes, names = [("POINT (129.5 42.9)",), ("SRID=4326;POINT (1 2)",)], [("Yanji",), ("Tumen",)]
    for name in ("Source", "출처(링크)", "Reference", "Where to read it"):
        assert guess(sheet(name, rows=links), "incidents").fields == {name: "source_url"}
    for name in ("Location", "좌표", "GPS fix"):
        assert guess(sheet(name, rows=pairs), "incidents").fields == {name: "coordinates"}
    assert guess(sheet("Position", rows=shapes), "incidents").fields == {"Position": "wkt"}
    assert guess(sheet("Location", rows=names), "incidents").fields == {"Location": "place"}
    titles, ids = (
        [("Made-up Daily",), ("The Made-up Post, Seoul",)],
        [("a-2013; b-2014",), ("c-nd",)],
    )
    assert guess(sheet("Sources", rows=titles), "incidents").fields == {
        "Sources": "source_publisher"
    }
    assert guess(sheet("Sources", rows=ids), "incidents").fields == {"Sources": "sources"}
    both = sheet("Source", "Link", rows=[("Made-up Daily", "https://example.org/a")])
    assert guess(both, "incidents").fields == {"Source": "source_publisher", "Link": "source_url"}


def test_what_is_said_wins():
    found = guess(sheet("Title", "Date", "Reported", "Where?"), "incidents")
    found = mapped(found, ["Reported=date", "Where?=place", "Title="])
    assert found.fields == {"Reported": "date", "Where?": "place"}
    assert found.unknown == ("Title", "Date")


def test_a_columns_name_may_hold_the_sign():
    assert mapped(guess(sheet("a=b"), "incidents"), ["a=b=place"]).fields == {"a=b": "place"}
    assert mapped(guess(sheet("Where?"), "incidents"), ["where=place"]).fields == {
        "Where?": "place"
    }


@pytest.mark.parametrize(
    ("pair", "advice"),
    [
        ("Title", "is no pair; write COLUMN=FIELD"),
        ("=title", "is no pair"),
        ("Titel=title", "there is no column 'Titel'; did you mean 'Title'?"),
        ("Title=titel", "incidents has no field 'titel'; did you mean 'title'"),
        ("Title=river", "incidents has no field 'river'"),
        ("Title=zzzz", "there are 'id', 'title'"),
    ],
)
def test_what_cannot_be_said(pair, advice):
    with pytest.raises(ValueError, match=re.escape(advice)):
        mapped(guess(sheet("Title", "Date"), "incidents"), [pair])


def test_values_for_all_rows():
    found = fixing(guess(sheet("Title", "Country"), "incidents"), ["country=CHN", "kind=arrest"])
    assert found.read({"Title": "A", "Country": None}) == {
        "title": "A",
        "country": "CHN",
        "kind": "arrest",
    }
    assert found.read({"Title": "A", "Country": "LAO"})["country"] == "LAO"
    with pytest.raises(ValueError, match="did you mean 'country'"):
        fixing(found, ["contry=CHN"])
    with pytest.raises(ValueError, match="is no pair"):
        fixing(found, ["country"])


def test_the_column_of_a_target_is_named_as_the_sheet_names_it():
    found = guess(sheet("위도"), "incidents")
    assert found.column("lat") == "위도"
    assert found.column("lon") == "lon"


def test_targets():
    assert {"lon", "lat", "people", "people_died", "date_end", "source_url"} <= set(
        targets("incidents")
    )
    assert "people" not in targets("crossings")
    assert "date_end" not in targets("detention_sites")


# ---- presets ----

ACLED = {
    "event_id_cnty": "CHN1",
    "event_date": "10 May 2013",
    "year": "2013",
    "time_precision": "3",
    "disorder_type": "Strategic developments",
    "event_type": "Strategic developments",
    "sub_event_type": "Arrests",
    "actor1": "Police Forces of China",
    "assoc_actor_1": None,
    "inter1": "State forces",
    "actor2": "Civilians",
    "civilian_targeting": None,
    "iso": "156",
    "region": "East Asia",
    "country": "China",
    "admin1": "Jilin",
    "admin2": "Yanbian",
    "admin3": None,
    "location": "Yanji",
    "latitude": "42.888",
    "longitude": "129.502",
    "geo_precision": "1",
    "source": "Made-up Daily; Made-up Post",
    "source_scale": "National",
    "notes": "A made-up event for a test.",
    "fatalities": "0",
    "tags": None,
    "timestamp": "1700000000",
}


def one(record):
    return Sheet("data.csv", tuple(record), (Row(2, record),))


@pytest.mark.parametrize("written", [str, str.upper])
def test_acled(written):
    record = {written(name): cell for name, cell in ACLED.items()}
    found = guess(one(record))
    assert (found.preset, found.layer) == ("acled", "incidents")
    read = found.read(record)
    assert read["id"] == "CHN1"
    assert read["kind"] == "arrest"
    assert read["title"] == "Arrests: Yanji"
    assert read["precision"] == "town"
    assert dates.coarser(dates.edtf(read["date"]), read["date_precision"]) == "2013-05"
    assert values.country(read["country"]) == "CHN"
    assert read["notes"] == "Sources named by ACLED: Made-up Daily; Made-up Post"
    assert read["source_url"] == "https://acleddata.com/"
    assert {name.casefold() for name in found.unknown} >= {
        "actor1",
        "actor2",
        "iso",
        "tags",
        "timestamp",
    }


def test_rows_of_presets_become_records():
    today = dt.date(2026, 11, 22)
    two = IOM | {
        "Incident ID": "2014.MMP00002", "Incident Date": "2014-02-07", "Cause of Death": "Mixed or unknown",
        "URL": "https://example.org/b, https://example.org/c", "Location of Incident": "Mae Sai",
        "Coordinates": "20.43, 99.88",
    }  # fmt: skip
    for rows in ((ACLED,), (IOM | {"Location of Incident": "Chiang Khong"}, two)):
        given = Sheet(
            "data.csv", tuple(rows[0]), tuple(Row(n, row) for n, row in enumerate(rows, 2))
        )
        outcome = convert(given, guess(given), None, Answers(today))
        assert [str(problem) for problem in outcome.problems if problem.losing] == []
        assert len(outcome.features) == len(rows)


def test_other_sub_events_of_acled_keep_their_word():
    record = ACLED | {"sub_event_type": "Armed clash"}
    read = guess(one(record)).read(record)
    assert read["kind"] == "Armed clash"
    with pytest.raises(ValueError, match="is not in the vocabulary kind"):
        values.term(read["kind"], "kind")


IOM = {
    "Main ID": "2014.MMP00001",
    "Incident ID": "2014.MMP00001",
    "Incident Type": "Incident",
    "Region of Incident": "South-eastern Asia",
    "Incident Date": "2014-01-06",
    "Incident Year": "2014",
    "Month": "January",
    "Number of Dead": "1",
    "Minimum Estimated Number of Missing": "0",
    "Total Number of Dead and Missing": "1",
    "Number of Survivors": None,
    "Number of Females": None,
    "Number of Males": "1",
    "Number of Children": None,
    "Country of Origin": None,
    "Region of Origin": None,
    "Cause of Death": "Drowning",
    "Country of Incident": "Thailand",
    "Migration Route": None,
    "Location of Incident": "Mekong near Chiang Khong, made up",
    "Coordinates": "20.27, 100.4",
    "UNSD Geographical Grouping": "South-eastern Asia",
    "Information Source": "Made-up Daily",
    "URL": "https://example.org/a",
    "Source Quality": "4",
}


def test_iom_missing_migrants():
    found = guess(one(IOM))
    assert (found.preset, found.layer) == ("iom_missing_migrants", "incidents")
    read = found.read(IOM)
    assert read["kind"] == "death"
    assert read["outcome"] == "died"
    assert values.people(read["people"]) == (1, 1)
    assert values.boolean(read["count_in_totals"]) is True
    assert read["coordinates"] == "20.27, 100.4"
    assert read["precision"] == "county"
    assert read["title"] == "Drowning: Thailand"
    assert read["summary"].startswith("Cause of death as told: Drowning; dead: 1")
    assert read["source_url"] == "https://example.org/a"
    assert read["source_title"].startswith("[Report cited by IOM Missing Migrants")
    assert "Country of Origin" in found.unknown


def test_iom_missing_only_is_a_disappearance_and_sums_are_not_counted():
    record = IOM | {
        "Number of Dead": None,
        "Minimum Estimated Number of Missing": "12",
        "Total Number of Dead and Missing": "12",
        "Incident Type": "Cumulative Incident",
    }
    read = guess(one(record)).read(record)
    assert read["kind"] == "disappearance"
    assert "outcome" not in read
    assert values.boolean(read["count_in_totals"]) is False


def test_a_cause_that_iom_does_not_know_is_no_title():
    record = IOM | {"Cause of Death": "Unknown"}
    read = guess(one(record)).read(record)
    assert read["title"] == "Death: Thailand"
    assert read["summary"].startswith("Dead: 1")


def test_the_older_names_of_iom():
    record = {
        "Web ID": "1", "Reported Date": "May 06, 2014", "Number Dead": "2",
        "Minimum Estimated Number of Missing": None, "Total Dead and Missing": "2",
        "Cause of Death": "Drowning", "Location Description": "Off Made-up",
        "Location Coordinates": "20.27, 100.4", "URL": "https://example.org/a",
    }  # fmt: skip
    read = guess(one(record)).read(record)
    assert read["kind"] == "death"
    assert read["date"] == "May 06, 2014"
    assert read["coordinates"] == "20.27, 100.4"
    assert read["people"] == "2"


def test_presets_name_targets_and_words_that_exist():
    assert [preset.name for preset in presets()] == ["acled", "iom_missing_migrants"]
    for preset in presets():
        allowed = targets(preset.layer)
        content = preset.content
        for target in [
            *content["fields"].values(),
            *content["fixed"],
            *content["made"],
            *content.get("above", {}),
        ]:
            assert target in allowed, target
        for target, words in content["words"].items():
            field = LAYERS[preset.layer].by_name.get(target)
            if field is not None and field.vocabulary:
                assert set(words.values()) <= set(VOCABULARIES[field.vocabulary])


def test_a_preset_is_not_taken_for_another_layer():
    assert guess(one(ACLED), "detention_sites").preset is None


def test_text_in_braces_from_data_stays_text():
    record = ACLED | {"location": "{notes} {{ 7*7 }}"}
    assert guess(one(record)).read(record)["title"] == "Arrests: {notes} {{ 7*7 }}"


def test_names_in_our_list_are_targets_somewhere():
    everywhere = {target for layer in LAYERS for target in targets(layer)}
    assert set(columns._names()) <= everywhere


def test_columns_can_be_made_by_hand():
    assert Columns("incidents", {"A": "title"}).read({"A": "x"}) == {"title": "x"}
