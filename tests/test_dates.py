"""EDTF dates: intervals of days, and words that never claim more than the source."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import from_day, parse, say

INTERVALS = [
    ("2013-05-10", "2013-05-10", "2013-05-10"),
    ("2017-07", "2017-07-01", "2017-07-31"),
    ("2004", "2004-01-01", "2004-12-31"),
    ("2004-02", "2004-02-01", "2004-02-29"),
    ("1964-06-09", "1964-06-09", "1964-06-09"),
    ("1955", "1955-01-01", "1955-12-31"),
    ("2001-09-08/2001-09-09", "2001-09-08", "2001-09-09"),
    ("2013-05-10/2013-05-28", "2013-05-10", "2013-05-28"),
    ("2007-07-11/2007-08~", "2007-07-11", "2007-08-31"),
    ("2006-10-12/2006-10", "2006-10-12", "2006-10-31"),
    ("2004~/2006-02", "2004-01-01", "2006-02-28"),
    ("2018-03~", "2018-03-01", "2018-03-31"),
    ("2024?", "2024-01-01", "2024-12-31"),
    ("2024%", "2024-01-01", "2024-12-31"),
    ("/2004", None, "2004-12-31"),
    ("../2013", None, "2013-12-31"),
    ("2013-05/..", "2013-05-01", None),
    ("2013-05/", "2013-05-01", None),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999-12-31", "9999-12-31", "9999-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), INTERVALS)
def test_interval(text, first, last):
    interval = parse(text)
    days = [
        None if day is None else from_day(day).isoformat()
        for day in (interval.first, interval.last)
    ]
    assert days == [first, last]


def test_day_zero_and_the_day_before():
    assert parse("1970-01-01").first == 0
    assert parse("1969-12-31").first == -1


@pytest.mark.parametrize(
    "text",
    ["", "2015-13", "2015-02-30", "15", "2015-1", "May 2013", "2013-05-10T00:00", "٢٠١٥", "0000",
     "2013/2014/2015", "/", "../..", "2013-05-10 ", "-2013", "2013-00", "2013~~"],
)  # fmt: skip
def test_what_is_no_date_says_what_to_write(text):
    with pytest.raises(ValueError, match=r"write"):
        parse(text)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        parse("2014/2013")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, ""),
        ("2013-05-10", "10 May 2013"),
        ("2017-07", "July 2017"),
        ("2004", "2004"),
        ("2018-03~", "about March 2018"),
        ("2024?", "2024 (year uncertain)"),
        ("2004-04-02?", "2 April 2004 (date uncertain)"),
        ("2006-12?", "December 2006 (date uncertain)"),
        ("2000%", "about 2000 (year uncertain)"),
        ("2013-05-10/2013-05-28", "between 10 and 28 May 2013"),
        ("2002-10-30/2002-11-06", "between 30 October and 6 November 2002"),
        ("1999-12-30/2000-01", "between 30 December 1999 and January 2000"),
        ("2007-07-11/2007-08~", "between 11 July 2007 and about August 2007"),
        ("2006-10-12/2006-10", "from 12 October 2006 to later that month"),
        ("2003-01-18/2003", "from 18 January 2003 to later that year"),
        ("2007/2009", "between 2007 and 2009"),
        ("../2013", "until 2013"),
        ("/2004-05", "until May 2004"),
        ("2013/..", "from 2013"),
    ],
)
def test_words(text, words):
    assert say(text) == words


points = st.dates(min_value=date(1000, 1, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"])
)


@given(points, st.sampled_from(["", "~", "?", "%"]))
def test_marks_never_widen(point, mark):
    assert (parse(point + mark).first, parse(point + mark).last) == (
        parse(point).first,
        parse(point).last,
    )


@given(points)
def test_a_year_or_month_holds_all_its_days_and_no_other(point):
    first, last = (from_day(day) for day in (parse(point).first, parse(point).last))
    assert first.isoformat().startswith(point)
    assert last.isoformat().startswith(point)
    if last < date.max:
        assert not (last + timedelta(days=1)).isoformat().startswith(point)


@given(points, points)
def test_an_interval_reaches_from_first_to_last(left, right):
    if parse(left).first > parse(right).last:
        left, right = right, left
    whole = parse(f"{left}/{right}")
    assert whole.first == parse(left).first
    assert whole.last == parse(right).last
    assert say(f"{left}/{right}")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_sentence(text):
    try:
        say(text) if text else None
        parse(text)
    except ValueError as error:
        assert "write" in str(error)  # noqa: PT017
