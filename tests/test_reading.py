"""Reading and checking: the good parted from the bad, and every problem a sentence to act on."""

import json
import shutil

import pytest

from geo.formats.geojson import dumps
from geo.reading import DataError, read

WORK = {
    "id": "w",
    "publisher": "P",
    "title": "T",
    "published": None,
    "url": None,
    "medium": "news",
    "note": None,
}


def incident(id_="i", geometry=None, **changes):
    record = {
        "id": id_, "title": "Title", "summary": "Summary.", "kind": "arrest", "date": "2013-05",
        "country": "CHN", "place": "Yanji", "precision": "town", "outcome": "unknown", "routes": [],
        "path": [], "sources": ["w"], "corroboration": "single", "count_in_totals": True,
        "sensitivity": "public",
    } | changes  # fmt: skip
    return {"id": record.get("id"), "geometry": geometry, "properties": record}


def folder(tmp_path, incidents=(), works=(WORK,), **files):
    (tmp_path / "incidents.geojson").write_text(dumps(incidents), "utf-8")
    (tmp_path / "sources.json").write_text(json.dumps(list(works)), "utf-8")
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


FILE = "incidents.geojson feature 1 (i), "
CASES = [
    (incident(date="2015-13"), FILE + "date: '2015-13' is not a date; write 2015, 2015-12 or 2015-12-31", True),
    (incident(date="2015/2014"), FILE + "date: '2015/2014' ends before it starts; write the earlier date first", True),
    (incident(date=2015), FILE + "date: 2015 is not text; write it in quotation marks", True),
    (incident(kind="arest"), FILE + "kind: 'arest' is not in the vocabulary kind; did you mean 'arrest'?", True),
    (incident(title=None), FILE + "title: is missing; write title, at most 90 characters, such as 'Nine returned from Laos'", True),
    (incident(title=7), FILE + "title: 7 is not text; write it in quotation marks", True),
    (incident(country="China"), FILE + "country: 'China' is no ISO 3166-1 alpha-3 code; write one such as CHN", True),
    (incident(people_min=-1), FILE + "people_min: -1 is not a whole number of 0 or more", True),
    (incident(people_min=2.5), FILE + "people_min: 2.5 is not a whole number of 0 or more", True),
    (incident(people_min=True), FILE + "people_min: True is not a whole number of 0 or more", True),
    (incident(people_min=9, people_max=3), FILE + "people_min: 9 is more than people_max, 3; swap or mend them", False),
    (incident(count_in_totals="yes"), FILE + "count_in_totals: 'yes' is neither true nor false", True),
    (incident(routes="laos"), FILE + "routes: 'laos' is not a list; write it in [brackets]", True),
    (incident(routes=["laos"]), FILE + "routes: 'laos' is not in routes.geojson; add it there or take it out", False),
    (incident(part_of="j"), FILE + "part_of: 'j' is not in incidents.geojson; add it there or take it out", False),
    (incident(sources=["w", "v"]), FILE + "sources: 'v' is not in sources.json; add it there or take it out", False),
    (incident(sources=["v"]), FILE + "sources: names no work that is known; every record needs a source", True),
    (incident(sources=[]), FILE + "sources: names no work that is known; every record needs a source", True),
    (incident(path=[{"place": "A", "lon": 300, "lat": 1}]), FILE + "path[0].lon: 300 is outside -180..180 degrees", True),
    (incident(path=["A"]), FILE + "path: ['A'] is not a list of objects", True),
    (incident(tittle="x"), FILE + "tittle: is no field of this layer; did you mean 'title'?", False),
    (incident(geometry=point(42.9, 129.5)), FILE + "geometry: [42.9, 129.5] is no longitude and latitude; "
     "write [longitude, latitude] in degrees; did you mean [129.5, 42.9]?", True),
    (incident(geometry=point("a", 1)), FILE + "geometry: ['a', 1] is no longitude and latitude; write [longitude, latitude] in degrees", True),
    (incident(geometry={"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
     FILE + "geometry: 'LineString' is not what this layer holds; write Point or null", True),
    (incident(geometry=point(1, 2), precision="country"), FILE + "geometry: is a point for a country; write null, the record is listed", False),
    (incident(title="a\0b"), FILE + "title: 'a\\x00b' holds a null character; take it out", True),
    (incident(title="\ud800"), FILE + "title: '\\ud800' holds half a character; take it out", True),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "sentence", "losing"), CASES)
def test_a_problem_says_place_value_and_way_out(tmp_path, feature, sentence, losing):
    content = dumps([feature]).encode("utf-8", "surrogatepass")
    folder(tmp_path)
    (tmp_path / "incidents.geojson").write_bytes(content.replace(b"\xed\xa0\x80", b"\\ud800"))
    atlas = read(tmp_path)
    assert sentence in [str(problem) for problem in atlas.problems]
    assert len(atlas.layers["incidents"]) == (0 if losing else 1)


def test_bad_records_never_lose_good_ones(tmp_path):
    good = [incident(f"good-{n}") for n in range(3)]
    bad = [feature for feature, _, losing in CASES[:20] if losing]
    atlas = read(folder(tmp_path, [good[0], *bad, good[1], good[2]]))
    assert list(atlas.layers["incidents"]["id"]) == ["good-0", "good-1", "good-2"]


def test_an_id_that_stands_twice_keeps_the_first(tmp_path):
    atlas = read(folder(tmp_path, [incident("a", title="First"), incident("a", title="Second")]))
    assert list(atlas.layers["incidents"]["title"]) == ["First"]
    assert [str(p) for p in atlas.problems] == [
        "incidents.geojson feature 2 (a), id: 'a' stands twice; give each record an id of its own"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON at line 1, column 2; mend it there"),
        (b'{"a": "\xe9"}', "is not UTF-8"),
        (b"[]", 'has no "features"; it must be a GeoJSON FeatureCollection'),
        (b'{"features": NaN}', "is not JSON that can be used (NaN is no number in JSON)"),
        (b"[" * 100_000, "is not JSON that can be used"),
        (b'{"features": [1, null]}', "is no Feature; write"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path, content, said):
    atlas = read(folder(tmp_path, [incident()], routes__geojson=content))
    assert any("routes.geojson" in str(p) and said in str(p) for p in atlas.problems)
    assert len(atlas.layers["incidents"]) == 1


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            WORK | {"url": "javascript:alert(1)"},
            "url: 'javascript:alert(1)' is no http or https address",
        ),
        (WORK | {"url": "//x"}, "url: '//x' is no http or https address"),
        (
            WORK | {"medium": "newz"},
            "medium: 'newz' is not in the vocabulary medium; did you mean 'news'?",
        ),
    ],
)
def test_works_are_checked(tmp_path, work, said):
    atlas = read(folder(tmp_path, [incident()], [work]))
    assert any(said in str(problem) for problem in atlas.problems)


def test_types_are_what_the_file_says(tmp_path):
    rows = read(
        folder(tmp_path, [incident("a", people_min=3), incident("b", people_min=None, date="2015-02"),
                          incident("c", date="2015-02-01")])
    ).layers["incidents"]  # fmt: skip
    assert [type(value) for value in rows["people_min"]] == [int, type(None), type(None)]
    assert list(rows["date"]) == ["2013-05", "2015-02", "2015-02-01"]
    assert rows.crs.to_epsg() == 4326


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_without_a_layer_is_refused(tmp_path, empty):
    where = tmp_path if empty else tmp_path / "nowhere"
    with pytest.raises(DataError, match=r"holds no layer|is not a folder"):
        read(where)


def test_the_version_follows_the_bytes(tmp_path, atlas):
    shutil.copytree("data", tmp_path / "data")
    assert read(tmp_path / "data").version == atlas.version
    path = tmp_path / "data" / "incidents.geojson"
    path.write_text(path.read_text("utf-8").replace("Yanji", "Yanji ", 1), "utf-8")
    assert read(tmp_path / "data").version != atlas.version


def test_only_public_records_are_public(tmp_path):
    atlas = read(
        folder(tmp_path, [incident("a", part_of="hidden"), incident("hidden", sensitivity="restricted"),
                          incident("b", sensitivity="secret")])
    )  # fmt: skip
    assert len(atlas.layers["incidents"]) == 3
    public = atlas.public().layers["incidents"]
    assert list(public["id"]) == ["a"]
    assert list(public["part_of"]) == [None]


def test_a_missing_list_of_works_is_told(tmp_path):
    folder(tmp_path, [incident()])
    (tmp_path / "sources.json").unlink()
    atlas = read(tmp_path)
    assert "sources.json: is missing; every record needs a source that stands in it" in [
        str(problem) for problem in atlas.problems
    ]
