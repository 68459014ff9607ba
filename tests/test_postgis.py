"""Data kept in PostGIS, against a real server: `make test-postgis` starts one and runs these."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from geo import store
from geo.__main__ import main
from geo.content import Content
from geo.diff import diff
from geo.document import document
from geo.ingest import database
from geo.ingest.limits import Limits
from geo.ingest.sheet import Unreadable
from geo.schema import LAYERS, VOCABULARIES
from geo.selection import Selection
from tests.stores import DAY, WORK, Import, incident
from tools.postgis import VARIABLE

pytestmark = pytest.mark.postgis

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def server():
    """The server's address."""
    address = os.environ.get(VARIABLE)
    if not address:
        pytest.fail("there is no server to test against; `make test-postgis` starts one")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    return address


@pytest.fixture
def where(server, request):
    """A schema of its own in the database, gone after the test."""
    schema = f"test_{abs(hash(request.node.nodeid))}"
    yield f"{server}?schema={schema}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


@pytest.fixture
def filled(where):
    store.write(where, store.content("data"), "")
    return where


@pytest.fixture
def sql(where, server):
    """Statements as another program sends them, in the schema of the test."""
    schema = where.partition("schema=")[2]

    def run(statement, *values):
        with psycopg.connect(server) as connection:
            connection.execute(f'SET search_path = "{schema}", public')
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else None

    return run


def test_the_whole_fact_base_comes_back_as_it_was(filled, atlas):
    again = store.read(filled)
    assert diff(atlas, again) == []
    assert again.problems == ()
    assert (again.version, again.as_of) == (atlas.version, atlas.as_of)
    assert list(again.sources) == list(atlas.sources)
    assert again.yearly == atlas.yearly
    assert again.gazetteer == atlas.gazetteer
    assert store.content(filled).names == store.content("data").names
    assert store.content(filled).changes == store.content("data").changes
    assert document(again, Selection(), whole=True) == document(atlas, Selection(), whole=True)


def test_it_goes_by_way_of_all_three_stores(filled, tmp_path, atlas, capsys):
    package, folder = str(tmp_path / "a.gpkg"), str(tmp_path / "a")
    assert main(["copy", filled, package]) == 0
    assert main(["copy", package, folder]) == 0
    assert main(["diff", folder, filled]) == 0
    assert {store.read(x).version for x in (filled, package, folder)} == {atlas.version}
    assert main(["check", filled]) == 0
    assert "no problems; usable: routes 33" in capsys.readouterr().out


def test_types_keys_and_meanings_are_the_schemas(filled, sql, where):
    schema = where.partition("schema=")[2]
    for name, layer in LAYERS.items():
        rows = sql(
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
            "col_description(a.attrelid, a.attnum) FROM pg_attribute a "
            "WHERE a.attrelid = %s::regclass AND a.attnum > 0", name)  # fmt: skip
        columns = {column: (kind, required, meaning) for column, kind, required, meaning in rows}
        wanted = {"text": "text", "integer": "bigint", "boolean": "boolean", "records": "jsonb",
                  "sources": "text[]", "ids": "text[]", "terms": "text[]"}  # fmt: skip
        for f in layer.fields:
            kind, required, meaning = columns[f.name]
            assert kind == wanted.get(f.kind, kind)
            assert kind == (f"vocabulary_{f.vocabulary}" if f.kind == "term" else kind)
            assert required == f.required
            assert meaning.startswith(f.meaning)
        assert columns["geom"][0].endswith(",4326)")
    for name, terms in VOCABULARIES.items():
        labels = sql(f"SELECT unnest(enum_range(NULL::vocabulary_{name}))::text")
        assert [label for (label,) in labels] == list(terms)
    indexes = sql("SELECT indexdef FROM pg_indexes WHERE schemaname = %s", schema)
    assert sum("USING gist (geom)" in text for (text,) in indexes) == len(LAYERS)
    keys = sql("SELECT count(*) FROM pg_constraint WHERE contype = 'p' "
               "AND connamespace = %s::regnamespace", schema)  # fmt: skip
    assert keys[0][0] == 10


def test_an_edit_is_a_change_of_that_record_alone(filled, sql, atlas):
    sql("UPDATE incidents SET people_max = 10, title = 'Zehn — 열', kind = 'arrest', geom = NULL "
        "WHERE id = '2013-05-laos-nine'")  # fmt: skip
    changes = diff(atlas, store.read(filled))
    assert {change.id for change in changes} == {"2013-05-laos-nine"}
    assert {"people_max", "title", "kind"} <= {change.field for change in changes}
    version = store.read(filled).version
    assert f"add a row with the day, version {version}" in str(store.unlogged(filled)[0])
    sql("INSERT INTO changelog (day, version, what) VALUES ('2026-12-02', %s, 'x')", version)
    assert store.unlogged(filled) == []


def test_the_stamp_changes_with_every_edit_and_only_then(filled, sql):
    stamps = [store.stamp(filled)]
    assert store.stamp(filled) == stamps[0]
    for statement in (
        "UPDATE incidents SET notes = 'x' WHERE fid = 1",
        "UPDATE incidents SET notes = NULL WHERE fid = 1",
        "DELETE FROM incidents WHERE fid = 1",
        "INSERT INTO sources (id, publisher, title, medium) VALUES ('x', 'x', 'x', 'news')",
    ):
        sql(statement)
        stamps.append(store.stamp(filled))
    assert len(set(stamps)) == len(stamps)


REFUSED = [
    ("kind = 'arest'", "invalid input value for enum"),
    ("people_min = -1", "violates check constraint"),
    ("country = 'China'", "violates check constraint"),
    ("title = NULL", "violates not-null constraint"),
    ("path = '{}'", "violates check constraint"),
    ("geom = 'SRID=4326;LINESTRING(1 2, 3 4)'", "does not match column type"),
    ("id = '2013-05-laos-nine'", "duplicate key"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED)
def test_the_database_refuses_what_breaks_a_vocabulary_or_type(filled, sql, change, said):
    with pytest.raises(psycopg.Error, match=said):
        sql(f"UPDATE incidents SET {change} WHERE fid = 1")


BAD_ROWS = [
    ("date = '2015-13'", "date: '2015-13' is not a date; write 2015, 2015-12 or 2015-12-31"),
    ("title = ''", "title: is missing; write title, at most 90 characters"),
    ("sources = '{}'", "sources: names no work that is known; every record needs a source"),
    ("country = 'XYZ'", "country: 'XYZ' is no ISO 3166-1 alpha-3 code; write one such as CHN"),
    ("path = '[{\"lon\": 300}]'", "path[0].lon: 300 is outside -180..180 degrees"),
    ("geom = 'SRID=4326;POINT(200 42)'", "geometry: [200.0, 42.0] is no longitude and latitude"),
    ("geom = 'SRID=4326;POINT EMPTY'", "geometry: is empty; write null or coordinates"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BAD_ROWS)
def test_a_row_that_breaks_the_schema_is_told_and_costs_no_other(filled, sql, atlas, change, said):
    sql(f"UPDATE incidents SET {change} WHERE id = '2013-05-laos-nine'")
    again = store.read(filled)
    number = 1 + list(atlas.layers["incidents"]["id"]).index("2013-05-laos-nine")
    told = f".incidents row {number} (2013-05-laos-nine), {said}"
    assert any(told in str(problem) for problem in again.problems)
    lost = {x.id for x in diff(atlas, again) if x.what == "removed"}
    assert lost == {"2013-05-laos-nine"}


def test_a_table_that_another_program_made_is_read(where, sql):
    store.add(where, Import((incident(),)), "One.", day=DAY)
    sql("CREATE TABLE other AS SELECT id, title, summary, kind::text, date, country, place, "
        "precision::text, outcome::text, to_json(sources)::text AS sources, corroboration::text, "
        "count_in_totals, sensitivity::text, people_min::float8, now() AS seen, "
        "ST_Transform(geom, 5179) AS shape FROM incidents")  # fmt: skip
    sql("DROP TABLE incidents")
    sql("ALTER TABLE other RENAME TO incidents")
    again = store.read(where)
    record = again.layers["incidents"].iloc[0]
    assert (record["people_min"], record["sources"]) == (3, ["made-up-work"])
    assert record["geometry"].distance(store.read(where).layers["incidents"].geometry[0]) == 0
    assert abs(record["geometry"].x - 129.50241) < 1e-6
    # Its own column is told, and kept with the record.
    assert [str(x) for x in again.problems if "seen" in str(x)]
    assert list(again.extra["incidents"]["made-up"]) == ["seen"]


def test_an_import_makes_a_store_adds_to_it_and_replaces(where):
    outcome = Import((incident(),), extra={"made-up": {"desk": "Seoul"}})
    assert store.add(where, outcome, "One.", day=DAY).new == ("made-up",)
    again = store.read(where)
    assert (again.problems, again.as_of) == (again.problems, "2026-12-01")
    assert again.extra["incidents"] == {"made-up": {"desk": "Seoul"}}
    changed = Import((incident(title="Another title"), incident("new")))
    added = store.add(where, changed, "Two.", day=DAY)
    assert (added.new, added.kept) == (("new",), ("made-up",))
    added = store.add(where, changed, "Three.", replace=True, day=DAY)
    assert (added.replaced, added.same) == (("made-up",), ("new",))
    rows = store.read(where).layers["incidents"]
    assert list(rows["title"]) == ["Another title", "Made-up title"]
    assert store.unlogged(where) == []
    assert [entry.what for entry in store.content(where).changes if entry.day] == [
        "Three.", "Two.", "One."]  # fmt: skip


def test_an_editors_own_column_view_and_table_outlive_a_copy(filled, sql):
    sql("ALTER TABLE incidents ADD desk text")
    sql("CREATE VIEW arrests AS SELECT * FROM incidents WHERE kind = 'arrest'")
    sql("CREATE TABLE mine (a int)")
    assert main(["copy", "data", filled, "--replace"]) == 0
    assert sql("SELECT count(*) FROM arrests")[0][0] > 0
    assert sql("SELECT desk FROM incidents LIMIT 1") == [(None,)]
    assert sql("SELECT count(*) FROM mine") == [(0,)]


def test_a_new_word_of_a_vocabulary_reaches_its_type(filled, sql, monkeypatch):
    from geo.schema import Term

    more = dict(VOCABULARIES["outcome"]) | {"moved": Term("Moved", "moved elsewhere")}
    monkeypatch.setitem(VOCABULARIES, "outcome", more)
    first = store.read(filled).layers["incidents"]["id"][0]
    record = incident("moved-one", outcome="moved")
    assert store.add(filled, Import((record,)), "New word.", day=DAY).new == ("moved-one",)
    assert sql("SELECT outcome::text FROM incidents WHERE id = 'moved-one'") == [("moved",)]
    assert store.read(filled).layers["incidents"]["id"][0] == first


# --- broken off ----------------------------------------------------------------------------------


def test_a_connection_that_is_cut_off_loses_nothing_and_says_so(filled, server, atlas, monkeypatch):
    from geo.store import postgis

    filling = postgis.logged

    def cut(*given):
        with psycopg.connect(server, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'routes-atlas' AND state LIKE 'idle in transaction%'"
            )
        return filling(*given)

    monkeypatch.setattr(postgis, "logged", cut)
    with pytest.raises(store.DataError) as lost:
        store.write(filled, Content(features={"incidents": [incident()]}, works=[WORK]), "x")
    assert "the connection was lost while it was being written" in str(lost.value)
    assert "then try again" in str(lost.value)
    password = server.partition("://")[2].partition("@")[0].partition(":")[2]
    assert password not in str(lost.value)
    assert diff(atlas, store.read(filled)) == []


KILLED = """
import os, signal, sys
from geo import store
from geo.store import postgis
from tests.stores import Import, incident
postgis.logged = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
store.add(sys.argv[1], Import((incident(),)), "Added.")
"""


def test_a_killed_writer_loses_nothing_and_holds_no_lock(filled, atlas):
    done = subprocess.run([sys.executable, "-c", KILLED, filled], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert diff(atlas, store.read(filled)) == []
    assert store.add(filled, Import((incident(),)), "Again.", day=DAY).new == ("made-up",)


def test_two_writers_wait_for_each_other(filled):
    told = []

    def write(number):
        told.append(store.add(filled, Import((incident(f"i-{number}"),)), f"{number}.", day=DAY))

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(x.new for x in told) == [(f"i-{number}",) for number in range(4)]
    assert sum(len(x.works) for x in told) == 1
    assert store.unlogged(filled) == []
    assert len(store.read(filled).layers["incidents"]) == 259


def test_a_session_that_keeps_a_lock_is_a_sentence(filled, server, where, monkeypatch):
    monkeypatch.setattr("geo.store.postgis.WAIT", "100ms")
    schema = where.partition("schema=")[2]
    with psycopg.connect(server) as editor:
        editor.execute(f"UPDATE \"{schema}\".incidents SET notes = 'editing' WHERE fid = 1")
        said = r"is being changed by another session; save and stop editing there first; nothing"
        with pytest.raises(store.DataError, match=said):
            store.add(filled, Import((incident(),)), "Added.", day=DAY)
        # Readers are never held up.
        assert len(store.read(filled).layers["incidents"]) == 255


def test_who_may_not_write_is_told_so(filled, server, where):
    schema = where.partition("schema=")[2]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS reader")
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'hush-hush'")
        connection.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO reader')
        connection.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO reader')
    reader = where.replace(server.partition("://")[2].partition("@")[0], "reader:hush-hush")
    assert len(store.read(reader).layers["incidents"]) == 255
    with pytest.raises(store.DataError, match="does not let this user do that") as refused:
        store.add(reader, Import((incident(),)), "Added.", day=DAY)
    assert "hush" not in str(refused.value)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP OWNED BY reader")
        connection.execute("DROP ROLE reader")


@pytest.fixture
def role(server):
    """A user who owns nothing, in place of the administrator: an address, and the user's name."""
    name = f"editor_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'hush-hush'")
        yield (
            name,
            lambda where: where.replace(
                server.partition("://")[2].partition("@")[0], f"{name}:hush-hush"
            ),
        )
        connection.execute(f"DROP OWNED BY {name} CASCADE")
        connection.execute(f"DROP ROLE {name}")


def test_an_editor_who_owns_no_table_can_import_and_copy(filled, sql, role, where):
    name, as_editor = role
    schema = where.partition("schema=")[2]
    sql(f'GRANT USAGE ON SCHEMA "{schema}" TO {name}')
    sql(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO {name}')
    mine = as_editor(filled)
    assert store.add(mine, Import((incident(),)), "One.", day=DAY).new == ("made-up",)
    assert store.unlogged(mine) == []
    assert main(["copy", "data", mine, "--replace"]) == 0
    assert store.read(mine).version == store.read("data").version


def test_an_editor_who_may_make_schemas_fills_a_database(where, sql, role):
    name, as_editor = role
    sql(f"GRANT CREATE ON DATABASE postgres TO {name}")
    assert main(["copy", "data", as_editor(where)]) == 0
    assert main(["diff", "data", as_editor(where)]) == 0


def test_a_wrong_password_is_told_without_it(server, capsys):
    wrong = server.replace("atlas:", "atlas:hush")
    assert main(["check", wrong]) == 2
    said = capsys.readouterr().err
    assert "password authentication failed" in said
    assert wrong.partition("://")[2].partition("@")[0].partition(":")[2] not in said
    assert "hush" not in said


def test_an_empty_schema_and_text_that_cannot_be_kept_are_sentences(where):
    with pytest.raises(store.DataError, match="holds no layer in its schema test_"):
        store.read(where)
    odd = Content(features={"incidents": [incident()]}, works=[WORK], gazetteer=[{"place": "a\0b"}])
    with pytest.raises(
        store.DataError, match=r"cannot be written .*NUL.*nothing in it has changed"
    ):
        store.write(where, odd, "")
    assert store.stamp(where) == ()


# --- tables to import ----------------------------------------------------------------------------


@pytest.fixture
def table(sql, where, server):
    """A newsroom's own table, in Korea's system, with columns of many types."""
    schema = where.partition("schema=")[2]
    sql(f'CREATE SCHEMA "{schema}"')
    sql(
        'CREATE TABLE "our ""cases""" (no serial PRIMARY KEY, "사건" text, kind text, day date, '
        "at timestamptz, people numeric, share float8, sure boolean, tags text[], more jsonb, "
        "country text, place text, source_url text, geom geometry(Point, 5179))"
    )
    sql(
        'INSERT INTO "our ""cases""" ("사건", kind, day, at, people, share, sure, tags, more, country, '
        "place, source_url, geom) VALUES "
        "('첫째', 'arrest', '2013-05-10', '2013-05-10 00:00+00', 3, 'NaN', true, '{a,b}', '{\"x\": 1}', "
        "'CHN', 'Yanji', 'https://example.org/1', "
        " ST_Transform('SRID=4326;POINT(129.50241 42.88825)'::geometry, 5179)),"
        "(' ', 'arrest', 'infinity', NULL, 2.5, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
    )
    return f"{server}?table={schema}.our+%22cases%22"


def test_a_table_is_a_sheet_with_its_types_and_its_system(table):
    (sheet,) = database.sheets(table)
    assert sheet.crs == "EPSG:5179"
    assert sheet.unit == "row"
    first, second = sheet.rows
    assert (first.number, second.number) == (1, 2)
    assert first.cells["사건"] == "첫째"
    assert first.cells["day"] == dt.date(2013, 5, 10)
    assert first.cells["at"].utctimetuple()[:3] == (2013, 5, 10)
    assert (first.cells["people"], first.cells["share"]) == (3, "nan")
    assert (first.cells["sure"], first.cells["tags"], first.cells["more"]) == (
        True,
        "a; b",
        '{"x": 1}',
    )
    assert first.geometry.x > 1_000_000
    assert "geom" not in sheet.columns
    assert (second.cells["사건"], second.cells["day"], second.cells["people"]) == (None, None, 2.5)
    assert second.geometry is None


def test_a_table_is_imported_into_any_store(table, tmp_path, capsys):
    output = str(tmp_path / "mine.gpkg")
    assert main(["import", table, "-o", output, "--layer", "incidents", "--map", "사건=title",
                 "--map", "day=date", "--map", "people=people_min"]) == 1  # fmt: skip
    out = capsys.readouterr()
    record = store.read(output).layers["incidents"].iloc[0]
    assert (record["title"], record["date"], record["people_min"]) == ("첫째", "2013-05-10", 3)
    assert abs(record["geometry"].x - 129.50241) < 1e-4
    assert "row 2" in out.out
    password = table.partition("://")[2].partition("@")[0].partition(":")[2]
    assert password not in out.out + out.err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "names no table; add ?table=NAME: there are"),
        ("?table=our+casess", "there is no table 'our casess'; "),
        ("?table=nowhere.at+all", "there is no table 'nowhere.at all'; "),
        ("?table=x;drop+table+y", "there is no table 'x;drop table y'; "),
    ],
)
def test_a_table_that_is_not_there_is_a_sentence(table, server, asked, said):
    with pytest.raises(Unreadable) as told:
        database.sheets(f"{server}{asked}")
    assert said in str(told.value)


def test_views_are_read_and_limits_hold(where, server, sql):
    schema = where.partition("schema=")[2]
    sql(f'CREATE SCHEMA "{schema}"')
    sql(
        "CREATE VIEW many AS SELECT n AS id, repeat('x', 100) AS title FROM generate_series(1, 500) n"
    )
    address = f"{server}?table={schema}.many"
    (sheet,) = database.sheets(address)
    assert len(sheet.rows) == 500
    assert "no primary key" in sheet.notes[0]
    for limits, said in (
        (Limits(rows=499), "has more than 499 rows"),
        (Limits(size=20_000), "which is the most for an import"),
        (Limits(columns=1), "has 2 columns, and 1 can be read"),
    ):
        with pytest.raises(Unreadable, match=said):
            database.sheets(address, limits)
    (cut,) = database.sheets(address, Limits(letters=50))
    assert cut.rows[0].wrong[0][0] == "title"


def test_a_slow_view_and_one_that_writes_are_refused(where, server, sql):
    schema = where.partition("schema=")[2]
    sql(f'CREATE SCHEMA "{schema}"')
    sql("CREATE TABLE victim (a int)")
    sql(f'CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS $$ INSERT INTO "{schema}".victim '
        "VALUES (1) RETURNING a $$")  # fmt: skip
    sql("CREATE VIEW evil AS SELECT writes() AS title")
    sql("CREATE VIEW slow AS SELECT pg_sleep(60)::text AS title")
    with pytest.raises(Unreadable, match="read-only transaction"):
        database.sheets(f"{server}?table={schema}.evil")
    with pytest.raises(Unreadable, match="took longer than it may"):
        database.sheets(f"{server}?table={schema}.slow", Limits(seconds=1))
    assert sql("SELECT count(*) FROM victim") == [(0,)]


def test_shapes_of_several_systems_come_in_one_and_huge_ones_are_told(where, server, sql):
    schema = where.partition("schema=")[2]
    sql(f'CREATE SCHEMA "{schema}"')
    sql("CREATE TABLE mixed (id int PRIMARY KEY, geom geometry)")
    sql("INSERT INTO mixed VALUES (1, 'SRID=4326;POINT(129.5 42.9)'), (2, 'SRID=4326;POINT(130 43)'), "
        "(3, ST_Transform('SRID=4326;POINT(128 41)'::geometry, 5179)), "
        "(4, ST_Buffer('SRID=4326;POINT(128 41)'::geometry, 1, 200))")  # fmt: skip
    (sheet,) = database.sheets(f"{server}?table={schema}.mixed", Limits(points=100))
    assert sheet.crs == "EPSG:4326"
    assert abs(sheet.rows[2].geometry.x - 128) < 1e-6
    assert sheet.rows[3].geometry is None
    assert "points" in sheet.rows[3].wrong[0][1]


def test_five_thousand_incidents_are_read(where):
    many = Content(features={"incidents": [incident(f"i-{n}") for n in range(5000)]}, works=[WORK])
    store.write(where, many, "")
    again = store.read(where)
    assert (len(again.layers["incidents"]), again.problems) == (5000, ())
