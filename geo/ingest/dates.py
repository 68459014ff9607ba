"""Dates as people write them, in English, Korean, Chinese and Japanese, to EDTF.

Nothing becomes more precise than it was written: a year stays a year. What can be read in two ways
is asked about.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from geo import dates
from geo.ingest.datewords import (
    BETWEEN,
    OPEN_END,
    OPEN_START,
    UNKNOWN,
    marked,
    prepared,
    weekday,
)
from geo.ingest.sheet import Cell
from geo.ingest.wrong import Wrong

Order = Literal["day-first", "month-first"]

FIRST = 1901
"""The first year that is taken for one: programs write 0001, 1899 and 1900 for no date."""
_HOW = "write it as 2013-05-10, 2013-05 or 2013"


class Ambiguous(Wrong):
    """A date such as 10/05/2013 that is one day in Britain and another in America.

    ``readings`` are both in EDTF: day first, month first.
    """

    def __init__(self, readings: tuple[str, str]) -> None:
        self.readings = readings
        said = " or ".join(dates.say(reading) for reading in readings)
        super().__init__(f"can be {said}; say whether the column has the day or the month first")


def edtf(cell: Cell, order: Order | None = None) -> str | None:
    """A cell as an EDTF date or interval; None where it says nothing ("", "unknown").

    ``order`` says how 10/05/2013 is meant. A time of day is left out. Raises ``Ambiguous`` where
    it isn't said, else ``Wrong`` with what to write.
    """
    found = _edtf(cell, order)
    if found and any(end[:4].isdecimal() and int(end[:4]) < FIRST for end in found.split("/")):
        raise Wrong(
            f"lies before {FIRST}, as dates do that a program writes for none; "
            "mend the year, or leave it empty"
        )
    return found


def _edtf(cell: Cell, order: Order | None) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, bool):
        raise Wrong(f"is not a date; {_HOW}")
    if isinstance(cell, int | float):
        return _number(cell)
    return _text(cell, order)


def _number(number: float) -> str:
    if not math.isfinite(number):
        raise Wrong(f"is not a date; {_HOW}")
    whole = int(number)
    if whole == number and _DIGITS.fullmatch(str(whole)):
        return _text(str(whole), None) or ""
    if 1800 <= whole < 2200:
        advice = "has lost its month's digits as a number; write it as text, such as 2013-10"
    elif 20_000 < whole < 80_000:
        # What spreadsheets count since 1900, their wrong leap day taken into account.
        day = dt.date(1899, 12, 30) + dt.timedelta(days=whole)
        advice = f"is a spreadsheet's number of a day; did you mean {day.isoformat()}?"
    else:
        advice = f"is not a date; {_HOW}"
    raise Wrong(advice)


_DIGITS = re.compile(r"(?:1[5-9]|20|21)\d\d(?:(?:0[1-9]|1[0-2])(?:\d\d)?)?")
_LONGEST = 120
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@lru_cache(maxsize=100_000)
def _text(text: str, order: Order | None) -> str | None:
    if _ISO.fullmatch(text):
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    if len(text) > _LONGEST:
        raise Wrong(f"is too long for a date; {_HOW}")
    if (already := _as_edtf(text)) is not None:
        return already
    said = prepared(text)
    if not said or said in UNKNOWN:
        return None
    try:
        found = _as_edtf(said) or _interval(said, order)
    except Ambiguous as ambiguous:
        found = _on_its_weekday(text, said, ambiguous.readings)
        if found is None:
            raise
    if found is None and re.fullmatch(r"\d{5}", said):
        return _number(int(said))
    if found is None:
        lacking = _part(marked(said)[0], order, whole=False)
        raise Wrong(f"has no year; {_HOW}" if lacking else f"is not a date; {_HOW}")
    return found


def _on_its_weekday(text: str, said: str, readings: tuple[str, str]) -> str | None:
    """The reading of a single day that falls on the day of the week which the text names."""
    named = weekday(text)
    fitting = [day for day in readings if dt.date.fromisoformat(day).weekday() == named]
    return fitting[0] if len(fitting) == 1 and _YEAR_LAST.fullmatch(said) else None


def _as_edtf(text: str) -> str | None:
    said = text.replace(" ", "")
    try:
        dates.parse(said)
    except ValueError:
        return None
    return said


@dataclass(frozen=True)
class _Part:
    """What one end says: any of year, month, day; the mark ``~``, ``?`` or ``%``."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""

    def edtf(self) -> str:
        """The part as EDTF; raises ``Wrong`` where there is no such day."""
        if self.year is None or (self.day is not None and self.month is None):
            raise Wrong(f"is not a whole date; {_HOW}")
        if not 1 <= self.year <= 9999:
            raise Wrong(f"is not a date; {_HOW}")
        said = f"{self.year:04}"
        if self.month is not None:
            if not 1 <= self.month <= 12:
                raise Wrong(f"has no month that exists, {self.month}; {_HOW}")
            said += f"-{self.month:02}"
        if self.day is not None and self.month is not None:
            most = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= most:
                month = f"{calendar.month_name[self.month]} {self.year}"
                raise Wrong(f"has a day that does not exist; {month} has {most} days")
            said += f"-{self.day:02}"
        return said + self.mark


_MONTHS: dict[str, int] = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?(?![a-z])"

_DECADE = re.compile(r"(?:the )?(\d{3}0)(?:'?s|년대|年代)")
_SPLIT = re.compile(r"\s*(?:-|/|\bto\b|\band\b|\buntil\b|\bthrough\b|&)\s*")


def _interval(said: str, order: Order | None) -> str | None:
    """EDTF of a prepared text; None where nothing of it is a date."""
    text, mark = marked(said)
    if decade := _DECADE.fullmatch(text):
        year = int(decade[1])
        return f"{year}{mark}/{year + 9}{mark}"
    if stretch := _stretch(text, mark):
        return stretch
    part = _part(text, order, whole=True)
    if part:
        return replace(part, mark=mark).edtf()
    span = next(_spans(text, order), None)
    if span:
        start, end = (replace(p, mark=p.mark or mark).edtf() for p in span)
        return joined(start, end)
    for pattern, form in ((OPEN_END, "{}/.."), (OPEN_START, "../{}")):
        if match := pattern.fullmatch(text):
            inner, own = marked(next(filter(None, match.groups())))
            part = _part(inner, order, whole=True)
            if part:
                return form.format(replace(part, mark=own or mark).edtf())
    return None


_SEASON = re.compile(r"(spring|summer|autumn|fall|winter|봄|여름|가을|겨울|春|夏|秋|冬)")
_BESIDE = re.compile(r"[ ,년年의的]*(?:of)?[ ,년年의的]*")
_SEASONS = {
    "spring": (3, 5), "봄": (3, 5), "春": (3, 5),
    "summer": (6, 8), "여름": (6, 8), "夏": (6, 8),
    "autumn": (9, 11), "fall": (9, 11), "가을": (9, 11), "秋": (9, 11),
}  # fmt: skip
_HALF = re.compile(
    r"(?:(first|second) half(?: of)? (\d{4}))"
    r"|(\d{4})\s*[년年]?\s*(상반기|하반기|上半年|下半年|上半期|下半期)"
)
_QUARTER = re.compile(r"q([1-4])[ /-]*(\d{4})|(\d{4})[ -]*q([1-4])|(\d{4})\s*년\s*([1-4])\s*분기")


def _stretch(text: str, mark: str) -> str | None:
    """Seasons (about), halves and quarters of a year, as months."""
    if match := _HALF.fullmatch(text):
        year = match[2] or match[3]
        first = match[1] == "first" or (match[4] or "").startswith(("상", "上"))
        low, high = (1, 6) if first else (7, 12)
    elif match := _QUARTER.fullmatch(text):
        year = match[2] or match[3] or match[5]
        quarter = int(match[1] or match[4] or match[6])
        low, high = 3 * quarter - 2, 3 * quarter
    elif match := _SEASON.search(text):
        years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
        rest = _SEASON.sub("", text.replace(years[0], "")) if years else "?"
        if len(years) != 1 or not _BESIDE.fullmatch(rest):
            return None
        if match[1] not in _SEASONS:
            raise Wrong("lies in two years; write its months, such as 2013-12/2014-02")
        (low, high), year, mark = _SEASONS[match[1]], years[0], mark or "~"
    else:
        return None
    return f"{year}-{low:02}{mark}/{year}-{high:02}{mark}"


def _spans(text: str, order: Order | None) -> Iterator[tuple[_Part, _Part]]:
    """Every way to read the text as two ends, each having taken from the other what it lacks."""
    cuts = [(m.start(), m.end()) for m in _SPLIT.finditer(text)]
    pairs = [(text[:a], text[b:]) for a, b in cuts]
    if match := BETWEEN.fullmatch(text):
        first, *rest = [group for group in match.groups() if group]
        if rest:
            pairs.insert(0, (first, rest[0]))
    for pair in pairs:
        (left, left_mark), (right, right_mark) = (marked(side.strip(" ,")) for side in pair)
        start, end = _part(left, order, whole=False), _part(right, order, whole=False)
        if not start or not end:
            continue
        year = start.year or end.year
        month = start.month or end.month
        start = replace(start, year=start.year or year, mark=left_mark)
        end = replace(end, year=end.year or year, mark=right_mark)
        if start.day is not None and start.month is None:
            start = replace(start, month=month)
        if end.day is not None and end.month is None:
            end = replace(end, month=month)
        if start.year is not None and end.year is not None:
            yield start, end


_EAST = re.compile(
    r"(?:(\d{4})\s*[년年])?\s*(?:(\d{1,2})\s*[월月])?\s*(?:(\d{1,2})\s*[일日号號])?",
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-./ ])\s*(\d{1,2})(?:\s*\2\s*(\d{1,2}))?\s*\.?")
_COMPACT = re.compile(r"((?:1[5-9]|20|21)\d\d)(\d\d)(\d\d)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{4})")
_D, _Y = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>\d{4})"
_M = rf"(?P<m>{_MONTH})"
_ENGLISH = (
    re.compile(rf"{_D}[ -/.,]*(?:of )?{_M}(?:[ ,./-]*{_Y})?"),
    re.compile(rf"{_M}[ -]*{_D}(?:[ ,]+{_Y})?"),
    re.compile(rf"{_M}(?:[ ,./-]*(?:of )?{_Y})?"),
    re.compile(rf"{_Y}[ ,./-]*{_M}(?:[ ,./-]*{_D})?"),
)
_HALF_YEAR = re.compile(
    rf"\d{{1,2}}[ -/]*{_MONTH}[ ,/'-]*\d\d|{_MONTH} ?[-'/] ?\d\d|{_MONTH} \d{{1,2}}, ?'?\d\d"
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?")
_DAY_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?")


def _part(text: str, order: Order | None, *, whole: bool) -> _Part | None:
    """One day, month or year; not ``whole``, as one end of a span, it may lack its year."""
    text = text.strip(" ,")
    found = _numeric(text, order) or _east(text) or _english(text)
    if found and (found.year is not None or not whole):
        return found
    if whole:
        return None
    if match := _DAY_YEAR.fullmatch(text):
        return _Part(year=int(match[2]), day=int(match[1]))
    if match := _DAY.fullmatch(text):
        return _Part(day=int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _Part(month=int(match[1]), day=int(match[2]))
    return None


def _numeric(text: str, order: Order | None) -> _Part | None:
    if match := re.fullmatch(r"(\d{4})\s*\.?", text):
        return _Part(int(match[1]))
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = match.groups()
        return _Part(int(year), int(month), int(day) if day else None)
    if match := _COMPACT.fullmatch(text):
        year, month, day = match.groups()
        return _Part(int(year), int(month), int(day) if day else None)
    if match := _MONTH_YEAR.fullmatch(text):
        return _Part(int(match[2]), int(match[1]))
    if match := _YEAR_LAST.fullmatch(text):
        return _ordered(int(match[1]), int(match[3]), match[4], order)
    return None


def _ordered(first: int, second: int, year: str, order: Order | None) -> _Part:
    """``first/second/year``: the order given, or the only one that there is."""
    if len(year) < 4:
        raise Wrong("has a year of two digits; write four, such as 2013-05-10")
    readings = {
        "day-first": _Part(int(year), second, first),
        "month-first": _Part(int(year), first, second),
    }
    sane = {name: part for name, part in readings.items() if _exists(part)}
    if order:
        if order not in sane and sane:
            meant = next(iter(sane.values())).edtf()
            raise Wrong(f"is no date with the {order.replace('-', ' ')}; did you mean {meant}?")
        return readings[order]
    if len(sane) == 2 and first != second:
        raise Ambiguous((readings["day-first"].edtf(), readings["month-first"].edtf()))
    return next(iter(sane.values()), readings["day-first"])


def _exists(part: _Part) -> bool:
    try:
        part.edtf()
    except Wrong:
        return False
    return True


def _east(text: str) -> _Part | None:
    match = _EAST.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    year, month, day = (int(group) if group else None for group in match.groups())
    if year is not None and day is not None and month is None:
        return None
    return _Part(year, month, day)


def _english(text: str) -> _Part | None:
    if _HALF_YEAR.fullmatch(text):
        raise Wrong("can be a day or a year of two digits; write the year with four, as 2013-05")
    for pattern in _ENGLISH:
        if match := pattern.fullmatch(text):
            said = match.groupdict()
            year, day = said.get("y"), said.get("d")
            month = _MONTHS[said["m"].rstrip(".")]
            return _Part(int(year) if year else None, month, int(day) if day else None)
    return None


def joined(start: str | None, end: str | None) -> str | None:
    """One EDTF interval from the dates that it starts and ends with (each EDTF or None).

    Raises ``Wrong`` where it ends before it starts.

    >>> joined("2013-05-10", "2013-05-28"), joined("2013", None), joined(None, "2013-05")
    ('2013-05-10/2013-05-28', '2013', '../2013-05')
    """
    if not end or start == end:
        return start
    if not start:
        return end if "/" in end else f"../{end}"
    both = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    try:
        interval = dates.parse(both)
    except ValueError:
        interval = None
    if not interval or (
        interval.first is not None and interval.last is not None and interval.first > interval.last
    ):
        raise Wrong(f"ends, on {end}, before it starts, on {start}; swap or mend them")
    return both


def coarser(date: str, precision: Cell) -> str:
    """A date no finer than it is known: ``precision`` is day, week (about that day), month, year.

    Raises ``Wrong`` for another word.

    >>> coarser("2013-05-10", "month"), coarser("2013-05-10", "week")
    ('2013-05', '2013-05-10~')
    """
    word = str(precision).strip().casefold()
    if word not in _LETTERS:
        raise Wrong(f"is no precision of a date; write one of {', '.join(_LETTERS)}")
    ends = []
    for end in date.split("/"):
        mark = end[-1:] if end[-1:] in ("~", "?", "%") else ""
        short = end.rstrip("~?%")[: _LETTERS[word]]
        ends.append(short + ("~" if word == "week" and len(short) == 10 else mark))
    return "/".join(dict.fromkeys(ends))


_LETTERS = {"day": 10, "week": 10, "month": 7, "year": 4}
