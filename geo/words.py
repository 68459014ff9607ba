"""The words of the interface, from the gettext catalogues in ``locale``.

English is the template: ``en.po`` and the labels of ``schema`` together. A language is one file
more. Languages are named by BCP 47 tags ("zh-Hans"), their files by babel's names ("zh_Hans.po").
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.core import get_global
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from geo.schema import LAYERS, VOCABULARIES

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en", *sorted(p.stem.replace("_", "-") for p in FOLDER.glob("*.po") if p.stem != "en"))
"""Tags of the languages that have catalogues, English first."""
UNSEEN = ("sensitivity", "publish_precision", "draw")
"""Vocabularies whose words no reader sees."""

Text = str | Mapping[str, str]

_SLOT = re.compile(r"\{(\w+)\}")


_NAMES: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar(
    "names", default=MappingProxyType({})
)


@contextmanager
def calling(names: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    """Within it, places have a house's own names: by what the map calls them, then by language.

    The language "" stands for all that are not named.
    """
    token = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(token)


def called_in(lang: str) -> dict[str, str]:
    """The names that a house gives places, in a language."""
    found = {name: said.get(lang, said.get("", "")) for name, said in _NAMES.get().items()}
    return {name: said for name, said in found.items() if said}


def file_of(lang: str) -> Path:
    """The catalogue's file of a language."""
    return FOLDER / f"{lang.replace('-', '_')}.po"


def language(wanted: str) -> str | None:
    """The language that a tag means, among those that have catalogues; None where there is none.

    >>> language("zh"), language("ko-KR"), language("EN"), language("xx")
    ('zh-Hans', 'ko', 'en', None)
    """
    asked = wanted.replace("_", "-").lower()
    for lang in LANGUAGES:
        if lang.lower() == asked:
            return lang
    base = asked.split("-")[0]
    return next((lang for lang in LANGUAGES if lang.lower().split("-")[0] == base), None)


def labels() -> dict[str, tuple[str, str]]:
    """English label and meaning of each layer and each term that a reader sees, by key."""
    terms = {
        f"{name}.{id_}": (term.label, term.meaning)
        for name, vocabulary in VOCABULARIES.items()
        if name not in UNSEEN
        for id_, term in vocabulary.items()
    }
    return {f"layer.{name}": (layer.label, layer.meaning) for name, layer in LAYERS.items()} | terms


def read(lang: str) -> Catalog:
    """A language's catalogue as babel reads it."""
    with file_of(lang).open("rb") as file:
        return read_po(file, locale=locale(lang))


@cache
def reviewed(lang: str) -> bool:
    """Whether somebody who speaks the language has read the catalogue (header ``X-Reviewed``)."""
    return '"X-Reviewed: yes' in file_of(lang).read_text("utf-8")


@cache
def catalogue(lang: str = "en") -> dict[str, Text]:
    """All texts of a language: key to text, or to plural forms by CLDR category.

    What is not translated, or fuzzy because the English has changed, is English.
    """
    if lang == "en":
        texts = {str(m.context): _english(m) for m in read("en") if m.id}
        return texts | {key: label for key, (label, _) in labels().items()}
    translated = read(lang)
    forms = _forms(lang, translated)
    found = {str(m.context): m for m in translated if m.id and not m.fuzzy}
    return {
        key: _translated(found[key], forms, text)
        if key in found and _english(found[key]) == text
        else text
        for key, text in catalogue("en").items()
    }


def _english(message: Message) -> Text:
    if isinstance(message.id, str):
        return message.id
    one, other = message.id
    return {"one": one, "other": other}


def _translated(message: Message, forms: Mapping[str, int], english: Text) -> Text:
    string = message.string
    if isinstance(string, str):
        return string or english
    if not string or not all(string):
        return english
    texts = {category: string[n] for category, n in forms.items()}
    return texts["other"] if len(set(texts.values())) == 1 else texts


def _forms(lang: str, translated: Catalog) -> dict[str, int]:
    """Which of the catalogue's plural forms each CLDR category means, tried out on numbers."""
    form: Callable[[int], int] = gettext.c2py(translated.plural_expr)
    category = locale(lang).plural_form
    forms: dict[str, int] = {}
    for n in [*range(2, 200), 0, 1, 1_000_000]:
        forms.setdefault(category(n), form(n))
    # "other" is for fractions alone in some languages; whoever has no form of its own takes it.
    return {"other": translated.num_plurals - 1} | forms


@cache
def locale(lang: str) -> Locale:
    """The language as babel knows it."""
    return Locale.parse(lang.replace("-", "_"))


def number(value: int, lang: str = "en") -> str:
    """A whole number with its grouping marks."""
    return format_decimal(value, locale=locale(lang))


def t(key: str, lang: str = "en", **values: object) -> str:
    """The text of ``key`` with its slots filled; ``n`` chooses the plural form.

    Values are put in as they are, in one pass: a slot inside a value stays text.
    """
    text = catalogue(lang)[key]
    if not isinstance(text, str):
        n = values["n"]
        text = text[locale(lang).plural_form(n if isinstance(n, int) else 0)]

    def fill(match: re.Match[str]) -> str:
        value = values[match[1]]
        return number(value, lang) if isinstance(value, int) else str(value)

    return _SLOT.sub(fill, text)


def label(vocabulary: str, id_: str, lang: str = "en") -> str:
    """The label of a vocabulary's term, or with ``layer`` of a layer; the id of an unknown one.

    >>> label("kind", "arrest"), label("layer", "routes")
    ('Arrest', 'Routes')
    """
    if vocabulary in ("sea", "river") and id_ in (own := called_in(lang)):
        return own[id_]
    return str(catalogue(lang).get(f"{vocabulary}.{id_}", id_ or ""))


def dashed(name: str) -> str:
    r"""A route's name for readers: the places that it joins keep their dash at the end of a line.

    >>> dashed("Mongolia - Gobi")
    'Mongolia\xa0– Gobi'
    """
    return name.replace(" - ", "\u00a0– ")


def any_of(names: Iterable[str], lang: str = "en") -> str:
    """Names joined by “or”."""
    return t("say.or", lang).join(names)


def own_name(lang: str) -> str:
    """A language's name in itself, such as 한국어."""
    itself = locale(lang)
    return str(itself.languages.get(str(itself)) or itself.get_language_name())


def country_name(iso3: str, lang: str = "en") -> str:
    """A country's name by its ISO 3166-1 alpha-3 code, in the words of CLDR.

    The catalogue may have another (``country.HKG``); where neither has one it is the code.
    """
    ours = called_in(lang).get(iso3) or catalogue(lang).get(f"country.{iso3}")
    if ours:
        return str(ours)
    alpha2 = _alpha2_of_cldr().get(iso3)
    name = locale(lang).territories.get(alpha2 or "")
    return str(name) if name else iso3


@cache
def _alpha2_of_cldr() -> dict[str, str]:
    # CLDR calls an alpha-3 code an alias of the alpha-2 one.
    aliases = get_global("territory_aliases")
    return {
        alias: codes[0] for alias, codes in aliases.items() if len(alias) == 3 and alias.isalpha()
    }


def is_country(iso3: str) -> bool:
    """Whether CLDR knows the ISO 3166-1 alpha-3 code."""
    return iso3 in _alpha2_of_cldr()
