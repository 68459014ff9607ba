"""Time in the document, without its controls: bars, shares of long dates, steps of playback."""

import itertools

import pytest
from playwright.sync_api import Page

from geo import dates


def record(date: str | None, kind: str = "arrest") -> dict:
    """An incident as far as the bars look at it."""
    interval = dates.parse(date) if date else None
    return {
        "dated": date is not None,
        "date": date,
        "first": interval.first if interval else None,
        "last": interval.last if interval else None,
        "kind": kind,
    }


def month(text: str) -> int:
    year, _, rest = text.partition("-")
    return int(year) * 12 + int(rest or 1) - 1


def bars(page: Page, records: list[dict], view: tuple[str, str], step: int, span=None) -> dict:
    """What `spread` makes of the records, over the months of `view`."""
    ends = [{"start": month(a), "end": month(b)} for a, b in (view, span or view)]
    return page.evaluate(
        "([records, view, step, span]) => RoutesAtlas.spread(records, view, step, span)",
        [records, ends[0], step, ends[1]],
    )


def shares(found: dict) -> dict[int, tuple[float, bool]]:
    """By number of the bar: what lies in it, and whether that is hatched."""
    return {
        n: (sum(bar["sure"]) + sum(bar["shared"]), sum(bar["shared"]) > 0)
        for n, bar in enumerate(found["bars"])
        if sum(bar["touched"])
    }


YEARS_50 = ("1950-01", "1969-12")
JAN_31 = 31 / 365
WHOLE = (1, False)
DOUBTED = (1, True)

# date, axis, months to a bar, {bar: (share, hatched)}
CASES = [
    ("1955", YEARS_50, 12, {5: WHOLE}),
    ("1955", ("1955-01", "1955-12"), 1, {0: (JAN_31, True), 1: (28 / 365, True)}),
    ("1955", ("1955-01", "1955-12"), 3, {0: (90 / 365, True), 3: (92 / 365, True)}),
    ("1964", YEARS_50, 12, {14: WHOLE}),
    ("1964", ("1964-01", "1964-12"), 1, {1: (29 / 366, True)}),
    ("1999", ("1999-01", "2000-12"), 12, {0: WHOLE}),
    ("1999", ("1999-01", "1999-12"), 1, {0: (JAN_31, True), 11: (JAN_31, True)}),
    ("2001-09-08/2001-09-09", ("2001-01", "2001-12"), 1, {8: WHOLE}),
    ("2001-09-30/2001-10-01", ("2001-01", "2001-12"), 1, {8: (0.5, True), 9: (0.5, True)}),
    ("2001-09-30/2001-10-01", ("2001-01", "2001-12"), 12, {0: WHOLE}),
    ("2013-05", ("2013-01", "2013-12"), 1, {4: WHOLE}),
    ("2013-05", ("2013-01", "2013-12"), 3, {1: WHOLE}),
    ("2013-05-10/2013-05-28", ("2013-01", "2013-12"), 1, {4: WHOLE}),
    ("2012-12-31/2013-01-02", ("2013-01", "2013-12"), 12, {0: (2 / 3, True)}),
    # Open ends reach to the end of the span, whatever part of it the axis shows.
    ("/2004", ("2001-01", "2006-12"), 12, {0: (365 / 1461, True), 3: (366 / 1461, True)}),
    ("../2004", ("2001-01", "2006-12"), 12, {0: (365 / 1461, True), 3: (366 / 1461, True)}),
    ("2005/", ("2001-01", "2006-12"), 12, {4: (0.5, True), 5: (0.5, True)}),
    ("2009/", ("2001-01", "2006-12"), 12, {}),
    ("/1999", ("2001-01", "2006-12"), 12, {}),
    # Marks widen nothing: the bar is hatched where the doubt is as wide as it.
    ("2018-03~", ("2018-01", "2018-12"), 1, {2: DOUBTED}),
    ("2018-03~", ("2018-01", "2019-12"), 12, {0: WHOLE}),
    ("2024?", ("2023-01", "2025-12"), 12, {1: DOUBTED}),
    ("2024?", ("2020-01", "2039-12"), 120, {0: WHOLE}),
    ("2004-03-22~", ("2004-01", "2004-12"), 1, {2: WHOLE}),
    ("2007-07-11/2007-08~", ("2007-01", "2007-12"), 3, {2: DOUBTED}),
    ("2007-07-11/2007-08~", ("2007-01", "2008-12"), 12, {0: WHOLE}),
    ("2013", ("2014-01", "2014-12"), 1, {}),
]


def test_a_date_lies_where_it_may_and_nowhere_else(open_once, article):
    page = open_once(article).page
    for date, view, step, expected in CASES:
        found = shares(bars(page, [record(date)], view, step))
        assert bool(found) == bool(expected), (date, step)
        for bar, (share, hatched) in expected.items():
            assert found[bar] == (pytest.approx(share), hatched), (date, step, bar)
        if all(share == 1 for share, _ in expected.values()):
            assert len(found) == len(expected), (date, step)


def test_the_shares_of_an_incident_are_one_incident(open_once, article):
    page = open_once(article).page
    dated = ("1955", "1999", "/1958", "1960/", "1952-03/1967-11", "1961?")
    for date, step in itertools.product(dated, (1, 3, 12, 24, 60)):
        found = shares(bars(page, [record(date)], ("1950-01", "1999-12"), step))
        assert sum(share for share, _ in found.values()) == pytest.approx(1), (date, step)
        if len(found) > 1:
            assert all(hatched for _, hatched in found.values()), (date, step)


def test_a_year_is_never_piled_on_january(open_once, article):
    found = shares(bars(open_once(article).page, [record("1999")], ("1999-01", "1999-12"), 1))
    assert len(found) == 12
    assert max(share for share, _ in found.values()) < 0.086


def test_an_axis_that_shows_a_part_keeps_the_shares_of_the_whole(open_once, article):
    page = open_once(article).page
    for date in ("/2004", "1998-05/2003-02"):
        span = ("1995-01", "2009-12")
        full = shares(bars(page, [record(date)], span, 12, span))
        part = shares(bars(page, [record(date)], ("2000-01", "2009-12"), 12, span))
        assert part == {n - 5: share for n, share in full.items() if n >= 5}


def test_undated_ones_are_told_apart(open_once, article):
    found = bars(
        open_once(article).page, [record(None), record("2013")], ("2013-01", "2013-12"), 12
    )
    assert found["undated"] == 1
    assert shares(found) == {0: (1, False)}


def test_every_dated_incident_of_the_data_is_in_the_bars_once(open_once, whole, atlas):
    page = open_once(whole).page
    dated = int(atlas.layers["incidents"]["date"].notna().sum())
    for step in (1, 3, 12, 60):
        total = page.evaluate(
            """step => {
                const { data } = RoutesAtlas.current;
                const span = RoutesAtlas.timeSpan(data);
                return RoutesAtlas.spread(data.records.incidents, span, step, span).bars
                    .flatMap(bar => [...bar.sure, ...bar.shared]).reduce((a, b) => a + b, 0);
            }""",
            step,
        )
        assert total == pytest.approx(dated)


def test_kinds_are_stacked_in_one_order(open_once, article):
    page = open_once(article).page
    kinds = ["policy", "arrival", "detention", "forced_return", "arrest", "release", "unheard-of"]
    made = [record("2013-05-01", kind) for kind in kinds] + [record("2013", "forced_return")]
    found = bars(page, made, ("2013-05", "2013-05"), 1)
    assert found["bars"][0]["touched"] == [2, 2, 2, 2]
    pieces = page.evaluate("bar => RoutesAtlas.stack(bar, 10, 50)", found["bars"][0])
    assert [(p["group"], p["shared"]) for p in pieces] == [
        *((0, False), (0, True), (1, False), (2, False), (3, False))
    ]
    assert pieces[0] | {"from": 0, "to": 5} == pieces[0]
    for below, above in itertools.pairwise(pieces):
        assert above["from"] == below["to"]
    assert pieces[-1]["to"] == pytest.approx((7 + 31 / 365) * 5)


def test_a_small_share_is_still_drawn(open_once, article):
    page = open_once(article).page
    bar = bars(page, [record("1900/1999")], ("1955-01", "1955-01"), 1)["bars"][0]
    pieces = page.evaluate("bar => RoutesAtlas.stack(bar, 1000, 34)", bar)
    assert pieces[-1]["to"] == pytest.approx(1.5)
    assert page.evaluate("bar => RoutesAtlas.stack(bar, 1000, 34)", bar | {"shared": [0] * 4}) == []


def test_bars_are_as_fine_as_they_can_be_read(open_once, article):
    page = open_once(article).page
    for years, width, step in [
        *((1, 300, 1), (3, 900, 1), (10, 852, 1), (10, 290, 3), (12, 300, 3)),
        *((20, 900, 12), (62, 320, 12), (200, 330, 60), (200, 1200, 12), (5000, 300, 600)),
    ]:
        found = page.evaluate("([m, w]) => RoutesAtlas.barStep(m, w)", [years * 12, width])
        assert found == step, (years, width)


def test_bars_keep_to_the_calendar(open_once, article):
    page = open_once(article).page
    ends = "([a, b, step]) => RoutesAtlas.barEnds({ start: a, end: b }, step)"
    for first, last, step, expected in [
        ("2013-05", "2014-02", 12, [("2013-05", "2013-12"), ("2014-01", "2014-02")]),
        ("2013-02", "2013-07", 3, [*(("2013-02", "2013-03"), ("2013-04", "2013-06")), ("2013-07",) * 2]),
        ("1964-01", "1971-12", 60, [("1964-01", "1964-12"), ("1965-01", "1969-12"), ("1970-01", "1971-12")]),
    ]:  # fmt: skip
        found = page.evaluate(ends, [month(first), month(last), step])
        assert found == [[month(a), month(b)] for a, b in expected], (first, step)


MOVES = [
    ("2013-05", 1, 1, "first", "2013-06"),
    ("2013-01", -1, 1, "last", "2012-12"),
    ("2013-01", 1, 12, "first", "2014-01"),
    ("2013-05", 1, 12, "first", "2014-01"),
    ("2013-05", -1, 12, "first", "2013-01"),
    ("2013-01", -1, 12, "first", "2012-01"),
    ("2013-12", 1, 12, "last", "2014-12"),
    ("2013-05", 1, 12, "last", "2013-12"),
    ("2013-05", -1, 12, "last", "2012-12"),
    ("2013-05", 10, 12, "first", "2023-01"),
]


def test_steps_by_years_go_to_the_ends_of_years(open_once, article):
    page = open_once(article).page
    for at, *how, to in MOVES:
        found = page.evaluate("move => RoutesAtlas.months.move(...move)", [month(at), *how])
        assert found == month(to), (at, how)


def test_months_are_said_as_they_are(open_once, article):
    page = open_once(article).page
    for first, last, words in [
        ("2013-05", "2013-05", "May 2013"),
        ("2013-01", "2013-12", "2013"),
        ("2010-01", "2014-12", "2010–2014"),
        ("2013-01", "2013-03", "January–March 2013"),
        ("2013-05", "2014-12", "May 2013–December 2014"),
    ]:
        found = page.evaluate(
            "ends => RoutesAtlas.months.sayAll(...ends)", [month(first), month(last)]
        )
        assert found == words


def test_decades_of_a_long_span(open_once, article):
    page = open_once(article).page
    decades = (
        "([start, end]) => RoutesAtlas.decades({ start, end }).map(d => [d.year, d.start, d.end])"
    )
    found = page.evaluate(decades, [month("1964"), month("1986-12")])
    assert found == [
        [1960, month("1964-01"), month("1969-12")],
        [1970, month("1970-01"), month("1979-12")],
        [1980, month("1980-01"), month("1986-12")],
    ]
    assert page.evaluate(decades, [month("2013"), month("2013-12")]) == []


# ---- playback ------------------------------------------------------------------------------------

AXIS = {"start": month("2000-01"), "end": month("2004-12"), "step": 12, "mode": "window"}


def play(page: Page, move: str, time: tuple[str, str], **axis) -> tuple[int, int] | None:
    """The time to which a step of playback leads."""
    found = page.evaluate(
        "([move, time, axis]) => RoutesAtlas.playback[move](time, axis)",
        [move, {"from": month(time[0]), "to": month(time[1])}, AXIS | axis],
    )
    return found and (found["from"], found["to"])


MONTHS = {"step": 1}
SHORT = {"step": 1, "start": month("2013-01"), "end": month("2013-12")}
GROW = {"mode": "grow"}
ALL = ("2000-01", "2004-12")

STEPS = [
    # Begun with all chosen: a year, a month on a short axis, twelve months where steps are months.
    ("begin", ALL, {}, ("2000-01", "2000-12")),
    ("begin", ALL, MONTHS, ("2000-01", "2000-12")),
    ("begin", ("2013-01", "2013-12"), SHORT, ("2013-01", "2013-01")),
    ("begin", ALL, GROW, ("2000-01", "2000-12")),
    ("begin", ALL, GROW | MONTHS, ("2000-01", "2000-01")),
    # A part goes on from where it is; from the end it begins anew, as long as it was.
    ("begin", ("2001-01", "2001-12"), {}, ("2002-01", "2002-12")),
    ("begin", ("2003-01", "2004-12"), {}, ("2000-01", "2001-12")),
    ("begin", ("2002-01", "2004-12"), GROW, ("2002-01", "2002-12")),
    # What lies off the axis does not count; all of it off the axis is like all.
    ("begin", ("1990-01", "2001-12"), {}, ("2001-01", "2002-12")),
    ("begin", ("1990-01", "1995-12"), {}, ("2000-01", "2000-12")),
    # The window moves, by whole years even from within one; a growing time keeps its beginning.
    ("next", ("2001-01", "2001-12"), {}, ("2002-01", "2002-12")),
    ("next", ("2001-03", "2002-02"), {}, ("2002-01", "2002-12")),
    ("next", ("2001-03", "2002-02"), MONTHS, ("2001-04", "2002-03")),
    ("next", ("2001-03", "2001-12"), GROW, ("2001-03", "2002-12")),
    ("next", ("2000-01", "2004-06"), GROW, ("2000-01", "2004-12")),
    ("next", ("2003-01", "2004-06"), {}, ("2003-07", "2004-12")),
    ("next", ("2004-01", "2004-12"), {}, None),
    ("next", ALL, GROW, None),
    ("back", ("2001-01", "2001-12"), {}, ("2000-01", "2000-12")),
    ("back", ("2001-03", "2002-02"), MONTHS, ("2001-02", "2002-01")),
    ("back", ("2000-01", "2000-12"), {}, None),
    ("back", ("2000-01", "2001-12"), GROW, ("2000-01", "2000-12")),
    ("back", ("2000-01", "2000-12"), GROW, None),
]


def test_steps_of_playback(open_once, article):
    page = open_once(article).page
    for move, time, axis, expected in STEPS:
        found = play(page, move, time, **axis)
        assert found == (expected and tuple(month(m) for m in expected)), (move, time, axis)


def test_playback_ends(open_once, article):
    page = open_once(article).page
    for axis in ({}, MONTHS, GROW, GROW | MONTHS):
        length = page.evaluate(
            """axis => {
                const { begin, next } = RoutesAtlas.playback;
                let n = 1;
                for (let t = begin({ from: axis.start, to: axis.end }, axis); (t = next(t, axis)); ) n += 1;
                return n;
            }""",
            AXIS | axis,
        )
        assert (
            length
            == {(12, "window"): 5, (1, "window"): 49, (12, "grow"): 5, (1, "grow"): 60}[
                (axis.get("step", 12), axis.get("mode", "window"))
            ]
        )


def test_empty_stretches_are_passed_over_up_to_the_end(open_once, article):
    page = open_once(article).page
    passed = """([full, from]) => RoutesAtlas.playback.passEmpty(
        from, n => n < 9 ? n + 1 : null, n => !full.includes(n))"""
    assert page.evaluate(passed, [[3, 7], 1]) == 3
    assert page.evaluate(passed, [[3, 7], 3]) == 3
    assert page.evaluate(passed, [[3, 7], 8]) == 9


def test_whether_anything_lies_in_some_months(open_once, article):
    page = open_once(article).page
    made = [record(d) for d in ("2013-05", "2013-04/2013-06", "/2013-02", "2014-02/", None)]
    for first, last, expected in [
        *(
            ("1950-01", "1950-01", True),
            ("2013-03", "2013-03", False),
            ("2013-06", "2013-06", True),
        ),
        *(
            ("2013-07", "2014-01", False),
            ("2013-03", "2013-12", True),
            ("2099-01", "2099-12", True),
        ),
    ]:
        found = page.evaluate(
            "([records, from, to]) => RoutesAtlas.touches(records, from, to)",
            [made, month(first), month(last)],
        )
        assert found == expected, (first, last)


# ---- arrivals ------------------------------------------------------------------------------------


def test_figures_of_arrivals_are_read_as_years_and_never_added(open_once, article):
    page = open_once(article).page
    given = [("../1998", 947), ("1999/2001", 1043), ("1999", 148), ("1998", 71), ("2002", 1142)]
    figures = [{"period": period, "people": people, "sources": []} for period, people in given]
    read = page.evaluate("figures => RoutesAtlas.readArrivals(figures)", figures)
    assert [(f["from"], f["to"], f["people"]) for f in read] == [
        *((1998, 1998, 71), (1999, 1999, 148), (2002, 2002, 1142)),
        *((None, 1998, 947), (1999, 2001, 1043)),
    ]
    at = "([figures, a, b]) => RoutesAtlas.arrivalsAt(figures, a, b).map(f => f.people)"
    for first, last, expected in [
        *(("1999-01", "1999-12", [148, 1043]), ("2000-04", "2000-06", [1043])),
        *(("1998-01", "1998-12", [71, 947]), ("2003-01", "2003-12", [])),
        ("1999-01", "2000-12", []),  # a bar of two years would have to add them
    ]:
        assert page.evaluate(at, [read, month(first), month(last)]) == expected
    for n, up in [(2914, 3000), (1514, 2000), (1, 1), (0, 1), (63, 100), (229, 300), (5001, 10000)]:
        assert page.evaluate("n => RoutesAtlas.roundUp(n)", n) == up
