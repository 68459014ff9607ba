"""Cells mended by hand, and the whole sheet written out again as it then stands."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
from shapely.geometry import mapping

from geo.formats import table
from geo.ingest.sheet import Cell, Row, Sheet

Edits = Mapping[int, Mapping[str, str]]
"""What was written instead: by the row's number, then by column; blank text empties the cell."""

UNREAD = "#N/A"
"""What spreadsheets write for a value that is not there; imports take it for an error."""
_NEGATIVE = re.compile(r"-[0-9]{1,15}(?:\.[0-9]{1,15})?")


def mended(sheet: Sheet, edits: Edits) -> Sheet:
    """The sheet with the cells of ``edits`` as text, and without what was wrong with those cells.

    What is wrong with a whole row, such as a broken shape, can't be mended in a cell and stays.
    """
    if not edits:
        return sheet
    rows = (_mended(row, edits[row.number]) if row.number in edits else row for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _mended(row: Row, cells: Mapping[str, str]) -> Row:
    new = {**row.cells, **{name: text.strip() or None for name, text in cells.items()}}
    wrong = tuple((name, advice) for name, advice in row.wrong if name not in cells)
    return replace(row, cells=new, wrong=wrong)


def shown(cell: Cell) -> str:
    """A cell as text that can be written back: dates as ISO 8601, whole numbers without a point.

    >>> shown(None), shown(True), shown(9.0), shown(129.5)
    ('', 'true', '9', '129.5')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def file(sheet: Sheet, crs: str | None = None) -> tuple[str, str]:
    """The sheet as a file: its ending, and its text.

    CSV with a byte order mark for a table, GeoJSON (in EPSG:4326) where rows have shapes. ``crs``
    is the shapes' system where the sheet doesn't declare the right one; without any, shapes are
    written as they are.
    """
    if any(row.geometry is not None for row in sheet.rows):
        return "geojson", _geojson(sheet, crs)
    return "csv", "".join(_csv_lines(sheet))


def _csv_lines(sheet: Sheet) -> Iterator[str]:
    cells = ([_harmless(cell) for cell in marked(row, sheet.columns)] for row in sheet.rows)
    return table.write_csv(list(sheet.columns), cells)


def marked(row: Row, columns: Iterable[str]) -> Iterator[Cell]:
    """A row's cells; one that is blank because it couldn't be read says so, to be told of again."""
    wrong = {name for name, _ in row.wrong}
    for name in columns:
        cell = row.cells.get(name)
        yield UNREAD if cell is None and name in wrong else cell


def _harmless(cell: Cell) -> Any:
    """The cell's text; a negative number stays one, though a minus can begin a formula."""
    text = shown(cell)
    return float(text) if _NEGATIVE.fullmatch(text) else text


def _geojson(sheet: Sheet, crs: str | None) -> str:
    known = crs or sheet.crs
    shapes = gpd.GeoSeries([row.geometry for row in sheet.rows], crs=known)
    if known:
        shapes = shapes.to_crs("EPSG:4326")
    features = [
        {
            "type": "Feature",
            "geometry": mapping(shape) if shape is not None else None,
            "properties": dict(
                zip(sheet.columns, map(_json, marked(row, sheet.columns)), strict=True)
            ),
        }
        for row, shape in zip(sheet.rows, shapes, strict=True)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _json(cell: Cell) -> Any:
    return shown(cell) if isinstance(cell, dt.date) else cell
