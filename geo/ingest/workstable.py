"""A table of works that comes with the records citing them, as our own exports write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.checking import check_source
from geo.ingest import values
from geo.ingest.columns import plain
from geo.ingest.sheet import Sheet
from geo.ingest.wrong import Wrong
from geo.problem import Problem
from geo.schema import SOURCE_FIELDS

Works = dict[str, dict[str, Any]]

_NEEDS = frozenset({"id", "publisher", "title", "medium"})
_MAY = frozenset(plain(f.name) for f in SOURCE_FIELDS) | {"extra", "fid"}


def is_works(sheet: Sheet) -> bool:
    """Whether a sheet holds works and nothing else: the fields of ``sources.json``."""
    names = {plain(name) for name in sheet.columns}
    return names >= _NEEDS and names <= _MAY and all(row.geometry is None for row in sheet.rows)


def parted(sheets: Sequence[Sheet]) -> tuple[list[Sheet], Works, list[Problem]]:
    """Sheets of records, works by id from the sheets of works, and what is wrong with those."""
    records: list[Sheet] = []
    works: Works = {}
    problems: list[Problem] = []
    for sheet in sheets:
        if is_works(sheet):
            _read(sheet, works, problems)
        else:
            records.append(sheet)
    return records, works, problems


def _read(sheet: Sheet, works: Works, problems: list[Problem]) -> None:
    columns = {plain(name): name for name in sheet.columns}
    for row in sheet.rows:
        work: dict[str, Any] = {}
        found = [
            Problem(sheet.name, row.number, None, column, None, advice, True, sheet.unit)
            for column, advice in row.wrong
        ]
        for f in SOURCE_FIELDS:
            cell = row.cells.get(columns.get(plain(f.name), ""))
            try:
                work[f.name] = values.value(f, cell)
            except Wrong as wrong:
                id_ = _id(work)
                found.append(
                    Problem(sheet.name, row.number, id_, f.name, cell, str(wrong), True, sheet.unit)
                )
        if not found:
            found = list(check_source(sheet.name, row.number, work, works))
        if not any(problem.losing for problem in found):
            works[work["id"]] = work
        problems += found


def _id(work: Mapping[str, Any]) -> str | None:
    id_ = work.get("id")
    return id_ if isinstance(id_, str) else None
