"""One pattern for many words, which finds them as words and holds no text against all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING = re.compile(r"(?!)")
"""A pattern that finds nothing."""
WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")


def pattern(
    words: Iterable[str], ids: Iterable[str] = (), *, loose: bool = False
) -> re.Pattern[str] | None:
    """A pattern that finds any of some words or ids, in either case; None where there are none.

    A word ends where no letter or digit follows, an id where no hyphen does either. Names in Hangul
    or Han have no spaces round them: they are found anywhere. Of ``loose`` ones any space may be
    missing.

    >>> told = pattern(["tumen", "안가"], ["2014-one"])
    >>> [bool(told.search(text)) for text in ("At Tumen.", "Tumens", "안가에서", "2014-one-two")]
    [True, False, True, False]
    """
    ends = {word: r"(?![^\W_])" for word in words if word} | dict.fromkeys(ids, r"(?![\w-])")
    closed: dict[bool, list[tuple[str, str]]] = {}
    for word, end in ends.items():
        closed.setdefault(word[0].isascii(), []).append((word, end if word[-1].isascii() else ""))
    parts = [
        (r"(?<![^\W_])" if ascii_ else "") + f"(?:{_alternatives(each, 4)})"
        for ascii_, each in sorted(closed.items())
    ]
    found = "|".join(parts)
    # A space is escaped, and nothing else ends in one.
    found = found.replace(r"\ ", r"\ ?") if loose else found
    return re.compile(found, re.IGNORECASE) if parts else None


def _alternatives(words: list[tuple[str, str]], depth: int) -> str:
    """Words parted by their first letters, so that few are tried at a place in a text."""
    if not depth or len(words) < 3:
        longest = sorted(words, key=lambda pair: (-len(pair[0]), pair))
        return "|".join(re.escape(word) + end for word, end in longest)
    by_letter: dict[str, list[tuple[str, str]]] = {}
    whole = []
    for word, end in words:
        if word:
            by_letter.setdefault(word[0], []).append((word[1:], end))
        else:
            whole.append(end)
    parts = [
        f"{re.escape(letter)}(?:{_alternatives(rest, depth - 1)})"
        for letter, rest in sorted(by_letter.items())
    ]
    return "|".join([*parts, *whole])
