"""XLSX: every sheet with rows, dates as dates, and what a spreadsheet hides told by row."""

from __future__ import annotations

import datetime as dt
import io
import re
import xml.etree.ElementTree as ET  # after a look that no document type is declared
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.ingest.grid import Line, Nothing, grid, letters
from geo.ingest.parts import Part
from geo.ingest.sheet import Cell, Limits, Unreadable
from geo.ingest.unpack import damaged, member, pieces, unzipped

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_OVERLAP = 40_000
_MOST_CELLS = 12_000_000
"""Cells between a sheet's first and last: the reader lays out all of them, blank or not."""
_MARKS = 250_000
"""Rows with something wrong, and rows of merged cells, that are told one by one."""
_NARROW = 25
"""Column Z: cells up to there are not looked for, which would take long."""
_SMALL = 4 * 2**20

_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]{0,400}?\sr=\"(\d{1,7})\")?")
_COLUMN = re.compile(rb"<(?:\w+:)?c\b[^>]{0,200}?\sr=\"([A-Z]{1,3})\d{1,7}\"")
_FAR = re.compile(rb" r=\"([A-Z]{2,3})\d{1,7}\"")
_ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt=\"e\")[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\"")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]{0,200}?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]{0,200})>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*+"
    rb"(?!<(?:\w+:)?v\b[^>]*[^/]?>[^<])(<(?:\w+:)?v\b)?"
)
_NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass
class _Look:
    """What a look at a sheet's XML tells before it is read: its size, and cells without a value."""

    rows: int = 0
    last: int = 0
    column: int = _NARROW
    far: str = ""
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[int, dict[int, str]] = field(default_factory=dict)

    def mark(self, row: int, column: int, advice: str) -> None:
        if len(self.cells) < _MARKS:
            self.cells.setdefault(row, {}).setdefault(column, advice)


def read(data: bytes, name: str, limits: Limits) -> list[Part]:
    """The sheets of a workbook that hold rows; raises ``Unreadable`` with a sentence."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    archive = unzipped(data, name, limits)
    _no_types(archive, name)
    paths = _paths(archive, name, limits)
    looks = {sheet: _look(archive, path, name, limits) for sheet, path in paths.items()}
    parts, hidden, blank = [], [], []
    workbook = _open(data, name)
    for metadata in workbook.sheets_metadata:
        sheet = metadata.name
        if metadata.visible != SheetVisibleEnum.Visible:
            hidden.append(sheet)
        elif metadata.typ == SheetTypeEnum.WorkSheet:
            look = looks.get(sheet, _Look())
            if not look.rows:
                blank.append(sheet)
                continue
            part = Part(f"{name}, {sheet}", ())
            _bearable(look, part.name, limits)
            try:
                grid(part, _lines(workbook, sheet, look, name), limits)
            except Nothing:
                blank.append(sheet)
                continue
            parts.append(part)
    return _told(parts, name, hidden, blank)


def _told(parts: list[Part], name: str, hidden: list[str], blank: list[str]) -> list[Part]:
    if not parts:
        why = "its sheets are hidden" if hidden and not blank else "no sheet has a heading and rows"
        raise Unreadable(f"{name}: {why}; write a heading and a row for each record")
    if len(parts) == 1:
        parts[0].name = name
    for what, sheets in (("hidden", hidden), ("without rows", blank)):
        if sheets:
            listed = ", ".join(sheets[:5]) + (" …" if len(sheets) > 5 else "")
            parts[0].notes.append(f"sheets {what} were left out: {listed}")
    return parts


def _open(data: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Unreadable(f"{name} is locked by a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name) from error


def _no_types(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse parts with a document type: Excel writes none, and attacks by entities need one."""
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels")):
            beginning = b"".join(pieces(archive, info.filename, name, 10_000))
            if b"<!DOCTYPE" in beginning.upper().replace(b"\0", b""):
                raise Unreadable(
                    f"{name} declares a document type of its own, which no spreadsheet does; "
                    "open it in your spreadsheet program and save it anew"
                )


def _tree(archive: zipfile.ZipFile, path: str, name: str) -> ET.Element:
    content = member(archive, path, name, _SMALL)
    if b"<!DOCTYPE" in content.upper().replace(b"\0", b""):
        raise damaged(name)
    try:
        return ET.fromstring(content)  # noqa: S314 no document type, so no entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise damaged(name) from error


def _paths(archive: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, str]:
    """Where in the zip each sheet stands, by its name."""
    if "xl/workbook.xml" not in archive.namelist():
        raise Unreadable(f"{name} is a zip but no workbook; save your table as XLSX or CSV")
    targets: dict[str, str] = {}
    for element in _tree(archive, "xl/_rels/workbook.xml.rels", name):
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[element.get("Id", "")] = path
    found: dict[str, str] = {}
    for element in _tree(archive, "xl/workbook.xml", name).iter():
        if _NAMESPACE.sub("", element.tag) != "sheet":
            continue
        id_ = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        path = targets.get(id_, "")
        if path in archive.NameToInfo and "worksheet" in path:
            found[element.get("name", "")] = path
    if len(found) > limits.sheets:
        raise Unreadable(
            f"{name} has {len(found)} sheets, and {limits.sheets} can be read; save fewer"
        )
    return found


def _look(archive: zipfile.ZipFile, path: str, name: str, limits: Limits) -> _Look:
    """Read a sheet's XML once through, in pieces, for what the reader of values doesn't tell."""
    look, rest = _Look(), b""
    for piece in pieces(archive, path, name, limits.unpacked):
        _see(rest + piece, look, len(rest))
        rest = piece[-_OVERLAP:]
    if look.column == _NARROW and look.last * (_NARROW + 1) > _MOST_CELLS:
        look.column = _widest(archive, path, name, limits)
    return look


def _widest(archive: zipfile.ZipFile, path: str, name: str, limits: Limits) -> int:
    """The last column that holds a cell: a long sheet can be read if it is narrow."""
    widest, rest = 0, b""
    for piece in pieces(archive, path, name, limits.unpacked):
        names = {cell.group(1) for cell in _COLUMN.finditer(rest + piece)}
        widest = max([widest, *map(_position, names)])
        rest = piece[-_OVERLAP:]
    return widest


def _see(piece: bytes, look: _Look, seen: int) -> None:
    for row in _ROW.finditer(piece):
        if row.end() > seen:
            look.rows += 1
            look.last = max(look.last, int(row.group(1) or look.rows))
    for cell in _FAR.finditer(piece):
        at = _position(cell.group(1))
        if at > look.column:
            look.column, look.far = at, cell.group(1).decode()
    if b'"e"' in piece:
        for cell in _ERROR.finditer(piece):
            advice = "holds an error instead of a value; mend the formula, or write the value"
            look.mark(int(cell.group(2)), _position(cell.group(1)), advice)
    if b"f>" in piece or b"<f" in piece or b":f" in piece:
        for cell in _FORMULA.finditer(piece):
            attributes, column, number, value = cell.groups()
            if value and b'"str"' in attributes:  # worked out, to a blank text
                continue
            advice = (
                "holds a formula without its value; open the file in your spreadsheet program and "
                "save it, or write the value"
            )
            look.mark(int(number), _position(column), advice)


def _position(column: bytes) -> int:
    position = 0
    for letter in column:
        position = position * 26 + letter - 64
    return position - 1


def _bearable(look: _Look, name: str, limits: Limits) -> None:
    if look.last * (look.column + 1) <= _MOST_CELLS and look.column < 5 * limits.columns:
        return
    if look.column >= limits.columns:
        raise Unreadable(
            f"{name} has a cell in column {look.far}, far from the others; delete what stands there"
        )
    raise Unreadable(
        f"{name} goes down to row {look.last:,} and over to column {letters(look.column)}, "
        "which is too much; delete the cells that are far from your table, or split it"
    )


def _lines(workbook: CalamineWorkbook, sheet: str, look: _Look, name: str) -> Iterator[Line]:
    from python_calamine import CalamineError

    try:
        values = workbook.get_sheet_by_name(sheet)
    except (CalamineError, ValueError) as error:
        raise damaged(name) from error
    if values.start is None:
        return
    _merged(values, look, name)
    left = values.start[1]
    for number, cells in enumerate(values.iter_rows(), start=1):
        wrong = look.cells.get(number, {})
        found = [None] * left + [_cell(cell) for cell in cells] if len(cells) else []
        if number in look.merged and any(cell is not None for cell in found):
            wrong = {**look.merged[number], **wrong}
        yield number, found, sorted(wrong.items())


def _merged(values: CalamineSheet, look: _Look, name: str) -> None:
    """Rows that share a cell with another: only the first has its value."""
    left_over = 8 * _MARKS
    for (top, left), (bottom, right) in values.merged_cell_ranges or ():
        first = f"{letters(left)}{top + 1}"
        advice = f"is merged with {first}; split the merged cells and fill in each"
        for row in range(top, min(bottom, look.last) + 1):
            left_over -= 1
            if not left_over:
                raise Unreadable(f"{name} has too many merged cells; split them and fill in each")
            column = left if row > top else right
            if (row, column) != (top, left):
                look.merged.setdefault(row + 1, {}).setdefault(column, advice)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, int | dt.date):
        return value
    return str(value)
