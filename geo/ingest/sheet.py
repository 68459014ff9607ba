"""A table as it came: rows of cells with their columns' names, not yet read as records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

Cell = str | int | float | bool | dt.date | dt.datetime | None
"""What stands in one cell; blank text is ``None``."""


class Unreadable(Exception):
    """A file that gives no rows; its text is one sentence: place, value, what to do."""


@dataclass(frozen=True)
class Limits:
    """What one import may cost: bytes, rows, letters in one cell, seconds and bytes of memory."""

    size: int = 50_000_000
    rows: int = 200_000
    columns: int = 1_000
    letters: int = 1_000_000
    points: int = 1_000_000
    seconds: float = 30.0
    memory: int = 1_000_000_000

    def sentence(self) -> str:
        """The limits that an editor should know before a file is sent."""
        return f"Files of up to {self.size / 1_000_000:g} MB and {self.rows:,} rows can be read."


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or one feature, as it was written.

    ``number`` counts as the editor's program does: a table's heading is row 1, so its first
    record is row 2; features count from 1. ``geometry`` is in the sheet's CRS. ``wrong`` holds
    (column, advice) found while reading: such a row can't be used.
    """

    number: int
    cells: Mapping[str, Cell]
    geometry: BaseGeometry | None = None
    wrong: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One table: a file, or a sheet or layer of it.

    ``crs`` is as declared ("EPSG:5179", WKT …); ``None`` means that there are coordinates and
    nobody says in which system. ``notes`` are what the editor should know ("read as CP949").
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    crs: str | None = "EPSG:4326"
    unit: Literal["row", "feature"] = "row"
    notes: tuple[str, ...] = ()
