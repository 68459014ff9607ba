"""The catalogues of the interface's words."""

from geo.words import LANGUAGES, catalogue


def test_english_has_a_text_for_every_key():
    assert "en" in LANGUAGES
    assert all(catalogue("en").values())
