"""The data's changelog: dated entries, each naming the version of the data that it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEAD = "# Changes of the data\n"

_HEADING = re.compile(r"^## (\d{4}-\d{2}-\d{2})\b[ ,]*(.*)$")
_VERSION = re.compile(r",?\s*\bversion ([0-9a-f]{10})\b")


@dataclass(frozen=True)
class Entry:
    """One entry: its day (``YYYY-MM-DD``), the version it is about, a title, and what changed.

    What stands before the first dated heading is an entry without a day.
    """

    day: str = ""
    version: str = ""
    title: str = ""
    what: str = ""


def entries(text: str) -> list[Entry]:
    """The entries of a CHANGELOG.md, in its order."""
    found: list[Entry] = []
    day = version = title = ""
    lines: list[str] = []
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if not heading:
            lines.append(line)
            continue
        found += _entry(day, version, title, lines)
        day, rest = heading.groups()
        named = _VERSION.search(rest) or _VERSION.search("," + rest)
        version = named[1] if named else ""
        title = _VERSION.sub("", rest, count=1).strip(" ,;–—")
        lines = []
    found += _entry(day, version, title, lines)
    return found


def _entry(day: str, version: str, title: str, lines: list[str]) -> Iterator[Entry]:
    what = "\n".join(lines).strip("\n")
    if day or what:
        yield Entry(day, version, title, what)


def licensed(found: Iterable[Entry]) -> bool:
    """Whether the data say, before the first dated entry, that they are under our licence."""
    return any(
        line.startswith("Licence:") and "CC BY 4.0" in line
        for entry in found
        if not entry.day
        for line in entry.what.splitlines()
    )


def text(found: Iterable[Entry]) -> str:
    """The entries as a CHANGELOG.md."""
    parts = []
    for entry in found:
        named = [entry.day, entry.title, f"version {entry.version}" if entry.version else ""]
        heading = f"## {', '.join(filter(None, named))}" if entry.day else ""
        parts.append("\n\n".join(filter(None, [heading, entry.what])) + "\n")
    return "\n".join(parts)


def with_entry(found: Iterable[Entry], entry: Entry) -> list[Entry]:
    """The entries with a new one before all that have a day."""
    found = list(found) or [Entry(what=HEAD.strip())]
    first = next((n for n, old in enumerate(found) if old.day), len(found))
    return [*found[:first], entry, *found[first:]]


def as_of(found: Iterable[Entry]) -> str:
    """The newest day of all entries, or empty."""
    return max((entry.day for entry in found), default="")


def today(epoch: str | None) -> dt.date:
    """The day of a change: today, or that of ``SOURCE_DATE_EPOCH`` (seconds) where it is set."""
    if epoch and epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
