"""The process that reads one file: bounded in memory and time, it may die and nothing else does.

Started as ``python -m geo.ingest.child`` by ``formats``: a line of JSON and the file's bytes come
in by standard input, frames (``wire``) go out by standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import IO

from geo.ingest import wire
from geo.ingest.kinds import read
from geo.ingest.limits import Limits
from geo.ingest.sheet import Unreadable


def _bound(limits: Limits) -> None:
    """Hold this process to its limits, where the system can (Linux fully, others in part)."""
    try:
        import resource
    except ImportError:  # Windows: the deadline and the readers' own limits stand
        return
    seconds = int(limits.seconds) + 2
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Read one file from a stream and write its frames, or the sentence that says why not."""
    head = json.loads(incoming.readline())
    limits = Limits(**head["limits"])
    _bound(limits)
    try:
        data = incoming.read()
        for frame in wire.frames(read(data, head["name"], limits)):
            outgoing.write(frame)
    except Unreadable as error:
        outgoing.write(wire.frame("unreadable", str(error)))
    except MemoryError:
        outgoing.write(wire.frame("memory", None))
    except BaseException as error:  # noqa: BLE001 a panic of a native reader is no Exception
        outgoing.write(wire.frame("broken", repr(error)[:500]))
    outgoing.flush()


if __name__ == "__main__":
    # Whatever a library prints must not stand between frames.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        main(sys.stdin.buffer, out)
