"""What a sheet can't say by itself and a person must: the coordinate system, the order of dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice

from geo.ingest import coordinates, dates
from geo.ingest.columns import DATING, Columns
from geo.ingest.outcome import Answers, Asked
from geo.ingest.sheet import Sheet
from geo.ingest.wrong import Wrong
from geo.schema import LAYERS

EXAMPLES = 3
_SAMPLE = 200


def asked_about(sheet: Sheet, columns: Columns, answers: Answers) -> Iterator[Asked]:
    """The questions that must be answered before all rows can be used."""
    if answers.dates is None:
        yield from _dates(sheet, columns)
    if answers.crs is None:
        yield from _system(sheet, columns)


def _dates(sheet: Sheet, columns: Columns) -> Iterator[Asked]:
    """Dates with two readings, in any column that holds dates."""
    layer = LAYERS[columns.layer]
    wanted = {f.name for f in layer.of_kind("date")} | {*DATING, "source_published"}
    wanted.discard("date_precision")
    for name, target in columns.fields.items():
        if target not in wanted:
            continue
        found: dict[str, str] = {}
        for row in sheet.rows:
            cell = row.cells.get(name)
            if not isinstance(cell, str):
                continue
            try:
                dates.edtf(cell)
            except dates.Ambiguous as ambiguous:
                found.setdefault(cell, str(ambiguous))
                if len(found) == EXAMPLES:
                    break
            except Wrong:
                continue
        if found:
            cell, advice = next(iter(found.items()))
            yield Asked("dates", f"{sheet.name}, {name}: {cell!r} {advice}", tuple(found))


def _system(sheet: Sheet, columns: Columns) -> Iterator[Asked]:
    examples = _without_degrees(sheet, columns)
    if sheet.crs is None and not examples:
        examples = tuple(islice(_positions(sheet, columns), EXAMPLES))
    if examples:
        sentence = (
            f"{sheet.name}: in which coordinate system are numbers such as {examples[0]}? "
            "Say it by its number, such as EPSG:5179"
        )
        yield Asked("crs", sentence, examples)


def system_of(sheet: Sheet, columns: Columns, answer: str | None) -> str | None:
    """The coordinate system of a sheet's numbers; None where nobody has said it.

    What a file declares stands, unless its numbers say otherwise; a table declares nothing.
    """
    if sheet.crs is None or _without_degrees(sheet, columns):
        return answer
    return answer or sheet.crs if sheet.unit == "row" else sheet.crs


def _without_degrees(sheet: Sheet, columns: Columns) -> tuple[str, ...]:
    """Examples of coordinates that can't be the degrees they are taken for, where most can't.

    Tables and GeoJSON may declare no system, and numbers such as 953901 are metres in one of many.
    """
    if sheet.crs not in (None, "EPSG:4326"):
        return ()
    found = list(islice(_positions(sheet, columns), _SAMPLE))
    metres = [pair for pair in found if all(abs(float(x)) > 1000 for x in pair.split(", "))]
    return tuple(metres[:EXAMPLES]) if len(metres) * 2 > len(found) else ()


_NUMBERS = re.compile(r"[^(]{0,60}\(+\s*([-+.\de]{1,30})\s+([-+.\de]{1,30})", re.IGNORECASE)
"""How well-known text begins, to its first position."""


def _positions(sheet: Sheet, columns: Columns) -> Iterator[str]:
    """A pair of numbers of each row that has one and names no system of its own."""
    names = [columns.column(target) for target in ("lon", "lat")]
    wkt = columns.column("wkt")
    for row in sheet.rows:
        cells = [row.cells.get(name) for name in names]
        text = row.cells.get(wkt)
        if row.geometry is not None:
            cells = list(row.geometry.bounds[:2])
        elif isinstance(text, str) and not coordinates.declared(text):
            match = _NUMBERS.match(text)
            cells = list(match.groups()) if match else cells
        try:
            pair = [float(str(cell)) for cell in cells]
        except ValueError:
            continue
        if len(pair) == 2 and all(map(math.isfinite, pair)):
            yield ", ".join(f"{number:.10g}" for number in pair)
