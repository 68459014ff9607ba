"""A row on its way to a record: its values so far, and all that was told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.ingest import damage, dates, values
from geo.ingest.columns import DATING, PAIRS, PLACING, WORK, Columns
from geo.ingest.sheet import Cell, Row
from geo.ingest.wrong import Wrong
from geo.schema import Field, Layer

Told = tuple[str | None, object, str, bool]
"""Target, value, advice, and whether the row is lost by it."""
_UNIQUE = ("text", "id")
"""Kinds whose cells seldom repeat: remembering them would only fill the memory."""
_LISTS = ("ids", "sources", "countries", "terms", "records")
_KEPT = 50_000


@dataclass(slots=True)
class Draft:
    """One row: its cells by target, the record that they make, and what was told of it.

    ``closed``: it was empty or broken as it came, so nothing more is asked of it. ``filled`` are
    fields that no cell gave; ``found`` is the precision by which its place was found in the
    gazetteer, where it was.
    """

    row: Row
    cells: dict[str, Cell]
    record: dict[str, Any]
    geometry: Mapping[str, Any] | None = None
    given_id: bool = True
    closed: bool = False
    filled: tuple[str, ...] = ()
    found: str = ""
    told: list[Told] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether something was told that loses the row."""
        return bool(self.told) and any(losing for *_, losing in self.told)

    @property
    def failed(self) -> set[str]:
        """Fields that were told of as lost: nothing more is said about them."""
        if not self.told:
            return set()
        return {target for target, _, _, losing in self.told if target and losing}


class Reader:
    """Reads the rows of one sheet, and remembers what its cells mean."""

    def __init__(self, layer: Layer, columns: Columns, order: dates.Order | None) -> None:
        self._layer, self._columns, self._order = layer, columns, order
        self._kept: dict[str, dict[Any, tuple[Any, str | None]]] = {}
        names, given = layer.by_name, {*columns.fields.values(), *columns.fixed, *columns.made}
        given |= {*columns.above}
        self._needed = columns.needed
        elsewhere = ("sources", *PLACING)
        self._fields = {name: f for name, f in names.items() if name not in elsewhere}
        self._pairs = [(target, two) for target, two in PAIRS.items() if target in given]
        self._dating = [target for target in DATING if target in given and "date" in names]
        lists = layer.of_kind("ids", "terms", "countries", "records")
        self._lists = [f.name for f in lists if not f.required]

    def draft(self, row: Row) -> Draft:
        """The row with its values read; what can't be read is told and stays None."""
        record: dict[str, Any] = dict.fromkeys(self._layer.by_name)
        cells = self._columns.read(row.cells)
        draft = Draft(row, cells, record)
        # What is wrong with a cell that stays at home costs nothing.
        wrong = [each for each in row.wrong if each[0] is None or each[0] in self._needed]
        if wrong:
            draft.told += [(self._target(name), None, advice, True) for name, advice in wrong]
            draft.closed = True
            return draft
        if not any(cell is not None for cell in row.cells.values()) and row.geometry is None:
            draft.told.append((None, None, "is empty; take it out", True))
            draft.closed = True
            return draft
        damaged: set[str] = set()
        for target, cell in cells.items():
            if type(cell) is str and (hurt := damage.advice(cell)):
                draft.told.append((target, cell, hurt, True))
                damaged.add(target)
            elif (f := self._fields.get(target)) is not None:
                record[target], advice = self._value(f, cell)
                if advice:
                    draft.told.append((target, cell, advice, True))
        if damaged:
            draft.cells = {name: cell for name, cell in cells.items() if name not in damaged}
        for target, (low, high) in self._pairs:
            self._read_pair(draft, target, low, high)
        for target in self._dating:
            self._read_dating(draft, target)
        for name in self._lists:
            if record[name] is None:
                record[name] = []
        return draft

    def _target(self, name: str | None) -> str | None:
        return self._columns.fields.get(name, name) if name else None

    def _value(self, f: Field, cell: Cell) -> tuple[Any, str | None]:
        if f.kind in _UNIQUE:
            try:
                return values.text(cell), None
            except Wrong as wrong:
                return None, str(wrong)
        kept = self._kept.setdefault(f.name, {})
        # 1, 1.0 and True are one key of a dictionary, and not one value.
        key = cell if type(cell) is str else (type(cell), cell)
        if key not in kept:
            if len(kept) > _KEPT:
                kept.clear()
            kept[key] = _read(lambda: values.value(f, cell, self._order))
        value, advice = kept[key]
        return (list(value) if value and f.kind in _LISTS else value), advice

    def _read_pair(self, draft: Draft, target: str, low: str, high: str) -> None:
        """One column with a number or a range, into the two fields that it fills."""
        cell = draft.cells.get(target)
        if cell is None or low not in draft.record:
            return
        try:
            found = values.people(cell)
        except Wrong as wrong:
            draft.told.append((target, cell, str(wrong), True))
            return
        for name, number in zip((low, high), found, strict=True):
            if draft.record[name] is None:
                draft.record[name] = number

    def _read_dating(self, draft: Draft, target: str) -> None:
        """The end of a date in a column of its own, or how exact it is."""
        cell, date = draft.cells.get(target), draft.record["date"]
        if cell is None:
            return
        try:
            if target == "date_end":
                draft.record["date"] = dates.joined(date, dates.edtf(cell, self._order))
            elif date:
                draft.record["date"] = dates.coarser(date, cell)
        except Wrong as wrong:
            draft.told.append((target, cell, str(wrong), True))


def _read(read: Callable[[], Any]) -> tuple[Any, str | None]:
    try:
        return read(), None
    except Wrong as wrong:
        return None, str(wrong)


def used(columns: Columns) -> bool:
    """Whether any column or fixed value tells of a source."""
    targets = {*columns.fields.values(), *columns.fixed, *columns.made}
    return bool(targets & {"sources", *WORK})
