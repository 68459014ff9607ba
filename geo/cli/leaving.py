"""What leaves by a command: the flags of the gate, and the report that only the editor gets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.atlas import Atlas
from geo.cli.common import Refused, read, writable
from geo.export import write
from geo.gate.passing import pass_through, tells
from geo.gate.published import LEVELS


def flags(command: argparse.ArgumentParser, *, data: bool = True) -> None:
    """Add the flags; ``data`` where the command writes records as tables, too."""
    command.add_argument(
        "--restricted",
        choices=LEVELS,
        metavar="PRECISION",
        help="let restricted incidents and detention sites leave, placed no finer than "
        f"{', '.join(LEVELS)}",
    )
    command.add_argument(
        "--redactions",
        type=Path,
        metavar="FILE",
        help="write what was withheld, coarsened or cut into a file, for the editor only",
    )
    if data:
        command.add_argument(
            "--keep-columns",
            action="append",
            default=[],
            metavar="NAME",
            help="a column of your own that leaves in data files; may be repeated",
        )


def through(options: argparse.Namespace) -> Atlas:
    """The data of ``--data`` as they leave; the editor is told on stderr what does not.

    Raises ``Refused``, also where the report would lie within what is published.
    """
    _beside(options.redactions, options.output)
    atlas = read(options.data)
    columns = getattr(options, "keep_columns", [])
    known = {name for found in atlas.extra.values() for cells in found.values() for name in cells}
    for name in columns:
        if name not in known:
            there = f"there are {', '.join(sorted(known))}" if known else "there is none"
            raise Refused(f"--keep-columns {name}: no record has that column; {there}")
    public, report = pass_through(atlas, restricted=options.restricted, columns=columns)
    for problem in public.problems:
        print(problem, file=sys.stderr)
    if options.redactions:
        try:
            write(options.redactions, report.text())
        except OSError as error:
            raise Refused(f"{options.redactions} cannot be written: {error.strerror}") from error
    if report:
        where = options.redactions or "--redactions FILE"
        print(f"At the gate: {report.summary()}; {where} says which and why.", file=sys.stderr)
    return public


def own_texts(options: argparse.Namespace, atlas: Atlas) -> None:
    """Refuse a title, story, note or view that tells what stays home.

    Only on the command line: where readers write a title, an answer would tell them what is right.
    """
    for name in ("title", "report", "words", "view", "url"):
        if tells(atlas, getattr(options, name, None) or ""):
            raise Refused(f"--{name} tells an id, a name or a place that stays home; write another")
    for name in ("story", "pin", "house", "maps"):
        path = getattr(options, name, None)
        if path and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if tells(atlas, text):
                raise Refused(f"{path} tells an id, a name or a place that stays home; take it out")


def _beside(report: Path | None, output: Path) -> None:
    if report is None:
        return
    writable(report, "redactions.txt")
    if output.resolve() in (report.resolve(), *report.resolve().parents):
        raise Refused(f"{report} would be published with {output}; put the report elsewhere")
