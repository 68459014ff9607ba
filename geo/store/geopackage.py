"""One GeoPackage as a store: a table a layer, to be edited in QGIS, changed in one transaction."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from geo import content as contents
from geo.content import Content, DataError
from geo.lock import Busy, held
from geo.reading import Stamp
from geo.schema import LAYERS
from geo.store import gpkg, tables
from geo.store.change import Change, Decide, logged
from geo.store.tables import EXTRA, LISTS, NUMBER, TABLES, Row, Table

WAIT = 10.0
"""Seconds to wait for another program that is writing."""


class GeoPackage:
    """A GeoPackage whose tables are named as the layers (docs/storing.md)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def content(self) -> Content:
        """What stands in it; raises ``DataError`` where it is none of ours."""
        if not self.path.is_file():
            raise DataError(f"{self.path} is not a file; name a GeoPackage, or a data folder")
        with self._said("read"), closing(_open(self.path, "ro")) as database:
            database.execute("BEGIN")  # one moment, whatever is written meanwhile
            return self._content(database)

    def stamp(self) -> Stamp:
        """Times and sizes of its file and of the one beside it where SQLite writes first."""
        found = []
        for path in (self.path, self.path.with_name(self.path.name + "-wal")):
            try:
                stat = path.stat()
            except OSError:
                continue
            if stat.st_size:
                found.append((path.name, stat.st_mtime_ns, stat.st_size))
        return tuple(found)

    def change(self, decide: Decide) -> str:
        """Make a change in one transaction, and return the data's version; raises ``DataError``."""
        with self._said("written"):
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with held(self.path.parent):
                    # Somebody else may have made it while this one waited.
                    if not self.path.exists():
                        return self._make(decide)
            with closing(_open(self.path, "rw")) as database:
                return self._change(database, decide)

    def _make(self, decide: Decide) -> str:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        os.close(handle)
        made = Path(name)
        try:
            with closing(_open(made, "rw")) as database:
                database.execute(f"PRAGMA application_id = {gpkg.APPLICATION}")
                database.execute(f"PRAGMA user_version = {gpkg.EDITION}")
                version = self._change(database, decide)
            made.chmod(0o644)
            made.replace(self.path)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        return version

    def _content(self, database: sqlite3.Connection) -> Content:
        there = {name.lower(): name for name in gpkg.layers(database)}
        if not any(name in there for name in LAYERS):
            raise DataError(
                f"{self.path} holds no layer; at least one of its tables must be named "
                f"{', '.join(LAYERS)}"
            )
        files = {name: f"{self.path.name} {name}" for name in TABLES}
        found = {
            name: list(_rows(database, there[name], table))
            for name, table in TABLES.items()
            if name in there
        }
        return tables.content(found, files)

    def _change(self, database: sqlite3.Connection, decide: Decide) -> str:
        database.execute("BEGIN IMMEDIATE")
        new = not any(name.lower() in LAYERS for name in gpkg.layers(database))
        before = Content(unit="row") if new else self._content(database)
        change = decide(before)
        if change.empty:
            database.execute("ROLLBACK")
            return contents.version(before)
        gpkg.functions(database)
        gpkg.begin(database)
        day = change.entry.day if change.entry else ""
        if change.whole or new:
            for name, table in TABLES.items():
                _fill(database, table, tables.rows(change.after, name), day)
        else:
            _some(database, change, day)
        for name, table in TABLES.items():
            if table.spatial and name in gpkg.layers(database):
                gpkg.extent(database, name)
        version = contents.version(self._content(database))
        after = replace(change.after, changes=logged(change, before, version))
        _fill(database, TABLES["changelog"], tables.rows(after, "changelog"), day)
        database.execute("COMMIT")
        return version

    @contextmanager
    def _said(self, done: str) -> Iterator[None]:
        """Say in a sentence why the file cannot be read or written."""
        unharmed = "; nothing in it has changed" if done == "written" else ""
        try:
            yield
        except Busy:
            advice = "is being written by another process; wait for it and try again"
            raise DataError(f"{self.path} {advice}") from None
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                advice = "is being changed by another program; save and stop editing there first"
                raise DataError(f"{self.path} {advice}{unharmed}") from error
            raise DataError(f"{self.path} cannot be {done} ({error}){unharmed}") from error
        except sqlite3.IntegrityError as error:
            raise DataError(f"{self.path} cannot be {done} ({error}){unharmed}") from error
        except sqlite3.DatabaseError as error:
            raise DataError(
                f"{self.path} is no GeoPackage that can be {done} ({error}); open it in QGIS to "
                "see what remains, or take the last copy of it"
            ) from error
        except OSError as error:
            what = error.strerror or type(error).__name__
            raise DataError(f"{self.path} cannot be {done} ({what}){unharmed}") from error


def _open(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    database = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
    database.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    # What a file brings along as triggers and views may call no function but harmless ones.
    if mode == "ro":
        database.execute("PRAGMA trusted_schema = OFF")
    return database


def _rows(database: sqlite3.Connection, name: str, table: Table) -> Iterator[Row]:
    names = gpkg.columns(database, name)
    shape = gpkg.shape_column(database, table.name) if table.spatial else None
    read = gpkg.reader(database, shape[1]) if shape else None
    cells: Mapping[str, Callable[[Any], Any]] = {
        f.name: _CELLS.get(f.kind, _json if f.kind in LISTS else _plain) for f in table.fields
    } | {EXTRA: _json}
    known = {x.lower(): x for x in cells}
    key = gpkg.quoted(name)
    for number, *values in database.execute(f"SELECT rowid, * FROM {key} ORDER BY rowid"):
        row: dict[str, Any] = {}
        drawn = None
        for column, value in zip(names, values, strict=True):
            if shape and column == shape[0]:
                drawn = read(value) if read else None
            elif column != NUMBER:
                field = known.get(column.lower(), column)
                row[field] = cells.get(field, _plain)(value)
        yield number, tables.record(table, row), drawn


def _plain(value: Any) -> Any:
    # Bytes where text belongs: an object, which no such field may hold.
    return {"bytes": len(value)} if isinstance(value, bytes) else value


def _whole_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else _plain(value)


def _truth(value: Any) -> Any:
    return bool(value) if value in (0, 1) else _plain(value)


def _json(value: Any) -> Any:
    """A list from its JSON; other text stays as it is, for the checks to tell."""
    if not isinstance(value, str):
        return _plain(value)
    try:
        return json.loads(value, parse_constant=_no_constant) if value.strip() else None
    except (ValueError, RecursionError):
        return value


def _no_constant(name: str) -> float:
    raise ValueError(name)


_CELLS: Mapping[str, Callable[[Any], Any]] = {"integer": _whole_number, "boolean": _truth}


def _fill(
    database: sqlite3.Connection, table: Table, found: list[tuple[dict[str, Any], Any]], day: str
) -> None:
    """Make a table anew and put these rows into it."""
    for name in list(gpkg.layers(database)):
        if name.lower() == table.name:
            gpkg.drop(database, name)
    gpkg.create(database, table, day)
    insert(database, table, found)


def insert(
    database: sqlite3.Connection, table: Table, found: list[tuple[dict[str, Any], Any]]
) -> None:
    """Put records, each with its geometry (GeoJSON, or None), into a table that is there."""
    names = [f.name for f in table.fields] + [EXTRA] + ([tables.SHAPE] if table.spatial else [])
    into = f"{gpkg.quoted(table.name)} ({', '.join(map(gpkg.quoted, names))})"
    marks = ", ".join("?" * len(names))
    database.executemany(
        f"INSERT INTO {into} VALUES ({marks})",
        (_values(table, record, shape) for record, shape in found),
    )


def _values(table: Table, record: dict[str, Any], shape: Any) -> list[Any]:
    values = [
        tables.text_of(value) if isinstance(value, list | dict) else value
        for value in (record.get(f.name) for f in table.fields)
    ]
    more = tables.unknown(table, record)
    values.append(tables.text_of(more) if more else None)
    return [*values, gpkg.blob(shape)] if table.spatial else values


def _some(database: sqlite3.Connection, change: Change, day: str) -> None:
    """Put in what is new and replace what changed; all other rows stay untouched."""
    there = {name.lower() for name in gpkg.layers(database)}
    for name in {*change.new, *change.changed}:
        table = TABLES[name]
        if name not in there:
            gpkg.create(database, table, day)
        gpkg.complete(database, table)
        insert(database, table, _found(table, change.new.get(name, ())))
        names = [f.name for f in table.fields] + [EXTRA]
        names += [tables.SHAPE] if table.spatial else []
        sets = ", ".join(f"{gpkg.quoted(column)} = ?" for column in names)
        key, own = gpkg.quoted(table.key), gpkg.quoted(name)
        first = f"rowid = (SELECT min(rowid) FROM {own} WHERE {key} = ?)"
        for record, shape in _found(table, change.changed.get(name, ())):
            database.execute(
                f"UPDATE {own} SET {sets} WHERE {first}",
                [*_values(table, record, shape), record[table.key]],
            )


def _found(table: Table, records: Any) -> list[tuple[dict[str, Any], Any]]:
    if table.spatial:
        return list(tables.features_rows(records))
    return [(dict(record), None) for record in records]
