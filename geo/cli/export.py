"""``export``: a selection as one HTML file, or as a table or layers for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo import exchange
from geo.cli import flags, leaving
from geo.cli.common import FINE, Commands, Refused, writable
from geo.document import EmptySelection, document
from geo.export import write

_ENDINGS = (".html", ".htm", *exchange.ENDINGS)


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    export = commands.add_parser(
        "export", help="write a selection as one HTML file, or for other programs"
    )
    export.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help=f"its ending says what it is: {', '.join(_ENDINGS)}",
    )
    flags.showing(export)
    leaving.flags(export)
    export.add_argument(
        "--story", type=Path, metavar="FILE", help="tell a story; its scenes say what is shown"
    )
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    langs = flags.languages(options.lang)
    writable(options.output, "map.html")
    ending = options.output.suffix.lower()
    if ending not in _ENDINGS:
        ends = f"{', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}"
        raise Refused(f"{options.output}: name a file that ends in {ends}")
    if ending in exchange.ENDINGS:
        return _exchange(options, langs[0])
    house, pin = flags.house(options.house), flags.pin(options.pin)
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
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


def _exchange(options: argparse.Namespace, lang: str) -> int:
    """Files for other programs."""
    if options.story:
        raise Refused(f"{options.output}: a story is told in a file that ends in .html")
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
    selection = flags.selection(options, atlas)
    try:
        made = list(
            exchange.files(atlas, selection, options.output, title=options.title, lang=lang)
        )
    except EmptySelection as empty:
        raise Refused(f"{empty}: choose more, or leave a filter out") from empty
    for path, content in made:
        try:
            size = write(path, content)
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}") from error
        print(f"{path}: {size / 1000:.0f} KB")
    return FINE
