"""What is to become of a store's content: all of it anew, or some records put into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from geo import changelog
from geo.changelog import Entry
from geo.content import Content, canonical, feature_core, known
from geo.schema import LAYERS, Layer

Records = Sequence[Mapping[str, Any]]


class Imported(Protocol):
    """What an import gives (``geo.ingest.outcome.Outcome``), as far as it is kept."""

    @property
    def layer(self) -> str:
        """The layer that the records belong to."""

    @property
    def features(self) -> Records:
        """Records with ``properties`` and ``geometry``."""

    @property
    def works(self) -> Records:
        """The works that they rest on."""

    @property
    def extra(self) -> Mapping[str, Mapping[str, Any]]:
        """Cells of columns that the schema doesn't know, by the record's id."""


@dataclass(frozen=True)
class Change:
    """A step from one content to the next.

    ``after`` is the content as it shall be; ``whole`` says that all of it is written anew, else
    only ``new`` and ``changed`` records are (by layer, or ``sources``). ``entry`` goes into the
    changelog with the version that the data then have; None adds nothing there.
    """

    after: Content
    whole: bool = True
    new: Mapping[str, Records] = field(default_factory=dict)
    changed: Mapping[str, Records] = field(default_factory=dict)
    entry: Entry | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is to be written."""
        return not self.whole and not any(self.new.values()) and not any(self.changed.values())


Decide = Callable[[Content], Change]
"""Says what shall change, from what stands in the store once nobody else can write to it."""


@dataclass(frozen=True)
class Added:
    """What ``add`` did, by ids of records and works.

    ``kept`` stood there with another content and were left as they were.
    """

    new: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    works: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = [
            f"{len(self.new)} added",
            f"{len(self.replaced)} replaced" if self.replaced else "",
            f"{len(self.same)} already there" if self.same else "",
            f"{len(self.kept)} left as they were, for they stand there with another content"
            if self.kept
            else "",
            f"{len(self.works)} works added" if self.works else "",
        ]
        return ", ".join(filter(None, told))


def merged(before: Content, outcome: Imported, entry: Entry, over: bool) -> tuple[Change, Added]:
    """Put an import's records and works into a content, matched by id.

    Where a record stands there with another content, ``over`` puts the import's in its place.
    """
    layer = LAYERS[outcome.layer]
    records = [_feature(feature, layer, outcome.extra) for feature in outcome.features]
    features = _merge(
        before.features.get(layer.name, ()), records, lambda x: _feature_id(x, layer.key), over
    )
    works = _merge(before.works, outcome.works, lambda x: x.get("id"), over)
    after = replace(
        before,
        features={**before.features, layer.name: features.rows},
        works=works.rows,
        numbers={},
    )
    change = Change(
        after,
        whole=False,
        new={layer.name: features.new, "sources": works.new},
        changed={layer.name: features.changed, "sources": works.changed},
        entry=entry,
    )
    return change, Added(
        new=tuple(str(x["id"]) for x in features.new),
        replaced=tuple(str(x["id"]) for x in features.changed),
        same=tuple(features.same),
        kept=tuple(features.kept),
        works=tuple(str(work["id"]) for work in works.new),
    )


@dataclass
class _Merged:
    rows: list[Any]
    new: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[Mapping[str, Any]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def _merge(
    rows: Iterable[Any], more: Records, key: Callable[[Mapping[str, Any]], Any], over: bool
) -> _Merged:
    found = _Merged(list(rows))
    # The first of an id is the one that is used: see checking.
    at: dict[Any, int] = {}
    for n, row in enumerate(found.rows):
        if isinstance(row, Mapping) and key(row) is not None:
            at.setdefault(key(row), n)
    for record in more:
        id_ = key(record)
        if id_ not in at:
            at[id_] = len(found.rows)
            found.rows.append(record)
            found.new.append(record)
        elif _core(found.rows[at[id_]]) == _core(record):
            found.same.append(str(id_))
        elif over:
            found.rows[at[id_]] = record
            found.changed.append(record)
        else:
            found.kept.append(str(id_))
    return found


def _core(record: Mapping[str, Any]) -> str:
    return canonical(feature_core(record) if "properties" in record else known(record))


def _feature(
    feature: Mapping[str, Any], layer: Layer, extra: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    properties = feature["properties"]
    more = extra.get(properties[layer.key])
    properties = {**more, **properties} if more else properties
    if [*properties] != [*layer.by_name]:
        # The schema's fields in its order, what it doesn't know after them.
        properties = {**{name: properties.get(name) for name in layer.by_name}, **properties}
    return {
        "type": "Feature",
        "id": properties[layer.key],
        "geometry": feature.get("geometry"),
        "properties": properties,
    }


def _feature_id(feature: Mapping[str, Any], key: str) -> Any:
    properties = feature.get("properties")
    return properties.get(key) if isinstance(properties, Mapping) else None


def entry(what: str, day: dt.date) -> Entry:
    """An entry for the changelog; the store adds the version."""
    return Entry(day=day.isoformat(), what=what.strip())


def logged(change: Change, before: Content, version: str) -> list[Entry]:
    """The changelog after a change that gave the data this version."""
    known_ = list(change.after.changes or before.changes)
    if change.entry is None:
        return known_
    return changelog.with_entry(known_, replace(change.entry, version=version))
