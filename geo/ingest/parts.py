"""What the readers of all formats hand on: rows by position, geometry as WKB, without shapely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from geo.ingest.sheet import Cell, Limits, Unreadable, Wrong

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_BYTES = re.compile("[\udc80-\udcff]")


@dataclass
class Part:
    """A sheet on its way out of the reading process; lists go in step, a row each.

    ``geometries`` is empty where the sheet has none; ``wrong`` is by position in ``numbers``.
    """

    name: str
    columns: tuple[str, ...]
    crs: str | None = "EPSG:4326"
    unit: Literal["row", "feature"] = "row"
    numbers: list[int] = field(default_factory=list)
    cells: list[tuple[Cell, ...]] = field(default_factory=list)
    geometries: list[bytes | None] = field(default_factory=list)
    wrong: dict[int, Wrong] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(
        self, number: int, cells: tuple[Cell, ...], wrong: Iterable[tuple[str | None, str]] = ()
    ) -> None:
        """Take one row; ``wrong`` says what makes it unusable."""
        said = tuple(wrong)
        if said:
            self.wrong[len(self.numbers)] = said
        self.numbers.append(number)
        self.cells.append(cells)


def text(value: str, limits: Limits) -> tuple[str | None, str | None]:
    """A cell's text, and what is wrong with it: blank is None, what can't be kept is replaced.

    Too long a text is cut, so that a report of bad rows stays one that can be opened.
    """
    advice = None
    if len(value) > limits.letters:
        advice = f"holds more than {limits.letters:,} characters, the most for one cell; shorten it"
        value = value[:200] + "…"
    if not value.isascii() or "\0" in value:
        found = _BROKEN.search(value)
        if found:
            advice = advice or _broken(value, found.group())
            value = _BROKEN.sub("\ufffd", value)
    return (value if value and not value.isspace() else None), advice


def _broken(value: str, character: str) -> str:
    if _BYTES.search(value):
        return (
            "holds bytes that are no letters in this encoding (shown as \ufffd); "
            "write the word again"
        )
    if character == "\0":
        return "holds a null byte; delete it and write the value again"
    return "holds half a character; write it again (shown as \ufffd)"


def too_many_rows(name: str, limits: Limits) -> Unreadable:
    """The sentence for a file of more rows than an import takes."""
    return Unreadable(
        f"{name} has more than {limits.rows:,} rows, which is the most for one import; "
        "split it into several files"
    )


def too_many_columns(name: str, limits: Limits) -> Unreadable:
    """The sentence for a table of more columns than an import takes."""
    return Unreadable(
        f"{name} has more than {limits.columns:,} columns, which is the most for one import; "
        "keep those that hold your records"
    )


def table(
    part: Part,
    records: Iterable[tuple[int, Mapping[str, Cell], list[tuple[str | None, str]]]],
    limits: Limits,
) -> None:
    """Lay records of named cells out by position; the columns are all names, as they come up.

    Raises ``Unreadable`` where names go beyond the limit of columns.
    """
    places: dict[str, int] = {}
    raw: list[tuple[tuple[str, ...], tuple[Cell, ...]]] = []
    for number, cells, wrong in records:
        for column in cells:
            places.setdefault(column, len(places))
        if len(places) > limits.columns:
            raise too_many_columns(part.name, limits)
        if wrong:
            part.wrong[len(part.numbers)] = tuple(wrong)
        part.numbers.append(number)
        raw.append((tuple(cells), tuple(cells.values())))
    part.columns = tuple(places)
    for names, values in raw:
        if names == part.columns:
            part.cells.append(values)
        else:
            found = dict(zip(names, values, strict=True))
            part.cells.append(tuple(found.get(column) for column in part.columns))
