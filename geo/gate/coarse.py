"""What may leave of a restricted record when an editor asks for it: coarser, and told anew.

Its place is a published one; its texts leave only where they hold nothing finer, notes and ways
never do. It gets an id of its own, made of what leaves: the newsroom's may name the place.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from geo.folding import fold
from geo.gate import notations, personal
from geo.gate.moving import Changes, Record, placed
from geo.gate.parted import Names
from geo.gate.place_words import told_by
from geo.gate.published import LEVELS, Level, Place, Published
from geo.schema import LAYERS, SOURCE_FIELDS, VOCABULARIES

STAYS = ("notes", "name_local", "path", "part_of", "returned_via", "returned_via_text")
"""Fields that never leave with a coarser record."""
TOLD = "Published without its details."
"""What stands for a text that had to stay."""
LABELLED = {"title": "kind", "name": "type"}
"""The fields that name a record, and the vocabulary field that names it where they must not."""


def level(record: Record, asked: Level | None) -> Level | None:
    """How exactly a restricted record may be placed: as it says and as was asked, the coarser one.

    None where neither allows it to leave. Nothing is placed better than it is known.
    """
    own = record.get("publish_precision")
    allowed = [each for each in (own, asked) if each in LEVELS]
    if not allowed:
        return None
    known = record["precision"] if record["precision"] in LEVELS else "town"
    return LEVELS[max(LEVELS.index(each) for each in (*allowed, known))]


def published_form(
    layer: str,
    record: Record,
    at: Level,
    places: Published,
    works: Mapping[str, Mapping[str, Any]],
) -> tuple[Changes, list[str]] | str:
    """The changes that make a record fit to leave at a level, and the fields that stay.

    A sentence instead where it cannot leave at all. ``works`` are all works by id.
    """
    place = places.placed(record, at)
    tells = _Finer(record, place, places)
    changes = placed(record, place) | {name: None for name in STAYS if name in record}
    changes |= {"sensitivity": "public", "publish_precision": None}
    stays = [name for name in STAYS if record.get(name)]
    for f in LAYERS[layer].of_kind("text"):
        if f.name in changes or not tells(record.get(f.name)):
            continue
        stays.append(f.name)
        named = LABELLED.get(f.name)
        if named:
            label = VOCABULARIES["kind" if named == "kind" else "site_type"][record[named]].label
            changes[f.name] = f"{label}, {place.name}"
        else:
            changes[f.name] = TOLD if f.required else None
    if "admin1" in changes and tells(changes["admin1"]):
        changes["admin1"] = None
    cites = [id_ for id_ in record["sources"] if not _tells(tells, works.get(id_, {}))]
    if not cites:
        return "rests on no work that may leave: each names the place, or a finer one"
    if len(cites) < len(record["sources"]):
        stays.append("sources")
    changes["sources"] = cites
    changes[LAYERS[layer].key] = _id(layer, record, changes)
    return changes, stays


class _Finer:
    """Whether a text says more of a place than may be said."""

    def __init__(self, record: Record, place: Place, places: Published) -> None:
        self._said = fold(place.name)
        self._names = places.finer(place.level, record["country"])
        own = {name for name in _own_names(record, places) if name not in self._said}
        self._own = sorted(own)
        self._parted = Names(own)

    def __call__(self, text: object) -> bool:
        if not isinstance(text, str) or not text:
            return False
        plain = notations.plain(text)
        # A town of the same name as its county or province says no more.
        folded = fold(plain).replace(self._said, " ")
        return (
            bool(notations.exact(plain))
            or bool(personal.found(plain))
            or bool(self._names.search(folded))
            or any(name in folded for name in self._own)
            or bool(self._parted.spans(folded))
        )


def _own_names(record: Record, places: Published) -> set[str]:
    """What the record itself calls its place, whole, in its parts, and in words of its own."""
    stops = record.get("path") or ()
    given = [record.get("place"), record.get("place_local"), record.get("name_local")]
    texts = [str(text) for text in [*given, *(stop.get("place") for stop in stops)] if text]
    parts = {part.strip() for text in texts for part in re.split(r"[,;()/]", text)}
    names = {fold(name) for name in {*texts, *parts} if len(name) > (2 if name.isascii() else 0)}
    return names.union(*(told_by(text, places.says) for text in texts))


def _tells(tells: _Finer, work: Mapping[str, Any]) -> bool:
    texts = (work.get(f.name) for f in SOURCE_FIELDS if f.kind in ("text", "link", "id"))
    return any(tells(_spaced(text)) for text in texts)


def _spaced(text: object) -> object:
    """An id or address so that the words in it are words."""
    return re.sub(r"[-_/+.]", " ", text) + " " + text if isinstance(text, str) else text


def _id(layer: str, record: Record, changes: Changes) -> str:
    leaves = {
        f.name: changes.get(f.name, record.get(f.name))
        for f in LAYERS[layer].leaving
        if f.name != LAYERS[layer].key
    }
    text = json.dumps(leaves, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    year = re.match(r"\d{4}", str(record.get("date") or ""))
    kind = str(record.get("kind") or record.get("type")).replace("_", "-")
    return "-".join([*([year[0]] if year else []), kind, digest])


def distinct(ids: Iterable[str], taken: set[str]) -> list[str]:
    """The ids, each so that it is no other's: a second one gets ``-2``, and so on."""
    found = []
    for id_ in ids:
        unlike, n = id_, 1
        while unlike in taken:
            n += 1
            unlike = f"{id_}-{n}"
        taken.add(unlike)
        found.append(unlike)
    return found
