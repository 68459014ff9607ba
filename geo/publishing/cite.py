"""How to cite a map, as a sentence and as CSL-JSON for reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd

from geo import dates
from geo.atlas import Atlas
from geo.credit import maker
from geo.gate.passing import cited
from geo.schema import LAYERS
from geo.words import t

Work = Mapping[str, Any]

_TYPES = {
    "news": "article-newspaper",
    "ngo_report": "report",
    "government": "report",
    "un": "report",
    "academic": "article-journal",
    "testimony": "book",
    "cable": "document",
}
"""CSL's type of item for each medium of a work; others are documents."""


def citation(
    atlas: Atlas, title: str, sentence: str, lang: str = "en", url: str = "", own: str = ""
) -> str:
    """One paragraph that cites a map: title, what it shows, atlas, date and version of the data.

    Records that are not the atlas's are those of ``own``, or of nobody who is named.
    """
    parts = {
        "title": title,
        "shown": sentence,
        "atlas": maker(atlas, own, lang),
        "date": dates.say(atlas.as_of, lang) or "–",
        "version": atlas.version,
    }
    told = t("cite.map" if parts["atlas"] else "cite.map.own", lang, **parts)
    return f"{told} {url}" if url else told


def works(layers: Mapping[str, gpd.GeoDataFrame], sources: Mapping[str, Work]) -> list[Work]:
    """The works that records of some layers and their legs cite, in the order of their ids."""
    found = {id_ for name, rows in layers.items() for id_ in cited(LAYERS[name], rows)}
    return [sources[id_] for id_ in sorted(found) if id_ in sources]


def csl(
    atlas: Atlas,
    title: str,
    found: Iterable[Work],
    lang: str = "en",
    url: str = "",
    own: str = "",
) -> str:
    """The map and the works that it cites as CSL-JSON (citationstyles.org's data schema).

    A publication date is given to the precision that the work has, or left out, as is a publisher
    (``own``, as ``citation`` has it) whom nobody names.
    """
    map_: dict[str, Any] = {
        "id": f"{'routes-atlas' if atlas.licensed else 'map'}-{atlas.version}",
        "type": "map",
        "title": title,
        "publisher": maker(atlas, own, lang),
        "version": atlas.version,
        "language": lang,
    }
    if not map_["publisher"]:
        del map_["publisher"]
    if atlas.as_of:
        map_["issued"] = _date(atlas.as_of)
    if url:
        map_["URL"] = url
    items = [map_, *(_item(work) for work in found)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(work: Work) -> dict[str, Any]:
    kind = _TYPES.get(str(work.get("medium")), "document")
    place = "container-title" if kind.startswith("article") else "publisher"
    item = {
        "id": work["id"],
        "type": kind,
        "title": work.get("title"),
        place: work.get("publisher"),
        "issued": _date(work.get("published")),
        "URL": work.get("url"),
        "note": work.get("note"),
    }
    return {name: value for name, value in item.items() if value}


def _date(text: Any) -> dict[str, Any] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(text or ""))
    if match:
        return {"date-parts": [[int(part) for part in match.groups() if part]]}
    return {"literal": str(text)} if text else None
