"""Python and JavaScript give the same records, words and notes for the same query string."""

import random

import pytest

from geo import people
from geo.document import document
from geo.schema import LAYERS, VOCABULARIES
from geo.select import say, select
from geo.selection import Selection, vocabulary
from tests.test_select import ATLAS, CASES

DATES = [
    "1955", "1964", "1964-06-09", "1999", "1999-12", "2000-01", "2001-09-08", "2001-09-09", "2002-02",
    "2004-02-29", "2007-08", "2007-12", "2010", "2012-03-09", "2013-05", "2013-05-10", "2013-05-28", "2013-06",
    "2018-03", "2019", "2019-11-07", "2023-10-09", "2024", "2026", "2030",
]  # fmt: skip
WORDS = [
    "yanji", "YANJI", "prison", "embassy shenyang", "연합", "두만", "조중", "延", "Ｂｅｉｊｉｎｇ", "ÉTAT", "hrw", "kunming  laos",
    "베이징", "北京", "연길", "沈阳", "ソウル", "베이", "'", '"', "%", "\\", "zzzz", "human rights watch", "Yanji Tumen", "of the", "ß", "İ", "2013",
]  # fmt: skip
BAD = [("from", "2013-13"), ("to", "yesterday"), ("kind", "arest"), ("route", "<b>"), ("country", "chn"),
       ("item", "incidents:{{7*7}}"), ("view", "1,2"), ("layer", "x"), ("utm", "1"), ("to", "2013~")]  # fmt: skip

IN_BROWSER = """
(queries) => {
  const atlas = window.RoutesAtlas;
  const data = atlas.data(JSON.parse(document.getElementById("atlas-data").textContent));
  return queries.map((query) => {
    const { selection, notes } = atlas.selection.parse(query, data);
    const shown = atlas.select(data, selection);
    return {
      query: atlas.selection.print(selection),
      notes,
      ids: Object.fromEntries(data.layers.map((name) => [name, shown[name].map((r) => r.id)])),
      told: [shown.undatedHidden, shown.noRoute, shown.parts],
      sentence: atlas.selection.say(selection, shown, data),
      people: atlas.people.say(atlas.people.sum(shown.incidents)),
    };
  });
}
"""


def in_python(atlas, query):
    selection, notes = Selection.parse(query, vocabulary(atlas))
    shown = select(atlas, selection)
    return {
        "query": selection.query(),
        "notes": [str(note) for note in notes],
        "ids": {name: ids for name, ids in shown.ids().items() if len(atlas.layers[name])},
        "told": [shown.undated_hidden, shown.no_route, shown.parts],
        "sentence": say(shown, selection, atlas),
        "people": people.say(people.total(shown.layers["incidents"])),
    }


def random_queries(atlas, count):
    from urllib.parse import urlencode

    chance = random.Random(2013)
    known = vocabulary(atlas)
    choices = {
        "route": sorted(known.route),
        "layer": list(LAYERS),
        "kind": sorted(VOCABULARIES["kind"]),
        "outcome": sorted(VOCABULARIES["outcome"]),
        "corroboration": sorted(VOCABULARIES["corroboration"]),
        "country": sorted(known.country),
    }
    for _ in range(count):
        pairs = []
        pairs += [(n, chance.choice(DATES)) for n in ("from", "to") if chance.random() < 0.4]
        for name, values in choices.items():
            if chance.random() < 0.25:
                pairs += [(name, chance.choice(values)) for _ in range(chance.randint(1, 4))]
        if chance.random() < 0.3:
            pairs.append(("words", chance.choice(WORDS)))
        if chance.random() < 0.2:
            pairs.append(("item", chance.choice(sorted(known.items))))
        if chance.random() < 0.2:
            pairs.append(("view", "20.5,100,4"))
        if chance.random() < 0.2:
            pairs.append(chance.choice(BAD))
        chance.shuffle(pairs)
        yield urlencode(pairs)


def both_sides(atlas, queries, open_once):
    opened = open_once(document(atlas, Selection(), whole=True))
    return [
        (query, found, in_python(atlas, query))
        for query, found in zip(queries, opened.frame.evaluate(IN_BROWSER, queries), strict=True)
    ]


def test_four_hundred_random_selections_of_the_real_data(atlas, open_once):
    queries = list(random_queries(atlas, 400))
    for query, browser, python in both_sides(atlas, queries, open_once):
        assert browser == python, query


def test_every_word_and_every_date_alone(atlas, open_once):
    from urllib.parse import urlencode

    queries = [urlencode({"words": word}) for word in WORDS]
    queries += [urlencode({name: date}) for name in ("from", "to") for date in DATES]
    for query, browser, python in both_sides(atlas, queries, open_once):
        assert browser == python, query


def test_the_table_of_cases_on_made_up_data(open_once):
    queries = [case[0] for case in CASES]
    for query, browser, python in both_sides(ATLAS, queries, open_once):
        assert browser == python, query


@pytest.mark.parametrize(
    ("base", "wanted", "printed", "cut"),
    [
        ("from=2013&to=2013", "", "from=2013&to=2013", False),
        ("from=2013&to=2013", "from=2013-05", "from=2013-05&to=2013", False),
        ("from=2013&to=2013", "from=2010", "from=2013&to=2013", True),
        ("from=2013&to=2013", "from=2015&to=2016", "from=2013&to=2013", True),
        ("kind=arrest&kind=death", "kind=arrest", "kind=arrest", False),
        ("kind=arrest", "kind=arrest&kind=death", "kind=arrest", True),
        ("kind=arrest", "kind=death", "kind=arrest", True),
        ("kind=arrest", "country=CHN", "kind=arrest&country=CHN", False),
        ("words=yanji", "words=prison", "words=yanji+prison", False),
        ("words=yanji", "words=Yanji+prison", "words=Yanji+prison", False),
    ],
)
def test_a_file_of_a_selection_can_be_narrowed_but_not_widened(
    atlas, open_once, base, wanted, printed, cut
):
    opened = open_once(document(atlas, Selection(), whole=True))
    found = opened.frame.evaluate(
        """([base, wanted]) => {
          const atlas = window.RoutesAtlas;
          const data = atlas.data(JSON.parse(document.getElementById("atlas-data").textContent));
          const read = (query) => atlas.selection.parse(query, data).selection;
          const { selection, cut } = atlas.selection.narrow(read(base), read(wanted));
          return [atlas.selection.print(selection), cut];
        }""",
        [base, wanted],
    )
    assert found == [printed, cut]
