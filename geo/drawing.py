"""The folium map: Leaflet's container, options and panes, from trusted constants only.

No text from data passes through here: branca renders every text as a Jinja template, twice, so a
field holding ``{{ … }}`` would run. This is the one module that imports folium and branca.
"""

from __future__ import annotations

from functools import cache

import folium
from branca.element import Element, Figure, MacroElement
from folium.map import CustomPane

Bounds = tuple[tuple[float, float], tuple[float, float]]
"""((south, west), (north, east)), degrees, EPSG:4326."""

PANES: tuple[tuple[str, int, bool], ...] = (
    ("basemap", 200, False),
    ("tints", 210, True),
    ("rivers", 220, False),
    ("labels", 640, False),
    ("halos", 380, False),
    ("routes", 400, True),
    ("stretches", 410, True),
    ("marks", 600, True),
)
"""Name, z-index and whether pointers reach it, of each pane."""

MIN_ZOOM, MAX_ZOOM = 2.5, 11
"""Zoom stops where the places' precision does: no source places people finer than a town."""

MAP_ID = "atlas"


class AtlasMap(folium.Map):
    """A folium map that brings no library of its own: the document carries Leaflet already.

    The lists are empty copies: ``default_js`` and ``default_css`` of ``folium.Map`` belong to the
    class and are shared by every map of the process.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium types it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Page(Figure):
    """A figure of which only the parts are used: ``Figure`` itself writes a page around them."""


def _fixed_id(element: MacroElement | Element, id_: str) -> None:
    # branca draws ids at random; fixed ones keep the same input at the same bytes.
    element._id = id_  # noqa: SLF001 - branca has no public way to name an element


@cache
def folium_map(bounds: Bounds) -> tuple[str, str]:
    """The map's HTML element and the script that makes ``window.map_atlas``.

    ``bounds`` is what the basemap covers; the view cannot leave it by far.
    """
    (south, west), (north, east) = bounds
    drawn = AtlasMap(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=4,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        scroll_wheel_zoom=False,
    )
    # folium hands these two to tiles only, and there are none.
    drawn.options.update(minZoom=MIN_ZOOM, maxZoom=MAX_ZOOM)
    _fixed_id(drawn, MAP_ID)
    for name, z_index, pointers in PANES:
        pane = CustomPane(name, z_index=z_index, pointer_events=pointers)
        _fixed_id(pane, name)
        drawn.add_child(pane)
    page = _Page()
    page.add_child(drawn)
    page.render()
    html = page.html.render()
    script = page.script.render()
    lines = (line.strip() for line in script.splitlines())
    return html.strip(), "\n".join(line for line in lines if line)
