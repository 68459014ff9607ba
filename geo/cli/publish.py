"""``publish``: a map with all that goes with it, or many maps as a site."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tqdm import tqdm

from geo.atlas import Atlas
from geo.cli import flags, leaving
from geo.cli.common import FINE, PROBLEMS, Commands, Refused
from geo.cli.making import refusing, tell_of_letters
from geo.export import write
from geo.publishing import publish as publishing
from geo.publishing import site
from geo.publishing.kit import FILES, Wish
from geo.selection import NAMES, vocabulary
from geo.words import own_name


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    publish = commands.add_parser("publish", help="write a map's whole kit into a folder")
    publish.add_argument(
        "maps", nargs="?", type=Path, metavar="MAPS.TOML", help="many maps at once, into a site"
    )
    publish.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    flags.showing(publish)
    leaving.flags(publish)
    publish.add_argument(
        "--url", type=flags.address, default="", metavar="URL", help="where the folder will lie"
    )
    publish.add_argument("--archive", action="store_true", help="a BagIt bag, too")
    publish.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="for many maps"
    )
    publish.set_defaults(run=_publish, parser=publish)


_OF_A_MAP = ("title", "lang", "url", "report", "controls", "theme", "whole", "archive", "pin")
"""What each map of a file says itself, beside its selection."""


def _publish(options: argparse.Namespace) -> int:
    langs = flags.languages(options.lang)
    if options.output.exists() and not options.output.is_dir():
        raise Refused(f"{options.output} is a file; name a folder")
    if options.maps:
        flags.said_by("a file of maps", options, (*NAMES, *_OF_A_MAP))
    atlas = leaving.through(options)
    leaving.own_texts(options, atlas)
    if options.maps:
        return _publish_all(options, atlas)
    wish = Wish(
        selection=flags.selection(options, atlas),
        title=options.title or "",
        langs=langs,
        url=options.url,
        controls=options.controls,
        whole=options.whole,
        report=options.report or "",
        theme=options.theme,
        archive=options.archive,
        house=flags.house(options.house),
        pin=flags.pin(options.pin),
    )
    tell_of_letters(wish.title, own_name(langs[0]))
    # No bar in a pipe: tqdm looks whether somebody watches.
    bar = tqdm(total=FILES + wish.archive, disable=None, leave=False)
    with refusing(options.output), bar:
        size = publishing.publish(atlas, wish, options.output, lambda _: bar.update())
    print(f"{options.output}: {size / 1000:.0f} KB")
    return FINE


def _publish_all(options: argparse.Namespace, atlas: Atlas) -> int:
    try:
        found = site.read(options.maps, vocabulary(atlas), flags.house(options.house))
    except site.SiteError as error:
        raise Refused(str(error)) from error
    wrong, made = dict(found.wrong), set()
    results = publishing.publish_all(
        atlas, found.wishes, options.output, min(options.processes, len(found.wishes))
    )
    for name, result in tqdm(results, total=len(found.wishes), disable=None, leave=False):
        if isinstance(result, int):
            made.add(name)
            tqdm.write(f"{options.output / name}: {result / 1000:.0f} KB")
        else:
            wrong[name] = result
    with refusing(options.output):
        options.output.mkdir(parents=True, exist_ok=True)
        page = publishing.index(atlas, found.title, found.wishes, made)
        write(options.output / "index.html", page)
    for name, why in wrong.items():
        print(f"{options.maps}, {name}: {why}", file=sys.stderr)
    return PROBLEMS if wrong else FINE
