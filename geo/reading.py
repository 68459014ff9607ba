"""Files of a data folder to an ``Atlas``: feature by feature, the good parted from the bad."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.atlas import Atlas, Record, frame
from geo.checking import check_feature, check_references, check_source
from geo.problem import Problem
from geo.schema import LAYERS, Layer

_ENTRY = re.compile(r"^## (\d{4}-\d{2}-\d{2})\b", re.MULTILINE)
_VERSIONED = re.compile(r"^## \d{4}-\d{2}-\d{2}\b.*\bversion ([0-9a-f]{10})\b", re.MULTILINE)


Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of a folder's files: another stamp, other data."""


class DataError(Exception):
    """A data folder that cannot be used at all; its text says why and what to do."""


def read(folder: str | Path) -> Atlas:
    """Read a data folder.

    Missing layer files are empty layers; bad records are set aside and told in ``problems``. Raises
    ``DataError`` where the folder does not exist or holds no layer.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; name one that holds routes.geojson")
    if not any((folder / layer.file).is_file() for layer in LAYERS.values()):
        names = ", ".join(layer.file for layer in LAYERS.values())
        raise DataError(f"{folder} holds no layer; put at least one of these into it: {names}")
    problems: list[Problem] = []
    sources = _sources(folder / "sources.json", problems)
    features = {
        name: list(_features(folder / layer.file, layer, problems))
        for name, layer in LAYERS.items()
    }
    problems += check_references(features, sources)
    return Atlas(
        layers={name: frame(LAYERS[name], features[name]) for name in LAYERS},
        sources=sources,
        yearly=_yearly(folder / "yearly.csv", problems),
        gazetteer=_array(folder / "gazetteer.json", problems),
        problems=tuple(problems),
        version=version(folder),
        as_of=as_of(folder),
        extra={name: _extra(LAYERS[name], features[name]) for name in LAYERS},
    )


def _extra(layer: Layer, features: list[Record]) -> dict[str, Record]:
    """What the records have in columns that the schema doesn't know, by id."""
    known = layer.by_name.keys()
    found = {
        x["properties"][layer.key]: {
            name: value for name, value in x["properties"].items() if name not in known
        }
        for x in features
        if not x["properties"].keys() <= known
    }
    return {id_: values for id_, values in found.items() if values}


def stamp(folder: Path) -> Stamp:
    """The folder's stamp, which tells without reading whether its files have changed."""
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


def version(folder: Path) -> str:
    """Short SHA-256 over the names and bytes of the folder's data files."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.suffix in {".geojson", ".json", ".csv"} and path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def as_of(folder: Path) -> str:
    """Day of the newest entry (``## YYYY-MM-DD …``) of the folder's CHANGELOG.md, or empty."""
    return max(_ENTRY.findall(_changelog(folder)), default="")


def _changelog(folder: Path) -> str:
    try:
        return (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def unlogged(folder: Path) -> list[Problem]:
    """The problem that the data changed and its changelog did not, if that is so.

    An entry names the version that it is about: ``## 2026-11-21, version 0123456789``. A folder
    whose changelog names no version at all is not held to this.
    """
    logged, now = _VERSIONED.findall(_changelog(folder)), version(folder)
    if not logged or now in logged:
        return []
    advice = f"has no entry for the data as they are; add “## DATE, version {now}” and what changed"
    return [Problem("CHANGELOG.md", None, None, None, None, advice)]


def _json(path: Path, problems: list[Problem]) -> Any:
    try:
        return json.loads(path.read_bytes(), parse_constant=_no_constant)
    except FileNotFoundError:
        return None
    except OSError as error:
        advice = f"cannot be read ({error.strerror}); check its permissions"
    except UnicodeDecodeError as error:
        advice = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
    except json.JSONDecodeError as error:
        advice = f"is not JSON at line {error.lineno}, column {error.colno}; mend it there"
    except (ValueError, RecursionError) as error:
        advice = f"is not JSON that can be used ({error})"
    problems.append(Problem(path.name, None, None, None, None, advice, losing=True))
    return None


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _features(path: Path, layer: Layer, problems: list[Problem]) -> Iterator[Record]:
    content = _json(path, problems)
    if content is None:
        return
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        advice = 'has no "features"; it must be a GeoJSON FeatureCollection'
        problems.append(Problem(path.name, None, None, None, None, advice, losing=True))
        return
    seen: set[str] = set()
    for number, feature in enumerate(features, start=1):
        found = list(check_feature(path.name, number, feature, layer, seen))
        problems.extend(found)
        if not any(problem.losing for problem in found):
            yield {"properties": feature["properties"], "geometry": feature.get("geometry")}


def _array(path: Path, problems: list[Problem]) -> list[Record]:
    content = _json(path, problems)
    if content is None:
        return []
    if not isinstance(content, list):
        problems.append(Problem(path.name, None, None, None, None, "is not a list", losing=True))
        return []
    return [item for item in content if isinstance(item, dict)]


def _sources(path: Path, problems: list[Problem]) -> dict[str, Record]:
    works: dict[str, Record] = {}
    if not path.exists():
        advice = "is missing; every record needs a source that stands in it"
        problems.append(Problem(path.name, None, None, None, None, advice, losing=True))
    for number, work in enumerate(_array(path, problems), start=1):
        found = list(check_source(path.name, number, work, works))
        problems.extend(found)
        if not any(problem.losing for problem in found):
            works[work["id"]] = work
    return works


_INTEGERS = ("year", "value_min", "value_max", "women", "men", "from_china")
_NUMBERS = ("value", "share_china_percent")
_BOOLEANS = ("is_total", "is_part_year", "computed")


def _yearly(path: Path, problems: list[Problem]) -> list[Record]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        advice = f"cannot be read ({error}); save it as UTF-8"
        problems.append(Problem(path.name, None, None, None, None, advice, losing=True))
        return []
    rows = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        try:
            rows.append(_figure(row))
        except ValueError as error:
            id_ = row.get("id")
            problems.append(Problem(path.name, number, id_, None, None, f"{error}", losing=True))
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
