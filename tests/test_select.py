"""What each filter means for each layer: the table of docs/selection.md as cases."""

import pandas as pd
import pytest

from geo.atlas import Atlas, frame
from geo.folding import fold, words
from geo.people import say as say_people
from geo.people import total
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection, vocabulary

WORKS = {
    "w": {"id": "w", "publisher": "The Example Post", "title": "Ärger in Yanji", "medium": "news"}
}


def made(layer, **values):
    defaults = {
        "sources": ["w"],
        "sensitivity": "public",
        "routes": [],
        "countries": [],
        "waypoints": [],
        "legs": [],
        "name": values.get("id", "x"),
    }
    return {"properties": defaults | values, "geometry": None}


def an_atlas(**layers):
    return Atlas(
        layers={name: frame(LAYERS[name], layers.get(name, [])) for name in LAYERS}, sources=WORKS
    )


ATLAS = an_atlas(
    routes=[
        made("routes", id="a", kind="escape", active_from="2004", countries=["PRK", "CHN", "LAO"]),
        made("routes", id="b", kind="escape", active_to="2010", countries=["CHN", "MNG"], variant_of="a"),
        made("routes", id="c", kind="repatriation", countries=["CHN", "PRK"]),
    ],
    crossings=[
        made("crossings", id="x", routes=["a"], countries=["CHN", "PRK"]),
        made("crossings", id="y", routes=[], countries=["LAO", "THA"]),
    ],
    countries=[made("countries", iso3="CHN"), made("countries", iso3="MNG"), made("countries", iso3="THA")],
    detention_sites=[
        made("detention_sites", id="s", country="PRK", active_from="1980~", active_to="2012~"),
        made("detention_sites", id="t", country="CHN", routes=["c"]),
    ],
    incidents=[
        made("incidents", id="i1", title="One", kind="arrest", date="2013-05-10/2013-05-28", country="LAO",
             routes=["a", "c"], outcome="returned", corroboration="multiple", place="Vientiane"),
        made("incidents", id="i2", title="Two", kind="death", date="1964", country="CHN", routes=["c"],
             outcome="died", corroboration="single", place="Tumen", place_local="두만", part_of="i1"),
        made("incidents", id="i3", title="Three", kind="policy", date=None, country="CHN",
             outcome="unknown", corroboration="disputed", place="Beijing", notes="HELLO Wörld"),
        made("incidents", id="i4", title="Four", kind="arrest", date="../1999", country="CHN",
             outcome="unknown", corroboration="single", place="Yanji"),
    ],
)  # fmt: skip

CASES = [
    ("", "abc", "xy", "CHN MNG THA", "st", "i1 i2 i3 i4"),
    ("from=2011", "ac", "xy", "CHN MNG THA", "st", "i1"),
    ("from=2013", "ac", "xy", "CHN MNG THA", "t", "i1"),
    ("to=2003", "bc", "xy", "CHN MNG THA", "st", "i2 i4"),
    ("from=2013-05-28", "ac", "xy", "CHN MNG THA", "t", "i1"),
    ("from=2013-05-29", "ac", "xy", "CHN MNG THA", "t", ""),
    ("to=2013-05-10", "abc", "xy", "CHN MNG THA", "st", "i1 i2 i4"),
    ("to=2013-05-09", "abc", "xy", "CHN MNG THA", "st", "i2 i4"),
    ("to=1964", "bc", "xy", "CHN MNG THA", "t", "i2 i4"),
    ("route=a", "a", "x", "CHN", "", "i1"),
    ("route=b", "b", "", "CHN MNG", "", ""),
    ("route=a&route=c", "ac", "x", "CHN", "t", "i1 i2"),
    ("layer=routes", "abc", "", "", "", ""),
    ("layer=routes&layer=incidents&kind=death", "abc", "", "", "", "i2"),
    ("kind=arrest", "abc", "xy", "CHN MNG THA", "st", "i1 i4"),
    ("outcome=died&outcome=returned", "abc", "xy", "CHN MNG THA", "st", "i1 i2"),
    ("corroboration=disputed", "abc", "xy", "CHN MNG THA", "st", "i3"),
    ("country=LAO", "a", "y", "", "", "i1"),
    ("country=CHN", "abc", "x", "CHN", "t", "i2 i3 i4"),
    ("country=CHN&kind=arrest&to=2000", "bc", "x", "CHN", "t", "i4"),
    ("words=vientiane", "", "", "", "", "i1"),
    ("words=두만", "", "", "", "", "i2"),
    ("words=wörld+hello", "", "", "", "", "i3"),
    ("words=WÖRLD", "", "", "", "", "i3"),
    ("words=wörld+tumen", "", "", "", "", ""),
    ("words=example+ärger", "abc", "xy", "CHN MNG THA", "st", "i1 i2 i3 i4"),
]


@pytest.mark.parametrize(("query", "routes", "crossings", "countries", "sites", "incidents"), CASES)
def test_filter(query, routes, crossings, countries, sites, incidents):
    selection, notes = Selection.parse(query, vocabulary(ATLAS))
    assert notes == []
    assert select(ATLAS, selection).ids() == {
        "routes": list(routes),
        "crossings": list(crossings),
        "countries": countries.split(),
        "detention_sites": list(sites),
        "incidents": incidents.split(),
    }


@pytest.mark.parametrize(
    ("query", "undated", "no_route", "parts"),
    [
        ("", 0, 0, 1),
        ("from=1900", 1, 0, 1),
        ("from=1900&kind=arrest", 0, 0, 0),
        ("route=c", 0, 2, 1),
        ("route=c&kind=arrest", 0, 1, 0),
        ("route=c&from=1900&to=1999", 0, 1, 1),
        ("route=c&words=hello", 0, 1, 0),
    ],
)
def test_what_is_hidden_is_told(query, undated, no_route, parts):
    shown = select(ATLAS, Selection.parse(query, vocabulary(ATLAS))[0])
    assert (shown.undated_hidden, shown.no_route, shown.parts) == (undated, no_route, parts)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("YANJI", "yanji"),
        ("Ｙａｎｊｉ", "yanji"),
        ("ÉCOLE", "école"),
        ("ΣΑΣ", "σασ"),
        ("\u110b\u1167\u11ab\u1100\u1175\u11af", "\uc5f0\uae38"),
        ("연길", "연길"),
        ("ẞ", "ß"),
        ("İ", "İ"),
        ("ﬁn", "fin"),
        ("𐐀", "𐐨"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_words_part_at_white_space_of_any_kind():
    assert words(" a\tb\n c\u3000d\u00a0e\u2028f ") == list("abcdef")


def person(low, high, *, kind="arrest", counted=True, returned=(None, None), died=(None, None)):
    return {
        "kind": kind,
        "count_in_totals": counted,
        "people_min": low,
        "people_max": high,
        "people_returned_min": returned[0],
        "people_returned_max": returned[1],
        "people_died_min": died[0],
        "people_died_max": died[1],
    }


@pytest.mark.parametrize(
    ("incidents", "said"),
    [
        ([], ""),
        ([person(9, 9)], "People in documented cases: 9."),
        ([person(9, 9), person(10, 12)], "People in documented cases: 19–21."),
        ([person(9, 9), person(None, None)], "People in documented cases: at least 9."),
        ([person(9, 9), person(5, None)], "People in documented cases: at least 14."),
        ([person(9, 9), person(70, 80, counted=False)], "People in documented cases: 9."),
        ([person(9, 9), person(70, 80, kind="helper_detained")], "People in documented cases: 9."),
        ([person(9, 9, kind="policy")], ""),
        (
            [person(9, 9, returned=(9, 9)), person(1200, 1200, died=(1, 2))],
            "People in documented cases: 1,209; reported returned: 9; reported dead: 1–2.",
        ),
        (
            [person(9, 9, returned=(None, 9))],
            "People in documented cases: 9; reported returned: 0–9.",
        ),
    ],
)
def test_people_are_summed_as_ranges_of_documented_cases(incidents, said):
    rows = pd.DataFrame(incidents, columns=list(person(1, 1)), dtype=object)
    assert say_people(total(rows)) == said


@pytest.mark.parametrize("name", ["베이징", "北京"])
def test_a_place_is_found_by_its_names_in_other_languages(atlas, name):
    def found(words):
        return set(select(atlas, Selection(words=words)).ids()["incidents"])

    there = [r["id"] for r in atlas.records["incidents"] if "Beijing" in (r["place"] or "")]
    assert len(there) > 20
    assert found(name) >= set(there)
    assert found(name) <= found("beijing")
