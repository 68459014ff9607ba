"""What an import asks, is told, and gives: features, works, and a reason for each row left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from geo.ingest.sheet import Row
from geo.problem import Problem

Feature = Mapping[str, Any]
"""``properties`` with the schema's fields and ``geometry`` (a mapping in EPSG:4326, or None)."""


@dataclass(frozen=True)
class Answers:
    """What only a person can know about a sheet.

    ``crs`` serves a sheet that declares none; ``dates`` says how ``10/05/2013`` is meant; ``today``
    is given by the edge (command line, app), so that the same input gives the same outcome.
    ``replace``: a row whose id is known already takes that record's place, else it is left out.
    ``works`` came with the sheet, by id: those that rows cite are taken over.
    """

    today: dt.date
    crs: str | None = None
    dates: Literal["day-first", "month-first"] | None = None
    replace: bool = False
    works: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What must be answered before all rows can be used, with examples from the sheet."""

    what: Literal["crs", "dates", "layer"]
    sentence: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a sheet gave: each of its rows is in ``features`` or in ``left_out``, never in both.

    ``features`` are ready for ``geo.atlas.frame`` and rest on ``works`` (records of
    ``sources.json``, ids by content) or on works that were known before. A ``losing`` problem names
    a row that was left out, any other warns. ``notes`` say once what was done to all rows: what was
    filled in, which columns are not used, how the file was read. ``extra`` holds, by the record's
    id, the cells of columns that the schema doesn't know: they are never among its properties.
    """

    layer: str
    features: tuple[Feature, ...]
    works: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Row, ...] = ()
    asked: tuple[Asked, ...] = ()
    notes: tuple[str, ...] = ()
    extra: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
