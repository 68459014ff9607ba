"""Exact places as people write them in texts: degrees in all their forms, and grid references.

Texts are compared in NFKC with links unquoted, so that full-width digits and ``%2C`` hide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

# Nearly every notation below has a digit with one of these behind it.
_HINT = re.compile(
    r"\d(?:[.,]\d\d| ?[°º˚도度]| ?d(?:eg)?\d?|:\d\d?:| \d\d?[. ]\d|[C-X] ?[A-Z]{2} ?\d)",
)

_DECIMAL = r"[-+−]?(?:(?<![\d.])\d{1,3}\.\d{2,15}(?!\d)|(?<![\d.,])\d{1,3},\d{4,15}(?![\d.]))"
_SIDE_WORDS = r"[북남]위|[동서]경|[北南][纬緯]|[东西東][经經]"
_SIDE = rf"[NSEWnsew]|{_SIDE_WORDS}"
_LABEL = r"lat(?:itude)?|lon(?:g(?:itude)?)?|lng|위도|경도|纬度|经度|緯度|経度"
_NUMBER = re.compile(_DECIMAL)
_BETWEEN = re.compile(
    rf"(?:[\s,;:/|&=°º˚()\[\]'\"@!]|{_LABEL}|{_SIDE}|[34]d){{1,24}}", re.IGNORECASE
)
_CUE = re.compile(r"\s*(?:°|º|˚|deg\b|도|度|\s?(?:[NSEW]\b))")
_LABELLED = re.compile(
    rf"(?:(?<![^\W_])(?:{_LABEL})\s?[=:]?\s?|(?<![^\W_])[NSEW]\s?|(?:{_SIDE_WORDS})\s?)$",
    re.IGNORECASE,
)

_DEGREE = r"(?:°|º|˚|deg(?:rees?)?|d|도|度)"
_MINUTE = r"(?:'|′|’|‵|min(?:utes?)?|m|분|分)"
_SECOND = r"(?:\"|″|”|''|′′|’’|sec(?:onds?)?|s|초|秒)"
_DMS = re.compile(
    rf"(?<![\w.])(?P<deg>\d{{1,3}})\s?{_DEGREE}\s*(?P<min>[0-5]?\d(?:[.,]\d+)?)(?!\d)\s?"
    rf"(?:{_MINUTE}(?:\s*(?P<sec>[0-5]?\d(?:[.,]\d+)?)(?!\d)\s?{_SECOND}?)?"
    r"|(?=[\s,;NSEW]|$))(?:\s?[NSEW]\b)?",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![\d.])(?P<deg>\d{1,3})[ :](?P<min>\d{1,2})[ :](?P<sec>\d{1,2}(?:\.\d+)?)\s?[NSEW]\b"
    r"|\b[NSEW]\s?(?P<deg2>\d{1,3})[ :](?P<min2>\d{1,2}(?:\.\d+)?)"
    r"(?:[ :](?P<sec2>\d{1,2}(?:\.\d+)?))?"
)
_PLUS = re.compile(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,7}(?!\w)")
_MGRS = re.compile(
    r"(?<!\w)\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z][A-HJ-NP-V] ?"
    r"(?:\d{4}|\d{6}|\d{8}|\d{10}|\d{2,5} \d{2,5})(?!\w)"
)
_THREE_WORDS = re.compile(r"///\w{3,30}\.\w{3,30}\.\w{3,30}")
_METRES = re.compile(r"(?<![\d.])-?\d{6,8}(?:\.\d+)?(?![\d])")


def hinted(text: str) -> bool:
    """Whether a text may hold a notation: a quick answer, so that few are looked at closely."""
    if "+" in text or "%" in text or "///" in text:
        return True
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return bool(_HINT.search(text))


@dataclass(frozen=True)
class Written:
    """A number of degrees in a text: where it stands, its value, and how far it may be off.

    ``sure`` is true where degrees, a side or a label are written with it.
    """

    start: int
    end: int
    value: float
    off: float
    sure: bool


def plain(text: str) -> str:
    """The text in which notations are looked for."""
    text = unicodedata.normalize("NFKC", text)
    return unquote(text) if "%" in text else text


def degrees(text: str) -> list[Written]:
    """All numbers in a plain text that may be degrees, in the order in which they stand."""
    found = [*_decimals(text), *_sexagesimal(text)]
    return sorted(found, key=lambda each: each.start)


def _decimals(text: str) -> Iterator[Written]:
    for match in _NUMBER.finditer(text):
        number = match[0].replace("−", "-").replace(",", ".")
        digits = len(number.partition(".")[2])
        sure = bool(
            _CUE.match(text, match.end())
            or _LABELLED.search(text[max(0, match.start() - 24) : match.start()])
        )
        # Written by rounding or by cutting off: off by no more than one in the last place.
        yield Written(match.start(), match.end(), float(number), 1.01 * 10.0**-digits, sure)


def _sexagesimal(text: str) -> Iterator[Written]:
    for pattern in (_DMS, _SPACED):
        for match in pattern.finditer(text):
            parts = {name: value for name, value in match.groupdict().items() if value}
            whole, minutes, seconds = (
                parts.get(name) or parts.get(f"{name}2") for name in ("deg", "min", "sec")
            )
            value = sum(
                float((part or "0").replace(",", ".")) / by
                for part, by in ((whole, 1), (minutes, 60), (seconds, 3600))
            )
            last, by = (seconds, 3600) if seconds else (minutes or "", 60)
            digits = len(last.replace(",", ".").partition(".")[2])
            yield Written(match.start(), match.end(), value, 1.01 * 10.0**-digits / by, True)


def exact(text: str) -> list[tuple[int, int]]:
    """Where a plain text tells a place more exactly than a town: start and end of each.

    Two numbers of degrees that stand together, or one with a degree sign, a side or a label; plus
    codes, grid references and three words.
    """
    found = degrees(text)
    spans = [
        (one.start, two.end)
        for one, two in together(text, found)
        if _a_place(one.value, two.value) and max(one.off, two.off) < 0.002
    ]
    spans += [(one.start, one.end) for one in found if one.sure and one.off < 0.02]
    return spans + references(text)


def references(text: str) -> list[tuple[int, int]]:
    """Where plus codes, references of the military grid and three words stand in a plain text."""
    patterns = (_PLUS, _MGRS, _THREE_WORDS)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def together(text: str, found: list[Written]) -> Iterator[tuple[Written, Written]]:
    """Numbers of degrees that stand next to each other as the two of a point."""
    for one, two in pairwise(found):
        if _together(text, one, two):
            yield one, two


def metres(text: str) -> Iterator[tuple[int, int, float]]:
    """Numbers in a plain text that may be metres of a projected system: start, end and value."""
    for match in _METRES.finditer(text):
        yield match.start(), match.end(), float(match[0])


def _together(text: str, one: Written, two: Written) -> bool:
    if one.end == two.start:  # parted by the second one's sign
        return True
    return two.start - one.end <= 24 and bool(_BETWEEN.fullmatch(text, one.end, two.start))


def _a_place(one: float, two: float) -> bool:
    one, two = abs(one), abs(two)
    return min(one, two) <= 90 and max(one, two) <= 180


def cut(text: str, spans: list[tuple[int, int]], mark: str = "[…]") -> str:
    """The text without what stands between some starts and ends, with a mark in its place.

    >>> cut("at 42.91, 129.51 by night", [(3, 8), (3, 16)])
    'at […] by night'
    """
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], mark]
        at = max(at, end)
    return "".join([*parts, text[at:]])
