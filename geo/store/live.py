"""A store as a running app sees it: read again when it has changed, remembered while it is away."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from functools import lru_cache

from geo import store
from geo.atlas import Atlas
from geo.content import DataError
from geo.reading import Stamp
from geo.store.address import Where, kind

_log = logging.getLogger(__name__)

ELSEWHERE = "the database does not answer as it should; the app's log says why"

REST, AFTER = 2.0, 10.0
"""Seconds for which a server is not asked again whether its data changed, and after a failure."""


@dataclass(frozen=True)
class Seen:
    """The newest atlas that could be read, and why there is none newer where that is so."""

    atlas: Atlas
    away: str = ""


class Live:
    """One store, for all readers of a process; safe to be asked by many threads."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._asking = threading.Lock()
        self._stamp: Stamp = ()
        self._seen: Seen | None = None
        self._rests = 0.0

    def now(self) -> Seen:
        """The atlas as it stands; where it cannot be read, the last one that could.

        Raises ``DataError`` where none could be read so far.
        """
        # While one asks, others see what was there: a server that hangs holds up a single reader.
        if not self._asking.acquire(blocking=self._seen is None):
            return self._seen or self.now()
        try:
            if self._seen is None or time.monotonic() >= self._rests:
                self._look()
            if self._seen is None:
                raise DataError("nothing could be read")  # pragma: no cover - _look has raised
            return self._seen
        finally:
            self._asking.release()

    def _look(self) -> None:
        server = kind(self._where) == "postgis"
        try:
            stamp = store.stamp(self._where)
            if self._seen is None or not stamp or stamp != self._stamp:
                # Read anew, also where nothing is there: that raises the sentence.
                self._seen = Seen(store.read(self._where))
                self._stamp = stamp
            elif self._seen.away:
                self._seen = Seen(self._seen.atlas)
            self._rests = time.monotonic() + (REST if server else 0.0)
        except DataError as error:
            self._rests = time.monotonic() + (AFTER if server else 0.0)
            _log.warning("%s", error)
            # Readers need not know which server it is, nor what it says: the log does.
            told = ELSEWHERE if server else str(error)
            if self._seen is None:
                raise DataError(told) from None
            self._seen = Seen(self._seen.atlas, told)


@lru_cache(maxsize=8)
def live(where: str) -> Live:
    """The one ``Live`` of an address in this process."""
    return Live(where)
