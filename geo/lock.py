"""One writer at a time: a lock that the system lets go of, however its process ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT = 10.0
"""Seconds to wait for another writer."""


class Busy(Exception):
    """Somebody else is writing."""


@contextmanager
def held(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Hold a folder's lock.

    Raises ``Busy`` where another process keeps it for ``wait`` seconds (else ``WAIT``).
    """
    handle = _open(folder)
    try:
        until = time.monotonic() + (WAIT if wait is None else wait)
        while not _taken(handle):
            if time.monotonic() > until:
                raise Busy
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        # A folder cannot be opened there: a file in it stands for it.
        return os.open(folder / ".routes-atlas-lock", os.O_RDWR | os.O_CREAT)

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
