"""What a house style lays over a document: rules of style, and the line with logo and credit."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from geo.colour import blend, contrast, toward
from geo.publishing.house import PLAIN, SANS, TEXT, THEMES, House, Theme

_WARNS: Mapping[str, str] = {"light": "#9a3a00", "dark": "#ffb07a"}


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
    ground = own if changed else {}
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
