"""Coordinates in every writing and system → longitude and latitude, or a sentence."""

import math

import pytest
import shapely

from geo.ingest import coordinates
from geo.ingest.coordinates import angle, pair, system, wkt
from geo.ingest.wrong import Wrong


@pytest.mark.parametrize(
    ("cell", "axis", "degrees"),
    [
        (42.9, "lat", 42.9),
        ("42.9", "lat", 42.9),
        (" 42.9 ", "lat", 42.9),
        ("42,9", "lat", 42.9),
        ("４２．９", "lat", 42.9),
        ("-10.5", "lat", -10.5),
        ("−10.5", "lat", -10.5),
        (42, "lat", 42),
        ("42.9°", "lat", 42.9),
        ("42.9 N", "lat", 42.9),
        ("N42.9", "lat", 42.9),
        ("S 10.5", "lat", -10.5),
        ("42°58'10\"N", "lat", 42 + 58 / 60 + 10 / 3600),
        ("42º58'10''N", "lat", 42 + 58 / 60 + 10 / 3600),
        ("42° 58′ 10″ N", "lat", 42 + 58 / 60 + 10 / 3600),
        ("42°58.5'", "lat", 42.975),
        ("42 58 10 N", "lat", 42 + 58 / 60 + 10 / 3600),
        ("42도 58분 10초", "lat", 42 + 58 / 60 + 10 / 3600),
        ("北纬42度58分", "lat", 42 + 58 / 60),
        ("북위 42.5", "lat", 42.5),
        ("동경 129.5", "lon", 129.5),
        ("東経129.5度", "lon", 129.5),
        ("W 10", "lon", -10),
        ("129,50241", "lon", 129.50241),
        ("180", "lon", 180),
    ],
)
def test_angle(cell, axis, degrees):
    assert angle(cell, axis) == pytest.approx(degrees)


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_no_angle(cell):
    assert angle(cell, "lat") is None


@pytest.mark.parametrize(
    ("cell", "axis", "advice"),
    [
        (1294, "lat", "is outside −90..90; did you mean 129.4?"),
        ("1294", "lat", "is outside −90..90; did you mean 129.4?"),
        ("4288825", "lat", "is outside −90..90; did you mean 42.88825?"),
        ("12950241", "lon", "is outside −180..180; did you mean 129.50241?"),
        ("-12950241", "lon", "is outside −180..180; did you mean -129.50241?"),
        (230.5, "lon", "is outside −180..180; did you mean -129.5?"),
        (129.5, "lat", "is outside −90..90; is it the longitude?"),
        ("129.5 E", "lat", "is a longitude, not a latitude; are the columns swapped?"),
        ("42.9 N", "lon", "is a latitude, not a longitude; are the columns swapped?"),
        ("42°75'", "lat", "has 75 minutes; they go to 59 only"),
        ("-42.9 N", "lat", "has a minus and a hemisphere"),
        ("abc", "lat", "is not a coordinate; write degrees, such as 42.9"),
        ("NaN", "lat", "is not a number"),
        (math.inf, "lon", "is not a number"),
        ("1e400", "lon", "is not a number"),
        (True, "lon", "is not a coordinate"),
        ("9" * 500, "lat", "is not a number"),
        ("42.9" + "x" * 500, "lat", "is not a coordinate"),
    ],
)
def test_no_coordinate(cell, axis, advice):
    with pytest.raises(Wrong) as wrong:
        angle(cell, axis)
    assert advice in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("42.9, 129.5", (129.5, 42.9)),
        ("42.9,129.5", (129.5, 42.9)),
        ("42.9 129.5", (129.5, 42.9)),
        ("(42.9, 129.5)", (129.5, 42.9)),
        ("129.5, 42.9", (129.5, 42.9)),
        ("31.65, -110.36", (-110.36, 31.65)),
        ("42,9; 129,5", (129.5, 42.9)),
        ("42,9 129,5", (129.5, 42.9)),
        ("42°58'10\"N 129°50'42\"E", (129.845, 42.96944)),
        ("42°58'10\"N129°50'42\"E", (129.845, 42.96944)),
        ("42 58 10 N, 129 50 42 E", (129.845, 42.96944)),
        ("129.5E, 42.9N", (129.5, 42.9)),
        ("N42.9 E129.5", (129.5, 42.9)),
        ("34.5 S 18.4 E", (18.4, -34.5)),
        ("북위 42도 30분, 동경 129도 30분", (129.5, 42.5)),
        ("POINT (129.5 42.9)", (129.5, 42.9)),
    ],
)
def test_pair(text, place):
    assert pair(text) == pytest.approx(place, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("here", "is not a pair of coordinates"),
        ("42.9", "is not a pair of coordinates"),
        ("42,97,129,84", "is not a pair of coordinates"),
        ("42.9, 129.5, 100, 3", "is not a pair of coordinates"),
        ("142.9, 129.5", "has a latitude, 142.9"),
        ("42.9N 10N", "has two latitudes"),
        ("200, 10", "has a longitude, 200"),
        ("4290, 129.5", "did you mean 42.9?"),
        ("1 2 " * 100, "is not a pair of coordinates"),
        (42.9, "is not a pair of coordinates"),
    ],
)
def test_no_pair(text, advice):
    with pytest.raises(Wrong) as wrong:
        pair(text)
    assert advice in str(wrong.value)


@pytest.mark.parametrize(
    ("named", "x", "y", "lon", "lat"),
    [
        # The origins of the Korean systems, by their definitions.
        ("EPSG:5179", 1_000_000, 2_000_000, 127.5, 38),
        ("5179", 1_000_000, 2_000_000, 127.5, 38),
        ("UTM-K", 1_000_000, 2_000_000, 127.5, 38),
        ("EPSG:5186", 200_000, 600_000, 127, 38),
        ("중부원점", 200_000, 600_000, 127, 38),
        ("EPSG:32652", 500_000, 0, 129, 0),
        ("EPSG:3857", 20_037_508.342789, 0, 180, 0),
        ("WGS 84", 129.5, 42.9, 129.5, 42.9),
        ("EPSG:4326", 129.5024123, 42.9, 129.50241, 42.9),
    ],
)
def test_systems(named, x, y, lon, lat):
    assert system(named).point(x, y) == pytest.approx((lon, lat), abs=1e-5)


@pytest.mark.parametrize("named", ["EPSG:999999", "EPSG:5703", "mine", "", "+proj=nonsense"])
def test_no_system(named):
    with pytest.raises(Wrong, match="such as EPSG:5179"):
        system(named)


def test_projected_numbers_have_no_bounds_of_degrees():
    assert angle(1_000_000, "lon", system("EPSG:5179")) == 1_000_000


@pytest.mark.parametrize("point", [(1e30, 1e30), (math.nan, 1), (math.inf, 1)])
def test_no_place_on_earth(point):
    with pytest.raises(Wrong, match="no place on earth"):
        system("EPSG:5179").point(*point)


def test_shapes_are_moved_rounded_and_flat():
    moved = system("EPSG:5179").geometry(shapely.LineString([(1e6, 2e6, 5), (1e6, 2.1e6, 5)]))
    assert not moved.has_z
    assert moved.coords[0] == (127.5, 38)
    assert moved.coords[1][0] == 127.5
    assert system("4326").geometry(shapely.Point(129.123456789, 42)) == shapely.Point(129.12346, 42)


@pytest.mark.parametrize(
    ("shape", "advice"),
    [
        (shapely.Point(42.9, 129.5), "did you mean 129.5, 42.9?"),
        (shapely.LineString([(1, 2), (1000000, 2000000)]), "in which coordinate system"),
        (shapely.Point(math.nan, 1), "is no number"),
        (shapely.Point(1e308, 1e308), "in which coordinate system"),
    ],
)
def test_shapes_outside(shape, advice):
    with pytest.raises(Wrong) as wrong:
        system("EPSG:4326").geometry(shape)
    assert advice in str(wrong.value)


def test_well_known_text():
    assert wkt("POINT (129.5 42.9)") == shapely.Point(129.5, 42.9)
    assert wkt("SRID=5179;POINT (1 2)") == shapely.Point(1, 2)
    assert coordinates.declared("SRID=5179;POINT (1 2)") == "EPSG:5179"
    assert coordinates.declared("POINT (1 2)") is None
    assert wkt(None) is None


@pytest.mark.parametrize("text", ["POINT (1", "POINT EMPTY", "here", 5, "{{ 7*7 }}"])
def test_no_well_known_text(text):
    with pytest.raises(Wrong, match=r"POINT \(129.5 42.9\)"):
        wkt(text)


def test_a_field_of_blanks_is_no_work():
    """A pattern that begins anew at every blank would take minutes here."""
    for text in (" " * 1_000_000 + "x", "srid=" * 200_000):
        with pytest.raises(Wrong):
            wkt(text)
