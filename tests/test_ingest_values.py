"""Cells → numbers, yes and no, words of vocabularies, countries, lists, links."""

import math

import pytest

from geo.ingest import values
from geo.ingest.dates import Ambiguous
from geo.ingest.wrong import Wrong
from geo.schema import LAYERS, VOCABULARIES
from geo.words import LANGUAGES, label


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        (None, None, None),
        ("", None, None),
        ("unknown", None, None),
        ("미상", None, None),
        (9, 9, 9),
        (9.0, 9, 9),
        ("9", 9, 9),
        ("9.0", 9, 9),
        ("0", 0, 0),
        ("nine", 9, 9),
        ("9 people", 9, 9),
        ("9명", 9, 9),
        ("２명", 2, 2),
        ("9人", 9, 9),
        ("1,200", 1200, 1200),
        ("1.200", 1200, 1200),
        ("1 200", 1200, 1200),
        ("1,200,000", 1200000, 1200000),
        ("2-3", 2, 3),
        ("2–3", 2, 3),
        ("3~5명", 3, 5),
        ("2 to 3", 2, 3),
        ("between 3 and 5", 3, 5),
        ("3 or 4", 3, 4),
        ("1,000-1,200", 1000, 1200),
        ("at least 5", 5, None),
        ("5+", 5, None),
        ("5명 이상", 5, None),
        ("至少5", 5, None),
        ("more than 5", 6, None),
        ("5명 초과", 6, None),
        ("up to 10", None, 10),
        ("10명 이하", None, 10),
        ("fewer than 10", None, 9),
        ("10명 미만", None, 9),
    ],
)
def test_people(cell, low, high):
    assert values.people(cell) == (low, high)


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("about 30", "is not exact; write the lowest and the highest number, such as 25-35"),
        ("약 30명", "is not exact"),
        ("30여 명", "is not exact"),
        ("dozens", "is not a number"),
        ("수십 명", "is not a number"),
        ("3-2", "goes from more to fewer; did you mean 2-3?"),
        (9.5, "is not a whole number"),
        ("12.5", "is not a whole number"),
        (-3, "is less than 0; did you mean 3?"),
        ("-5", "is less than 0; did you mean 5?"),
        (99_999_999, "is more than 10,000,000"),
        ("9" * 400, "too long"),
        ("9" * 30, "is not a number"),
        ("1e308", "is not a number"),
        ("NaN", "is not a number"),
        (math.nan, "is not a number"),
        (math.inf, "is not a number"),
        (True, "is not a number"),
        ("=1+1", "is not a number"),
    ],
)
def test_no_people(cell, advice):
    with pytest.raises(Wrong) as wrong:
        values.people(cell)
    assert advice in str(wrong.value)


def test_one_number():
    assert values.integer("7") == 7
    assert values.integer(None) is None
    with pytest.raises(Wrong, match="is not one number"):
        values.integer("2-3")


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        *(
            (yes, True)
            for yes in (True, 1, 1.0, "yes", "YES", "true", "예", "네", "是", "はい", "○", "1", "Y")
        ),
        *(
            (no, False)
            for no in (False, 0, "no", "false", "아니오", "아니요", "否", "いいえ", "×", "0", "N")
        ),
        (None, None),
        ("", None),
    ],
)
def test_boolean(cell, meant):
    assert values.boolean(cell) is meant


@pytest.mark.parametrize("cell", ["maybe", 2, "예?", "truthy"])
def test_no_boolean(cell):
    with pytest.raises(Wrong, match="is neither yes nor no; write true or false"):
        values.boolean(cell)


def _clear(vocabulary):
    """Labels of a vocabulary that mean one term only, in every language."""
    meant = {}
    for term in VOCABULARIES[vocabulary]:
        for said in {
            term,
            VOCABULARIES[vocabulary][term].label,
            *(label(vocabulary, term, x) for x in LANGUAGES),
        }:
            meant.setdefault(said, set()).add(term)
    return {said: next(iter(terms)) for said, terms in meant.items() if len(terms) == 1}


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_term_by_its_id_and_its_labels(vocabulary):
    for said, term in _clear(vocabulary).items():
        assert values.term(said, vocabulary) == term, said
        assert values.term(f" {said.upper()} ", vocabulary) == term, said


def test_other_words_name_terms_that_exist():
    for vocabulary, words in values._synonyms().items():
        if vocabulary != "country":
            assert set(words) <= set(VOCABULARIES[vocabulary])


@pytest.mark.parametrize(
    ("cell", "vocabulary", "term"),
    [
        ("강제북송", "kind", "forced_return"),
        ("repatriated", "kind", "forced_return"),
        ("Forced-Return", "kind", "forced_return"),
        ("died", "kind", "death"),
        ("dead", "outcome", "died"),
        ("city", "precision", "town"),
        ("비공개", "sensitivity", "restricted"),
        ("newspaper", "medium", "news"),
        ("경찰서", "site_type", "police_station"),
        (None, "kind", None),
        (" ", "kind", None),
    ],
)
def test_usual_words(cell, vocabulary, term):
    assert values.term(cell, vocabulary) == term


@pytest.mark.parametrize(
    ("cell", "vocabulary", "advice"),
    [
        ("arest", "kind", "is not in the vocabulary kind; did you mean 'arrest'?"),
        ("체푸", "kind", "did you mean 'arrest'?"),
        ("retuned", "outcome", "did you mean 'returned'?"),
        ("crossing", "kind", "is not in the vocabulary kind; write one of arrest"),
        ("xyzzy", "outcome", "write one of returned, released, reached_safety"),
        ("x" * 100_000, "kind", "is not in the vocabulary kind"),
        (7, "kind", "is not in the vocabulary kind"),
    ],
)
def test_no_term(cell, vocabulary, advice):
    with pytest.raises(Wrong) as wrong:
        values.term(cell, vocabulary)
    assert advice in str(wrong.value)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("CHN", "CHN"),
        ("chn", "CHN"),
        ("CN", "CHN"),
        ("156", "CHN"),
        (156, "CHN"),
        (4.0, "AFG"),
        ("China", "CHN"),
        ("중국", "CHN"),
        ("中国", "CHN"),
        ("中國", "CHN"),
        ("PRC", "CHN"),
        ("North Korea", "PRK"),
        ("DPRK", "PRK"),
        ("D.P.R. Korea", "PRK"),
        ("북한", "PRK"),
        ("朝鲜", "PRK"),
        ("北朝鮮", "PRK"),
        ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("대한민국", "KOR"),
        ("한국", "KOR"),
        ("Lao PDR", "LAO"),
        ("라오스", "LAO"),
        ("老挝", "LAO"),
        ("Viet Nam", "VNM"),
        ("베트남", "VNM"),
        ("Myanmar", "MMR"),
        ("Burma", "MMR"),
        ("BUR", "MMR"),
        ("태국", "THA"),
        ("モンゴル", "MNG"),
        ("Russian Federation", "RUS"),
        ("U.S.", "USA"),
        ("UK", "GBR"),
        (None, None),
        ("", None),
    ],
)
def test_country(cell, code):
    assert values.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("Korea", "can be North or South Korea; write PRK or KOR"),
        ("Chnia", "did you mean CHN?"),
        ("Mongolai", "did you mean MNG?"),
        ("Atlantis", "is no country that is known"),
        ("XXX", "is no country that is known"),
        ("EU", "is no country that is known"),
        ("QUU", "is no country that is known"),
        (999, "is no country that is known"),
    ],
)
def test_no_country(cell, advice):
    with pytest.raises(Wrong) as wrong:
        values.country(cell)
    assert advice in str(wrong.value)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("PRK; CHN", ["PRK", "CHN"]),
        ("북한, 중국", ["PRK", "CHN"]),
        ("北朝鮮、中国", ["PRK", "CHN"]),
        ("China/Laos", ["CHN", "LAO"]),
        ("Korea, Republic of", ["KOR"]),
        ("Korea, Republic of; China", ["KOR", "CHN"]),
        ("China; CHN; 중국", ["CHN"]),
        ('["PRK", "CHN"]', ["PRK", "CHN"]),
        (None, []),
    ],
)
def test_countries(cell, codes):
    assert values.countries(cell) == codes


def test_terms():
    assert values.terms("rail, road", "mode") == ["rail", "road"]
    assert values.terms("도보; 기차", "mode") == ["foot", "rail"]
    with pytest.raises(Wrong, match="did you mean 'rail'"):
        values.terms("road, raill", "mode")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("https://example.org/a?b=c,d", "https://example.org/a?b=c,d"),
        (" http://example.org ", "http://example.org"),
        ("HTTPS://EXAMPLE.ORG/", "HTTPS://EXAMPLE.ORG/"),
        ("n/a", None),
        (None, None),
    ],
)
def test_link(cell, address):
    assert values.link(cell) == address


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("www.example.org/a", "did you mean https://www.example.org/a?"),
        ("example.org", "did you mean https://example.org?"),
        ("ftp://example.org/a", "is no http or https address"),
        ("javascript:alert(1)", "is no http or https address"),
        ("http://", "is no http or https address"),
        ("see notes", "is no http or https address"),
        ("https://example.org/<b>", "is no http or https address"),
        ("https://example.org/a https://example.org/b", "holds 2 addresses"),
    ],
)
def test_no_link(cell, advice):
    with pytest.raises(Wrong) as wrong:
        values.link(cell)
    assert advice in str(wrong.value)


def test_links():
    found = ["https://example.org/a", "https://example.org/b"]
    for sign in (" ", "; ", ", ", "\n"):
        assert values.links(sign.join(found)) == found


def test_text():
    assert values.text("  a b ") == "a b"
    assert values.text(3.0) == "3"
    assert values.text(3.5) == "3.5"
    assert values.text("   ") is None
    assert values.text("{{ 7*7 }}<b>") == "{{ 7*7 }}<b>"
    with pytest.raises(Wrong, match="null character"):
        values.text("a\0b")
    with pytest.raises(Wrong, match="half a character"):
        values.text("a\ud800b")


def test_records():
    assert values.records('[{"place": "Yanji"}]') == [{"place": "Yanji"}]
    for text in ("Yanji", "[1]", '[{"lon": NaN}]', "[" * 100_000):
        with pytest.raises(Wrong, match="is not a list of objects"):
            values.records(text)


def test_every_kind_of_field_is_read():
    for layer in LAYERS.values():
        for field in layer.fields:
            cell = field.example
            if field.kind == "records":
                import json

                cell = json.dumps(cell)
            elif isinstance(cell, list):
                cell = "; ".join(cell)
            assert values.value(field, cell) == field.example, (layer.name, field.name)
            assert values.value(field, None) is None


def test_a_date_field_asks():
    with pytest.raises(Ambiguous):
        values.value(LAYERS["incidents"].by_name["date"], "10/05/2013")
    assert (
        values.value(LAYERS["incidents"].by_name["date"], "10/05/2013", "day-first") == "2013-05-10"
    )
