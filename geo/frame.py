"""The document inside the app: an iframe of its own, and the messenger between the two.

``stage`` holds the document, which is sent to the browser once. ``courier`` carries the selection
there and back, some hundred bytes a change, so that filters never redraw the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from geo.selection import Selection

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"

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


@dataclass(frozen=True)
class Focus:
    """A record that the map is to go to; ``count`` tells one wish from the next for the same."""

    layer: str
    id: str
    count: int


def stage(document: str) -> None:
    """Show a document in a sandboxed iframe.

    Bytes, because Streamlit neither parses nor escapes them: with the same document a rerun sends
    only a reference to what the browser already has.
    """
    _stage(key="stage", data=document.encode())


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
            "theme": theme,
        },
        on_told_change=hear,
    )


def snippet(file: str, title: str) -> str:
    """The HTML that puts an exported file into an article.

    >>> print(snippet("map.html", 'Routes "north"'))
    <iframe src="map.html" title="Routes &quot;north&quot;" width="100%" height="640"
      style="border:0" loading="lazy"
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"></iframe>
    """
    return (
        f'<iframe src="{escape(file)}" title="{escape(title)}" width="100%" height="640"\n'
        f'  style="border:0" loading="lazy"\n'
        f'  sandbox="{SANDBOX}"></iframe>'
    )
