"""Fonts for drawing without a browser: two of our own, the machine's for scripts that these lack.

A server often has no font at all, and a picture drawn there would have no words. Noto Sans (Latin,
Greek, Cyrillic) and FiraGO (Thai) come as a package; Hangul, Kana and Han are the machine's.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import resvg_py

SANS = "Noto Sans"
"""The family that stands for ``sans-serif``, so that pictures look alike on every machine."""

_OWN = ("notos", "notosbo", "notosit", "figo", "figbo")
"""What pymupdf-fonts calls Noto Sans regular, bold and italic, and FiraGO regular and bold."""

_NO_LETTER = "\U0010fffd"  # for private use: no font draws it


@cache
def options() -> dict[str, Any]:
    """What resvg has to be told of fonts, as keywords of its ``svg_to_bytes``."""
    # Here, because the fonts take a tenth of a second to unpack and most commands draw nothing.
    from pymupdf_fonts import fontbuffers

    # resvg takes files only. They lie in a folder of this process, and go with it.
    folder = Path(tempfile.mkdtemp(prefix="routes-atlas-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = [folder / f"{name}.ttf" for name in _OWN]
    for path in files:
        path.write_bytes(fontbuffers[path.stem]())
    return {"font_files": [str(path) for path in files], "sans_serif_family": SANS}


def lacking(text: str) -> str:
    """The letters of a text that no font here has, each once: pictures show boxes for them.

    >>> lacking("Chiang Rai, เชียงราย")
    ''
    """
    return "".join(letter for letter in dict.fromkeys(text) if not _has(letter))


@cache
def _has(letter: str) -> bool:
    return letter.isspace() or not letter.isprintable() or _drawn(letter) != _drawn(_NO_LETTER)


def _drawn(letter: str) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text x="2" y="18" font-size="16" font-family="sans-serif">&#{ord(letter)};</text></svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, **options()))
