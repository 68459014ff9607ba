"""The command line, ``python -m geo``: its commands stand in ``geo.cli``, a module each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geo.cli import check, copy, diff, export, fields, import_, picture, publish
from geo.cli.common import CANNOT, Refused

COMMANDS = (check, copy, diff, import_, export, publish, picture, fields)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="The Routes Atlas.")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns 0 fine, 1 problems in the data or a difference, 2 cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except Refused as refused:
        print(f"geo {options.command}: {refused}", file=sys.stderr)
        return CANNOT
    return code


if __name__ == "__main__":
    sys.exit(main())
