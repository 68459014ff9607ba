"""``diff``: what changed from one data folder to another."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.common import DATA, FINE, PROBLEMS, Commands, read
from geo.diff import diff, summary


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    changes = commands.add_parser("diff", help="say what changed from one data folder to another")
    changes.add_argument("old", type=Path, metavar="OLD")
    changes.add_argument("new", type=Path, nargs="?", default=DATA, metavar="NEW")
    changes.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    changes = diff(read(options.old), read(options.new))
    for line in [*changes, *summary(changes)]:
        print(line)
    return PROBLEMS if changes else FINE
