"""By which words a text tells a place: its name, the parts of it, and each word that is its own.

"Blue Barn, Zebrafalcon village" is told by "Zebrafalcon" alone. A word of a published place tells
nothing, nor does one for a sort of place, nor a common word: one that stands in small letters in
the project's own records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from geo import basemap
from geo.folding import fold
from geo.gate import notations
from geo.gate.parted import CLOSED
from geo.gate.whole_words import WORD
from geo.languages import town_names
from geo.schema import LAYERS
from geo.words import LANGUAGES, country_name

_FOLDER = Path(__file__).parents[2] / "data"
_PARTS = re.compile(r"[,;()/、，；（）]")
_COMMON = re.compile(rb" ([a-z]{4,})(?=[ ,.;:)])")
_SORTS = frozenset(
    ("village", "hamlet", "settlement", "county", "township", "prefecture", "street", "lane",
     "barn", "cabin", "farm", "factory", "market", "shop", "hill", "mountain", "valley", "lake",
     "forest", "field", "creek")
)  # fmt: skip
"""Words for sorts of places; the records have more."""
_ENDINGS = re.compile(r"(?:마을|부락|[촌군구리동읍면시도골]|[村屯镇鎮乡鄉县縣市区區省街路里洞郡])$")
"""What ends a name in Hangul or Han and says the sort of place."""
_UNITS = re.compile(r"(?<=[省州市县縣镇鎮乡鄉])")


def told_by(text: str, known: Callable[[str], bool]) -> Iterator[str]:
    """What tells the place that a text names, folded; ``known`` says what may be said.

    >>> sorted(set(told_by("Zebrafalcon village, 제브라마을", lambda name: False)))[:3]
    ['zebrafalcon', 'zebrafalcon village', 'zebrafalcon village, 제브라마을']
    """
    text = fold(text).strip()
    if known(text):
        return
    yield text
    for part in (part.strip() for part in _PARTS.split(text)):
        if not part or known(part) or notations.hinted(part):
            continue
        yield part
        for word in _words(part):
            if _own(word) and not known(word):
                yield word


def _words(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        for piece in _UNITS.split(word):
            yield from (piece, _ENDINGS.sub("", piece))


def _own(word: str) -> bool:
    """Whether a word is long enough, and no sort of place, to tell one alone."""
    if CLOSED.match(word):
        return len(word) >= 2 and not _ENDINGS.fullmatch(word)
    return (
        len(word) >= 4
        and not any(letter.isdigit() for letter in word)
        and not any(word in each for each in (_SORTS, _common(), _everywhere()))
    )


@cache
def _common() -> frozenset[str]:
    texts = (_FOLDER.joinpath(layer.file).read_bytes() for layer in LAYERS.values())
    return frozenset(word.decode() for text in texts for word in _COMMON.findall(text))


@cache
def _everywhere() -> frozenset[str]:
    """The words of what is on the basemap, and of towns and countries in all our languages."""
    drawn = basemap.names(basemap.load())
    names = {each["name"] for each in drawn}
    for lang in LANGUAGES:
        names.update(town_names(lang).values())
        names.update(country_name(each["id"], lang) for each in drawn if each["kind"] == "country")
    return frozenset(word for name in names for word in WORD.findall(fold(name)))
