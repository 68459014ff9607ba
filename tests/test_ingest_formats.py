"""Every kind of file that an import takes, as its program writes it, comes out as the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import tomllib
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
from shapely.geometry import LineString, Point, Polygon

from geo.ingest.formats import ENDINGS, sheets
from geo.ingest.limits import LIMITS, MEGABYTE, Limits, limits
from geo.ingest.sheet import Unreadable

HEADING = ["title", "date", "place"]
ROWS = [["Made-up arrest", "2013-05", "Yanji"], ["지어낸 사건", "2014", "두만강"]]


def one(data, name="records.csv", **more):
    (sheet,) = sheets(data, name, **more)
    return sheet


def values(sheet):
    return [list(row.cells.values()) for row in sheet.rows]


def table(rows, delimiter=",", **more):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, **more).writerows(rows)
    return text.getvalue()


def book(*rows, name="records"):
    workbook = openpyxl.Workbook()
    workbook.active.title = name
    for row in rows:
        workbook.active.append(row)
    return workbook


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# ── CSV and TSV ──


@pytest.mark.parametrize(
    ("delimiter", "note"),
    [
        (",", None),
        (";", "cells are separated by semicolons"),
        ("\t", "cells are separated by tabs"),
        ("|", "cells are separated by bars"),
    ],
)
def test_the_separator_is_found_and_told(delimiter, note):
    sheet = one(table([HEADING, *ROWS], delimiter).encode())
    assert sheet.columns == tuple(HEADING)
    assert values(sheet) == ROWS
    assert sheet.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "read as UTF-16"),
        ("utf-16-le", "read as UTF-16; if letters look wrong, save the file as UTF-8"),
        ("cp949", "read as CP949 (Korean); if letters look wrong, save the file as UTF-8"),
        ("cp932", "read as Shift JIS (Japanese); if letters look wrong, save the file as UTF-8"),
        ("gb18030", "read as GB18030 (Chinese); if letters look wrong, save the file as UTF-8"),
    ],
)
def test_the_encoding_is_found_and_told(encoding, note):
    places = {"gb18030": "图们江边的延吉市在中国", "cp932": "延吉の町、図們江のほとり"}
    place = places.get(encoding, "두만강 가의 연길시")
    rows = [["Made-up arrest near the river in the town", "2013-05", place]] * 3
    sheet = one(table([HEADING, *rows]).encode(encoding))
    assert values(sheet) == rows
    assert sheet.notes == ((note,) if note else ())


def test_a_few_broken_letters_cost_their_rows_and_not_the_file():
    data = table([HEADING, *ROWS * 20]).encode() + b"broken,2013,Yan\xffji\n"
    sheet = one(data)
    assert len(sheet.rows) == 41
    assert [row.number for row in sheet.rows if row.wrong] == [42]
    ((column, advice),) = sheet.rows[-1].wrong
    assert column == "place"
    assert advice.startswith("holds bytes that are no letters in this encoding")
    assert sheet.rows[-1].cells["place"] == "Yan\ufffdji"


def test_rows_count_as_a_spreadsheet_counts_them():
    sheet = one(b'title,notes\none,"two\nlines"\n\n,\nlast,x\n')
    assert [(row.number, row.cells["title"]) for row in sheet.rows] == [(2, "one"), (5, "last")]


def test_a_title_above_the_heading_is_told_and_left_out():
    sheet = one(b"Incidents of our newsroom,,\n,,\n" + table([HEADING, *ROWS]).encode())
    assert sheet.columns == tuple(HEADING)
    assert [row.number for row in sheet.rows] == [4, 5]
    assert sheet.notes == ("row 3 was read as the heading; what stands above it was left out",)


def test_columns_without_or_with_the_same_name_keep_their_cells():
    sheet = one(b"place,,place\na,b,c\n")
    assert dict(sheet.rows[0].cells) == {"place": "a", "column B": "b", "place (2)": "c"}
    assert sheet.notes == ("two columns are called “place”; the later is “place (2)” here",)


def test_a_line_break_in_a_heading_parts_its_languages():
    assert one('"제목\nHead line",b\n1,2\n'.encode()).columns == ("제목 / Head line", "b")


def test_a_quotation_mark_that_never_closes_costs_its_row_alone():
    sheet = one(b'title,place\na,Yanji\n"b,Yanji\nc,Yanji\n"d",Yanji\ne,Yanji\n')
    assert [row.cells["title"] for row in sheet.rows if not row.wrong] == ["a", "c", "d", "e"]
    (bad,) = [row for row in sheet.rows if row.wrong]
    assert bad.number == 3
    assert bad.cells["title"] == '"b,Yanji'


def test_a_quotation_mark_open_to_the_end_costs_its_row_alone():
    sheet = one(b'title,place\na,Yanji\n"b,Yanji\nc,Yanji\n')
    assert [row.number for row in sheet.rows if not row.wrong] == [2, 4]
    assert sheet.rows[1].wrong == (
        (None, "opens a quotation mark that never closes; close it, or delete it"),
    )


def test_more_cells_than_the_heading_has_are_told():
    sheet = one(b"title,place\nArrest, as told,Yanji\nb,Yanji,\n")
    assert sheet.rows[0].wrong[0][1].startswith("has 3 cells, but the heading 2; put texts")
    assert sheet.rows[1].wrong == ()


def test_excels_own_line_about_the_separator_is_followed():
    sheet = one(b"sep=;\r\ntitle;place\r\na;Yanji, Jilin\r\n")
    assert values(sheet) == [["a", "Yanji, Jilin"]]
    assert sheet.rows[0].number == 2


def test_line_ends_of_old_macs_are_line_ends():
    assert values(one(b"title,place\ra,Yanji\rb,Tumen\r")) == [["a", "Yanji"], ["b", "Tumen"]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "records.csv is empty; save your table again and send that"),
        (b"  \n\n", "records.csv is empty; save your table again and send that"),
        (b"title,place\n", "records.csv has a heading and no row below it; write a row a record"),
        (
            b"%PDF-1.7 x",
            "records.csv is a PDF; copy its table into a spreadsheet and save that as XLSX or CSV",
        ),
        (
            b"<!doctype html><html></html>",
            "records.csv is a web page; download the table itself as CSV or XLSX",
        ),
    ],
)
def test_a_file_without_a_table_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(Unreadable) as refused:
        sheets(data, "records.csv")
    assert str(refused.value) == sentence


# ── XLSX ──


def test_a_workbook_keeps_dates_numbers_and_blanks():
    day, moment = dt.date(2013, 5, 10), dt.datetime(2013, 5, 10, 12, 30)  # noqa: DTZ001 a workbook knows no zone
    data = saved(
        book(
            ["title", "date", "people", "seen", "share"],
            ["a", day, 3, True, 0.5],
            ["b", moment, None, False, 2.0],
        )
    )
    sheet = one(data, "book.xlsx")
    assert sheet.name == "book.xlsx"
    assert values(sheet) == [["a", day, 3, True, 0.5], ["b", moment, None, False, 2]]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert isinstance(sheet.rows[0].cells["people"], int)


def test_each_sheet_with_rows_is_one_and_others_are_told():
    workbook = book(HEADING, *ROWS, name="incidents")
    workbook.create_sheet("blank")
    workbook.create_sheet("old").sheet_state = "hidden"
    workbook["old"].append(["secret"])
    more = workbook.create_sheet("sites")
    more.append(["name"])
    more.append(["Tumen"])
    found = sheets(saved(workbook), "book.xlsx")
    assert [sheet.name for sheet in found] == ["book.xlsx, incidents", "book.xlsx, sites"]
    assert found[0].notes == (
        "sheets hidden were left out: old",
        "sheets without rows were left out: blank",
    )


def test_a_formula_without_its_value_an_error_and_merged_cells_are_told_by_row():
    workbook = book(
        HEADING,
        ["a", "=2010+3", "Yanji"],
        ["b", "#N/A", "Yanji"],
        ["c", "2014", "x"],
        ["d", None, "y"],
    )
    sheet = workbook.active
    sheet["B3"].data_type = "e"
    sheet.merge_cells("B4:B5")
    read = one(saved(workbook), "book.xlsx")
    assert {row.number: row.wrong for row in read.rows} == {
        2: (
            (
                "date",
                "holds a formula without its value; open the file in your spreadsheet program and save it, or write the value",
            ),
        ),
        3: (("date", "holds an error instead of a value; mend the formula, or write the value"),),
        4: (),
        5: (("date", "is merged with B4; split the merged cells and fill in each"),),
    }


def test_a_formula_whose_value_is_blank_is_a_blank_cell():
    data = repacked(
        saved(book(["title", "date"], ["a", '=IF(TRUE,"",1)'])),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="B2"', b'r="B2" t="str"'),
    )
    assert one(data, "book.xlsx").rows[0].wrong == ()


def repacked(data, path, change):
    """A zip with one of its files changed."""
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            content = old.read(name)
            archive.writestr(name, change(content) if name == path else content)
    return new.getvalue()


def test_a_cell_typed_far_below_does_not_cost_the_table():
    workbook = book(HEADING, *ROWS)
    workbook.active["A1048576"] = "stray"
    sheet = one(saved(workbook), "book.xlsx")
    assert [row.number for row in sheet.rows] == [2, 3, 1_048_576]


def test_a_cell_typed_far_to_the_right_is_named():
    workbook = book(HEADING, *ROWS)
    workbook.active["XFD3"] = "stray"
    with pytest.raises(Unreadable, match="has a cell in column XFD, far from the others"):
        sheets(saved(workbook), "book.xlsx")


def test_other_spreadsheets_are_named():
    with pytest.raises(
        Unreadable, match="old Excel file or one locked by a password; save it as XLSX"
    ):
        sheets(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "book.xls")


# ── GeoJSON ──

POINT = {"type": "Point", "coordinates": [129.5, 42.9]}


def feature(properties, geometry=None, **more):
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()


def test_geojson_comes_feature_by_feature():
    data = collection(
        feature(
            {"title": "a", "people": 3, "routes": ["x", "y"], "legs": [{"from": 0}]}, POINT, id=7
        ),
        feature({"title": "b"}),
    )
    sheet = one(data, "map.geojson")
    assert sheet.unit == "feature"
    assert sheet.crs == "EPSG:4326"
    assert [row.number for row in sheet.rows] == [1, 2]
    assert dict(sheet.rows[0].cells) == {
        "id": 7, "title": "a", "people": 3, "routes": "x; y", "legs": '[{"from": 0}]',
    }  # fmt: skip
    assert sheet.rows[0].geometry == Point(129.5, 42.9)
    assert sheet.rows[1].geometry is None
    assert sheet.rows[1].cells["people"] is None


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n\x1e"])
def test_newline_delimited_geojson_is_the_same(separator):
    lines = [json.dumps(feature({"title": title}, POINT)) for title in "ab"]
    sheet = one(separator.join(lines).encode(), "map.geojsonl")
    assert [row.cells["title"] for row in sheet.rows] == ["a", "b"]


def test_a_broken_line_costs_itself():
    lines = [
        json.dumps(feature({"title": "a"})),
        '{"type": "Feature", "prop',
        json.dumps(feature({"title": "c"})),
    ]
    sheet = one("\n".join(lines).encode(), "map.ndjson")
    assert [row.cells["title"] for row in sheet.rows if not row.wrong] == ["a", "c"]
    assert sheet.rows[1].wrong[0][1].startswith("is not JSON at line 2, column ")


def test_a_broken_feature_costs_itself_and_so_does_the_end_cut_off():
    good = json.dumps(feature({"title": "a"}, POINT))
    start, broken = '{"type":"FeatureCollection","features":[', '{"type":"Feature","x":}'
    data = f'{start}{good},{broken},{good},{{"type":"Fea'
    sheet = one(data.encode(), "map.geojson")
    assert [bool(row.wrong) for row in sheet.rows] == [False, True, False, True]


@pytest.mark.parametrize(
    ("member", "crs"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}, "EPSG:5179"),
        ({"type": "name", "properties": {"name": "EPSG:5186"}}, "EPSG:5186"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "EPSG:4326"),
        ({"type": "name", "properties": {"name": "our own"}}, None),
        (None, None),
    ],
)
def test_the_crs_member_is_heard(member, crs):
    assert one(collection(feature({"a": 1}, POINT), crs=member), "map.geojson").crs == crs


@pytest.mark.parametrize(
    ("geometry", "advice"),
    [
        (
            {"type": "Point", "coordinates": ["129", 42]},
            "has '129' for a coordinate; write a number",
        ),
        (
            {"type": "Point", "coordinates": [129]},
            "has [129] for a position; write [longitude, latitude]",
        ),
        ({"type": "Circle"}, "has a geometry of type 'Circle'; use a point, lines or polygons"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
            "has a geometry that can't be drawn",
        ),
        ({"type": "Point", "coordinates": 5}, "has a geometry without coordinates"),
        (
            {"type": "Point", "coordinates": [1e308, 2]},
            "has 1e+308 for a coordinate, which is on no map",
        ),
    ],
)
def test_a_geometry_that_cannot_be_is_told(geometry, advice):
    sheet = one(collection(feature({"a": 1}, geometry), feature({"a": 2}, POINT)), "map.geojson")
    ((column, said),) = sheet.rows[0].wrong
    assert column is None
    assert said.startswith(advice)
    assert sheet.rows[1].wrong == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b'{"type": "Topology", "objects": {}}',
            "map.json is TopoJSON; export the layer as GeoJSON",
        ),
        (b"[1, 2]", "map.json is a JSON list; save it as GeoJSON (a FeatureCollection) or CSV"),
        (b'{"a": 1}', 'map.json is JSON without "features"; export the layer as GeoJSON or CSV'),
        (
            b'{"type":"FeatureCollection","features":[]}',
            "map.json holds no feature; save the layer again with its features",
        ),
    ],
)
def test_json_without_features_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(Unreadable) as refused:
        sheets(data, "map.json")
    assert str(refused.value) == sentence


def test_a_file_that_is_one_feature_or_one_geometry_is_a_row():
    assert (
        one(json.dumps(feature({"title": "a"}, POINT)).encode(), "a.json").rows[0].cells["title"]
        == "a"
    )
    assert one(json.dumps(POINT).encode(), "a.json").rows[0].geometry == Point(129.5, 42.9)


def test_our_own_layers_come_in_whole(tmp_path):
    path = Path("data/incidents.geojson")
    sheet = one(path)
    assert len(sheet.rows) == len(json.loads(path.read_bytes())["features"])
    assert not any(row.wrong for row in sheet.rows)


# ── GeoPackage, Shapefile, KML ──


@pytest.fixture
def frame():
    return gpd.GeoDataFrame(
        {"title": ["a", None], "사람": [3, 4], "note": ["연길", "도문"]},
        geometry=[Point(1_000_000, 2_000_000), None],
        crs="EPSG:5179",
    )


def test_a_geopackage_gives_a_sheet_a_layer_in_its_crs(frame, tmp_path):
    path = tmp_path / "map.gpkg"
    frame.to_file(path, layer="incidents")
    frame.drop(columns="note").to_file(path, layer="sites")
    found = sheets(path)
    assert [sheet.name for sheet in found] == ["map.gpkg, incidents", "map.gpkg, sites"]
    assert {sheet.crs for sheet in found} == {"EPSG:5179"}
    assert values(found[0]) == [["a", 3, "연길"], [None, 4, "도문"]]
    assert found[0].rows[0].geometry == Point(1_000_000, 2_000_000)
    assert found[0].rows[1].geometry is None
    assert sheets(path.read_bytes(), "map.gpkg") == found


def test_a_geopackage_keeps_whole_numbers_beside_blanks_and_days(tmp_path):
    path = tmp_path / "map.gpkg"
    pyogrio.raw.write(
        path,
        np.array([Point(1, 2).wkb] * 2, dtype=object),
        [np.array([3, 0]), np.array(["2013-05-10", "NaT"], dtype="datetime64[D]")],
        ["people", "day"],
        field_mask=[np.array([False, True]), None],
        geometry_type="Point",
        crs="EPSG:4326",
        driver="GPKG",
    )
    assert values(one(path)) == [[3, dt.date(2013, 5, 10)], [None, None]]


def test_a_geopackage_that_another_program_writes_is_not_read_by_half(frame, tmp_path):
    path = tmp_path / "map.gpkg"
    frame.to_file(path)
    (tmp_path / "map.gpkg-wal").write_bytes(b"changes")
    with pytest.raises(Unreadable, match="open in another program; save and close it there first"):
        sheets(path)


def zipped(folder, *leave_out, inside=""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(folder.iterdir()):
            if path.suffix not in leave_out:
                archive.write(path, inside + path.name)
    return stream.getvalue()


def test_a_zipped_shapefile_has_the_crs_it_declares(frame, tmp_path):
    frame.to_file(tmp_path / "사건.shp", encoding="UTF-8")
    sheet = one(zipped(tmp_path, inside="내보내기/"), "map.zip")
    assert "5179" in sheet.crs
    assert values(sheet) == [["a", 3, "연길"], [None, 4, "도문"]]


def test_without_a_prj_file_nobody_says_the_crs(frame, tmp_path):
    frame.to_file(tmp_path / "map.shp")
    assert one(zipped(tmp_path, ".prj"), "map.zip").crs is None


def test_a_damaged_prj_file_costs_the_declaration_alone(frame, tmp_path):
    frame.to_file(tmp_path / "map.shp")
    (tmp_path / "map.prj").write_bytes(b"PROJCS[\xed\xff\0")
    sheet = one(zipped(tmp_path), "map.zip")
    assert sheet.crs is None
    assert sheet.notes == ("its .prj file is damaged, so its coordinate system is not known",)
    assert len(sheet.rows) == 2


def test_the_encoding_of_a_shapefile_that_tells_none_is_found(frame, tmp_path):
    frame.to_file(tmp_path / "map.shp", encoding="CP949")
    dbf = bytearray((tmp_path / "map.dbf").read_bytes())
    dbf[29] = 0
    (tmp_path / "map.dbf").write_bytes(dbf)
    sheet = one(zipped(tmp_path, ".cpg"), "map.zip")
    assert [row.cells["note"] for row in sheet.rows] == ["연길", "도문"]
    assert sheet.notes[0].startswith("read as CP949 (Korean)")


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        (".dbf", "map.zip lacks map.dbf; zip all files of the Shapefile"),
        (".shx", "map.zip lacks its .shx file; zip all files of the Shapefile"),
        (".shp", "map.zip is a zip without a Shapefile; send the table or the layer itself"),
    ],
)
def test_a_shapefile_that_lacks_a_file_is_told_which(frame, tmp_path, without, sentence):
    frame.to_file(tmp_path / "map.shp")
    with pytest.raises(Unreadable) as refused:
        sheets(zipped(tmp_path, without), "map.zip")
    assert str(refused.value) == sentence


def test_one_file_of_a_shapefile_alone_is_told_to_be_zipped(frame, tmp_path):
    frame.to_file(tmp_path / "map.shp")
    for ending in (".shp", ".dbf"):
        with pytest.raises(Unreadable, match="is one file of a Shapefile; zip its"):
            sheets(tmp_path / f"map{ending}")


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>whole</name><Folder>
<Placemark id="p1"><name>Made-up arrest</name><description><![CDATA[<b>told</b>]]></description>
 <TimeStamp><when>2013-05</when></TimeStamp>
 <ExtendedData><Data name="kind"><value>arrest</value></Data>
  <SchemaData schemaUrl="#s"><SimpleData name="people">3</SimpleData></SchemaData></ExtendedData>
 <Point><coordinates>129.5,42.9,0</coordinates></Point></Placemark>
<Placemark><name>line</name><TimeSpan><begin>2004</begin><end>2006-02</end></TimeSpan>
 <LineString><coordinates> 129.5,42.9 130,43 </coordinates></LineString></Placemark>
<Placemark><name>areas</name><MultiGeometry>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing></outerBoundaryIs>
  <innerBoundaryIs><LinearRing><coordinates>5,1 6,1 6,2 5,1</coordinates></LinearRing></innerBoundaryIs></Polygon>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>20,0 29,0 29,9 20,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
</MultiGeometry></Placemark>
</Folder></Document></kml>"""  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_kml_and_kmz_keep_their_dates_as_written(packed):
    data, name = KML.encode(), "map.kml"
    if packed:
        stream, name = io.BytesIO(), "map.kmz"
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("doc.kml", data)
        data = stream.getvalue()
    sheet = one(data, name)
    assert sheet.crs == "EPSG:4326"
    assert sheet.unit == "feature"
    assert not any(row.wrong for row in sheet.rows)
    first, second, third = sheet.rows
    assert first.cells["date"] == "2013-05"
    assert first.cells["description"] == "<b>told</b>"
    assert (first.cells["id"], first.cells["kind"], first.cells["people"]) == ("p1", "arrest", "3")
    assert first.geometry == Point(129.5, 42.9)
    assert (second.cells["begin"], second.cells["end"]) == ("2004", "2006-02")
    assert second.geometry == LineString([(129.5, 42.9), (130, 43)])
    assert third.geometry.geom_type == "MultiPolygon"
    assert third.geometry.geoms[0].equals(
        Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (6, 1), (6, 2)]])
    )


def test_a_list_of_sources_that_another_program_wrote_is_no_sheet():
    for member in ([{"id": "a", "url": "x"}], ["a"], {"a": 1}, "a", []):
        data = json.dumps({**json.loads(collection(feature({"a": 1}, POINT))), "sources": member})
        assert one(data.encode(), "map.geojson").columns == ("a",)
    own = "<ExtendedData><Data name='a'><value>{}</value></Data></ExtendedData><Folder>"
    assert one(KML.replace("<Folder>", own).encode(), "map.kml").name == "map.kml"


def test_a_place_of_bad_coordinates_costs_itself():
    sheet = one(KML.replace("129.5,42.9,0", "north,east").encode(), "map.kml")
    assert sheet.rows[0].wrong == ((None, "has 'north,east' for coordinates; write 129.5,42.9"),)
    assert [row.wrong for row in sheet.rows[1:]] == [(), ()]


# ── what is around them ──


def test_the_content_decides_and_not_the_ending(frame, tmp_path):
    frame.to_file(tmp_path / "map.gpkg")
    assert one((tmp_path / "map.gpkg").read_bytes(), "table.csv").crs == "EPSG:5179"
    assert values(one(table([HEADING, *ROWS]).encode(), "table.dat")) == ROWS
    with pytest.raises(
        Unreadable, match=r"^a.xlsx is no XLSX although its name says so; save it as"
    ):
        sheets(b"hello", "a.xlsx")


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(Unreadable, match=r"gone.csv can't be read \(No such file"):
        sheets(tmp_path / "gone.csv")
    with pytest.raises(Unreadable, match="is a folder; name a file in it"):
        sheets(tmp_path)


def test_how_far_it_has_come_is_told():
    told = []
    one(b"a,b\n" + b"1,2\n" * 12_000, tell=told.append)
    assert told[-1] == 12_000
    assert len(set(told)) > 2


def test_reading_works_in_a_thread_and_from_another_folder(tmp_path):
    import threading

    found, here = [], Path.cwd()
    os.chdir(tmp_path)
    try:
        thread = threading.Thread(target=lambda: found.append(one(b"a,b\n1,2\n")))
        thread.start()
        thread.join()
    finally:
        os.chdir(here)
    assert values(found[0]) == [["1", "2"]]


def test_settings_change_the_limits_and_nonsense_is_told(caplog):
    assert limits({"ROUTES_ATLAS_IMPORT_MB": "80", "ROUTES_ATLAS_IMPORT_ROWS": "9"}) == Limits(
        size=80 * MEGABYTE, rows=9
    )
    assert limits({"ROUTES_ATLAS_IMPORT_ROWS": "-1"}) == Limits()
    assert "ROUTES_ATLAS_IMPORT_ROWS is '-1'" in caplog.text


def test_the_app_takes_uploads_of_the_size_that_an_import_takes():
    config = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * MEGABYTE == Limits().size
    assert Limits().sentence() == "Files of up to 50 MB and 200,000 rows can be read."
    assert "csv" in ENDINGS
    assert LIMITS.rows > 0
