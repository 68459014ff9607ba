"""The command line: ``python -m geo check``, ``diff``, ``export`` and ``fields``."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from geo import publish as publishing
from geo import reading, schema, site
from geo import story as stories
from geo.atlas import Atlas
from geo.diff import diff, summary
from geo.document import CONTROLS, THEMES, EmptySelection, document
from geo.export import write
from geo.kit import FILES, Wish
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

    fields = commands.add_parser("fields", help="print the field tables of the data")
    fields.add_argument(
        "--write", type=Path, metavar="README", help="put them between its two fields comments"
    )
    fields.set_defaults(run=_fields)
    return parser


def _flags(command: argparse.ArgumentParser) -> None:
    """The flags that say what a map shows and how it looks."""
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
    command.add_argument("--report", metavar="TEXT", help="where readers tell of an error")
    command.add_argument(
        "--lang",
        default="en",
        metavar="TAG[,TAG]",
        help=f"languages that the file speaks, the first at the start: {', '.join(LANGUAGES)}",
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
    command.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    command.add_argument(
        "--whole", action="store_true", help="all records, opening in the selection"
    )


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


def _export(options: argparse.Namespace) -> int:
    langs = _languages(options.lang)
    folder = options.output.parent
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder; make it first, or write elsewhere")
    if options.output.is_dir():
        raise Refused(f"{options.output} is a folder; name a file in it, such as map.html")
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
        found = site.read(options.maps, vocabulary(atlas))
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
