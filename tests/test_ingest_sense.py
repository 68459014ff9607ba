"""Checks of sense, each alone: countries of any region, links, damaged text, near-duplicates, ids."""

import datetime as dt
import json

import numpy as np
import pytest

from geo.ingest import damage, ids, links, sense
from geo.ingest.lands import doubts, lands
from geo.ingest.nearest import Nearest
from geo.ingest.twins import WINDOW, twins

TODAY = dt.date(2026, 11, 22)


def doubt(lon, lat, country):
    return [d.advice for d in doubts(np.array([lon]), np.array([lat]), [country])]


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (129.5, 42.89, "CHN"), (2.35, 48.85, "FRA"), (-70.66, -33.45, "CHL"), (36.82, -1.29, "KEN"),
        (151.2, -33.87, "AUS"), (-157.86, 21.31, "USA"), (12.61, 35.5, "ITA"), (103.8, 1.35, "SGP"),
        (35.5, 33.89, "LBN"), (28.05, -29.5, "LSO"), (114.17, 22.32, "HKG"), (114.17, 22.32, "CHN"),
        (20.9, 42.6, "XKX"), (178.4, -18.1, "FJI"), (-3.0, 35.29, "ESP"), (55.45, -20.9, "REU"),
    ],
)  # fmt: skip
def test_towns_of_every_region_lie_in_their_countries(lon, lat, country):
    assert doubt(lon, lat, country) == []


@pytest.mark.parametrize(
    ("lon", "lat", "country", "said"),
    [
        (13.4, 52.5, "FRA", "lies in Germany, not in France; mend the point or the country"),
        (-30.0, 0.5, "BRA", "lies in the sea, not in Brazil; mend the point or the country"),
        (41.9, 12.5, "ITA", "lies in Ethiopia, not in Italy; swapped? Did you mean latitude 41.9, longitude 12.5?"),
        (15.0, 34.5, "LBY", "lies in the sea, not in Libya; mend the point or the country"),
    ],
)  # fmt: skip
def test_points_at_sea_or_elsewhere_are_told(lon, lat, country, said):
    assert doubt(lon, lat, country) == [said]


def test_the_published_facts_lie_where_they_say(atlas):
    gazetteer = {(town["lon"], town["lat"]) for town in atlas.gazetteer}
    for layer in ("incidents", "detention_sites"):
        rows = atlas.layers[layer]
        rows = rows[rows.geometry.notna()]
        x, y = rows.geometry.x.to_numpy(), rows.geometry.y.to_numpy()
        off = [(x[d.at], y[d.at]) for d in doubts(x, y, list(rows["country"]))]
        assert set(off) <= gazetteer  # an island too small for the outlines


def test_the_outlines_are_what_their_tool_builds():
    from tools.build_lands import GRID, TARGET, outlines

    content = json.loads(TARGET.read_text("utf-8"))
    assert content == {"grid": GRID, "countries": outlines()}


def test_the_outlines_are_sound():
    known = lands()
    assert len(known.shapes) > 230
    shapes = [known.shape(code) for code in known.shapes]
    assert all(shape.is_valid and shape.area > 0 for shape in shapes)


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://한국.kr/a?b=c#d", "https://example.org:8443/%20x"]
)
def test_sound_links(address):
    assert links.advice(address) is None


def test_a_cell_of_several_links():
    assert links.several("https://example.org/a,b; https://example.org/c www.example.org") == [
        "https://example.org/a,b", "https://example.org/c", "www.example.org",
    ]  # fmt: skip


def test_what_the_project_publishes_is_not_damaged(atlas):
    for rows in atlas.layers.values():
        for name in rows.columns.drop("geometry"):
            texts = [value for value in rows[name] if isinstance(value, str)]
            assert [text for text in texts if damage.advice(text)] == []
    for work in atlas.sources.values():
        assert [v for v in work.values() if isinstance(v, str) and damage.advice(v)] == []
        assert not work["url"] or links.advice(work["url"]) is None


@pytest.mark.parametrize(
    "text", ["Why???", "= no formula", "#1 of three", "São Tomé – “so”", "연길", "延吉", "群山"]
)
def test_text_that_only_looks_odd_is_let_be(text):
    assert damage.advice(text) is None


@pytest.mark.parametrize("encoding", ["cp949", "gb18030", "latin-1"])
def test_utf_8_read_as_something_else_is_found(encoding):
    try:
        wrong = "연길에서 체포".encode().decode(encoding)
    except UnicodeDecodeError:
        wrong = "연길에서 체포".encode().decode(encoding, "replace")
    assert "encoding" in (damage.advice(wrong) or "") or "lost" in (damage.advice(wrong) or "")


def test_a_day_later_is_tomorrow_somewhere():
    told = list(sense.of_record({"date": "2026-11-23"}, TODAY, {}))
    assert told == []
    assert [losing for *_, losing in sense.of_record({"date": "2026-11-24"}, TODAY, {})] == [True]


def test_near_duplicates_in_any_order_of_words_each_told_once():
    base = {"date": "2013-05-10", "country": "CHN", "place": "Yanji"}
    records = [
        {**base, "id": "a", "title": "Nine people arrested near Yanji"},
        {**base, "id": "b", "title": "Near Yanji, nine people arrested"},
        {**base, "id": "c", "title": "A ship was seen"},
        {**base, "id": "d", "title": "Nine people arrested near Yanji", "date": "2013-05-11"},
        {**base, "id": "e", "title": "Nine people arrested near Yanji", "place": "Tumen"},
    ]
    assert [(at, other) for at, other, _, _ in twins(records, [])] == [(1, 0)]
    assert [
        (at, other) for at, other, _, _ in twins(records[2:3], [{**records[2], "id": "z"}])
    ] == [(0, None)]


def test_in_a_crowd_of_one_place_and_day_only_neighbours_are_compared(monkeypatch):
    asked = []
    monkeypatch.setattr("geo.ingest.twins.fuzz.ratio", lambda *_, **__: asked.append(1))
    base = {"date": "2013-05-10", "country": "CHN", "place": "Yanji"}
    records = [{**base, "id": str(n), "title": ids.digest([n], 40)} for n in range(1_000)]
    assert list(twins(records, [])) == []
    assert len(asked) < 1_000 * WINDOW


def test_nearest_words_are_found_and_hints_end(monkeypatch):
    assert Nearest(["체포", "석방"]).to("체푸", 0.6) == "체포"
    monkeypatch.setattr("geo.ingest.nearest.MANY", 1)
    monkeypatch.setattr("geo.ingest.nearest.COMPARISONS", 3)
    words = Nearest(["arrest", "release"])
    assert [words.to("arest", 0.6), words.to("arest", 0.6)] == ["arrest", None]


def test_ids_are_plain_and_of_a_length():
    made = ids.made("2013-05-10/2013-05-28", "Néuf — “returned” " * 20, ["CHN"])
    assert made.startswith("2013-05-10-neuf-returned")
    assert made.isascii()
    assert len(made) < 70
    assert ids.made(None, "연길", []) != ids.made(None, "도문", [])
