"""The words of the interface, from the gettext catalogues in ``locale``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("en",)
"""Languages that have catalogues."""

Text = str | Mapping[str, str]

_FOLDER = Path(__file__).parent / "locale"
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def catalogue(lang: str = "en") -> dict[str, Text]:
    """All texts of a language: key to text, or to plural forms by CLDR category."""
    with (_FOLDER / f"{lang}.po").open("rb") as file:
        messages = read_po(file)
    return {str(message.context): _text(message) for message in messages if message.id}


def _text(message: Message) -> Text:
    if isinstance(message.id, str):
        return str(message.string or message.id)
    one, other = message.id
    return {"one": one, "other": other}


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def number(value: int, lang: str = "en") -> str:
    """A whole number with its grouping marks."""
    return format_decimal(value, locale=lang)


def t(key: str, lang: str = "en", **values: object) -> str:
    """The text of ``key`` with its slots filled; ``n`` chooses the plural form.

    Values are put in as they are, in one pass: a slot inside a value stays text.
    """
    text = catalogue(lang)[key]
    if not isinstance(text, str):
        n = values["n"]
        text = text[_locale(lang).plural_form(n if isinstance(n, int) else 0)]

    def fill(match: re.Match[str]) -> str:
        value = values[match[1]]
        return number(value, lang) if isinstance(value, int) else str(value)

    return _SLOT.sub(fill, text)


def any_of(names: Iterable[str], lang: str = "en") -> str:
    """Names joined by “or”."""
    return t("say.or", lang).join(names)


def country_name(iso3: str, lang: str = "en") -> str:
    """A country's name from CLDR by its ISO 3166-1 alpha-3 code; the code where CLDR has none."""
    alpha2 = _alpha2_of_cldr().get(iso3)
    name = _locale(lang).territories.get(alpha2 or "")
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
