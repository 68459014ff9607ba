"""Places by name: romanised, in Hangul, Chinese characters, Kana; never guessed."""

import pytest

from geo.ingest.places import Gazetteer, Unclear, gazetteer
from geo.ingest.wrong import Wrong


@pytest.mark.parametrize(
    ("name", "country", "place", "precision"),
    [
        ("Yanji", None, "Yanji", "town"),
        ("yanji ", None, "Yanji", "town"),
        ("Yanji City", None, "Yanji", "town"),
        ("옌지", None, "Yanji", "town"),
        ("연길시", None, "Yanji", "town"),
        ("延吉", None, "Yanji", "town"),
        ("延吉市", "CHN", "Yanji", "town"),
        ("Yanji, Jilin, China", None, "Yanji", "town"),
        ("Hanoi, Vietnam", None, "Hanoi", "town"),
        ("平壌", None, "Pyongyang", "town"),
        ("평양", "PRK", "Pyongyang", "town"),
        ("Ch'ŏngjin", None, "Chongjin", "town"),
        ("圖們", None, "Tumen", "town"),
        ("Ulan Bator", None, "Ulaanbaatar", "town"),
        ("ウランバートル", None, "Ulaanbaatar", "town"),
        ("Rajin", None, "Rason (Sonbong)", "town"),
        ("Namyang", None, "Namyang (Onsong County)", "town"),
        ("Musan County", None, "Musan", "county"),
        ("무산군", None, "Musan", "county"),
        ("Wangqing", None, "Wangqing", "town"),
        ("Wangqing County", None, "Wangqing County", "county"),
        ("near Tumen", None, "Tumen", "county"),
        ("무산 인근", None, "Musan", "county"),
        ("함경북도", None, "North Hamgyong province", "province"),
        ("Laos", None, "Laos (place not stated)", "country"),
        ("미국", None, "미국", "country"),
    ],
)
def test_found(name, country, place, precision):
    found = gazetteer().find(name, country)
    assert (found.place, found.precision) == (place, precision)


def test_the_point_is_the_gazetteers():
    found = gazetteer().find("延吉")
    assert (found.lon, found.lat, found.country) == (129.50241, 42.88825, "CHN")
    assert "GeoNames" in found.coord_source


def test_a_country_has_no_point():
    found = gazetteer().find("North Korea")
    assert (found.lon, found.lat, found.country) == (None, None, "PRK")


@pytest.mark.parametrize(
    ("name", "country", "advice"),
    [
        ("Yanjii", None, "is not in the gazetteer; did you mean 'Yanji'?"),
        ("평앙", None, "is not in the gazetteer; did you mean 'Pyongyang'?"),
        ("Yanji", "LAO", "is in China in the gazetteer, not in Laos"),
        ("Nowhere in particular", None, "give its coordinates, or the nearest town"),
        ("", None, "is not in the gazetteer"),
        ("x" * 5000, None, "too long"),
    ],
)
def test_not_found(name, country, advice):
    for _ in range(2):  # the second answer comes from memory
        with pytest.raises(Wrong) as wrong:
            gazetteer().find(name, country)
        assert advice in str(wrong.value)


TWO = [
    {"place": "Nanping", "country": "CHN", "lon": 129.2, "lat": 42.3, "precision": "town"},
    {"place": "Nanping", "country": "LAO", "lon": 102.0, "lat": 20.0, "precision": "town"},
    {"place": "Boten", "country": "LAO", "lon": 101.7, "lat": 21.2, "precision": "town"},
    {"place": "Boten (post)", "country": "LAO", "lon": 101.7, "lat": 21.2, "precision": "town"},
    {"place": 7, "country": "LAO"},
]


def test_several_of_one_name_are_told():
    with pytest.raises(Unclear, match=r"can be Nanping \(China\) or Nanping \(Laos\)") as unclear:
        Gazetteer(TWO).find("Nanping")
    assert {found.country for found in unclear.value.choices} == {"CHN", "LAO"}
    assert Gazetteer(TWO).find("Nanping", "LAO").lat == 20.0


def test_two_records_of_one_point_are_one_place():
    assert Gazetteer(TWO).find("Boten").lat == 21.2


def test_every_record_is_found_by_its_own_name():
    import json

    from geo.ingest.places import DATA

    for record in json.loads((DATA / "gazetteer.json").read_text("utf-8")):
        found = gazetteer().find(record["place"], record["country"])
        assert (found.lon, found.lat) == (record["lon"], record["lat"]), record["place"]


def test_other_names_belong_to_places_that_exist():
    from geo.ingest.places import _others

    for place in _others():
        gazetteer().find(place)
