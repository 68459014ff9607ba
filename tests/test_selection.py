"""The one vocabulary: read from a query string, printed to one, said as a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.schema import VOCABULARIES
from geo.select import say, say_time, select
from geo.selection import Selection, Vocabulary, nearest, view_of, vocabulary

KNOWN = Vocabulary(
    route=frozenset({"laos", "gobi"}),
    country=frozenset({"CHN", "PRK"}),
    items=frozenset({"incidents:2013-05-laos-nine"}),
)


def parsed(query):
    return Selection.parse(query, KNOWN)


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("", ""),
        ("from=2013-05&to=2019", "from=2013-05&to=2019"),
        ("to=2019&from=2013", "from=2013&to=2019"),
        ("?from=2013", "from=2013"),
        ("#from=2013", "from=2013"),
        ("route=laos&route=gobi&route=laos", "route=gobi&route=laos"),
        ("kind=policy&kind=arrest", "kind=arrest&kind=policy"),
        ("words=yanji+prison", "words=yanji+prison"),
        ("words=%20+yanji++", "words=yanji"),
        ("words=a%26b%3Dc%25", "words=a%26b%3Dc%25"),
        ("words=연길", "words=%EC%97%B0%EA%B8%B8"),
        ("item=incidents:2013-05-laos-nine", "item=incidents:2013-05-laos-nine"),
        ("item=incidents%3A2013-05-laos-nine", "item=incidents:2013-05-laos-nine"),
        ("view=20.5,-100,4.25", "view=20.5,-100,4.25"),
        ("utm_source=x&lang=ko&theme=dark&from=2013", "from=2013"),
        ("from=&route=&words=", ""),
        ("from=2012&from=2013", "from=2013"),
    ],
)
def test_a_query_is_read_and_printed_in_one_order(query, printed):
    selection, notes = parsed(query)
    assert selection.query() == printed
    assert notes == []
    assert parsed(printed)[0] == selection


@pytest.mark.parametrize(
    ("query", "printed", "note"),
    [
        ("from=2013-13", "", "from: 2013-13 is not a date; write 2015, 2015-12 or 2015-12-31"),
        ("to=2013~", "", "to: 2013~ is not a date; write 2015, 2015-12 or 2015-12-31"),
        ("route=lao&kind=arrest", "kind=arrest", "route: lao is not known here"),
        ("kind=arest", "", "kind: arest is not known here"),
        ("country=chn", "", "country: chn is not known here"),
        ("layer=towns", "", "layer: towns is not known here"),
        ("from=2019&to=2013-05", "from=2013-05&to=2019", "from 2019 lies after to 2013-05; the two were swapped"),
        ("item=incidents:x", "", "item: incidents:x names no record; write layer:id"),
        ("view=here", "", "view: here is not a view; write latitude,longitude,zoom"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_a_note_and_the_rest_goes_on(query, printed, note):
    selection, notes = parsed(query)
    assert selection.query() == printed
    assert [str(n) for n in notes] == [note]


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("20,100,4", (20, 100, 4)),
        ("-2.5,-100.25,3.75", (-2.5, -100.25, 3.75)),
        ("91,0,4", None),
        ("0,181,4", None),
        ("0,0,25", None),
        ("0,0", None),
        ("0,0,1,2", None),
        ("1e1,0,4", None),
        ("nan,0,4", None),
        ("٣,0,4", None),
    ],
)
def test_view(text, view):
    assert view_of(text) == view


def test_an_unknown_value_has_its_nearest_words():
    _, notes = parsed("kind=arest")
    assert nearest(notes[0], KNOWN)[0] == "arrest"


def test_a_selection_cannot_be_changed_but_copied():
    selection = Selection(since="2013")
    with pytest.raises(AttributeError):
        selection.since = "2014"
    assert selection.replace(until="2014").query() == "from=2013&to=2014"
    assert selection.query() == "from=2013"


@given(
    st.fixed_dictionaries(
        {
            "since": st.sampled_from(["", "1964", "2001-09-08", "2013-05"]),
            "until": st.sampled_from(["", "2019", "2019-05", "2019-05-01"]),
            "kind": st.lists(st.sampled_from(sorted(VOCABULARIES["kind"])), unique=True),
            "words": st.text(st.characters(exclude_categories=("Cs",))).map(lambda s: s.strip(" ")),
        }
    )
)
def test_printing_and_reading_give_the_same_selection(values):
    selection = Selection(**values | {"kind": tuple(sorted(values["kind"]))})
    assert parsed(selection.query())[0] == selection


@given(st.text())
def test_no_query_is_an_error(query):
    parsed(query)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("", "", ""),
        ("2010", "2019", "2010–2019"),
        ("2013", "2013", "2013"),
        ("2013-05", "2013-05", "May 2013"),
        ("2013-05", "2014", "May 2013 – 2014"),
        ("2013-05-10", "2013-05-28", "10 May 2013 – 28 May 2013"),
        ("2013-05", "", "from May 2013"),
        ("", "2019", "until 2019"),
        ("2000-01", "2007-12", "2000–2007"),
        ("2013-01", "2013-12", "2013"),
        ("2013", "2013-12", "2013"),
        ("2000-01", "", "from 2000"),
        ("", "1964-12", "until 1964"),
        ("2000-01", "2007-06", "January 2000 – June 2007"),
        ("2013-01-01", "2013-12-12", "1 January 2013 – 12 December 2013"),
    ],
)
def test_time_in_words(since, until, said):
    assert say_time(Selection(since=since, until=until)) == said


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            (
                "255 incidents, 7 of them parts of another, 33 routes, 26 border crossings, "
                "64 detention sites, 12 countries"
            ),
        ),
        (
            "layer=incidents&kind=arrest&country=THA",
            "13 incidents — only Incidents, Arrest, Thailand",
        ),
        ("layer=incidents&kind=release&outcome=released&from=2013&to=2013",
         "1 incident — 2013, only Incidents, Release, outcome: Released"),
        ("words=zzzz", "Nothing is shown — “zzzz”"),
        ("layer=routes&route=southeast-asia-laos",
         (
             "1 route — route North-east China\u00a0– Yunnan\u00a0– northern Laos\u00a0– "
             "Golden Triangle\u00a0– Bangkok\u00a0– Seoul, only Routes"
         )),
    ],
)  # fmt: skip
def test_a_selection_says_itself(atlas, query, sentence):
    selection, notes = Selection.parse(query, vocabulary(atlas))
    assert notes == []
    assert say(select(atlas, selection), selection, atlas) == sentence


def test_the_vocabulary_is_what_the_data_holds(atlas):
    known = vocabulary(atlas)
    assert {"CHN", "THA", "CHE"} <= known.country
    assert len(known.route) == 33
    assert "countries:PRK" in known.items
