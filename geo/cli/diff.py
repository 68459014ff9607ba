"""``diff``: what changed from one edition of the data to another."""

from __future__ import annotations

import argparse

from geo.cli.common import FINE, PROBLEMS, Commands, given, read
from geo.diff import diff, summary


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    changes = commands.add_parser(
        "diff", help="say what changed from one edition of the data to another"
    )
    changes.add_argument("old", metavar="OLD")
    changes.add_argument("new", nargs="?", default=given(), metavar="NEW")
    changes.add_argument(
        "--public", action="store_true", help="only what leaves: fit to be shown to readers"
    )
    changes.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    old, new = read(options.old), read(options.new)
    changes = diff(old.public(), new.public()) if options.public else diff(old, new)
    for line in [*changes, *summary(changes)]:
        print(line)
    return PROBLEMS if changes else FINE
