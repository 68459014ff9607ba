"""Letters of pictures: there on a machine that has no font, and told of where they are not."""

import pytest
import resvg_py

from geo import fonts
from geo.__main__ import main
from geo.families import with_families

SVG = """<svg xmlns="http://www.w3.org/2000/svg" lang="en" width="300" height="40">
<text x="5" y="25" style="font-family:sans-serif;font-size:18px">{}</text></svg>"""


def drawn(text: str) -> bytes:
    """A line of text as a machine without fonts draws it."""
    options = fonts.options() | {"skip_system_fonts": True}
    return bytes(resvg_py.svg_to_bytes(svg_string=with_families(SVG.format(text)), **options))


@pytest.mark.parametrize("letters", ["Amnok–Yalu", "Хасан", "เชียงราย"])
def test_a_machine_without_fonts_draws_latin_cyrillic_and_thai(letters):
    nothing, box = drawn(""), drawn("\U0010fffd" * len(letters))
    assert drawn(letters) not in (nothing, box)
    assert len({drawn(letter) for letter in letters}) == len(set(letters))


def test_a_letter_that_no_font_has_is_named_once():
    assert fonts.lacking("Laos \U0010fffc\U0010fffc 2013") == ""  # not printable: no letter
    assert fonts.lacking("Hanoi, ตาก, Хасан\n\t") == ""


def test_the_command_names_letters_that_pictures_cannot_show(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(fonts, "_has", lambda letter: letter != "탈")
    picture = ["picture", "--route", "sea-yellow-sea", "--title", "탈북 1", "-o"]
    assert main([*picture, str(tmp_path / "a.png")]) == 0
    assert "no font of this machine has '탈'" in capsys.readouterr().err
    assert main([*picture, str(tmp_path / "a.svg")]) == 0
    assert capsys.readouterr().err == ""
