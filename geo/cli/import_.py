"""``import``: somebody's own table or map file, checked row by row, into a store."""

from __future__ import annotations

import argparse
import dataclasses
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from geo import changelog, store
from geo.atlas import Atlas, frame
from geo.cli.common import FINE, PROBLEMS, Commands, Refused, read
from geo.export import write
from geo.ingest import database, own, report
from geo.ingest.columns import Columns, by_preset, fixing, guess, mapped, presets
from geo.ingest.convert import convert
from geo.ingest.formats import sheets
from geo.ingest.ids import slug
from geo.ingest.limits import LIMITS
from geo.ingest.outcome import Answers, Outcome
from geo.ingest.sheet import Sheet, Unreadable
from geo.ingest.workstable import is_works, parted
from geo.schema import LAYERS
from geo.store.address import kind


def add(commands: Commands) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("import", help="bring in your own table or map file")
    command.description = (
        "Bring in your own table or map file: CSV, TSV, XLSX, GeoJSON, GeoPackage, KML, a zipped "
        f"Shapefile, or a table in PostGIS. {LIMITS.sentence()} Every row becomes a record, or is "
        "left out and told of."
    )
    command.add_argument(
        "source", metavar="SOURCE", help="the file, or postgresql://user@host/database?table=NAME"
    )
    command.add_argument(
        "-o", "--output", required=True, metavar="WHERE", help="folder or store; made if need be"
    )
    command.add_argument("--layer", choices=tuple(LAYERS), help="what the rows are")
    command.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help="may be repeated"
    )
    command.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="the same for all rows"
    )
    names = ", ".join(preset.name for preset in presets())
    command.add_argument("--preset", metavar="NAME", help=f"columns of a known table: {names}")
    command.add_argument(
        "--crs", metavar="EPSG:…", help="coordinate system, where none is declared"
    )
    command.add_argument(
        "--dates", choices=("day-first", "month-first"), help="how 10/05/2013 is meant"
    )
    command.add_argument("--sheet", metavar="NAME", help="one sheet or layer of several")
    command.add_argument(
        "--report", type=Path, metavar="DIR", help="write the report and the rows left out there"
    )
    command.add_argument(
        "--data", metavar="WHERE", help="data whose gazetteer finds places by name"
    )
    command.add_argument(
        "--replace", action="store_true", help="rows take the place of records with their ids"
    )
    command.add_argument(
        "--keep-columns", action="store_true", help="keep columns that no field takes, too"
    )
    command.set_defaults(run=_import)


_FLAGS = {"crs": "--crs", "dates": "--dates day-first, month-first", "layer": "--layer"}
"""What answers a question here."""


@dataclass(frozen=True)
class _Part:
    """One sheet with what its columns are and what it gave."""

    sheet: Sheet
    columns: Columns
    outcome: Outcome


def _import(options: argparse.Namespace) -> int:
    # A long table makes millions of objects and no cycles: looking for those took a fifth of it.
    gc.disable()
    try:
        return _run(options)
    finally:
        gc.enable()


def _run(options: argparse.Namespace) -> int:
    before, known = _known(options)
    if options.report is not None and options.report.exists() and not options.report.is_dir():
        raise Refused(f"{options.report} is a file; name a folder for the report")
    found, works, wrong = parted(_sheets(options.source))
    if works and not found:
        raise Refused(f"{options.source} holds works and no records; name the file that cites them")
    for problem in wrong:
        print(report.line(problem), file=sys.stderr)
    chosen = _columns(options, _chosen(options, found))
    del found  # or all rows would stay in memory to the end
    today = changelog.today(os.environ.get("SOURCE_DATE_EPOCH"))
    answers = Answers(today, options.crs, options.dates, options.replace, works)
    parts: list[_Part] = []
    many = len(chosen) > 1
    while chosen:
        sheet, columns = chosen.pop(0)
        with tqdm(total=len(sheet.rows), unit="row", disable=None, leave=False) as bar:
            outcome = convert(sheet, columns, known, answers, bar.update)
        # The rows that were used are records now: keeping them would double what is in memory.
        parts.append(_Part(dataclasses.replace(sheet, rows=()), columns, outcome))
        del sheet
        if many and outcome.features:
            known = own.atlas([outcome], known)
    _ask(parts)
    _keep(options, parts)
    for part in parts:
        for line in report.lines(part.sheet, part.outcome, report.FEW):
            print(line)
    if options.report is not None:
        _write(options.report, parts)
    told = any(part.outcome.problems for part in parts)
    if told and options.report is None:
        print(f"geo {options.command}: --report DIR writes all of it, and the rows left out")
    return PROBLEMS if told or before else FINE


def _known(options: argparse.Namespace) -> tuple[bool, Atlas]:
    """What stands already where the records go; True where it has problems of its own."""
    there = None
    try:
        if store.stamp(options.output):
            there = store.read(options.output)
    except store.DataError as error:
        raise Refused(str(error)) from None
    atlas = there or Atlas({name: frame(LAYERS[name], ()) for name in LAYERS}, {})
    if options.data:
        atlas = dataclasses.replace(atlas, gazetteer=read(options.data).gazetteer)
    for problem in atlas.problems:
        print(report.line(problem), file=sys.stderr)
    return bool(atlas.problems), atlas


def _sheets(source: str) -> list[Sheet]:
    if sys.stderr.isatty():
        print(LIMITS.sentence(), file=sys.stderr)
    path = Path(source)
    server = kind(source) == "postgis"
    if not server and not path.exists():
        raise Refused(f"{source} is not there; name a file")
    try:
        with tqdm(unit="row", disable=None, leave=False) as bar:
            if server:
                return database.sheets(source, tell=lambda count: bar.update(count - bar.n))
            found = sheets(path, path.name, tell=lambda count: bar.update(count - bar.n))
            # As `export` writes the works of a table, which has no room for them.
            beside = path.with_name(f"{path.stem}.sources{path.suffix}")
            if path.suffix.lower() in (".csv", ".tsv") and beside.is_file():
                found += [sheet for sheet in sheets(beside) if is_works(sheet)]
            return found
    except Unreadable as error:
        raise Refused(str(error)) from None


def _chosen(options: argparse.Namespace, found: Sequence[Sheet]) -> list[Sheet]:
    if options.sheet is None:
        return list(found)
    wanted = [sheet for sheet in found if options.sheet in (sheet.name, _short(sheet.name))]
    if not wanted:
        names = ", ".join(_short(sheet.name) for sheet in found)
        raise Refused(f"--sheet {options.sheet}: there is no such sheet; there are {names}")
    return wanted


def _short(name: str) -> str:
    """A sheet's own name, without its file's."""
    return name.rpartition(", ")[2]


def _columns(options: argparse.Namespace, found: Sequence[Sheet]) -> list[tuple[Sheet, Columns]]:
    chosen = []
    for sheet in found:
        try:
            columns = (
                by_preset(sheet, options.preset) if options.preset else guess(sheet, options.layer)
            )
            if (options.map or options.set) and not columns.layer:
                raise ValueError(f"{sheet.name} doesn't tell which layer it is; say --layer")
            chosen.append((sheet, fixing(mapped(columns, options.map), options.set)))
        except ValueError as error:
            raise Refused(str(error)) from None
    # What others refer to comes first.
    order = ["countries", "routes", "crossings", "detention_sites", "incidents", ""]
    return sorted(chosen, key=lambda each: order.index(each[1].layer))


def _ask(parts: Sequence[_Part]) -> None:
    """Refuse, before anything is written, what only a person can answer."""
    asked = [
        f"{asked.sentence} ({_FLAGS[asked.what]})" for part in parts for asked in part.outcome.asked
    ]
    if asked:
        raise Refused("; ".join(dict.fromkeys(asked)))


def _keep(options: argparse.Namespace, parts: Sequence[_Part]) -> None:
    for part in parts:
        outcome = part.outcome
        if not outcome.features:
            continue
        if not options.keep_columns:
            outcome = dataclasses.replace(outcome, extra={})
        label = LAYERS[outcome.layer].label.lower()
        note = f"{part.sheet.name} imported: {label}, {len(outcome.features):,}."
        try:
            done = store.add(options.output, outcome, note, options.replace)
        except store.DataError as error:
            raise Refused(str(error)) from None
        print(f"{store.shown(options.output)}: {label}: {done}")


def _write(folder: Path, parts: Sequence[_Part]) -> None:
    """``report.txt``, ``problems.csv``, and a file of the rows left out of each sheet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = "".join(report.text(part.sheet, part.outcome) for part in parts)
        write(folder / "report.txt", text)
        write(folder / "problems.csv", report.problems(part.outcome for part in parts))
        for number, part in enumerate(parts, start=1):
            if part.outcome.left_out:
                name = slug(part.sheet.name, 60) or f"sheet-{number}"
                name = name if len(parts) == 1 else f"{number}-{name}"
                rows = report.left_out(part.sheet, part.outcome)
                write(folder / f"{name}-left-out.csv", rows)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}") from error
    print(f"{folder}: the whole report, and the rows left out")
