"""The kit: all that a newsroom needs of one map, as files by name.

map.html (the document), map.svg, map.png, map@2x.png and card.png (1200 by 630, for social media),
data.geojson, data.csv and sources.csv (what is shown), citation.txt and citation.json (CSL),
embed.html (every snippet, with a working preview), README.md, and if asked for archive.zip (BagIt).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from geo import credit
from geo.atlas import Atlas
from geo.document import Controls, EmptySelection, Theme, document
from geo.formats import geojson, table
from geo.pictures.card import card
from geo.pictures.picture import picture
from geo.pictures.picture import size as picture_size
from geo.pictures.raster import png, single_and_double
from geo.pictures.subject import FREE
from geo.publishing import archive, cite, embed
from geo.publishing.cite import Work
from geo.publishing.house import PLAIN, House
from geo.publishing.pin import Pin
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

_ASSETS = Path(__file__).parents[1] / "assets" / "embed"


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
        """Where readers tell of an error: as asked for, else on a page beside the map."""
        return self.report or (f"{self.base}embed.html#about" if self.base else "")

    @property
    def base(self) -> str:
        """The address of the folder with a slash at its end, or nothing."""
        return self.url if not self.url or self.url.endswith("/") else f"{self.url}/"


@dataclass(frozen=True)
class Plan:
    """What a wish shows of an atlas, found once for all of its files."""

    atlas: Atlas
    """Its public records."""
    wish: Wish
    shown: Shown
    title: str
    sentence: str

    @property
    def look(self) -> dict[str, Any]:
        """What pictures of it are told."""
        pinned = self.wish.pin or FREE
        named = {"lang": self.wish.langs[0], "title": self.title}
        return {**named, "house": self.wish.house, "pinned": pinned}

    @property
    def maker(self) -> str:
        """Who answers for the records, "" where nobody says."""
        return credit.maker(self.atlas, self.wish.house.credit, self.wish.langs[0])

    @property
    def drawn(self) -> dict[str, Any]:
        """The same with the theme: a picture has one, and is light where readers may choose."""
        return {**self.look, "theme": "dark" if self.wish.theme == "dark" else "light"}

    @cached_property
    def picture(self) -> str:
        """The picture as SVG."""
        return picture(self.atlas, self.shown, self.wish.selection, width=WIDTH, **self.drawn)

    @cached_property
    def pixels(self) -> tuple[bytes, bytes]:
        """The picture as PNG, in its own size and in twice that."""
        return single_and_double(self.picture)

    @cached_property
    def works(self) -> list[Work]:
        """The works that its records cite."""
        return cite.works(self.shown.layers, self.atlas.sources)

    @cached_property
    def target(self) -> embed.Target:
        """The map as the snippets need it."""
        size = picture_size(self.atlas, self.shown, self.wish.selection, width=WIDTH, **self.look)
        alt, told = f"{self.title}. {self.sentence}", t("embed.open", self.wish.langs[0])
        return embed.Target(self.wish.base or embed.ELSEWHERE, self.title, alt, told, size=size)


def plan(atlas: Atlas, wish: Wish) -> Plan:
    """Find what a wish shows, of the atlas's public records only."""
    atlas, lang = atlas.public(), wish.langs[0]
    shown = select(atlas, wish.selection)
    with calling(wish.house.names):
        sentence = say(shown, wish.selection, atlas, lang)
    return Plan(atlas, wish, shown, wish.title or credit.title(atlas, shown, lang), sentence)


def kit(atlas: Atlas, wish: Wish, tell: Callable[[str], object] = len) -> dict[str, bytes]:
    """Make the files of a wish, from the atlas's public records only: name to bytes.

    ``tell`` is called with each name before the file is made. Equal input gives equal bytes.
    Raises ``EmptySelection`` where nothing would be shown.
    """
    made = plan(atlas, wish)
    files: dict[str, bytes] = {}
    for name, make in _makers(made).items():
        tell(name)
        files[name] = make()
    if wish.archive:
        tell("archive.zip")
        info = {
            "Bagging-Date": made.atlas.as_of or "1970-01-01",
            "External-Description": made.target.alt,
            "External-Identifier": f"{made.maker} {made.atlas.version}".strip(),
        } | ({"Source-Organization": made.maker} if made.maker else {})
        files["archive.zip"] = archive.bag(files, info, "routes-atlas")
    return files


def makers(atlas: Atlas, wish: Wish) -> Mapping[str, Callable[[], bytes]]:
    """What makes each file of the kit but the archive, in the kit's order.

    Nothing is drawn until it is called for. Raises ``EmptySelection`` as ``kit`` does.
    """
    return _makers(plan(atlas, wish))


def _makers(made: Plan) -> Mapping[str, Callable[[], bytes]]:
    if not any(made.shown.counts.values()):
        raise EmptySelection(made.sentence)
    return {name: _as_bytes(make) for name, make in _files(made)}


def _as_bytes(make: Callable[[], str | bytes]) -> Callable[[], bytes]:
    def made() -> bytes:
        content = make()
        return content.encode() if isinstance(content, str) else content

    return made


def target(atlas: Atlas, wish: Wish) -> embed.Target:
    """The map of a wish, as the snippets need it."""
    return plan(atlas, wish).target


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


def _files(made: Plan) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    atlas, wish, shown, title, sentence = (
        made.atlas,
        made.wish,
        made.shown,
        made.title,
        made.sentence,
    )
    lang, own = wish.langs[0], wish.house.credit
    yield "map.html", lambda: page(atlas, wish)
    yield "map.svg", lambda: made.picture
    yield "map.png", lambda: made.pixels[0]
    yield "map@2x.png", lambda: made.pixels[1]
    yield "card.png", lambda: png(card(atlas, shown, wish.selection, **made.drawn))
    yield "data.geojson", lambda: "".join(_geojson(atlas, shown))
    yield "data.csv", lambda: "".join(table.all_csv_lines(shown.layers))
    yield "sources.csv", lambda: "".join(table.works_csv_lines(made.works))
    yield "citation.txt", lambda: cite.citation(atlas, title, sentence, lang, wish.url, own) + "\n"
    yield "citation.json", lambda: cite.csl(atlas, title, made.works, lang, wish.url, own)
    yield "embed.html", lambda: _embed(made)
    yield "README.md", lambda: _readme(atlas, wish, shown, title, sentence)


def _geojson(atlas: Atlas, shown: Shown) -> Iterator[str]:
    about = {"version": atlas.version, "as_of": atlas.as_of}
    if atlas.licensed:
        about["license"] = t("meta.licence")
    features = (
        {**feature, "properties": {"layer": name, **feature["properties"]}}
        for name in LAYERS
        for feature in table.features(name, shown.layers[name])
    )
    return geojson.lines(features, about)


def _embed(made: Plan) -> str:
    """The page of snippets: each as text to copy and as it looks."""
    snippets = embed.snippets(made.target)
    # The previews lie beside this page, wherever the files will be in the end.
    previews = embed.snippets(replace(made.target, base=""))
    lang = made.wish.langs[0]
    parts = "".join(
        f"<section><h2>{escape(t(f'embed.{name}', lang))}</h2>"
        f"<p>{escape(t(f'embed.{name}.note', lang))}</p>"
        f'<textarea readonly rows="7" aria-label="{escape(t(f"embed.{name}", lang))}">'
        f"{escape(text)}</textarea>{previews[name]}</section>"
        for name, text in snippets.items()
    )
    lead = [t("embed.lead", lang)]
    if not made.wish.base:
        lead.append(t("embed.elsewhere", lang, address=embed.ELSEWHERE))
    about = (
        t("meta.notice", lang),
        cite.citation(
            made.atlas, made.title, made.sentence, lang, made.wish.url, own=made.wish.house.credit
        ),
        f"{t('panel.report', lang)}: {made.wish.report}"
        if made.wish.report
        else t("meta.report", lang),
        " · ".join(credit.credit(made.atlas, lang)),
    )
    skeleton = Template((_ASSETS / "page.html").read_text(encoding="utf-8"))
    return skeleton.substitute(
        lang=escape(lang),
        title=escape(made.title),
        lead=escape(" ".join(lead)),
        parts=parts,
        about="".join(f"<p>{escape(said)}</p>" for said in about),
    )


_SITES = "Facilities in North Korea: after HRNK, Korea Future and NKDB, as each record says."
_BAG = "\n- `archive.zip`: all of this as a BagIt bag, to be kept and checked."
_OWN = "Records that are not the Routes Atlas's own: as whoever publishes this map says."


def _readme(atlas: Atlas, wish: Wish, shown: Shown, title: str, sentence: str) -> str:
    skeleton = Template((_ASSETS / "readme.md").read_text(encoding="utf-8"))
    return skeleton.substitute(
        title=_plain(title),
        sentence=_plain(sentence),
        selection=wish.selection.query() or "(everything)",
        version=atlas.version,
        as_of=atlas.as_of,
        url=_plain(wish.url) or "(not told)",
        notice=t("meta.notice"),
        citation=_plain(cite.citation(atlas, title, sentence, url=wish.url, own=wish.house.credit)),
        report=_plain(wish.report or t("meta.report")),
        licence=f"{t('meta.licence')}." if atlas.licensed else _OWN,
        facilities=_SITES if credit.facilities(shown) else "",
        archive=_BAG if wish.archive else "",
    )


def _plain(text: str) -> str:
    """Text for Markdown: what would be markup is escaped, line ends are spaces."""
    marks = "\\`*_{}[]<>#|"
    return "".join(f"\\{c}" if c in marks else " " if c in "\r\n" else c for c in text)
