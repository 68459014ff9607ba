"""``export``: a selection as one HTML file, or as a table or layers for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli import flags, leaving
from geo.cli.common import FINE, Commands, Refused, writable
from geo.cli.making import put, refusing
from geo.document import document
from geo.formats import exchange
from geo.selection import NAMES

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
    export.set_defaults(run=_export, parser=export)


def _export(options: argparse.Namespace) -> int:
    langs = flags.languages(options.lang)
    writable(options.output, "map.html")
    ending = options.output.suffix.lower()
    if ending not in _ENDINGS:
        ends = f"{', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}"
        raise Refused(f"{options.output}: name a file that ends in {ends}")
    if ending in exchange.ENDINGS:
        return _exchange(options, langs[0])
    if options.story:
        flags.said_by("a story", options, (*NAMES, "controls"))
    house, pin = flags.house(options.house), flags.pin(options.pin)
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
    selection = flags.selection(options, atlas)
    story = flags.story(options.story, atlas) if options.story else None
    with refusing(options.output):
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
    put(options.output, text)
    return FINE


def _exchange(options: argparse.Namespace, lang: str) -> int:
    """Files for other programs."""
    if options.story:
        raise Refused(f"{options.output}: a story is told in a file that ends in .html")
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
    selection = flags.selection(options, atlas)
    with refusing(options.output):
        made = list(
            exchange.files(atlas, selection, options.output, title=options.title, lang=lang)
        )
    for path, content in made:
        put(path, content)
    return FINE
