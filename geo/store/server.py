"""A PostgreSQL server: its address without a password in any message, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from geo.content import DataError
from geo.store.address import Where, cleaned, shown, torn

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA = "routes_atlas"
"""The schema that holds the tables, unless the address names another with ``?schema=``."""

SECONDS = 5
"""How long a server may take to answer, unless the address says with ``connect_timeout``."""

LONGEST = "60s"
"""How long one statement may take."""


NO_ADDRESS = (
    "{} is no address of a database; write postgresql://user@host/database, with %40 for @, %2F "
    "for / and %3F for ? in a password"
)


@dataclass(frozen=True)
class Server:
    """A database to connect to; ``str`` gives its address as it may be shown."""

    shown: str
    schema: str
    address: str = field(repr=False)
    where: str = field(repr=False)

    def __str__(self) -> str:
        return self.shown

    @classmethod
    def of(cls, where: Where, own: tuple[str, ...] = ("schema",)) -> Server:
        """The server of an address, from which our ``own`` parameters are taken.

        Raises ``DataError`` where the address cannot be understood.
        """
        from psycopg import Error, conninfo

        text = str(where)
        base, mark, query = text.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True) if mark else []
        schema = next((value for name, value in pairs if name == "schema"), "") or SCHEMA
        rest = urlencode([pair for pair in pairs if pair[0] not in own])
        address = f"{base}?{rest}" if rest else base
        try:
            given = conninfo.conninfo_to_dict(address)
        except (Error, UnicodeError):
            # What the library says of it would repeat the address, password and all.
            raise DataError(NO_ADDRESS.format(shown(where))) from None
        if torn(where):
            raise DataError(NO_ADDRESS.format(shown(where)))
        settings: dict[str, Any] = {"connect_timeout": SECONDS, "application_name": "routes-atlas"}
        address = conninfo.make_conninfo(**settings | given)
        return cls(shown(where), schema, address, text)

    @contextmanager
    def connected(self, done: str) -> Iterator[Connection[Any]]:
        """A connection for as long as it is needed; ``done`` is what is done: read, or written.

        Raises ``DataError`` with a sentence for whatever goes wrong with the database.
        """
        import psycopg

        try:
            connection = psycopg.connect(self.address, autocommit=True)
        except (psycopg.Error, UnicodeError) as error:
            raise DataError(
                f"{self} cannot be reached ({self._told(error)}); look whether the server runs and "
                "takes this user, then try again"
            ) from None
        with connection:
            try:
                connection.execute(f"SET statement_timeout = '{LONGEST}'")
                connection.execute("SET client_encoding = 'UTF8'")
                yield connection
            except (psycopg.Error, UnicodeError) as error:
                raise DataError(self._sentence(error, connection, done)) from None

    def _sentence(self, error: Exception, connection: Connection[Any], done: str) -> str:
        from psycopg import errors

        unharmed = "; nothing in it has changed" if done == "written" else ""
        if connection.closed:
            ended = "; nothing in it has changed unless the server was just done with it: look with"
            look = f"{ended} `python -m geo check`, then" if done == "written" else ";"
            return f"{self}: the connection was lost while it was being {done}{look} try again"
        if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
            advice = "is being changed by another session; save and stop editing there first"
            return f"{self} {advice}{unharmed}"
        if isinstance(error, errors.InsufficientPrivilege):
            told = self._told(error)
            return f"{self} does not let this user do that ({told}); ask for the right{unharmed}"
        if isinstance(error, errors.QueryCanceled):
            advice = "took longer than it may; try again when the server has less to do"
            return f"{self} {advice}{unharmed}"
        return f"{self} cannot be {done} ({self._told(error)}){unharmed}"

    def _told(self, error: Exception) -> str:
        return cleaned(str(error), self.where).rstrip(".")


def one_moment(connection: Connection[Any]) -> None:
    """Read one snapshot, and nothing but read, until the connection ends."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


def postgis(connection: Connection[Any]) -> str | None:
    """The schema that PostGIS is installed in, or None where the database has none."""
    found = connection.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE e.extname = 'postgis'"
    ).fetchone()
    return str(found[0]) if found else None
