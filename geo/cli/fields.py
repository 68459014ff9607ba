"""``fields``: the field tables of the data, for its README."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo import schema
from geo.cli.common import FINE, Commands, Refused
from geo.export import write


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    fields = commands.add_parser("fields", help="print the field tables of the data")
    fields.add_argument(
        "--write", type=Path, metavar="README", help="put them between its two fields comments"
    )
    fields.set_defaults(run=_fields)


def _fields(options: argparse.Namespace) -> int:
    if options.write is None:
        print(schema.field_tables(), end="")
        return FINE
    try:
        write(options.write, schema.with_field_tables(options.write.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Refused(f"{options.write}: {error}") from error
    return FINE
