"""House style: a newsroom's colours, fonts, corners, logo, credit and names, from a TOML file.

Nothing in the file is trusted: a colour is ``#rrggbb``, a font's name is letters, digits, spaces
and hyphens, a radius is a number, a logo is a picture that lies beside the file. Contrast is
checked when it is read. docs/house-style.md describes the file, docs/house-style.toml is one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from geo import basemap, style
from geo.colour import blend, contrast, rgb, toward
from geo.languages import towns_named
from geo.publishing import logo
from geo.publishing.logo import Logo
from geo.toml import Form
from geo.words import LANGUAGES, calling

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
_ACCENTS: Mapping[str, str] = {"light": "#0b5c9e", "dark": "#84bdf0"}
SANS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Apple SD Gothic Neo","Malgun Gothic",'
    '"Noto Sans KR","Noto Sans CJK KR","Noto Sans CJK SC",sans-serif'
)


class HouseError(Exception):
    """A house style that cannot be used; its text says which field, its value, what to write."""


_FORM = Form(HouseError)


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

Given = ParamSpec("Given")
Made = TypeVar("Made")


def in_its_names(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a function that is told a ``house``, by keyword, call places by the house's names."""

    @wraps(make)
    def made(*args: Given.args, **more: Given.kwargs) -> Made:
        house = more.get("house", PLAIN)
        with calling(house.names if isinstance(house, House) else {}):
            return make(*args, **more)

    return made


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
    slot = _table("logo", content.get("logo", {}))
    _FORM.known("logo.", slot, ("file", "dark", "alt"))
    house = House(
        given={theme: colours for theme, colours in given.items() if colours},
        grounds={theme: _ground(theme, given[theme]) for theme in THEMES},
        marks=_marks(given),
        font=_font("fonts.text", fonts.get("text", "")),
        headline=_font("fonts.headline", fonts.get("headline", "")),
        radius=_radius(content.get("radius")),
        logos=_logos(slot, folder),
        alt=_FORM.line("logo.alt", slot.get("alt", ""), 120),
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
    if len(content) > logo.MOST:
        told = f"{len(content) / 1000:.0f} kB; every map carries it: make it 100 kB or less"
        raise HouseError(f"{where}: {name} has {told}")
    found = logo.png(content) if name.endswith(".png") else logo.svg(content)
    if found is None:
        raise HouseError(f"{where}: {name} is no picture of its kind with a width and a height")
    return found


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
        "beyond": blend(land, sea, 0.5),
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
