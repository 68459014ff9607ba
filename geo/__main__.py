"""The command line: ``python -m geo check``, ``diff``, ``export`` and ``fields``."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from geo import house as houses
from geo import pin as pins
from geo import publish as publishing
from geo import reading, schema, site
from geo import story as stories
from geo.atlas import Atlas
from geo.diff import diff, summary
from geo.document import CONTROLS, THEMES, EmptySelection, document
from geo.export import write
from geo.kit import FILES, Wish, png
from geo.picture import picture
from geo.select import say, select
from geo.selection import CHOICES, NAMES, Selection, Unknown, exactly, vocabulary
from geo.words import LANGUAGES, language

DATA = Path(__file__).parents[1] / "data"
FINE, PROBLEMS, CANNOT = 0, 1, 2


class Refused(Exception):
    """Something that cannot be done; its text is the one sentence that says why."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="The Routes Atlas.")
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="list every problem of a data folder")
    check.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="DIR")
    check.set_defaults(run=_check)

    changes = commands.add_parser("diff", help="say what changed from one data folder to another")
    changes.add_argument("old", type=Path, metavar="OLD")
    changes.add_argument("new", type=Path, nargs="?", default=DATA, metavar="NEW")
    changes.set_defaults(run=_diff)

    export = commands.add_parser("export", help="write a selection as one HTML file")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    _flags(export)
    export.add_argument(
        "--story", type=Path, metavar="FILE", help="tell a story; its scenes say what is shown"
    )
    export.set_defaults(run=_export)

    publish = commands.add_parser("publish", help="write a map's whole kit into a folder")
    publish.add_argument(
        "maps", nargs="?", type=Path, metavar="MAPS.TOML", help="many maps at once, into a site"
    )
    publish.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    _flags(publish)
    publish.add_argument("--url", default="", metavar="URL", help="where the folder will lie")
    publish.add_argument("--archive", action="store_true", help="a BagIt bag, too")
    publish.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="for many maps"
    )
    publish.set_defaults(run=_publish)

    still = commands.add_parser("picture", help="draw a selection as SVG or PNG")
    still.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.svg|FILE.png")
    _selecting(still)
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

    fields = commands.add_parser("fields", help="print the field tables of the data")
    fields.add_argument(
        "--write", type=Path, metavar="README", help="put them between its two fields comments"
    )
    fields.set_defaults(run=_fields)
    return parser


def _pixels(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 160 <= int(given) <= 8000:
        raise argparse.ArgumentTypeError(f"{given!r}; write pixels from 160 to 8000")
    return int(given)


def _times(given: str) -> float:
    try:
        found = float(given)
    except ValueError:
        found = 0.0
    if not 0.25 <= found <= 8:
        raise argparse.ArgumentTypeError(f"{given!r}; write a number from 0.25 to 8")
    return found


def _flags(command: argparse.ArgumentParser) -> None:
    """The flags that say what a map shows and how it looks."""
    _selecting(command)
    command.add_argument("--report", metavar="TEXT", help="where readers tell of an error")
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


def _selecting(command: argparse.ArgumentParser) -> None:
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
    command.add_argument("--data", type=Path, default=DATA, metavar="DIR")


def _read(folder: Path) -> Atlas:
    try:
        return reading.read(folder)
    except reading.DataError as error:
        raise Refused(str(error)) from error


def _check(options: argparse.Namespace) -> int:
    atlas = _read(options.folder)
    problems = [*atlas.problems, *reading.unlogged(options.folder)]
    for problem in problems:
        print(problem)
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in atlas.layers.items())
    found = f"{len(problems)} problems" if problems else "no problems"
    print(f"{options.folder}: {found}; usable: {counts}, sources {len(atlas.sources)}")
    return PROBLEMS if problems else FINE


def _diff(options: argparse.Namespace) -> int:
    changes = diff(_read(options.old), _read(options.new))
    for line in [*changes, *summary(changes)]:
        print(line)
    return PROBLEMS if changes else FINE


def _selection(options: argparse.Namespace, atlas: Atlas) -> Selection:
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


def _languages(given: str) -> tuple[str, ...]:
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


def _story(path: Path, atlas: Atlas) -> stories.Story:
    try:
        return stories.read(path, atlas)
    except stories.StoryError as error:
        raise Refused(f"{path}: {error}") from error


def _house(path: Path | None) -> houses.House:
    try:
        return houses.read(path) if path else houses.PLAIN
    except houses.HouseError as error:
        raise Refused(str(error)) from error


def _pin(path: Path | None) -> pins.Pin | None:
    try:
        return pins.read(path) if path else None
    except pins.PinError as error:
        raise Refused(str(error)) from error


def _writable(path: Path, example: str) -> None:
    """Refuse a file that cannot be written, before the work is done."""
    if not path.parent.is_dir():
        raise Refused(f"{path.parent} is not a folder; make it first, or write elsewhere")
    if path.is_dir():
        raise Refused(f"{path} is a folder; name a file in it, such as {example}")


def _picture(options: argparse.Namespace) -> int:
    langs, kind = _languages(options.lang), options.output.suffix.lower()
    if kind not in (".svg", ".png"):
        raise Refused(f"{options.output}: name a file that ends in .svg or .png")
    _writable(options.output, "map.svg")
    house, pin = _house(options.house), _pin(options.pin)
    atlas = _read(options.data).public()
    selection = _selection(options, atlas)
    shown = select(atlas, selection)
    if not any(shown.counts.values()):
        asked = say(shown, selection, atlas, langs[0])
        raise Refused(f"{asked}: choose more, or leave a filter out")
    drawn = picture(
        atlas,
        shown,
        selection,
        width=options.width,
        height=options.height,
        lang=langs[0],
        title=options.title,
        theme=options.theme,
        house=house,
        pinned=pin or pins.Pin(),
    )
    try:
        made = drawn if kind == ".svg" else png(drawn, options.scale)
        size = write(options.output, made)
    except OSError as error:
        raise Refused(f"{options.output} cannot be written: {error.strerror}") from error
    print(f"{options.output}: {size / 1000:.0f} KB")
    return FINE


def _export(options: argparse.Namespace) -> int:
    langs = _languages(options.lang)
    _writable(options.output, "map.html")
    house, pin = _house(options.house), _pin(options.pin)
    atlas = _read(options.data).public()
    for problem in atlas.problems:
        print(problem, file=sys.stderr)
    selection = _selection(options, atlas)
    story = _story(options.story, atlas) if options.story else None
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


def _publish(options: argparse.Namespace) -> int:
    langs = _languages(options.lang)
    if options.output.exists() and not options.output.is_dir():
        raise Refused(f"{options.output} is a file; name a folder")
    atlas = _read(options.data).public()
    for problem in atlas.problems:
        print(problem, file=sys.stderr)
    if options.maps:
        return _publish_all(options, atlas)
    wish = Wish(
        selection=_selection(options, atlas),
        title=options.title or "",
        langs=langs,
        url=options.url,
        controls=options.controls,
        whole=options.whole,
        report=options.report or "",
        theme=options.theme,
        archive=options.archive,
        house=_house(options.house),
        pin=_pin(options.pin),
    )
    try:
        # No bar in a pipe: tqdm looks whether somebody watches.
        with tqdm(total=FILES + wish.archive, disable=None, leave=False) as bar:
            size = publishing.publish(atlas, wish, options.output, lambda _: bar.update())
    except EmptySelection as empty:
        raise Refused(f"{empty}: choose more, or leave a filter out") from empty
    except OSError as error:
        raise Refused(f"{options.output} cannot be written: {error.strerror}") from error
    print(f"{options.output}: {size / 1000:.0f} KB")
    return FINE


def _publish_all(options: argparse.Namespace, atlas: Atlas) -> int:
    try:
        found = site.read(options.maps, vocabulary(atlas), _house(options.house))
    except site.SiteError as error:
        raise Refused(str(error)) from error
    wrong, made = dict(found.wrong), set()
    results = publishing.publish_all(
        options.data, found.wishes, options.output, min(options.processes, len(found.wishes))
    )
    for name, result in tqdm(results, total=len(found.wishes), disable=None, leave=False):
        if isinstance(result, int):
            made.add(name)
            tqdm.write(f"{options.output / name}: {result / 1000:.0f} KB")
        else:
            wrong[name] = result
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        page = publishing.index(atlas, found.title, found.wishes, made)
        write(options.output / "index.html", page)
    except OSError as error:
        raise Refused(f"{options.output} cannot be written: {error.strerror}") from error
    for name, why in wrong.items():
        print(f"{options.maps}, {name}: {why}", file=sys.stderr)
    return PROBLEMS if wrong else FINE


def _fields(options: argparse.Namespace) -> int:
    if options.write is None:
        print(schema.field_tables(), end="")
        return FINE
    try:
        write(options.write, schema.with_field_tables(options.write.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Refused(f"{options.write}: {error}") from error
    return FINE


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
