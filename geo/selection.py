"""What a reader chose: one vocabulary for command line, address, document, messages and stories.

docs/selection.md says what each parameter means for each layer; ``select`` carries it out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Self
from urllib.parse import parse_qsl, quote

from geo import dates
from geo.atlas import Atlas
from geo.schema import LAYERS, VOCABULARIES
from geo.words import t

CHOICES = ("route", "layer", "kind", "outcome", "corroboration", "country")
"""Parameters that may be repeated: values of one are OR, parameters are AND."""

NAMES = ("from", "to", *CHOICES, "words", "item", "view")
"""All parameters of a selection's query string."""

_NAMES = {"since": "from", "until": "to"}

_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,9})?"
_VIEW = re.compile(f"{_NUMBER},{_NUMBER},[0-9]{{1,2}}(?:\\.[0-9]{{1,9}})?")


@dataclass(frozen=True)
class Note:
    """Something in a query that could not be taken as it stood; parsing went on without it."""

    name: str
    value: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Vocabulary:
    """The values that a selection may name: ids of routes, terms, countries, and records' keys."""

    route: frozenset[str]
    country: frozenset[str]
    items: frozenset[str]
    layer: frozenset[str] = frozenset(LAYERS)
    kind: frozenset[str] = frozenset(VOCABULARIES["kind"])
    outcome: frozenset[str] = frozenset(VOCABULARIES["outcome"])
    corroboration: frozenset[str] = frozenset(VOCABULARIES["corroboration"])


class Unknown(ValueError):
    """Something in a query that means nothing; its text says what, and what may be meant."""


def vocabulary(atlas: Atlas) -> Vocabulary:
    """The vocabulary of an atlas."""
    countries: set[str] = set()
    for name, rows in atlas.layers.items():
        for f in LAYERS[name].of_kind("country"):
            countries.update(value for value in rows[f.name] if value)
        for f in LAYERS[name].of_kind("countries"):
            countries.update(value for values in rows[f.name] for value in values or ())
    return Vocabulary(
        route=frozenset(atlas.layers["routes"]["id"]),
        country=frozenset(countries),
        items=frozenset(
            f"{name}:{id_}" for name, rows in atlas.layers.items() for id_ in rows[LAYERS[name].key]
        ),
    )


@dataclass(frozen=True)
class Selection:
    """A selection; empty values choose everything.

    ``since`` and ``until`` (``from`` and ``to`` in a query) are a day, month or year; the lists
    hold sorted ids. ``item`` is ``layer:id`` of the picked record, ``view`` is ``lat,lon,zoom``
    (EPSG:4326 degrees); these two do not filter.
    """

    since: str = ""
    until: str = ""
    route: tuple[str, ...] = ()
    layer: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    corroboration: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    words: str = ""
    item: str = ""
    view: str = ""

    @classmethod
    def parse(cls, query: str, known: Vocabulary, lang: str = "en") -> tuple[Self, list[Note]]:
        """Read a query string; unknown names are ignored, unknown values and bad dates are notes.

        >>> nothing = Vocabulary(frozenset(), frozenset(), frozenset())
        >>> Selection.parse("from=2013-05&kind=arrest&utm=x", nothing)[0].query()
        'from=2013-05&kind=arrest'
        """
        pairs = parse_qsl(query.lstrip("?#"), keep_blank_values=True)
        return cls.of(pairs, known, lang)

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[str, str]], known: Vocabulary, lang: str = "en"
    ) -> tuple[Self, list[Note]]:
        """The same from name and value pairs, such as a command line's flags."""
        notes: list[Note] = []
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            given.setdefault(name, []).append(value)
        chosen: dict[str, Any] = {
            name: _choose(name, given.get(name, ()), getattr(known, name), notes, lang)
            for name in CHOICES
        }
        single = {name: values[-1] for name, values in given.items()}
        for field, name in _NAMES.items():
            chosen[field] = _date(name, single.get(name, ""), notes, lang)
        start, end = day(chosen["since"], "first"), day(chosen["until"], "last")
        if start is not None and end is not None and start > end:
            text = t("say.note.swapped", lang, **{"from": chosen["since"], "to": chosen["until"]})
            notes.append(Note("from", chosen["since"], text))
            chosen["since"], chosen["until"] = chosen["until"], chosen["since"]
        chosen["words"] = single.get("words", "").strip(" ")
        item, view = single.get("item", ""), single.get("view", "")
        if item and item not in known.items:
            notes.append(Note("item", item, t("say.note.item", lang, value=item)))
            item = ""
        if view and view_of(view) is None:
            notes.append(Note("view", view, t("say.note.view", lang, value=view)))
            view = ""
        return cls(**chosen, item=item, view=view), notes

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value pairs in the one order; what is empty is left out."""
        found: list[tuple[str, str]] = []
        for f in fields(self):
            value = getattr(self, f.name)
            values = value if isinstance(value, tuple) else (value,)
            found += [(_NAMES.get(f.name, f.name), item) for item in values if item]
        return found

    def query(self) -> str:
        """The query string, canonical: the same selection always prints the same."""
        return "&".join(f"{name}={_encode(value)}" for name, value in self.pairs())

    def replace(self, **changes: Any) -> Self:
        """A changed copy."""
        return replace(self, **changes)

    @property
    def filters(self) -> Self:
        """The selection without what does not filter: the picked item and the view."""
        return replace(self, item="", view="")

    def days(self) -> tuple[int | None, int | None]:
        """First and last day chosen (days since 1970-01-01), None where open."""
        return day(self.since, "first"), day(self.until, "last")


def _encode(value: str) -> str:
    return quote(value, safe=":,/~").replace("%20", "+")


@cache
def day(text: str, edge: dates.Edge) -> int | None:
    """First or last day of a day, month or year; None for an empty text."""
    return dates.parse_point(text).edge(edge) if text else None


def view_of(text: str) -> tuple[float, float, float] | None:
    """Latitude, longitude and zoom of a ``view``; None where it is not one."""
    if not _VIEW.fullmatch(text):
        return None
    latitude, longitude, zoom = (float(part) for part in text.split(","))
    sane = abs(latitude) <= 90 and abs(longitude) <= 180 and zoom <= 24
    return (latitude, longitude, zoom) if sane else None


def _date(name: str, value: str, notes: list[Note], lang: str) -> str:
    if not value:
        return ""
    try:
        if dates.parse_point(value).mark:
            raise ValueError
    except ValueError:
        notes.append(Note(name, value, t("say.note.date", lang, name=name, value=value)))
        return ""
    return value


def _choose(
    name: str, values: Sequence[str], known: frozenset[str], notes: list[Note], lang: str
) -> tuple[str, ...]:
    notes += [
        Note(name, value, t("say.note.unknown", lang, name=name, value=value))
        for value in values
        if value and value not in known
    ]
    return tuple(sorted({value for value in values if value in known}))


def exactly(pairs: Iterable[tuple[str, str]], known: Vocabulary) -> Selection:
    """The selection of names and values, each of which must mean something.

    For those who can mend their own query, and where a slip must not show everything. Raises
    ``Unknown`` with one sentence.
    """
    pairs = list(pairs)
    for name, _ in pairs:
        if name not in NAMES:
            raise Unknown(f"{name!r} is no parameter; write one of {', '.join(NAMES)}")
    selection, notes = Selection.of(pairs, known)
    if notes:
        near = nearest(notes[0], known)
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise Unknown(f"{notes[0]}{meant}")
    return selection


def nearest(note: Note, known: Vocabulary) -> list[str]:
    """Values that the writer of an unknown value may have meant, nearest first."""
    values: Mapping[str, frozenset[str]] = {name: getattr(known, name) for name in CHOICES}
    return difflib.get_close_matches(note.value, sorted(values.get(note.name, ())), n=3, cutoff=0.5)
