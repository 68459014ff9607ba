"""The gate: the one way by which records leave the newsroom, whatever file or page they go into.

==============  ============================================  =============================
sensitivity     incidents, detention sites                    routes, crossings, countries
==============  ============================================  =============================
``public``      as they are; people on the move never finer   as they are; refused where a
                than a town (``geo.gate.moving``)                  place is finer than a town
``restricted``  withheld; where ``publish_precision`` or the  withheld
                editor says so, coarser (``geo.gate.coarse``)
``secret``      withheld                                      withheld
==============  ============================================  =============================

Nothing is rounded or moved at random: a coarser place is a published one. What is withheld leaves
nothing behind: no id where others refer to it, no work that only such records cite, and no text
that leaves may say its names or its place, in any notation (``geo.gate.unsaid``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo import basemap
from geo.atlas import Atlas
from geo.folding import fold
from geo.gate import coarse, moving, notations, personal, place_words
from geo.gate.published import Level, Point, Published, published
from geo.gate.redaction import Action, Redaction, Report, ordered
from geo.gate.unsaid import Unsaid
from geo.problem import Problem
from geo.schema import LAYERS, SOURCE_FIELDS, Field, Layer

COARSER = ("incidents", "detention_sites")
"""Layers whose restricted records may leave with a coarser place."""
MOVING = ("incidents", "routes")
"""Layers of people on the move, and with them the works cited: no text tells an exact place."""
RESERVED = ("layer", "lon", "lat", "geometry")
"""Columns that our files have beside the schema's fields."""

_FIELDS = {f.name for layer in LAYERS.values() for f in layer.leaving} | {"geometry"}
_FIELDS |= {f.name for f in SOURCE_FIELDS}
_NAMING = ("name", "name_local", "place", "place_local")
_STOPS = ("path", "waypoints", "stretch")

Record = dict[str, Any]
Changes = dict[str, Any]


@dataclass
class _Passage:
    """What is found out about one atlas on its way through."""

    places: Published
    sites: set[Point]
    told: list[Redaction] = field(default_factory=list)
    leaving: dict[str, dict[int, Changes]] = field(default_factory=dict)
    hidden: list[Record] = field(default_factory=list)
    """Records as they were of which something must not be said."""
    renamed: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """Ids that do not leave, by layer: None, or the id that stands for it."""

    def tell(self, action: Action, layer: str, id_: str, what: str | None, sentence: str) -> None:
        self.told.append(Redaction(action, layer, id_, what, sentence))


def pass_through(
    atlas: Atlas,
    *,
    restricted: Level | None = None,
    columns: Collection[str] = (),
    look: bool = True,
) -> tuple[Atlas, Report]:
    """What may leave of an atlas, and the report that an editor should read.

    ``restricted`` lets restricted incidents and detention sites leave that don't say a
    ``publish_precision`` of their own, no finer than this. ``columns`` names the columns that the
    schema doesn't know and that leave all the same. With ``look``, the report also warns of what
    seems personal. An atlas that has passed comes back as it is, with an empty report.

    To show the report: ``summary()`` is one sentence, ``redactions`` are its lines, ``text()`` is
    all of it as a file. It is for the editor and must not go where readers are.
    """
    if atlas.passed:
        return atlas, Report()
    passage = _Passage(published(atlas.gazetteer), _sites(atlas))
    for name, rows in atlas.layers.items():
        passage.renamed[name], passage.leaving[name] = {}, {}
        _choose(passage, name, rows, restricted, atlas.sources)
    kept = {
        name: _with_columns(
            passage, _changed(rows, passage.leaving[name]), name, atlas.extra.get(name, {}), columns
        )
        for name, rows in atlas.layers.items()
    }
    kept = {name: _referring(rows, LAYERS[name], passage.renamed) for name, rows in kept.items()}
    works = _works(atlas, kept)
    unsaid = _unsaid(passage, kept, [atlas.sources[id_] for id_ in atlas.sources.keys() - works])
    cutter = _Cutter(unsaid, passage.told)
    sources = [cutter.work(work) for work in works.values()]
    new = dict(zip(works, coarse.distinct(cutter.ids(sources), set()), strict=True))
    result = replace(
        atlas,
        layers={
            name: _citing(cutter.layer(name, rows), LAYERS[name], new)
            for name, rows in kept.items()
        },
        sources={
            id_: work if work["id"] == id_ else {**work, "id": id_}
            for id_, work in zip(new.values(), sources, strict=True)
        },
        yearly=[_cites(cutter.record("yearly", row, ("notes",)), new) for row in atlas.yearly],
        gazetteer=[entry for entry in atlas.gazetteer if not _hidden(entry, unsaid)],
        problems=[problem for problem in atlas.problems if _told_to_readers(problem, unsaid)],
        extra={},
        _days={},
    )
    object.__setattr__(result, "passed", True)
    object.__setattr__(result, "unsaid", unsaid)
    if look:
        passage.told.extend(_personal(result))
    return result, ordered(passage.told)


def _hidden(entry: Mapping[str, Any], unsaid: Unsaid) -> bool:
    """Whether a place of the gazetteer is one that stays home."""
    if not unsaid:
        return False
    lat, lon = entry.get("lat"), entry.get("lon")
    where = "" if lat is None or lon is None else f" {lat:.7f}, {lon:.7f}"
    return bool(unsaid.spans(notations.plain(f"{entry.get('place')}{where}")))


def _told_to_readers(problem: Problem, unsaid: Unsaid) -> bool:
    """Whether a problem is about what leaves: not of a record, or a column, that stays home."""
    own = problem.field is not None and re.split(r"[\[.]", problem.field)[0] not in _FIELDS
    return not (problem.private or own or unsaid.spans(notations.plain(str(problem))))


def tells(atlas: Atlas, text: str) -> bool:
    """Whether a text of an editor's own tells what stays home; of an atlas that has passed."""
    return bool(atlas.unsaid and atlas.unsaid.spans(notations.plain(text)))


# --- which records leave, and in which form ------------------------------------------------------


def _sites(atlas: Atlas) -> set[Point]:
    """The points of the public detention sites and crossings."""
    found: set[Point] = set()
    for name in ("detention_sites", "crossings"):
        rows = atlas.layers[name]
        for sensitivity, geometry in zip(rows["sensitivity"], rows.geometry, strict=True):
            if sensitivity == "public" and geometry is not None and geometry.geom_type == "Point":
                found.add((geometry.x, geometry.y))
    return found


def _choose(
    passage: _Passage,
    name: str,
    rows: gpd.GeoDataFrame,
    asked: Level | None,
    works: Mapping[str, Record],
) -> None:
    """Which rows of a layer leave, and with which changes."""
    key, leaving = LAYERS[name].key, passage.leaving[name]
    doubtful = _doubtful(name, rows, passage.places)
    coarser: dict[int, Changes] = {}
    unproved: list[str] = []
    values: dict[str, list[Any]] = {}
    for n, sensitivity in enumerate(list(rows["sensitivity"])):
        if sensitivity == "public" and n not in doubtful:
            leaving[n] = {}
            continue
        values = values or {each: list(rows[each]) for each in rows}
        record = {each: column[n] for each, column in values.items()}
        id_ = record[key]
        if sensitivity == "public":
            changes, told = _public(passage, name, record)
            for action, what, sentence in told:
                if what == moving.NO_PROOF:
                    unproved.append(id_)
                else:
                    passage.tell(action, name, id_, what, sentence)
            if changes is None:
                passage.renamed[name][id_] = None
            else:
                leaving[n] = changes
            if changes is None or changes:
                passage.hidden.append(record)
            continue
        passage.hidden.append(record)
        passage.renamed[name][id_] = None
        form = _restricted(passage, name, record, asked, works)
        if isinstance(form, str):
            passage.tell("withheld", name, id_, None, form)
            continue
        coarser[n], stays = form
        sentence = f"is restricted: leaves as {coarser[n].get('place') or 'listed'}"
        without = f", without {', '.join(stays)}" if stays else ""
        passage.tell("coarsened", name, id_, None, f"{sentence}{without}; read what leaves")
    ids = {id_ for n, id_ in enumerate(rows[key]) if n in leaving}
    own = coarse.distinct((changes[key] for changes in coarser.values()), ids)
    for (n, changes), id_ in zip(coarser.items(), own, strict=True):
        leaving[n] = changes | {key: id_}
        passage.renamed[name][rows[key].iloc[n]] = id_
    if unproved:
        others = f" (and {len(unproved) - 1} more)" if len(unproved) > 1 else ""
        sentence = f"{others} is no point of a known town: see that it is a centre, not the spot"
        passage.tell("warning", name, unproved[0], "geometry", sentence.strip())


def _doubtful(name: str, rows: gpd.GeoDataFrame, places: Published) -> set[int]:
    """The rows of a layer whose places have to be looked at, if they are public."""
    if name == "incidents":
        columns = (rows["precision"], rows.geometry, rows["path"])
        return {
            n
            for n, (precision, point, path) in enumerate(zip(*columns, strict=True))
            if precision == "site"
            or any(not moving.in_town(stop, places) for stop in path or ())
            or (
                point is not None
                and (precision == "country" or not places.holds((point.x, point.y)))
            )
        }
    return set(range(len(rows))) if name in ("routes", "crossings") else set()


def _public(
    passage: _Passage, name: str, record: Record
) -> tuple[Changes | None, list[moving.Told]]:
    """The changes of a public record, None where it cannot leave, and what is to be told."""
    if name == "incidents":
        return moving.incident(record, passage.places, passage.sites)
    told = list(
        moving.route(record, passage.places, passage.sites)
        if name == "routes"
        else moving.crossing(record)
    )
    refused = any(action == "refused" for action, _, _ in told)
    return None if refused else {}, told


def _restricted(
    passage: _Passage,
    name: str,
    record: Record,
    asked: Level | None,
    works: Mapping[str, Record],
) -> tuple[Changes, list[str]] | str:
    """The form in which a record that is not public leaves, or why it does not."""
    sensitivity = record["sensitivity"]
    if sensitivity != "restricted":
        return f"is {sensitivity}"
    if name not in COARSER:
        return "is restricted, and records of this layer have no coarser form"
    level = coarse.level(record, asked)
    if level is None:
        return "is restricted and says no publish_precision"
    return coarse.published_form(name, record, level, passage.places, works)


def _changed(rows: gpd.GeoDataFrame, leaving: Mapping[int, Changes]) -> gpd.GeoDataFrame:
    """The rows that leave, in their order, with their changes."""
    kept = sorted(leaving)
    names = {name for changes in leaving.values() for name in changes}
    if "publish_precision" in rows and rows["publish_precision"].notna().any():
        names.add("publish_precision")
    if len(kept) == len(rows) and not names:
        return rows.reset_index(drop=True)
    found = rows.iloc[kept].reset_index(drop=True)
    for name in sorted(names):
        before = found[name]
        values = [leaving[n].get(name, value) for n, value in zip(kept, before, strict=True)]
        if name == "publish_precision":
            values = [None] * len(kept)
        if name == "geometry":
            found = found.set_geometry(gpd.GeoSeries(values, crs=rows.crs))
        else:
            # As objects: pandas would turn a None among texts into NaN.
            found[name] = pd.Series(values, dtype=object)
    return found


# --- what is left of records that do not leave ----------------------------------------------------


def _referring(
    rows: gpd.GeoDataFrame, layer: Layer, renamed: Mapping[str, Mapping[str, str | None]]
) -> gpd.GeoDataFrame:
    """The rows without the ids of records that do not leave."""
    for f in layer.of_kind("id", "ids"):
        gone = renamed.get(f.refers or "", {})
        if gone and f.name != layer.key:
            values = [_forget(value, gone) for value in rows[f.name]]
            changes: dict[str, Any] = {f.name: pd.Series(values, dtype=object)}
            if f.name == "returned_via":
                texts = zip(rows["returned_via_text"], rows[f.name], strict=True)
                said = [None if via in gone else text for text, via in texts]
                changes["returned_via_text"] = pd.Series(said, dtype=object)
            rows = rows.assign(**changes)
    return rows


def _forget(value: Any, gone: Mapping[str, str | None]) -> Any:
    if isinstance(value, list):
        return [id_ for id_ in (gone.get(item, item) for item in value) if id_]
    return gone.get(value, value)


def _works(atlas: Atlas, kept: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Record]:
    """The works without those that only records cite that do not leave."""
    before = {id_ for name, rows in atlas.layers.items() for id_ in cited(LAYERS[name], rows)}
    after = {id_ for name, rows in kept.items() for id_ in cited(LAYERS[name], rows)}
    after.update(id_ for row in atlas.yearly for id_ in row.get("sources") or ())
    gone = before - after
    return {id_: work for id_, work in atlas.sources.items() if id_ not in gone}


def cited(layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[str]:
    """Ids of the works that records and the objects in their lists cite, as often as they do."""
    yield from _items(rows["sources"])
    for f in layer.of_kind("records"):
        if any(g.kind == "sources" for g in f.inner):
            for item in _items(rows[f.name]):
                yield from item.get("sources") or ()


def _citing(rows: gpd.GeoDataFrame, layer: Layer, new: Mapping[str, str]) -> gpd.GeoDataFrame:
    """The rows with works under the ids under which they leave."""
    if all(id_ == own for own, id_ in new.items()):
        return rows
    changes = {"sources": [_cites({"sources": ids}, new)["sources"] for ids in rows["sources"]]}
    for f in layer.of_kind("records"):
        if any(g.kind == "sources" for g in f.inner):
            lists = [items and [_cites(item, new) for item in items] for items in rows[f.name]]
            changes[f.name] = lists
    return rows.assign(**{n: pd.Series(v, dtype=object) for n, v in changes.items()})


def _cites(record: Record, new: Mapping[str, str]) -> Record:
    ids = record.get("sources") or ()
    renamed = any(new.get(id_, id_) != id_ for id_ in ids)
    return {**record, "sources": [new.get(id_, id_) for id_ in ids]} if renamed else record


def _items(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value or ()


def _unsaid(
    passage: _Passage, kept: Mapping[str, gpd.GeoDataFrame], works: Sequence[Record]
) -> Unsaid:
    """What no text may say: the words and places of what does not leave, unless they do, too."""
    if not passage.hidden:
        return Unsaid()
    ids, names, places, points = set[str](), set[str](), set[str](), set[Point]()
    for record in passage.hidden:
        names.update(_titles(record))
        places.update(_places(record))
        points.update(_points(record))
    for layer, renamed in passage.renamed.items():
        if layer != "countries":  # the id of a country is its code
            ids.update(renamed)
    for work in works:
        ids.add(work["id"])
        # "A report" is the title of many works.
        titles = [work.get("title") or "", work.get("url") or ""]
        names.update(title for title in titles if len(title.split()) > 2 or "://" in title)
    titled, placed, there = set[str](), set[str](), set[Point]()
    for rows in kept.values():
        for record in rows.to_dict("records"):
            titled.update(fold(title) for title in _titles(record))
            placed.update(fold(name) for name in _places(record))
            there.update(_points(record))
    placed.update(fold(each["name"]) for each in basemap.names(basemap.load()))

    def known(name: str) -> bool:
        return name in placed or passage.places.knows(name) or passage.places.says(name)

    names = {name for name in names if fold(name) not in titled and not known(fold(name))}
    return Unsaid(
        names.union(*(place_words.told_by(place, known) for place in places)),
        {id_ for id_ in ids if not id_.isalpha()},  # "hidden" is a word as well
        {point for point in points if point not in there and not passage.places.holds(point)},
    )


def _titles(record: Mapping[str, Any]) -> Iterator[str]:
    if record.get("title"):
        yield record["title"]


def _places(record: Mapping[str, Any]) -> Iterator[str]:
    """What a record calls places: its own, and those on its way."""
    yield from (record[name] for name in _NAMING if record.get(name))
    for name in _STOPS:
        yield from (stop["place"] for stop in record.get(name) or () if stop.get("place"))


def _points(record: Mapping[str, Any]) -> Iterator[Point]:
    geometry = record.get("geometry")
    if geometry is not None and geometry.geom_type == "Point":
        yield geometry.x, geometry.y
    for name in _STOPS:
        for stop in record.get(name) or ():
            if stop.get("lon") is not None and stop.get("lat") is not None:
                yield stop["lon"], stop["lat"]


# --- columns that the schema doesn't know ---------------------------------------------------------


def _with_columns(
    passage: _Passage,
    rows: gpd.GeoDataFrame,
    layer: str,
    extra: Mapping[str, Mapping[str, Any]],
    columns: Collection[str],
) -> gpd.GeoDataFrame:
    """The records with a column ``extra``, where they have any of the columns asked for.

    Records under another id than their own leave without.
    """
    wanted = [name for name in columns if name not in RESERVED]
    found = [
        {name: extra[id_][name] for name in wanted if _is_cell(extra.get(id_, {}).get(name))}
        for id_ in rows[LAYERS[layer].key]
    ]
    if not any(found):
        return rows
    for name in wanted:
        if personal.heading(name):
            passage.tell("warning", layer, "all records", name, "is a column of personal data")
    return rows.assign(extra=pd.Series(found, dtype=object))


def _is_cell(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


# --- what texts must not say ----------------------------------------------------------------------


class _Cutter:
    """Takes out of texts what must not leave, and tells where it did."""

    def __init__(self, unsaid: Unsaid, told: list[Redaction]) -> None:
        self._unsaid, self._told = unsaid, told

    def layer(self, name: str, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """A layer whose texts say nothing that must not be said."""
        layer, everywhere = LAYERS[name], name in MOVING
        changes: dict[str, list[Any]] = {}
        for id_ in rows[layer.key] if self._unsaid else ():
            if self._unsaid.spans(id_):
                sentence = "seems to name what stays home, and leaves: give the record another id"
                self._told.append(Redaction("warning", name, id_, layer.key, sentence))
        for f in layer.leaving:
            if f.kind not in ("text", "link", "records"):
                continue
            before = list(rows[f.name])
            after = [self._value(f, value, everywhere) for value in before]
            if any(new is not old for new, old in zip(after, before, strict=True)):
                changes[f.name] = after
                self._tell(name, f.name, rows[layer.key], before, after)
        if "extra" in rows:
            before = list(rows["extra"])
            changes["extra"] = [self._cells(cells) for cells in before]
            self._tell(name, "a column of its own", rows[layer.key], before, changes["extra"])
        if not changes:
            return rows
        return rows.assign(**{n: pd.Series(v, dtype=object) for n, v in changes.items()})

    def work(self, work: Record) -> Record:
        """A work whose texts say nothing that must not be said; a link that does is left out."""
        return self.record("sources", work, [f.name for f in SOURCE_FIELDS if f.kind == "text"])

    def ids(self, works: Iterable[Record]) -> Iterator[str]:
        """The id under which each work leaves: its own, or where it tells one of what leaves."""
        for n, work in enumerate(works, start=1):
            told = self._unsaid and self._unsaid.spans(work["id"])
            if told:
                self._say("sources", work["id"], "id")
            yield f"work-{n}" if told else work["id"]

    def record(self, group: str, record: Record, names: Iterable[str]) -> Record:
        """A record of no layer, and its link."""
        changes: Record = {
            name: self._text(record[name], True) for name in names if record.get(name)
        }
        if group == "sources" and record.get("url"):
            said = self._text(record["url"], True)
            changes["url"] = record["url"] if said is record["url"] else None
        if all(changes[name] is record[name] for name in changes):
            return record
        for name, value in changes.items():
            if value is not record[name]:
                self._say(group, str(record.get("id")), name)
        return {**record, **changes}

    def _value(self, f: Field, value: Any, everywhere: bool) -> Any:
        if not value:
            return value
        if f.kind == "text":
            return self._text(value, everywhere)
        if f.kind == "link":
            return value if self._text(value, everywhere) is value else None
        if f.kind == "records":
            items = [self._item(f, item, everywhere) for item in value]
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else items
        return value

    def _item(self, f: Field, item: Record, everywhere: bool) -> Record:
        changes = {
            g.name: self._value(g, item[g.name], everywhere) for g in f.inner if item.get(g.name)
        }
        same = all(item[name] is value for name, value in changes.items())
        # What the schema doesn't know stays home inside of lists, too.
        known = {g.name for g in f.inner}
        if same and item.keys() <= known:
            return item
        return {name: value for name, value in {**item, **changes}.items() if name in known}

    def _cells(self, cells: Record) -> Record:
        changed = {
            name: self._text(value, True) if isinstance(value, str) else value
            for name, value in cells.items()
        }
        numbers = {
            name
            for name, value in cells.items()
            if isinstance(value, float) and self._unsaid.spans(repr(value))
        }
        found = {name: value for name, value in changed.items() if name not in numbers}
        same = len(found) == len(cells) and all(found[name] is cells[name] for name in found)
        return cells if same else found

    def _text(self, text: str, everywhere: bool) -> str:
        hinted = notations.hinted(text)
        if not hinted and not self._unsaid:
            return text
        plain = notations.plain(text)
        spans = self._unsaid.spans(plain)
        if everywhere and hinted:
            spans += notations.exact(plain)
        return notations.cut(plain, spans) if spans else text

    def _tell(
        self, group: str, name: str, ids: Iterable[str], before: list[Any], after: list[Any]
    ) -> None:
        for id_, old, new in zip(ids, before, after, strict=True):
            if new is not old:
                self._say(group, id_, name)

    def _say(self, group: str, id_: str, name: str) -> None:
        sentence = "told an exact place, or what stays home or a word of it: taken out"
        self._told.append(Redaction("cut", group, id_, name, sentence))


def _personal(atlas: Atlas) -> Iterator[Redaction]:
    """Warnings of what looks personal in what leaves."""

    def warnings(
        group: str, id_: str, record: Mapping[str, Any], fields: tuple[Field, ...]
    ) -> Iterator[Redaction]:
        for name, sort in personal.in_record(record, fields):
            yield Redaction("warning", group, id_, name, f"seems to hold {sort}")

    for name, rows in atlas.layers.items():
        fields = tuple(f for f in LAYERS[name].leaving if f.kind in ("text", "records"))
        names = [
            LAYERS[name].key,
            *(f.name for f in fields),
            *(["extra"] if "extra" in rows else []),
        ]
        for values in zip(*(rows[n] for n in names), strict=True):
            record = dict(zip(names, values, strict=True))
            id_ = record[LAYERS[name].key]
            yield from warnings(name, id_, record, fields)
            for column, value in (record.get("extra") or {}).items():
                sorts = personal.found(str(value))
                if isinstance(value, str) and personal.names(value):
                    sorts.append("a person's name")
                for sort in sorts:
                    yield Redaction("warning", name, id_, column, f"seems to hold {sort}")
    for work in atlas.sources.values():
        yield from warnings("sources", work["id"], work, SOURCE_FIELDS)
