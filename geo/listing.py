"""The list of what a selection shows, as plain HTML: for readers whose browser runs no script.

Every record with its date and place in words, its summary and the numbers of its sources; the
sources once, with links. Text from data is escaped and marked as English; a link is one only to
http or https.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from geo import dates
from geo.atlas import Atlas, Record
from geo.languages import where
from geo.pictures.markup import element, text
from geo.schema import LAYERS
from geo.select import COUNTED, Shown
from geo.words import country_name, dashed, label, t

_WEB = re.compile(r"https?://[^\s]+")
_TYPES = {"incidents": ("kind", "kind"), "crossings": ("crossing_type", "type"),
          "detention_sites": ("site_type", "type")}  # fmt: skip


Numbers = Mapping[str, int]
"""The number of each source in the list of sources, by its id."""


NAMED = "countries"
"""The layer of which the list names the records only: what is told of a country's law and practice
rests on more sources than all else together."""


def cited(shown: Shown) -> list[str]:
    """Ids of the sources of the records that are told in full, in order."""
    return sorted(
        {
            id_
            for name, rows in shown.layers.items()
            if name != NAMED
            for ids in rows["sources"]
            for id_ in ids or ()
        }
    )


def listing(shown: Shown, numbers: Numbers, lang: str = "en") -> str:
    """The records shown, layer by layer, the newest incidents first."""
    return "".join(
        _layer(name, shown.records(name), numbers, lang)
        for name in COUNTED
        if shown.counts.get(name)
    )


def bibliography(atlas: Atlas, ids: Sequence[str], lang: str = "en") -> str:
    """The sources, numbered from 1."""
    works = (atlas.sources.get(id_) or {"id": id_} for id_ in ids)
    items = "".join(element("li", {}, _work(work, lang)) for work in works)
    return element("ol", {"class": "still-works", "lang": "en"}, items)


def _layer(name: str, records: list[Record], numbers: Numbers, lang: str) -> str:
    if name == "incidents":
        records = sorted(records, key=_newest)
    heading = element("h3", {}, text(f"{label('layer', name, lang)} ({len(records)})"))
    if name == NAMED:
        return heading + _names(records, lang)
    items = "".join(element("li", {}, _record(name, record, numbers, lang)) for record in records)
    return heading + element("ol", {"class": "still-told"}, items)


def _names(records: list[Record], lang: str) -> str:
    items = (
        text(country_name(record["iso3"], lang))
        + (text(f" · {label('role', record['role'], lang)}") if record["role"] else "")
        for record in records
    )
    told = element("p", {"class": "fine"}, text(t("picture.countries", lang)))
    return element("ul", {}, *(element("li", {}, item) for item in items)) + told


def _newest(record: Record) -> tuple[bool, int]:
    date = record["date"]
    first = dates.parse(date).first if date else None
    return (date is None, -(first if first is not None else -(10**7)))


def _record(name: str, record: Record, numbers: Numbers, lang: str) -> str:
    summary = record.get("summary") or record.get("role")
    title = record[LAYERS[name].title]
    if name == "routes":
        title = dashed(title)
    facts = list(_facts(name, record, lang))
    known = sorted(numbers[id_] for id_ in record["sources"] or () if id_ in numbers)
    if known:
        facts.append(t("picture.sources", lang, n=len(known), numbers=", ".join(map(str, known))))
    return (
        element("h4", {"lang": "en"}, text(title))
        + (element("p", {"lang": "en"}, text(summary)) if summary else "")
        + element("p", {"class": "fine"}, text(" · ".join(facts)))
    )


def _facts(name: str, record: Record, lang: str) -> Iterable[str]:
    """Kind, date and place in words, with how sure the place is."""
    vocabulary, field = _TYPES.get(name, ("", ""))
    if name == "routes":
        yield t(f"panel.route.{record['kind']}", lang)
    elif vocabulary and record[field]:
        yield label(vocabulary, record[field], lang)
    when = _when(name, record, lang)
    if when:
        yield when
    if name in ("incidents", "detention_sites"):
        yield where(record["place"], record["admin1"], record["country"], lang)
    if record.get("precision"):
        rough = record["precision"] in ("province", "country")
        placed = rough or record["geometry"] is not None
        yield t(f"panel.precise.{record['precision'] if placed else 'off'}", lang)


def _when(name: str, record: Record, lang: str) -> str:
    if name == "incidents":
        return dates.say(record["date"], lang) or t("panel.undated", lang)
    start, end = record.get("active_from"), record.get("active_to")
    return dates.say(f"{start or '..'}/{end or '..'}", lang) if start or end else ""


def _work(work: Record, lang: str) -> str:
    title = text(work.get("title") or work["id"])
    url = work.get("url") or ""
    if _WEB.fullmatch(url):
        title = element("a", {"href": url, "rel": "noopener"}, title)
    more = [work.get("published") or t("panel.source.undated", lang)]
    if not url:
        more.append(work.get("note") or t("panel.source.offline", lang))
    return f"{text(work.get('publisher') or '')}: {title}, {text(', '.join(more))}"
