"""Files of a data folder to an ``Atlas``: feature by feature, the good parted from the bad."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import changelog, journal
from geo import content as contents
from geo.atlas import Atlas, Record
from geo.content import Content, DataError
from geo.problem import Problem
from geo.schema import LAYERS, Layer

__all__ = ["Content", "DataError", "Stamp", "content", "read", "stamp", "unlogged", "version"]

Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of what is kept: another stamp, other data."""


def read(folder: str | Path) -> Atlas:
    """Read a data folder.

    Missing layer files are empty layers; bad records are set aside and told in ``problems``. Raises
    ``DataError`` where the folder does not exist or holds no layer.
    """
    return contents.atlas(content(Path(folder)))


def content(folder: Path) -> Content:
    """What stands in a data folder; raises ``DataError`` where it is none."""
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; name one that holds routes.geojson")
    for _ in range(_ATTEMPTS):
        before = stamp(folder)
        found = _content(folder)
        if stamp(folder) == before:
            return found
    raise DataError(f"{folder} changes while it is read; wait until that is done and try again")


_ATTEMPTS = 5


def _content(folder: Path) -> Content:
    there = {name for name, _, _ in stamp(folder)}
    if not any(layer.file in there for layer in LAYERS.values()):
        names = ", ".join(layer.file for layer in LAYERS.values())
        raise DataError(f"{folder} holds no layer; put at least one of these into it: {names}")
    problems: list[Problem] = []
    unread: dict[str, str] = {}
    files = Files(folder, problems, unread)
    if "sources.json" not in there:
        advice = "is missing; every record needs a source that stands in it"
        problems.append(Problem("sources.json", None, None, None, None, advice, losing=True))
    works = _array(files, "sources.json")
    features = {name: _features(files, layer) for name, layer in LAYERS.items()}
    names = files.json("names.json")
    return Content(
        features=features,
        works=works,
        yearly=_yearly(files),
        gazetteer=_array(files, "gazetteer.json"),
        names=names if isinstance(names, dict) else {},
        changes=changelog.entries(_changelog(folder)),
        problems=tuple(problems),
        unread=unread,
    )


def stamp(folder: Path) -> Stamp:
    """The folder's stamp, which tells without reading whether its files have changed."""
    try:
        found = journal.stats(Path(folder))
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found.items())


def version(folder: Path) -> str:
    """Short hash of a data folder's records (``geo.content.version``)."""
    return contents.version(content(folder))


def unlogged(folder: Path) -> list[Problem]:
    """The problem that the data changed and their changelog did not (``geo.content.unlogged``)."""
    return contents.unlogged(content(folder))


def _changelog(folder: Path) -> str:
    try:
        return journal.content(folder, "CHANGELOG.md").decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@dataclass(frozen=True)
class Files:
    """The files of one folder, and what is found wrong with them."""

    folder: Path
    problems: list[Problem]
    unread: dict[str, str]

    def json(self, name: str) -> Any:
        """What a JSON file holds; None where it is missing or told in ``problems``."""
        data = self.content(name)
        if data is None:
            return None
        try:
            return json.loads(data, parse_constant=_no_constant)
        except UnicodeDecodeError as error:
            advice = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
        except json.JSONDecodeError as error:
            advice = f"is not JSON at line {error.lineno}, column {error.colno}; mend it there"
        except (ValueError, RecursionError) as error:
            advice = f"is not JSON that can be used ({error})"
        self.refuse(name, data, advice)
        return None

    def content(self, name: str) -> bytes | None:
        """A file's bytes; None where it is missing or told in ``problems``."""
        try:
            return journal.content(self.folder, name)
        except FileNotFoundError:
            return None
        except OSError as error:
            advice = f"cannot be read ({error.strerror}); check its permissions"
            self.refuse(name, b"", advice)
            return None

    def refuse(self, name: str, data: bytes, advice: str) -> None:
        """Tell that a file cannot be used, and what it was."""
        self.unread[name] = hashlib.sha256(data).hexdigest()
        self.problems.append(Problem(name, None, None, None, None, advice, losing=True))


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _features(files: Files, layer: Layer) -> list[Any]:
    content = files.json(layer.file)
    if content is None:
        return []
    features = content.get("features") if isinstance(content, dict) else None
    if isinstance(features, list):
        return features
    advice = 'has no "features"; it must be a GeoJSON FeatureCollection'
    files.refuse(layer.file, contents.canonical(content).encode("utf-8", "replace"), advice)
    return []


def _array(files: Files, name: str) -> list[Record]:
    content = files.json(name)
    if content is None:
        return []
    if not isinstance(content, list):
        files.refuse(name, contents.canonical(content).encode("utf-8", "replace"), "is not a list")
        return []
    return [item for item in content if isinstance(item, dict)]


_INTEGERS = ("year", "value_min", "value_max", "women", "men", "from_china")
_NUMBERS = ("value", "share_china_percent")
_BOOLEANS = ("is_total", "is_part_year", "computed")


def _yearly(files: Files) -> list[Record]:
    data = files.content("yearly.csv")
    if data is None:
        return []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        files.refuse("yearly.csv", data, f"cannot be read ({error}); save it as UTF-8")
        return []
    rows = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        try:
            rows.append(_figure(row))
        except ValueError as error:
            id_ = row.get("id")
            problem = Problem("yearly.csv", number, id_, None, None, f"{error}", losing=True)
            files.problems.append(problem)
            files.unread[f"yearly.csv {number}"] = contents.canonical(list(row.values()))
    return rows


def _figure(row: dict[str, str | None]) -> Record:
    record: Record = {name: value or None for name, value in row.items()}
    for name in _INTEGERS:
        record[name] = int(row[name] or "") if row.get(name) else None
    for name in _NUMBERS:
        record[name] = float(row[name] or "") if row.get(name) else None
    for name in _BOOLEANS:
        record[name] = row.get(name) == "true"
    record["sources"] = (row.get("sources") or "").split()
    return record
