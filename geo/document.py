"""The document: one HTML string that holds map, library, scripts and the records of a selection.

It asks for nothing when opened: everything is inside, and a Content-Security-Policy with the hash
of each script allows nothing else. Text from data travels only in the JSON block; the page's own
markup holds the title and the sentence, escaped.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Literal

import minify

from geo import arrivals, basemap, languages, leaflet
from geo.atlas import Atlas
from geo.block import block
from geo.credit import facilities
from geo.credit import title as titled
from geo.drawing import folium_map
from geo.noscript import NoScript, no_script
from geo.publishing.dress import css, slot
from geo.publishing.house import PLAIN, House, in_its_names
from geo.publishing.pin import Pin
from geo.publishing.scenes import scenes
from geo.publishing.story import Story
from geo.select import say, select, together
from geo.selection import Selection
from geo.words import t

Controls = Literal["full", "minimal", "none", "frame"]
"""How much stands around the map. ``full``: all of it; ``minimal``: buttons, legend and details;
``none``: the map and the details of what is picked; ``frame``: what ``minimal`` has and the time
line, for a page around that has filters and a list of its own."""

Theme = Literal["auto", "light", "dark"]
"""``auto`` follows the reader's system; an address or the reader can choose another."""

THEMES: tuple[Theme, ...] = ("auto", "light", "dark")

CONTROLS: tuple[Controls, ...] = ("full", "minimal", "none")
"""The levels that an export may choose."""

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    "words", "dates", "language", "folding", "polyline", "selection", "select", "people", "data",
    "store", "dom", "lines", "svgpane", "basemap", "landgrid", "labels", "marks", "lanes",
    "corridors", "clusters", "points", "journey", "gestures", "edges", "map", "layout", "tools",
    "sheets", "bins", "spread", "bars", "arrivals", "reading", "handles", "playback", "player",
    "timeline", "facets", "filters", "legend", "sorting", "virtual", "outline", "walking", "found",
    "rows", "outside", "list", "copy", "cite", "tied", "path", "record", "detail", "print",
    "address", "theme", "steps", "height", "messages", "main",
)  # fmt: skip
"""The document's own scripts, in the order in which they run."""
ALL = (*SCRIPTS, "story", "pins")
"""These, and those of documents with a story or pins."""
STYLES = ("document", "map", "panels", "list", "record", "time", "over")

# JSON inside a script element: what could end the element, and the two line ends that are none in
# JSON but were in older JavaScript.
_UNSAFE = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class EmptySelection(Exception):
    """A selection that shows nothing; its text says what was asked for."""


@in_its_names
def document(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None = None,
    langs: Sequence[str] = ("en",),
    whole: bool = False,
    controls: Controls = "full",
    report: str | None = None,
    theme: Theme = "auto",
    story: Story | None = None,
    house: House = PLAIN,
    pin: Pin | None = None,
) -> str:
    """Write the document of a selection, from the atlas's public records only.

    The file holds what the selection shows and nothing else, or with ``whole`` all records, opening
    in the selection. It speaks the languages ``langs``, the first at the start, and opens in
    ``theme``. ``report`` says where readers tell of an error. With a ``story``, the file holds what
    its scenes show, tells them beside the map, and opens in the first. ``house`` gives it a look
    and names of its own; with a ``pin`` the map keeps to an extent and has notes. Equal input gives
    equal text.

    Raises ``EmptySelection`` where there would be nothing in it.

    Example: ``document(read("data"), Selection(since="2013", until="2013"))``.
    """
    atlas = atlas.public()
    lang = langs[0]
    own = _scripts(story, pin)
    if pin and not pin.controls:
        controls = "none"
    if story:
        selection, title, controls = story.scenes[0].selection, title or story.title, "minimal"
    shown = select(atlas, selection)
    sentence = say(shown, selection, atlas, lang)
    if not any(shown.counts.values()) and not whole:
        raise EmptySelection(sentence)
    held = select(atlas, Selection()) if whole else shown
    base = Selection() if whole or story else selection.filters
    if story and not whole:
        held = together(atlas, (select(atlas, scene.selection) for scene in story.scenes))
    values = block(
        atlas,
        held,
        basemap.load(),
        langs,
        whole=whole or (base == Selection() and not story),
        figures=arrivals.beside(atlas, held, base),
    )
    for each, table in values["languages"].items():
        table["strings"] = languages.strings(script_texts(own), each)
    if story:
        values["story"] = [
            {"selection": scene.selection.query(), "step": scene.step} for scene in story.scenes
        ]
    if house != PLAIN:
        values["style"] = house.marks
    if pin:
        values["pins"] = pin.block()
    name = title or titled(atlas, held, lang)
    values["base"], values["opening"] = base.query(), selection.query()
    # What is said in words, the document looks up in its own languages: assets/data.js.
    values["meta"] = {
        "langs": list(langs),
        "title": title if atlas.licensed else name,
        "controls": controls,
        "version": atlas.version,
        "as_of": atlas.as_of,
        "grave": held.grave,
        "report": report,
        "licensed": atlas.licensed,
        "facilities": facilities(held),
    }
    # Within another page that script drives, nobody is without script.
    still = (
        NoScript()
        if controls == "frame" or story
        else no_script(
            atlas,
            shown,
            selection,
            title=name,
            lang=lang,
            report=report,
            house=house,
            pinned=pin or Pin(),
        )
    )
    text = scenes(atlas, story, held, lang, report=report, house=house) if story else ""
    sheets = (*STYLES, *(["story"] if story else []), *(["pins"] if pin else []))
    style = _own_style(sheets) + css(house)
    text = slot(house) + text
    return _page(values, name, sentence, lang, controls, theme, still, text, own, style)


def _scripts(story: Story | None, pin: Pin | None = None) -> tuple[str, ...]:
    """The scripts that a document needs: story and pins bring theirs before the one that starts."""
    more = (*(["story"] if story else []), *(["pins"] if pin else []))
    return (*SCRIPTS[:-1], *more, SCRIPTS[-1])


def _page(
    values: dict[str, Any],
    title: str,
    sentence: str,
    lang: str,
    controls: Controls,
    theme: Theme,
    still: NoScript,
    story: str,
    own: tuple[str, ...],
    style: str,
) -> str:
    (south, west), (north, east) = values["bounds"]
    map_html, map_script = folium_map(((south, west), (north, east)))
    # A function, because the document makes its map anew when it changes its language.
    make = f"{map_script}\nreturn window.map_atlas = map_atlas;"
    start = f"RoutesAtlas.start(function () {{\n{make}\n}});"
    scripts = [leaflet.script(script_texts(ALL)), _own_script(own) + start]
    # The order brings what the list and the sources beside the block say too near to them: texts
    # that recur within 32 KB weigh next to nothing in a file that travels compressed.
    layers = sorted(values["layers"].items(), key=lambda item: item[0] == "countries")
    rest = {name: value for name, value in values.items() if name not in ("layers", "sources")}
    values = {"layers": dict(layers)} | rest | {"sources": values["sources"]}
    data = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, escaped in _UNSAFE.items():
        data = data.replace(letter, escaped)
    return Template(_asset("document.html")).substitute(
        lang=escape(lang),
        theme="" if theme == "auto" else f' data-theme="{escape(theme)}"',
        policy=escape(_policy(scripts)),
        version=escape(values["meta"]["version"]),
        title=escape(title),
        styles=f"<style>{leaflet.style()}{style}</style>",
        story=story,
        skip=escape(t("meta.skip", lang)),
        controls=escape(controls),
        sentence=escape(sentence),
        map=map_html,
        still_style=still.head,
        still=still.body,
        still_foot=still.foot,
        data=data,
        scripts="\n".join(f"<script>{text}</script>" for text in scripts),
    )


def _policy(scripts: list[str]) -> str:
    hashes = " ".join(
        f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts
    )
    return (
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
        f"script-src {hashes}; base-uri 'none'; form-action 'none'"
    )


@cache
def edition() -> str:
    """A short hash of what draws a document: the skeleton, all scripts and all styles."""
    parts = (
        _asset("document.html"),
        leaflet.script(script_texts(ALL)),
        leaflet.style(),
        _own_script(ALL),
        _own_style((*STYLES, "story", "pins")),
    )
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:10]


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _small(mime: str, text: str) -> str:
    return str(minify.string(mime, text))


@cache
def script_texts(names: tuple[str, ...] = SCRIPTS) -> str:
    """The document's own scripts as they are written."""
    # One text, after their "use strict" lines, so that one hash allows them all.
    parts = (_asset(f"{name}.js").replace('"use strict";\n', "", 1) for name in names)
    return '"use strict";\n' + "".join(parts)


@cache
def _own_script(names: tuple[str, ...]) -> str:
    return _small("application/javascript", script_texts(names)) + "\n"


@cache
def _own_style(names: tuple[str, ...]) -> str:
    return _small("text/css", "".join(_asset(f"{name}.css") for name in names))
