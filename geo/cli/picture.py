"""``picture``: a selection as SVG or PNG."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli import flags, leaving
from geo.cli.common import FINE, Commands, Refused, writable
from geo.cli.making import put, refusing, tell_of_letters
from geo.document import EmptySelection
from geo.pictures.picture import picture
from geo.pictures.raster import png
from geo.publishing import house as houses
from geo.publishing import pin as pins
from geo.select import say, select
from geo.words import own_name


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    still = commands.add_parser("picture", help="draw a selection as SVG or PNG")
    still.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.svg|FILE.png")
    flags.selecting(still)
    leaving.flags(still, data=False)
    still.add_argument(
        "--size", type=_size, metavar="PXxPX", help="width and height of the whole picture"
    )
    still.add_argument(
        "--width", type=_pixels, default=960, metavar="PX", help="of the whole picture"
    )
    still.add_argument(
        "--height",
        type=_pixels,
        metavar="PX",
        help="of the map in it",
    )
    still.add_argument(
        "--scale", type=_times, default=1.0, metavar="N", help="times as many pixels, for print"
    )
    still.add_argument("--theme", choices=houses.THEMES, default="light")
    still.set_defaults(run=_picture)


def _pixels(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 160 <= int(given) <= 8000:
        raise argparse.ArgumentTypeError(f"{given!r}; write pixels from 160 to 8000")
    return int(given)


def _size(given: str) -> tuple[int, int]:
    width, by, height = given.lower().partition("x")
    if not by:
        raise argparse.ArgumentTypeError(f"{given!r}; write width and height, such as 1080x1080")
    return _pixels(width), _pixels(height)


def _times(given: str) -> float:
    try:
        found = float(given)
    except ValueError:
        found = 0.0
    if not 0.25 <= found <= 8:
        raise argparse.ArgumentTypeError(f"{given!r}; write a number from 0.25 to 8")
    return found


def _picture(options: argparse.Namespace) -> int:
    langs, kind = flags.languages(options.lang), options.output.suffix.lower()
    if kind not in (".svg", ".png"):
        raise Refused(f"{options.output}: name a file that ends in .svg or .png")
    writable(options.output, "map.svg")
    house, pin = flags.house(options.house), flags.pin(options.pin)
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
    selection = flags.selection(options, atlas)
    shown = select(atlas, selection)
    with refusing(options.output):
        if not any(shown.counts.values()):
            raise EmptySelection(say(shown, selection, atlas, langs[0]))
    width, whole = options.size or (options.width, None)
    with refusing(options.output):
        drawn = picture(
            atlas,
            shown,
            selection,
            width=width,
            height=options.height,
            whole=whole,
            lang=langs[0],
            title=options.title,
            theme=options.theme,
            house=house,
            pinned=pin or pins.Pin(),
        )
    if kind == ".png":
        tell_of_letters(options.title, own_name(langs[0]))
    with refusing(options.output):
        made = drawn if kind == ".svg" else png(drawn, options.scale)
    put(options.output, made)
    return FINE
