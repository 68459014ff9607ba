"""What travels from the reading process to ours: plain values only, whatever happened there."""

from __future__ import annotations

import datetime as dt
import pickle  # unpickled by _Plain, which knows no class but dates
from collections.abc import Iterator
from typing import IO, Any

from geo.ingest.parts import Part
from geo.ingest.sheet import Cells, Row, Sheet

_ROWS = 5_000
_PICKLE = 5

Frame = tuple[str, Any]
"""A word that says what it is, and the value: see ``frames``."""


class _Plain(pickle.Unpickler):
    """Values without code: a process that a hostile file took over can send nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime", "timedelta", "timezone"):
            return getattr(dt, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def frames(parts: list[Part]) -> Iterator[bytes]:
    """Parts as frames: ``sheet`` with its head, then ``rows`` some thousands at a time, ``end``."""
    for part in parts:
        head = (part.name, part.columns, part.crs, part.unit, tuple(part.notes))
        yield frame("sheet", head)
        for at in range(0, len(part.numbers), _ROWS):
            to = at + _ROWS
            wrong = {
                n - at: part.wrong[n]
                for n in range(at, min(to, len(part.numbers)))
                if n in part.wrong
            }
            rows = (part.numbers[at:to], part.cells[at:to], part.geometries[at:to], wrong)
            yield frame("rows", rows)
    yield frame("end", None)


def frame(word: str, value: Any) -> bytes:
    """One frame as bytes."""
    return pickle.dumps((word, value), protocol=_PICKLE)


def received(stream: IO[bytes]) -> Iterator[Frame]:
    """Frames as they come, to the stream's end; raises ``ValueError`` at what is no frame."""
    while True:
        try:
            word, value = _Plain(stream).load()
        except EOFError:
            return
        except Exception as error:
            raise ValueError(f"no frame: {type(error).__name__}") from error
        yield word, value


class Sheets:
    """Sheets put together from frames."""

    def __init__(self) -> None:
        self.done = False
        self.count = 0
        self._found: list[tuple[Any, list[Row], dict[str, int]]] = []

    def take(self, word: str, value: Any) -> None:
        """One frame."""
        if word == "sheet":
            self._found.append((value, [], {c: n for n, c in enumerate(value[1])}))
        elif word == "rows":
            self._rows(*value)
        elif word == "end":
            self.done = True

    def _rows(
        self, numbers: list[int], cells: list[Any], geometries: list[Any], wrong: Any
    ) -> None:
        _, rows, places = self._found[-1]
        shapes: Any = [None] * len(numbers)
        if any(geometry is not None for geometry in geometries):
            import shapely

            shapes = shapely.from_wkb(geometries)
        for n, (number, values, shape) in enumerate(zip(numbers, cells, shapes, strict=True)):
            rows.append(Row(number, Cells(places, values), shape, wrong.get(n, ())))
        self.count += len(numbers)

    def sheets(self) -> list[Sheet]:
        """All of them, once the last frame has come."""
        return [
            Sheet(name, columns, tuple(rows), crs, unit, notes)
            for (name, columns, crs, unit, notes), rows, _ in self._found
        ]
