"""The words around a date: of doubt, of time of day, of a span, in English and East Asian."""

from __future__ import annotations

import re
import unicodedata

from geo.ingest.wrong import Wrong

UNKNOWN = frozenset(
    {
        "unknown", "not known", "undated", "no date", "n.d.", "n/a", "na", "none", "null", "nil",
        "-", "--", "?", "tbd", "tbc", "not stated", "미상", "불명", "모름", "없음", "날짜 미상",
        "알 수 없음", "不明", "未知", "不详", "不詳", "无", "無", "なし",
    }
)  # fmt: skip
"""What stands in a cell where nobody knows."""


_DASHES = re.compile("[\u2010-\u2015\u2212\u301c\uff5e\u223c~]")
_SHORT_SPAN = re.compile(r"\d{4}\s?[\u2013\u2014~\u301c\uff5e]\s?(\d\d)")
_WEEKDAY = re.compile(
    r"\(\s*(?:mon|tue|wed|thu|fri|sat|sun|[월화수목금토일月火水木金土日])[a-z]*\.?(?:요일|曜日?)?\s*\)"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?\b,?"
    r"|[월화수목금토일]요일|[月火水木金土日]曜日?|(?:星期|周|週)[一二三四五六日天]"
)
_DAYS = {
    letter: number
    for letters in ("월화수목금토일", "月火水木金土日", "一二三四五六天")
    for number, letter in enumerate(letters)
}
_CLOCK = re.compile(
    r"(?<=\d)(?:t| +)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:am|pm|z|utc|[+-]\d\d:?\d\d)?$"
    r"|,?\s*(?:오전|오후|새벽|밤|저녁|아침|낮|上午|下午|午前|午後)?\s*\d{1,2}\s*[시時点點]"
    r"(?:\s*\d{1,2}\s*[분分])?\s*(?:경|쯤|頃|ごろ)?$"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA = re.compile(r"(令和|平成|昭和)\s*(元|\d{1,2})\s*年")


def prepared(text: str) -> str:
    """Lower case, one kind of dash, no weekdays, no time of day, Japanese eras as years."""
    if short := _SHORT_SPAN.fullmatch(text.strip()):
        century = text.strip()[:2]
        raise Wrong(
            f"is a span with half a year; write {text.strip()[:4]}/{century}{short[1]}, "
            f"or {text.strip()[:4]}-{short[1]} for a month"
        )
    said = unicodedata.normalize("NFKC", text).casefold()
    # A wave at the end is EDTF's "about"; elsewhere people write it for "to".
    tail = "~" if said.rstrip().endswith("~") else ""
    said = _DASHES.sub("-", said.rstrip().removesuffix("~")) + tail
    said = _ERA.sub(
        lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年",
        said,
    )
    said = _WEEKDAY.sub(" ", said)
    said = _CLOCK.sub("", said)
    return " ".join(said.split()).strip(" ,;")


def weekday(text: str) -> int | None:
    """The one day of the week that a text names, from Monday, 0; None where none or several."""
    said = unicodedata.normalize("NFKC", text).casefold()
    named = [match[0].lstrip("( ") for match in _WEEKDAY.finditer(said)]
    if len(named) != 1:
        return None
    english = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    if named[0][:3] in english:
        return english.index(named[0][:3])
    return next((_DAYS[letter] for letter in named[0] if letter in _DAYS), None)


_ABOUT = re.compile(
    r"^(?:about|around|approximately|approx\.?|circa|ca?\.|ca|roughly|some ?time in"
    r"|약|대략|约|約|大约|大約|およそ)\s*(?=[\d a-z])"
    r"|\s*(?:경|쯤|무렵|께|즈음|頃|ごろ|ころ|左右|前后|前後|\(?approx\.?\)?|\(?circa\)?)$"
)
_UNSURE = re.compile(
    r"^(?:probably|possibly|perhaps|maybe|likely|아마|추정)\s*"
    r"|\s*(?:\(?\?\)?|\(?uncertain\)?|\(?추정\)?|\(?推定\)?|\(?推测\)?)$"
)
_WITHIN = re.compile(
    r"^(?:in |on )?(?:the )?(?:very )?"
    r"(?:early|mid|middle|late|beginning|start|end)(?: of)?[ -]*(?:in )?"
    r"|^(?:in|on) "
    r"|\s*(?:초순|상순|중순|하순|초반|중반|후반|초|말|상반월|上旬|中旬|下旬|初|末|底|月中)$"
)
"""“Early May 2013” lies in May 2013: what is said finer than the month isn't a day."""
_DROPPED = re.compile(r"\s*(?:에|에서|的|に)$")


def marked(text: str) -> tuple[str, str]:
    """The text without its words of doubt, and the EDTF mark for them."""
    about = unsure = False
    for _ in range(3):
        before = text
        stripped = _ABOUT.sub("", text).strip()
        about |= stripped != text
        text = stripped
        stripped = _UNSURE.sub("", text).strip()
        unsure |= stripped != text
        text = _DROPPED.sub("", _WITHIN.sub("", stripped)).strip()
        if text.endswith("~") and not about:
            about, text = True, text[:-1].strip()
        if text == before:
            break
    return text, {(True, False): "~", (False, True): "?", (True, True): "%"}.get(
        (about, unsure), ""
    )


BETWEEN = re.compile(
    r"^(?:between|from) (.+?) (?:and|to|until|till|through) (.+)$"
    r"|^(.+?)\s*(?:부터|에서|から|起至?|以来)\s*(.*?)\s*(?:까지|まで|止|为止)?$"
    r"|^(.+?)\s*(?:至|到)\s*(.+)$"
)
OPEN_END = re.compile(
    r"^(?:since|from|starting|starting in|beginning)\s+(.+)$"
    r"|^(.+?)\s*(?:부터|이후|이래|から|以来|以來|起|以降|以后)$"
    r"|^(.+?)\s*(?:-|to|until)\s*(?:present|now|today|ongoing|현재|지금|至今|今)?$"
)
OPEN_START = re.compile(r"^(?:until|till|up to|by|to|-)\s*(.+)$|^(.+?)\s*(?:까지|まで|为止|為止)$")
