"""House style: a newsroom's colours, fonts, corners, logo, credit and names, from a TOML file.

Nothing in the file is trusted: a colour is ``#rrggbb``, a font's name is letters, digits, spaces
and hyphens, a radius is a number, a logo is a picture that lies beside the file. Contrast is
checked when it is read. docs/house-style.md describes the file, docs/house-style.toml is one.
"""

from __future__ import annotations

import difflib
import re
import struct
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from geo import basemap, style
from geo.colour import blend, contrast, rgb, toward
from geo.languages import towns_named
from geo.toml import Form
from geo.words import LANGUAGES

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

MARKS, TEXT = 3.0, 4.5
"""Least contrast of marks and lines on land, and of text on what it stands on (WCAG 2.2)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,59}")
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(?:svg|png)")
_PARTS = ("light", "dark", "fonts", "radius", "logo", "credit", "names")
_PAGE = ("accent", "ink", "paper", "land", "sea")
_ROUTES = ("escape", "repatriation")
_LOGO_MOST = 100_000
"""Bytes of a logo: every document carries it."""

_ACCENTS: Mapping[str, str] = {"light": "#0b5c9e", "dark": "#84bdf0"}
_WARNS: Mapping[str, str] = {"light": "#9a3a00", "dark": "#ffb07a"}
SANS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Apple SD Gothic Neo","Malgun Gothic",'
    '"Noto Sans KR","Noto Sans CJK KR","Noto Sans CJK SC",sans-serif'
)


class HouseError(Exception):
    """A house style that cannot be used; its text says which field, its value, what to write."""


_FORM = Form(HouseError)


@dataclass(frozen=True)
class Logo:
    """A picture as a ``data:`` address, with its size in its own units."""

    source: str
    width: float
    height: float

    def wide(self, height: float) -> float:
        """How wide it is at a height; the longest of logos is eight times as wide as high."""
        return min(8.0, self.width / self.height) * height


@dataclass(frozen=True)
class House:
    """A house style, complete and checked; without a file, the atlas's own look."""

    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The colours that the file names, by theme."""
    grounds: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: style.THEMES)
    """Colours of ground and names by theme, as ``style.THEMES``."""
    marks: Mapping[str, Any] = field(default_factory=style.table)
    """Colours and shapes of marks, as ``style.table()``."""
    font: str = ""
    headline: str = ""
    radius: int | None = None
    logos: Mapping[str, Logo] = field(default_factory=dict)
    """By theme."""
    alt: str = ""
    credit: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of places by what the map calls them, then by language; "" stands for all others."""

    def accent(self, theme: str) -> str:
        """The colour of links and of what is chosen."""
        return self.given.get(theme, {}).get("accent", _ACCENTS[theme])


PLAIN = House()
"""The atlas's own look."""


# --- reading ------------------------------------------------------------------------------------


def read(path: Path) -> House:
    """Read a house style. Raises ``HouseError``."""
    content = _FORM.read(path)
    try:
        return styled(content, path.parent)
    except HouseError as error:
        raise HouseError(f"{path}, {error}") from error


def styled(content: Mapping[str, Any], folder: Path) -> House:
    """The house style of a file's content; logos lie in ``folder``. Raises ``HouseError``."""
    _FORM.known("", content, _PARTS)
    given: dict[str, dict[str, str]] = {
        theme: _colours(theme, _table(theme, content.get(theme, {}))) for theme in THEMES
    }
    fonts = _table("fonts", content.get("fonts", {}))
    _FORM.known("fonts.", fonts, ("text", "headline"))
    logo = _table("logo", content.get("logo", {}))
    _FORM.known("logo.", logo, ("file", "dark", "alt"))
    house = House(
        given={theme: colours for theme, colours in given.items() if colours},
        grounds={theme: _ground(theme, given[theme]) for theme in THEMES},
        marks=_marks(given),
        font=_font("fonts.text", fonts.get("text", "")),
        headline=_font("fonts.headline", fonts.get("headline", "")),
        radius=_radius(content.get("radius")),
        logos=_logos(logo, folder),
        alt=_FORM.line("logo.alt", logo.get("alt", ""), 120),
        credit=_FORM.line("credit", content.get("credit", ""), 200),
        names=_names(_table("names", content.get("names", {}))),
    )
    if house.logos and not house.alt:
        raise HouseError('logo.alt is missing; say what the logo shows: alt = "The Example Post"')
    for problem in _weak(house):
        raise HouseError(problem)
    return house


def _table(where: str, value: Any) -> Mapping[str, Any]:
    return _FORM.table(where, value, f"[{where}]")


def _colours(theme: str, table: Mapping[str, Any]) -> dict[str, str]:
    """Every colour of a theme, kinds among them."""
    kinds = _table(f"{theme}.kinds", table.get("kinds", {}))
    _FORM.known(f"{theme}.", table, (*_PAGE, *_ROUTES, "kinds"))
    _FORM.known(f"{theme}.kinds.", kinds, tuple(style.KINDS))
    flat = {name: value for name, value in table.items() if name != "kinds"}
    found = {f"{theme}.{name}": value for name, value in flat.items()}
    found |= {f"{theme}.kinds.{name}": value for name, value in kinds.items()}
    for where, value in found.items():
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise HouseError(f"{where}: {value!r} is no colour; write #rrggbb, such as #0b5c9e")
    return {name: value.lower() for name, value in (flat | dict(kinds)).items()}


def _font(where: str, value: Any) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not _FONT.fullmatch(value):
        raise HouseError(
            f"{where}: {value!r} is no font's name; write one name of letters, digits, spaces, "
            "hyphens"
        )
    return value


def _radius(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 24:
        raise HouseError(f"radius: {value!r}; write a whole number of pixels from 0 to 24")
    return value


def _names(table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    known = places()
    found: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise HouseError(f"names.{name}: the map has no such place{hint}")
        by_language = value if isinstance(value, dict) else {"": value}
        for lang, said in by_language.items():
            if lang and lang not in LANGUAGES:
                there = ", ".join(LANGUAGES)
                raise HouseError(f"names.{name}.{lang}: there is no such language, but {there}")
            if not _FORM.line(f"names.{name}", said, 60):
                raise HouseError(f"names.{name}: {said!r} is empty; write a name")
        found[name] = {lang: said.strip() for lang, said in by_language.items()}
    return found


@cache
def places() -> tuple[str, ...]:
    """What a house may name: seas, rivers and countries by id, towns by their English name."""
    named = basemap.names(basemap.load())
    return tuple(sorted({each.get("id") or each.get("name", "") for each in named} | towns_named()))


def _logos(table: Mapping[str, Any], folder: Path) -> dict[str, Logo]:
    if not table.get("file"):
        if table:
            raise HouseError('logo.file is missing; name a picture beside this file: "logo.svg"')
        return {}
    light = _logo("logo.file", table["file"], folder)
    dark = _logo("logo.dark", table["dark"], folder) if "dark" in table else light
    return {"light": light, "dark": dark}


def _logo(where: str, name: Any, folder: Path) -> Logo:
    if not isinstance(name, str) or not _FILE.fullmatch(name):
        raise HouseError(f"{where}: {name!r}; name an .svg or .png file that lies beside this one")
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise HouseError(f"{where}: {name} cannot be read: {error.strerror}") from error
    if len(content) > _LOGO_MOST:
        told = f"{len(content) / 1000:.0f} kB; every map carries it: make it 100 kB or less"
        raise HouseError(f"{where}: {name} has {told}")
    size = _png_size(content) if name.endswith(".png") else _svg_size(content)
    if size is None:
        raise HouseError(f"{where}: {name} is no picture of its kind with a width and a height")
    kind = "image/png" if name.endswith(".png") else "image/svg+xml"
    return Logo(f"data:{kind};base64,{b64encode(content).decode()}", *size)


def _png_size(content: bytes) -> tuple[float, float] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return (width, height) if width and height else None


def _svg_size(content: bytes) -> tuple[float, float] | None:
    # A document type may define entities that grow without end; no logo needs one.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return None
    try:
        root = ET.fromstring(content)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError):
        return None
    if not root.tag.endswith("}svg"):
        return None
    box = re.findall(r"[\d.]+", " ".join(root.get("viewBox", "").replace(",", " ").split()[2:]))
    sizes = box if len(box) == 2 else [root.get(n, "").removesuffix("px") for n in _SIZES]
    try:
        width, height = map(float, sizes)
    except ValueError:
        return None
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None


_SIZES = ("width", "height")


# --- colours ------------------------------------------------------------------------------------


def _ground(theme: str, given: Mapping[str, str]) -> Mapping[str, str]:
    """The colours of the map's ground and names: what is not given follows from what is."""
    own = dict(style.THEMES[theme])
    if not given.keys() & {"ink", "paper", "land", "sea"}:
        return own
    own |= {name: given[name] for name in ("ink", "paper", "land", "sea") if name in given}
    ink, land, sea = own["ink"], own["land"], own["sea"]
    tints = [style.tint(theme, role, land) for role in style.ROLES]
    return own | {
        "lake": sea,
        "coast": blend(ink, sea, 0.28),
        "border": blend(ink, land, 0.25),
        "river": blend(ink, sea, 0.35),
        "halo": blend(own["paper"], land, 0.35),
        "country": toward(ink, [land, sea, *tints], TEXT),
        "water": toward(ink, [sea], TEXT),
    }


def _marks(given: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The table of marks with the house's colours in it."""
    keys = {"light": "color", "dark": "dark"}

    def mark(name: str, own: Mapping[str, str]) -> dict[str, str]:
        return {**own} | {key: given[th][name] for th, key in keys.items() if name in given[th]}

    plain: dict[str, Any] = style.table()
    lands: dict[str, str | None] = {theme: given[theme].get("land") for theme in THEMES}
    roles = {
        name: {**own}
        | {key: style.tint(th, name, str(lands[th])) for th, key in keys.items() if lands[th]}
        for name, own in style.ROLES.items()
    }
    tables = {
        sort: {name: mark(name, own) for name, own in plain[sort].items()}
        for sort in ("kinds", "route")
    }
    return plain | tables | {"roles": roles}


def _weak(house: House) -> Iterator[str]:
    """What cannot be told apart or read, each as a sentence."""
    for theme in THEMES:
        ground, given = house.grounds[theme], house.given.get(theme, {})
        key = "color" if theme == "light" else "dark"
        marks = {f"{theme}.{name}": mark for name, mark in house.marks["route"].items()}
        marks |= {f"{theme}.kinds.{name}": mark for name, mark in house.marks["kinds"].items()}
        marks |= {"crossings": house.marks["crossing"], "detention sites": house.marks["site"]}
        pairs = [(where, mark[key], "land", MARKS) for where, mark in marks.items()]
        pairs += [(f"{theme}.ink", ground["ink"], name, TEXT) for name in ("paper", "land")]
        pairs += [(f"{theme}.accent", house.accent(theme), "paper", TEXT)]
        for where, colour, under, needed in pairs:
            found = contrast(colour, ground[under])
            if found < needed:
                own = "" if where.rpartition(".")[2] in given else " (the atlas's own)"
                yield (
                    f"{where}: {colour}{own} stands at {found:.2f}:1 on {theme}.{under} "
                    f"{ground[under]}; {needed:g}:1 is needed, so choose one of them "
                    f"{_darker(colour, ground[under])}"
                )


def _darker(colour: str, under: str) -> str:
    return "darker" if sum(rgb(colour)) <= sum(rgb(under)) else "lighter"


# --- what a document needs ------------------------------------------------------------------------


def css(house: House) -> str:
    """The rules that lay the house style over a document's own; nothing for the atlas's own."""
    if house == PLAIN:
        return ""
    light, dark = (_variables(house, theme) for theme in THEMES)
    page = f"@media screen{{:root{{{light[0]}}}"
    page += f"@media (prefers-color-scheme:dark){{{_NOT_LIGHT}{{{dark[0]}}}}}"
    page += f':root[data-theme="dark"]{{{dark[0]}}}}}'
    ground = f".atlas{{{light[1]}}}@media (prefers-color-scheme:dark){{{_NOT_LIGHT} .atlas"
    ground += f'{{{dark[1]}}}}}:root[data-theme="dark"] .atlas{{{dark[1]}}}'
    fonts = f'--sans:"{house.font}",{SANS};' if house.font else ""
    headline = house.headline or house.font
    fonts += f'--serif:"{headline}",{SANS if not house.headline else "serif"};' if headline else ""
    return page + ground + (f":root{{{fonts}}}" if fonts else "") + _corners(house) + _SLOT


_NOT_LIGHT = ':root:not([data-theme="light"])'
_SLOT = (
    ".house{order:1;display:flex;flex-wrap:wrap;align-items:center;gap:.4rem 1rem;"
    "padding:.4rem var(--edge-x) .6rem;font-size:.8125rem;color:var(--muted)}"
    ".house img{display:block;height:28px;width:auto;max-width:100%}.house .on-dark{display:none}"
    "@media (prefers-color-scheme:dark){:root:not([data-theme=light]) .house"
    " .on-light:not(:only-of-type){display:none}"
    ":root:not([data-theme=light]) .house .on-dark{display:block}}"
    ":root[data-theme=dark] .house .on-light:not(:only-of-type){display:none}"
    ":root[data-theme=dark] .house .on-dark{display:block}"
)


def _variables(house: House, theme: Theme) -> tuple[str, str]:
    """Of a theme the page's own variables and those of its map."""
    given, own = house.given.get(theme, {}), house.grounds[theme]
    ink, paper, accent = own["ink"], own["paper"], house.accent(theme)
    page: dict[str, str] = {}
    if given.keys() & {"ink", "paper"}:
        warn = _WARNS[theme]
        page |= {
            "ground": paper,
            "ink": ink,
            "soft": blend(ink, paper, 0.05),
            "muted": toward(ink, [paper, blend(ink, paper, 0.05)], 5.0),
            "line": blend(ink, paper, 0.17),
            "edge": toward(ink, [paper], 3.2),
            "bar-off": blend(ink, paper, 0.22),
            "warn": warn if contrast(warn, paper) >= TEXT else ink,
        }
    if given.keys() & {"ink", "paper", "accent"}:
        page |= {
            "accent": accent,
            "accent-soft": blend(accent, paper, 0.1),
            "bar": toward(accent, [paper], 3.5),
        }
    changed = given.keys() & {"ink", "paper", "land", "sea"}
    ground = {**own, "beyond": own["sea"]} if changed else {}
    return _declared("", page), _declared("map-", ground)


def _declared(prefix: str, values: Mapping[str, str]) -> str:
    return "".join(f"--{prefix}{name}:{value};" for name, value in values.items())


def _corners(house: House) -> str:
    if house.radius is None:
        return ""
    r = f"{house.radius}px"
    return (
        ".map-controls,.tools,.legend,.map-tip,.map-note,.sort,.icon,.path-stop,.leg-on-map,"
        f".take-away .plain,.copy-text,.legend summary:focus-visible{{border-radius:{r}}}"
        f".map-controls .map-control:first-child{{border-radius:{r} {r} 0 0}}"
        f".map-controls .map-control:last-child{{border-radius:0 0 {r} {r}}}"
        f".tools .map-control:first-child{{border-radius:{r} 0 0 {r}}}"
        f".tools .map-control:last-child{{border-radius:0 {r} {r} 0}}"
        f".tools .map-control:only-child{{border-radius:{r}}}"
        f".chip,.badge,.map-edge{{border-radius:{min(house.radius * 2, 24)}px}}"
    )


def slot(house: House) -> str:
    """The line with logo and credit, as markup for a document; nothing where there is neither."""
    if not house.logos and not house.credit:
        return ""
    images = "".join(
        f'<img class="on-{theme}" src="{escape(logo.source)}" alt="{escape(house.alt)}" '
        f'width="{logo.wide(28):.0f}" height="28">'
        for theme, logo in house.logos.items()
        if theme == "light" or logo != house.logos["light"]
    )
    credit = f"<p>{escape(house.credit)}</p>" if house.credit else ""
    return f'<aside class="house">{images}{credit}</aside>'
