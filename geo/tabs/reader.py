"""What the app knows of its reader: the language, and where in the map the reader is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from geo import frame
from geo.atlas import Atlas
from geo.publishing import house as houses
from geo.publishing.house import House
from geo.selection import Selection
from geo.words import language, own_name
from geo.words import t as text_of

BY_VERSION: dict[str | type[Any], Callable[[Any], Any]] = {
    Atlas: lambda atlas: atlas.version,
    House: repr,
}
"""For Streamlit's caches: an atlas is told from another by its version."""

P = ParamSpec("P")
R = TypeVar("R")
OfAtlas = Callable[Concatenate[Atlas, P], R]

_FORGET: list[Callable[[], None]] = []


def kept(entries: int) -> Callable[[OfAtlas[P, R]], OfAtlas[P, R]]:
    """A cache of what is made of an atlas: the fact base's for all readers, at most ``entries``.

    What is made of a private atlas is kept in its reader's session alone and goes with it: another
    session neither finds it nor holds it in memory.
    """

    def keep(make: OfAtlas[P, R]) -> OfAtlas[P, R]:
        cache: Any = st.cache_resource
        options = {"max_entries": entries, "show_spinner": False, "hash_funcs": BY_VERSION}
        shared = cache(**options)(make)
        own = cache(**options, scope="session")(make)
        _FORGET.append(own.clear)

        @wraps(make)
        def made(atlas: Atlas, /, *args: P.args, **kwargs: P.kwargs) -> R:
            found: R = (own if atlas.private else shared)(atlas, *args, **kwargs)
            return found

        return made

    return keep


def forget() -> None:
    """Drop what this session keeps of private atlases."""
    for clear in _FORGET:
        clear()


def house() -> House:
    """The house style that ROUTES_ATLAS_HOUSE names; a wrong one stops the app, which says why."""
    path = os.environ.get("ROUTES_ATLAS_HOUSE")
    return houses.read(Path(path)) if path else houses.PLAIN


@dataclass
class Place:
    """Where the reader is in the map: the record picked, and what part of it is in view.

    Changed in place, so that a file asked for later opens where the reader is then. ``turn``,
    ``heard``, ``focus`` and ``reveal`` are for the courier: the app's own wishes, as against what
    the map told.
    """

    item: str = ""
    view: str = ""
    turn: int = 0
    heard: int = 0
    focus: frame.Focus | None = None
    reveal: frame.Reveal | None = None


def place() -> Place:
    """The reader's place, one for the session."""
    found: Place = st.session_state.setdefault("place", Place())
    return found


def reveal(part: frame.Part) -> None:
    """Bring a part of the page into view at the next run."""
    here = place()
    here.reveal = frame.Reveal(part, here.reveal.count + 1 if here.reveal else 1)


def lang() -> str:
    """The language of the interface: the address's ``lang``, else English."""
    return language(st.query_params.get("lang", "")) or "en"


def t(key: str, **values: object) -> str:
    """A text of the interface in the reader's language."""
    return text_of(key, lang(), **values)


def named(tag: str) -> str:
    """A language's own name, such as 한국어."""
    return own_name(tag)


def box(*lines: str) -> None:
    """Lines in a frame, as they are: messages that Streamlit has for this take Markdown."""
    with st.container(border=True, gap="small"):
        for line in lines:
            st.text(line)


def file_name(selection: Selection) -> str:
    """A file name that tells the selection, without an ending."""
    return slug(*(value for _, value in selection.filters.pairs()))


def slug(*words: str) -> str:
    """A file name of these words: letters, digits and hyphens only."""
    told = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return f"routes-atlas-{told}"[:80].rstrip("-")
