"""The snippets that put a map into an article: with a script, without one, or as a picture.

All three reserve their height before anything has loaded. Behind the frame lies a picture of the
same view, which shows while the frame loads and stays where a CMS takes frames away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import minify

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
"""What a framed document may do: nothing with the page around it."""

HEIGHT = 640
"""Pixels that a frame reserves."""

ELSEWHERE = "https://your.site/"
"""Stands in snippets for an address that is not known: a path alone breaks in any article."""

FOLDER = f"the web address of a folder, such as {ELSEWHERE}maps/laos/"
REPORT = "a web address, such as https://your.site/corrections, or a sentence"
"""What to write instead of an address that is none."""

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S")
_SCRIPT = Path(__file__).parents[1] / "assets" / "embed" / "height.js"


@dataclass(frozen=True)
class Target:
    """A published map: where its files will lie, and what they show in words.

    ``base`` is the address of the folder, with a slash at its end, or empty for files that lie
    beside the article.
    """

    base: str
    title: str
    alt: str
    open: str
    page: str = "map.html"
    behind: str = "map.svg"
    """The picture behind a frame: the lightest."""
    picture: str = "map@2x.png"
    """The picture that stands alone: mail programs and some systems show no SVG."""
    size: tuple[int, int] | None = None
    """Width and height of the picture in pixels, where they are known."""


def is_folder(text: str) -> bool:
    """Whether files can lie at an address: http or https, with nothing behind its path."""
    return _is_web(text) and not any(c in "?#" for c in text)


def is_report(text: str) -> bool:
    """Whether readers can be told so where to report an error: a web address, or words."""
    return _is_web(text) or not _SCHEME.match(text)


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    there = parts.scheme in ("http", "https") and bool(parts.netloc)
    return there and not any(c.isspace() for c in text)


def frame(target: Target, height: int = HEIGHT) -> str:
    """The frame alone: needs no script, keeps its height, scrolls inside."""
    return _figure(target, f"height:{height}px", height)


def shaped(target: Target, ratio: str = "4 / 3") -> str:
    """The frame in a fixed shape (CSS ``aspect-ratio``), never lower than a phone needs."""
    return _figure(target, f"width:100%;aspect-ratio:{escape(ratio)};min-height:480px", 480)


def following(target: Target, height: int = HEIGHT) -> str:
    """The frame and the script that makes it as high as the map would like to be."""
    return f"{frame(target, height)}\n<script>{script()}</script>"


def picture(target: Target) -> str:
    """The picture alone, linked to the map; its size keeps room for it until it has come."""
    size = 'width="{}" height="{}" '.format(*target.size) if target.size else ""
    return (
        f'<a href="{escape(target.base + target.page)}">'
        f'<img src="{escape(target.base + target.picture)}" alt="{escape(target.alt)}" '
        f'{size}loading="lazy" style="width:100%;height:auto"></a>'
    )


def snippets(target: Target) -> dict[str, str]:
    """Every snippet by its name, which the catalogue explains (``embed.<name>``)."""
    return {
        "following": following(target),
        "frame": frame(target),
        "shaped": shaped(target),
        "picture": picture(target),
    }


def _figure(target: Target, size: str, height: int) -> str:
    # Sizes stand in attributes, too: a content system may take every style away, and what loads
    # late, the picture before all, must not push the article down then.
    fill = "position:absolute;top:0;left:0;width:100%;height:100%"
    page, image = escape(target.base + target.page), escape(target.base + target.behind)
    return (
        '<figure style="margin:0">\n'
        f'<div class="routes-atlas-embed" style="position:relative;{size};overflow:hidden">\n'
        f'  <img src="{image}" alt="{escape(target.alt)}" '
        f'width="100%" height="{height}" style="{fill};object-fit:contain">\n'
        f'  <iframe src="{page}" title="{escape(target.title)}" loading="lazy" '
        f'width="100%" height="{height}" style="{fill};border:0"\n'
        f'    sandbox="{SANDBOX}"></iframe>\n'
        "</div>\n"
        f'<figcaption><a href="{page}">{escape(target.open)}</a></figcaption>\n'
        "</figure>"
    )


@cache
def script() -> str:
    """The script that follows the height, for all maps of a page, in about 1 KB."""
    return str(minify.string("application/javascript", _SCRIPT.read_text(encoding="utf-8"))).strip()
