"""``check``: every problem of a data folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo import reading
from geo.cli.common import DATA, FINE, PROBLEMS, Commands, read


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    check = commands.add_parser("check", help="list every problem of a data folder")
    check.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="DIR")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    atlas = read(options.folder)
    problems = [*atlas.problems, *reading.unlogged(options.folder)]
    for problem in problems:
        print(problem)
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in atlas.layers.items())
    found = f"{len(problems)} problems" if problems else "no problems"
    print(f"{options.folder}: {found}; usable: {counts}, sources {len(atlas.sources)}")
    return PROBLEMS if problems else FINE
