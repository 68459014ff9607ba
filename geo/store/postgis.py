"""PostGIS as a store: a schema with a table a layer, to be edited in QGIS or with SQL.

Reading takes one snapshot, and each change is one transaction: whatever breaks off, nothing
has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from geo import content as contents
from geo.content import Content, DataError, lists
from geo.reading import Stamp
from geo.schema import LAYERS
from geo.store import pgschema, server, tables
from geo.store.address import Where
from geo.store.change import Change, Decide, logged
from geo.store.server import Server
from geo.store.tables import EXTRA, LISTS, NUMBER, SHAPE, TABLES, Row, Table

if TYPE_CHECKING:
    from psycopg import Connection

NATIVE = frozenset({"text", "varchar", "bpchar", "bool", "int2", "int4", "int8", "float4", "float8",
                    "_text", "_varchar", "json", "jsonb"})  # fmt: skip
"""PostgreSQL's types that are read as they are; all others are read as text."""

WAIT = "10s"
"""How long to wait for another session that is writing."""


class PostGIS:
    """A schema of a PostGIS database (docs/storing.md)."""

    def __init__(self, where: Where) -> None:
        self.server = Server.of(where)
        self.schema = self.server.schema

    def content(self) -> Content:
        """What stands in it; raises ``DataError`` where it cannot be read."""
        with self.server.connected("read") as connection:
            server.one_moment(connection)
            return self._content(Tables.of(connection, self.schema))

    def stamp(self) -> Stamp:
        """Number and hash of the versions of each table's rows; empty where there are none."""
        with self.server.connected("read") as connection:
            server.one_moment(connection)
            return Tables.of(connection, self.schema).stamp()

    def change(self, decide: Decide) -> str:
        """Make a change in one transaction, and return the data's version; raises ``DataError``."""
        with self.server.connected("written") as connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            key = f"routes-atlas {self.schema}"
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            return self._change(connection, decide)

    def _content(self, found: Tables) -> Content:
        if not any(name in found.columns for name in LAYERS):
            raise DataError(
                f"{self.server} holds no layer in its schema {self.schema}; fill it by "
                "`python -m geo copy data` and this address, or name another with ?schema=…"
            )
        files = {name: f"{self.schema}.{name}" for name in TABLES}
        return tables.content({name: list(found.rows(name)) for name in found.columns}, files)

    def _change(self, connection: Connection[Any], decide: Decide) -> str:
        found = Tables.of(connection, self.schema)
        new = not any(name in found.columns for name in LAYERS)
        if not new:
            # Nobody's edit may come between what is read and what is written.
            found.lock()
        before = Content(unit="row") if new else self._content(found)
        change = decide(before)
        if change.empty:
            return contents.version(before)
        pgschema.begin(connection, self.schema)
        if change.whole or new:
            for table in TABLES.values():
                self._fill(connection, table, change.after)
        else:
            self._some(connection, change)
        found = Tables.of(connection, self.schema)
        version = contents.version(self._content(found))
        after = replace(change.after, changes=logged(change, before, version))
        self._fill(connection, TABLES["changelog"], after)
        return version

    def _fill(self, connection: Connection[Any], table: Table, after: Content) -> None:
        """Replace all rows of a table, which is made if need be."""
        pgschema.complete(connection, self.schema, table)
        pgschema.empty(connection, self.schema, table)
        self._insert(connection, table, tables.rows(after, table.name))

    def _insert(
        self, connection: Connection[Any], table: Table, rows: list[tuple[dict[str, Any], Any]]
    ) -> None:
        names = ", ".join(map(pgschema.quoted, _columns(table)))
        into = f"COPY {pgschema.name(self.schema, table.name)} ({names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for record, drawn in rows:
                copy.write_row(_values(table, record, drawn))

    def _some(self, connection: Connection[Any], change: Change) -> None:
        """Put in what is new and replace what changed; all other rows stay untouched."""
        for name in {*change.new, *change.changed}:
            table = TABLES[name]
            pgschema.complete(connection, self.schema, table)
            self._insert(connection, table, _found(table, change.new.get(name, ())))
            own, key = pgschema.name(self.schema, name), pgschema.quoted(table.key)
            sets = ", ".join(f"{pgschema.quoted(column)} = %s" for column in _columns(table))
            first = f"{NUMBER} = (SELECT min({NUMBER}) FROM {own} WHERE {key} = %s)"
            for record, drawn in _found(table, change.changed.get(name, ())):
                connection.execute(
                    f"UPDATE {own} SET {sets} WHERE {first}",
                    [*_values(table, record, drawn), record[table.key]],
                )


def _columns(table: Table) -> list[str]:
    return [*(f.name for f in table.fields), EXTRA, *([SHAPE] if table.spatial else [])]


def _values(table: Table, record: Mapping[str, Any], drawn: Any) -> list[Any]:
    from psycopg.types.json import Jsonb

    values = [
        Jsonb(record.get(f.name))
        if f.kind == "records" and record.get(f.name) is not None
        else record.get(f.name)
        for f in table.fields
    ]
    more = tables.unknown(table, dict(record))
    values.append(Jsonb(more) if more else None)
    if table.spatial:
        values.append(_hex(drawn))
    return values


def _hex(drawn: Any) -> str | None:
    """A geometry (a mapping in EPSG:4326, or None) as PostGIS takes it, in two dimensions."""
    if drawn is None:
        return None
    found = shapely.set_srid(shapely.force_2d(shape(drawn)), 4326)
    return str(shapely.to_wkb(found, hex=True, include_srid=True))


def _found(table: Table, records: Sequence[Any]) -> list[tuple[dict[str, Any], Any]]:
    if table.spatial:
        return list(tables.features_rows(records))
    return [(dict(record), None) for record in records]


@dataclass(frozen=True)
class Tables:
    """Those of our tables that a schema has: their columns and the columns' types."""

    connection: Connection[Any]
    schema: str
    postgis: str
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection[Any], schema: str) -> Tables:
        """Look what tables a schema has."""
        rows = connection.execute(
            "SELECT c.relname, a.attname, t.typname FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "JOIN pg_type t ON t.oid = a.atttypid "
            "WHERE n.nspname = %s AND c.relname = ANY(%s) AND c.relkind IN ('r', 'p') "
            "ORDER BY c.relname, a.attnum",
            [schema, list(TABLES)],
        ).fetchall()
        columns: dict[str, dict[str, str]] = {name: {} for name in TABLES}
        for table, column, kind in rows:
            columns[table][column] = kind
        there = {name: found for name, found in columns.items() if found}
        return cls(connection, schema, server.postgis(connection) or "public", there)

    def lock(self) -> None:
        """Keep other sessions from writing until the transaction ends; they may read."""
        names = ", ".join(pgschema.name(self.schema, table) for table in self.columns)
        self.connection.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")

    def stamp(self) -> Stamp:
        """Number and hash of the versions of each table's rows."""
        parts = [
            # xmin is the transaction that wrote a row, ctid its place: an edit changes both.
            f"SELECT '{table}', count(*), coalesce(sum(hashtextextended("
            f"ctid::text || ' ' || xmin::text, 0)), 0)::text "
            f"FROM {pgschema.name(self.schema, table)}"
            for table in self.columns
        ]
        if not parts:
            return ()
        rows = self.connection.execute(" UNION ALL ".join(parts)).fetchall()
        return tuple((name, count, int(digest)) for name, count, digest in rows)

    def rows(self, table: str) -> Iterator[Row]:
        """A table's rows in the order of their number, else of their place."""
        kinds = self.columns[table]
        names = list(kinds)
        selected = ", ".join(self._selected(name, kind) for name, kind in kinds.items())
        order = NUMBER if NUMBER in kinds else "ctid"
        own = pgschema.name(self.schema, table)
        found = self.connection.execute(f"SELECT {selected} FROM {own} ORDER BY {order}")
        for place, values in enumerate(found, start=1):
            cells = dict(zip(names, values, strict=True))
            drawn = [_drawn(cells.pop(name)) for name in names if kinds[name] == "geometry"]
            number = cells.get(NUMBER, place)
            cells = {name: _cell(TABLES[table], name, value) for name, value in cells.items()}
            yield (
                int(number),
                tables.record(TABLES[table], cells),
                next((x for x in drawn if x is not None), None),
            )

    def _selected(self, column: str, kind: str) -> str:
        name = pgschema.quoted(column)
        if kind == "geometry":
            own = pgschema.quoted(self.postgis)
            there = f"{own}.ST_SRID({name}) IN (0, 4326)"
            moved = f"{own}.ST_Transform({name}, 4326)"
            return f"{own}.ST_AsBinary(CASE WHEN {there} THEN {name} ELSE {moved} END)"
        return name if kind in NATIVE else f"{name}::text"


def _drawn(data: bytes | None) -> Any:
    if data is None:
        return None
    try:
        return lists(mapping(shapely.from_wkb(data)))
    except (ShapelyError, KeyError, NotImplementedError):
        return {"type": "broken"}


_KINDS = {name: {f.name: f.kind for f in table.fields} for name, table in TABLES.items()}


def _cell(table: Table, name: str, value: Any) -> Any:
    kind = _KINDS[table.name].get(name)
    if kind in LISTS and isinstance(value, str):
        # Another program made the table, and keeps lists as text.
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value
