"""``check``: every problem of the data."""

from __future__ import annotations

import argparse

from geo import store
from geo.cli.common import FINE, PROBLEMS, Commands, given, read


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    check = commands.add_parser(
        "check", help="list every problem of the data: a folder, GeoPackage or PostGIS"
    )
    check.add_argument("where", nargs="?", default=given(), metavar="DATA")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    atlas = read(options.where)
    problems = [*atlas.problems, *store.unlogged(options.where)]
    for problem in problems:
        print(problem)
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in atlas.layers.items())
    found = f"{len(problems)} problems" if problems else "no problems"
    print(f"{store.shown(options.where)}: {found}; usable: {counts}, sources {len(atlas.sources)}")
    return PROBLEMS if problems else FINE
