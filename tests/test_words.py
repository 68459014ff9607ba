"""The catalogues of the interface's words: complete, used, and the same in every language."""

import re
from pathlib import Path

from geo.languages import keys_in
from geo.words import LANGUAGES, catalogue, labels

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "geo" / "assets").glob("*.js"))
CODE = "\n".join(
    path.read_text("utf-8") for path in [*SCRIPTS, *(ROOT / "geo").glob("*.py"), ROOT / "app.py"]
)
NAMES = {"country", "sea", "river"}
"""Sections whose keys are made of a kind and an id of the data."""


def test_english_has_a_text_for_every_key():
    assert "en" in LANGUAGES
    assert all(catalogue("en").values())


def test_every_key_that_the_code_names_is_in_the_catalogue():
    sections = {key.split(".")[0] for key in catalogue()} - {"layer", "mode"}
    known = catalogue()
    for key in keys_in(CODE):
        if key.split(".")[0] in sections and not re.search(r"\.(js|css|json|html)$", key):
            found = any(k.startswith(key) for k in known) if key.endswith(".") else key in known
            assert found, f"{key} is in no catalogue"


def test_every_key_of_the_catalogue_is_used():
    used = keys_in(CODE)
    starts = tuple(key for key in used if key.endswith("."))
    for key in catalogue().keys() - labels().keys():
        if key.split(".")[0] not in NAMES:
            assert key in used or key.startswith(starts), f"{key} is used nowhere"
