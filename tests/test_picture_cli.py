"""``python -m geo picture``: SVG with named groups, PNG in its sizes, refusals in a sentence."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.pictures.families import with_families

DOCS = Path(__file__).parents[1] / "docs"
LAOS = ["--route", "southeast-asia-laos", "--from", "2013", "--to", "2013"]
LOOK = ["--house", str(DOCS / "house-style.toml"), "--pin", str(DOCS / "house-pin.toml")]


def size(path):
    return struct.unpack(">II", path.read_bytes()[16:24])


def test_an_svg_has_named_groups(tmp_path):
    path = tmp_path / "map.svg"
    assert main(["picture", "-o", str(path), *LAOS, *LOOK]) == 0
    ids = [each.get("id") for each in ET.parse(path).iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    names = "heading ground borders land rivers routes marks labels scale annotations legend credit"
    assert {f"map-{name}" for name in names.split()} <= set(ids)


def test_a_png_has_the_size_asked_for(tmp_path):
    path = tmp_path / "map.png"
    given = ["picture", "-o", str(path), "--width", "640", "--height", "400", *LAOS]
    assert main([*given]) == 0
    wide, high = size(path)
    assert wide == 640
    assert high > 400
    assert main([*given, "--scale", "2.5", "--theme", "dark"]) == 0
    assert size(path)[0] == 1600


@pytest.mark.parametrize("asked", ["1080x1080", "1600x700", "700X1600"])
def test_a_picture_has_exactly_the_size_asked_for(tmp_path, asked):
    path = tmp_path / "map.png"
    assert main(["picture", "-o", str(path), "--size", asked]) == 0
    assert "x".join(map(str, size(path))) == asked.lower()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["-o", "map.svg", "--size", "300x300"], "leave no room for a map"),
        (["-o", "map.jpg"], ".svg or .png"),
        (["-o", "nowhere/map.svg"], "is not a folder"),
        (
            ["-o", "map.svg", "--from", "1800", "--to", "1801", "--layer", "incidents"],
            "choose more",
        ),
        (["-o", "map.svg", "--house", "no.toml"], "no.toml cannot be read"),
        (["-o", "map.svg", "--pin", "no.toml"], "no.toml cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path, monkeypatch, capsys, given, told):
    monkeypatch.chdir(tmp_path)
    assert main(["picture", *given]) == 2
    assert told in capsys.readouterr().err


def test_more_pixels_than_can_be_drawn_are_refused_in_a_sentence(tmp_path, capsys):
    file = tmp_path / "map.png"
    assert main(["picture", "-o", str(file), "--width", "8000", "--scale", "8"]) == 2
    told = capsys.readouterr().err
    assert "pixels is too large; 32,767 is the most of a side" in told
    assert not file.exists()


@pytest.mark.parametrize(
    "given",
    [["--width", "5"], ["--scale", "0"], ["--scale", "nan"], ["--size", "9x9"], ["--size", "900"]],
)
def test_sizes_out_of_bounds_are_refused(capsys, given):
    with pytest.raises(SystemExit):
        main(["picture", "-o", "map.svg", *given])
    assert given[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "family"),
    [("탈북", "Noto Sans CJK KR"), ("ตาก", "Noto Sans Thai"), ("東京", "Noto Sans CJK SC")],
)
def test_scripts_that_fonts_lack_name_a_sans_family(said, family):
    made = with_families(f'<svg lang="en"><text x="1" style="font-size:9px">{said}</text></svg>')
    assert f"style=\"font-family:'{family}'" in made
    assert made.count("style=") == 1
    plain = '<svg><text x="1">Seoul</text></svg>'
    assert with_families(plain) == plain
    ja = with_families(f'<svg lang="ja"><text>{said}</text></svg>')
    assert ("Noto Sans CJK JP" in ja) == (said == "東京")
