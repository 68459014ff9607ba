"""The kit of one map: its files, the same bytes for the same input, and an archive that validates."""

import csv
import hashlib
import io
import json
import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from html import escape

import bagit
import pytest

from geo import style
from geo.__main__ import main
from geo.document import EmptySelection
from geo.pictures import raster
from geo.pictures.card import card
from geo.publishing.archive import zipped
from geo.publishing.kit import FILES, Wish, kit, plan
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection

LAOS = Selection(since="2013", until="2013", route=("southeast-asia-laos",))
HOSTILE = 'A "quoted" <script>alert(1)</script> {{ 7*7 }} =1+1 | *b* \r\n# x'


@pytest.fixture(scope="module")
def files(atlas):
    return kit(atlas, Wish(LAOS, url="https://news.example/maps/laos", archive=True))


def test_a_kit_holds_all_its_files(files):
    assert list(files) == [
        "map.html", "map.svg", "map.png", "map@2x.png", "card.png", "data.geojson", "data.csv",
        "sources.csv", "citation.txt", "citation.json", "embed.html", "README.md", "archive.zip",
    ]  # fmt: skip
    assert len(files) == FILES + 1
    assert all(files.values())


def test_pictures_have_their_sizes(files):
    def size(name):
        assert files[name][:8] == b"\x89PNG\r\n\x1a\n"
        return struct.unpack(">II", files[name][16:24])

    root = ET.fromstring(files["map.svg"])
    width, height = (round(float(root.get(name))) for name in ("width", "height"))
    assert size("map.png") == (width, height)
    assert size("map@2x.png") == (2 * width, 2 * height)
    assert size("card.png") == (1200, 630)
    # The snippet for the picture alone says it, so that nothing moves when the picture comes.
    told = escape(f'width="{width}" height="{height}"')
    assert told in files["embed.html"].decode()


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_pictures_are_in_the_theme_of_the_map(atlas, theme):
    made = plan(atlas, Wish(Selection(route=("sea-yellow-sea",)), theme=theme))
    for drawn in (made.picture, card(made.atlas, made.shown, made.wish.selection, **made.drawn)):
        assert (style.THEMES["dark"]["sea"] in drawn) == (theme == "dark")
        assert (style.THEMES["light"]["sea"] in drawn) == (theme != "dark")


def test_the_size_of_a_picture_is_known_before_it_is_drawn(atlas):
    for wish in (Wish(LAOS), Wish(title="A long title " * 20, langs=("ko",)), Wish(Selection())):
        made = plan(atlas, wish)
        assert made.target.size == raster.size(made.picture)


def test_data_are_the_records_shown_and_sources_the_works_they_cite(files, atlas):
    shown = select(atlas, LAOS)
    wanted = [(name, id_) for name in LAYERS for id_ in shown.layers[name][LAYERS[name].key]]
    features = json.loads(files["data.geojson"])["features"]
    assert [(f["properties"]["layer"], f["id"]) for f in features] == wanted
    rows = list(csv.DictReader(io.StringIO(files["data.csv"].decode("utf-8-sig"))))
    assert [(row["layer"], row[LAYERS[row["layer"]].key]) for row in rows] == wanted
    cited = {id_ for layer in shown.layers.values() for ids in layer["sources"] for id_ in ids}
    works = csv.DictReader(io.StringIO(files["sources.csv"].decode("utf-8-sig")))
    assert {work["id"] for work in works} == cited
    own, *items = json.loads(files["citation.json"])
    assert own["version"] == atlas.version
    assert own["URL"] == "https://news.example/maps/laos"
    assert {item["id"] for item in items} == cited


def test_a_work_is_cited_with_no_more_date_than_it_has(files, atlas):
    _, *items = json.loads(files["citation.json"])
    for item in items:
        published = atlas.sources[item["id"]].get("published")
        given = item.get("issued", {})
        if not published:
            assert not given
        elif "date-parts" in given:
            assert [int(part) for part in published.split("-")] == given["date-parts"][0]
        else:
            assert given == {"literal": published}


def test_version_date_and_notice_stand_in_what_people_read(files, atlas):
    readme, cited = files["README.md"].decode(), files["citation.txt"].decode()
    for text in (
        readme,
        cited,
        *(files[name].decode() for name in ("map.svg", "map.html", "embed.html")),
    ):
        assert atlas.version in text
    assert "not an estimate" in readme
    assert LAOS.query() in readme
    assert "https://news.example/maps/laos" in cited
    assert "https://news.example/maps/laos/map.html" in files["embed.html"].decode()


def test_the_archive_validates_and_says_if_a_byte_is_wrong(files, tmp_path):
    with zipfile.ZipFile(io.BytesIO(files["archive.zip"])) as archive:
        archive.extractall(tmp_path)
    bag = bagit.Bag(str(tmp_path / "routes-atlas"))
    bag.validate()
    data = tmp_path / "routes-atlas" / "data"
    assert {path.name for path in data.iterdir()} == set(files) - {"archive.zip"}
    assert (data / "map.html").read_bytes() == files["map.html"]
    (data / "data.csv").write_bytes(files["data.csv"] + b"x")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def test_the_same_wish_gives_the_same_bytes_elsewhere(files, tmp_path):
    command = (
        "from geo.publishing.kit import *; from geo.reading import read; import hashlib;"
        "files = kit(read('data'), Wish(Selection(since='2013', until='2013', "
        "route=('southeast-asia-laos',)), url='https://news.example/maps/laos', archive=True));"
        "print(*(hashlib.sha256(files[name]).hexdigest() for name in sorted(files)), sep='\\n')"
    )
    there = subprocess.run(
        [sys.executable, "-c", command],
        env={**os.environ, "TZ": "Asia/Seoul", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert there == [hashlib.sha256(files[name]).hexdigest() for name in sorted(files)]


def test_a_zip_has_no_time_of_its_own():
    first = zipped({"b": b"2", "a": b"1"})
    assert first == zipped({"a": b"1", "b": b"2"})
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == ["a", "b"]


def test_hostile_words_stay_words(atlas):
    files = kit(
        atlas, Wish(LAOS, title=HOSTILE, report=HOSTILE, url='https://x.example/"><script>')
    )
    for name in ("map.html", "map.svg", "embed.html"):
        assert b"<script>alert" not in files[name], name
    assert b'x.example/"><script>' not in files["embed.html"]
    assert ET.fromstring(files["map.svg"])[0].text.startswith('A "quoted" <script>')
    readme = files["README.md"].decode()
    assert "\n# x" not in readme
    assert "<script>" not in readme
    assert json.loads(files["citation.json"])[0]["title"] == HOSTILE


def test_nothing_to_show_is_no_kit(atlas):
    with pytest.raises(EmptySelection):
        kit(atlas, Wish(Selection(words="zzzz")))


def test_the_command_writes_the_folder_and_is_quiet_in_a_pipe(files, tmp_path, capfd):
    flags = ["--route", "southeast-asia-laos", "--from", "2013", "--to", "2013", "--archive"]
    url = ["--url", "https://news.example/maps/laos"]
    assert main(["publish", "-o", str(tmp_path / "deep" / "kit"), *flags, *url]) == 0
    folder = tmp_path / "deep" / "kit"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    said = capfd.readouterr()
    assert said.err == ""
    assert said.out.count("\n") == 1


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--words", "zzzz"], "Nothing is shown"),
        (["--kind", "arest"], "did you mean arrest"),
        (["--lang", "xx"], "--lang xx: there are en"),
    ],
)
def test_what_cannot_be_published_is_a_sentence(tmp_path, capsys, flags, says):
    assert main(["publish", "-o", str(tmp_path / "kit"), *flags]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "kit").exists() or not any((tmp_path / "kit").iterdir())


@pytest.mark.parametrize(
    ("flag", "says"),
    [("--url", "write the web address of a folder"), ("--report", "write a web address")],
)
def test_what_is_no_address_is_refused(tmp_path, capsys, flag, says):
    with pytest.raises(SystemExit, match="2"):
        main(["publish", "-o", str(tmp_path / "kit"), flag, "javascript:alert(1)"])
    assert says in capsys.readouterr().err


def test_where_to_report_is_a_page_that_says_it(files):
    assert "https://news.example/maps/laos/embed.html#about" in files["map.html"].decode()
    about = files["embed.html"].decode().partition('<footer id="about">')[2]
    assert "Tell whoever published this map" in about
    assert "archive.zip" in files["README.md"].decode()


def test_a_file_in_the_way_is_told(tmp_path, capsys):
    (tmp_path / "kit").write_text("mine")
    assert main(["publish", "-o", str(tmp_path / "kit")]) == 2
    assert "is a file; name a folder" in capsys.readouterr().err
    assert (tmp_path / "kit").read_text() == "mine"
