"""Finds a Chromium browser that starts, and gets one where there is none.

`python -m tools.browser` prints the path of the browser that tests, screenshots and benchmarks
use; with `--install` it gets one first if need be, and on Debian Firefox and WebKit, too, for the
tests of the main walk. Neither the app nor an export needs any of them.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

# No GPU, no sandbox of its own (root in a container has none), no request of its own accord.
# No name but this machine's resolves: the network is off even where a request slips by the tests.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)

ELSEWHERE = {
    "Darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "Windows": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}

# The browser and a font with Hangul and Chinese, which labels and screenshots need.
APT_UPDATE = ("apt-get", "update", "-q")
APT_INSTALL = ("apt-get", "install", "-q", "-y", "--no-install-recommends")
PACKAGES = {
    "apt-get": (APT_UPDATE, (*APT_INSTALL, "chromium", "fonts-noto-cjk")),
    "dnf": (("dnf", "install", "-y", "chromium", "google-noto-sans-cjk-fonts"),),
    "apk": (("apk", "add", "chromium", "font-noto-cjk"),),
}

# The other engines that readers have: the programs that drive them, and Debian's packages of those.
ENGINES = {
    "Firefox": (("firefox-esr",), ("firefox-esr",)),
    "WebKit": (("WebKitWebDriver", "Xvfb"), ("webkit2gtk-driver", "xvfb")),
}

HELP = (
    "No Chromium, Chrome or Edge could be found or installed, and the browser tests need one. "
    "Install one of them, or set BROWSER_PATH to the path of its program, and run this again."
)


def candidates() -> Iterator[str]:
    """The programs to try, the person's own choice (environment variable BROWSER_PATH) first."""
    if chosen := os.environ.get("BROWSER_PATH"):
        yield chosen
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from (path for path in ELSEWHERE.get(platform.system(), ()) if Path(path).is_file())
    if own := own_is_there():
        yield own


def own_is_there() -> str | None:
    """The path of Playwright's own browser, where that has been fetched."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def starts(program: str) -> bool:
    """Whether the program opens a page: a file of that name may be a stub, or lack libraries."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            page = browser.new_page()
            page.set_content("<p>It starts.")
            browser.close()
        except Error:
            return False
    return True


def find() -> str | None:
    """The path of the first browser that starts, or None."""
    return next(filter(starts, candidates()), None)


def install() -> None:
    """Get a browser: from Playwright, else (as root) from the system's package manager."""
    say("No browser found: asking Playwright for one.")
    playwright = (sys.executable, "-m", "playwright")
    if run(*playwright, "install", "chromium") and find():
        return
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    if own_is_there() and run(*playwright, "install-deps", "chromium") and find():
        return
    for manager, commands in PACKAGES.items():
        if shutil.which(manager):
            say(f"Asking {manager} for one.")
            all(run(*command) for command in commands)
            return


def engine(name: str) -> str | None:
    """The program that drives one of `ENGINES`, where it and all that it needs are there."""
    programs, _ = ENGINES[name]
    found = [shutil.which(program) for program in programs]
    return found[0] if all(found) else None


def on_debian() -> bool:
    """Whether the packages of `ENGINES` can be had, and so must be there for the tests."""
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except (OSError, KeyError):
        return False


def install_engines() -> None:
    """Get the engines that are missing, on Debian and as root."""
    missing = [p for name, (_, wanted) in ENGINES.items() if not engine(name) for p in wanted]
    if not missing or not on_debian() or os.geteuid() != 0:
        return
    say(f"Asking apt-get for {', '.join(missing)}.")
    all(run(*command) for command in (APT_UPDATE, (*APT_INSTALL, *missing)))


def run(*command: str) -> bool:
    """Run a command with nothing to answer its questions, and say whether it went well.

    What it prints goes to our standard error: our standard output is the browser's path alone.
    """
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            env=environment,
            timeout=1200,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        say(str(problem))
        return False
    return done.returncode == 0


def say(text: str) -> None:
    """Tell the person something without disturbing what the program prints as its result."""
    sys.stderr.write(text + "\n")


def main() -> int:
    """Print the browser's path; exit 2 with a sentence when there is none."""
    parser = argparse.ArgumentParser(prog="python -m tools.browser", description=__doc__)
    parser.add_argument("--install", action="store_true", help="get a browser if there is none")
    options = parser.parse_args()
    found = find()
    if not found and options.install:
        install()
        found = find()
    if not found:
        say(HELP)
        return 2
    if options.install:
        install_engines()
    sys.stdout.write(found + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
