"""Arrivals in South Korea by year, as published; nothing is added up, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo import dates
from geo.atlas import Atlas
from geo.select import Shown
from geo.selection import Selection, day
from geo.words import t

SERIES = "arrivals_south_korea"

Figure = Mapping[str, Any]


def figures(yearly: Iterable[Figure]) -> list[Figure]:
    """The records of the series, earliest period first, a period before the years that it holds."""
    found = [row for row in yearly if row.get("series") == SERIES]
    return sorted(found, key=_order)


def _order(row: Figure) -> tuple[float, float]:
    interval = dates.parse(str(row["period"]))
    first = -float("inf") if interval.first is None else interval.first
    last = float("inf") if interval.last is None else interval.last
    return first, -last


def years(yearly: Iterable[Figure]) -> pd.DataFrame:
    """Whole single years, one row each: ``Year`` and ``People``.

    Left out are parts of a year, and periods of several years: those overlap with the years that
    the series has beside them (``contained_in``), or fall on no one year.
    """
    found = {
        row["year"]: row["value"]
        for row in figures(yearly)
        if row["year"] is not None and not row["is_part_year"] and row["value"] is not None
    }
    return pd.DataFrame({"Year": list(found), "People": list(found.values())}).astype(int)


def beside(atlas: Atlas, shown: Shown, base: Selection) -> list[Figure]:
    """The figures that a document's time axis covers, to be drawn under it as context.

    Only whole years and periods of whole years: a part of a year beside whole ones would look like
    a fall. ``base`` bounds the document; an open side ends with the records shown, as in
    ``assets/bins.js``.
    """
    first, last = _covered(atlas, shown, base)
    found = [
        row
        for row in figures(atlas.yearly)
        if row["value"] is not None and not row["is_part_year"] and _meets(row, first, last)
    ]
    # A total without a beginning cannot be drawn on an axis of years: alone it says nothing there.
    return found if any(dates.parse(row["period"]).start for row in found) else []


def _meets(row: Figure, first: float, last: float) -> bool:
    interval = dates.parse(str(row["period"]))
    return (interval.first is None or interval.first <= last) and (
        interval.last is None or interval.last >= first
    )


def _covered(atlas: Atlas, shown: Shown, base: Selection) -> tuple[float, float]:
    """First and last day of the axis; never-ending in the wrong direction where it has none."""
    first, last = day(base.since, "first"), day(base.until, "last")
    for name in ("incidents", "routes", "detention_sites"):
        at = shown.layers[name].index.to_numpy()
        known = np.concatenate([ends[at] for ends in atlas.days(name)])
        known = known[np.isfinite(known)]
        if len(known):
            break
    else:
        known = np.array([np.inf, -np.inf])
    return (
        float(known.min()) if first is None else first,
        float(known.max()) if last is None else last,
    )


def listed(
    yearly: Iterable[Figure], sources: Mapping[str, Figure], lang: str = "en"
) -> pd.DataFrame:
    """Every figure of the series as a table, with what it overlaps and who published it."""
    rows = figures(yearly)
    columns: dict[str, Any] = {
        "period": [dates.say(row["period"], lang) for row in rows],
        "people": pd.Series([row["value"] for row in rows], dtype="Int64"),
        "women": pd.Series([row["women"] for row in rows], dtype="Int64"),
        "men": pd.Series([row["men"] for row in rows], dtype="Int64"),
        "overlaps": [dates.say(row["contained_in"], lang) for row in rows],
        "published_by": ["; ".join(publishers([row], sources)) for row in rows],
        "notes": [row["notes"] or "" for row in rows],
    }
    return pd.DataFrame({t(f"table.arrivals.{name}", lang): told for name, told in columns.items()})


def publishers(rows: Sequence[Figure], sources: Mapping[str, Figure]) -> list[str]:
    """Who published the figures: the most often named first."""
    named: dict[str, int] = {}
    for row in rows:
        for id_ in row["sources"]:
            name = str(sources.get(id_, {}).get("publisher") or id_)
            named[name] = named.get(name, 0) + 1
    return sorted(named, key=lambda name: (-named[name], name))
