"""What all commands share: exit codes, the refusal in one sentence, where the data are."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Protocol

from geo import store
from geo.atlas import Atlas
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
