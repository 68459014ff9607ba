"""Folding of text for search: NFKC, then one committed table of lower-case letters."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

RANGES: list[list[int]] = json.loads(
    (Path(__file__).parent / "assets" / "folding.json").read_text(encoding="utf-8")
)
"""[first, last, step, distance] of code points; the document carries the same table."""

_SPACE = re.compile("[\t-\r \u1680\u2028\u2029]+")


@cache
def _table() -> dict[int, int]:
    return {
        code: code + distance
        for first, last, step, distance in RANGES
        for code in range(first, last + 1, step)
    }


def fold(text: str) -> str:
    """Text as search compares it.

    >>> fold("Ｙａｎｊｉ ÉCOLE 延吉")
    'yanji école 延吉'
    """
    return unicodedata.normalize("NFKC", text).translate(_table())


def words(text: str) -> list[str]:
    """The folded words of a query, split at white space."""
    return [word for word in _SPACE.split(fold(text)) if word]
