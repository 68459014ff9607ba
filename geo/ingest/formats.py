"""A file as sheets: read in a process of its own, within limits, or refused in a sentence."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from geo.ingest.layers import by_layer
from geo.ingest.limits import LIMITS, Limits, megabytes
from geo.ingest.sheet import Sheet, Unreadable
from geo.ingest.wire import Sheets, received

ENDINGS = (
    "csv", "tsv", "txt", "xlsx", "geojson", "json", "geojsonl", "ndjson", "gpkg", "kml", "kmz",
    "zip",
)  # fmt: skip
"""Endings of files that can be read, as upload fields want them."""

_ROOT = Path(__file__).parents[2]
_AT_ONCE = threading.BoundedSemaphore(2)
"""Files that are read at once: two processes at their limit leave room for the app."""

_log = logging.getLogger(__name__)


def sheets(
    source: Path | bytes,
    name: str = "",
    limits: Limits = LIMITS,
    tell: Callable[[int], object] = lambda rows: None,  # noqa: ARG005
) -> list[Sheet]:
    """The tables of a file: one of a CSV, one a sheet of a workbook, one a layer of a map file.

    ``name`` is the file's as the editor knows it; ``tell`` gets the number of rows come so far.
    Raises ``Unreadable`` with one sentence, at the latest a little after ``limits.seconds``. What
    can't be used of a file that can be read stands in each row's ``wrong``.
    """
    name = _shown(name or (source.name if isinstance(source, Path) else "the file"))
    data = _bytes(source, name, limits)
    if not _AT_ONCE.acquire(timeout=limits.seconds):
        raise Unreadable(f"{name} waits for other files that are being read; try again in a minute")
    try:
        found = _read(data, name, limits, tell)
    finally:
        _AT_ONCE.release()
    return [part for sheet in found for part in by_layer(sheet)]


def _shown(name: str) -> str:
    """A file's name that can stand in a line of text."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return plain[:120] or "the file"


def _bytes(source: Path | bytes, name: str, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        waiting = source.with_name(f"{source.name}-wal")
        if source.suffix.lower() == ".gpkg" and waiting.exists() and waiting.stat().st_size:
            raise Unreadable(f"{name} is open in another program; save and close it there first")
        try:
            if source.is_dir():
                raise Unreadable(f"{source} is a folder; name a file in it")
            size = source.stat().st_size
        except OSError as error:
            raise Unreadable(f"{name} can't be read ({error.strerror}); check it") from error
    if size > limits.size:
        raise Unreadable(
            f"{name} is {megabytes(size)}, and {megabytes(limits.size)} is the most for an import; "
            "split it into several files"
        )
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as stream:
            data = stream.read(limits.size + 1)
    except OSError as error:
        raise Unreadable(f"{name} can't be read ({error.strerror}); check it") from error
    if len(data) > limits.size:  # a pipe, or a file that grows
        raise Unreadable(f"{name} is over {megabytes(limits.size)}; split it into several files")
    return data


def _read(data: bytes, name: str, limits: Limits, tell: Callable[[int], object]) -> list[Sheet]:
    head = json.dumps({"name": name, "limits": dataclasses.asdict(limits)}).encode() + b"\n"
    process = subprocess.Popen(  # our own module, nothing of the file in the command
        [sys.executable, "-P", "-m", "geo.ingest.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    deadline = threading.Timer(limits.seconds, stop)
    deadline.daemon = True
    deadline.start()
    try:
        return _exchange(process, head, data, name, limits, tell, late)
    finally:
        deadline.cancel()
        process.kill()
        process.wait()


def _exchange(
    process: subprocess.Popen[bytes],
    head: bytes,
    data: bytes,
    name: str,
    limits: Limits,
    tell: Callable[[int], object],
    late: threading.Event,
) -> list[Sheet]:
    if process.stdin is None or process.stdout is None:  # can't be: both are pipes
        raise Unreadable(f"{name} can't be read; try again")
    _send(process.stdin, head, data)
    found, said = Sheets(), None
    with process.stdout as stream:
        try:
            for word, value in received(stream):
                if word in ("unreadable", "memory", "broken"):
                    said = (word, value)
                    break
                found.take(word, value)
                tell(found.count)
        except ValueError as error:
            _log.warning("the reading process sent %s", error)
    if found.done:
        return found.sheets()
    raise Unreadable(_why(said, name, limits, late=late.is_set()))


def _send(stream: IO[bytes], head: bytes, data: bytes) -> None:
    # A process that died early has told why, or that is told below.
    with contextlib.suppress(OSError), stream:
        stream.write(head)
        stream.write(data)


def _why(said: tuple[str, object] | None, name: str, limits: Limits, *, late: bool) -> str:
    if said and said[0] == "unreadable":
        return str(said[1])
    if late:
        return (
            f"{name} takes longer than {limits.seconds:g} seconds to read; "
            "make it simpler, or split it into several files"
        )
    if said and said[0] == "memory":
        return (
            f"{name} takes more than {megabytes(limits.memory)} of memory to read; "
            "make it simpler, or split it into several files"
        )
    _log.warning("the reading process ended: %s", said)
    return (
        f"{name} can't be read: it is damaged, or needs more memory than one import may take; "
        "open it in the program that made it and save it anew"
    )


def _environment() -> dict[str, str]:
    """The child's environment: ours, with our own modules first and no threads that take memory."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "CPL_DEBUG": "OFF",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    }
