"""The document inside the app: an iframe of its own, and the messenger between the two.

``stage`` holds the document, which is sent to the browser once. ``courier`` carries the selection
there and back, some hundred bytes a change, so that filters never redraw the map. ``preview``
holds a document as it will be published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from geo.selection import Selection

_FOLDER = Path(__file__).parent / "assets" / "frame"

ICON = str(_FOLDER / "icon.svg")
"""The picture of the browser's tab. (An icon by name would be fetched from the network.)"""


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


# Not isolated: the courier has to find the stage's iframe in the page.
_stage = st.components.v2.component(
    "routes-atlas.stage", js=_asset("stage.js"), css=_asset("stage.css"), isolate_styles=False
)
_courier = st.components.v2.component(
    "routes-atlas.courier", js=_asset("courier.js"), css=_asset("page.css"), isolate_styles=False
)

# Isolated: so the courier does not take a preview for the stage.
_preview = st.components.v2.component(
    "routes-atlas.preview", js=_asset("stage.js"), css=_asset("preview.css")
)

WIDTHS = (320, 640, 960)
"""Pixels of the columns in which a preview can be seen; page.css has them, too."""


@dataclass(frozen=True)
class Focus:
    """A record that the map is to go to; ``count`` tells one wish from the next for the same."""

    layer: str
    id: str
    count: int


Part = Literal["map", "tabs"]
"""A part of the page that can be brought into view."""


@dataclass(frozen=True)
class Reveal:
    """A part of the page to be brought into view; ``count`` tells one wish from the next."""

    part: Part
    count: int


def stage(document: str) -> None:
    """Show a document in a sandboxed iframe.

    Bytes, because Streamlit neither parses nor escapes them: with the same document a rerun sends
    only a reference to what the browser already has.
    """
    _stage(key="stage", data=document.encode())


def preview(document: str, width: int | None = None) -> None:
    """Show a document in a sandboxed iframe of its own: one of ``WIDTHS``, or as wide as the page.

    For each width it is loaded anew, as an article would.
    """
    with st.container(key=f"preview-{width or 'all'}"):
        _preview(key=f"framed-{width or 'all'}", data=document.encode())


@dataclass(frozen=True)
class Told:
    """What the reader chose in the document: record, view and time.

    ``heard`` counts the times chosen there by its own time control.
    """

    item: str
    view: str
    since: str
    until: str
    heard: int


def courier(
    selection: Selection,
    *,
    turn: int,
    heard: int,
    focus: Focus | None,
    reveal: Reveal | None,
    theme: str,
    told: Callable[[Told], None],
) -> None:
    """Tell the stage's document the selection, and hear what the reader did there.

    The document keeps the record and the view it has, unless ``turn`` is a new number: then those
    of ``selection`` are imposed. ``told`` is called before the next rerun, whenever the document's
    own record, view or time come to differ from the selection's; until ``heard`` says that its
    newest time is known here, the document keeps that. ``theme`` is ``light`` or ``dark``.
    """

    def hear() -> None:
        message: Any = st.session_state["courier"].get("told") or {}
        text = {name: str(message.get(name, "")) for name in ("item", "view", "from", "to")}
        number = message.get("heard")
        told(
            Told(
                text["item"],
                text["view"],
                text["from"],
                text["to"],
                number if isinstance(number, int) else heard,
            )
        )

    _courier(
        key="courier",
        data={
            "filters": selection.filters.query(),
            "item": selection.item,
            "view": selection.view,
            "turn": turn,
            "heard": heard,
            "focus": asdict(focus) if focus else None,
            "reveal": asdict(reveal) if reveal else None,
            "theme": theme,
        },
        on_told_change=hear,
    )
