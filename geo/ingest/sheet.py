"""A table as it came: rows of cells with their columns' names, not yet read as records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.ingest.limits import LIMITS, Limits

if TYPE_CHECKING:  # a reading process that meets no geometry starts faster without
    from shapely.geometry.base import BaseGeometry

__all__ = ["LIMITS", "Cell", "Cells", "Limits", "Row", "Sheet", "Unreadable", "Wrong"]

Cell = str | int | float | bool | dt.date | dt.datetime | None
"""What stands in one cell; blank text is ``None``."""

Wrong = tuple[tuple[str | None, str], ...]
"""What is wrong with a row: (column or None for the whole row, advice)."""


class Unreadable(Exception):
    """A file that gives no rows; its text is one sentence: place, value, what to do."""


class Cells(Mapping[str, Cell]):
    """The cells of one row by column; all rows of a sheet share one index of columns.

    A dict for each row would take three times the memory.
    """

    __slots__ = ("_places", "values_")

    def __init__(self, places: Mapping[str, int], values: tuple[Cell, ...]) -> None:
        self._places = places
        self.values_ = values

    def __getitem__(self, column: str) -> Cell:
        return self.values_[self._places[column]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(dict(self))


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
    wrong: Wrong = ()


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
