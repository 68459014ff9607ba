"""What an import gave, for the editor: a report as text or table, and rows that were left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from geo.formats.table import write_csv
from geo.ingest.mending import marked
from geo.ingest.outcome import Outcome
from geo.ingest.sheet import Sheet
from geo.problem import Problem

FEW = 5
"""Problems of one column that are said before the rest is counted."""


def sentence(sheet: Sheet, outcome: Outcome) -> str:
    """How many rows were used and how many were left out, in one sentence."""
    used, left = len(outcome.features), len(outcome.left_out)
    warned = len({p.feature for p in outcome.problems} - {row.number for row in outcome.left_out})
    counted = _count(used + left, sheet.unit)
    return f"{sheet.name}: {counted}, {used:,} used ({warned:,} with a warning), {left:,} left out"


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def lines(sheet: Sheet, outcome: Outcome, few: int | None = None) -> Iterator[str]:
    """The report line by line: the sum, questions, notes, and every problem in order of rows.

    With ``few`` no more than so many of a column are said, and how many more there are at the end.
    """
    yield sentence(sheet, outcome)
    yield from (asked.sentence for asked in outcome.asked)
    yield from outcome.notes
    if few is None:
        yield from (line(problem) for problem in outcome.problems)
        return
    left = {row.number for row in outcome.left_out}
    alike: Counter[tuple[str, bool]] = Counter()
    for problem in outcome.problems:
        group = (problem.field or "", problem.feature in left)
        alike[group] += 1
        if alike[group] <= few:
            yield line(problem)
    for (field, lost), count in alike.items():
        if count > few:
            where, said = f", {_flat(field)}" if field else "", _USE[lost]
            yield f"{sheet.name}{where}: and {count - few:,} more like these ({said})"


_USE = {True: "left out", False: "used, with a warning"}


def line(problem: Problem) -> str:
    """A problem as one line: what a cell holds can't begin another."""
    return _flat(str(problem))


def _flat(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


def text(sheet: Sheet, outcome: Outcome) -> str:
    """The whole report as text, every problem on a line of its own."""
    return "".join(f"{line}\n" for line in lines(sheet, outcome))


def problems(outcomes: Iterable[Outcome]) -> str:
    """All problems as CSV: file, row, id, column, value, what to do, whether the row is used."""
    head = ["file", "row", "id", "column", "value", "problem", "row is"]
    rows = (
        [
            problem.file,
            problem.feature,
            problem.id,
            problem.field,
            _shown(problem.value),
            problem.advice,
            "left out" if problem.losing else "used",
        ]
        for outcome in outcomes
        for problem in outcome.problems
    )
    return "".join(write_csv(head, rows))


def left_out(sheet: Sheet, outcome: Outcome) -> str:
    """The rows that were left out as CSV: number, reasons, and the cells as they were written.

    A row's shape stands in a column ``wkt``, in the sheet's own coordinate system. Mended there,
    the file can be imported as it is: the first two columns are no fields.
    """
    reasons: dict[int, list[str]] = {}
    for problem in outcome.problems:
        if problem.losing and problem.feature is not None:
            where = f"{problem.field}: " if problem.field else ""
            reasons.setdefault(problem.feature, []).append(_flat(f"{where}{problem.advice}"))
    shaped = any(row.geometry is not None for row in outcome.left_out)
    head = [f"{sheet.unit} in {sheet.name}", "left out because", *sheet.columns]
    rows = (
        [
            row.number,
            "; ".join(reasons.get(row.number, ())),
            *(_number(_shown(cell)) for cell in marked(row, sheet.columns)),
            *([row.geometry.wkt if row.geometry is not None else None] if shaped else []),
        ]
        for row in outcome.left_out
    )
    return "".join(write_csv(head + (["wkt"] if shaped else []), rows))


def _number(value: Any) -> Any:
    """A negative number as a number: as text its minus would be taken for a formula's."""
    if isinstance(value, str) and value[:1] == "-":
        try:
            return float(value) if value.isascii() and len(value) < 18 else value
        except ValueError:
            return value
    return value


def _shown(value: object) -> Any:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)
