"""Pictures as pixels: PNG of an SVG, drawn by librsvg, which libvips brings along.

Drawing is done outside Python, without its lock, so that an app draws for several readers at once.
"""

from __future__ import annotations

import re
from typing import Any

import pyvips

from geo.pictures import fonts
from geo.pictures.families import with_families

MOST = 32_767
"""Pixels of the longer side, beyond which libvips draws no SVG."""

# What has been drawn is not kept: nobody draws the same picture twice.
pyvips.cache_set_max(0)
# An SVG is drawn by one thread anyway; more of them would only hold memory of their own.
pyvips.concurrency_set(1)

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
    """A picture as PNG on white, at ``zoom`` times its own size; letters are those of ``fonts``.

    Raises ``TooLarge``.
    """
    return _saved(_drawn(svg, zoom))


def single_and_double(svg: str) -> tuple[bytes, bytes]:
    """A picture as PNG on white in its own size and in twice that, from one drawing.

    Halved by the mean of four pixels, it can't be told from one drawn small, in a third of the
    time. Raises ``TooLarge``.
    """
    large = _drawn(svg, 2).copy_memory()
    return _saved(large.shrink(2, 2)), _saved(large)


def _drawn(svg: str, zoom: float) -> Any:
    longer = max(size(svg)) * zoom
    if longer > MOST:
        raise TooLarge(
            f"a picture of {longer:,.0f} pixels is too large; {MOST:,} is the most of a side, "
            "so take a lower scale or width"
        )
    fonts.load()
    drawn = pyvips.Image.svgload_buffer(with_families(svg).encode(), scale=zoom)
    return drawn.flatten(background=[255, 255, 255])


def _saved(image: Any) -> bytes:
    content: bytes = image.pngsave_buffer()
    return content
