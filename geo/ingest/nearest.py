"""The nearest of many known words, found fast: a table may hold a hundred thousand unknown ones."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

LONGEST = 120
"""Letters of a word that are compared."""
COMPARISONS = 50_000_000
"""How many are made with many words: hints must not take longer than the work."""
MANY = 5_000


class Nearest:
    """Known words, to be asked for the one that was probably meant.

    In letters of Hangul, not in syllables, 체푸 and 체포 are near.

    >>> Nearest(["arrest", "release"]).to("arest", 0.6)
    'arrest'
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {unicodedata.normalize("NFD", word): word for word in sorted(words)}
        self._letters = list(self._words)
        # Few words are quick to go through, and may be kept as long as the process.
        self._left = COMPARISONS if len(self._letters) > MANY else math.inf

    def to(self, word: str, cutoff: float) -> str | None:
        """The nearest word, if it is alike enough (0 to 1), else None."""
        self._left -= len(self._letters)
        if self._left < 0:
            return None
        asked = unicodedata.normalize("NFD", word[:LONGEST])[:LONGEST]
        found = process.extractOne(
            asked, self._letters, scorer=fuzz.ratio, score_cutoff=100 * cutoff
        )
        return self._words[found[0]] if found else None
