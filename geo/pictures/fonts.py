"""Fonts for drawing without a browser: some of our own, the machine's for scripts that these lack.

A server often has no font at all, and a picture drawn there would have no words. Noto Sans (Latin,
Greek, Cyrillic) and FiraGO (Thai) come as a package; Hangul, Kana and Han are the machine's.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

SANS = "Noto Sans"
"""The family that comes before all others, so that pictures look alike on every machine."""

_OWN = ("notos", "notosbo", "notosit", "figo", "figbo")
"""What pymupdf-fonts calls Noto Sans regular, bold and italic, and FiraGO regular and bold."""

_NO_LETTER = "\ue83a"
"""For private use: no font draws it."""


@cache
def load() -> None:
    """Give our own fonts to the library that draws, once, before its first picture."""
    # Here, because the fonts take a tenth of a second to unpack and most commands draw nothing.
    import pyvips
    from pymupdf_fonts import fontbuffers

    # It takes files only. They lie in a folder of this process, and go with it.
    folder = Path(tempfile.mkdtemp(prefix="routes-atlas-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in _OWN:
        path = folder / f"{name}.ttf"
        path.write_bytes(fontbuffers[name]())
        # A font that draws a text of its own is known from then on to whatever draws here.
        pyvips.Image.text("a", fontfile=str(path))


def lacking(text: str) -> str:
    """The letters of a text that no font here has, each once: pictures show boxes for them.

    >>> lacking("Chiang Rai, เชียงราย")
    ''
    """
    return "".join(letter for letter in dict.fromkeys(text) if not _has(letter))


@cache
def _has(letter: str) -> bool:
    if letter.isspace() or not letter.isprintable():
        return True
    # A box with the letter's number stands for it, with four digits or with six.
    return _edges(letter) != _edges(_NO_LETTER if letter <= "\uffff" else "\U0010fffd")


@cache
def _edges(letter: str) -> tuple[int, int, int, int]:
    """Where the ink of a letter begins, and how wide and high it is, in pixels."""
    import pyvips

    load()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">'
        f'<text x="50" y="200" font-size="160" font-family="{SANS},sans-serif">'
        f"&#{ord(letter)};</text></svg>"
    )
    drawn = pyvips.Image.svgload_buffer(svg.encode()).flatten(background=[255, 255, 255])
    left, top, width, height = drawn.find_trim(threshold=40, background=[255, 255, 255])
    return left, top, width, height
