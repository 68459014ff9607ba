"""``export``: a selection as one HTML file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.cli import flags
from geo.cli.common import FINE, Commands, Refused, read, writable
from geo.document import EmptySelection, document
from geo.export import write


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    export = commands.add_parser("export", help="write a selection as one HTML file")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    flags.showing(export)
    export.add_argument(
        "--story", type=Path, metavar="FILE", help="tell a story; its scenes say what is shown"
    )
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    langs = flags.languages(options.lang)
    writable(options.output, "map.html")
    house, pin = flags.house(options.house), flags.pin(options.pin)
    atlas = read(options.data).public()
    for problem in atlas.problems:
        print(problem, file=sys.stderr)
    selection = flags.selection(options, atlas)
    story = flags.story(options.story, atlas) if options.story else None
    try:
        text = document(
            atlas,
            selection,
            title=options.title,
            langs=langs,
            whole=options.whole,
            controls=options.controls,
            report=options.report,
            theme=options.theme,
            story=story,
            house=house,
            pin=pin,
        )
    except EmptySelection as empty:
        raise Refused(f"{empty}: choose more, or leave a filter out") from empty
    try:
        size = write(options.output, text)
    except OSError as error:
        raise Refused(f"{options.output} cannot be written: {error.strerror}") from error
    print(f"{options.output}: {size / 1000:.0f} KB")
    return FINE
