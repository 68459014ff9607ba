"""Data kept in a folder or a GeoPackage: the same atlas, whole or not at all, edited elsewhere."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import content, store
from geo.__main__ import main
from geo.diff import diff
from geo.document import document
from geo.schema import LAYERS, VOCABULARIES
from geo.selection import Selection
from geo.store import gpkg
from geo.store.address import cleaned, kind, shown
from geo.store.live import ELSEWHERE, Live
from tests.stores import DAY, WORK, Import, incident

ROOT = Path(__file__).parents[1]
KINDS = ["folder", "geopackage"]


@pytest.fixture(params=KINDS)
def where(request, tmp_path):
    return str(tmp_path / ("store" if request.param == "folder" else "store.gpkg"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The fact base as a GeoPackage, written once."""
    path = tmp_path_factory.mktemp("whole") / "store.gpkg"
    store.write(path, store.content("data"), "")
    return path


@pytest.fixture
def filled(where, whole):
    if kind(where) == "geopackage":
        return str(shutil.copy(whole, where))
    store.write(where, store.content("data"), "")
    return where


@pytest.fixture
def package(tmp_path, whole):
    return Path(shutil.copy(whole, tmp_path / "store.gpkg"))


def edit(path, *statements):
    """Change a GeoPackage as QGIS does: by SQL, with the functions that GDAL brings along."""
    with closing(sqlite3.connect(path)) as database, database:
        gpkg.functions(database)
        for statement in statements:
            database.execute(statement)


def test_the_whole_fact_base_comes_back_as_it_was(filled, atlas):
    again = store.read(filled)
    assert diff(atlas, again) == []
    assert again.problems == atlas.problems == ()
    assert (again.version, again.as_of) == (atlas.version, atlas.as_of)
    assert list(again.sources) == list(atlas.sources)
    assert again.yearly == atlas.yearly
    assert again.gazetteer == atlas.gazetteer
    for name, rows in atlas.layers.items():
        assert list(again.layers[name].columns) == list(rows.columns)
        assert list(again.layers[name][LAYERS[name].key]) == list(rows[LAYERS[name].key])


def test_a_document_has_the_same_bytes_from_every_store(filled, atlas):
    assert document(store.read(filled), Selection(), whole=True) == document(
        atlas, Selection(), whole=True
    )


def test_names_and_changelog_come_along(filled):
    given, again = store.content("data"), store.content(filled)
    assert again.names == given.names
    assert again.changes == given.changes
    assert store.unlogged(filled) == []


def told(text):
    """The lines of a file without those of fields that are not known: a new field adds some."""
    return [line for line in text.splitlines() if not line.rstrip(",").endswith(": null")]


def test_a_folder_written_again_is_the_same_text(tmp_path):
    store.write(tmp_path / "again", store.content("data"), "")
    for path in sorted((tmp_path / "again").iterdir()):
        before, after = (ROOT / "data" / path.name).read_text("utf-8"), path.read_text("utf-8")
        if path.suffix == ".csv":
            before = before.replace(".0,", ",")  # two percentages: the same number
        assert told(after) == told(before), path.name


def test_the_stamp_changes_with_the_data_only(filled):
    first = store.stamp(filled)
    store.read(filled)
    assert store.stamp(filled) == first
    store.add(filled, Import((incident(),)), "Added.", day=DAY)
    assert store.stamp(filled) != first


def test_nothing_there_has_no_stamp_and_is_refused(tmp_path):
    for name, said in (("none", "is not a folder"), ("none.gpkg", "is not a file")):
        assert store.stamp(tmp_path / name) == ()
        with pytest.raises(store.DataError, match=said):
            store.read(tmp_path / name)


def test_an_import_makes_a_store_of_its_own(where, capsys):
    added = store.add(where, Import((incident(),)), "First import.", day=DAY)
    assert (added.new, added.works) == (("made-up",), ("made-up-work",))
    atlas = store.read(where)
    assert atlas.problems == ()
    assert atlas.as_of == "2026-12-01"
    record = atlas.layers["incidents"].iloc[0]
    assert (record["people_min"], record["people_max"], record["date"]) == (3, None, "2013-05")
    assert main(["check", where]) == 0
    assert "incidents 1, sources 1" in capsys.readouterr().out


def test_an_import_leaves_what_is_there_unless_it_shall_replace_it(filled, atlas):
    old = atlas.layers["incidents"].iloc[0]["id"]
    outcome = Import((incident(old), incident("made-up")))
    added = store.add(filled, outcome, "Added.", day=DAY)
    assert (added.new, added.kept, added.replaced) == (("made-up",), (old,), ())
    assert [str(x) for x in diff(atlas, store.read(filled))] == [
        "incidents made-up: added ('Made-up title')",
        "sources made-up-work: added ('A made-up work')",
    ]
    added = store.add(filled, outcome, "Replaced.", replace=True, day=DAY)
    assert (added.replaced, added.same) == ((old,), ("made-up",))
    rows = store.read(filled).layers["incidents"]
    assert rows.iloc[0]["title"] == "Made-up title"
    assert len(rows) == len(atlas.layers["incidents"]) + 1


def test_an_import_that_adds_nothing_changes_nothing(filled):
    store.add(filled, Import((incident(),)), "Added.", day=DAY)
    before = store.content(filled)
    added = store.add(filled, Import((incident(),)), "Again.", day=DAY)
    assert added.same == ("made-up",)
    assert store.content(filled) == before


def test_each_change_is_logged_with_the_version_that_it_made(filled):
    store.add(filled, Import((incident(),)), "Added one.", day=DAY)
    newest = next(entry for entry in store.content(filled).changes if entry.day)
    assert (newest.day, newest.what) == ("2026-12-01", "Added one.")
    assert newest.version == store.read(filled).version
    assert store.unlogged(filled) == []


def test_what_the_schema_does_not_know_stays_with_its_record(where):
    outcome = Import((incident(),), extra={"made-up": {"desk": "Seoul", "pages": 3}})
    store.add(where, outcome, "Added.", day=DAY)
    assert store.read(where).extra["incidents"] == {"made-up": {"desk": "Seoul", "pages": 3}}
    again = str(Path(where).with_name("again.gpkg"))
    store.write(again, store.content(where), "")
    assert store.read(again).extra["incidents"] == {"made-up": {"desk": "Seoul", "pages": 3}}


def test_adding_never_loses_a_bad_record(tmp_path):
    store.add(tmp_path, Import((incident("good"),)), "One.", day=DAY)
    path = tmp_path / "incidents.geojson"
    text = path.read_text("utf-8")
    path.write_text(text.replace('{"type": "Feature",', '7,\n{"type": "Feature",', 1), "utf-8")
    store.add(tmp_path, Import((incident("new"),)), "Two.", day=DAY)
    kept = json.loads(path.read_text("utf-8"))["features"]
    assert [x if x == 7 else x["id"] for x in kept] == [7, "good", "new"]


def test_adding_to_a_file_that_cannot_be_read_is_refused(tmp_path):
    store.add(tmp_path, Import((incident("good"),)), "One.", day=DAY)
    path = tmp_path / "incidents.geojson"
    path.write_text("{", "utf-8")
    with pytest.raises(store.DataError, match=r"is not JSON at line 1.*nothing was added"):
        store.add(tmp_path, Import((incident("new"),)), "Two.", day=DAY)
    assert path.read_text("utf-8") == "{"


# --- the same version everywhere -----------------------------------------------------------------


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "title": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
                "notes": st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
                "people_min": st.none() | st.integers(0, 2**53),
                "path": st.lists(st.fixed_dictionaries({"place": st.just("Yanji"), "lon": st.floats(-180, 180)})),
                "count_in_totals": st.booleans(),
            }
        ),
        max_size=4,
    )
)  # fmt: skip
def test_any_records_have_one_version_and_come_back(tmp_path, changes):
    features = tuple(incident(f"i-{n}", **change) for n, change in enumerate(changes))
    given_ = content.Content(features={"incidents": features}, works=[WORK])
    versions = {content.version(given_)}
    for name in ("v", "v.gpkg"):
        versions.add(store.write(tmp_path / name, given_, ""))
        again = store.read(tmp_path / name)
        versions.add(again.version)
        assert diff(content.atlas(given_), again) == []
    assert len(versions) == 1


def test_the_version_follows_every_fact_and_no_layout(tmp_path):
    base = content.version(store.content("data"))
    for path in (ROOT / "data").glob("*.geojson"):
        shutil.copy(path, tmp_path)
    for name in ("sources.json", "gazetteer.json", "yearly.csv", "names.json"):
        shutil.copy(ROOT / "data" / name, tmp_path)
    path = tmp_path / "incidents.geojson"
    collection = json.loads(path.read_bytes())
    collection["features"].reverse()
    path.write_text(json.dumps(collection, indent=4), "utf-8")
    assert content.version(store.content(tmp_path)) == base
    collection["features"][0]["properties"]["people_min"] = 77
    path.write_text(json.dumps(collection), "utf-8")
    changed = content.version(store.content(tmp_path))
    assert changed != base
    path.write_text("{", "utf-8")
    assert content.version(store.content(tmp_path)) not in (base, changed)


# --- a GeoPackage that others edit ---------------------------------------------------------------


def test_layers_have_the_schemas_types_for_gdal(package):
    layers = dict(pyogrio.list_layers(package))
    assert set(LAYERS) <= set(layers)
    info = pyogrio.read_info(package, layer="incidents")
    types = dict(
        zip(info["fields"], zip(info["ogr_types"], info["ogr_subtypes"], strict=True), strict=True)
    )
    assert types["people_min"] == ("OFTInteger64", "OFSTNone")
    assert types["count_in_totals"] == ("OFTInteger", "OFSTBoolean")
    assert types["sources"] == types["path"] == ("OFTString", "OFSTJSON")
    assert (info["crs"], info["geometry_type"], info["features"]) == ("EPSG:4326", "Point", 255)
    assert info["layer_metadata"]["DESCRIPTION"] == LAYERS["incidents"].meaning


def test_vocabularies_are_domains_and_every_column_is_explained(package):
    with closing(sqlite3.connect(package)) as database:
        for name, layer in LAYERS.items():
            said = {
                column: (description, mime, domain)
                for column, description, mime, domain in database.execute(
                    "SELECT column_name, description, mime_type, constraint_name "
                    "FROM gpkg_data_columns WHERE table_name = ?", [name])
            }  # fmt: skip
            for f in layer.fields:
                assert said[f.name][0].startswith(f.meaning)
                if f.kind == "term":
                    terms = database.execute(
                        "SELECT value, description FROM gpkg_data_column_constraints "
                        "WHERE constraint_name = ? AND constraint_type = 'enum'", [said[f.name][2]])  # fmt: skip
                    labels = {id_: t.label for id_, t in VOCABULARIES[f.vocabulary].items()}
                    assert dict(terms.fetchall()) == labels
                if f.kind in ("records", "ids"):
                    assert said[f.name][1] == "application/json"


def test_the_file_keeps_its_own_rules(package):
    with closing(sqlite3.connect(package)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (gpkg.APPLICATION,)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        gpkg.functions(database)
        count = "SELECT count(*) FROM incidents WHERE geom IS NOT NULL"
        index = "SELECT count(*) FROM rtree_incidents_geom"
        assert database.execute(count).fetchone() == database.execute(index).fetchone()


def test_gdal_finds_by_the_spatial_index_after_edits(package):
    def found(bbox):
        return list(pyogrio.read_dataframe(package, layer="incidents", bbox=bbox)["id"])

    far = "x'" + gpkg.blob({"type": "Point", "coordinates": [10.0, 20.0]}).hex() + "'"
    edit(package, f"UPDATE incidents SET geom = {far} WHERE id = '1995-09-russia-return'")
    assert found((9, 19, 11, 21)) == ["1995-09-russia-return"]
    edit(package, "UPDATE incidents SET fid = 9000 WHERE id = '1995-09-russia-return'")
    assert found((9, 19, 11, 21)) == ["1995-09-russia-return"]
    edit(package, "UPDATE incidents SET geom = NULL WHERE fid = 9000")
    assert found((9, 19, 11, 21)) == []
    edit(package, f"UPDATE incidents SET geom = {far} WHERE fid = 9000")
    edit(package, "DELETE FROM incidents WHERE fid = 9000")
    assert found((9, 19, 11, 21)) == []


def test_an_edit_is_a_change_of_that_record_alone(package, atlas):
    edit(
        package,
        "UPDATE incidents SET people_max = 10, title = 'Zehn — 열', sources = "
        "'[\"hrw-2013-06-05-international-community-must-help\"]' WHERE id = '2013-05-laos-nine'",
    )
    changes = diff(atlas, store.read(package))
    assert {change.id for change in changes} == {"2013-05-laos-nine"}
    assert {change.field for change in changes} == {"people_max", "title", "sources"}
    problem = store.unlogged(package)[0]
    assert "has no entry for the data as they are; add a row with the day" in str(problem)
    edit(
        package,
        "INSERT INTO changelog (day, version, what) VALUES "
        f"('2026-12-02', '{store.read(package).version}', 'Corrected.')",
    )
    assert store.unlogged(package) == []
    assert store.read(package).as_of == "2026-12-02"


def test_a_record_added_by_gdal_is_read(package, atlas):
    row = dict.fromkeys(LAYERS["incidents"].by_name) | incident("by-gdal")["properties"]
    row = {name: json.dumps(x) if isinstance(x, list) else x for name, x in row.items()}
    row["sources"] = json.dumps([next(iter(atlas.sources))])
    frame = gpd.GeoDataFrame([row], geometry=[shapely.Point(129.5, 42.9)], crs="EPSG:4326")
    pyogrio.write_dataframe(frame, package, layer="incidents", append=True)
    changes = diff(atlas, store.read(package))
    assert [str(change) for change in changes] == ["incidents by-gdal: added ('Made-up title')"]


BAD_ROWS = [
    ("kind = 'arest'", "kind: 'arest' is not in the vocabulary kind; did you mean 'arrest'?"),
    ("date = '2015-13'", "date: '2015-13' is not a date; write 2015, 2015-12 or 2015-12-31"),
    ("people_min = 'nine'", "people_min: 'nine' is not a whole number of 0 or more"),
    ("people_min = 2.5", "people_min: 2.5 is not a whole number of 0 or more"),
    ("sources = 'a, b'", "sources: 'a, b' is not a list; write it in [brackets]"),
    ("count_in_totals = 7", "count_in_totals: 7 is neither true nor false"),
    ("title = ''", "title: is missing; write title, at most 90 characters, such as 'Nine returned from Laos'"),
    ("title = x'ff00'", "title: {'bytes': 2} is not text; write it in quotation marks"),
    ("title = CAST(x'ff' AS TEXT)", "title: '\\udcff' holds half a character; take it out"),
    ("country = 'China'", "country: 'China' is no ISO 3166-1 alpha-3 code; write one such as CHN"),
    ("geom = x'4750'", "geometry: 'broken' is not what this layer holds; write Point or null"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BAD_ROWS)
def test_a_row_that_breaks_the_schema_is_told_and_costs_no_other(package, atlas, change, said):
    edit(package, f"UPDATE incidents SET {change} WHERE id = '2013-05-laos-nine'")
    again = store.read(package)
    told = [str(problem) for problem in again.problems]
    number = 1 + list(atlas.layers["incidents"]["id"]).index("2013-05-laos-nine")
    assert f"store.gpkg incidents row {number} (2013-05-laos-nine), {said}" in told
    lost = {x.id for x in diff(atlas, again) if x.what == "removed"}
    assert lost == {"2013-05-laos-nine"}


def test_figures_and_towns_are_checked_row_by_row(package, atlas):
    edit(
        package,
        "UPDATE yearly SET value = 'many' WHERE fid = 2",
        "UPDATE gazetteer SET lon = 'east' WHERE fid = 1",
    )
    again = store.read(package)
    assert len(again.yearly) == len(atlas.yearly) - 1
    assert len(again.gazetteer) == len(atlas.gazetteer) - 1
    told = [str(problem) for problem in again.problems]
    assert any("yearly row 2" in x and "value: 'many' is not a number" in x for x in told)
    assert any("gazetteer row 1, lon: 'east' is not a number" in x for x in told)


def test_a_layer_saved_in_another_reference_system_is_transformed(package, atlas):
    incidents = gpd.read_file(package, layer="incidents").to_crs("EPSG:5179")
    for name in ("sources", "routes", "path"):
        incidents[name] = [json.dumps(value) for value in incidents[name]]
    pyogrio.write_dataframe(incidents, package, layer="incidents", append=False)
    again = store.read(package)
    moved = [x for x in diff(atlas, again) if x.field == "geometry"]
    assert {x.what for x in diff(atlas, again)} == {"changed"}
    assert max(x.before.distance(x.after) for x in moved) < 1e-6


def test_a_file_that_is_no_geopackage_is_a_sentence_and_stays(tmp_path):
    path = tmp_path / "x.gpkg"
    path.write_bytes(b"no database at all, but long enough to look like one" * 40)
    before = path.read_bytes()
    for call in (lambda: store.read(path), lambda: store.add(path, Import((incident(),)), "x")):
        with pytest.raises(store.DataError, match=r"x\.gpkg is no GeoPackage"):
            call()
    assert path.read_bytes() == before


def test_other_layers_of_a_geopackage_are_left_alone(package):
    mine = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    pyogrio.write_dataframe(mine, package, layer="background", append=False)
    store.write(package, store.content("data"), "")
    assert list(gpd.read_file(package, layer="background")["a"]) == [1]


def test_a_file_that_somebody_is_writing_is_a_sentence(package, monkeypatch):
    monkeypatch.setattr("geo.store.geopackage.WAIT", 0.1)
    with closing(sqlite3.connect(package)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = r"is being changed by another program; save and stop editing there first; nothing"
        with pytest.raises(store.DataError, match=said):
            store.add(package, Import((incident(),)), "Added.", day=DAY)
    assert len(store.read(package).layers["incidents"]) == 255


def test_a_content_with_bad_records_is_written_without_them(where):
    bad = [7, {"properties": None}, incident("bad", title=["x"]), incident("good")]
    store.write(where, content.Content(features={"incidents": bad}, works=[WORK, 8]), "Mixed.", DAY)
    again = store.read(where)
    assert list(again.layers["incidents"]["id"]) == ["good"]
    assert again.problems == ()
    assert store.unlogged(where) == []


def test_what_could_not_be_read_is_forgotten_once_it_is_replaced(tmp_path):
    (tmp_path / "incidents.geojson").write_text("{", "utf-8")
    (tmp_path / "yearly.csv").write_text("id,year\na,soon\n", "utf-8")
    assert len(store.read(tmp_path).problems) == 3
    store.write(
        tmp_path, content.Content(features={"incidents": [incident()]}, works=[WORK]), "New.", DAY
    )
    assert store.read(tmp_path).problems == ()
    assert store.unlogged(tmp_path) == []


def test_two_who_make_a_geopackage_at_once_both_find_their_records(tmp_path):
    where = tmp_path / "new.gpkg"
    writers = [
        threading.Thread(target=store.add, args=[where, Import((incident(f"i-{n}"),)), "x"])
        for n in range(3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(store.read(where).layers["incidents"]["id"]) == {"i-0", "i-1", "i-2"}


# --- killed and crowded out ----------------------------------------------------------------------

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A process with threads may be copied while one of them holds a lock that the copy then waits for."""

KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from geo import journal, store
from geo.store import geopackage
from tests.stores import Import, incident

made, where = Path(sys.argv[1]), Path(sys.argv[2])
steps = [(journal, "_write"), (journal, "_sync"), (Path, "replace"), (Path, "rename"),
         (geopackage, "_fill"), (geopackage, "insert"), (geopackage, "logged")]
number = count = 0

def counted(step):
    def stepping(*given, **named):
        global count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*given, **named)
    return stepping

for holder, name in steps:
    setattr(holder, name, counted(getattr(holder, name)))
while True:
    number += 1
    fresh = where.with_name(f"{number}-{where.name}")
    (shutil.copytree if made.is_dir() else shutil.copy)(made, fresh)
    child = os.fork()
    if not child:
        store.add(fresh, Import((incident("more"),), ({"id": "w2", **WORK2},)), "Added.")
        os._exit(0)
    ended = os.waitpid(child, 0)[1]
    if ended == 0:
        break
    if not os.WIFSIGNALED(ended):
        sys.exit(f"the writer of {fresh} failed by itself")
    print(fresh)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_writer_killed_at_any_step_leaves_all_or_nothing(where):
    store.add(where, Import((incident(),)), "One.", day=DAY)
    second = WORK | {"id": "w2", "title": "Another"}
    script = KILLED.replace('{"id": "w2", **WORK2}', repr(second))
    done = subprocess.run([sys.executable, "-c", script, where, where], cwd=ROOT, text=True,
                          capture_output=True, check=False, timeout=120,
                          env={**os.environ, **ONE_THREAD})  # fmt: skip
    assert done.returncode == 0, done.stderr
    left = done.stdout.split()
    assert len(left) >= 3
    seen = set()
    for killed in map(Path, left):
        again = store.read(killed)
        # Neither a record without its work, nor one that is not in the changelog.
        records, works = len(again.layers["incidents"]), len(again.sources)
        assert records == works
        seen.add(records)
        assert again.problems == ()
        assert store.unlogged(killed) == []
        store.add(killed, Import((incident("next"),)), "After it.", day=DAY)
        assert len(store.read(killed).layers["incidents"]) == records + 1
        if killed.is_dir():
            assert [x.name for x in killed.iterdir() if x.name.startswith(".")] == []
    # The folder's one step that counts is not the last: a reader sees all of it before.
    assert seen == ({1, 2} if Path(where).is_dir() else {1})


def test_a_folder_that_another_process_writes_is_waited_for_then_refused(tmp_path, monkeypatch):
    from geo.lock import held

    store.add(tmp_path, Import((incident(),)), "One.", day=DAY)
    monkeypatch.setattr("geo.lock.WAIT", 0.1)
    with (
        held(tmp_path),
        pytest.raises(store.DataError, match="is being written by another process"),
    ):
        store.add(tmp_path, Import((incident("two"),)), "Two.", day=DAY)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(store.DataError, match="cannot be written"):
        store.add(tmp_path / "new", Import((incident(),)), "One.", day=DAY)


# --- as the running app sees it -------------------------------------------------------------------


def test_a_store_is_read_again_when_it_changes_and_remembered_while_it_is_away(where):
    seeing = Live(where)
    with pytest.raises(store.DataError, match="is not a"):
        seeing.now()
    store.add(where, Import((incident(),)), "One.", day=DAY)
    first = seeing.now()
    assert (len(first.atlas.layers["incidents"]), first.away) == (1, "")
    assert seeing.now() is first
    store.add(where, Import((incident("two"),)), "Two.", day=DAY)
    second = seeing.now()
    assert len(second.atlas.layers["incidents"]) == 2
    away = Path(where).rename(Path(where).with_name("away"))
    third = seeing.now()
    assert third.atlas is second.atlas
    assert "is not a" in third.away
    away.rename(where)
    assert (seeing.now().atlas, seeing.now().away) == (second.atlas, "")


def test_a_store_that_hangs_holds_up_one_reader_only(where, monkeypatch):
    store.add(where, Import((incident(),)), "One.", day=DAY)
    seeing = Live(where)
    first = seeing.now()
    asked, go_on = threading.Event(), threading.Event()

    def hangs(_):
        asked.set()
        assert go_on.wait(60)
        raise store.DataError("it hangs")

    monkeypatch.setattr("geo.store.stamp", hangs)
    waiting = threading.Thread(target=seeing.now)
    waiting.start()
    assert asked.wait(60)
    assert seeing.now() is first
    go_on.set()
    waiting.join()
    assert seeing.now().away == "it hangs"


def test_a_server_that_is_away_is_not_named_to_readers(caplog):
    with pytest.raises(store.DataError) as told:
        Live("postgresql://me:hush@127.0.0.1:1/db").now()
    assert str(told.value) == ELSEWHERE
    assert "postgresql://me@127.0.0.1:1/db cannot be reached" in caplog.text
    assert "hush" not in caplog.text


# --- addresses and commands ----------------------------------------------------------------------


def test_an_address_says_what_it_names():
    assert [kind(x) for x in ("data", Path("a/b"), "x.GPKG", "postgresql://h/d", "postgres://h")] == [
        "folder", "folder", "geopackage", "postgis", "postgis"]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hush@host/db",
        "postgresql://me:hush@host:5432/db?sslmode=require",
        "postgresql://me:hu%73h@host/db?password=hush&x=1",
        "postgresql://host/db?user=me&password=hush",
        "postgresql://me:p@hush@host/db",
        "postgresql://me:a/hush@host/db",
        "postgresql://me:hush?x@host/db",
        "postgresql://me:hush#x@host/db",
        "POSTGRESQL://me:hush@host/db?sslpassword=hush",
    ],
)
def test_a_password_is_never_shown(address):
    assert "hush" not in shown(address)
    assert "hu%73h" not in shown(address)
    assert "hush" not in cleaned(f"could not open {address}", address)


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("postgresql://me:hush@host/db", "hush"),
        ("postgresql://me:hu%73h@host/db", "hush"),
        ("postgresql://host/db?user=me&password=hu%73h", "hush"),
    ],
)
def test_a_password_is_taken_out_of_what_a_server_says(address, password):
    assert password not in cleaned(f"wrong: {address}, {password}", address)


@pytest.mark.parametrize("odd", ["p@hush", "a/hush", "hush?x", "hush#x"])
def test_an_address_with_an_odd_password_is_refused_not_torn(odd, capsys):
    assert main(["check", f"postgresql://me:{odd}@127.0.0.1:1/db"]) == 2
    said = capsys.readouterr().err
    assert "is no address of a database" in said
    assert "hush" not in said


def test_a_wrong_address_is_refused_without_its_password(capsys):
    assert main(["check", "postgresql://me:hush%zz@host:port/db"]) == 2
    said = capsys.readouterr().err
    assert "is no address of a database; write postgresql://user@host/database" in said
    assert "hush" not in said


def test_a_server_that_is_not_there_is_a_sentence_without_a_password(capsys):
    assert main(["check", "postgresql://me:hush@127.0.0.1:1/db"]) == 2
    said = capsys.readouterr().err
    assert "postgresql://me@127.0.0.1:1/db cannot be reached (" in said
    assert "look whether the server runs" in said
    assert "hush" not in said


def test_copy_diff_and_check_work_from_store_to_store(tmp_path, capsys):
    target = str(tmp_path / "copy.gpkg")
    assert main(["copy", "data", target]) == 0
    assert "incidents 255, sources 809, version" in capsys.readouterr().out
    assert main(["diff", "data", target]) == 0
    assert main(["check", target]) == 0
    assert "no problems" in capsys.readouterr().out
    assert main(["copy", "data", target]) == 2
    assert (
        "holds 390 records already; name another place, or say --replace" in capsys.readouterr().err
    )
    edit(target, "UPDATE incidents SET people_max = 10 WHERE id = '2013-05-laos-nine'")
    assert main(["diff", "data", target]) == 1
    assert "2013-05-laos-nine, people_max: 9 → 10" in capsys.readouterr().out
    back = str(tmp_path / "back")
    assert main(["copy", target, back]) == 0
    assert main(["diff", target, back]) == 0


def test_a_copy_tells_what_it_leaves_out(tmp_path, capsys):
    source, target = tmp_path / "a", str(tmp_path / "b.gpkg")
    store.add(source, Import((incident("good"), incident("bad"))), "Two.", day=DAY)
    path = source / "incidents.geojson"
    text = path.read_text("utf-8")
    at = text.index('"id": "bad"')
    path.write_text(text[:at] + text[at:].replace('"arrest"', '"arest"', 1), "utf-8")
    assert main(["copy", str(source), target]) == 1
    out = capsys.readouterr()
    assert "'arest' is not in the vocabulary kind; did you mean 'arrest'?" in out.err
    assert "1 left out, as told above" in out.out
    assert list(store.read(target).layers["incidents"]["id"]) == ["good"]
    assert store.unlogged(target) == []


def test_the_environment_names_the_store(tmp_path, monkeypatch, capsys):
    where = str(tmp_path / "mine.gpkg")
    store.add(where, Import((incident(),)), "One.", day=DAY)
    monkeypatch.setenv("ROUTES_ATLAS_DATA", where)
    assert main(["check"]) == 0
    assert "mine.gpkg: no problems; usable: routes 0" in capsys.readouterr().out
    output = str(tmp_path / "map.html")
    assert main(["export", "-o", output]) == 0
    assert "Made-up title" in Path(output).read_text("utf-8")
