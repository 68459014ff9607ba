"""Many maps at once: a file that lists them (TOML), and the site of kits with an index page.

```toml
title = "Maps of the desk"            # of the index
url = "https://example.org/maps/"     # where the site will lie; optional

house = "house.toml"                  # for all maps, beside this file; optional

[[map]]
name = "laos-2013"                    # its folder: letters, digits, hyphens
title = "Escape through Laos, 2013"
selection = "route=southeast-asia-laos&from=2013&to=2013"
langs = ["en", "ko"]                  # these and the next are optional
controls = "minimal"
theme = "dark"
whole = false
report = "https://example.org/corrections"
archive = false
pin = "pin.toml"                      # beside this file, as is a house of its own
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from geo.document import CONTROLS, THEMES
from geo.publishing import embed
from geo.publishing import house as houses
from geo.publishing import pin as pins
from geo.publishing.kit import Wish
from geo.selection import Vocabulary, exactly
from geo.toml import Form
from geo.words import LANGUAGES, language

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_KEYS: Mapping[str, type] = {
    "name": str,
    "title": str,
    "selection": str,
    "langs": list,
    "controls": str,
    "theme": str,
    "whole": bool,
    "report": str,
    "archive": bool,
    "house": str,
    "pin": str,
}


_SITE: Mapping[str, type] = {"title": str, "url": str, "house": str, "map": list}


class SiteError(Exception):
    """A file of maps that cannot be used at all; its text says where and what to write."""


_FILE, _MAP = Form(SiteError), Form(ValueError)


@dataclass(frozen=True)
class Site:
    """The maps of a file, and for each that cannot be made the sentence that says why."""

    title: str
    wishes: Mapping[str, Wish]
    wrong: Mapping[str, str]


def read(path: Path, known: Vocabulary, house: houses.House = houses.PLAIN) -> Site:
    """Read a file of maps; those that name no house style of their own get ``house``.

    Raises ``SiteError`` where it is no such file.
    """
    content = _FILE.read(path)
    maps = content.get("map")
    if not isinstance(maps, list) or not maps:
        raise SiteError(f"{path} lists no map; begin each with [[map]] and give it a name")
    _FILE.typed(f"{path}, ", content, _SITE)
    url, named = content.get("url", ""), content.get("house", "")
    if url and not embed.is_folder(url):
        raise SiteError(f"{path}, url: {url!r}; write {embed.FOLDER}")
    wishes: dict[str, Wish] = {}
    wrong: dict[str, str] = {}
    for number, entry in enumerate(maps, start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        label = name if isinstance(name, str) and name else f"map {number}"
        try:
            if label in wishes or label in wrong:
                raise ValueError(f"name: {label!r} is taken; each map needs its own")
            wishes[label] = _wish(entry, url, known, path.parent, named, house)
        except ValueError as error:
            wrong[label if label not in wishes else f"map {number}"] = str(error)
    return Site(content.get("title", ""), wishes, wrong)


def _wish(
    entry: Any, url: str, known: Vocabulary, folder: Path, named: str, house: houses.House
) -> Wish:
    _MAP.typed("", _MAP.table("map", entry, "[[map]]"), _KEYS)
    name = entry.get("name", "")
    if not _NAME.fullmatch(name):
        raise ValueError(f"name: {name!r} cannot be a folder; write small letters, digits, hyphens")
    controls = next((c for c in CONTROLS if c == entry.get("controls", "full")), None)
    if controls is None:
        raise ValueError(f"controls: {entry['controls']!r}; write one of {', '.join(CONTROLS)}")
    theme = next((x for x in THEMES if x == entry.get("theme", "auto")), None)
    if theme is None:
        raise ValueError(f"theme: {entry['theme']!r}; write one of {', '.join(THEMES)}")
    report = entry.get("report", "")
    if not embed.is_report(report):
        raise ValueError(f"report: {report!r}; write {embed.REPORT}")
    pairs = parse_qsl(entry.get("selection", ""), keep_blank_values=True)
    base = url if not url or url.endswith("/") else f"{url}/"
    return Wish(
        selection=exactly(pairs, known),
        title=entry.get("title", ""),
        langs=tuple(_lang(tag) for tag in entry.get("langs", ["en"])) or ("en",),
        url=f"{base}{name}/" if base else "",
        controls=controls,
        theme=theme,
        whole=entry.get("whole", False),
        report=report,
        archive=entry.get("archive", False),
        house=_house(folder, entry.get("house", named), house),
        pin=_pin(folder, entry.get("pin", "")),
    )


def _house(folder: Path, name: str, otherwise: houses.House) -> houses.House:
    try:
        return houses.read(folder / name) if name else otherwise
    except houses.HouseError as error:
        raise ValueError(f"house: {error}") from error


def _pin(folder: Path, name: str) -> pins.Pin | None:
    try:
        return pins.read(folder / name) if name else None
    except pins.PinError as error:
        raise ValueError(f"pin: {error}") from error


def _lang(tag: Any) -> str:
    found = language(str(tag))
    if found is None:
        raise ValueError(f"langs: there is no {tag!r}; write some of {', '.join(LANGUAGES)}")
    return found


def index(title: str, made: Mapping[str, tuple[str, str, str]], credit: str) -> str:
    """The index page: ``made`` is each map's title, sentence and language by its folder."""
    items = "".join(_items(made))
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        "<style>:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}"
        "body{max-width:60rem;margin:2rem auto;padding:0 1rem}ul{list-style:none;padding:0;"
        "display:grid;gap:2rem;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}"
        "img{width:100%;height:auto}h2{font-size:1.0625rem;margin:.5rem 0 0}p{margin:.25rem 0}"
        "</style>\n"
        f"<main><h1>{escape(title)}</h1>\n<ul>\n{items}</ul>\n"
        f"<footer><p>{escape(credit)}</p></footer></main>\n</html>\n"
    )


def _items(made: Mapping[str, tuple[str, str, str]]) -> Iterator[str]:
    for name, (title, sentence, lang) in made.items():
        told = f'lang="{escape(lang)}"'
        yield (
            f'<li><a href="{name}/map.html" {told}><img src="{name}/card.png" alt="" width="1200" '
            f'height="630" loading="lazy"><h2>{escape(title)}</h2></a>'
            f'<p {told}>{escape(sentence)}</p><p><a href="{name}/embed.html">Embed</a> · '
            f'<a href="{name}/embed.html#about">About</a></p></li>\n'
        )
