"""Drives Chromium as an `Engine`, by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from tools.engine import Engine

NAMES = {"Space": " "}


class Chromium(Engine):
    """A page of a browser that Playwright has started."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame: Frame = page.main_frame

    def open(self, address: str) -> None:
        """Load an address."""
        self.page.goto(address)
        self.leave_frame()

    def evaluate(self, function: str, *values: Any) -> Any:
        """Call a function in the page or the frame entered."""
        return self.frame.evaluate(f"values => ({function})(...values)", list(values))

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(NAMES.get(key, key))

    def click(self, selector: str) -> None:
        """Click an element."""
        self.frame.locator(selector).first.click()

    def enter_frame(self) -> None:
        """Go into the first frame."""
        self.frame = self.page.main_frame.child_frames[0]

    def leave_frame(self) -> None:
        """Go back to the page."""
        self.frame = self.page.main_frame

    def back(self) -> None:
        """Go back in history."""
        self.page.go_back()


@contextmanager
def chromium(browser: Browser, width: int, height: int) -> Iterator[Chromium]:
    """A page of that size in a browser that is running already."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    yield Chromium(context.new_page())
    context.close()
