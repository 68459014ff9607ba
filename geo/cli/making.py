"""What the commands share that make maps and files: refusals, writing, letters that are missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.cli.common import Refused
from geo.document import EmptySelection
from geo.export import write
from geo.pictures import fonts
from geo.pictures.picture import NoRoom
from geo.pictures.raster import TooLarge


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Refuse in a sentence what shows nothing or is too large, and what cannot be written."""
    try:
        yield
    except EmptySelection as empty:
        raise Refused(f"{empty}: choose more, or leave a filter out") from empty
    except (TooLarge, NoRoom) as sized:
        raise Refused(f"{path}: {sized}") from sized
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error


def put(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all, and say how large it is."""
    with refusing(path):
        size = write(path, content)
    print(f"{path}: {size / 1000:.0f} KB")


def tell_of_letters(*texts: str | None) -> None:
    """Say which letters of these texts a picture cannot show on this machine."""
    letters = fonts.lacking("".join(text or "" for text in texts))
    if letters:
        print(
            f"no font of this machine has {letters!r}: in PNG pictures they are boxes; "
            "install one that has them, such as Noto Sans CJK for Hangul, Kana and Han",
            file=sys.stderr,
        )
