"""Drives WebKit as an `Engine`: classic WebDriver, which WebKitGTK's own driver speaks."""

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.error import HTTPError

from tools.engine import PATIENCE, Engine, click_actions, key_actions, middle, repeat
from tools.serving import free_port

# A proxy that isn't there: nothing leaves the machine, by whatever way the browser asks.
NO_NETWORK = {"proxyType": "manual", "socksProxy": "127.0.0.1:9", "socksVersion": 5}


class WebKit(Engine):
    """A window of the small browser that comes with WebKitGTK."""

    def __init__(self, address: str) -> None:
        self._base = address
        wanted = {"alwaysMatch": {"proxy": NO_NETWORK}}
        answer = repeat(
            lambda: self._send("POST", "/session", {"capabilities": wanted}),
            "WebKitWebDriver does not answer",
        )
        self._base += f"/session/{answer['sessionId']}"
        self.version = answer["capabilities"]["browserVersion"]

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command and its value. Raises ``AssertionError`` where the browser refuses it."""
        request = urllib.request.Request(  # noqa: S310 - a port of this machine
            self._base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=3 * PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except HTTPError as problem:
            raise AssertionError(f"{path}: {problem.read().decode(errors='replace')}") from problem

    def size(self, width: int, height: int) -> None:
        """Make the window that large; the page has what the address bar leaves."""
        self._send("POST", "/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def open(self, address: str) -> None:
        """Load an address."""
        self.leave_frame()
        self._send("POST", "/url", {"url": address})

    def evaluate(self, function: str, *values: Any) -> Any:
        """Call a function; values and result travel as JSON."""
        script = f"return JSON.stringify(({function})(...JSON.parse(arguments[0])))"
        body = {"script": script, "args": [json.dumps(values)]}
        return json.loads(self._send("POST", "/execute/sync", body) or "null")

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._send("POST", "/actions", {"actions": key_actions(keys)})

    def click(self, selector: str) -> None:
        """Click an element."""
        x, y = self.evaluate(middle(selector))
        self._send("POST", "/actions", {"actions": click_actions(x, y)})

    def enter_frame(self) -> None:
        """Go into the first frame."""
        self._send("POST", "/frame", {"id": 0})

    def leave_frame(self) -> None:
        """Go back to the page."""
        self._send("POST", "/frame", {"id": None})

    def back(self) -> None:
        """Go back in history."""
        self._send("POST", "/back", {})

    def close(self) -> None:
        """End the browser."""
        self._send("DELETE", "")


@contextmanager
def webkit(program: str, width: int, height: int) -> Iterator[WebKit]:
    """A WebKit with a window of that size, on a screen that nobody sees; ended in the end."""
    port = free_port()
    with ExitStack() as stack:
        display = stack.enter_context(_screen(width, height))
        command = (program, f"--port={port}", "--host=127.0.0.1")
        stack.enter_context(_running(command, env={**os.environ, "DISPLAY": display}))
        engine = WebKit(f"http://127.0.0.1:{port}")
        stack.callback(engine.close)
        engine.size(width, height)
        yield engine


@contextmanager
def _screen(width: int, height: int) -> Iterator[str]:
    """The number of an X server's screen that exists in memory only."""
    reading, writing = os.pipe()
    command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24")
    with (
        os.fdopen(reading, encoding="ascii") as number,
        _running((*command, "-nolisten", "tcp"), pass_fds=[writing]),
    ):
        os.close(writing)
        yield f":{number.readline().strip()}"


@contextmanager
def _running(command: tuple[str, ...], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
