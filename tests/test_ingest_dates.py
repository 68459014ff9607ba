"""Dates as people write them → EDTF; what has two readings is asked, what has none is told."""

import datetime as dt

import pytest

from geo import dates as edtf_dates
from geo.ingest import dates
from geo.ingest.wrong import Wrong

WRITTEN = {
    # EDTF and ISO 8601
    "2013-05-10": "2013-05-10",
    "2013-05": "2013-05",
    "2013": "2013",
    "2013-05-10/2013-05-28": "2013-05-10/2013-05-28",
    "2018-03~": "2018-03~",
    "2018-03-04~": "2018-03-04~",
    "2002-03~/2002-06": "2002-03~/2002-06",
    "2004~/2006-02?": "2004~/2006-02?",
    "2013?": "2013?",
    "2013%": "2013%",
    "../2013": "../2013",
    "/2013": "/2013",
    "2013/": "2013/",
    "2013/..": "2013/..",
    "2013-05-10T08:30:00Z": "2013-05-10",
    "2013-05-10T08:30:00+09:00": "2013-05-10",
    "2013-05-10 00:00": "2013-05-10",
    "2013-05-10 00:00:00": "2013-05-10",
    " 2013-05-10 ": "2013-05-10",
    # year first
    "2013/5/10": "2013-05-10",
    "2013.05.10": "2013-05-10",
    "2013. 5. 10.": "2013-05-10",
    "2013-5-1": "2013-05-01",
    "2013.5": "2013-05",
    "20130510": "2013-05-10",
    "201305": "2013-05",
    # English
    "May 2013": "2013-05",
    "in May 2013": "2013-05",
    "Sept. 2013": "2013-09",
    "10 May 2013": "2013-05-10",
    "10 MAY 2013": "2013-05-10",
    "10th of May, 2013": "2013-05-10",
    "May 10, 2013": "2013-05-10",
    "May 10th 2013": "2013-05-10",
    "10-May-2013": "2013-05-10",
    "10/May/2013": "2013-05-10",
    "2013 May 10": "2013-05-10",
    "2013-May-10": "2013-05-10",
    "Fri, 10 May 2013": "2013-05-10",
    "Friday, May 10, 2013": "2013-05-10",
    "10-28 May 2013": "2013-05-10/2013-05-28",
    "10–28 May 2013": "2013-05-10/2013-05-28",
    "May 10-28, 2013": "2013-05-10/2013-05-28",
    "10 May - 3 June 2013": "2013-05-10/2013-06-03",
    "1 to 3 May 2013": "2013-05-01/2013-05-03",
    "28 December 2012 – 3 January 2013": "2012-12-28/2013-01-03",
    "May–June 2013": "2013-05/2013-06",
    "between 2010 and 2012": "2010/2012",
    "from May 2010 to June 2012": "2010-05/2012-06",
    "2010 - 2012": "2010/2012",
    "2013-2014": "2013/2014",
    "2013-05-10 - 2013-05-28": "2013-05-10/2013-05-28",
    "2013-05-10 ~ 2013-05-28": "2013-05-10/2013-05-28",
    "since 2004": "2004/..",
    "2004-present": "2004/..",
    "until 2013": "../2013",
    "about 2013": "2013~",
    "c. 2013": "2013~",
    "ca 2013": "2013~",
    "circa May 2013": "2013-05~",
    "around 10 May 2013": "2013-05-10~",
    "May 2013 (approx)": "2013-05~",
    "about 10-28 May 2013": "2013-05-10~/2013-05-28~",
    "probably May 2013": "2013-05?",
    "May 2013?": "2013-05?",
    "early May 2013": "2013-05",
    "mid-May 2013": "2013-05",
    "late 2013": "2013",
    "first half of 2013": "2013-01/2013-06",
    "Q2 2013": "2013-04/2013-06",
    "spring 2013": "2013-03~/2013-05~",
    "1990s": "1990/1999",
    "late 1990s": "1990/1999",
    # Korean
    "2013년 5월 10일": "2013-05-10",
    "2013년5월10일": "2013-05-10",
    "2013년 5월": "2013-05",
    "2013년": "2013",
    "2013년 5월 10일(금)": "2013-05-10",
    "2013년 5월 10일 금요일": "2013-05-10",
    "2013년 5월 10일 오전 8시 30분경": "2013-05-10",
    "2013년 5월 10일~28일": "2013-05-10/2013-05-28",
    "2013년 5월 10일부터 28일까지": "2013-05-10/2013-05-28",
    "2013년 5월~6월": "2013-05/2013-06",
    "2013.5.10~5.28": "2013-05-10/2013-05-28",
    "2013. 5. 10. ~ 2013. 5. 28.": "2013-05-10/2013-05-28",
    "약 2013년": "2013~",
    "2013년경": "2013~",
    "2013년 5월 초": "2013-05",
    "2013년 5월 중순": "2013-05",
    "2013년 말": "2013",
    "2013년 상반기": "2013-01/2013-06",
    "2013년 2분기": "2013-04/2013-06",
    "2013년 봄": "2013-03~/2013-05~",
    "2004년부터": "2004/..",
    "2004년 이후": "2004/..",
    "2013년까지": "../2013",
    "1990년대": "1990/1999",
    # Chinese and Japanese
    "2013年5月10日": "2013-05-10",
    "２０１３年５月１０日": "2013-05-10",
    "2013年5月10号": "2013-05-10",
    "2013年5月": "2013-05",
    "约2013年": "2013~",
    "2013年左右": "2013~",
    "2013年5月頃": "2013-05~",
    "2013年5月上旬": "2013-05",
    "2013年5月10日至28日": "2013-05-10/2013-05-28",
    "2013年5月10日から28日まで": "2013-05-10/2013-05-28",
    "2013年上半年": "2013-01/2013-06",
    "平成25年5月10日": "2013-05-10",
    "令和元年5月": "2019-05",
    # one reading only
    "25/12/2013": "2013-12-25",
    "12/25/2013": "2013-12-25",
    "05/05/2013": "2013-05-05",
    "5/2013": "2013-05",
    "05.2013": "2013-05",
}


@pytest.mark.parametrize(("written", "meant"), WRITTEN.items())
def test_text(written, meant):
    assert dates.edtf(written) == meant
    edtf_dates.parse(meant)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("unknown", None),
        ("n/a", None),
        ("미상", None),
        ("不明", None),
        (2013, "2013"),
        (2013.0, "2013"),
        (20130510, "2013-05-10"),
        (dt.date(2013, 5, 10), "2013-05-10"),
        (dt.datetime(2013, 5, 10), "2013-05-10"),  # noqa: DTZ001 - as spreadsheets have it
        (dt.datetime(2013, 5, 10, 23, 59), "2013-05-10"),  # noqa: DTZ001
    ],
)
def test_cells(cell, meant):
    assert dates.edtf(cell) == meant


def test_every_date_of_the_fact_base_comes_back_as_it_is(atlas):
    for rows in atlas.layers.values():
        for name in {"date", "active_from", "active_to"} & set(rows):
            for date in rows[name]:
                assert dates.edtf(date) == date


def test_what_the_app_says_of_a_date_can_be_read(atlas):
    """The words of a date in English and Korean, where they say all of it."""
    for date in atlas.layers["incidents"]["date"]:
        if date and "/" not in date and "?" not in date and "%" not in date:
            for lang in ("en", "ko", "ja", "zh-Hans"):
                said = edtf_dates.say(date, lang)
                assert dates.edtf(said) == date, said


def test_a_year_stays_a_year():
    for year in ("2013", 2013, "2013년", "2013年", "2013."):
        assert dates.edtf(year) == "2013"


@pytest.mark.parametrize(
    "written", ["10/05/2013", "10.05.2013", "10-05-2013", "10/05/2013 - 12/05/2013"]
)
def test_two_readings_are_asked_about(written):
    with pytest.raises(dates.Ambiguous) as asked:
        dates.edtf(written)
    assert asked.value.readings == ("2013-05-10", "2013-10-05")
    assert "10 May 2013 or 5 October 2013" in str(asked.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 05/11/2015", "2015-05-11"),
        ("05/11/2015 (목)", "2015-11-05"),
        ("周一 05/11/2015", "2015-05-11"),
    ],
)
def test_the_day_of_the_week_decides(written, meant):
    assert dates.edtf(written) == meant


@pytest.mark.parametrize("written", ["Sun, 05/11/2015", "Mon 05/11/2015 - Tue 05/12/2015"])
def test_a_day_of_the_week_that_fits_neither_or_one_end_decides_nothing(written):
    with pytest.raises(dates.Ambiguous):
        dates.edtf(written)


def test_an_answer_decides():
    assert dates.edtf("10/05/2013", "day-first") == "2013-05-10"
    assert dates.edtf("10/05/2013", "month-first") == "2013-10-05"
    assert dates.edtf("10/05/2013 - 12/05/2013", "day-first") == "2013-05-10/2013-05-12"
    with pytest.raises(Wrong, match="no date with the day first; did you mean 2013-12-25"):
        dates.edtf("12/25/2013", "day-first")


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("yesterday", "is not a date; write it as 2013-05-10, 2013-05 or 2013"),
        ("May 10", "has no year"),
        ("5월 10일", "has no year"),
        ("31 June 2013", "June 2013 has 30 days"),
        ("2013-02-30", "February 2013 has 28 days"),
        ("29/02/2013", "February 2013 has 28 days"),
        ("2013-13", "has no month that exists, 13"),
        ("10/05/13", "a year of two digits"),
        ("10-May-13", "write the year with four"),
        ("May-13", "write the year with four"),
        ("2011–12", "write 2011/2012, or 2011-12 for a month"),
        ("winter 2013", "lies in two years"),
        ("2013-05-28/2013-05-10", "ends, on 2013-05-10, before it starts, on 2013-05-28"),
        ("28 December - 3 January 2013", "before it starts"),
        (41404, "did you mean 2013-05-10?"),
        ("41404", "did you mean 2013-05-10?"),
        ("12345", "is not a date"),
        ("0001-01-01", "lies before 1901, as dates do that a program writes for none"),
        (dt.date(1899, 12, 30), "lies before 1901"),
        ("1813/2013", "lies before 1901"),
        (2013.1, "has lost its month's digits"),
        (True, "is not a date"),
        (float("nan"), "is not a date"),
        (float("inf"), "is not a date"),
        (1e308, "is not a date"),
        ("2013-05-10" * 50, "too long for a date"),
        ("<script>", "is not a date"),
        ("2013\x00", "is not a date"),
    ],
)
def test_what_is_no_date_is_told(cell, advice):
    with pytest.raises(Wrong) as wrong:
        dates.edtf(cell)
    assert not isinstance(wrong.value, dates.Ambiguous)
    assert advice in str(wrong.value)


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("2013-05-10", "2013-05-28", "2013-05-10/2013-05-28"),
        ("2013-05-10", None, "2013-05-10"),
        ("2013-05-10", "2013-05-10", "2013-05-10"),
        (None, "2013", "../2013"),
        (None, None, None),
        ("2013-05/2013-06", "2013-07/2013-08", "2013-05/2013-08"),
        ("2013", "2013-05", "2013/2013-05"),
    ],
)
def test_start_and_end(start, end, meant):
    assert dates.joined(start, end) == meant


def test_an_end_before_its_start():
    with pytest.raises(Wrong, match="ends, on 2013-05, before it starts, on 2013-06-01"):
        dates.joined("2013-06-01", "2013-05")


@pytest.mark.parametrize(
    ("date", "precision", "meant"),
    [
        ("2013-05-10", "day", "2013-05-10"),
        ("2013-05-10", "week", "2013-05-10~"),
        ("2013-05-10", "month", "2013-05"),
        ("2013-05-10?", "year", "2013?"),
        ("2013-05", "week", "2013-05"),
        ("2013-05-10/2013-05-28", "month", "2013-05"),
        ("2013-05-10/..", "month", "2013-05/.."),
    ],
)
def test_coarser(date, precision, meant):
    assert dates.coarser(date, precision) == meant
    edtf_dates.parse(meant)


def test_an_unknown_precision():
    with pytest.raises(Wrong, match="write one of day, week, month, year"):
        dates.coarser("2013", "century")
