"""Medians, and the rows of the report."""

import gzip
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

RUNS = 20


@dataclass(frozen=True)
class Row:
    """One line of the report: what was measured, ours, the peers', and what we had aimed at."""

    what: str
    ours: str
    peers: str
    budget: str = ""


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median seconds that `work` takes, after one run that isn't counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def command(*arguments: str) -> tuple[float, float]:
    """Seconds and the most megabytes of Python with these arguments, such as ``-m geo check``."""
    begun = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(
        sys.executable, [sys.executable, *arguments], os.environ, file_actions=quiet
    )
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"python {' '.join(arguments)} ended with {status}")
    # Kilobytes, but bytes on macOS.
    return time.perf_counter() - begun, used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def size(html: str) -> str:
    """Size of a text as it is and gzipped, in kB (1,000 bytes)."""
    raw = html.encode()
    return (
        f"{len(raw) / 1000:,.0f} kB, {len(gzip.compress(raw, 9, mtime=0)) / 1000:,.0f} kB gzipped"
    )


def milliseconds(values: list[float]) -> str:
    """Median and slowest of some times in milliseconds."""
    return f"{median(values):.1f} ms (slowest {max(values):.1f})"
