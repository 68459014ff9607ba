"""Write the folding table that search uses on both sides: ``python tools/build_folding.py``.

The table maps each upper-case letter to its lower-case one, as ranges [first, last, step,
distance] of code points. It is committed, so that a newer Unicode in Python or in a browser cannot
make the two find different records.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "geo" / "assets" / "folding.json"


def ranges() -> list[list[int]]:
    """Ranges of code points whose simple lower-case mapping lies one distance away."""
    found: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        lower = chr(code).lower()
        if len(lower) != 1 or ord(lower) == code:
            continue
        distance = ord(lower) - code
        if found:
            first, last, step, was = found[-1]
            gap = code - last
            if was == distance and gap <= 2 and step in (0, gap):
                found[-1] = [first, code, gap, distance]
                continue
        found.append([code, code, 0, distance])
    return [[first, last, step or 1, distance] for first, last, step, distance in found]


if __name__ == "__main__":
    TABLE.write_text(json.dumps(ranges(), separators=(",", ":")) + "\n", encoding="utf-8")
