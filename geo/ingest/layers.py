"""Sheets that hold several layers, as our own exports do, parted into one sheet a layer."""

from __future__ import annotations

from dataclasses import replace

from geo.ingest.columns import plain
from geo.ingest.sheet import Row, Sheet
from geo.schema import LAYERS


def by_layer(sheet: Sheet) -> list[Sheet]:
    """One sheet a layer, where a column ``layer`` tells of every row which it is; else the sheet.

    Rows keep their numbers. Columns that are blank in all rows of a layer are not among its own.
    """
    name = next((column for column in sheet.columns if plain(column) == "layer"), None)
    if name is None or not sheet.rows:
        return [sheet]
    parts: dict[str, list[Row]] = {}
    for row in sheet.rows:
        layer = row.cells.get(name)
        if not isinstance(layer, str) or layer not in LAYERS:
            return [sheet]
        parts.setdefault(layer, []).append(row)
    return [
        replace(
            sheet,
            name=f"{sheet.name} {layer}",
            columns=tuple(
                column
                for column in sheet.columns
                if column != name and any(row.cells.get(column) is not None for row in rows)
            ),
            rows=tuple(rows),
        )
        for layer, rows in parts.items()
    ]
