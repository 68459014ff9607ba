"""Lines of whole numbers as short ASCII text, in the encoded polyline format.

Each number is the difference to the last point's, zigzag-coded, in groups of five bits. The format
is Google's (developers.google.com/maps/documentation/utilities/polylinealgorithm), with x first.
"""

from __future__ import annotations

from collections.abc import Iterable


def encode(points: Iterable[tuple[int, int]]) -> str:
    """Encode points; ``assets/polyline.js`` reads them back.

    >>> encode([(-12000, 3850), (-12095, 4070)])
    '~lVsoF|DwL'
    """
    letters: list[str] = []
    last = (0, 0)
    for point in points:
        for value, before in zip(point, last, strict=True):
            step = value - before
            rest = ~(step << 1) if step < 0 else step << 1
            while rest >= 0x20:
                letters.append(chr((0x20 | (rest & 0x1F)) + 63))
                rest >>= 5
            letters.append(chr(rest + 63))
        last = point
    return "".join(letters)
