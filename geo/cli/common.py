"""What all commands share: exit codes, the refusal in one sentence, where the data are."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from geo import fonts, store
from geo.atlas import Atlas
from geo.document import EmptySelection
from geo.export import write
from geo.raster import TooLarge
from geo.store import Where

DATA = Path(__file__).parents[2] / "data"
FINE, PROBLEMS, CANNOT = 0, 1, 2
"""Exit codes: all good; problems told, or a difference; cannot be done."""


class Commands(Protocol):
    """What ``argparse`` hands out by ``add_subparsers``, by the one method that is used."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
        """A command's own parser."""


class Refused(Exception):
    """Something that cannot be done; its text is the one sentence that says why."""


def given() -> str:
    """Where the data are unless told: ``ROUTES_ATLAS_DATA``, else the embedded folder."""
    return os.environ.get("ROUTES_ATLAS_DATA") or str(DATA)


def read(where: Where) -> Atlas:
    """Read a store; raises ``Refused`` where it cannot be used at all."""
    try:
        return store.read(where)
    except store.DataError as error:
        raise Refused(str(error)) from None


def writable(path: Path, example: str) -> None:
    """Refuse a file that cannot be written, before the work is done."""
    if not path.parent.is_dir():
        raise Refused(f"{path.parent} is not a folder; make it first, or write elsewhere")
    if path.is_dir():
        raise Refused(f"{path} is a folder; name a file in it, such as {example}")


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Refuse in a sentence what shows nothing or is too large, and what cannot be written."""
    try:
        yield
    except EmptySelection as empty:
        raise Refused(f"{empty}: choose more, or leave a filter out") from empty
    except TooLarge as large:
        raise Refused(f"{path}: {large}") from large
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
