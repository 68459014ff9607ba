"""A table or view of a PostGIS database as a sheet: read, never written, within limits.

``postgresql://user@host/database?table=schema.name`` names it; the schema may be left out where the
user's search path finds the table.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.content import DataError
from geo.ingest.geojson import too_many_points
from geo.ingest.limits import LIMITS, Limits, megabytes
from geo.ingest.parts import text
from geo.ingest.sheet import Cell, Row, Sheet, Unreadable
from geo.store import server
from geo.store.address import Where
from geo.store.pgschema import quoted
from geo.store.server import Server

if TYPE_CHECKING:
    from psycopg import Connection

_AT_ONCE = 2_000
"""Rows that are fetched at once: memory stays bounded by the limits, not by the table."""

_PLAIN = frozenset({"bool", "int2", "int4", "int8", "float4", "float8", "numeric"})
_DAYS = frozenset({"date", "timestamp", "timestamptz"})
_SHAPES = frozenset({"geometry", "geography"})


def sheets(
    where: Where,
    limits: Limits = LIMITS,
    tell: Callable[[int], object] = lambda rows: None,  # noqa: ARG005
) -> list[Sheet]:
    """The table that an address names, as a list of one sheet in the order of its primary key.

    ``tell`` gets the number of rows come so far. Geometries are in the table's own system, which
    the sheet declares. Raises ``Unreadable`` with one sentence, in which no password stands.
    """
    try:
        host = Server.of(where, own=("schema", "table"))
        with host.connected("read") as connection:
            server.one_moment(connection)
            connection.execute(f"SET LOCAL statement_timeout = '{max(1, int(limits.seconds))}s'")
            table = _table(connection, host, _asked(where))
            return [_sheet(connection, table, limits, tell)]
    except DataError as error:
        raise Unreadable(str(error)) from None


def _asked(where: Where) -> str:
    pairs = dict(parse_qsl(str(where).partition("?")[2]))
    name, schema = pairs.get("table", ""), pairs.get("schema", "")
    return f"{schema}.{name}" if name and schema else name


@dataclass(frozen=True)
class _Table:
    schema: str
    name: str
    columns: dict[str, str]
    order: tuple[str, ...]
    postgis: str | None

    @property
    def called(self) -> str:
        """Its name with its schema."""
        return f"{self.schema}.{self.name}"

    @property
    def shape(self) -> str | None:
        """The first column that holds shapes."""
        return next((name for name, kind in self.columns.items() if kind in _SHAPES), None)


def _table(connection: Connection[Any], host: Server, asked: str) -> _Table:
    there = connection.execute(
        "SELECT n.nspname, c.relname, c.oid, pg_table_is_visible(c.oid) FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' "
        "AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE') "
        # PostGIS brings tables and views of its own.
        "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') "
        "ORDER BY 1, 2"
    ).fetchall()
    names = {f"{schema}.{name}": (schema, name, oid) for schema, name, oid, _ in there}
    seen = {name: (schema, name, oid) for schema, name, oid, visible in there if visible}
    found = names.get(asked) or seen.get(asked)
    if found is None:
        listed = ", ".join(list(names)[:20]) or "none that this user may see"
        if not asked:
            raise Unreadable(f"{host} names no table; add ?table=NAME: there are {listed}")
        near = difflib.get_close_matches(asked, [*names, *seen], n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {listed}"
        raise Unreadable(f"{host}: there is no table {asked!r}; {hint}")
    schema, name, oid = found
    columns = connection.execute(
        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
        "WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        [oid],
    ).fetchall()
    key = connection.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a "
        "ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = %s AND i.indisprimary ORDER BY a.attnum",
        [oid],
    ).fetchall()
    order = tuple(column for (column,) in key)
    return _Table(schema, name, dict(columns), order, server.postgis(connection))


def _sheet(
    connection: Connection[Any], table: _Table, limits: Limits, tell: Callable[[int], object]
) -> Sheet:
    if len(table.columns) > limits.columns:
        raise Unreadable(
            f"{table.called} has {len(table.columns):,} columns, and {limits.columns:,} can be "
            "read; make a view with those that matter"
        )
    srid, crs = _system(connection, table)
    names = tuple(name for name, kind in table.columns.items() if kind not in _SHAPES)
    rows: list[Row] = []
    for number, values in enumerate(_fetched(connection, table, srid, limits, tell), start=1):
        rows.append(_row(number, names, values, table, limits))
    others = [n for n, kind in table.columns.items() if kind in _SHAPES and n != table.shape]
    notes = [f"shapes are taken from {table.shape}, not from {', '.join(others)}"] if others else []
    if not table.order:
        notes.append("it has no primary key: its rows are numbered as they came")
    return Sheet(table.called, names, tuple(rows), crs, "row", tuple(notes))


def _system(connection: Connection[Any], table: _Table) -> tuple[int, str | None]:
    """The reference system that most shapes are in, as a number and as a declaration."""
    if table.shape is None or table.postgis is None:
        return 0, "EPSG:4326"
    own = quoted(table.postgis)
    found = connection.execute(
        f"SELECT {own}.ST_SRID({quoted(table.shape)}::{own}.geometry), count(*) "
        f"FROM {quoted(table.schema)}.{quoted(table.name)} "
        f"WHERE {quoted(table.shape)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT 1"
    ).fetchone()
    if found is None:
        return 0, "EPSG:4326"
    srid = int(found[0])
    said = connection.execute(
        f"SELECT auth_name, auth_srid, srtext FROM {own}.spatial_ref_sys WHERE srid = %s", [srid]
    ).fetchone()
    if said is None:
        return srid, None
    return srid, f"{said[0]}:{said[1]}" if said[0] and said[1] else str(said[2])


def _fetched(
    connection: Connection[Any],
    table: _Table,
    srid: int,
    limits: Limits,
    tell: Callable[[int], object],
) -> Iterator[Sequence[Any]]:
    selected = [
        _selected(name, kind, limits) for name, kind in table.columns.items() if kind not in _SHAPES
    ]
    selected += _shaped(table, srid, limits)
    order = f" ORDER BY {', '.join(map(quoted, table.order))}" if table.order else ""
    sql = (
        f"SELECT {', '.join(selected)} FROM {quoted(table.schema)}.{quoted(table.name)}"
        f"{order} LIMIT {limits.rows + 1}"
    )
    come = size = 0
    with connection.cursor("routes_atlas_import") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(sql)
        for values in cursor:
            come += 1
            size += sum(len(value) for value in values if isinstance(value, str | bytes))
            if come > limits.rows:
                raise Unreadable(
                    f"{table.called} has more than {limits.rows:,} rows, which is the most for an "
                    "import; make views with fewer"
                )
            if size > limits.size:
                raise Unreadable(
                    f"{table.called} holds more than {megabytes(limits.size)}, which is the most "
                    "for an import; make views with fewer rows"
                )
            if come % _AT_ONCE == 0:
                tell(come)
            yield values
    tell(come)


def _selected(column: str, kind: str, limits: Limits) -> str:
    name = quoted(column)
    if kind in _PLAIN:
        return name
    if kind in _DAYS:
        # Python knows the years 1 to 9999 only; infinity is no day at all.
        inside = f"{name} >= '0001-01-02' AND {name} <= '9999-12-30'"
        return f"CASE WHEN {inside} THEN {name}::{kind} END"
    if kind in ("_text", "_varchar", "_int4", "_int8"):
        return f"left(array_to_string({name}, '; '), {limits.letters + 1})"
    return f"left({name}::text, {limits.letters + 1})"


def _shaped(table: _Table, srid: int, limits: Limits) -> list[str]:
    """The shape as WKB in one system, unless it has too many points; and how many it has."""
    if table.shape is None or table.postgis is None:
        return []
    own = quoted(table.postgis)
    drawn = f"{quoted(table.shape)}::{own}.geometry"
    same = f"{own}.ST_SRID({drawn}) IN (0, {srid})"
    moved = drawn if srid == 0 else f"{own}.ST_Transform({drawn}, {srid})"
    count = f"{own}.ST_NPoints({drawn})"
    fits = f"{count} <= {limits.points}"
    one = f"CASE WHEN {same} THEN {drawn} ELSE {moved} END"
    return [f"CASE WHEN {fits} THEN {own}.ST_AsBinary({one}) END", count]


def _row(
    number: int, names: tuple[str, ...], values: Sequence[Any], table: _Table, limits: Limits
) -> Row:
    wrong: list[tuple[str | None, str]] = []
    cells: dict[str, Cell] = {}
    for name, value in zip(names, values, strict=False):
        if isinstance(value, str):
            cells[name], advice = text(value, limits)
            wrong += [(name, advice)] if advice else []
        else:
            cells[name] = _cell(value)
    drawn: BaseGeometry | None = None
    if len(values) > len(names):
        data, points = values[len(names) :]
        if points and data is None:
            wrong.append((table.shape, too_many_points(limits)))
        elif data is not None:
            try:
                drawn = shapely.from_wkb(bytes(data))
            except ShapelyError:
                wrong.append((table.shape, "is no shape that can be read; draw it anew"))
    return Row(number, cells, drawn, tuple(wrong))


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return str(value)
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | dt.date):
        return value
    return str(value)
