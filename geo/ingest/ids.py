"""Ids for records and works that bring none: made of what they say, so that they stay the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_GAPS = re.compile(r"[^a-z0-9]+")


def slug(text: str, most: int) -> str:
    """Plain letters and digits with hyphens between words, at most so many; may be empty.

    >>> slug("São Tomé: nine people returned", 20)
    'sao-tome-nine-people'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = _GAPS.sub("-", text.lower()).strip("-")
    if len(found) <= most:
        return found
    whole, _, _ = found[: most + 1].rpartition("-")
    return whole or found[:most]


def digest(parts: Iterable[object], letters: int = 6) -> str:
    """So many hexadecimal letters that stand for these parts."""
    text = "\0".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:letters]


def made(date: str | None, title: str, parts: Iterable[object], most: int = 40) -> str:
    """An id of a date, a title and a digest of what else tells the record from others.

    >>> made("2013-05-10", "Nine returned", ["CHN"])
    '2013-05-10-nine-returned-d15d0a'
    """
    when = slug((date or "").partition("/")[0], 10)
    name = slug(title, most)
    return "-".join(part for part in (when, name, digest((date, title, *parts))) if part)
