"""Logos: a picture that travels within a map, with the size that it says it has."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import dataclass

MOST = 100_000
"""Bytes of a logo: every document carries it."""


@dataclass(frozen=True)
class Logo:
    """A picture as a ``data:`` address, with its size in its own units."""

    source: str
    width: float
    height: float

    def wide(self, height: float) -> float:
        """How wide it is at a height; the longest of logos is eight times as wide as high."""
        return min(8.0, self.width / self.height) * height


def png(content: bytes) -> Logo | None:
    """The logo of a PNG file's bytes; None where it is none."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return _logo("image/png", content, width, height) if width and height else None


def svg(content: bytes) -> Logo | None:
    """The logo of an SVG file's bytes; None where it is none, or has no size."""
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
    sizes = (
        box if len(box) == 2 else [root.get(n, "").removesuffix("px") for n in ("width", "height")]
    )
    try:
        width, height = map(float, sizes)
    except ValueError:
        return None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        return None
    return _logo("image/svg+xml", content, width, height)


def _logo(kind: str, content: bytes, width: float, height: float) -> Logo:
    return Logo(f"data:{kind};base64,{b64encode(content).decode()}", width, height)
