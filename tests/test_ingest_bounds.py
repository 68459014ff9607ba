"""Files made to hurt: each is refused or read in a sentence, in bounds, and the app stays up."""

from __future__ import annotations

import datetime as dt
import io
import json
import pickle
import random
import resource
import sqlite3
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.ingest import convert as converting
from geo.ingest import wire
from geo.ingest.columns import guess
from geo.ingest.formats import sheets
from geo.ingest.limits import MEGABYTE, Limits
from geo.ingest.outcome import Answers
from geo.ingest.sheet import Unreadable

MOST = 50 * MEGABYTE


def read(data, name, **more):
    (sheet,) = sheets(data, name, **more)
    return sheet


def endured(data, name):
    """The sentence that refuses a file, or its name where it could be read."""
    try:
        sheets(data, name)
    except Unreadable as error:
        return str(error)
    return name


def refused(data, name, **more):
    with pytest.raises(Unreadable) as error:
        sheets(data, name, **more)
    sentence = str(error.value)
    assert sentence.startswith(name)
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


@pytest.fixture(autouse=True)
def _in_bounds():
    """No reading process takes a gigabyte; what other tests' processes took before is theirs.

    A process begins as a copy of this one, which other tests may have made large.
    """
    before = _largest(resource.RUSAGE_CHILDREN)
    yield
    most = _largest(resource.RUSAGE_CHILDREN)
    assert most == before or most < max(1_000_000_000, 1.1 * _largest(resource.RUSAGE_SELF))


def _largest(whose):
    """The most memory that a process has taken, in bytes."""
    return resource.getrusage(whose).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# ── size, rows, time ──


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(MOST + 1)
    assert refused(path, "large.csv") == (
        "large.csv is 50 MB, and 50 MB is the most for an import; split it into several files"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.csv", b"a,b\n" + b"1,2\n" * 200_001),
        ("rows.geojson", b'{"type":"FeatureCollection","features":[' + b"{}," * 200_001 + b"{}]}"),
        ("rows.kml", b"<kml>" + b"<Placemark/>" * 200_001 + b"</kml>"),
    ],
)
def test_too_many_rows_are_refused(name, data):
    assert refused(data, name) == (
        f"{name} has more than 200,000 rows, which is the most for one import; "
        "split it into several files"
    )


def test_the_limit_of_rows_can_be_set_and_is_met_exactly():
    data = b"a,b\n" + b"1,2\n" * 5
    assert len(read(data, "a.csv", limits=Limits(rows=5)).rows) == 5
    assert "more than 4 rows" in refused(data, "a.csv", limits=Limits(rows=4))


def test_what_takes_too_long_is_stopped_and_told():
    data = b'"title"\n' + b'"a ""quoted"" word"\n' * 2_000_000
    sentence = refused(data, "slow.csv", limits=Limits(seconds=0.5, rows=10**7))
    assert sentence == (
        "slow.csv takes longer than 0.5 seconds to read; make it simpler, or split it into several files"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_what_takes_too_much_memory_is_stopped_and_told():
    lists = b'{"type":"FeatureCollection","features":[{"a":[' + b"[]," * 10_000_000 + b"[]]}]}"
    assert "takes more than 300 MB of memory to read" in refused(
        lists, "lists.json", limits=Limits(memory=300 * MEGABYTE)
    )


def test_files_that_wait_too_long_for_others_are_told(monkeypatch):
    import threading

    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr("geo.ingest.formats._AT_ONCE", taken)
    assert "waits for other files" in refused(b"a,b\n1,2\n", "a.csv", limits=Limits(seconds=0.1))


# ── text ──


def test_null_bytes_cost_their_row():
    sheet = read(b"title,place\na\0b,Yanji\nc,Tumen\n", "a.csv")
    assert sheet.rows[0].wrong == (
        ("title", "holds a null byte; delete it and write the value again"),
    )
    assert dict(sheet.rows[1].cells) == {"title": "c", "place": "Tumen"}


def test_a_file_of_null_bytes_is_no_text():
    assert "is not text" in refused(b"\0" * 1_000_000, "a.csv")


@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_are_refused_or_read_but_never_crash(seed):
    data = random.Random(seed).randbytes(300_000)
    for beginning, name in (
        (b"", "a.csv"),
        (b'{"type":"FeatureCollection","features":[', "a.geojson"),
        (b"<kml>", "a.kml"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"SQLite format 3\0", "a.gpkg"),
    ):
        assert endured(beginning + data, name).startswith(name)


def test_a_field_of_ten_megabytes_costs_its_row():
    field = b"x" * 10_000_000
    sheet = read(b"title,place\n" + field + b",Yanji\nok,Yanji\n", "a.csv")
    assert [row.cells["title"] for row in sheet.rows if not row.wrong] == ["ok"]
    assert "holds more than 1,000,000 characters" in sheet.rows[0].wrong[0][1]
    assert len(sheet.rows[0].cells["title"]) < 1000
    data = b'{"type":"FeatureCollection","features":[%s,%s]}' % (
        b'{"type":"Feature","properties":{"a":"%s"}}' % field,
        b'{"type":"Feature","properties":{"a":"ok"}}',
    )
    sheet = read(data, "a.geojson")
    assert [row.cells["a"] for row in sheet.rows if not row.wrong] == ["ok"]
    assert len(sheet.rows[0].cells["a"]) < 1000


@pytest.mark.parametrize(
    "data", [b"," * MOST, b'"' * MOST, b"\n" * MOST, (b"," * 999 + b"\n") * 50_000]
)
def test_nothing_but_signs_is_refused(data):
    refused(data, "a.csv")


def test_quotation_marks_in_every_line_are_read_on_and_on():
    sheet = read(b"a,b\n" + b'"x\n' * 10_000 + b"good,row\n", "a.csv")
    assert len(sheet.rows) > 1
    assert sheet.rows[-1].cells["a"] == "good"


def test_a_name_of_the_file_that_would_break_a_line_is_plain():
    with pytest.raises(Unreadable) as error:
        sheets(b"", "a\n\x1b[31mb.csv")
    assert str(error.value).startswith("a\ufffd\ufffd[31mb.csv is empty")


# ── JSON ──


def collection(*features):
    return ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()


def feature(coordinates="[129.5,42.9]", properties="{}", type_="Point"):
    geometry = f'{{"type":"{type_}","coordinates":{coordinates}}}'
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'


@pytest.mark.parametrize(
    ("coordinates", "told"),
    [
        ("[NaN,42.9]", "has nan for a coordinate"),
        ("[129.5,Infinity]", "has inf for a coordinate"),
        ("[129.5,-Infinity]", "has -inf for a coordinate"),
        ("[1e308,42.9]", "has 1e+308 for a coordinate"),
        ("[129.5,1e999]", "has inf for a coordinate"),
    ],
)
def test_numbers_that_are_none_cost_their_feature(coordinates, told):
    sheet = read(collection(feature(coordinates), feature()), "a.geojson")
    assert sheet.rows[0].wrong[0][1].startswith(told)
    assert sheet.rows[0].geometry is None
    assert sheet.rows[1].geometry == Point(129.5, 42.9)


def test_a_property_that_is_no_number_costs_its_feature():
    sheet = read(
        collection(*(feature(properties=f'{{"people":{n}}}') for n in ("NaN", "9" * 30, "3"))),
        "a.geojson",
    )
    assert [bool(row.wrong) for row in sheet.rows] == [True, True, False]


def test_half_a_character_costs_its_feature():
    sheet = read(collection(feature(properties='{"a":"\\ud800"}'), feature()), "a.geojson")
    assert sheet.rows[0].wrong[0] == (
        "a",
        "holds half a character; write it again (shown as \ufffd)",
    )
    assert sheet.rows[0].cells["a"] == "\ufffd"


@pytest.mark.parametrize("deep", ["[", '{"a":', '{"type":"Feature","properties":['])
def test_deep_nesting_is_told(deep):
    start = '{"type":"FeatureCollection","features":[' + feature() + ","
    sheet = read((start + deep * (5_000_000 // len(deep))).encode(), "a.geojson")
    assert sheet.rows[0].wrong == ()
    assert "too deep" in sheet.rows[1].wrong[0][1]
    if deep != "[":
        assert "is not JSON" in refused((deep * 1_000_000).encode(), "a.geojson")


def ring(count):
    return ",".join(f"[{100 + i % 1000 / 1000},{20 + i / 1e6}]" for i in range(count))


def test_a_polygon_of_a_million_corners_costs_its_feature():
    sheet = read(
        collection(feature(f"[[{ring(1_000_000)}]]", type_="Polygon"), feature()), "a.geojson"
    )
    assert sheet.rows[0].wrong == (
        (None, "has a shape of more than 100,000 points; simplify it (in QGIS: Simplify)"),
    )
    assert sheet.rows[1].geometry == Point(129.5, 42.9)


def test_a_polygon_of_many_corners_is_read():
    sheet = read(collection(feature(f"[[{ring(90_000)}]]", type_="Polygon")), "a.geojson")
    assert sheet.rows[0].wrong == ()
    assert sheet.rows[0].geometry.geom_type == "Polygon"


def test_too_many_names_of_properties_are_told():
    many = json.dumps({f"k{i}": i for i in range(2_000)})
    sheet = read(collection(feature(properties=many), feature()), "a.geojson")
    assert "has 2,000 properties, and 1,000 can be read" in sheet.rows[0].wrong[0][1]
    each = (feature(properties=f'{{"k{i}":1}}') for i in range(2_000))
    assert "has more than 1,000 columns" in refused(collection(*each), "a.geojson")


# ── XML ──


def laughs():
    entities = "".join(
        f'<!ENTITY lol{i} "{(f"&lol{i - 1};" if i else "lol") * 10}">' for i in range(10)
    )
    return f"<!DOCTYPE kml [{entities}]>", "&lol9;"


KML = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACE = "<Placemark><name>{}</name><Point><coordinates>129.5,42.9</coordinates></Point></Placemark>"


@pytest.mark.parametrize(
    ("types", "entity"),
    [
        laughs(),
        ('<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
        ('<!DOCTYPE kml [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>', "&y;"),
        ('<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x">', "plain"),
    ],
)
def test_kml_that_declares_entities_is_refused(types, entity):
    for data in (KML.format(types, PLACE.format(entity)), KML.format("<!-- -->" + types, "")):
        assert "declares a document type of its own" in refused(data.encode(), "a.kml")


def test_an_undeclared_entity_costs_what_follows_it_alone():
    data = KML.format("", PLACE.format("good") + PLACE.format("&nbsp;") + PLACE.format("lost"))
    sheet = read(data.encode(), "a.kml")
    assert sheet.rows[0].cells["name"] == "good"
    assert "the file breaks off at line 1" in sheet.rows[1].wrong[0][1]


def test_deep_folders_are_refused():
    assert "folders within folders" in refused(("<kml>" + "<Folder>" * 1_000_000).encode(), "a.kml")


def test_null_and_broken_bytes_in_kml_cost_their_place():
    data = KML.format("", PLACE.format("a\0b") + PLACE.format("c")).encode()
    data = data.replace(b"c</name>", b"\xff</name>") + b"\xff"
    sheet = read(
        data[:-1].replace(b"</Document>", PLACE.format("good").encode() + b"</Document>"), "a.kml"
    )
    assert [bool(row.wrong) for row in sheet.rows] == [True, True, False]
    assert sheet.rows[0].cells["name"] == "a\ufffdb"


def test_a_shape_of_a_million_corners_in_kml_costs_its_place():
    line = " ".join(f"{100 + i % 1000 / 1000},{20 + i / 1e6}" for i in range(1_000_000))
    place = f"<Placemark><LineString><coordinates>{line}</coordinates></LineString></Placemark>"
    sheet = read(KML.format("", place + PLACE.format("good")).encode(), "a.kml")
    assert [bool(row.wrong) for row in sheet.rows] == [True, False]


# ── zip and XLSX ──


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            with archive.open(name.replace("_", "."), "w") as member:
                for piece in content:
                    member.write(piece)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_by_what_it_says():
    data = zipped(a_shp=[b"\0" * MEGABYTE] * 450, a_dbf=[b""])
    assert len(data) < 5 * MEGABYTE
    assert "a.zip unpacks to 450 MB, and 400 MB can be read" in refused(data, "a.zip")


def test_a_zip_that_lies_about_its_size_is_found_out():
    data = bytearray(zipped(a_shp=[b"\0" * MEGABYTE] * 30, a_dbf=[b"x"], a_shx=[b"x"]))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    refused(bytes(data), "a.zip")


def test_zips_in_zips_and_of_many_files_are_refused():
    inner = zipped(b_zip=[b"x"])
    assert "is a zip without a Shapefile" in refused(zipped(a_zip=[inner]), "a.zip")
    many = zipped(**{f"f{i}": [b""] for i in range(5_001)})
    assert "holds 5,001 files" in refused(many, "a.zip")


def test_paths_that_climb_out_of_a_zip_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    gpd.GeoDataFrame({"a": [1]}, geometry=[Point(1, 2)], crs=4326).to_file(tmp_path / "map.shp")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in tmp_path.glob("map.*"):
            archive.write(path, "../../climbed" + path.suffix)
    before = set(tmp_path.parent.rglob("*"))
    assert len(read(stream.getvalue(), "a.zip").rows) == 1
    assert set(tmp_path.parent.rglob("*")) == before


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TEXT = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def book(*pieces, types="", shared=()):
    """A workbook of one sheet, whose rows are given as XML."""

    def related(*targets):
        links = "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets)
        )
        return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("_rels/.rels", related(("officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            related(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for piece in (f'{types}<worksheet xmlns="{MAIN}"><sheetData>', *pieces):
                member.write(piece.encode())
            member.write(b"</sheetData></worksheet>")
        if shared:
            with archive.open("xl/sharedStrings.xml", "w") as member:
                for piece in (f'<sst xmlns="{MAIN}">', *shared, "</sst>"):
                    member.write(piece.encode())
    return stream.getvalue()


HEAD = f'<row r="1">{TEXT.format("A1", "title")}</row>'


def row(number):
    return f'<row r="{number}">{TEXT.format(f"A{number}", "x")}</row>'


def test_a_workbook_made_by_hand_is_read():
    assert [r.cells["title"] for r in read(book(HEAD, row(2), row(3)), "a.xlsx").rows] == ["x", "x"]


def test_a_workbook_that_unpacks_to_gigabytes_is_refused():
    data = book(HEAD, *[" " * 10 * MEGABYTE] * 42)
    assert len(data) < 5 * MEGABYTE
    assert "a.xlsx unpacks to 420 MB" in refused(data, "a.xlsx")


def test_two_cells_at_the_ends_of_a_sheet_are_not_laid_out_between():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "has a cell in column XFD" in refused(book(HEAD, row(2), far), "a.xlsx")
    wide = '<row r="1048576"><c r="CZ1048576"><v>1</v></c></row>'
    assert "goes down to row 1,048,576 and over to column CZ" in refused(
        book(HEAD, row(2), wide), "a.xlsx"
    )


def test_a_workbook_that_declares_entities_is_refused():
    types, entity = laughs()
    data = book(HEAD, row(2).replace(">x<", f">{entity}<"), types=types)
    assert "declares a document type of its own" in refused(data, "a.xlsx")


def test_one_long_text_that_every_row_repeats_is_stopped():
    repeated = [f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 100_000)]
    refused(book(HEAD, *repeated, shared=[f"<si><t>{'x' * 900_000}</t></si>"]), "a.xlsx")


def test_merged_cells_over_and_over_are_refused():
    data = book(HEAD, *map(row, range(2, 50_000)), "</sheetData><mergeCells>",
                *['<mergeCell ref="A1:XFD1048576"/>'] * 100_000, "</mergeCells><sheetData>")  # fmt: skip
    assert "has too many merged cells" in refused(data, "a.xlsx")


def test_a_workbook_cut_off_is_refused():
    data = book(HEAD, *map(row, range(2, 2_000)))
    for keep in (len(data) // 2, len(data) - 10):
        assert "is a damaged or cut off file" in refused(data[:keep], "a.xlsx")


# ── GeoPackage ──


@pytest.fixture
def geopackage(tmp_path):
    path = tmp_path / "map.gpkg"
    frame = gpd.GeoDataFrame(
        {"a": range(500)}, geometry=[Point(n, n) for n in range(500)], crs=5179
    )
    frame.to_file(path, layer="places")
    return path


def changed(path, *statements):
    base = sqlite3.connect(path)
    base.execute("PRAGMA writable_schema = 1")
    for statement in statements:
        base.execute(*statement)
    base.commit()
    base.close()
    return path.read_bytes()


def test_a_virtual_table_is_refused(geopackage, tmp_path):
    (tmp_path / "secret.csv").write_text("a\nsecret\n", encoding="utf-8")
    sql = f"CREATE VIRTUAL TABLE t USING VirtualOGR('{tmp_path / 'secret.csv'}')"
    made = "INSERT INTO sqlite_master VALUES ('table', 't', 't', 0, ?)"
    assert "has a virtual table" in refused(changed(geopackage, (made, (sql,))), "a.gpkg")


def test_a_geometry_of_nonsense_costs_its_feature(geopackage):
    base = sqlite3.connect(geopackage)
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f'DROP TRIGGER "{name}"')
    base.execute("UPDATE places SET geom = x'47500001ffffffff0102' WHERE fid = 2")
    base.commit()
    base.close()
    sheet = read(geopackage.read_bytes(), "a.gpkg")
    assert len(sheet.rows) == 500
    assert [row.number for row in sheet.rows] == list(range(1, 501))
    assert [row.number for row in sheet.rows if row.wrong] == [2]
    assert [row.cells["a"] for row in sheet.rows[:3]] == [0, 1, 2]
    assert [row.geometry for row in sheet.rows[:3]] == [Point(0, 0), None, Point(2, 2)]


def test_a_view_without_end_is_stopped(geopackage):
    endless = (
        "CREATE VIEW endless AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
        "SELECT n.fid, places.geom FROM n JOIN places ON places.fid = 1 ORDER BY n.fid DESC"
    )
    columns = "(table_name, data_type, identifier, srs_id)"
    listed = (f"INSERT INTO gpkg_contents {columns} VALUES ('endless', 'features', 'x', 5179)",)
    shaped = ("INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POINT', 5179, 0, 0)",)
    data = changed(geopackage, (endless,), listed, shaped)
    refused(data, "a.gpkg", limits=Limits(seconds=4))


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_geopackage_cut_off_is_refused_or_read_but_never_crashes(geopackage, keep):
    data = geopackage.read_bytes()
    assert endured(data[: int(len(data) * keep)], "a.gpkg").startswith("a.gpkg")


@pytest.mark.parametrize("seed", range(4))
def test_a_shapefile_with_flipped_bytes_is_refused_or_read_but_never_crashes(
    geopackage, tmp_path, seed
):
    gpd.read_file(geopackage).to_file(tmp_path / "map.shp")
    chance, stream = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(tmp_path.glob("map.[sdp]*")):
            content = bytearray(path.read_bytes())
            for _ in range(40):
                content[chance.randrange(len(content))] = chance.randrange(256)
            archive.writestr(path.name, bytes(content))
    assert endured(stream.getvalue(), "a.zip").startswith("a.zip")


# ── what follows reading ──


def test_a_table_that_is_wrong_all_over_is_told_of_row_by_row_in_bounds(monkeypatch):
    monkeypatch.setattr(converting, "MANY", 1_000)
    head = "title,date,place,country,lon,lat,people_min,source_url\n"
    wrong = "x,20133,Nowhere,XXX,1294,429,-3,ftp://example.org\n"
    good = "Made-up arrest,2013-05-10,Yanji,CHN,129.5,42.9,3,https://example.org/a\n"
    sheet = read((head + wrong * 1_000 + good).encode(), "a.csv")
    answers = Answers(dt.date(2026, 11, 22))
    outcome = converting.convert(sheet, guess(sheet, "incidents"), None, answers)
    told = {problem.feature for problem in outcome.problems if problem.losing}
    assert told == {row.number for row in outcome.left_out}
    assert len(sheet.rows) == len(outcome.features) + len(outcome.left_out)
    assert {row.number for row in outcome.left_out} >= set(range(2, 1_002))
    assert len(outcome.problems) < 3_000
    assert "After 1,000 problems, of each further row left out only one is told." in outcome.notes


# ── the process that reads ──


def test_what_dies_in_reading_is_told_and_the_next_file_is_read(monkeypatch, tmp_path):
    package = tmp_path / "geo" / "ingest"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "child.py").write_text(
        "import os, sys\nsys.stdin.buffer.read()\nos.abort()\n", encoding="utf-8"
    )
    with monkeypatch.context() as patch:
        patch.setattr("geo.ingest.formats._ROOT", tmp_path)
        assert "can't be read: it is damaged, or needs more memory" in refused(
            b"a,b\n1,2\n", "a.csv"
        )
    assert len(read(b"a,b\n1,2\n", "a.csv").rows) == 1


def test_a_reading_process_that_was_taken_over_can_send_nothing_that_runs(tmp_path):
    class Harm:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "harmed",))

    with pytest.raises(ValueError, match="no frame: UnpicklingError"):
        list(wire.received(io.BytesIO(pickle.dumps(("rows", Harm())))))
    assert not (tmp_path / "harmed").exists()
    plain = ("rows", (dt.date(2013, 5, 10), dt.datetime(2013, 5, 10, tzinfo=dt.UTC), 1.5, None))
    assert list(wire.received(io.BytesIO(wire.frame(*plain)))) == [plain]
