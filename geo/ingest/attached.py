"""Works that come in one file with the records citing them, as our exports of maps write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.ingest.parts import Part, text
from geo.ingest.sheet import Limits
from geo.schema import SOURCE_FIELDS

_FIELDS = tuple(f.name for f in SOURCE_FIELDS)
_NEEDED = frozenset(f.name for f in SOURCE_FIELDS if f.required)


def works(given: object, name: str, limits: Limits) -> list[Part]:
    """A part of the works, if it is a list of nothing else; another program's list gives none."""
    if not isinstance(given, Sequence) or not given or not all(map(_is_work, given)):
        return []
    part = Part(f"{name}, sources", _FIELDS)
    for number, work in enumerate(given[: limits.rows], start=1):
        said = {field: text(str(work[field]), limits) for field in _FIELDS if work.get(field)}
        wrong = [(field, advice) for field, (_, advice) in said.items() if advice]
        part.add(number, tuple(said.get(field, (None,))[0] for field in _FIELDS), wrong)
    return [part]


def _is_work(given: object) -> bool:
    return isinstance(given, Mapping) and _NEEDED <= given.keys() <= set(_FIELDS)
