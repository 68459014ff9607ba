"""``check``: every problem of the data, and what makes so little sense that it is worth a look."""

from __future__ import annotations

import argparse
import os

from geo import changelog, store
from geo import content as contents
from geo.cli.common import FINE, PROBLEMS, Commands, Refused, given
from geo.oddities import oddities


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    check = commands.add_parser(
        "check", help="list every problem of the data: a folder, GeoPackage or PostGIS"
    )
    check.add_argument("where", nargs="?", default=given(), metavar="DATA")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    try:
        content = store.content(options.where)
    except store.DataError as error:
        raise Refused(str(error)) from None
    atlas = contents.atlas(content)
    problems = [*atlas.problems, *contents.unlogged(content)]
    today = changelog.today(os.environ.get("SOURCE_DATE_EPOCH"))
    odd = list(oddities(content, atlas, today))
    for problem in (*problems, *odd):
        print(problem)
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in atlas.layers.items())
    found = f"{len(problems)} problems" if problems else "no problems"
    found += f", {len(odd)} to be looked at" if odd else ""
    print(f"{store.shown(options.where)}: {found}; usable: {counts}, sources {len(atlas.sources)}")
    return PROBLEMS if problems else FINE
