"""The kit: all that a newsroom needs of one map, as files by name.

map.html (the document), map.svg, map.png, map@2x.png and card.png (1200 by 630, for social media),
data.geojson, data.csv and sources.csv (what is shown), citation.txt and citation.json (CSL),
embed.html (every snippet, with a working preview), README.md, and if asked for archive.zip (BagIt).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from geo import archive, cite, embed, geojson, table
from geo.atlas import Atlas
from geo.card import card
from geo.cite import Work
from geo.credit import credit
from geo.document import Controls, EmptySelection, Theme, document
from geo.house import PLAIN, House
from geo.picture import FREE, picture
from geo.pin import Pin
from geo.raster import png, single_and_double
from geo.schema import LAYERS
from geo.select import Shown, say, select
from geo.selection import Selection
from geo.words import calling, t

TYPES: Mapping[str, str] = {
    "map.html": "text/html",
    "map.svg": "image/svg+xml",
    "map.png": "image/png",
    "map@2x.png": "image/png",
    "card.png": "image/png",
    "data.geojson": "application/geo+json",
    "data.csv": "text/csv",
    "sources.csv": "text/csv",
    "citation.txt": "text/plain",
    "citation.json": "application/json",
    "embed.html": "text/html",
    "README.md": "text/markdown",
}
"""The files of a kit and what they are, without an archive."""

FILES = len(TYPES)

WIDTH = 960
"""Pixels of the picture; map@2x.png has twice as many."""

_ASSETS = Path(__file__).parent / "assets" / "embed"


@dataclass(frozen=True)
class Wish:
    """What is to be published: a selection, and how. ``url`` is the folder's future address."""

    selection: Selection = field(default_factory=Selection)
    title: str = ""
    langs: tuple[str, ...] = ("en",)
    url: str = ""
    controls: Controls = "full"
    whole: bool = False
    report: str = ""
    theme: Theme = "auto"
    archive: bool = False
    house: House = PLAIN
    pin: Pin | None = None

    @property
    def where_to_report(self) -> str:
        """Where readers tell of an error: as asked for, else on the page beside the map."""
        return self.report or (f"{self.base}README.md" if self.base else "")

    @property
    def base(self) -> str:
        """The address of the folder with a slash at its end, or nothing."""
        return self.url if not self.url or self.url.endswith("/") else f"{self.url}/"


def kit(atlas: Atlas, wish: Wish, tell: Callable[[str], object] = len) -> dict[str, bytes]:
    """Make the files of a wish, from the atlas's public records only: name to bytes.

    ``tell`` is called with each name before the file is made. Equal input gives equal bytes.
    Raises ``EmptySelection`` where nothing would be shown.
    """
    atlas = atlas.public()
    files: dict[str, bytes] = {}
    for name, make in makers(atlas, wish).items():
        tell(name)
        files[name] = make()
    if wish.archive:
        tell("archive.zip")
        described = target(atlas, wish)
        info = {
            "Bagging-Date": atlas.as_of or "1970-01-01",
            "External-Description": described.alt,
            "External-Identifier": f"{t('meta.credit')} {atlas.version}",
            "Source-Organization": t("meta.credit"),
        }
        files["archive.zip"] = archive.bag(files, info, "routes-atlas")
    return files


def makers(atlas: Atlas, wish: Wish) -> Mapping[str, Callable[[], bytes]]:
    """What makes each file of the kit but the archive, in the kit's order.

    Nothing is drawn until it is called for. Raises ``EmptySelection`` as ``kit`` does.
    """
    atlas = atlas.public()
    lang = wish.langs[0]
    shown = select(atlas, wish.selection)
    with calling(wish.house.names):
        sentence = say(shown, wish.selection, atlas, lang)
    if not any(shown.counts.values()):
        raise EmptySelection(sentence)
    title = wish.title or t("meta.title", lang)
    return {name: _as_bytes(make) for name, make in _makers(atlas, wish, shown, title, sentence)}


def _as_bytes(make: Callable[[], str | bytes]) -> Callable[[], bytes]:
    def made() -> bytes:
        content = make()
        return content.encode() if isinstance(content, str) else content

    return made


def target(atlas: Atlas, wish: Wish) -> embed.Target:
    """The map of a wish, as the snippets need it."""
    lang = wish.langs[0]
    title = wish.title or t("meta.title", lang)
    with calling(wish.house.names):
        sentence = say(select(atlas, wish.selection), wish.selection, atlas, lang)
    return embed.Target(wish.base, title, f"{title}. {sentence}", t("embed.open", lang))


def page(atlas: Atlas, wish: Wish) -> str:
    """The document of a wish. Raises ``EmptySelection``."""
    return document(
        atlas,
        wish.selection,
        title=wish.title or None,
        langs=wish.langs,
        whole=wish.whole,
        controls=wish.controls,
        report=wish.where_to_report or None,
        theme=wish.theme,
        house=wish.house,
        pin=wish.pin,
    )


def _makers(
    atlas: Atlas, wish: Wish, shown: Shown, title: str, sentence: str
) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    lang = wish.langs[0]

    look: Any = {"house": wish.house, "pinned": wish.pin or FREE}

    @cache
    def works() -> list[Work]:
        return cite.works(shown.layers, atlas.sources)

    @cache
    def drawn() -> str:
        return picture(atlas, shown, wish.selection, width=WIDTH, lang=lang, title=title, **look)

    @cache
    def pixels() -> tuple[bytes, bytes]:
        return single_and_double(drawn())

    yield "map.html", lambda: page(atlas, wish)
    yield "map.svg", drawn
    yield "map.png", lambda: pixels()[0]
    yield "map@2x.png", lambda: pixels()[1]
    yield (
        "card.png",
        lambda: png(card(atlas, shown, wish.selection, lang=lang, title=title, **look)),
    )
    yield "data.geojson", lambda: "".join(_geojson(atlas, shown))
    yield "data.csv", lambda: "".join(table.all_csv_lines(shown.layers))
    yield "sources.csv", lambda: "".join(table.works_csv_lines(works()))
    yield "citation.txt", lambda: cite.citation(atlas, title, sentence, lang, wish.url) + "\n"
    yield "citation.json", lambda: cite.csl(atlas, title, works(), lang, wish.url)
    yield "embed.html", lambda: _embed(atlas, target(atlas, wish), wish)
    yield "README.md", lambda: _readme(atlas, wish, title, sentence)


def _geojson(atlas: Atlas, shown: Shown) -> Iterator[str]:
    about = {"version": atlas.version, "as_of": atlas.as_of}
    if not atlas.private:
        about["license"] = t("meta.licence")
    features = (
        {**feature, "properties": {"layer": name, **feature["properties"]}}
        for name in LAYERS
        for feature in table.features(name, shown.layers[name])
    )
    return geojson.lines(features, about)


def _embed(atlas: Atlas, target: embed.Target, wish: Wish) -> str:
    """The page of snippets: each as text to copy and as it looks."""
    snippets = embed.snippets(target)
    # The previews lie beside this page, wherever the files will be in the end.
    beside = embed.Target("", target.title, target.alt, target.open)
    previews = embed.snippets(beside)
    lang = wish.langs[0]
    parts = "".join(
        f"<section><h2>{escape(t(f'embed.{name}', lang))}</h2>"
        f"<p>{escape(t(f'embed.{name}.note', lang))}</p>"
        f'<textarea readonly rows="7" aria-label="{escape(t(f"embed.{name}", lang))}">'
        f"{escape(text)}</textarea>{previews[name]}</section>"
        for name, text in snippets.items()
    )
    skeleton = Template((_ASSETS / "page.html").read_text(encoding="utf-8"))
    return skeleton.substitute(
        lang=escape(lang),
        title=escape(target.title),
        lead=escape(t("embed.lead", lang)),
        parts=parts,
        credit=escape(" · ".join(credit(atlas, lang))),
    )


_OWN = "Records that are not the Routes Atlas's own: as whoever publishes this map says."


def _readme(atlas: Atlas, wish: Wish, title: str, sentence: str) -> str:
    skeleton = Template((_ASSETS / "readme.md").read_text(encoding="utf-8"))
    return skeleton.substitute(
        title=_plain(title),
        sentence=_plain(sentence),
        selection=wish.selection.query() or "(everything)",
        version=atlas.version,
        as_of=atlas.as_of,
        url=_plain(wish.url) or "(not told)",
        notice=t("meta.notice"),
        citation=_plain(cite.citation(atlas, title, sentence, url=wish.url)),
        report=_plain(wish.report or t("meta.report")),
        licence=_OWN if atlas.private else f"{t('meta.licence')}.",
    )


def _plain(text: str) -> str:
    """Text for Markdown: what would be markup is escaped, line ends are spaces."""
    marks = "\\`*_{}[]<>#|"
    return "".join(f"\\{c}" if c in marks else " " if c in "\r\n" else c for c in text)
