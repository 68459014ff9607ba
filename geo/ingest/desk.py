"""The desk: what one person brought in, said about it and mended, and the atlas that it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from geo.atlas import Atlas, frame
from geo.ingest import own
from geo.ingest.asking import system_of
from geo.ingest.columns import Columns, fixing, guess
from geo.ingest.convert import convert
from geo.ingest.mending import mended
from geo.ingest.outcome import Answers, Outcome
from geo.ingest.sheet import LIMITS, Limits, Row, Sheet, Unreadable
from geo.ingest.workstable import Works, parted
from geo.problem import Problem
from geo.schema import LAYERS

Use = Literal["base", "added", "alone"]
"""Whose records are shown: the fact base's, both, or the person's own alone."""

USES: tuple[Use, ...] = ("base", "alone", "added")

FEW = 30
"""Rows of a sheet that are offered for mending whole; of a longer one those with a problem."""


@dataclass
class Part:
    """One sheet, what was said about it, and what it gave; ``number`` tells it from others.

    ``outcome`` is None from each change until the sheet is checked again. ``turn`` counts changes
    of what its columns are, ``checks`` how often it was checked.
    """

    number: int
    sheet: Sheet
    columns: Columns
    used: bool = True
    crs: str | None = None
    dates: Literal["day-first", "month-first"] | None = None
    same: set[str] = field(default_factory=set)
    """Targets whose value for all rows was said here, not by a preset."""
    edits: dict[int, dict[str, str]] = field(default_factory=dict)
    turn: int = 0
    checks: int = 0
    outcome: Outcome | None = None

    def choose_layer(self, layer: str) -> None:
        """Take the sheet for another layer; its columns are guessed anew."""
        self.columns = guess(self.sheet, layer)
        self._changed()

    def choose_target(self, column: str, target: str) -> None:
        """Say what a column is; an empty target leaves it out, a taken one moves."""
        fields = {
            name: meant
            for name, meant in self.columns.fields.items()
            if name != column and meant != target
        }
        if target:
            fields[column] = target
        self.columns = replace(self.columns, fields=fields)
        self._changed()

    def fix(self, target: str, value: str) -> None:
        """Give all rows a value for a target; an empty one takes it back."""
        fixed = {name: text for name, text in self.columns.fixed.items() if name != target}
        self.columns = replace(self.columns, fixed=fixed)
        self.same.add(target)
        if value.strip():
            self.columns = fixing(self.columns, [f"{target}={value}"])
        self.outcome = None

    def answer(
        self, crs: str | None = None, dates: Literal["day-first", "month-first"] | None = None
    ) -> None:
        """Answer what was asked."""
        self.crs, self.dates = crs or self.crs, dates or self.dates
        self.outcome = None

    def mend(self, row: int, column: str, text: str) -> None:
        """Write something else into a cell."""
        self.edits.setdefault(row, {})[column] = text
        self.outcome = None

    def _changed(self) -> None:
        self.turn += 1
        self.outcome = None

    @property
    def as_mended(self) -> Sheet:
        """The sheet as it stands after mending."""
        return mended(self.sheet, self.edits)

    @property
    def system(self) -> str | None:
        """The coordinate system of its numbers, as declared or answered."""
        return system_of(self.sheet, self.columns, self.crs)

    @property
    def losing(self) -> list[Problem]:
        """The problems for which rows were left out."""
        return [problem for problem in self.problems if problem.losing]

    @property
    def warnings(self) -> list[Problem]:
        """The problems of rows that are used all the same, and of the file as a whole."""
        left = {row.number for row in self.outcome.left_out} if self.outcome else set()
        return [problem for problem in self.problems if problem.feature not in left]

    @property
    def problems(self) -> Sequence[Problem]:
        """All that was found, in order of rows."""
        return self.outcome.problems if self.outcome else ()

    def rows_to_mend(self, most: int) -> list[Row]:
        """The rows to look at: those with a problem, left out ones first, or all of a few."""
        rows = self.as_mended.rows
        lost = {problem.feature for problem in self.losing}
        named = lost | {problem.feature for problem in self.warnings}
        found = [row for row in rows if row.number in named or len(rows) <= FEW]
        found.sort(key=lambda row: (row.number not in lost, row.number not in named))
        return found[:most]


@dataclass
class Desk:
    """The parts in the order in which they came, and whose records are shown."""

    parts: list[Part] = field(default_factory=list)
    use: Use = "base"
    refused: list[str] = field(default_factory=list)
    turn: int = 0
    """Counts what was brought, refused files included."""
    came: int = 0
    works: Works = field(default_factory=dict)
    """Works that came in tables of their own, by id."""
    day: str = ""
    """When a part was last checked, ``YYYY-MM-DD``."""
    _made: tuple[object, Atlas] | None = None

    def take(self, sheets: Sequence[Sheet], limits: Limits = LIMITS) -> list[Part]:
        """Put sheets on the desk; of several in a file those are used whose columns are known.

        A table of works is not a part: its works serve the rows that cite them.

        Raises ``Unreadable`` where the desk would hold more rows than one file may.
        """
        sheets, works, _ = parted(sheets)
        if works:
            self.works |= works
            for part in self.parts:
                part.outcome = None
        held = sum(len(part.sheet.rows) for part in self.parts)
        coming = sum(len(sheet.rows) for sheet in sheets)
        if held + coming > limits.rows:
            name = sheets[0].name
            raise Unreadable(
                f"{name}: {coming:,} rows and the {held:,} that are here are more than "
                f"{limits.rows:,}; remove a file first, or leave rows out of this one"
            )
        taken = []
        for sheet in sheets:
            self.came += 1
            taken.append(Part(self.came, sheet, guess(sheet)))
        if len(taken) > 1:
            for part in taken:
                part.used = bool(part.sheet.rows) and len(part.columns.fields) > 2
        self.parts += taken
        return taken

    def remove(self, part: Part) -> None:
        """Take a part off the desk; without any, the fact base is shown."""
        self.parts = [other for other in self.parts if other is not part]
        if not self.parts:
            self.show("base")

    def show(self, use: Use) -> None:
        """Show other records; what repeats the fact base's is one thing alone, another added."""
        if (use == "alone") != (self.use == "alone"):
            for part in self.parts:
                part.outcome = None
        self.use = use
        if use == "base":
            self._made = None

    @property
    def records(self) -> int:
        """How many records of the person's own there are."""
        return sum(len(outcome.features) for outcome in self._outcomes())

    @property
    def open(self) -> list[Part]:
        """Parts that have to be checked."""
        return [part for part in self.parts if part.used and not part.outcome]

    def check(
        self, part: Part, base: Atlas, today: dt.date, tell: Callable[[int], object] = bool
    ) -> Outcome:
        """Read a part's rows as records, in the light of what else is shown."""
        others = [other for other in self._outcomes() if other is not part.outcome]
        answers = Answers(today, part.crs, part.dates, replace=True, works=self.works)
        known = own.atlas(others, self._beside(base))
        part.checks += 1
        self.day = today.isoformat()
        part.outcome = convert(part.as_mended, part.columns, known, answers, tell)
        return part.outcome

    def atlas(self, base: Atlas) -> Atlas:
        """The atlas that is shown: ``base`` itself, or a private one."""
        if self.use == "base":
            return base
        if self.open and self._made:
            return self._made[1]  # until all parts are checked, what was shown stays
        outcomes = self._outcomes()
        if not outcomes:
            return base
        key = (self.use, base.version, *map(id, outcomes))
        if not self._made or self._made[0] != key:
            self._made = key, own.atlas(outcomes, self._beside(base), self.day)
        return self._made[1]

    def _outcomes(self) -> list[Outcome]:
        return [part.outcome for part in self.parts if part.used and part.outcome]

    def _beside(self, base: Atlas) -> Atlas:
        """What records stand beside: the fact base, or nothing but works to cite and towns."""
        if self.use != "alone":
            return base
        nothing = {name: frame(LAYERS[name], ()) for name in LAYERS}
        return Atlas(nothing, base.sources, gazetteer=base.gazetteer)
