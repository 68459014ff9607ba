"""Markup written by hand: elements with everything escaped, and path data as short as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

Points = np.ndarray[Any, np.dtype[np.float64]]
"""Positions as rows of x and y."""

GRAIN = 2
"""Steps of path data in a pixel; a group of such paths is scaled down by it."""
SCALED = "scale(.5)"


def element(name: str, attributes: Mapping[str, object] | None = None, *inside: str) -> str:
    """An element; attributes that are None are left out, ``inside`` is markup already.

    >>> element("a", {"href": "?a&b", "rel": None}, text("<"))
    '<a href="?a&amp;b">&lt;</a>'
    """
    given = "".join(
        f' {key}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}></{name}>"


def shape(name: str, attributes: Mapping[str, object]) -> str:
    """An empty element of SVG."""
    return element(name, attributes).replace(f"></{name}>", "/>")


def text(value: str) -> str:
    """Text, escaped; what XML cannot hold at all is left out."""
    return escape("".join(c for c in value if c >= " " or c in "\t\n"), quote=False)


def number(value: Any, digits: int = 1) -> str:
    """A number as short as SVG takes it.

    >>> number(0.52), number(-0.5), number(12.0)
    ('.5', '-.5', '12')
    """
    said = f"{round(float(value), digits):.{digits}f}".rstrip("0").rstrip(".") if digits else ""
    said = said or str(round(value))
    if said in ("-0", ""):
        return "0"
    return said.replace("0.", ".", 1) if said.startswith(("0.", "-0.")) else said


def joined(numbers: Iterable[Any], digits: int = 1) -> str:
    """Numbers one after the other; a minus parts them as well as a space does."""
    out = ""
    for value in numbers:
        said = number(value, digits)
        out += said if not out or said[0] == "-" else f" {said}"
    return out


def path(
    points: Sequence[Sequence[float]] | Points, *, close: bool = False, grain: float = GRAIN
) -> str:
    """Path data of one line on a grid of ``grain`` steps a pixel: absolute start, then steps.

    Points that fall together are one; empty where no line is left.

    >>> path([(1, 1), (1.1, 1), (3, 0.5)])
    'M2 2l4-1'
    """
    steps = np.rint(np.asarray(points, dtype=float) * grain).astype(int).tolist()
    moves = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(steps) if (ax, ay) != (bx, by)]
    if close and moves and steps[0] == steps[-1]:
        moves.pop()
    if len(moves) < (2 if close else 1):
        return ""
    out = f"M{steps[0][0]}{'' if steps[0][1] < 0 else ' '}{steps[0][1]}l"
    for dx, dy in moves:
        between = " " if dx >= 0 and out[-1] != "l" else ""
        out += f"{between}{dx}{'' if dy < 0 else ' '}{dy}"
    return out + "z" if close else out
