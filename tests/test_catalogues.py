"""The catalogues follow the English: nothing is missing, left over or translated from old words."""

import re

import pytest

from geo import words
from geo.words import LANGUAGES, catalogue
from tools import catalogues

OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_is_up_to_date(lang):
    stands = words.file_of(lang).read_text("utf-8")
    assert stands == catalogues.updated(lang), "run python -m tools.catalogues"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_has_every_text_and_none_is_fuzzy(lang):
    for message in words.read(lang):
        if message.id:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(texts), f"{message.context} is not translated"
            assert not message.fuzzy, f"the English of {message.context} has changed"


def test_a_changed_english_makes_a_translation_fuzzy_and_a_gone_one_goes(tmp_path, monkeypatch):
    text = words.file_of("ko").read_text("utf-8")
    changed = text.replace('msgid "Zoom in"', 'msgid "Closer"') + (
        '\nmsgctxt "map.gone"\nmsgid "Gone"\nmsgstr "x"\n'
    )
    (tmp_path / "ko.po").write_text(changed, "utf-8")
    (tmp_path / "en.po").write_bytes(words.file_of("en").read_bytes())
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    new = catalogues.updated("ko")
    assert "map.gone" not in new
    assert re.search(r'#, fuzzy\nmsgctxt "map.zoom.in"\nmsgid "Zoom in"', new)
    (tmp_path / "ko.po").write_text(new, "utf-8")
    assert catalogues.updated("ko") == new
    assert catalogue.__wrapped__("ko")["map.zoom.in"] == "Zoom in"


def test_a_new_language_is_one_file_of_empty_texts(tmp_path, monkeypatch):
    (tmp_path / "en.po").write_bytes(words.file_of("en").read_bytes())
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    (tmp_path / "fr.po").write_text(catalogues.updated("fr"), "utf-8")
    text = (tmp_path / "fr.po").read_text("utf-8")
    assert "nplurals=2" in text
    assert "X-Reviewed: no" in text
    assert catalogues.updated("fr") == text
    assert not words.reviewed.__wrapped__("fr")
