"""Cells to the values of fields: numbers, yes and no, words of vocabularies, countries, lists."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.core import get_global

from geo.ingest import dates
from geo.ingest.columns import plain
from geo.ingest.datewords import UNKNOWN
from geo.ingest.nearest import Nearest
from geo.ingest.sheet import Cell
from geo.ingest.wrong import Wrong
from geo.schema import VOCABULARIES, Field
from geo.words import LANGUAGES, label

_KEPT = 50_000
"""Different texts that each reader remembers: tables repeat themselves."""


def value(field: Field, cell: Cell, order: dates.Order | None = None) -> Any:
    """A cell as the value of a field, or None where it says nothing.

    Lists are split at semicolons and commas; objects are read as JSON. Raises ``Wrong``, and
    ``dates.Ambiguous`` where ``order`` would be needed.
    """
    if cell is None:
        return None
    if field.kind == "date":
        return dates.edtf(cell, order)
    if field.kind in ("term", "terms"):
        read = term if field.kind == "term" else terms
        return read(cell, field.vocabulary or "")
    return _READERS[field.kind](cell)


def text(cell: Cell) -> str | None:
    """A cell as text, without blanks at its ends; a whole number without its ".0"."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


_BROKEN = re.compile("[\0\ud800-\udfff]")


def _text(said: str) -> str | None:
    if broken := _BROKEN.search(said):
        what = "a null character" if broken[0] == "\0" else "half a character"
        raise Wrong(f"holds {what}; take it out")
    return said.strip() or None


_GROUPED = re.compile(r"\d{1,3}(?:([,.' \u00a0\u202f\u2009])\d{3})(?:\1\d{3})*")
_PEOPLE = re.compile(
    r"\s*(?:people|persons?|refugees|escapees|defectors|migrants|women|children|men|명|인|사람|人|名)\s*$"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve"]
    )
}  # fmt: skip
_RANGE = "write the lowest and the highest number, such as 25-35"
_MOST = 10_000_000


def integer(cell: Cell) -> int | None:
    """A whole number of 0 or more: ``12``, ``12.0``, ``1,200``, ``30명``, ``nine``."""
    low, high = people(cell)
    if low != high:
        raise Wrong("is not one number; write one, such as 12")
    return low


def people(cell: Cell) -> tuple[int | None, int | None]:
    """Lowest and highest number of people: ``9``, ``2-3``, ``at least 5``, ``10명 이하``.

    None where that end isn't said. Raises ``Wrong`` where nothing exact is said ("about 30",
    "dozens").
    """
    if cell is None:
        return None, None
    if isinstance(cell, str):
        return _people(cell)
    if isinstance(cell, bool | dt.date):
        raise Wrong("is not a number")
    if not math.isfinite(cell):
        raise Wrong("is not a number that can be counted")
    if cell != int(cell):
        raise Wrong(f"is not a whole number; did you mean {round(cell)}?")
    found = _sane(int(cell))
    return found, found


def _sane(number: int) -> int:
    if number < 0:
        raise Wrong(f"is less than 0; did you mean {-number}?")
    if number > _MOST:
        raise Wrong(f"is more than {_MOST:,}; write the number of people")
    return number


_BOTH = re.compile(
    r"(?:between |from )?(.+?)\s*(?:-|~|\bto\b|\band\b|\bor\b|에서|至|から|내지)\s*(.+)"
)
_LEAST = re.compile(
    r"(?:at least|min\.?|minimum|not less than|최소|적어도|至少|少なくとも|≥|>=)\s*(.+)"
    r"|(.+?)\s*(?:\+|or more|and more|이상|以上)"
)
_MORE = re.compile(r"(?:more than|over|>|초과)\s*(.+)|(.+?)\s*초과")
_UP_TO = re.compile(
    r"(?:at most|up to|max\.?|maximum|no more than|최대|많아야|至多|最多|≤|<=)\s*(.+)"
    r"|(.+?)\s*(?:or less|or fewer|이하|以下|以内)"
)
_FEWER = re.compile(r"(?:less than|fewer than|under|<|미만)\s*(.+)|(.+?)\s*미만")
_ABOUT = re.compile(
    r"^(?:about|around|approx\w*\.?|circa|ca\.?|c\.|some|nearly|almost|roughly"
    r"|약|대략|약간|约|約|およそ|~)\s*(?=\d)"
    r"|\s*(?:여|쯤|정도|가량|余|多|左右|ほど|前後)$"
)


@lru_cache(maxsize=_KEPT)
def _people(said: str) -> tuple[int | None, int | None]:
    if len(said) > 120:
        raise Wrong(f"is too long for a number; {_RANGE}")
    words = " ".join(unicodedata.normalize("NFKC", said).casefold().split())
    words = re.sub("[\u2010-\u2015\u2212\u301c]", "-", words)
    if not words or words in UNKNOWN:
        return None, None
    exact = _count(words)
    if exact is not None:
        return exact, exact
    if re.fullmatch(r"-\s?\d+", words):
        return (_sane(int(words.replace(" ", ""))),) * 2
    return _bounds(words)


def _bounds(words: str) -> tuple[int | None, int | None]:
    if (found := _inner(_LEAST, words)) is not None:
        return found, None
    if (found := _inner(_MORE, words)) is not None:
        return found + 1, None
    if (found := _inner(_UP_TO, words)) is not None:
        return None, found
    if (found := _inner(_FEWER, words)) is not None:
        return None, max(found - 1, 0)
    if match := _BOTH.fullmatch(words):
        low, high = _count(match[1]), _count(match[2])
        if low is not None and high is not None:
            if low > high:
                raise Wrong(f"goes from more to fewer; did you mean {high}-{low}?")
            return low, high
    without = _PEOPLE.sub("", words)
    if _ABOUT.search(without) and _count(_ABOUT.sub("", without)) is not None:
        raise Wrong(f"is not exact; {_RANGE}")
    if re.fullmatch(r"\d+[.,]\d+", words):
        raise Wrong("is not a whole number; write one such as 12, or 1200 without a sign between")
    raise Wrong("is not a number; write one such as 12, or 2-3, or leave it empty")


def _inner(pattern: re.Pattern[str], words: str) -> int | None:
    match = pattern.fullmatch(_PEOPLE.sub("", words) or words)
    return _count(next(filter(None, match.groups()))) if match else None


def _count(words: str) -> int | None:
    words = _PEOPLE.sub("", words).strip()
    if words.isdecimal() and len(words) <= 15:
        return _sane(int(words))
    if _GROUPED.fullmatch(words):
        return _sane(int(re.sub(r"\D", "", words)))
    if re.fullmatch(r"\d{1,15}\.0+", words):
        return _sane(int(words.partition(".")[0]))
    return _NUMBERS.get(words)


_YES = (
    "yes", "y", "true", "t", "1", "o", "○", "✓", "✔", "☑", "v", "예", "네", "그렇다", "참", "있음",
    "공식", "是", "对", "真", "有", "はい", "有り", "あり",
)  # fmt: skip
_NO = (
    "no", "n", "false", "f", "0", "x", "×", "✗", "✘", "☐", "아니오", "아니요", "아님", "거짓",
    "없음", "비공식", "否", "不是", "不", "假", "无", "無", "いいえ", "偽", "なし",
)  # fmt: skip
_TRUTH = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)


def boolean(cell: Cell) -> bool | None:
    """Yes or no in any of the four languages, or as true/false, 1/0."""
    if isinstance(cell, bool):
        return cell
    said = text(cell)
    if said is None:
        return None
    found = _TRUTH.get(unicodedata.normalize("NFKC", said).casefold())
    if found is None:
        raise Wrong("is neither yes nor no; write true or false")
    return found


@cache
def _synonyms() -> Mapping[str, Mapping[str, list[str]]]:
    file = resources.files(__package__).joinpath("synonyms.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _terms(vocabulary: str) -> Mapping[str, str]:
    """Term by plain word: ids first, then labels in every language, then other words."""
    terms = VOCABULARIES[vocabulary]
    known = {plain(term): term for term in terms}
    for lang in LANGUAGES:
        for term in terms:
            known.setdefault(plain(label(vocabulary, term, lang)), term)
            known.setdefault(plain(terms[term].label), term)
    for term, words in _synonyms().get(vocabulary, {}).items():
        for word in words:
            known.setdefault(plain(word), term)
    return known


def term(cell: Cell, vocabulary: str) -> str | None:
    """A vocabulary's term by its id, its label in any language, or a usual word for it."""
    said = text(cell)
    return _term(said, vocabulary) if said else None


@lru_cache(maxsize=_KEPT)
def _term(said: str, vocabulary: str) -> str:
    known = _terms(vocabulary)
    word = plain(said)
    if word in known:
        return known[word]
    raise Wrong(f"is not in the vocabulary {vocabulary}; {_nearest(word, known, vocabulary)}")


def _nearest(word: str, known: Mapping[str, str], vocabulary: str) -> str:
    near = _near_terms(vocabulary).to(word, 0.75)
    return (
        f"did you mean {known[near]!r}?"
        if near
        else f"write one of {', '.join(VOCABULARIES[vocabulary])}"
    )


@cache
def _near_terms(vocabulary: str) -> Nearest:
    return Nearest(_terms(vocabulary))


@cache
def _near_countries() -> Nearest:
    return Nearest(_countries())


_STRONG = re.compile(r"\s*[;；|\n]\s*")
_LIST = re.compile(r"\s*[,、，/·]\s*")


def split(cell: Cell) -> list[str]:
    """The items of a list in one cell, each once."""
    said = text(cell)
    if said is None:
        return []
    if said.startswith("["):
        try:
            given = json.loads(said)
        except (ValueError, RecursionError):
            given = None
        if isinstance(given, list) and all(isinstance(item, str) for item in given):
            return list(dict.fromkeys(given))
    pattern = _STRONG if _STRONG.search(said) else _LIST
    return list(dict.fromkeys(item for item in pattern.split(said) if item))


def terms(cell: Cell, vocabulary: str) -> list[str]:
    """Terms of a vocabulary, in the order given, each once."""
    found = dict.fromkeys(term(item, vocabulary) for item in split(cell))
    return [item for item in found if item]


def countries(cell: Cell) -> list[str]:
    """ISO 3166-1 alpha-3 codes, in the order given, each once."""
    said = text(cell)
    if said is None:
        return []
    try:
        # "Korea, Republic of" is one country.
        return [_country(said)]
    except Wrong:
        found = dict.fromkeys(country(item) for item in split(cell))
        return [item for item in found if item]


def country(cell: Cell) -> str | None:
    """ISO 3166-1 alpha-3 by code (alpha-3, alpha-2, numeric) or by name.

    Names are CLDR's in English, Korean, Chinese and Japanese, and what people write besides.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = f"{int(cell):03}" if math.isfinite(cell) else None
    said = text(cell)
    return _country(said) if said else None


@lru_cache(maxsize=_KEPT)
def _country(said: str) -> str:
    known = _countries()
    word = plain(said)
    if word in known:
        return known[word]
    if word in ("korea", "코리아", "コリア"):
        raise Wrong("can be North or South Korea; write PRK or KOR")
    near = _near_countries().to(word, 0.75)
    hint = f"did you mean {known[near]}?" if near else "write its name or a code such as CHN"
    raise Wrong(f"is no country that is known; {hint}")


_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
"""What CLDR has among its territories that is no country."""
_OLD = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}
"""Codes that were replaced; they are understood, never written."""


@cache
def _countries() -> Mapping[str, str]:
    aliases = get_global("territory_aliases")
    named = Locale.parse("en").territories
    alpha3 = {
        codes[0]: alias
        for alias, codes in aliases.items()
        if len(alias) == 3
        and alias.isalpha()
        and len(codes) == 1
        and alias not in _OLD
        and codes[0] in named
        and codes[0] not in _NO_COUNTRY
    }
    # Alpha-3 and numeric codes are aliases of the alpha-2 one in CLDR.
    known = {
        plain(alias): alpha3[codes[0]]
        for alias, codes in aliases.items()
        if len(alias) == 3 and codes[0] in alpha3
    }
    known |= {plain(two): three for two, three in alpha3.items()}
    for three, words in _synonyms()["country"].items():
        known |= {plain(word): three for word in words}
    for name in ("en", "ko", "zh_Hans", "zh_Hant", "ja"):
        for two, said in Locale.parse(name).territories.items():
            if two in alpha3:
                known.setdefault(plain(said), alpha3[two])
    return known


_LINK = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+", re.IGNORECASE)


_ONE_LINK = re.compile(r"https?://[^\s<>\";,]+\.[^\s<>\";,]+", re.IGNORECASE)


def link(cell: Cell) -> str | None:
    """An http or https address."""
    found = links(cell)
    if len(found) > 1:
        raise Wrong(f"holds {len(found)} addresses; write one a record, such as {found[0]}")
    return found[0] if found else None


def links(cell: Cell) -> list[str]:
    """All http and https addresses of a cell, parted by blanks, semicolons or commas."""
    said = text(cell)
    if said is None or said.casefold() in UNKNOWN:
        return []
    if _ONE_LINK.fullmatch(said):
        return [said]
    found = [item.strip(",;") for item in re.split(r"[\s;]+|,(?=\s*https?:)", said) if item]
    for item in found:
        if not _LINK.fullmatch(item):
            hint = "write the full address or leave it empty"
            if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", item):
                hint = f"did you mean https://{item}?"
            raise Wrong(f"is no http or https address; {hint}")
    return list(dict.fromkeys(found))


def records(cell: Cell) -> list[dict[str, Any]]:
    """A list of objects written as JSON, as our own CSV has it."""
    said = text(cell)
    if said is None:
        return []
    try:
        found = json.loads(said, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Wrong('is not a list of objects; write JSON such as [{"place": "Yanji"}]')
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _list_of_ids(cell: Cell) -> list[str]:
    return split(cell)


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "text": text,
    "id": text,
    "integer": integer,
    "boolean": boolean,
    "country": country,
    "countries": countries,
    "ids": _list_of_ids,
    "sources": _list_of_ids,
    "records": records,
    "link": link,
}
