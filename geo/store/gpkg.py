"""The format of a GeoPackage: its own tables, geometry as it writes it, vocabularies as domains.

OGC 12-128r18 (GeoPackage 1.3) with the extensions for schemas and for a spatial index, written with
SQLite alone: GDAL through pyogrio writes neither domains nor what a column means.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator
from typing import Any

import shapely
from pyproj import CRS, Transformer
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.content import lists
from geo.schema import VOCABULARIES, Field, Kind
from geo.store.tables import EXTRA, LISTS, NUMBER, SHAPE, TABLES, Table

APPLICATION, EDITION = 0x47504B47, 10300
"""What an SQLite file says of itself to be a GeoPackage of this edition."""

WGS84 = 4326

MOST = 1_000_000_000
"""The most that a form offers for a whole number: the fields of forms end at 2,147,483,647."""

_TYPES: dict[Kind, str] = {"integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN"}
_ENVELOPES = (0, 32, 48, 48, 64)

_OWN = """
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE IF NOT EXISTS gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))
"""

_SCHEMA = ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema", "read-write")
_RTREE = ("gpkg_rtree_index", "http://www.geopackage.org/spec120/#extension_rtree", "write-only")

# The spatial index follows the table: when, on what condition, and what is done. The condition
# that a shape is there is written {there}, after NEW; the index is {index}.
_BOUNDS = "NEW.{fid}, ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g})"
_PUT = f"INSERT OR REPLACE INTO {{index}} VALUES ({_BOUNDS});"
_THERE = "(NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))"
_GONE = "(NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))"
_TRIGGERS = {
    "insert": ("AFTER INSERT ON {t}", _THERE, _PUT),
    "update1": ("AFTER UPDATE OF {g} ON {t}", f"OLD.{{fid}} = NEW.{{fid}} AND {_THERE}", _PUT),
    "update2": (
        "AFTER UPDATE OF {g} ON {t}",
        f"OLD.{{fid}} = NEW.{{fid}} AND {_GONE}",
        "DELETE FROM {index} WHERE id = OLD.{fid};",
    ),
    "update3": (
        "AFTER UPDATE ON {t}",
        f"OLD.{{fid}} != NEW.{{fid}} AND {_THERE}",
        f"DELETE FROM {{index}} WHERE id = OLD.{{fid}}; {_PUT}",
    ),
    "update4": (
        "AFTER UPDATE ON {t}",
        f"OLD.{{fid}} != NEW.{{fid}} AND {_GONE}",
        "DELETE FROM {index} WHERE id IN (OLD.{fid}, NEW.{fid});",
    ),
    "delete": (
        "AFTER DELETE ON {t}",
        "OLD.{g} NOTNULL",
        "DELETE FROM {index} WHERE id = OLD.{fid};",
    ),
}


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def begin(database: sqlite3.Connection) -> None:
    """Make the tables that every GeoPackage has, and our vocabularies, unless they are there."""
    for statement in _OWN.split(";\n"):
        database.execute(statement)
    systems = (
        ("WGS 84 geodetic", WGS84, "EPSG", WGS84, CRS(WGS84).to_wkt("WKT1_GDAL"),
         "longitude and latitude in degrees"),
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
    )  # fmt: skip
    database.executemany("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", systems)
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        _extend(database, table, None, _SCHEMA)
    database.execute(
        "DELETE FROM gpkg_data_column_constraints WHERE constraint_name LIKE 'routes\\_atlas\\_%' "
        "ESCAPE '\\'"
    )
    domains: list[tuple[object, ...]] = [
        (_domain(name), "enum", term, None, None, None, None, found.label)
        for name, terms in VOCABULARIES.items()
        for term, found in terms.items()
    ]
    domains += [
        (_domain("count"), "range", None, 0, 1, MOST, 1, "whole number, 0 or more"),
        (_domain("country"), "glob", "[A-Z][A-Z][A-Z]", None, None, None, None,
         "ISO 3166-1 alpha-3"),
    ]  # fmt: skip
    database.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?,?,?,?,?,?,?,?)", domains
    )


def _domain(name: str) -> str:
    return f"routes_atlas_{name}"


def _extend(
    database: sqlite3.Connection, table: str, column: str | None, what: tuple[str, str, str]
) -> None:
    where = "table_name = ? AND column_name IS ? AND extension_name = ?"
    database.execute(f"DELETE FROM gpkg_extensions WHERE {where}", (table, column, what[0]))
    database.execute("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", (table, column, *what))


def drop(database: sqlite3.Connection, table: str) -> None:
    """Take a table away, with its index and all that is said of it."""
    shape_ = shape_column(database, table)
    if shape_:
        database.execute(f"DROP TABLE IF EXISTS {quoted(f'rtree_{table}_{shape_[0]}')}")
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    for own in ("gpkg_data_columns", "gpkg_extensions", "gpkg_geometry_columns",
                "gpkg_ogr_contents", "gpkg_contents"):  # fmt: skip
        if own in there:
            database.execute(f"DELETE FROM {own} WHERE lower(table_name) = ?", (table,))
    database.execute(f"DROP TABLE IF EXISTS {quoted(table)}")


def create(database: sqlite3.Connection, table: Table, day: str) -> None:
    """Make a table with its columns, what they mean, their domains and a spatial index."""
    columns = [f"{NUMBER} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if table.spatial:
        columns.append(f"{SHAPE} {_geometry_type(table)}")
    columns += [_column(f, f.name == table.key) for f in table.fields]
    columns.append(f"{EXTRA} TEXT")
    database.execute(f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)})")
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES (?,?,?,?,?,?)",
        (table.name, "features" if table.spatial else "attributes", table.name, table.meaning,
         f"{day or '1970-01-01'}T00:00:00.000Z", WGS84 if table.spatial else 0),
    )  # fmt: skip
    database.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?,?,?,?,?,?,?)",
        [(table.name, f.name, f.name, None, _meaning(f), *_held(f)) for f in table.fields]
        + [(table.name, EXTRA, EXTRA, None, "fields that the schema doesn't know, as an object",
            "application/json", None)],
    )  # fmt: skip
    if table.spatial:
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
            (table.name, SHAPE, _geometry_type(table), WGS84),
        )
        _index(database, table.name)


def _geometry_type(table: Table) -> str:
    kinds = {kind for kind in table.geometry if kind}
    return kinds.pop().upper() if len(kinds) == 1 else "GEOMETRY"


def _column(f: Field, key: bool) -> str:
    more = " NOT NULL" if f.required else ""
    return f"{quoted(f.name)} {_TYPES.get(f.kind, 'TEXT')}{more}{' UNIQUE' if key else ''}"


def _meaning(f: Field) -> str:
    if f.kind in LISTS:
        return f"{f.meaning}; as a list in JSON"
    return f"{f.meaning}; EDTF, such as 2013-05" if f.kind == "date" else f.meaning


def _held(f: Field) -> tuple[str | None, str | None]:
    """A column's MIME type and domain."""
    if f.kind in LISTS:
        return "application/json", None
    if f.kind == "term":
        return None, _domain(f.vocabulary or "")
    domain = {"integer": "count", "country": "country"}.get(f.kind)
    return None, _domain(domain) if domain else None


def _index(database: sqlite3.Connection, table: str) -> None:
    index = f"rtree_{table}_{SHAPE}"
    database.execute(
        f"CREATE VIRTUAL TABLE {quoted(index)} USING rtree(id, minx, maxx, miny, maxy)"
    )
    names = {"t": quoted(table), "g": SHAPE, "fid": NUMBER, "index": quoted(index)}
    for event, (when, condition, does) in _TRIGGERS.items():
        sql = f"{when} WHEN {condition} BEGIN {does} END".format(**names)
        database.execute(f"CREATE TRIGGER {quoted(f'{index}_{event}')} {sql}")
    _extend(database, table, SHAPE, _RTREE)


def complete(database: sqlite3.Connection, table: Table) -> None:
    """Add the columns that a table lacks: an older edition or another program made it."""
    there = {name.lower() for name in columns(database, table.name)}
    for f in table.fields:
        if f.name.lower() not in there:
            kind = _TYPES.get(f.kind, "TEXT")
            database.execute(f"ALTER TABLE {quoted(table.name)} ADD {quoted(f.name)} {kind}")
    if EXTRA not in there:
        database.execute(f"ALTER TABLE {quoted(table.name)} ADD {EXTRA} TEXT")


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [row[1] for row in database.execute(f"PRAGMA table_info({quoted(table)})")]


def shape_column(database: sqlite3.Connection, table: str) -> tuple[str, int] | None:
    """Name and reference system (``srs_id``) of a table's geometry."""
    found = database.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE lower(table_name) = ?",
        (table,),
    ).fetchone()
    return (str(found[0]), int(found[1])) if found else None


def extent(database: sqlite3.Connection, table: str) -> None:
    """Write where the shapes of a table lie, and that it has changed."""
    index = quoted(f"rtree_{table}_{SHAPE}")
    database.execute(
        "UPDATE gpkg_contents SET (min_x, max_x, min_y, max_y) = "
        f"(SELECT min(minx), max(maxx), min(miny), max(maxy) FROM {index}) "
        "WHERE table_name = ?",
        (table,),
    )


def blob(geometry: Any) -> bytes | None:
    """A geometry (a mapping in EPSG:4326, or None) as a GeoPackage keeps it, in two dimensions."""
    if geometry is None:
        return None
    drawn = shapely.force_2d(shape(geometry))
    west, south, east, north = drawn.bounds
    head = struct.pack("<2sBBi4d", b"GP", 0, 0b11, WGS84, west, east, south, north)
    return head + bytes(shapely.to_wkb(drawn, byte_order=1))


def drawn(data: object) -> BaseGeometry:
    """The shape in a GeoPackage's bytes; raises ``ValueError``."""
    if not isinstance(data, bytes) or data[:2] != b"GP" or len(data) < 8:
        raise ValueError("no geometry of a GeoPackage")
    kind = data[3] >> 1 & 0b111
    if kind >= len(_ENVELOPES):
        raise ValueError("no geometry of a GeoPackage")
    try:
        return shapely.from_wkb(data[8 + _ENVELOPES[kind] :])
    except ShapelyError as error:
        raise ValueError("no geometry of a GeoPackage") from error


def reader(database: sqlite3.Connection, srs: int) -> Callable[[object], Any]:
    """What reads a table's geometries as GeoJSON has them, from its reference system to EPSG:4326.

    Bytes that are no geometry give one of the type ``broken``, which no layer may hold.
    """
    transformer = None if srs in (WGS84, -1, 0) else _transformer(database, srs)

    def read(data: object) -> Any:
        if data is None:
            return None
        try:
            found = drawn(data)
            if transformer is not None:
                found = shapely.transform(found, transformer.transform, interleaved=False)
            return lists(mapping(found))
        except (ValueError, KeyError, NotImplementedError):
            return {"type": "broken"}

    return read


def _transformer(database: sqlite3.Connection, srs: int) -> Transformer:
    where = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
    found = database.execute(f"{where} WHERE srs_id = ?", (srs,)).fetchone()
    known = found and str(found[0]).upper() == "EPSG"
    system = CRS(int(found[1])) if known else CRS(found[2] if found else srs)
    return Transformer.from_crs(system, WGS84, always_xy=True)


def functions(database: sqlite3.Connection) -> None:
    """Give SQLite what the spatial index's triggers call, which GDAL and QGIS bring themselves."""

    def bound(at: int) -> Callable[[object], float | None]:
        def of(data: object) -> float | None:
            try:
                found = drawn(data)
            except ValueError:
                return None
            return None if found.is_empty else float(found.bounds[at])

        return of

    def empty(data: object) -> int:
        try:
            return int(drawn(data).is_empty)
        except ValueError:
            return 1

    for at, name in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        database.create_function(name, 1, bound(at), deterministic=True)
    database.create_function("ST_IsEmpty", 1, empty, deterministic=True)


def layers(database: sqlite3.Connection) -> Iterator[str]:
    """The names of those of our tables that are there, as they are written in the file."""
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if str(name).lower() in TABLES:
            yield str(name)
