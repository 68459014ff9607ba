"""One way to drive three browsers: what a reader does, and what then stands on the page.

`engines()` names the browsers that this machine has or must have. Each is opened by its own module
(`tools.chromium`, `tools.firefox`, `tools.webkit`) as an `Engine`.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

PATIENCE = 20.0
"""Seconds until what a page should show is given up."""

# Keys that have a name instead of a letter: as WebDriver, classic and BiDi, writes them.
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue006",
    "Escape": "\ue00c",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Space": " ",
}


class Engine(ABC):
    """A browser with one page. Scripts and keys go to the page, or to the frame entered."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Load an address and wait until it is loaded."""

    @abstractmethod
    def evaluate(self, function: str, *values: Any) -> Any:
        """Call a JavaScript function with values of JSON, and give what it returns as such."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press and let go keys one after another: letters, or names of `KEYS`."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Press the mouse's button on the middle of the first element that fits."""

    @abstractmethod
    def enter_frame(self) -> None:
        """Go into the page's first frame; loading an address leads out again."""

    @abstractmethod
    def leave_frame(self) -> None:
        """Go back to the page itself."""

    @abstractmethod
    def back(self) -> None:
        """The browser's button Back."""

    def until(self, function: str, *values: Any) -> Any:
        """What a function returns, as soon as it returns something true.

        Raises ``AssertionError`` with the function where it never does.
        """
        end = time.monotonic() + PATIENCE
        while not (found := self.evaluate(function, *values)):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {function} with {values}")
            time.sleep(0.05)
        return found


def repeat(work: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """The result of some work that may fail for a while, as of a program that is starting."""
    end = time.monotonic() + patience
    while True:
        try:
            return work()
        except (OSError, AssertionError) as problem:
            if time.monotonic() > end:
                raise AssertionError(f"{what}: {problem}") from problem
            time.sleep(0.05)


def middle(selector: str) -> str:
    """A function that scrolls to an element and gives the middle of it in its frame's pixels."""
    return f"""() => {{
      const node = document.querySelector({json.dumps(selector)});
      node.scrollIntoView({{ block: "nearest" }});
      const box = node.getBoundingClientRect();
      return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
    }}"""


def key_actions(keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The actions of WebDriver that press keys; classic and BiDi have the same ones."""
    signs = [KEYS.get(key, key) for key in keys]
    pressed = [{"type": type_, "value": s} for s in signs for type_ in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keys", "actions": pressed}]


def click_actions(x: int, y: int) -> list[dict[str, Any]]:
    """The actions of WebDriver that click somewhere in the frame."""
    steps = [
        {"type": "pointerMove", "x": x, "y": y},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
    return [{"type": "pointer", "id": "mouse", "actions": steps}]
