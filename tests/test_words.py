"""The catalogues of the interface's words: complete, used, up to date, alike in every language."""

import re
from pathlib import Path

import pytest

from geo import words
from geo.languages import keys_in
from geo.schema import LAYERS, VOCABULARIES
from geo.words import LANGUAGES, UNSEEN, catalogue, country_name, label, labels, language, t

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "geo" / "assets").glob("*.js"))
PYTHON = [*sorted((ROOT / "geo").rglob("*.py")), ROOT / "app.py"]
CODE = "\n".join(path.read_text("utf-8") for path in [*SCRIPTS, *PYTHON])
OTHERS = LANGUAGES[1:]
NAMES = {"country", "sea", "river"}
"""Sections whose keys are made of a kind and an id of the data."""


def slots(text):
    return sorted(set(re.findall(r"\{(\w+)\}", text)))


def forms(text):
    return [text] if isinstance(text, str) else list(text.values())


def test_there_are_the_four_languages_and_english_comes_first():
    assert LANGUAGES[0] == "en"
    assert {"ko", "ja", "zh-Hans"} < set(LANGUAGES)


def test_every_key_that_the_code_names_is_in_the_catalogue():
    sections = {key.split(".")[0] for key in catalogue()} - {"layer", "mode"}
    known = catalogue()
    for key in keys_in(CODE):
        if key.split(".")[0] in sections and not re.search(
            r"\.(js|css|json|html|py|svg|png)$", key
        ):
            found = any(k.startswith(key) for k in known) if key.endswith(".") else key in known
            assert found, f"{key} is in no catalogue"


def test_every_key_of_the_catalogue_is_used():
    used = keys_in(CODE)
    starts = tuple(key for key in used if key.endswith("."))
    for key in catalogue().keys() - labels().keys():
        if key.split(".")[0] not in NAMES:
            assert key in used or key.startswith(starts), f"{key} is used nowhere"


def test_every_layer_and_term_that_readers_see_has_a_label():
    wanted = {f"layer.{name}" for name in LAYERS} | {
        f"{name}.{id_}" for name in VOCABULARIES.keys() - set(UNSEEN) for id_ in VOCABULARIES[name]
    }
    assert labels().keys() == wanted
    assert label("kind", "arrest") == VOCABULARIES["kind"]["arrest"].label


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_has_the_slots_of_the_english(lang):
    for key, text in catalogue(lang).items():
        english = slots(forms(catalogue()[key])[-1])
        assert all(slots(form) == english for form in forms(text)), key


@pytest.mark.parametrize("lang", OTHERS)
def test_what_an_english_text_begins_or_ends_with_stands_in_the_translation_too(lang):
    for key, text in catalogue(lang).items():
        assert "\n" not in "".join(forms(text)), key
        if key not in ("say.comma", "say.semicolon", "say.and", "say.or"):
            assert all(form == form.strip() for form in forms(text)), key


def test_korean_has_no_particle_that_depends_on_the_sound_before_it():
    bad = re.compile(r"\}[”’\"']*(?:은|는|이|가|을|를|과|와|으로|로)(?:[\s,.]|$)")
    for key, text in catalogue("ko").items():
        assert not any(bad.search(form) for form in forms(text)), key


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("zh", "zh-Hans"), ("zh_Hans", "zh-Hans"), ("ZH-hans", "zh-Hans"), ("ko-KR", "ko"), ("en-GB", "en"), ("xx", None), ("", None)],
)  # fmt: skip
def test_a_tag_means_a_language(wanted, found):
    assert language(wanted) == found


PLURALS = """msgid ""
msgstr ""
"Language: {lang}\\n"
"Plural-Forms: {plural};\\n"

msgctxt "say.count.incidents"
msgid "{{n}} incident"
msgid_plural "{{n}} incidents"
{forms}
"""


@pytest.mark.parametrize(
    ("lang", "plural", "given", "said"),
    [
        ("ru", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
         ["{n} one", "{n} few", "{n} many"], {1: "1 one", 21: "21 one", 3: "3 few", 11: "11 many", 0: "0 many"}),
        ("fr", "nplurals=2; plural=(n > 1)", ["{n} one", "{n} more"], {0: "0 one", 1: "1 one", 2: "2 more"}),
        ("th", "nplurals=1; plural=0", ["{n} all"], {0: "0 all", 1: "1 all", 5: "5 all"}),
    ],
)  # fmt: skip
def test_plural_forms_follow_the_catalogue(tmp_path, monkeypatch, lang, plural, given, said):
    texts = "\n".join(f'msgstr[{n}] "{text}"' for n, text in enumerate(given))
    (tmp_path / f"{lang}.po").write_text(
        PLURALS.format(lang=lang, plural=plural, forms=texts), "utf-8"
    )
    english = catalogue()
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    monkeypatch.setattr(words, "catalogue", lambda lang: read(lang) if lang != "en" else english)
    read = catalogue.__wrapped__
    assert {n: t("say.count.incidents", lang, n=n) for n in said} == said
    assert read(lang)["panel.yes"] == "Yes"  # what is not translated is English


def test_countries_are_named_by_cldr_but_for_the_few_of_our_own():
    assert country_name("PRK", "ko") == "북한"
    assert country_name("LAO", "zh-Hans") == "老挝"
    assert country_name("VNM", "ja") == "ベトナム"
    assert country_name("HKG") == "Hong Kong"
    assert country_name("QQQ", "ko") == "QQQ"
