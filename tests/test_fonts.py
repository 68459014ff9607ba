"""Letters of pictures: there on a machine that has no font, and told of where they are not."""

import os
import subprocess
import sys

import pytest

from geo.__main__ import main
from geo.pictures import fonts

BARE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>"""
SAID = "import sys; from geo.pictures.fonts import lacking; print(lacking(sys.argv[1]))"


def lacking_on_a_bare_machine(letters: str, folder) -> str:
    """What a machine without fonts says that it lacks."""
    (folder / "fonts").mkdir()
    (folder / "fonts.conf").write_text(BARE.format(folder), "utf-8")
    told = subprocess.run(
        [sys.executable, "-c", SAID, letters],
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return told.stdout.strip()


@pytest.mark.parametrize("letters", ["Amnok–Yalu", "Хасан", "เชียงราย", "←↑→↓"])
def test_a_machine_without_fonts_draws_latin_cyrillic_thai_and_arrows(letters, tmp_path):
    # A letter of Hangul and one of Ugaritic are told of, each once.
    assert lacking_on_a_bare_machine(f"탈{letters}탈𐎀", tmp_path) == "탈𐎀"


def test_what_is_no_letter_is_not_missed():
    assert fonts.lacking("Laos \U0010fffc 2013") == ""  # not printable: no letter
    assert fonts.lacking("Hanoi, ตาก, Хасан, □ and 12\n\t") == ""


def test_the_command_names_letters_that_pictures_cannot_show(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(fonts, "_has", lambda letter: letter != "탈")
    picture = ["picture", "--route", "sea-yellow-sea", "--title", "탈북 1", "-o"]
    assert main([*picture, str(tmp_path / "a.png")]) == 0
    assert "no font of this machine has '탈'" in capsys.readouterr().err
    assert main([*picture, str(tmp_path / "a.svg")]) == 0
    assert capsys.readouterr().err == ""
