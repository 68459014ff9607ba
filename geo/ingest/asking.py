"""What a sheet can't say by itself and a person must: the coordinate system, the order of dates."""

from __future__ import annotations

from collections.abc import Iterator

from geo.ingest import dates
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
            sentence = f"{sheet.name}, {name}: {cell!r} {advice} (--dates day-first, month-first)"
            yield Asked("dates", sentence, tuple(found))


def _system(sheet: Sheet, columns: Columns) -> Iterator[Asked]:
    examples = rows_without_degrees(sheet, columns)
    if sheet.crs is None and not examples:
        shapes = (row.geometry for row in sheet.rows if row.geometry)
        shape = next(shapes, None)
        if shape is not None:
            at = shape.centroid
            examples = (f"{at.x:g}, {at.y:g}",)
        elif {"lon", "lat", "wkt"} & set(columns.fields.values()):
            examples = _pairs(sheet, columns)
    if examples:
        sentence = (
            f"{sheet.name}: in which coordinate system are numbers such as {examples[0]}? "
            "Say it by its number, such as EPSG:5179 (--crs)"
        )
        yield Asked("crs", sentence, examples)


def rows_without_degrees(sheet: Sheet, columns: Columns) -> tuple[str, ...]:
    """Examples of a table's coordinates that can't be degrees, where that is most of them.

    A table declares no system, and numbers such as 953901 are metres in one of many.
    """
    if sheet.unit != "row":
        return ()
    pairs = _pairs(sheet, columns, _SAMPLE)
    metres = [pair for pair in pairs if all(abs(float(x)) > 1000 for x in pair.split(", "))]
    return tuple(metres[:EXAMPLES]) if len(metres) * 2 > len(pairs) else ()


def _pairs(sheet: Sheet, columns: Columns, most: int = EXAMPLES) -> tuple[str, ...]:
    """The first pairs of numbers in the columns of longitude and latitude."""
    names = [columns.column(target) for target in ("lon", "lat")]
    found: list[str] = []
    for row in sheet.rows:
        cells = [row.cells.get(name) for name in names]
        try:
            found.append(", ".join(f"{float(str(cell)):.10g}" for cell in cells))
        except ValueError:
            continue
        if len(found) == most:
            break
    return tuple(found)
