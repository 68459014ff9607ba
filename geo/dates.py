"""EDTF dates (ISO 8601-2 level 0 and 1) as intervals of days, and in words.

A day is a whole number: days since 1970-01-01, negative before; the document's JavaScript compares
nothing else. Years run from 0001 to 9999.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import DateTimePattern, get_month_names, parse_pattern

from geo import words
from geo.words import t

_EPOCH = date(1970, 1, 1).toordinal()
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")

Edge = Literal["first", "last"]


def _or(value: int | None, default: int) -> int:
    # Not `value or default`: a month or day 0 is a mistake to be told.
    return default if value is None else value


@dataclass(frozen=True)
class Point:
    """A day, month or year with its mark: ``~`` about, ``?`` uncertain, ``%`` both."""

    year: int
    month: int | None
    day: int | None
    mark: str = ""

    def edge(self, edge: Edge) -> int:
        """First or last day of the point, in days since 1970-01-01; marks never widen it."""
        if edge == "first":
            return date(self.year, _or(self.month, 1), _or(self.day, 1)).toordinal() - _EPOCH
        month = _or(self.month, 12)
        day = _or(self.day, calendar.monthrange(self.year, month)[1])
        return date(self.year, month, day).toordinal() - _EPOCH


@dataclass(frozen=True)
class Edtf:
    """An interval between two points; ``None`` is an open end, a single date has both alike."""

    start: Point | None
    end: Point | None

    @property
    def first(self) -> int | None:
        """First day, or None where unbounded."""
        return self.start.edge("first") if self.start else None

    @property
    def last(self) -> int | None:
        """Last day, or None where unbounded."""
        return self.end.edge("last") if self.end else None


def parse_point(text: str) -> Point:
    """Read ``2015``, ``2015-12`` or ``2015-12-31``, with an optional mark ``~``, ``?`` or ``%``.

    Raises ``ValueError`` with a sentence that says what to write instead.
    """
    match = _POINT.fullmatch(text) if text.isascii() else None
    if match:
        year, month, day, mark = match.groups()
        point = Point(int(year), int(month) if month else None, int(day) if day else None, mark)
        try:
            point.edge("first")
        except ValueError:
            pass
        else:
            return point
    raise ValueError(f"{text!r} is not a date; write 2015, 2015-12 or 2015-12-31")


def parse(text: str) -> Edtf:
    """Read an EDTF date or interval.

    ``../2013`` and ``/2013`` are unbounded before, ``2013/..`` and ``2013/`` after. Raises
    ``ValueError`` with a sentence: not a date, or an end before its start.

    >>> parse("2013-02").first, parse("2013-02").last
    (15737, 15764)
    >>> parse("../1969-12-31").last
    -1
    """
    if "/" not in text:
        point = parse_point(text)
        return Edtf(point, point)
    left, _, right = text.partition("/")
    start = None if left in ("", "..") else parse_point(left)
    end = None if right in ("", "..") else parse_point(right)
    if start is None and end is None:
        raise ValueError(f"{text!r} has no date; write at least one end, such as 2013/..")
    interval = Edtf(start, end)
    if start and end and start.edge("first") > end.edge("last"):
        raise ValueError(f"{text!r} ends before it starts; write the earlier date first")
    return interval


def from_day(day: int) -> date:
    """The calendar date of a day number (days since 1970-01-01)."""
    return date.fromordinal(day + _EPOCH)


_PATTERNS = {"d": "d", "md": "MMMMd", "y": "y", "ym": "yMMMM"}
"""CLDR's skeletons by the parts of a date; months alone and whole dates have none."""


def _locale(lang: str) -> Locale:
    # English dates are "10 May 2013": the United Kingdom's, as in the document's JavaScript.
    return Locale.parse("en_GB") if lang == "en" else words.locale(lang)


@cache
def _pattern(parts: str, lang: str) -> DateTimePattern:
    if parts == "m":
        return parse_pattern("LLLL")
    if parts == "ymd":
        return _locale(lang).date_formats["long"]
    patterns = _locale(lang).datetime_skeletons
    skeleton = _PATTERNS[parts]
    pattern: DateTimePattern = patterns[skeleton if skeleton in patterns else "yMMM"]
    return pattern


def _format(point: Point, parts: str, lang: str) -> str:
    when = date(point.year, point.month or 1, point.day or 1)
    return _pattern(parts, lang).apply(when, _locale(lang))


def _parts(point: Point) -> str:
    return "ymd" if point.day else "ym" if point.month else "y"


def _marked(said: str, point: Point, lang: str) -> str:
    about = t("date.about", lang, date=said) if point.mark in ("~", "%") else said
    if point.mark not in ("?", "%"):
        return about
    unit = "day" if point.day else "month" if point.month else "year"
    return t(f"date.uncertain.{unit}", lang, date=about)


def _say_point(point: Point, lang: str) -> str:
    return _marked(_format(point, _parts(point), lang), point, lang)


def say(text: str | None, lang: str = "en") -> str:
    """An EDTF date in words, never more precise than it is; empty for None.

    The catalogue has the sentences and CLDR the dates in them. ``assets/dates.js`` says the same.

    >>> say("2018-03~"), say("2013-05-10/2013-05-28"), say("../2004"), say("2024?")
    ('about March 2018', 'between 10 and 28 May 2013', 'until 2004', '2024 (year uncertain)')
    """
    if not text:
        return ""
    interval = parse(text)
    start, end = interval.start, interval.end
    if start and not end:
        return t("date.from", lang, date=_say_point(start, lang))
    if end and not start:
        return t("date.until", lang, date=_say_point(end, lang))
    return _say_span(start, end, lang) if start and end else ""


def _say_span(start: Point, end: Point, lang: str) -> str:
    if start == end:
        return _say_point(start, lang)
    left = _say_point(start, lang)
    if end.edge("first") <= start.edge("first"):
        return t("date.later.month" if end.month else "date.later.year", lang, date=left)
    right = _say_point(end, lang)
    if parts := _shared(start, end):
        # What both have in common is said once: by the first where years stand first.
        if not str(_pattern("ymd", lang).pattern).startswith("y"):
            left = _format(start, parts[0], lang)
        elif end.day:
            right = _format(end, parts[1], lang)
    return t("date.between", lang, **{"from": left, "to": right})


def _shared(start: Point, end: Point) -> tuple[str, str] | None:
    """Parts of either end that the other doesn't say already; None where both are said whole."""
    if start.mark or end.mark or start.year != end.year or not start.month or not end.month:
        return None
    if start.month == end.month and start.day and end.day:
        return "d", "d"
    return "md" if start.day else "m", "md" if end.day else "m"


def month_names(lang: str = "en") -> list[str]:
    """The twelve months' names, January first, as CLDR has them."""
    names = get_month_names("wide", locale=words.locale(lang))
    return [names[month] for month in range(1, 13)]
