"""TOML files that people write: what is wrong in one is a sentence with place, value, advice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_HOW: Mapping[type, str] = {
    str: 'text in "quotes"',
    int: "a whole number",
    bool: "true or false",
    list: "a list in [brackets]",
}


@dataclass(frozen=True)
class Form:
    """How a sort of file is read: what cannot be used raises ``refused``."""

    refused: type[Exception]

    def read(self, path: Path) -> dict[str, Any]:
        """The content of a file."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise self.refused(f"{path} cannot be read: {error.strerror}") from error
        return self.parse(content, str(path))

    def parse(self, content: bytes, what: str) -> dict[str, Any]:
        """The content of a file's bytes; ``what`` names it in sentences."""
        try:
            return tomllib.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:  # some numbers are too long to be read
            raise self.refused(f"{what} is not TOML in UTF-8: {error}") from error

    def table(self, where: str, value: Any, begin: str) -> Mapping[str, Any]:
        """A value that must be a table, begun with ``begin``."""
        if not isinstance(value, dict):
            raise self.refused(f"{where}: {value!r} is no table; begin it with {begin}")
        return value

    def known(self, where: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Nothing but ``known`` may be named; ``where`` stands before a name, such as ``fonts.``"""
        there = tuple(known)
        for name in names:
            if name not in there:
                raise self.refused(f"{where}{name} is not known; write one of {', '.join(there)}")

    def typed(self, where: str, table: Mapping[str, Any], kinds: Mapping[str, type]) -> None:
        """Nothing but these names may stand in a table, each with a value of its type.

        Types are ``str``, ``int``, ``bool`` and ``list``.
        """
        self.known(where, table, kinds)
        for name, value in table.items():
            if type(value) is not kinds[name]:  # true is no whole number
                raise self.refused(f"{where}{name}: {value!r}; write {_HOW[kinds[name]]}")

    def line(self, where: str, value: Any, most: int) -> str:
        """A text of one line, without the spaces around it."""
        if not isinstance(value, str) or len(value) > most or _UNSEEN.search(value):
            raise self.refused(f"{where}: {value!r}; write one line of at most {most} characters")
        return value.strip()
