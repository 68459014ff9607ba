"""Sums of people over incidents: ranges of documented cases, never an estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

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


def total(incidents: pd.DataFrame) -> People:
    """Sum people over incidents that count in totals.

    Returned and dead come from their own fields, not from ``outcome``; a record that tells neither
    number of them adds nothing.
    """
    counted = [
        counts is True and kind not in NEVER_SUMMED
        for counts, kind in zip(incidents["count_in_totals"], incidents["kind"], strict=True)
    ]
    kept = incidents[np.array(counted, dtype=bool)]
    return People(
        _sum(kept, "people", silent=False),
        _sum(kept, "people_returned", silent=True),
        _sum(kept, "people_died", silent=True),
    )


def _sum(incidents: pd.DataFrame, name: str, *, silent: bool) -> Range:
    low = high = 0
    at_least = False
    for least, most in zip(incidents[f"{name}_min"], incidents[f"{name}_max"], strict=True):
        if least is None and most is None and silent:
            continue
        low += least or 0
        high += most if most is not None else least or 0
        at_least = at_least or most is None
    return Range(low, high, at_least)


def say(people: People, lang: str = "en") -> str:
    """The sums as a sentence; empty where nobody is counted."""
    parts = [
        t(key, lang, n=value.say(lang))
        for key, value in (
            ("say.people", people.people),
            ("say.people.returned", people.returned),
            ("say.people.died", people.died),
        )
        if value.high
    ]
    told = t("say.semicolon", lang).join(parts)
    return t("say.people.told", lang, parts=told) if parts else ""
