"""The flags that several commands take, and what they mean: selection, languages, look."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable
from pathlib import Path

from geo.atlas import Atlas
from geo.cli.common import Refused, given
from geo.document import CONTROLS, THEMES
from geo.publishing import embed
from geo.publishing import house as houses
from geo.publishing import pin as pins
from geo.publishing import story as stories
from geo.selection import CHOICES, NAMES, Selection, Unknown, exactly, vocabulary
from geo.words import LANGUAGES, language


def showing(command: argparse.ArgumentParser) -> None:
    """The flags that say what a map shows and how it looks."""
    selecting(command)
    command.add_argument(
        "--report", type=_report, metavar="TEXT", help="where readers tell of an error"
    )
    command.add_argument(
        "--controls",
        choices=CONTROLS,
        default="full",
        help="how much stands around the map: all, only buttons and legend, or nothing",
    )
    command.add_argument(
        "--theme",
        choices=THEMES,
        default="auto",
        help="light, dark, or as the reader's system has it",
    )
    command.add_argument(
        "--whole", action="store_true", help="all records, opening in the selection"
    )


def address(given: str) -> str:
    """The address of a folder, as a type of flag."""
    if given and not embed.is_folder(given):
        raise argparse.ArgumentTypeError(f"{given!r}; write {embed.FOLDER}")
    return given


def _report(given: str) -> str:
    if not embed.is_report(given):
        raise argparse.ArgumentTypeError(f"{given!r}; write {embed.REPORT}")
    return given


def said_by(what: str, options: argparse.Namespace, names: Iterable[str]) -> None:
    """Refuse flags that would mean nothing beside a file that says the same itself: ``what``.

    ``options`` holds its command's ``parser``.
    """
    for name in names:
        if vars(options)[name] != options.parser.get_default(name):
            raise Refused(f"--{name} means nothing beside {what}; write it into that file")


def selecting(command: argparse.ArgumentParser) -> None:
    """The flags of every output: the selection, its title, language and look."""
    command.add_argument("--from", metavar="DATE", help="day, month or year: 2013-05")
    command.add_argument("--to", metavar="DATE", help="day, month or year: 2019")
    for name in CHOICES:
        command.add_argument(
            f"--{name}", action="append", default=[], metavar="ID", help="may be repeated"
        )
    command.add_argument("--words", metavar="TEXT", help="words that a record must hold")
    command.add_argument("--item", metavar="LAYER:ID", help="record that is open at first")
    command.add_argument("--view", metavar="LAT,LON,ZOOM", help="what the map shows at first")
    command.add_argument("--title", metavar="TEXT")
    command.add_argument(
        "--lang",
        default="en",
        metavar="TAG[,TAG]",
        help=f"languages that the file speaks, the first at the start: {', '.join(LANGUAGES)}",
    )
    command.add_argument(
        "--house", type=Path, metavar="FILE", help="a house style (docs/house-style.md)"
    )
    command.add_argument(
        "--pin", type=Path, metavar="FILE", help="a fixed extent and notes (docs/house-style.md)"
    )
    command.add_argument("--data", default=given(), metavar="DIR|FILE.gpkg|postgresql://…")


def selection(options: argparse.Namespace, atlas: Atlas) -> Selection:
    """The selection that the flags say; raises ``Refused`` where they name what is not there."""
    given = vars(options)
    pairs = [
        (name, value)
        for name in NAMES
        for value in (given[name] if isinstance(given[name], list) else [given[name]])
        if value is not None
    ]
    try:
        return exactly(pairs, vocabulary(atlas))
    except Unknown as error:
        raise Refused(str(error)) from error


def languages(given: str) -> tuple[str, ...]:
    """The languages of ``--lang``, each once and in the order given."""
    known = f"there are {', '.join(LANGUAGES)}"
    found: dict[str, None] = {}
    for tag in given.split(","):
        lang = language(tag.strip())
        if lang is None:
            meant = difflib.get_close_matches(tag, LANGUAGES, n=1, cutoff=0.4)
            hint = f"; did you mean {meant[0]}?" if meant else ""
            what = f"--lang {tag.strip()}" if tag.strip() else "--lang has an empty name"
            raise Refused(f"{what}: {known}{hint}")
        found[lang] = None
    return tuple(found)


def story(path: Path, atlas: Atlas) -> stories.Story:
    """The story of a file; raises ``Refused`` with its own sentence."""
    try:
        return stories.read(path, atlas)
    except stories.StoryError as error:
        raise Refused(f"{path}: {error}") from error


def house(path: Path | None) -> houses.House:
    """The house style of a file, or the plain one; raises ``Refused`` with its own sentence."""
    try:
        return houses.read(path) if path else houses.PLAIN
    except houses.HouseError as error:
        raise Refused(str(error)) from error


def pin(path: Path | None) -> pins.Pin | None:
    """The extent and notes of a file; raises ``Refused`` with its own sentence."""
    try:
        return pins.read(path) if path else None
    except pins.PinError as error:
        raise Refused(str(error)) from error
