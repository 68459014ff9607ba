"""What the gate did on the way out, and what an editor should look at: for the editor's eyes only.

A report names records, fields and reasons. It never repeats what it is about: no coordinates, no
number of a phone or a document, no text that was cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Action = Literal["withheld", "refused", "coarsened", "cut", "warning"]

ACTIONS: Mapping[Action, str] = {
    "withheld": "withheld",
    "refused": "refused",
    "coarsened": "placed coarser",
    "cut": "with something taken out",
    "warning": "to be looked at",
}
"""What became of records, in the order of a report, in words."""


@dataclass(frozen=True)
class Redaction:
    """One thing that was done or found: the record, the field where it is one, and why.

    ``layer`` is a layer's name or ``sources``.
    """

    action: Action
    layer: str
    id: str
    field: str | None
    sentence: str

    def __str__(self) -> str:
        # repr keeps control characters and line breaks out of a terminal and a log.
        names = [self.id, *([self.field] if self.field else [])]
        told = ", ".join(name if name.isprintable() else repr(name) for name in names)
        return f"{self.layer} {told}: {self.sentence}"


@dataclass(frozen=True)
class Report:
    """All redactions of one passage through the gate, in the order of ``ACTIONS``."""

    redactions: tuple[Redaction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.redactions)

    def of(self, *actions: Action) -> list[Redaction]:
        """The redactions of some actions."""
        return [each for each in self.redactions if each.action in actions]

    def summary(self) -> str:
        """One sentence that counts records: ``3 records withheld, 1 to be looked at``."""
        records = Counter(
            action for action, _, _ in {(r.action, r.layer, r.id) for r in self.redactions}
        )
        said = [f"{records[action]} {told}" for action, told in ACTIONS.items() if records[action]]
        if not said:
            return "every record leaves as it is"
        first, _, rest = said[0].partition(" ")
        said[0] = f"{first} {'record' if first == '1' else 'records'} {rest}"
        return ", ".join(said)

    def text(self) -> str:
        """The whole report: the summary, then each action's records, a line each."""
        parts = [f"Redaction report: {self.summary()}.", "For the editor; not for publication."]
        for action, told in ACTIONS.items():
            found = self.of(action)
            if found:
                parts += ["", f"Records {told}:", *(f"- {each}" for each in found)]
        return "\n".join(parts) + "\n"


def ordered(redactions: list[Redaction]) -> Report:
    """A report of these, sorted by action; within one, in the order in which they were found."""
    order = list(ACTIONS)
    return Report(tuple(sorted(redactions, key=lambda each: order.index(each.action))))
