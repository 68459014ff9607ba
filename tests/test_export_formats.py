"""``geo export -o X.csv|.geojson|.gpkg|.kml``: what other programs read back is what is shown."""

import csv
import html
import io
import json
import shutil
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely
from shapely.geometry import mapping

from geo.__main__ import main
from geo.ingest.columns import guess
from geo.ingest.formats import sheets
from geo.ingest.workstable import parted
from geo.schema import LAYERS, VOCABULARIES
from geo.store import read

KML = "{http://www.opengis.net/kml/2.2}"
ENDINGS = ("csv", "geojson", "gpkg", "kml")


def made(tmp_path, ending, *flags):
    target = tmp_path / f"x.{ending}"
    assert main(["export", "-o", str(target), *flags]) == 0
    return target


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_csv_holds_every_field_of_every_record(tmp_path, atlas, capsys):
    target = made(tmp_path, "csv", "--layer", "incidents")
    found, rows = rows_of(target), atlas.layers["incidents"]
    assert [row["id"] for row in found] == list(rows["id"])
    assert {f.name for f in LAYERS["incidents"].leaving} <= set(found[0])
    for row, people, date in zip(found, rows["people_max"], rows["date"], strict=True):
        assert row["people_max"] == ("" if people is None else str(people))
        assert row["date"] == (date or "")
    points = [(float(row["lon"]), float(row["lat"])) for row in found if row["lon"]]
    assert points == [(x.x, x.y) for x in rows.geometry if x is not None]
    assert "x.sources.csv" in capsys.readouterr().out


def test_the_works_lie_beside_the_csv(tmp_path, atlas):
    target = made(tmp_path, "csv", "--layer", "incidents")
    works = {row["id"]: row for row in rows_of(target.with_name("x.sources.csv"))}
    cited = {id_ for ids in atlas.layers["incidents"]["sources"] for id_ in ids}
    assert set(works) == cited
    assert all(
        works[id_]["title"] == atlas.sources[id_]["title"]
        for id_ in cited
        if not atlas.sources[id_]["title"].startswith(("=", "+", "-", "@"))
    )


def test_csv_of_several_layers_names_the_layer_and_draws_lines(tmp_path, atlas):
    found = rows_of(made(tmp_path, "csv"))
    for name, rows in atlas.layers.items():
        assert sum(row["layer"] == name for row in found) == len(rows)
    lines = {row["id"]: shapely.from_wkt(row["wkt"]) for row in found if row["layer"] == "routes"}
    for id_, shape in zip(
        atlas.layers["routes"]["id"], atlas.layers["routes"].geometry, strict=True
    ):
        assert lines[id_].equals_exact(shape, 1e-5), id_


def test_our_own_csv_is_recognised_when_it_comes_back(tmp_path):
    for layer in ("incidents", "detention_sites", "crossings", "routes"):
        sheet = sheets(made(tmp_path, "csv", "--layer", layer))[0]
        found = guess(sheet)
        assert found.layer == layer
        assert found.unknown == ()


def test_geojson_holds_records_and_works(tmp_path, atlas):
    content = json.loads(made(tmp_path, "geojson").read_text("utf-8"))
    assert len(content["features"]) == sum(map(len, atlas.layers.values()))
    assert content["version"] == atlas.version
    by_id = {
        x["properties"]["id"]: x
        for x in content["features"]
        if x["properties"]["layer"] == "incidents"
    }
    rows = atlas.layers["incidents"]
    for record, shape in zip(rows.to_dict("records"), rows.geometry, strict=True):
        feature = by_id[record["id"]]
        for name in (f.name for f in LAYERS["incidents"].leaving):
            assert feature["properties"][name] == record[name]
        told = None if shape is None else json.loads(json.dumps(mapping(shape)))
        assert feature["geometry"] == told
    assert {work["id"] for work in content["sources"]} <= set(atlas.sources)


def test_geopackage_is_a_store_with_the_same_records(tmp_path, atlas):
    target = made(tmp_path, "gpkg")
    found = read(str(target))
    assert not found.problems
    for name, rows in atlas.layers.items():
        own = [f.name for f in LAYERS[name].fields]
        assert rows[own].equals(found.layers[name][own]), name
        both = zip(rows.geometry, found.layers[name].geometry, strict=True)
        assert all(a == b for a, b in both), name
    cited = {id_ for rows in found.layers.values() for ids in rows["sources"] for id_ in ids}
    assert cited <= set(found.sources)


def test_geopackage_opens_in_gdal_with_a_layer_a_layer(tmp_path, atlas):
    target = made(tmp_path, "gpkg", "--layer", "incidents", "--layer", "crossings", "--to", "2015")
    names = [name for name, _ in pyogrio.list_layers(target)]
    assert names == ["crossings", "incidents", "sources"]
    frame = pyogrio.read_dataframe(target, layer="incidents")
    assert frame.crs.to_epsg() == 4326
    assert 0 < len(frame) < len(atlas.layers["incidents"])
    with sqlite3.connect(target) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        terms = {
            value
            for (value,) in database.execute(
                "SELECT c.value FROM gpkg_data_columns d JOIN gpkg_data_column_constraints c "
                "USING (constraint_name) WHERE d.table_name = 'incidents' AND d.column_name = 'kind'"
            )
        }
    assert terms == set(VOCABULARIES["kind"])


def test_kml_has_a_folder_a_layer_and_a_placemark_a_record(tmp_path, atlas):
    root = ET.fromstring(made(tmp_path, "kml").read_bytes())
    folders = root.findall(f"{KML}Document/{KML}Folder")
    assert [x.findtext(f"{KML}name") for x in folders] == [LAYERS[name].label for name in LAYERS]
    for folder, (name, layer) in zip(folders, LAYERS.items(), strict=True):
        marks = folder.findall(f"{KML}Placemark")
        rows = atlas.layers[name]
        assert [x.findtext(f"{KML}name") for x in marks] == list(rows[layer.title])
        ids = [
            x.findtext(f"{KML}ExtendedData/{KML}Data[@name='{layer.key}']/{KML}value")
            for x in marks
        ]
        assert ids == list(rows[layer.key])


def test_kml_opens_in_gdal(tmp_path, atlas):
    target = made(tmp_path, "kml", "--layer", "detention_sites")
    frame = pyogrio.read_dataframe(target, layer=LAYERS["detention_sites"].label)
    rows = atlas.layers["detention_sites"]
    assert len(frame) == len(rows)
    for drawn, shape, precision in zip(
        frame.geometry, rows.geometry, rows["precision"], strict=True
    ):
        if precision in ("province", "country") or shape is None:
            assert drawn is None or drawn.is_empty
        else:
            assert drawn.equals_exact(shape, 1e-9)


def test_kml_dates_are_no_finer_than_they_are(tmp_path, atlas):
    root = ET.fromstring(made(tmp_path, "kml", "--layer", "incidents").read_bytes())
    marks = root.findall(f"{KML}Document/{KML}Folder/{KML}Placemark")
    for mark, date in zip(marks, atlas.layers["incidents"]["date"], strict=True):
        when = mark.findtext(f"{KML}TimeStamp/{KML}when")
        begin, end = (mark.findtext(f"{KML}TimeSpan/{KML}{x}") for x in ("begin", "end"))
        if date is None:
            assert (when, begin, end) == (None, None, None)
        elif "/" in date:
            left, right = (part.strip("~?%.") or None for part in date.split("/"))
            assert (begin, end) == (left, right)
        else:
            assert when == date.rstrip("~?%")


@pytest.mark.parametrize("ending", ["csv", "gpkg", "geojson", "kml"])
def test_what_is_exported_can_be_imported_as_it_was(tmp_path, atlas, ending):
    """Into a folder that has nothing: records and works alike; a CSV holds no polygons."""
    target, folder = made(tmp_path, ending), tmp_path / "new"
    main(["import", str(target), "-o", str(folder)])
    found = read(str(folder))
    assert not found.problems
    for name, rows in atlas.layers.items():
        if (ending, name) == ("csv", "countries"):
            continue
        own = [f.name for f in LAYERS[name].leaving]
        before = {x[LAYERS[name].key]: x for x in rows[own].to_dict("records")}
        after = {x[LAYERS[name].key]: x for x in found.layers[name][own].to_dict("records")}
        assert after.keys() == before.keys()
        for id_, record in before.items():
            said = {field: value for field, value in record.items() if value != after[id_][field]}
            # What was blank may have been filled: a country from the place, a reference that is gone.
            assert all(
                value in (None, "", []) or field in ("routes", "returned_via")
                for field, value in said.items()
            ), (id_, said, after[id_])
    assert set(found.sources) <= set(atlas.sources)


def test_each_layer_of_our_files_comes_back_whole(tmp_path, atlas):
    for ending in ("csv", "geojson", "gpkg", "kml"):
        records, _, _ = parted(sheets(made(tmp_path, ending)))
        found = {guess(sheet).layer: sheet for sheet in records}
        for name, rows in atlas.layers.items():
            assert len(found[name].rows) == len(rows)
            assert ending != "kml" or not guess(found[name]).unknown


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_data_same_bytes(tmp_path, ending):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (made(tmp_path / name, ending, "--from", "2013") for name in "ab")
    assert first.read_bytes() == second.read_bytes()


HOSTILE = "</value><script>alert(1)</script> {{ 7*7 }} & ]]> <b>x</b> \u000b\u2028 =1+1"
SECRET = "Made-up place that nobody may know"


@pytest.fixture
def folder(tmp_path):
    """The fact base with hostile text, and with one record restricted and one secret."""
    data = tmp_path / "data"
    shutil.copytree("data", data)
    path = data / "incidents.geojson"
    content = json.loads(path.read_text("utf-8"))
    first, second, third = content["features"][:3]
    first["properties"] |= {"title": HOSTILE, "summary": HOSTILE, "notes": HOSTILE}
    for feature, sensitivity in ((second, "restricted"), (third, "secret")):
        feature["properties"] |= {
            "sensitivity": sensitivity,
            "place": SECRET,
            "title": SECRET,
            "summary": SECRET,
            "id": f"{sensitivity}-made-up-id",
        }
        feature["id"] = f"{sensitivity}-made-up-id"
        feature["geometry"] = {"type": "Point", "coordinates": [101.98765, 21.98765]}
    path.write_text(json.dumps(content), "utf-8")
    return data


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_withheld_is_in_no_byte(tmp_path, folder, ending):
    target = made(tmp_path, ending, "--data", str(folder))
    for path in tmp_path.glob("x.*"):
        data = path.read_bytes()
        for word in (SECRET, "restricted-made-up-id", "secret-made-up-id", "101.98765", "21.98765"):
            assert word.encode() not in data, (path, word)
            assert word.encode("utf-16-le") not in data
    if ending == "gpkg":
        with sqlite3.connect(target) as database:
            xs = [x for (x,) in database.execute("SELECT minx FROM rtree_incidents_geom")]
        assert not any(abs(x - 101.98765) < 1e-3 for x in xs)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_leaves_coarser_is_nowhere_exact(tmp_path, folder, ending):
    path = folder / "incidents.geojson"
    content = json.loads(path.read_text("utf-8"))
    properties = content["features"][1]["properties"]
    properties |= {"publish_precision": "country", "country": "LAO", "title": "Made-up arrest"}
    properties |= {"summary": "A made-up event in Laos.", "notes": None, "path": None}
    path.write_text(json.dumps(content), "utf-8")
    target = made(tmp_path, ending, "--data", str(folder), "--layer", "incidents")
    for made_file in tmp_path.glob("x.*"):
        data = made_file.read_bytes()
        for word in (SECRET, "101.98765", "21.98765", "restricted", "publish_precision"):
            if (ending, word) not in {("gpkg", "restricted"), ("gpkg", "publish_precision")}:
                assert word.encode() not in data, (made_file, word)
    assert b"A made-up event in Laos." in target.read_bytes()


def test_hostile_text_stays_text(tmp_path, folder):
    root = ET.fromstring(made(tmp_path, "kml", "--data", str(folder)).read_bytes())
    mark = root.findall(f"{KML}Document/{KML}Folder")[-1].find(f"{KML}Placemark")
    seen = HOSTILE.replace("\u000b", "\ufffd")
    assert mark.findtext(f"{KML}name") == seen
    description = mark.findtext(f"{KML}description")
    assert html.escape(seen, quote=False) in description
    assert "<script>" not in description
    assert "<b>" not in description
    content = json.loads(made(tmp_path, "geojson", "--data", str(folder)).read_text("utf-8"))
    titles = [x["properties"].get("title") for x in content["features"]]
    assert HOSTILE in titles
    assert HOSTILE in list(
        read(str(made(tmp_path, "gpkg", "--data", str(folder)))).layers["incidents"]["title"]
    )


def test_no_cell_is_a_formula(tmp_path, folder):
    path = folder / "incidents.geojson"
    text = path.read_text("utf-8").replace(json.dumps(HOSTILE), json.dumps("=1+1"), 1)
    path.write_text(text, "utf-8")
    for row in rows_of(made(tmp_path, "csv", "--data", str(folder), "--layer", "incidents")):
        for name, cell in row.items():
            assert name in ("lon", "lat") or not cell.lstrip().startswith(("=", "+", "@")), (
                name,
                cell,
            )


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["-o", "x.txt"], "name a file that ends in .html, .htm, .csv, .geojson, .gpkg or .kml"),
        (["-o", "x"], "name a file that ends in"),
        (["-o", "none/x.csv"], "none is not a folder"),
        (["-o", "x.kml", "--words", "zzzzqqq"], "choose more, or leave a filter out"),
        (["-o", "x.gpkg", "--kind", "arests"], "did you mean arrest"),
        (
            ["-o", "x.csv", "--story", "{stories}/laos-nine-2013.toml"],
            "a story is told in a file that ends in .html",
        ),
    ],
)
def test_one_sentence_and_no_file(tmp_path, monkeypatch, capsys, flags, sentence):
    stories = Path("data/stories").absolute()
    monkeypatch.chdir(tmp_path)
    assert main(["export", *(flag.format(stories=stories) for flag in flags)]) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_selection_is_the_same_as_for_html(tmp_path, atlas):
    flags = ["--route", "southeast-asia-laos", "--from", "2013", "--to", "2013"]
    from geo.select import select
    from geo.selection import exactly, vocabulary

    pairs = [("route", "southeast-asia-laos"), ("from", "2013"), ("to", "2013")]
    shown = select(atlas, exactly(pairs, vocabulary(atlas)))
    content = json.loads(made(tmp_path, "geojson", *flags).read_text("utf-8"))
    for name in LAYERS:
        ids = [x["id"] for x in content["features"] if x["properties"]["layer"] == name]
        assert ids == shown.ids()[name]
