"""Drives Firefox as an `Engine`: it speaks WebDriver BiDi by itself, over a WebSocket."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

from tools.engine import PATIENCE, Engine, click_actions, key_actions, middle, repeat

# A proxy that isn't there: nothing leaves the machine, by whatever way the browser asks.
SETTINGS = {
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9,
    "intl.accept_languages": "en-US",
    "intl.locale.requested": "en-US",
}


class Firefox(Engine):
    """A tab of a Firefox that listens at a WebSocket."""

    def __init__(self, socket: Connection) -> None:
        self._socket, self._number = socket, 0
        self.version = self.send("session.new", capabilities={})["capabilities"]["browserVersion"]
        # In the first tab, the address bar has the keys; in a new one, the page has them.
        self._page = self._here = self.send("browsingContext.create", type="tab")["context"]

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its result. Raises ``AssertionError`` where the browser refuses it."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(timeout=3 * PATIENCE))).get(
            "id"
        ) != self._number:
            pass  # an event that nobody has asked for
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}: {answer.get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    def size(self, width: int, height: int) -> None:
        """Make the page that large."""
        viewport = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self._page, viewport=viewport)

    def open(self, address: str) -> None:
        """Load an address."""
        self.leave_frame()
        self.send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def evaluate(self, function: str, *values: Any) -> Any:
        """Call a function; values and result travel as JSON."""
        answer = self.send(
            "script.callFunction",
            functionDeclaration=f"text => JSON.stringify(({function})(...JSON.parse(text)))",
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": self._here},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._perform(key_actions(keys))

    def click(self, selector: str) -> None:
        """Click an element."""
        # A frame that has only just been shown takes no clicks yet.
        repeat(lambda: self._perform(click_actions(*self.evaluate(middle(selector)))), selector)

    def enter_frame(self) -> None:
        """Go into the first frame."""
        (page,) = self.send("browsingContext.getTree", root=self._page)["contexts"]
        self._here = page["children"][0]["context"]

    def leave_frame(self) -> None:
        """Go back to the page."""
        self._here = self._page

    def back(self) -> None:
        """Go back in history."""
        self.send("browsingContext.traverseHistory", context=self._page, delta=-1)

    def _perform(self, actions: list[dict[str, Any]]) -> None:
        self.send("input.performActions", context=self._here, actions=actions)


@contextmanager
def firefox(program: str, width: int, height: int) -> Iterator[Firefox]:
    """A Firefox with a page of that size, in a profile of its own; ended in the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in SETTINGS.items())
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        with (profile / "log").open("wb") as log:
            process = subprocess.Popen(
                (
                    *(program, "--headless", "--no-remote", "--profile", folder),
                    "--remote-debugging-port=0",
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            address = repeat(lambda: _address(profile / "log"), "Firefox does not start")
            with connect(f"{address}/session", max_size=None) as socket:
                engine = Firefox(socket)
                engine.size(width, height)
                yield engine
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _address(log: Path) -> str:
    """Where the browser listens, as it says itself. Raises ``OSError`` until it does."""
    text = log.read_text(encoding="utf-8", errors="replace")
    found = re.search(r"BiDi listening on (ws://\S+)", text)
    if not found:
        raise OSError(text)
    return found[1]
