"""Arrivals by year: nobody is counted twice."""

from dataclasses import replace

from geo import arrivals
from geo.select import select
from geo.selection import Selection


def figure(period: str, value: int | None, **more) -> dict:
    year = int(period) if period.isdigit() else None
    return {
        "series": arrivals.SERIES,
        "period": period,
        "year": year,
        "value": value,
        "women": None,
        "men": None,
        "is_part_year": False,
        "contained_in": None,
        "sources": ["a"],
        "notes": None,
    } | more


def test_only_whole_single_years_are_drawn():
    rows = [
        figure("../1998", 947),
        figure("1999/2001", 1043),
        figure("1999", 148, contained_in="1999/2001"),
        figure("2003", 10, is_part_year=True),
        figure("2002", 1142),
        figure("2004", None),
        figure("2005", 5, series="cumulative_arrivals_south_korea"),
    ]
    assert arrivals.years(rows).values.tolist() == [[1999, 148], [2002, 1142]]


def test_no_figures_make_no_years():
    assert arrivals.years([]).empty


def test_a_period_stands_before_the_years_that_it_holds(atlas):
    periods = [row["period"] for row in arrivals.figures(atlas.yearly)]
    assert periods[:4] == ["../1998", "1996", "1997", "1998"]
    assert periods.index("1999/2001") < periods.index("1999")


def test_each_year_of_the_data_is_drawn_once(atlas):
    years = arrivals.years(atlas.yearly)
    assert years["Year"].is_unique
    assert years["Year"].tolist() == list(range(1996, 2026))
    assert years.set_index("Year")["People"][2009] == 2914


def test_every_figure_is_listed_with_what_it_overlaps_and_its_publisher(atlas):
    listed = arrivals.listed(atlas.yearly, atlas.sources)
    assert len(listed) == len(arrivals.figures(atlas.yearly))
    row = listed[listed["Period"] == "1999"].iloc[0]
    assert row["Overlaps with"] == "between 1999 and 2001"
    assert (listed["Published by"] != "").all()


def test_the_most_named_publisher_comes_first(atlas):
    names = arrivals.publishers(arrivals.figures(atlas.yearly), atlas.sources)
    assert names[0] == "Ministry of Unification (South Korea)"


def test_a_document_has_the_figures_of_its_years_only(atlas):
    def periods(**chosen) -> list[str]:
        base = Selection(**chosen)
        return [row["period"] for row in arrivals.beside(atlas, select(atlas, base), base)]

    assert periods(since="2013", until="2013") == ["2013"]
    assert periods(since="2000-06", until="2002-01") == ["1999/2001", "2000", "2001", "2002"]
    assert periods()[0] == "../1998"
    assert periods()[-1] == "2025"
    # Only the total up to 1998 touches these years, and it has no beginning to draw.
    assert periods(since="1980", until="1990") == []
    # An open side ends with the incidents.
    assert periods(route=("southeast-asia-laos",), until="2005")[-1] == "2005"


def test_parts_of_years_and_missing_figures_stay_out_of_a_document(atlas):
    rows = [figure("2013", 1514), figure("2014", 9, is_part_year=True), figure("2015", None)]
    base = Selection(since="2013", until="2015")
    found = arrivals.beside(replace(atlas, yearly=rows), select(atlas, base), base)
    assert [row["period"] for row in found] == ["2013"]
