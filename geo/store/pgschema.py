"""The tables in PostGIS: types, vocabularies as enumerations, keys, indexes, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.content import DataError
from geo.schema import VOCABULARIES, Field, Kind
from geo.store import server
from geo.store.tables import EXTRA, LISTS, NUMBER, SHAPE, Table

if TYPE_CHECKING:
    from psycopg import Connection

_TYPES: dict[Kind, str] = {
    "integer": "bigint", "number": "double precision", "boolean": "boolean", "records": "jsonb",
    "ids": "text[]", "sources": "text[]", "countries": "text[]", "terms": "text[]",
}  # fmt: skip


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def name(schema: str, thing: str) -> str:
    """The name of a table or type with its schema."""
    return f"{quoted(schema)}.{quoted(thing)}"


def literal(text: str) -> str:
    """A text of ours as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _vocabulary(vocabulary: str) -> str:
    return f"vocabulary_{vocabulary}"


def begin(connection: Connection[Any], schema: str) -> None:
    """Make the schema and the vocabularies' types; both may be there already.

    Raises ``DataError`` where the database has no PostGIS and this user cannot add it.
    """
    from psycopg import errors

    if server.postgis(connection) is None:
        try:
            with connection.transaction():
                connection.execute("CREATE EXTENSION postgis")
        except (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile):
            raise DataError(
                "the database has no PostGIS; install it on the server (Debian: "
                "postgresql-15-postgis-3) and let an administrator run CREATE EXTENSION postgis"
            ) from None
    there = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone()
    if not there:
        connection.execute(f"CREATE SCHEMA {quoted(schema)}")
        connection.execute(f"COMMENT ON SCHEMA {quoted(schema)} IS 'The Routes Atlas'")
    for vocabulary in VOCABULARIES:
        _enumerate(connection, schema, vocabulary)


def _enumerate(connection: Connection[Any], schema: str, vocabulary: str) -> None:
    """Make a vocabulary's type, or give it the terms that it lacks."""
    own, terms = _vocabulary(vocabulary), list(VOCABULARIES[vocabulary])
    old = [
        label
        for (label,) in connection.execute(
            "SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid "
            "JOIN pg_namespace n ON n.oid = t.typnamespace "
            "WHERE n.nspname = %s AND t.typname = %s ORDER BY e.enumsortorder",
            [schema, own],
        )
    ]
    if set(terms) <= set(old):
        return
    labels = ", ".join(literal(term) for term in dict.fromkeys([*terms, *old]))
    type_ = name(schema, own)
    if old:
        # A value added to a type cannot be used in the same transaction: a new type takes over.
        connection.execute(f"ALTER TYPE {type_} RENAME TO {quoted(own + '_before')}")
    connection.execute(f"CREATE TYPE {type_} AS ENUM ({labels})")
    meanings = "; ".join(f"{id_}: {t.meaning}" for id_, t in VOCABULARIES[vocabulary].items())
    connection.execute(f"COMMENT ON TYPE {type_} IS {literal(meanings)}")
    if old:
        _take_over(connection, schema, own)


def _take_over(connection: Connection[Any], schema: str, own: str) -> None:
    type_, before = name(schema, own), name(schema, own + "_before")
    columns = connection.execute(
        "SELECT c.oid::regclass::text, a.attname FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') "
        "JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace "
        "WHERE n.nspname = %s AND t.typname = %s AND NOT a.attisdropped",
        [schema, own + "_before"],
    ).fetchall()
    for table, column in columns:
        connection.execute(
            f"ALTER TABLE {table} ALTER {quoted(column)} TYPE {type_} "
            f"USING {quoted(column)}::text::{type_}"
        )
    connection.execute(f"DROP TYPE {before}")


def complete(connection: Connection[Any], schema: str, table: Table) -> None:
    """Make a table, or give it the columns that it lacks."""
    own = name(schema, table.name)
    there = {
        column
        for (column,) in connection.execute(
            "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(%s) "
            "AND a.attnum > 0 AND NOT a.attisdropped",
            [own],
        )
    }
    if not there:
        _create(connection, schema, table)
        return
    for f in table.fields:
        if f.name not in there:
            connection.execute(f"ALTER TABLE {own} ADD {quoted(f.name)} {_type(schema, f)}")
            _say(connection, own, f)
    if EXTRA not in there:
        connection.execute(f"ALTER TABLE {own} ADD {EXTRA} jsonb")
    for f in table.fields:
        if f.kind == "terms" and f.name in there:
            _only_terms(connection, table, own, f)


def _create(connection: Connection[Any], schema: str, table: Table) -> None:
    own = name(schema, table.name)
    columns = [f"{NUMBER} bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"]
    for f in table.fields:
        column = f"{quoted(f.name)} {_type(schema, f)}"
        column += " NOT NULL" if f.required else ""
        column += " UNIQUE" if f.name == table.key else ""
        columns.append(column + _check(f))
    columns.append(f"{EXTRA} jsonb CHECK (jsonb_typeof({EXTRA}) = 'object')")
    if table.spatial:
        columns.append(_geometry(connection, table))
    connection.execute(f"CREATE TABLE {own} ({', '.join(columns)})")
    connection.execute(f"COMMENT ON TABLE {own} IS {literal(table.meaning)}")
    for f in table.fields:
        _say(connection, own, f)
        if f.kind == "terms":
            _only_terms(connection, table, own, f)
    unknown = "fields that the schema doesn't know, as an object"
    connection.execute(f"COMMENT ON COLUMN {own}.{EXTRA} IS {literal(unknown)}")
    if table.spatial:
        index = quoted(f"{table.name}_{SHAPE}")
        connection.execute(f"CREATE INDEX {index} ON {own} USING gist ({SHAPE})")


def _type(schema: str, f: Field) -> str:
    if f.kind == "term":
        return name(schema, _vocabulary(f.vocabulary or ""))
    return _TYPES.get(f.kind, "text")


def _check(f: Field) -> str:
    column = quoted(f.name)
    if f.kind == "integer":
        return f" CHECK ({column} >= 0)"
    if f.kind == "country":
        return f" CHECK ({column} ~ '^[A-Z]{{3}}$')"
    if f.kind == "records":
        return f" CHECK (jsonb_typeof({column}) = 'array')"
    return f" CHECK ({column} ~* '^https?://')" if f.kind == "link" else ""


def _only_terms(connection: Connection[Any], table: Table, own: str, f: Field) -> None:
    rule = quoted(f"{table.name}_{f.name}_terms")
    terms = ", ".join(map(literal, VOCABULARIES[f.vocabulary or ""]))
    there = connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
        "AND conname = %s",
        [own, f"{table.name}_{f.name}_terms"],
    ).fetchone()
    if there and all(literal(term) in there[0] for term in VOCABULARIES[f.vocabulary or ""]):
        return
    connection.execute(f"ALTER TABLE {own} DROP CONSTRAINT IF EXISTS {rule}")
    # Not valid: what stands there is for `geo check` to tell, not a reason to refuse all.
    connection.execute(
        f"ALTER TABLE {own} ADD CONSTRAINT {rule} "
        f"CHECK ({quoted(f.name)} <@ ARRAY[{terms}]) NOT VALID"
    )


def _geometry(connection: Connection[Any], table: Table) -> str:
    postgis = quoted(server.postgis(connection) or "public")
    kinds = sorted(kind for kind in table.geometry if kind)
    if len(kinds) == 1:
        return f"{SHAPE} {postgis}.geometry({kinds[0]}, 4326)"
    allowed = ", ".join(literal(f"ST_{kind}") for kind in kinds)
    of_kind = f"{postgis}.ST_GeometryType({SHAPE}) IN ({allowed})"
    return f"{SHAPE} {postgis}.geometry(Geometry, 4326) CHECK ({of_kind})"


def _say(connection: Connection[Any], own: str, f: Field) -> None:
    said = f.meaning
    if f.kind == "date":
        said += "; EDTF, such as 2013-05"
    elif f.kind in LISTS:
        said += "; a list"
    if f.vocabulary and f.kind == "terms":
        said += f" of: {', '.join(VOCABULARIES[f.vocabulary])}"
    connection.execute(f"COMMENT ON COLUMN {own}.{quoted(f.name)} IS {literal(said)}")


def empty(connection: Connection[Any], schema: str, table: Table) -> None:
    """Take all rows out of a table; their numbers begin anew."""
    own = name(schema, table.name)
    connection.execute(f"DELETE FROM {own}")
    connection.execute(
        # An editor who does not own the table may not: then the numbers go on.
        "SELECT setval(s, 1, false) FROM pg_get_serial_sequence(%s, %s) s "
        "WHERE s IS NOT NULL AND has_sequence_privilege(s, 'UPDATE')",
        [own, NUMBER],
    )
