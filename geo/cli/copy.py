"""``copy``: data from one store to another, such as the embedded folder into a GeoPackage."""

from __future__ import annotations

import argparse
import sys

from geo import store
from geo.cli.common import FINE, PROBLEMS, Commands, Refused
from geo.store import DataError
from geo.store.copying import copy


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("copy", help="copy data into a folder, GeoPackage or PostGIS")
    command.add_argument("source", metavar="FROM")
    command.add_argument("target", metavar="TO")
    command.add_argument(
        "--replace", action="store_true", help="replace the data that stand there already"
    )
    command.set_defaults(run=_copy)


def _copy(options: argparse.Namespace) -> int:
    try:
        copied = copy(options.source, options.target, options.replace)
    except DataError as error:
        raise Refused(str(error)) from None
    for problem in copied.problems:
        print(problem, file=sys.stderr)
    left = f"; {copied.left_out} left out, as told above" if copied.left_out else ""
    counts = ", ".join(f"{name} {count}" for name, count in copied.counts.items())
    print(f"{store.shown(options.target)}: {counts}, version {copied.version}{left}")
    return PROBLEMS if copied.problems else FINE
