"""Text that a program has damaged: letters of a wrong encoding, formulas, their errors."""

from __future__ import annotations

import re
from functools import lru_cache

_FORMULA = re.compile(
    r"=\s*[-+(]*\s*(?:[A-Za-z_.]+\d*\s*\(|'?[\w .]+'?!|\$?[A-Za-z]{1,3}\$?\d+\b|\d)"
)
_ERRORS = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|#{3,}"
)
_LEGACY = ("cp1252", "latin-1", "cp949", "gb18030", "shift_jis")
"""What programs take UTF-8 for."""
_KOREAN = re.compile(r"[가-힣]")
_EASTERN = re.compile(r"[가-힣぀-ヿ一-鿿]")
_PIECES = re.compile(
    "[\u00c2-\u00ef][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}"
)
"""What one letter of UTF-8 becomes where it is taken for Western text."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def advice(text: str) -> str | None:
    """What is damaged in a cell's text and what to do; None where it looks sound."""
    if text.isascii():
        if "?" not in text and "\0" not in text and not text.startswith(("=", "#")):
            return None
        return _of_ascii(text)
    return _of_ascii(text) or _encoding(text)


def _of_ascii(text: str) -> str | None:
    first = text[:1]
    if first == "=" and _FORMULA.match(text):
        return "is a formula, not its value; copy the column and paste it as values"
    if first == "#" and _ERRORS.fullmatch(text.strip()):
        return "is a spreadsheet's error, not a value; mend its formula or leave the cell empty"
    if "?" in text and _lost(text):
        return "has lost its letters to question marks; export the file again as UTF-8"
    if "\0" in text:
        return "holds a null character; take it out"
    return None


def _lost(text: str) -> bool:
    """Whether it is question marks and little else, as Hangul becomes in a Latin encoding."""
    marks = text.count("?")
    return marks >= 3 and "??" in text and not re.search(r"[^\W\d_]", text)


def _likely(text: str, encoding: str) -> bool:
    """Whether it reads like text: two letters of the East, or of Western Europe where they were."""
    eastern = len(_EASTERN.findall(text))
    if encoding in ("cp1252", "latin-1"):
        return bool(eastern or re.search("[\u00a0-\u017f\u2010-\u203a]", text))
    return eastern >= 2


@lru_cache(maxsize=50_000)
def _encoding(text: str) -> str | None:
    if "\ufffd" in text:
        return "holds \ufffd where letters were lost; export the file again as UTF-8"
    if re.search("[\ud800-\udfff]", text):
        return "holds half a character; take it out"
    meant = _meant(text)
    if not meant and _wrecked(text):
        return "was read in a wrong encoding; export the file again as UTF-8"
    if meant:
        return f"was read in a wrong encoding; did you mean {meant[:60]!r}? Export it as UTF-8"
    return None


def _wrecked(text: str) -> bool:
    """Whether half of it or more is UTF-8 taken for Western letters, some of them lost."""
    pieces = _PIECES.findall(text)
    letters = sum(not letter.isspace() for letter in text)
    return len(pieces) >= 2 and 2 * sum(map(len, pieces)) >= letters


def _meant(text: str) -> str | None:
    """The text in its own encoding, if it has surely been read in another."""
    for encoding in _LEGACY:
        try:
            found = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if found != text and not _CONTROL.search(found) and _likely(found, encoding):
            return found
    # Korean read as Western: nearly all of it is letters with accents.
    western = sum("\xa0" <= letter <= "\xff" for letter in text)
    if western >= 4 and western * 2 >= len(text.replace(" ", "")):
        try:
            found = text.encode("latin-1").decode("cp949")
        except UnicodeError:
            return None
        if len(_KOREAN.findall(found)) * 2 >= western:
            return found
    return None
