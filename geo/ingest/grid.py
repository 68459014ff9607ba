"""Lines of cells to rows: which line is the heading, what the columns are called, what is blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from geo.ingest.parts import Part, text, too_many_columns, too_many_rows
from geo.ingest.sheet import Cell, Limits, Unreadable

Line = tuple[int, list[Cell], list[tuple[int | None, str]]]
"""Number of the line in the editor's program, its cells, and (position, advice) of the wrong."""

_HEAD = 20
_DEEPEST = 1_048_576


class Nothing(Unreadable):
    """A table without a row."""


def grid(part: Part, lines: Iterable[Line], limits: Limits) -> None:
    """Fill a part with the rows below the heading; blank rows are left out but counted.

    The heading is the first line that is as wide as the table below it: a title above it is told.
    Raises ``Unreadable`` where there are no rows, or too many.
    """
    flow = iter(lines)
    first = list(islice((line for line in flow if _filled(line)), _HEAD))
    if not first:
        raise Nothing(f"{part.name} is empty; write a heading and a row for each record")
    start = _heading(first)
    number, heading, _ = first[start]
    if start:
        part.notes.append(
            f"row {number} was read as the heading; what stands above it was left out"
        )
    following = chain(first[start + 1 :], flow)
    # A row that a stray separator made longer is no column more; half of the rows are.
    widths = sorted(_width(line[1]) for line in first[start + 1 :])
    width = max(_width(heading), widths[(len(widths) - 1) // 2] if widths else 0)
    if width > limits.columns:
        raise too_many_columns(part.name, limits)
    part.columns = _names(heading, width, part.notes)
    for line in following:
        if line[0] > _DEEPEST:
            raise Unreadable(
                f"{part.name} goes down to row {line[0]:,}; delete the blank rows below the last"
            )
        if not _filled(line):
            continue
        if len(part.numbers) >= limits.rows:
            raise too_many_rows(part.name, limits)
        _add(part, line, limits)
    if not part.numbers:
        raise Nothing(f"{part.name} has a heading and no row below it; write a row a record")


def _filled(line: Line) -> bool:
    return bool(line[2]) or any(
        cell is not None and not (isinstance(cell, str) and (not cell or cell.isspace()))
        for cell in line[1]
    )


def _width(cells: list[Cell]) -> int:
    width = len(cells)
    while width and cells[width - 1] in (None, ""):
        width -= 1
    return width


def _heading(first: list[Line]) -> int:
    """Position of the heading: the first line with as many words as lines usually have cells."""
    counts = sorted(sum(cell not in (None, "") for cell in line[1]) for line in first)
    usual = counts[len(counts) // 2]
    for position, (_, cells, wrong) in enumerate(first[:10]):
        words = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
        if words >= max(1, min(2, usual), usual * 0.6) and not wrong:
            return position
    return 0


def _names(heading: list[Cell], width: int, notes: list[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for position in range(width):
        cell = heading[position] if position < len(heading) else None
        # A line break parts two languages; one that only narrows the column does no harm as a sign.
        lines = str(cell).replace("\0", "").splitlines() if cell is not None else ()
        name = " / ".join(filter(None, (" ".join(line.split()) for line in lines)))[:200]
        name = name.encode("utf-8", "replace").decode()
        if not name:
            name = f"column {letters(position)}"
            if any(n == name for n in names):
                name += " (2)"
        elif name in names:
            again = 2
            while f"{name} ({again})" in names:
                again += 1
            notes.append(f"two columns are called “{name}”; the later is “{name} ({again})” here")
            name = f"{name} ({again})"
        names[name] = None
    return tuple(names)


def letters(position: int) -> str:
    """A column as spreadsheets call it: 0 is ``A``, 26 is ``AA``."""
    name, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _add(part: Part, line: Line, limits: Limits) -> None:
    number, cells, wrong = line
    width = len(part.columns)
    said: list[tuple[str | None, str]] = [(_column(part, at), advice) for at, advice in wrong]
    if _width(cells) > width:
        advice = "put texts that hold the separator in quotation marks"
        said.append((None, f"has {_width(cells)} cells, but the heading {width}; {advice}"))
    found: list[Cell] = []
    for at, cell in enumerate(cells[:width]):
        if isinstance(cell, str):
            if cell.isascii() and len(cell) < limits.letters and cell.isprintable():
                found.append(cell if cell.strip() else None)
                continue
            kept, broken = text(cell, limits)
            if broken:
                said.append((part.columns[at], broken))
            found.append(kept)
        else:
            found.append(cell)
    found += [None] * (width - len(found))
    part.add(number, tuple(found), said)


def _column(part: Part, at: int | None) -> str | None:
    return part.columns[at] if at is not None and at < len(part.columns) else None


def numbered(rows: Iterable[list[Cell]]) -> Iterator[Line]:
    """Rows counted from 1, nothing wrong with them."""
    for number, cells in enumerate(rows, start=1):
        yield number, cells, []
