"""What one import may cost, and how a newsroom sets it otherwise."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 2**20

_SETTINGS: Mapping[str, tuple[str, int]] = {
    "ROUTES_ATLAS_IMPORT_MB": ("size", MEGABYTE),
    "ROUTES_ATLAS_IMPORT_ROWS": ("rows", 1),
    "ROUTES_ATLAS_IMPORT_SECONDS": ("seconds", 1),
    "ROUTES_ATLAS_IMPORT_MEMORY_MB": ("memory", MEGABYTE),
}
"""Environment variables: the limit that each sets, and its unit."""


@dataclass(frozen=True)
class Limits:
    """Bytes of a file, rows of a sheet, letters of a cell, points of a geometry, and the like.

    ``seconds`` and ``memory`` (bytes) bound the process that reads, ``unpacked`` (bytes) what a zip
    may hold, ``sheets`` how many tables are taken from one file.
    """

    size: int = 50 * MEGABYTE
    rows: int = 200_000
    columns: int = 1_000
    letters: int = 1_000_000
    points: int = 100_000
    sheets: int = 50
    seconds: float = 25.0
    memory: int = 700 * MEGABYTE

    @property
    def unpacked(self) -> int:
        """Bytes that a zip may hold once unpacked: tables in XML shrink to a tenth and less."""
        return 8 * self.size

    def sentence(self) -> str:
        """What an editor should know before a file is sent."""
        return f"Files of up to {megabytes(self.size)} and {self.rows:,} rows can be read."


def megabytes(size: float) -> str:
    """A number of bytes as people read it: ``50 MB``."""
    number = size / MEGABYTE
    return f"{number:,.0f} MB" if number >= 10 else f"{number:.1f} MB"


def limits(settings: Mapping[str, str]) -> Limits:
    """The limits with what an environment sets otherwise; what is no number is told and left."""
    given: dict[str, int] = {}
    for name, (limit, unit) in _SETTINGS.items():
        text = settings.get(name, "").strip()
        if text.isascii() and text.isdigit() and 0 < int(text) < 10**9:
            given[limit] = int(text) * unit
        elif text:
            logging.getLogger(__name__).warning(
                "%s is %r, which is no whole number above 0; the usual limit stands", name, text
            )
    return Limits(**given)


LIMITS = limits(os.environ)
