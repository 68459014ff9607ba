"""A data folder as a store: one file a layer, all that belong to a change replaced as one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from geo import changelog, journal, reading
from geo import content as contents
from geo.atlas import Record
from geo.content import Content, DataError
from geo.formats import geojson
from geo.lock import Busy, held
from geo.reading import Stamp
from geo.schema import LAYERS
from geo.store.change import Change, Decide, logged
from geo.store.tables import YEARLY


class Folder:
    """A data folder (docs/data-format.md)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def content(self) -> Content:
        """What stands in it; raises ``DataError`` where it is no data folder."""
        return reading.content(self.path)

    def stamp(self) -> Stamp:
        """Names, times and sizes of its files."""
        return reading.stamp(self.path)

    def change(self, decide: Decide) -> str:
        """Make a change, as one, and return the version of the data; raises ``DataError``."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with held(self.path):
                return self._change(decide)
        except Busy:
            advice = "is being written by another process; wait for it and try again"
            raise DataError(f"{self.path} {advice}") from None
        except OSError as error:
            what = error.strerror or type(error).__name__
            raise DataError(
                f"{self.path} cannot be written ({what}); nothing in it has changed"
            ) from error

    def _change(self, decide: Decide) -> str:
        there = {name for name, _, _ in self.stamp()}
        new = not any(layer.file in there for layer in LAYERS.values())
        before = Content() if new else self.content()
        change = decide(before)
        if change.empty:
            return contents.version(before)
        if not change.whole:
            self._not_lost(before, change)
        unread = {} if change.whole else before.unread
        version = contents.version(replace(change.after, unread=unread))
        files = _files(change, there)
        files["CHANGELOG.md"] = changelog.text(logged(change, before, version)).encode()
        journal.replace(self.path, files)
        return version

    def _not_lost(self, before: Content, change: Change) -> None:
        for problem in before.problems:
            if problem.file in before.unread and problem.file in _touched(change):
                raise DataError(f"{self.path}: {problem}; nothing was added")


def _touched(change: Change) -> set[str]:
    groups = {name for rows in (change.new, change.changed) for name, some in rows.items() if some}
    return {change.after.files[name] for name in groups}


def _files(change: Change, there: set[str]) -> dict[str, bytes]:
    """The files that a change writes; a whole one leaves out what is empty and was not there."""
    after = change.after
    texts: dict[str, tuple[Sequence[Any] | Mapping[str, Any], Callable[[], bytes]]] = {}
    for name, layer in LAYERS.items():
        rows = after.features.get(name, ())
        # Feature by feature, so that the whole text is never in memory twice.
        texts[layer.file] = (rows, partial(_layer_bytes, rows))
    texts["sources.json"] = (after.works or [{}], lambda: works_text(after.works).encode())
    if change.whole:
        texts["gazetteer.json"] = (
            after.gazetteer,
            lambda: gazetteer_text(after.gazetteer).encode(),
        )
        texts["yearly.csv"] = (after.yearly, lambda: yearly_text(after.yearly).encode())
        texts["names.json"] = (after.names, lambda: names_text(after.names).encode())
    wanted = set(texts) if change.whole else _touched(change) | {"sources.json"} - there
    kept = {
        name: made()
        for name, (rows, made) in texts.items()
        if name in wanted and (name in there or rows)
    }
    if any(layer.file in there or layer.file in kept for layer in LAYERS.values()):
        return kept
    return kept | {"incidents.geojson": texts["incidents.geojson"][1]()}


def _layer_bytes(rows: Sequence[Any]) -> bytes:
    return b"".join(line.encode() for line in geojson.lines(rows))


def works_text(works: Sequence[Record]) -> str:
    """``sources.json``: a field a line."""
    return (
        json.dumps(list(works), ensure_ascii=False, indent=1, allow_nan=False)
        .replace("\n {", "\n{")
        .replace("\n  ", "\n ")
        .replace("\n }", "\n}")
        + "\n"
    )


def gazetteer_text(towns: Sequence[Record]) -> str:
    """``gazetteer.json``: a town a line."""
    rows = ",\n".join(json.dumps(town, ensure_ascii=False, allow_nan=False) for town in towns)
    return f"[\n{rows}\n]\n"


def names_text(names: Mapping[str, Any]) -> str:
    """``names.json``: a town a line."""
    rows = ",\n".join(
        f"    {json.dumps(place, ensure_ascii=False)}: {json.dumps(found, ensure_ascii=False)}"
        for place, found in names.get("names", {}).items()
    )
    about = json.dumps(names.get("about", ""), ensure_ascii=False)
    return f'{{\n  "about": {about},\n  "names": {{\n{rows}\n  }}\n}}\n'


def yearly_text(figures: Sequence[Record]) -> str:
    """``yearly.csv``: a figure a row."""
    out = io.StringIO()
    columns = list(dict.fromkeys([*(f.name for f in YEARLY), *(n for x in figures for n in x)]))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for figure in figures:
        writer.writerow([_cell(figure.get(name)) for name in columns])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return " ".join(value) if isinstance(value, list) else value
