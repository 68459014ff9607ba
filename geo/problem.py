"""What is wrong with the data, said so that an editor can act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where it stands, the value, and what to write instead.

    ``feature`` counts from 1 in the file's order, or is the row's number where ``unit`` says "row";
    None where the whole file is meant. ``losing`` is true where the record cannot be used and was
    set aside, ``private`` where it is about a record that is not public.
    """

    file: str
    feature: int | None
    id: str | None
    field: str | None
    value: object
    advice: str
    losing: bool = False
    unit: Literal["feature", "row"] = "feature"
    private: bool = False

    def __str__(self) -> str:
        place = self.file
        if self.feature is not None:
            place += f" {self.unit} {self.feature}"
        if self.id:
            place += f" ({self.id})"
        if self.field:
            place += f", {self.field}"
        shown = "" if self.value is None else f"{_short(self.value)} "
        return f"{place}: {shown}{self.advice}"


def _short(value: object, most: int = 80) -> str:
    # repr keeps control characters and line breaks out of a terminal and a log.
    text = repr(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
