"""The command line, ``python -m geo``: its commands stand in ``geo.cli``, a module each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from geo.cli.common import CANNOT, Refused

COMMANDS: Mapping[str, str] = {
    "check": "check",
    "copy": "copy",
    "diff": "diff",
    "import": "import_",
    "export": "export",
    "publish": "publish",
    "picture": "picture",
    "fields": "fields",
}
"""The commands and their modules in ``geo.cli``."""


def _parser(first: str = "") -> argparse.ArgumentParser:
    """The parser of the command that the first argument names, else of all."""
    parser = argparse.ArgumentParser(prog="python -m geo", description="The Routes Atlas.")
    commands = parser.add_subparsers(dest="command", required=True)
    # What draws maps takes a third of a second to load: a check or an import need not wait for it.
    for name in [first] if first in COMMANDS else COMMANDS:
        import_module(f"geo.cli.{COMMANDS[name]}").add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns 0 fine, 1 problems in the data or a difference, 2 cannot be done."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(*given[:1]).parse_args(given)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except Refused as refused:
        print(f"geo {options.command}: {refused}", file=sys.stderr)
        return CANNOT
    except BrokenPipeError:
        # Whoever read has seen enough, as ``head`` has: nothing to tell, nor to flush at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT
    return code


if __name__ == "__main__":
    sys.exit(main())
