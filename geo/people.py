"""Sums of people over incidents: ranges of documented cases, never an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.words import number, t

NEVER_SUMMED = frozenset({"helper_detained", "policy"})
"""Kinds whose people are not added to the others': helpers, and policy, which carries none."""


@dataclass(frozen=True)
class Range:
    """A sum as a range; ``at_least`` where a record gives no upper number."""

    low: int = 0
    high: int = 0
    at_least: bool = False

    def say(self, lang: str = "en") -> str:
        """The range in words: ``12``, ``12–14`` or ``at least 12``."""
        if self.at_least:
            return t("say.people.at_least", lang, n=self.low)
        if self.low == self.high:
            return number(self.low, lang)
        return t("say.people.range", lang, min=self.low, max=self.high)


@dataclass(frozen=True)
class People:
    """People, and those of them reported returned and dead, over records that may be added up."""

    people: Range
    returned: Range
    died: Range


def total(incidents: Iterable[Mapping[str, Any]]) -> People:
    """Sum people over incidents that count in totals.

    Returned and dead come from their own fields, not from ``outcome``; a record that tells neither
    number of them adds nothing.
    """
    counted = [
        x for x in incidents if x["count_in_totals"] is True and x["kind"] not in NEVER_SUMMED
    ]
    return People(
        _sum(counted, "people", silent=False),
        _sum(counted, "people_returned", silent=True),
        _sum(counted, "people_died", silent=True),
    )


def _sum(incidents: Iterable[Mapping[str, Any]], name: str, *, silent: bool) -> Range:
    low = high = 0
    at_least = False
    for incident in incidents:
        least, most = incident[f"{name}_min"], incident[f"{name}_max"]
        if least is None and most is None and silent:
            continue
        low += least or 0
        high += most if most is not None else least or 0
        at_least = at_least or most is None
    return Range(low, high, at_least)


def say(people: People, lang: str = "en") -> str:
    """The sums as a line of text; empty where nobody is counted."""
    parts = [
        t(key, lang, n=value.say(lang))
        for key, value in (
            ("say.people", people.people),
            ("say.people.returned", people.returned),
            ("say.people.died", people.died),
        )
        if value.high
    ]
    return "; ".join(parts)
