"""Which column of a sheet is which field: guessed by names, taken from a preset, or said."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import Any

from geo.ingest import coordinates
from geo.ingest.datewords import UNKNOWN
from geo.ingest.sheet import Cell, Sheet
from geo.ingest.wrong import Wrong
from geo.schema import LAYERS, VOCABULARIES
from geo.words import LANGUAGES, catalogue, label

PLACING = ("lon", "lat", "wkt", "coordinates")
"""Targets that say where: two numbers, well-known text, or text such as "42.9, 129.5" or DMS."""
WORK = ("source_url", "source_title", "source_publisher", "source_published", "source_medium")
"""Targets that tell of the work which a row rests on."""
PAIRS: Mapping[str, tuple[str, str]] = {
    "people": ("people_min", "people_max"),
    "people_died": ("people_died_min", "people_died_max"),
    "people_returned": ("people_returned_min", "people_returned_max"),
}
"""Targets that hold one number or a range ("2-3"), and the two fields that it fills."""
DATING: Mapping[str, str] = {"date_end": "date", "date_precision": "date"}
"""Targets that say more about a date: the end of its span, and whether the day or only the month
is meant ("day", "week", "month", "year")."""

_SAMPLE = 200
"""Rows that are looked at where names say too little."""


Part = str | tuple["Part", ...]
"""A part of a text that is made of cells, or several to choose from."""


@dataclass(frozen=True)
class Columns:
    """Which column of a sheet is what.

    ``fields`` has a target for each column that is used: a field of the layer, or one of
    ``PLACING``, ``WORK``, ``PAIRS``, ``DATING``. ``fixed`` holds a value for all rows, by target;
    a column wins over it where its cell isn't blank. ``layer`` is empty where nothing tells.

    The rest comes with presets. ``words``: by target, what a table's own word means in ours.
    ``above``: by target, columns in order, and what it means if one is above zero. ``made``: by
    target, parts of text with {columns} or targets in braces, joined by "; ", parts with a cell
    that says nothing left out; of parts within a part the first that is whole.
    ``present`` are all columns that the sheet has.
    """

    layer: str
    fields: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    made: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    above: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    present: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns of the sheet that no field takes: they stay home unless asked for."""
        return tuple(name for name in self.present if name not in self.fields)

    @property
    def needed(self) -> frozenset[str]:
        """Columns of which something is read."""
        slots = (_SLOT.findall(str(parts)) for parts in self.made.values())
        above = (name for columns in self.above.values() for name in columns)
        return frozenset(self.fields).union(*slots, above)

    def column(self, target: str) -> str:
        """The column that a target is read from, as the sheet names it; else the target itself."""
        return next((name for name, meant in self.fields.items() if meant == target), target)

    def read(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """A row's cells by target: what its columns say, with preset words and fixed values."""
        found: dict[str, Cell] = dict(self.fixed)
        for name, target in self.fields.items():
            value = cells.get(name)
            if value is not None:
                found[target] = value
        for target, words in self.words.items():
            if target in found:
                found[target] = words.get(plain(str(found[target])), found[target])
        for target, columns in self.above.items():
            for name, meant in columns.items():
                if _above_zero(cells.get(name)):
                    found.setdefault(target, meant)
                    break
        for target, parts in self.made.items():
            if text := "; ".join(_filled(parts, {**found, **cells})):
                found.setdefault(target, f"{text[:1].upper()}{text[1:]}")
        return found


def _filled(parts: Iterable[Part], cells: Mapping[str, Cell]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, str):
            yield from islice(_filled(part, cells), 1)
        elif all(_says(cells.get(name)) for name in _SLOT.findall(part)):
            yield _SLOT.sub(lambda match: str(cells[match[1]]), part)


def _says(cell: Cell) -> bool:
    return cell is not None and str(cell).strip().casefold() not in UNKNOWN


def _above_zero(value: Cell) -> bool:
    try:
        return float(str(value).replace(",", "")) > 0
    except ValueError:
        return False


_SLOT = re.compile(r"\{([^{}]+)\}")


def plain(name: str) -> str:
    """A name as it is compared: no case, width, blanks or signs.

    >>> plain("Event_Date"), plain(" 경도 (WGS84)")
    ('eventdate', '경도wgs84')
    """
    return _plain(name) if len(name) <= _BEGINNING else _plain.__wrapped__(name)


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in text if letter.isalnum())


_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")


def _whole(name: str) -> Iterator[str]:
    yield plain(name)


def _said(name: str) -> Iterator[str]:
    yield plain(name)
    # Units and notes in brackets: Latitude (°N).
    yield plain(_BRACKETS.sub("", name))


def _in_parts(name: str, known: Mapping[str, str]) -> str | None:
    """The one target that all parts of a heading in two languages name: “제목 / Headline”."""
    parts = _PARTS.split(name)
    found = {next((known[word] for word in _said(part) if word in known), None) for part in parts}
    return found.pop() if len(parts) > 1 and len(found) == 1 else None


_PARTS = re.compile(r"[/|／｜]")


def targets(layer: str) -> tuple[str, ...]:
    """Everything that a column of this layer can be, fields first."""
    fields = tuple(LAYERS[layer].by_name)
    more = [*PLACING, *WORK]
    more += [name for name, (low, _) in PAIRS.items() if low in fields]
    more += [name for name, of in DATING.items() if of in fields]
    return fields + tuple(name for name in more if name not in fields)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    return {target: tuple(map(plain, names)) for target, names in tomllib.loads(text).items()}


@cache
def _known(layer: str) -> Mapping[str, str]:
    """Target by the plain name of a column; field names first, then our headings, then others."""
    allowed = targets(layer)
    known = {plain(name): name for name in allowed}
    for lang in LANGUAGES:
        texts = catalogue(lang)
        for name in LAYERS[layer].by_name:
            heading = texts.get(f"table.{layer}.{name}")
            if isinstance(heading, str):
                known.setdefault(plain(heading), name)
    for target, names in _names().items():
        if target in allowed:
            for name in names:
                known.setdefault(name, target)
    return known


def guess(sheet: Sheet, layer: str | None = None) -> Columns:
    """Which column is which, by a preset that fits, else by the columns' names.

    Names are English, Korean, Chinese or Japanese. Two columns never have the same target: the
    earlier wins. Without ``layer`` the layer is guessed, too; it is "" where nothing tells, and
    then no column has a target.
    """
    preset = next(_fitting(sheet, layer), None)
    if preset:
        return preset
    layer = layer or _layer(sheet)
    if not layer:
        return Columns("", {}, present=sheet.columns)
    return Columns(layer, _by_name(sheet, layer), present=sheet.columns)


def _by_name(sheet: Sheet, layer: str) -> dict[str, str]:
    own = {plain(target): target for target in targets(layer)}
    known, found = _known(layer), dict[str, str]()
    # A field's own name comes before a word for it, and a whole name before one without brackets.
    for names, words in ((own, _whole), (known, _whole), (known, _said)):
        for name in sheet.columns:
            target = next((names[word] for word in words(name) if word in names), None)
            if target and name not in found and target not in found.values():
                found[name] = target
    for name in sheet.columns:
        target = _in_parts(name, known)
        if target and name not in found and target not in found.values():
            found[name] = target
    found |= _by_words(sheet, layer, found)
    found = _by_cells(sheet, found)
    return {name: found[name] for name in sheet.columns if name in found}


def _by_words(sheet: Sheet, layer: str, found: Mapping[str, str]) -> dict[str, str]:
    """Columns without a telling name whose cells hold the words of one vocabulary."""
    more: dict[str, str] = {}
    for f in LAYERS[layer].of_kind("term"):
        if f.name in found.values() or not f.vocabulary:
            continue
        words = _vocabulary(f.vocabulary)
        for name in sheet.columns:
            if name in found or name in more:
                continue
            cells = _sample(sheet, name)
            if len(cells) >= 2 and all(plain(cell) in words for cell in cells):
                more[name] = f.name
                break
    return more


_IDS = re.compile(r"[a-z0-9-]+(?:[\s;,]+[a-z0-9-]+)*")
_LINKS = re.compile(r"\s*[a-z]+://\S+", re.IGNORECASE)
_SHAPE = re.compile(r"\s*(?:srid=\d+;)?\s*(?:multi)?(?:point|linestring|polygon)\b", re.IGNORECASE)


def _by_cells(sheet: Sheet, found: Mapping[str, str]) -> dict[str, str]:
    """The targets with those put right that a column's cells tell better than its name.

    “Source” often holds addresses, “Location” coordinates.
    """
    better = dict(found)
    for name in sheet.columns:
        target = better.get(name)
        cells = [cell[:_BEGINNING].strip() for cell in _sample(sheet, name)[:_FEW]]
        if not cells or target not in _MISNAMED:
            continue
        taken = set(better.values())
        if "source_url" not in taken and _mostly(cells, _LINKS.match, 0.5):
            better[name] = "source_url"
        elif target == "sources":
            if "source_publisher" not in taken and not _mostly(cells, _are_ids):
                better[name] = "source_publisher"
        elif not taken & {"lon", "lat", "wkt", "coordinates"} or target == "coordinates":
            if _mostly(cells, _SHAPE.match):
                better[name] = "wkt"
            elif _mostly(cells, _is_pair):
                better[name] = "coordinates"
    return better


_MISNAMED = (None, "source_publisher", "source_title", "sources", "place", "coordinates")
_FEW = 40
_BEGINNING = 200
"""Cells, and letters of each, that are looked at for what they hold."""


def _mostly(cells: list[str], test: Callable[[str], object], part: float = 0.8) -> bool:
    return sum(bool(test(cell)) for cell in cells) > part * len(cells)


def _are_ids(cell: str) -> bool:
    # A database holds lists as JSON, which may be cut off here.
    return cell.startswith("[") or bool(_IDS.fullmatch(cell))


def _is_pair(cell: str) -> bool:
    try:
        return coordinates.pair(cell) is not None
    except Wrong:
        return False


def _sample(sheet: Sheet, name: str) -> list[str]:
    cells = (row.cells.get(name) for row in sheet.rows)
    return list(islice((cell for cell in cells if isinstance(cell, str)), _SAMPLE))


@cache
def _vocabulary(name: str) -> frozenset[str]:
    """Terms of a vocabulary and their labels in every language, plain."""
    terms = VOCABULARIES[name]
    return frozenset(
        plain(word)
        for term in terms
        for word in (term, terms[term].label, *(label(name, term, lang) for lang in LANGUAGES))
    )


_ABOUT_LAYER: Mapping[str, tuple[str, ...]] = {
    "routes": ("routes", "route", "경로", "路线", "経路"),
    "crossings": ("crossings", "crossing", "bridges", "통로", "국경", "口岸"),
    "countries": ("countries", "국가목록"),
    "detention_sites": (
        "detention",
        "detentionsites",
        "prisons",
        "camps",
        "구금",
        "수용소",
        "拘留",
    ),
    "incidents": ("incidents", "incident", "events", "cases", "사건", "事件"),
}


def _layer(sheet: Sheet) -> str:
    """The layer that a sheet's name, else its columns, words and shapes tell; "" where none."""
    name = plain(sheet.name)
    named = [layer for layer, words in _ABOUT_LAYER.items() if any(word in name for word in words)]
    if len(named) == 1:
        return named[0]
    scores = {layer: _score(sheet, layer) for layer in LAYERS if _holds(sheet, layer)}
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < 1:
        return ""
    clear = len(ranked) == 1 or ranked[0][1] > ranked[1][1]
    return ranked[0][0] if clear else ""


def _holds(sheet: Sheet, layer: str) -> bool:
    shapes = (row.geometry for row in sheet.rows)
    kinds = {shape.geom_type for shape in islice(shapes, _SAMPLE) if shape is not None}
    return kinds <= set(LAYERS[layer].geometry)


def _score(sheet: Sheet, layer: str) -> float:
    """How much a sheet speaks for a layer: what few layers have, and words of its vocabularies."""
    fields = _by_name(sheet, layer)
    score = 0.0
    for name, target in fields.items():
        if target in (*PLACING, *WORK):
            continue
        score += 1 / sum(target in targets(other) for other in LAYERS)
        found = LAYERS[layer].by_name.get(target)
        if found is not None and found.vocabulary:
            cells = {plain(cell) for cell in _sample(sheet, name)}
            words = _vocabulary(found.vocabulary)
            score += len(cells & words) / len(cells) if cells else 0
    return score


@dataclass(frozen=True)
class Preset:
    """The columns of a data set that many use, as its own documentation names them."""

    name: str
    label: str
    layer: str
    needs: tuple[str, ...]
    content: Mapping[str, Any]


@cache
def presets() -> tuple[Preset, ...]:
    """The presets that ship with the project, by name: one TOML file each in ``presets/``."""
    folder = resources.files(__package__).joinpath("presets")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            name = file.name.removesuffix(".toml")
            needs = tuple(map(plain, content["needs"]))
            found.append(Preset(name, content["label"], content["layer"], needs, content))
    return tuple(found)


def _fitting(sheet: Sheet, layer: str | None) -> Iterator[Columns]:
    present = {plain(name): name for name in reversed(sheet.columns)}
    for preset in presets():
        if layer in (None, preset.layer) and all(name in present for name in preset.needs):
            yield _applied(preset, present, sheet.columns)


def _applied(preset: Preset, present: Mapping[str, str], columns: tuple[str, ...]) -> Columns:
    content = preset.content

    def own(name: str) -> str:
        return present.get(plain(name), name)

    def in_slots(part: Part) -> Part:
        if not isinstance(part, str):
            return tuple(map(in_slots, part))
        return _SLOT.sub(lambda match: f"{{{own(match[1])}}}", part)

    fields: dict[str, str] = {}
    for name, target in content["fields"].items():
        if plain(name) in present and target not in fields.values():
            fields[own(name)] = target
    return Columns(
        preset.layer,
        fields,
        fixed=dict(content.get("fixed", {})),
        preset=preset.name,
        words={
            target: {plain(word): meant for word, meant in words.items()}
            for target, words in content.get("words", {}).items()
        },
        made={
            target: tuple(map(in_slots, parts)) for target, parts in content.get("made", {}).items()
        },
        above={
            target: {own(name): meant for name, meant in names.items()}
            for target, names in content.get("above", {}).items()
        },
        present=columns,
    )


def by_preset(sheet: Sheet, name: str) -> Columns:
    """The columns as a preset has them, by its name.

    Raises ``ValueError`` with near names where there is no such preset, or with the columns that
    the sheet lacks for it.
    """
    found = {preset.name: preset for preset in presets()}
    if name not in found:
        raise ValueError(f"there is no preset {name!r}; {_near(name, found)}")
    present = {plain(column): column for column in reversed(sheet.columns)}
    lacking = [column for column in found[name].content["needs"] if plain(column) not in present]
    if lacking:
        label = found[name].label
        raise ValueError(f"{sheet.name} is no table of {label}: it has no {', '.join(lacking)}")
    return _applied(found[name], present, sheet.columns)


def mapped(columns: Columns, pairs: Iterable[str]) -> Columns:
    """The columns with what was said about some of them: ``"column=target"``, as in ``--map``.

    An empty target leaves the column out; a target that another column had moves. Raises
    ``ValueError`` with near names where the sheet has no such column or the layer no such field.
    """
    fields = dict(columns.fields)
    for pair in pairs:
        name, sign, target = (part.strip() for part in pair.rpartition("="))
        if not sign or not name:
            raise ValueError(f"{pair!r} is no pair; write COLUMN=FIELD, such as 날짜=date")
        name = _named(name, columns)
        fields.pop(name, None)
        if target:
            target = checked(target, columns.layer)
            fields = {other: meant for other, meant in fields.items() if meant != target}
            fields[name] = target
    return replace(columns, fields=fields)


def fixing(columns: Columns, pairs: Iterable[str]) -> Columns:
    """The columns with values for all rows: ``"target=value"``, as in ``--set``.

    Raises ``ValueError`` with near names where the layer has no such field.
    """
    fixed = dict(columns.fixed)
    for pair in pairs:
        target, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or not target or not value:
            raise ValueError(f"{pair!r} is no pair; write FIELD=VALUE, such as country=CHN")
        fixed[checked(target, columns.layer)] = value
    return replace(columns, fixed=fixed)


def _named(name: str, columns: Columns) -> str:
    if name in columns.present or not columns.present:
        return name
    alike = [other for other in columns.present if plain(other) == plain(name)]
    if len(alike) == 1:
        return alike[0]
    raise ValueError(f"there is no column {name!r}; {_near(name, columns.present)}")


def checked(target: str, layer: str) -> str:
    """The target if a column of the layer can be that.

    Raises ``ValueError`` with near names where it can't.
    """
    known = targets(layer)
    if target in known:
        return target
    raise ValueError(f"{layer} has no field {target!r}; {_near(target, known)}")


def _near(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(map(repr, near)) + "?"
    return "there are " + ", ".join(map(repr, names[:20]))
