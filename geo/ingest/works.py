"""The works that rows rest on: from their columns of addresses, titles and publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.ingest import ids, links
from geo.ingest.columns import WORK
from geo.ingest.sheet import Cell
from geo.ingest.values import split, text
from geo.ingest.values import value as read
from geo.ingest.wrong import Wrong
from geo.schema import SOURCE_FIELDS

Cells = Mapping[str, Any]
Told = tuple[str, object, str, bool]
"""Target, value, advice, and whether the row is lost by it."""

_FIELDS = {f.name: f for f in SOURCE_FIELDS}


class Works:
    """Works known before and works found in a sheet, each once.

    ``found`` holds new records for ``sources.json`` by id; ``offered`` came in a table of their
    own, and those that are cited are new, too.
    """

    def __init__(
        self,
        known: Mapping[str, Mapping[str, Any]],
        offered: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.known = known
        self.offered = offered or {}
        self.found: dict[str, dict[str, Any]] = {}
        self._at = {links.same(w["url"]): id_ for id_, w in known.items() if _sound(w.get("url"))}
        self._read: dict[tuple[object, ...], tuple[tuple[str, ...], tuple[Told, ...]]] = {}
        self.guessed: set[str] = set()
        """Fields of works that no column gave and that were filled."""

    def of(self, cells: Cells, order: Any = None) -> tuple[list[str], tuple[Told, ...]]:
        """Ids of the works that a row's cells (by target) name, and what is wrong with them."""
        key = (cells.get("sources"), *(cells.get(name) for name in WORK))
        if key not in self._read:
            ids_: list[str] = []
            told = tuple(self._find(cells, order, ids_))
            self._read[key] = (tuple(dict.fromkeys(ids_)), told)
        found, told = self._read[key]
        return list(found), told

    def _find(self, cells: Cells, order: Any, found: list[str]) -> Iterator[Told]:
        yield from self._named(cells.get("sources"), found)
        about: dict[str, Any] = {}
        for target in WORK[1:]:
            name = target.removeprefix("source_")
            try:
                about[name] = read(_FIELDS[name], cells.get(target), order)
            except Wrong as wrong:
                yield target, cells.get(target), str(wrong), True
                return
        addresses = links.several(text(cells.get("source_url")) or "")
        good = []
        for address in addresses:
            advice = links.advice(address)
            if advice:
                # A password shall not stand in a report.
                shown = None if "password" in advice else address
                yield "source_url", shown, advice, False
            else:
                good.append(address)
        if good:
            found += [self._add(about, address, alone=len(good) == 1) for address in good]
        elif about.get("title"):  # who published something doesn't tell which work it is
            found.append(self._add(about, None, alone=True))

    def _named(self, cell: Cell, found: list[str]) -> Iterator[Told]:
        """Works in a column of their ids; an address there is a work, too."""
        for item in split(cell):
            if item in self.known or item in self.found:
                found.append(item)
            elif item in self.offered:
                self.found[item] = dict(self.offered[item])
                found.append(item)
            elif links.advice(item) is None:
                found.append(self._add({}, item, alone=True))
            else:
                advice = "is no known work; write its id in sources.json, or its address"
                yield "sources", item, advice, False

    def _add(self, about: Mapping[str, Any], address: str | None, *, alone: bool) -> str:
        """The id of a work, which is made if nobody knew its address."""
        if address and links.same(address) in self._at:
            return self._at[links.same(address)]
        host, page = links.place(address) if address else ("", "")
        title = about.get("title") if alone else None
        work: dict[str, Any] = {
            "publisher": about.get("publisher") or host,
            "title": title or f"[{page[:120]}]",
            "published": about.get("published"),
            "url": address,
            "medium": about.get("medium") or "other",
            "note": None,
        }
        if not work["publisher"]:
            work["publisher"] = "[no publisher given]"
        self.guessed |= {
            name
            for name in ("publisher", "title", "medium")
            if not about.get(name) and (address or name == "medium")
        }
        what = links.same(address) if address else (work["publisher"], work["title"])
        id_ = "-".join(
            part
            for part in (
                ids.slug(work["publisher"], 24),
                ids.slug(work["published"] or "nd", 10),
                ids.slug(title or "", 40),
                ids.digest([what, work["published"]]),
            )
            if part
        )
        self.found.setdefault(id_, {"id": id_, **work})
        if address:
            self._at[links.same(address)] = id_
        return id_


def _sound(address: object) -> bool:
    return isinstance(address, str) and address.startswith(("http://", "https://"))
