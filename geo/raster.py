"""Pictures as pixels: PNG of an SVG, drawn by librsvg, which libvips brings along.

Drawing is done outside Python, without its lock, so that an app draws for several readers at once.
"""

from __future__ import annotations

import re

import pyvips

from geo import fonts
from geo.families import with_families

MOST = 32_767
"""Pixels of the longer side, beyond which libvips draws no SVG."""

_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


class TooLarge(Exception):
    """A picture that would have more pixels than can be drawn; its text is a sentence."""


def size(svg: str) -> tuple[float, float]:
    """Width and height that a picture gives itself, in pixels. Raises ``ValueError``."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the picture says no width and height in pixels")
    return float(found[1]), float(found[2])


def png(svg: str, zoom: float = 1) -> bytes:
    """A picture as PNG on white, at ``zoom`` times its own size; ``geo.fonts`` has its letters.

    Raises ``TooLarge``.
    """
    longer = max(size(svg)) * zoom
    if longer > MOST:
        raise TooLarge(
            f"a picture of {longer:,.0f} pixels is too large; {MOST:,} is the most of a side, "
            "so take a lower scale or width"
        )
    fonts.load()
    drawn = pyvips.Image.svgload_buffer(with_families(svg).encode(), scale=zoom)
    content: bytes = drawn.flatten(background=[255, 255, 255]).pngsave_buffer()
    return content
