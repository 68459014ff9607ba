"""CSV and TSV: encoding and separator found, each broken line told and the others read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from geo.ingest.encoding import decode
from geo.ingest.grid import Line, grid
from geo.ingest.parts import Part
from geo.ingest.sheet import Limits, Unreadable

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_TRIED = 60


def read(data: bytes, name: str, limits: Limits) -> Part:
    """A CSV or TSV file as a part; raises ``Unreadable`` where it holds no table."""
    content, _, note = decode(data)
    if content.count("\0") > len(content) // 10:
        raise Unreadable(f"{name} is not text; save your table as CSV or XLSX")
    if "\n" not in content:
        content = content.replace("\r", "\n")
    part = Part(name, ())
    if note:
        part.notes.append(note)
    start, separator = _said(content)
    separator = separator or _separator(content)
    if separator != ",":
        part.notes.append(f"cells are separated by {_SEPARATORS.get(separator, repr(separator))}")
    csv.field_size_limit(limits.letters)
    grid(part, _records(content, start, separator, limits), limits)
    return part


def _said(content: str) -> tuple[int, str | None]:
    """Where the table starts, and the separator if a first line ``sep=;`` says it, as in Excel."""
    line = content[:10].split("\n", 1)[0].rstrip("\r")
    if line.lower().startswith("sep=") and len(line) == 5:
        return content.index("\n") + 1 if "\n" in content else len(content), line[4]
    return 0, None


def _separator(content: str) -> str:
    """The separator by which the first lines have most cells, and equally many."""
    lines = [line[:10_000] for line in islice(_lines(content, 0), _TRIED)]
    lines = [line for line in lines if line.strip()]
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(len(cells) for cells in _tried(lines, separator))
        counts.pop(1, None)
        if not counts:
            continue
        width, often = max(counts.items(), key=lambda item: (item[1], item[0]))
        score = often / len(lines) + min(width, 50) / 1000
        if score > most:
            best, most = separator, score
    return best


def _tried(lines: list[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


def _lines(content: str, at: int) -> Iterator[str]:
    """Lines with their ends, from a place on: only a line feed ends a line, as csv has it."""
    while True:
        end = content.find("\n", at) + 1
        if not end:
            break
        yield content[at:end]
        at = end
    if at < len(content):
        yield content[at:]


class _Counted:
    """Lines that remember where the last one handed on ended."""

    def __init__(self, content: str, at: int) -> None:
        self.content = content
        self.at = at

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        at, content = self.at, self.content
        if at >= len(content):
            raise StopIteration
        end = content.find("\n", at) + 1 or len(content)
        self.at = end
        return content[at:end]


def _records(content: str, start: int, separator: str, limits: Limits) -> Iterator[Line]:
    """Records with their numbers; after a broken one, reading goes on in the line below its first.

    A quotation mark that never closes would otherwise take the rest of the file into one cell.
    """
    number, lines = 1, _Counted(content, start)
    while True:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        begun = lines.at
        try:
            for cells in reader:
                yield number, cells, []  # type: ignore[misc]
                number += 1
                begun = lines.at
        except csv.Error as error:
            end = content.find("\n", begun) + 1 or len(content)
            line = content[begun : min(end, begun + 300)].rstrip("\r\n")
            yield number, [line], [(None, _advice(str(error), limits))]
            number += 1
            lines.at = end
            continue
        return


def _advice(error: str, limits: Limits) -> str:
    if "field larger" in error:
        return f"holds more than {limits.letters:,} characters in one cell; shorten it"
    if "unexpected end" in error:
        return "opens a quotation mark that never closes; close it, or delete it"
    if "expected after" in error:
        return 'has a quotation mark inside a quoted text; write it twice ("") or delete it'
    if "new-line" in error:
        return "holds a line end of its own kind; save the file anew as CSV"
    return f"can't be read as a row ({error})"
