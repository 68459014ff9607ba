"""Colours and style rules of pictures: only those that their markup has a use for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import minify

from geo.colour import blend
from geo.publishing.house import PLAIN, SANS, House, Theme

_CSS = Path(__file__).parents[1] / "assets" / "picture.css"
TINT = 0.8
"""How strongly a country's tint covers the land."""


def _classes(markup: str) -> set[str]:
    return {name for given in re.findall(r'class="([^"]+)"', markup) for name in given.split()}


def rules(markup: str) -> str:
    """The style rules that the markup has a use for, colours of the ground as ``var(--map-…)``."""
    used = _classes(markup)
    kept = (rule for rule in _rules() if used.issuperset(re.findall(r"\.([a-z]+)", rule[0])))
    return "".join(f"{selector}{{{given}}}" for selector, given in kept)


@cache
def _rules() -> list[tuple[str, str]]:
    """Each rule as selector and declarations."""
    css = str(minify.string("text/css", _CSS.read_text(encoding="utf-8")))
    found = [rule.split("{") for rule in css.split("}") if rule]
    return [(selector, given) for selectors, given in found for selector in selectors.split(",")]


def colours(markup: str, theme: Theme, house: House = PLAIN) -> str:
    """Style rules that give each class of mark, line and country in the markup its own colour."""
    used = _classes(markup)
    key = "color" if theme == "light" else "dark"
    own = house.marks
    table = {name: mark[key] for name, mark in {**own["kinds"], **own["route"]}.items()}
    table |= {"crossings": own["crossing"][key], "detention_sites": own["site"][key]}
    land = house.grounds[theme]["land"]
    table |= {name: blend(mark[key], land, TINT) for name, mark in own["roles"].items()}
    return "".join(
        f".still .{name}{{color:{color}}}" for name, color in table.items() if name in used
    )


def _fixed(markup: str, theme: Theme, house: House) -> str:
    """The style with the theme's colours in the place of variables, for a file of its own."""
    given = house.grounds[theme]
    css = re.sub(r"var\(--map-(\w+)\)", lambda match: given[match[1]], rules(markup))
    # The minifier writes families in small letters; only browsers still know them then.
    return re.sub(r"font-family:[^;}]*", lambda _: f"font-family:{SANS}", css)


def rules_of(markup: str, theme: Theme, house: House = PLAIN) -> str:
    """The whole style of a file of its own that holds ``markup``."""
    held = f'<svg class="still">{markup}</svg>'
    return _fixed(held, theme, house) + colours(markup, theme, house) + _page_rules(theme, house)


def _page_rules(theme: Theme, house: House) -> str:
    ground = house.grounds[theme]
    ink, paper = ground["ink"], ground["paper"]
    return (
        f".still .page{{fill:{paper}}}.still .neutral{{color:{ink}}}"
        ".still .headline{font-size:22px;font-weight:700}.still .sentence{font-size:14px}"
        ".still .credit{font-size:11px;fill-opacity:.75}"
        f".still .framed{{stroke:{ground['border']}}}" + fonts(house)
    )


def fonts(house: House) -> str:
    """Style rules for the house's fonts, before those that the picture has anyway."""
    own = f'.still text{{font-family:"{house.font}",{SANS}}}' if house.font else ""
    head = f'"{house.headline}",' + (f'"{house.font}",' if house.font else "")
    return own + (f".still .headline{{font-family:{head}{SANS}}}" if house.headline else "")
