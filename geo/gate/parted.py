"""Names that are found in a text however they are parted: by spaces, hyphens, or not at all.

"Blue-Barn", "blue  barn" and "bluebarn" are one name, "Kaesan-tun" is Kaesantun, and in Hangul and
Han no space counts. Two words are no one name, though: "and a" is no town of Anda.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.gate.whole_words import pattern

CLOSED = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A letter of Hangul, kana or Han."""
_GAP = re.compile(r"[\s_+·\u00ad\u200b\-\u2010-\u2015]+")
_HYPHENS = frozenset("-\u2010\u00ad\u200b")


class Names:
    """Some names, found in time that grows with the text alone. None of them costs nothing.

    >>> told = Names(["blue barn", "안가", "kaesantun"])
    >>> [told.spans(text) for text in ("Blue-Barn", "in 안 가에서", "Kaesan-tun", "blue, barn")]
    [[(0, 9)], [(3, 6)], [(0, 10)], []]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._told = pattern({_even(name).strip() for name in names}, loose=True)

    def __bool__(self) -> bool:
        return self._told is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text has any of the names: start and end of each."""
        if self._told is None:
            return []
        found = set[tuple[int, int]]()
        for tight in (False, True):
            spans = [match.span() for match in self._told.finditer(_even(text, tight))]
            if spans:
                at = _positions(text, tight)
                found.update((at[start], at[end - 1] + 1) for start, end in spans)
        return sorted(found)


def _even(text: str, tight: bool = False) -> str:
    """The text with one space for all that parts words, and none between letters without spaces.

    ``tight``, letters that a hyphen parts stand together.
    """
    return _GAP.sub(lambda gap: _between(gap, tight), text)


def _between(gap: re.Match[str], tight: bool) -> str:
    start, end, text = *gap.span(), gap.string
    if not 0 < start < end < len(text):
        return " "
    before, after = text[start - 1], text[end]
    closed = CLOSED.match(before) and CLOSED.match(after)
    hyphen = tight and gap[0] in _HYPHENS and before.isalpha() and after.isalpha()
    return "" if closed or hyphen else " "


def _positions(text: str, tight: bool) -> list[int]:
    """Where each letter of the even text stands in the text."""
    found: list[int] = []
    end = 0
    for gap in _GAP.finditer(text):
        found += range(end, gap.start())
        found += [gap.start()] * len(_between(gap, tight))
        end = gap.end()
    return [*found, *range(end, len(text))]
