"""Bytes of a text file to text: which encoding it is in, and how that is told."""

from __future__ import annotations

import codecs
import re
from itertools import islice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NAMES = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp949": "CP949 (Korean)",
    "gb18030": "GB18030 (Chinese)",
    "shift_jis": "Shift JIS (Japanese)",
    "cp932": "Shift JIS (Japanese)",
    "big5": "Big5 (Chinese)",
    "cp1252": "Windows-1252 (Western Europe)",
}
_SAMPLE = 200_000
_OTHER = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes) -> tuple[str, str, str | None]:
    """Text of a file, its encoding's codec, and the note that an editor should read.

    Bytes that are no letters come out as lone surrogates (U+DC80 … U+DCFF), so that the row they
    stand in can be told. UTF-8 without a mark is what is expected and gives no note.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            note = None if codec == "utf-8" else f"read as {name}"
            return _lenient(data[len(mark) :], codec), codec, note
    codec = _without_mark(data)
    if codec == "utf-8":
        return _lenient(data, codec), codec, None
    name = _NAMES.get(codec, codec.upper())
    note = f"read as {name}; if letters look wrong, save the file as UTF-8"
    return _lenient(data, codec), codec, note


def _lenient(data: bytes, codec: str) -> str:
    if "16" not in codec:
        return data.decode(codec, errors="surrogateescape")
    try:
        return data.decode(codec, errors="surrogatepass")
    except UnicodeDecodeError:  # an odd byte at the end
        return data.decode(codec, errors="replace")


def _without_mark(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wide = _wide(data)
        return wide or "utf-8"
    return _wide(data) or _legacy(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of the beginning is 0."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    low, high = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if high > 0.4 and low < 0.1:
        return "utf-16-le"
    return "utf-16-be" if low > 0.4 and high < 0.1 else None


def _legacy(data: bytes) -> str:
    """The encoding of text that is not all UTF-8: by how many of its lines each can read."""
    lines = [line for line in islice(_lines(data), 20_000) if not line.isascii()]
    share = {codec: _share(lines, codec) for codec in ("utf-8", "cp949", "gb18030")}
    if share["utf-8"] >= 0.5:  # text in another encoding is hardly ever UTF-8 by chance
        return "utf-8"
    if share["cp949"] >= 0.9 and _hangul(lines) >= 0.8:
        return "cp949"
    other = _guessed(b"\n".join(lines)[:_SAMPLE])
    if other:
        return other
    return "gb18030" if share["gb18030"] >= 0.5 else "cp1252"


def _lines(data: bytes) -> list[bytes]:
    return data[: 50 * _SAMPLE].splitlines()


def _share(lines: list[bytes], codec: str) -> float:
    good = 0
    for line in lines:
        try:
            line.decode(codec)
        except UnicodeDecodeError:
            continue
        good += 1
    return good / max(1, len(lines))


def _hangul(lines: list[bytes]) -> float:
    """Share of usual Hangul among letters when read as Korean.

    Chinese so read is largely hanja, Japanese largely syllables that no Korean word has.
    """
    letters = "".join(_OTHER.findall(b"\n".join(lines)[:_SAMPLE].decode("cp949", "ignore")))
    # A syllable that KS X 1001 has no place for takes eight bytes there, any other two.
    usual = sum(
        "\uac00" <= letter <= "\ud7a3" and len(letter.encode("euc_kr", "ignore")) == 2
        for letter in letters
    )
    return usual / max(1, len(letters))


def _guessed(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(
        sample, cp_isolation=["gb18030", "cp932", "big5", "cp1252", "cp949"], threshold=0.4
    ).best()
    return best.encoding if best else None
