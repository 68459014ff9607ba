"""Runs a Streamlit app, or hands out a folder, on a free port of this machine for a while."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60
"""Seconds until an app that doesn't answer is given up."""


class NotServing(Exception):
    """The app stopped or does not answer; its own last words are the text."""


@contextmanager
def serving(script: str = "app.py", environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start the app and yield its address; stop it in the end.

    `environment` is added to this process's. Only this machine can reach the app.
    Raises `NotServing`.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = (
        *(sys.executable, "-m", "streamlit", "run", script),
        *("--server.headless", "true", "--server.address", "127.0.0.1"),
        *("--server.port", str(port), "--server.fileWatcherType", "none"),
    )
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TZ": "UTC", **(environment or {})},
        )
        try:
            if not _answers(f"{address}/_stcore/health", process):
                log.seek(0)
                raise NotServing(
                    f"{script} does not answer:\n{log.read().decode(errors='replace')}"
                )
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files, and says nothing of each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def handing_out(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of a folder's files for as long as it lasts; only this machine can reach it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port that no program listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own address
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False
