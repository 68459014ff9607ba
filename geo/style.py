"""Colours and shapes by kind: one table for map, legend and list, after Okabe and Ito.

Each mark differs in shape as well as in colour. Colours stand at 3:1 or more on the land of their
theme (tests hold that); the document's style sheet has the land's own colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from geo.colour import rgb

LAND, LAND_DARK = "#f5f2eb", "#262b33"
"""Land in the light and in the dark theme, which marks must stand out from."""


class Mark(TypedDict, total=False):
    """A mark: its colour on light land, on dark land, and its shape."""

    color: str
    dark: str
    shape: str


def _mark(color: str, dark: str, shape: str = "") -> Mark:
    return (
        {"color": color, "dark": dark, "shape": shape} if shape else {"color": color, "dark": dark}
    )


KINDS: Mapping[str, Mark] = {
    "arrest": _mark("#a86200", "#f2b134", "square"),
    "detention": _mark("#7a5a10", "#d9c06a", "pentagon"),
    "forced_return": _mark("#c04a00", "#ff8a4a", "triangle-down"),
    "death": _mark("#1a1a1a", "#f2f2f2", "cross"),
    "border_shooting": _mark("#8f1d3f", "#ff7d9c", "star"),
    "trafficking": _mark("#a33d7d", "#e79bc9", "diamond"),
    "helper_detained": _mark("#5a4fa2", "#b3a9f5", "hexagon"),
    "diplomatic_entry": _mark("#1b78ad", "#6cc4f5", "plus"),
    "release": _mark("#00785a", "#3fd1a4", "ring"),
    "arrival": _mark("#00664d", "#57e0b5", "circle"),
    "disappearance": _mark("#66666e", "#b9bcc6", "triangle"),
    "policy": _mark("#50606e", "#a9b9c8", "bar"),
}

ROUTES: Mapping[str, Mark] = {
    "escape": _mark("#0072b2", "#4db4f0"),
    "repatriation": _mark("#d55e00", "#ff8c42"),
}

CROSSING: Mark = _mark("#3d4650", "#d5dbe2", "bridge")
SITE: Mark = _mark("#3d4650", "#d5dbe2", "grille")

ROLES: Mapping[str, Mark] = {
    "origin": _mark("#efe1dc", "#3f3234"),
    "first_country": _mark("#ece3d2", "#38342c"),
    "transit": _mark("#e6ead9", "#2f3830"),
    "destination": _mark("#e6e3f0", "#2f2e42"),
}
"""Quiet tints of countries by their role."""


THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "land": LAND,
        "sea": "#d6e2e9",
        "beyond": "#dde5e9",
        "coast": "#9fb1bb",
        "border": "#bdb6a8",
        "river": "#8db4cc",
        "lake": "#d6e2e9",
        "paper": "#ffffff",
        "ink": "#20282d",
        "halo": "#f8f6f1",
        "country": "#6d675b",
        "water": "#4f7389",
    },
    "dark": {
        "land": LAND_DARK,
        "sea": "#181c22",
        "beyond": "#1b2026",
        "coast": "#4c5866",
        "border": "#4a5059",
        "river": "#4a6f8a",
        "lake": "#181c22",
        "paper": "#14181d",
        "ink": "#eef1f4",
        "halo": "#22272e",
        "country": "#a6a59f",
        "water": "#86a6bb",
    },
}
"""Colours of ground and names by theme, as ``assets/map.css`` has them (a test compares)."""


def tint(theme: str, role: str, land: str) -> str:
    """A role's tint for another land: as far off it as the atlas's own is off its own."""
    own = ROLES[role]["color" if theme == "light" else "dark"]
    steps = zip(rgb(own), rgb(THEMES[theme]["land"]), rgb(land), strict=True)
    return "#" + "".join(f"{min(255, max(0, a - b + c)):02x}" for a, b, c in steps)


def table() -> dict[str, object]:
    """The whole table, as the document carries it."""
    return {
        "kinds": KINDS,
        "route": ROUTES,
        "crossing": CROSSING,
        "site": SITE,
        "roles": ROLES,
    }
