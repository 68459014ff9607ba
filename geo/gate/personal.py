"""What looks like personal data: phone numbers, e-mail addresses, document numbers, names.

To be looked at by an editor; most numbers are none of these, and a warning is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric
from stdnum.kr import rrn
from stdnum.my import nric
from stdnum.th import pin

from geo.schema import Field

HINT = re.compile(r"@|\d[\d\s().\-–]{5,}\d|[A-Za-z]\d{6}|\d{6}", re.ASCII)
"""What a text has that may hold a number or an address."""

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,}")
_DIGITS = re.compile(r"(?<![\w.,$€£¥₩])\+?\(?\d[\d\s().\-–]{5,20}\d(?![\w]|[.,]\d)", re.ASCII)
_DAYS = re.compile(r"(?:1[89]|20)\d\d\D(?:[01]?\d\D|(?:1[89]|20)\d\d)|[0-3]?\d\D[01]?\d\D(?:19|20)")
_CUE = re.compile(
    r"(?:\b(?:tel|phone|mobile|cell|call|whatsapp|fax|wechat|signal|line)\b|전화|휴대폰|연락처"
    r"|电话|手机|電話|携帯)\W{0,4}(?:\w{0,8}\W{0,3})?$",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"\(?0\d|1[3-9]\d(?:\D?\d){8}$")
"""How a number begins that is a phone's though nothing beside it says so."""
_REGIONS = ("KR", "CN", "TH", "LA", "VN", "MM", "KH", "MN", "RU", "JP")
"""Where a number without a country code may be at home."""
_DOCUMENT = re.compile(
    r"(?:passport|identity|\bid\b|resident|visa|permit|registration|여권|주민|신분증|护照|身份证"
    r"|護照|旅券)[^\d\n]{0,24}?(?<![A-Za-z])[A-Z]{0,3}[-\s]?\d{6,12}(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,+])\d[\d -]{10,22}[\dXx](?![\w])", re.ASCII)
_PASSPORT = re.compile(r"(?<![\w-])[A-Z]{1,2}\d{8}(?![\w-])", re.ASCII)

_SURNAME = (
    "Kim|Lee|Yi|Ri|Rhee|Park|Pak|Choi|Choe|Jung|Jeong|Jong|Chung|Kang|Cho|Jo|Yoon|Yun|Jang|Chang"
    "|Lim|Im|Rim|Han|Oh|O|Seo|So|Shin|Sin|Kwon|Hwang|Ahn|An|Song|Jeon|Jon|Chon|Hong|Yoo|Yu|Ryu|Ko"
    "|Go|Moon|Mun|Son|Bae|Pae|Paek|Baek|Heo|Ho|Nam|Shim|Sim|Noh|No|Ro|Ha|Kwak|Cha|Joo|Chu|Woo|Min"
)
_NAMES = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Pastor|Rev|Sister|Brother|Uncle|Aunt)\.? ?[A-Z]\w+"),
    re.compile(rf"\b(?:{_SURNAME}) [A-Z][a-z]+-[A-Za-z][a-z]+\b"),
    re.compile(r"[가-힣]{1,4} ?(?:씨|님|군|양)(?=[의이가은는을를 ,]|$)"),
    re.compile(r"[\u4e00-\u9fff]{1,3}(?:某|先生|女士|小姐)"),
    re.compile(
        r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)?['’]s (?:house|home|flat|apartment|farm|shop|church)"
    ),
)  # fmt: skip
NAMELESS = frozenset(
    {"place", "place_local", "admin1", "coord_source", "operator", "river", "returned_via_text"}
)
"""Fields in which a person's name has no business."""
_HEADINGS = re.compile(
    r"(?<![^\W_])(?:name|surname|first.?name|full.?name|phone|mobile|tel|e?.?mail|passport|id.?no"
    r"|address|birth\w*|dob|contact|informant|witness)(?![^\W_])"
    r"|이름|성명|전화|휴대폰|연락처|여권|주소|생년월일|제보자|증인|姓名|名前|电话|電話|手机|护照|住址|地址|出生",
    re.IGNORECASE,
)


def found(text: str) -> list[str]:
    """The sorts of numbers and addresses in a text that belong to a person.

    >>> found("call +82 10-1234-5678"), found("write to someone@example.org"), found("2004-2006")
    (['a phone number'], ['an e-mail address'], [])
    """
    if not HINT.search(text):
        return []
    text = _LINK.sub(" ", text)
    rest = _without_documents(text)
    sorts = {
        "an e-mail address": "@" in text and bool(_MAIL.search(text)),
        "a document number": rest != text,
        # A document's number may look like a phone's: what is left is looked at.
        "a phone number": _phone(rest),
    }
    return [sort for sort, there in sorts.items() if there]


def names(text: str) -> bool:
    """Whether a text seems to name a person.

    >>> names("flat of Mr Example"), names("Yanji")
    (True, False)
    """
    return any(pattern.search(text) for pattern in _NAMES)


def in_record(record: Mapping[str, object], fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """Field and sort of what looks personal in a record, its lists of objects included."""
    for f in fields:
        value = record.get(f.name)
        if f.inner and isinstance(value, list):
            for n, item in enumerate(value):
                for name, sort in in_record(item, f.inner):
                    yield f"{f.name}[{n}].{name}", sort
        elif f.kind == "text" and isinstance(value, str):
            yield from ((f.name, sort) for sort in found(value))
            if f.name in NAMELESS and names(value):
                yield f.name, "a person's name"


def heading(name: str) -> bool:
    """Whether a column's heading says that it holds personal data.

    >>> heading("Informant_name"), heading("전화번호"), heading("weather")
    (True, True, False)
    """
    return bool(_HEADINGS.search(name))


def _phone(text: str) -> bool:
    for match in _DIGITS.finditer(text):
        number = match[0]
        digits = sum(letter.isdigit() for letter in number)
        if not 7 <= digits <= 15 or _DAYS.match(number):
            continue
        if number.startswith(("+", "00")) and _valid("+" + number.lstrip("+0"), None):
            return True
        cued = bool(_CUE.search(text[max(0, match.start() - 24) : match.start()]))
        if (cued or _MOBILE.match(number)) and any(_valid(number, each) for each in _REGIONS):
            return True
    return False


def _valid(number: str, region: str | None) -> bool:
    """Whether a number can be called, from a region where it has no country code."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _without_documents(text: str) -> str:
    """The text with a sign in place of each number of a document."""
    for pattern in (_DOCUMENT, _PASSPORT):
        text = pattern.sub("#", text)
    return _NUMBER.sub(lambda match: "#" if _is_document(match[0]) else match[0], text)


def _is_document(written: str) -> bool:
    number = re.sub(r"\D", "", written[:-1]) + written[-1].upper()
    return (
        (len(number) == 18 and ric.is_valid(number))
        or (len(number) == 13 and (_korean(number) or pin.is_valid(number)))
        or (len(number) == 12 and written.count("-") == 2 and nric.is_valid(number))
        or (len(number) in (15, 16) and number[0] in "3456" and luhn.is_valid(number))
    )


def _korean(number: str) -> bool:
    # Numbers given out since 2020 have no check digit: the day of birth must do.
    try:
        return number[6] in "12345678" and bool(rrn.get_birth_date(number))
    except Exception:  # noqa: BLE001 - the library's own errors all mean that it is none
        return False
