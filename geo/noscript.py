"""What the document shows where no script runs: a still picture, and in small documents the list.

The whole part stands in ``noscript``, which a browser with scripts never reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import minify

from geo.atlas import Atlas
from geo.credit import attribution, credit
from geo.listing import bibliography, cited, listing
from geo.pictures.markup import element, text
from geo.pictures.still import still
from geo.pictures.subject import FREE
from geo.publishing.house import PLAIN, House
from geo.publishing.pin import Pin
from geo.select import Shown, say
from geo.selection import Selection
from geo.words import t

MOST = 80
"""Records up to which the list is part of the document: beyond, it weighs more than the map."""

STYLES = ("picture", "still")
"""Style sheets that only readers without script have."""
SIGN = 22
"""Pixels of a sign in the legend."""


@dataclass(frozen=True)
class NoScript:
    """``noscript`` elements for the document's head, its body, and below its block of data.

    The list stands before the block and the sources after it: texts that recur within 32 KB weigh
    next to nothing in a file that travels compressed.
    """

    head: str = ""
    body: str = ""
    foot: str = ""


def no_script(
    atlas: Atlas,
    shown: Shown,
    selection: Selection,
    *,
    title: str,
    lang: str = "en",
    report: str | None = None,
    house: House = PLAIN,
    pinned: Pin = FREE,
) -> NoScript:
    """The part of a document that opens in ``selection``, in its first language."""
    sentence = say(shown, selection, atlas, lang)
    listed = sum(shown.counts.values()) <= MOST
    drawn = still(
        shown,
        selection,
        title=title,
        sentence=sentence,
        lang=lang,
        titles=not listed,
        house=house,
        pinned=pinned,
    )
    signs = "".join(
        element(
            "li",
            {},
            element(
                "svg",
                {"viewBox": "-12 -12 24 24", "width": SIGN, "height": SIGN, "aria-hidden": "true"},
                entry.sign,
            ),
            text(entry.label),
        )
        for entry in drawn.legend
    )
    told = t("meta.no_script.list" if listed else "meta.no_script", lang)
    body = (
        element("p", {"class": "fine"}, text(told))
        + drawn.markup
        + element("ul", {"class": "still still-signs"}, signs)
    )
    foot = ""
    if listed:
        works = cited(shown)
        numbers = {id_: n for n, id_ in enumerate(works, 1)}
        heading = element("h2", {}, text(t("panel.list", lang)))
        body += element("section", {"id": "list"}, heading, listing(shown, numbers, lang))
        heading = element("h2", {"id": "sources"}, text(t("panel.sources", lang)))
        told = heading + bibliography(atlas, works, lang)
        foot = element("section", {"class": "no-script", "aria-labelledby": "sources"}, told)
    style = element("style", {}, _rules() + drawn.style)
    return NoScript(
        element("noscript", {}, style),
        element("noscript", {}, element("div", {"class": "no-script"}, body)),
        element("noscript", {}, foot + byline(atlas, shown, lang, report)),
    )


@cache
def _rules() -> str:
    css = (Path(__file__).parent / "assets" / "still.css").read_text(encoding="utf-8")
    return str(minify.string("text/css", css))


def byline(atlas: Atlas, shown: Shown, lang: str, report: str | None) -> str:
    """Who says so, from which data: what the script would write below the map."""
    parts = [
        ("notice", t("meta.notice", lang)),
        ("content-note", t("meta.content_note", lang) if shown.grave else ""),
        ("credit", " · ".join([*credit(atlas, lang), report or t("meta.report", lang)])),
        ("attribution", " · ".join(attribution(shown, lang))),
    ]
    return element(
        "footer",
        {"class": "byline"},
        *(element("p", {"class": name}, text(said)) for name, said in parts if said),
    )
