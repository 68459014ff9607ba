"""Colours as ``#rrggbb``: how much two differ (WCAG 2), and mixtures."""

from __future__ import annotations

from collections.abc import Iterable


def rgb(colour: str) -> list[int]:
    """Red, green and blue from 0 to 255."""
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in rgb(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(over: str, under: str, part: float) -> str:
    """``over`` laid on ``under``, covering ``part`` of it.

    >>> blend("#ffffff", "#000000", 0.5)
    '#808080'
    """
    pairs = zip(rgb(over), rgb(under), strict=True)
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


def toward(ink: str, grounds: Iterable[str], ratio: float) -> str:
    """The palest mixture of ``ink`` that stands at ``ratio`` on all grounds, else ``ink``."""
    first, *others = grounds
    for step in range(8, 20):
        found = blend(ink, first, step / 20)
        if all(contrast(found, ground) >= ratio for ground in (first, *others)):
            return found
    return ink
