"""Lighthouse's accessibility score of a file, as its own program gives it.

It comes from npm, pinned here, and runs with Node on the Chromium that all else is measured with.
It opens only http addresses, so the file is served from this machine; what a peer fetches is
served beside it, as `browsing.help_along` does: Leaflet as it is, all else empty.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from tools.browser import FLAGS, find
from tools.serving import handing_out

VERSION = "12.8.2"
PATIENCE = 300
"""Seconds for npm to fetch it the first time, and for it to look at a page."""

FETCHED = re.compile(r'(src|href)="https?://[^"]*/([^"/]+\.(?:js|css))"')


class Absent(Exception):
    """It can't be run here; the text says why."""


def accessibility(html: str) -> tuple[int, list[str]]:
    """The score, of 100, and the names of what failed. Raises ``Absent``."""
    if not shutil.which("npm"):
        raise Absent("npm, which brings it, is not here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _lay_out(html, folder)
        with handing_out(folder) as address:
            result = _run(f"{address}/index.html", folder / "result.json")
    audits = result["audits"].items()
    failed = sorted(name for name, audit in audits if audit["score"] == 0)
    return round(100 * result["categories"]["accessibility"]["score"]), failed


def _lay_out(html: str, folder: Path) -> None:
    """The page with what it fetches beside it."""
    leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    for name in {name for _, name in FETCHED.findall(html)}:
        known = name in {"leaflet.js", "leaflet.css"}
        (folder / name).write_bytes((leaflet / name).read_bytes() if known else b"")
    (folder / "index.html").write_text(FETCHED.sub(r'\1="\2"', html), encoding="utf-8")


def _run(address: str, output: Path) -> dict[str, Any]:
    flags = " ".join(re.sub(r"=(.*)", r'="\1"', flag) for flag in ("--headless=new", *FLAGS))
    command = (
        *("npm", "exec", "--yes", f"--package=lighthouse@{VERSION}", "--", "lighthouse", address),
        *("--only-categories=accessibility", "--output=json", f"--output-path={output}"),
        *("--quiet", f"--chrome-flags={flags}"),
    )
    environment = {**os.environ, "CHROME_PATH": find() or ""}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Absent(str(problem)) from problem
    if done.returncode or not output.is_file():
        raise Absent(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it failed")
    result: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return result
