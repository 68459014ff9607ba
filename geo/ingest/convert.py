"""A sheet to records: each row becomes a feature, or is left out with a sentence that says why.

What loses a row is what an editor would not want on a map: a value that can't be read, a word that
is in no vocabulary, coordinates out of range or exchanged, a record that contradicts itself or lies
in the future, one without a source, without kind, place or country, a damaged cell, an id that
another record has, a row that says the same as another. What an editor may know better only warns:
a point at sea or in another country, a date outside its route's period, an event much like another,
a link that can't be followed while the work is named, an id of a route that nobody knows (it is
taken out), a place that the gazetteer doesn't have (the record is listed and not drawn).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from geo.atlas import Atlas
from geo.checking import check_feature
from geo.ingest import coordinates, ids, sense
from geo.ingest.asking import asked_about, system_of
from geo.ingest.columns import PAIRS, PLACING, Columns
from geo.ingest.defaults import WORDS, fill
from geo.ingest.draft import Draft, Reader
from geo.ingest.nearest import Nearest
from geo.ingest.outcome import Answers, Asked, Feature, Outcome
from geo.ingest.places import Gazetteer, gazetteer, town_names
from geo.ingest.placing import Misplaced, Placing, Towns
from geo.ingest.sheet import Row, Sheet
from geo.ingest.twins import much_like, twins
from geo.ingest.works import Works
from geo.ingest.wrong import Wrong
from geo.problem import Problem
from geo.schema import LAYERS, Layer

__all__ = ["Answers", "Asked", "Feature", "Outcome", "convert"]

STEP = 1_000
"""Rows between two calls of ``tell``."""
MANY = 100_000
"""Problems of one sheet after which a row that is left out is told of once."""


def _silent(_: int) -> None:
    pass


def convert(
    sheet: Sheet,
    columns: Columns,
    known: Atlas | None,
    answers: Answers,
    tell: Callable[[int], object] = _silent,
) -> Outcome:
    """Make records of a sheet's rows, in EPSG:4326, ready for ``geo.atlas.frame``.

    ``known`` is what stands already where the records go: its ids, works, routes and gazetteer.
    ``tell`` is called with how many more rows are done. ``len(sheet.rows)`` is always
    ``len(features) + len(left_out)``; no row makes it raise.
    """
    if columns.layer not in LAYERS:
        return _unclear(sheet)
    return _Conversion(sheet, columns, known, answers).run(tell)


def _unclear(sheet: Sheet) -> Outcome:
    sentence = f"{sheet.name} does not tell which layer it is; say one of {', '.join(LAYERS)}"
    asked = (Asked("layer", sentence, tuple(LAYERS)),)
    problems = tuple(
        Problem(sheet.name, row.number, None, None, None, "is of no known layer", True, sheet.unit)
        for row in sheet.rows
    )
    return Outcome("", (), problems=problems, left_out=sheet.rows, asked=asked, notes=sheet.notes)


class _Conversion:
    """One sheet's way to its outcome."""

    def __init__(
        self, sheet: Sheet, columns: Columns, known: Atlas | None, answers: Answers
    ) -> None:
        self.sheet, self.columns, self.known, self.answers = sheet, columns, known, answers
        self.layer: Layer = LAYERS[columns.layer]
        self.works = Works(known.sources if known else {}, answers.works)
        towns = known.gazetteer if known and known.gazetteer else None
        self.gazetteer = Gazetteer(towns, town_names()) if towns else gazetteer()
        self.towns = Towns(self.gazetteer)
        self.routes = sense.periods(known)
        self.plain = {None, "Point"} & set(self.layer.geometry)
        self.listed = [f.name for f in self.layer.of_kind("records")]
        self.required = [f.name for f in self.layer.fields if f.required]
        self.told = 0
        self.blank: dict[str, Any] = dict.fromkeys(self.layer.by_name)
        self.asked = list(asked_about(sheet, columns, answers))
        self.placing = Placing(self._system(), self.layer)

    def _system(self) -> coordinates.System | None:
        """The system of the coordinates: as declared, else as answered, else none."""
        declared = system_of(self.sheet, self.columns, self.answers.crs)
        if declared is None:
            return None
        try:
            return coordinates.system(declared)
        except Wrong as wrong:
            sentence = f"{declared!r} {wrong}"
            self.asked.append(Asked("crs", sentence))
            return None

    def run(self, tell: Callable[[int], object]) -> Outcome:
        reader = Reader(self.layer, self.columns, self.answers.dates)
        drafts = []
        for number, row in enumerate(self.sheet.rows, start=1):
            drafts.append(self._spared(self._draft(reader, row)))
            if number % STEP == 0:
                tell(STEP)
        tell(len(self.sheet.rows) % STEP)
        self._check_lands(drafts)
        self._name(drafts)
        self._refer(drafts)
        for draft in drafts:
            self._check(draft)
        self._check_twins(drafts)
        return self._outcome(drafts)

    def _spared(self, draft: Draft) -> Draft:
        """The draft; after very many problems one that is lost keeps only the first that loses it.

        A large table all of whose rows are wrong in many columns would else take gigabytes.
        """
        self.told += len(draft.told)
        if self.told <= MANY or not draft.lost:
            return draft
        draft.told = [next(told for told in draft.told if told[3])]
        draft.cells, draft.record, draft.closed = {}, self.blank, True
        return draft

    def _draft(self, reader: Reader, row: Row) -> Draft:
        draft = reader.draft(row)
        if draft.closed:
            return draft
        self._place(draft)
        found, told = self.works.of(draft.cells, self.answers.dates)
        draft.record["sources"] = found
        draft.told += [
            (target, value, advice, losing or not found) for target, value, advice, losing in told
        ]
        failed = draft.failed
        draft.filled += tuple(fill(self.layer, draft.record, draft.geometry, failed))
        if not found and not failed & {"sources", *_SOURCE_TARGETS}:
            draft.told.append(("source_url", None, _NO_SOURCE, True))
        untold = draft.record.get("corroboration", "") is None and "corroboration" not in failed
        if untold and len(found) > 1:
            draft.told.append(("corroboration", None, _CORROBORATION % len(found), True))
        draft.told += sense.of_record(draft.record, self.answers.today, self.routes)
        return draft

    # Where it was

    def _place(self, draft: Draft) -> None:
        record, cells = draft.record, draft.cells
        country = record.get("country") or _first(record.get("countries"))
        try:
            draft.geometry = self.placing.geometry(draft.row, cells, country)
        except Misplaced as wrong:
            draft.told.append((wrong.target, wrong.value, wrong.advice, True))
            return
        if "place" not in record:
            self._coarse(draft, "town")
            return
        if draft.geometry is not None:
            self._town(draft)
            self._coarse(draft, "town")
        elif record["place"] is not None:
            self._look_up(draft)
        if record.get("precision", "") is None and "precision" not in draft.failed:
            record["precision"] = "country"
            draft.filled += ("precision",)

    def _coarse(self, draft: Draft, precision: str) -> None:
        if draft.record.get("precision", "") is None and "precision" not in draft.failed:
            draft.record["precision"] = precision
            draft.filled += ("precision",)

    def _town(self, draft: Draft) -> None:
        """Place and country of a point that has none, from the nearest town of the gazetteer."""
        record, geometry = draft.record, draft.geometry
        if geometry is None or geometry["type"] != "Point":
            return
        if record["place"] is not None and record.get("country", "") is not None:
            return
        town = self.towns.near(*geometry["coordinates"][:2])
        if town is None:
            return
        for name, value in (("place", town.place), ("country", town.country)):
            if record.get(name, "") is None and name not in draft.failed:
                record[name] = value
                draft.filled += (name,)

    def _look_up(self, draft: Draft) -> None:
        """The point of a place that is known by name only, as exactly as the gazetteer has it."""
        record = draft.record
        try:
            found = self.gazetteer.find(record["place"], record.get("country"))
        except Wrong as wrong:
            asks = str(wrong).endswith("?")
            more = " Until then it is listed, not drawn" if asks else "; it is listed, not drawn"
            advice = f"{wrong}{more}"
            draft.told.append(("place", record["place"], advice, False))
            return
        if found.lon is not None and found.lat is not None and "Point" in self.layer.geometry:
            draft.geometry = {"type": "Point", "coordinates": [found.lon, found.lat]}
        if "precision" not in draft.failed:
            record["precision"] = _coarser(record["precision"], found.precision)
            if record["precision"] == "country":
                draft.geometry = None
        if record.get("country", "") is None and "country" not in draft.failed:
            record["country"] = found.country
            draft.filled += ("country",)
        if record.get("coord_source", "") is None:
            record["coord_source"] = found.coord_source
        if not record["place"].isascii() and found.place.isascii():
            record["place_local"] = record.get("place_local") or record["place"]
            record["place"] = found.place
            if "place_local" not in self.layer.by_name:
                del record["place_local"]
        draft.found = record.get("precision") or "country"

    def _check_lands(self, drafts: Sequence[Draft]) -> None:
        """Points at sea, in other countries, or with latitude and longitude exchanged."""
        placed = [
            draft
            for draft in drafts
            if draft.geometry
            and draft.geometry["type"] == "Point"
            and draft.record.get("country")
            and not draft.lost
        ]
        if not placed:
            return
        points = np.array([draft.geometry["coordinates"][:2] for draft in placed if draft.geometry])
        countries = [draft.record["country"] for draft in placed]
        for doubt in self.towns.doubts(points, countries):
            draft = placed[doubt.at]
            target, value = self._position(draft, points[doubt.at])
            draft.told.append((target, value, doubt.advice, doubt.swapped))

    def _position(self, draft: Draft, point: Any) -> tuple[str, str]:
        for target in ("coordinates", "wkt"):
            if draft.cells.get(target) is not None:
                return target, str(draft.cells[target])
        lon, lat = (f"{number:g}" for number in point)
        return ("lat", f"{lat}, {lon}") if "lat" in draft.cells else ("geometry", f"{lon}, {lat}")

    # What it is called

    def _name(self, drafts: Sequence[Draft]) -> None:
        """Ids: those given must be the only ones; the others are made of what the record says."""
        key = self.layer.key
        there = self._there()
        first: dict[str, Draft] = {}
        for draft in drafts:
            if draft.record.get(key) is None and key not in draft.failed:
                self._make_id(draft, first)
            id_ = draft.record.get(key)
            if id_ is None:
                continue
            if id_ in first:
                where = f"{self.sheet.unit} {first[id_].row.number}"
                if draft.given_id:
                    advice = f"stands in {where}, too; give each record an id of its own"
                    draft.told.append((key, id_, advice, True))
                else:
                    advice = f"says the same as {where}; take one of them out"
                    draft.told.append((None, None, advice, True))
                continue
            if not draft.lost:
                first[id_] = draft
            if id_ in there and not self.answers.replace and not self._same(there[id_], draft):
                advice = (
                    "is there already, with another content; give the record an id of its own, "
                    "or let this row take its place (--replace)"
                )
                draft.told.append((key, id_, advice, True))

    def _make_id(self, draft: Draft, first: Mapping[str, Draft]) -> None:
        record = draft.record
        draft.given_id = False
        title = str(record.get(self.layer.title) or "")
        date = record.get("date") or record.get("active_from")
        if not title:
            return
        country = record.get("country") or ",".join(record.get("countries") or ())
        made = ids.made(date, title, (country, record.get("place")))
        if made in first and first[made].record != {**record, self.layer.key: made}:
            made = f"{made}-{ids.digest(record.values(), 8)}"
        record[self.layer.key] = made

    def _there(self) -> dict[str, int]:
        if self.known is None:
            return {}
        rows = self.known.layers[self.layer.name]
        return {id_: n for n, id_ in enumerate(rows[self.layer.key])}

    @cached_property
    def _columns_there(self) -> Mapping[str, list[Any]]:
        """The records that are there, as lists: asked for once a row, tables would take long."""
        rows = self.known.layers[self.layer.name] if self.known else {}
        return {f.name: list(rows[f.name]) for f in self.layer.fields if f.name in rows}

    def _same(self, position: int, draft: Draft) -> bool:
        """Whether the record is already there as it is, at that position."""
        there = self._columns_there
        return all(
            (there[name][position] or None) == (value or None)
            for name, value in draft.record.items()
        )

    # What it refers to

    def _refer(self, drafts: Sequence[Draft]) -> None:
        """Take out ids that name nothing, and tell of them."""
        fields = [f for f in self.layer.of_kind("id", "ids") if f.refers]
        if not fields:
            return
        mine = {draft.record[self.layer.key] for draft in drafts if not draft.lost} - {None}
        known = {f.name: self._ids(f.refers or "", mine) for f in fields}
        near = {name: Nearest(found) for name, found in known.items()}
        for draft in drafts:
            for f in fields:
                value = draft.record.get(f.name)
                named = value if isinstance(value, list) else [value] if value else []
                lost = [item for item in named if item not in known[f.name]]
                if not lost:
                    continue
                for item in lost:
                    meant = near[f.name].to(item, 0.75)
                    hint = f"did you mean {meant!r}?" if meant else _TAKEN_OUT
                    advice = f"is no id of {f.refers} that is known; {hint}"
                    draft.told.append((f.name, item, advice, False))
                kept = [item for item in named if item not in lost]
                draft.record[f.name] = kept if isinstance(value, list) else None

    def _ids(self, layer: str, mine: set[str]) -> set[str]:
        there = set(self.known.layers[layer][LAYERS[layer].key]) if self.known else set()
        return there | mine if layer == self.layer.name else there

    # Whether it is sound

    def _check(self, draft: Draft) -> None:
        """The schema's own checks; of a field that was told of already nothing more is said."""
        if draft.closed:
            return
        if self._sound(draft):
            return
        failed = draft.failed
        feature = {"properties": draft.record, "geometry": draft.geometry}
        for problem in check_feature(self.sheet.name, 0, feature, self.layer, set()):
            name = problem.field
            if name in failed or (name == "sources" and failed & {"source_url", *_SOURCE_TARGETS}):
                continue
            if name in ("geometry", "precision") and failed & {*PLACING, "geometry"}:
                continue
            if name == "corroboration" and problem.value is None:
                continue  # it follows from the sources, of which something was told
            if name == self.layer.key and problem.value is None:
                continue  # it would have been made of the title, which is told of
            if name in sense.TOLD_HERE and problem.value is not None:
                continue
            if name == "geometry" and problem.value is None and self.sheet.unit == "row":
                advice = _NO_POINT if "Point" in self.layer.geometry else _NO_SHAPE
                draft.told.append((None, None, advice, problem.losing))
                continue
            draft.told.append((name, problem.value, problem.advice, problem.losing))

    def _sound(self, draft: Draft) -> bool:
        """Whether the schema's checks can find nothing: all was read by its own readers."""
        record, geometry = draft.record, draft.geometry
        return (
            (geometry["type"] if geometry else None) in self.plain
            and not (geometry and record.get("precision") == "country")
            and not any(record[name] for name in self.listed)
            and all(record[name] not in (None, "") for name in self.required)
        )

    def _check_twins(self, drafts: Sequence[Draft]) -> None:
        if self.layer.name != "incidents":
            return
        records = [None if draft.lost else draft.record for draft in drafts]
        there: list[Mapping[str, Any]] = []
        if self.known is not None:
            rows = self.known.layers["incidents"]
            there = rows[["id", "title", "date", "place", "country"]].to_dict("records")
        for at, other, record, _ in twins(records, there):
            where = (
                f"{self.sheet.unit} {drafts[other].row.number}"
                if other is not None
                else f"{record['id']}, which is there already"
            )
            draft = drafts[at]
            told = ("title", draft.record["title"], much_like(where, record), False)
            draft.told.append(told)

    # What came of it

    def _outcome(self, drafts: Sequence[Draft]) -> Outcome:
        features: list[dict[str, Any]] = []
        left_out: list[Row] = []
        problems: list[Problem] = []
        extra: dict[str, Mapping[str, Any]] = {}
        unknown = self.columns.unknown
        for draft in drafts:
            lost = draft.lost
            if draft.told:
                problems += self._problems(draft)
            if lost:
                left_out.append(draft.row)
                continue
            features.append({"properties": draft.record, "geometry": draft.geometry})
            if unknown:
                cells = draft.row.cells
                more = {name: cells[name] for name in unknown if cells.get(name) is not None}
                if more:
                    extra[draft.record[self.layer.key]] = more
        cited = {id_ for draft in drafts if not draft.lost for id_ in draft.record["sources"]}
        works = tuple(work for id_, work in self.works.found.items() if id_ in cited)
        return Outcome(
            self.layer.name,
            tuple(features),
            works,
            tuple(problems),
            tuple(left_out),
            tuple(self.asked),
            tuple(self._notes([draft for draft in drafts if not draft.lost])),
            extra,
        )

    def _problems(self, draft: Draft) -> Iterator[Problem]:
        id_ = draft.record.get(self.layer.key) if draft.given_id else None
        for target, value, advice, losing in draft.told:
            name = self._column(target) if target else None
            unit = self.sheet.unit
            yield Problem(self.sheet.name, draft.row.number, id_, name, value, advice, losing, unit)

    def _column(self, target: str) -> str:
        """The column that a field was read from; of two numbers in one cell, that cell's."""
        found = self.columns.column(target)
        if found == target:
            for both, pair in PAIRS.items():
                if target in pair and both in self.columns.fields.values():
                    return self.columns.column(both)
        return found

    def _notes(self, used: Sequence[Draft]) -> Iterator[str]:
        yield from self.sheet.notes
        filled = Counter(name for draft in used for name in draft.filled)
        found = Counter(draft.found for draft in used if draft.found)
        for name, count in filled.items():
            who = (
                f"1 {self.sheet.unit} doesn't"
                if count == 1
                else f"{count:,} {self.sheet.unit}s don't"
            )
            yield f"{name}: {who} say it; {WORDS[name]}."
        if found:
            said = ", ".join(f"{count:,} as {name}" for name, count in found.items())
            yield f"place: without coordinates, found by name in the gazetteer: {said}."
        if self.works.guessed:
            guessed = sorted(self.works.guessed, reverse=True)
            how = " and ".join(dict.fromkeys(_GUESSED[name] for name in guessed))
            yield f"sources: some don't tell their {', '.join(guessed)}; {how}."
        if self.columns.unknown:
            named = ", ".join(self.columns.unknown)
            yield f"Columns that no field takes stay home: {named}."
        if self.told > MANY:
            yield f"After {MANY:,} problems, of each further row left out only one is told."


_SOURCE_TARGETS = frozenset(
    ("sources", "source_url", "source_title", "source_publisher", "source_published")
)
_NO_SOURCE = (
    "is missing; every record needs a published source: write its address, or who published it "
    "under which title"
)
_CORROBORATION = (
    "is missing for %d sources; write multiple where they are of different origin, else single"
)
_GUESSED = {
    "title": "the address was taken",
    "publisher": "the address was taken",
    "medium": "“other” was written",
}
_NO_POINT = "has no coordinates; write its longitude and latitude into columns lon and lat"
_NO_SHAPE = "has no shape; write it as well-known text into a column wkt"
_TAKEN_OUT = "it was taken out; import that layer first"
_COARSE = ("site", "town", "county", "province", "country")


def _coarser(one: str | None, other: str) -> str:
    """The coarser of two precisions."""
    if one not in _COARSE or other not in _COARSE:
        return one or other
    return max(one, other, key=_COARSE.index)


def _first(codes: Any) -> str | None:
    return codes[0] if isinstance(codes, list) and len(codes) == 1 else None
