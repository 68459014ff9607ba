"""A table of works beside the records that cite them."""

import datetime as dt

from geo.ingest.columns import guess
from geo.ingest.convert import Answers, convert
from geo.ingest.layers import by_layer
from geo.ingest.sheet import Row, Sheet
from geo.ingest.workstable import is_works, parted

COLUMNS = ("id", "publisher", "title", "published", "url", "medium", "note")


def works(*rows, columns=COLUMNS):
    cells = [Row(n, dict(zip(columns, row, strict=True))) for n, row in enumerate(rows, 2)]
    return Sheet("x.sources.csv", columns, tuple(cells))


GOOD = (
    "a-2013",
    "Made-up Daily",
    "Made-up title",
    "10 May 2013",
    "https://example.org/a",
    "news",
    None,
)
INCIDENTS = Sheet(
    "x.csv",
    ("id", "title", "summary", "kind", "date", "place", "country", "lon", "lat", "sources"),
    (
        Row(2, {"id": "one", "title": "Made-up arrest", "summary": "Made up.", "kind": "arrest", "date": "2013-05", "place": "Yanji", "country": "CHN", "lon": 129.50241, "lat": 42.88825, "sources": "a-2013"}),
        Row(3, {"id": "two", "title": "Made-up release", "summary": "Made up.", "kind": "release", "date": "2014-05", "place": "Yanji", "country": "CHN", "lon": 129.50241, "lat": 42.88825, "sources": "b-2014"}),
    ),
)  # fmt: skip


def test_a_table_of_works_is_told_from_records():
    assert is_works(works(GOOD))
    assert not is_works(INCIDENTS)
    assert not is_works(works((*GOOD, "Yanji"), columns=(*COLUMNS, "place")))


def test_works_are_parted_from_records_and_read():
    records, found, problems = parted([INCIDENTS, works(GOOD)])
    assert records == [INCIDENTS]
    assert not problems
    assert found["a-2013"]["published"] == "2013-05-10"


def test_a_bad_work_is_told_and_the_good_one_kept():
    bad = ("b-2014", "Made-up Daily", "Made-up title", "10/05/2013", None, "newz", None)
    _, found, problems = parted([works(GOOD, bad)])
    assert set(found) == {"a-2013"}
    date, medium = map(str, problems)
    assert date == (
        "x.sources.csv row 3 (b-2014), published: '10/05/2013' can be 10 May 2013 or 5 October 2013; "
        "say whether the column has the day or the month first"
    )
    assert medium == (
        "x.sources.csv row 3 (b-2014), medium: 'newz' is not in the vocabulary medium; did you mean 'news'?"
    )


def test_cited_works_come_along_and_rows_without_are_left_out():
    _, found, _ = parted([works(GOOD, ("c", *GOOD[1:]))])
    answers = Answers(dt.date(2026, 11, 22), works=found)
    outcome = convert(INCIDENTS, guess(INCIDENTS), None, answers)
    assert [work["id"] for work in outcome.works] == ["a-2013"]
    assert [x["properties"]["id"] for x in outcome.features] == ["one"]
    assert [row.number for row in outcome.left_out] == [3]


def test_rows_of_several_layers_are_parted():
    rows = (
        Row(2, {"layer": "incidents", "title": "A", "river": None}),
        Row(3, {"layer": "crossings", "title": None, "river": "Tumen"}),
        Row(4, {"layer": "incidents", "title": "B", "river": None}),
    )
    sheet = Sheet("x.csv", ("layer", "title", "river"), rows)
    first, second = by_layer(sheet)
    assert (first.name, first.columns, [row.number for row in first.rows]) == (
        "x.csv incidents",
        ("title",),
        [2, 4],
    )
    assert (second.name, second.columns, [row.number for row in second.rows]) == (
        "x.csv crossings",
        ("river",),
        [3],
    )
    other = Sheet("x.csv", ("layer",), (Row(2, {"layer": "incidents"}), Row(3, {"layer": "upper"})))
    assert by_layer(other) == [other]
