"""Several files of a folder changed as one: all of them or none, whenever the process ends.

The new files are written into a hidden folder beside the old ones. Renaming that folder to
``READY`` is the one step that counts: from then on readers take its files for the old ones, and
whoever writes next moves into place what a killed process has not.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

READY = ".routes-atlas-ready"
_WRITING = ".routes-atlas-writing-"


def content(folder: Path, name: str) -> bytes:
    """The bytes of a file as it stands; raises ``OSError`` (``FileNotFoundError``)."""
    try:
        return (folder / READY / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return (folder / name).read_bytes()


def stats(folder: Path) -> dict[str, os.stat_result]:
    """The files that stand in a folder, by name; moving one into place changes nothing here.

    Raises ``OSError``.
    """
    found = {path.name: path.stat() for path in _files(folder)}
    try:
        found |= {path.name: path.stat() for path in _files(folder / READY)}
    except (FileNotFoundError, NotADirectoryError):
        pass  # nothing waits, or it was moved into place meanwhile
    return dict(sorted(found.items()))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".routes-atlas-")]


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace files, all in one step; the caller holds the folder's lock.

    Raises ``OSError``, and then either all of the old files stand, or all of the new ones.
    """
    _settle(folder)
    writing = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
    try:
        for name, data in files.items():
            _write(writing / name, data, folder / name)
        _sync(writing)
        writing.rename(folder / READY)
    except BaseException:
        shutil.rmtree(writing, ignore_errors=True)
        raise
    _sync(folder)
    _settle(folder)


def _settle(folder: Path) -> None:
    """Move into place what is ready, and take away what a killed process never finished."""
    ready = folder / READY
    if ready.is_dir():
        for path in sorted(ready.iterdir()):
            path.replace(folder / path.name)
        _sync(folder)
        ready.rmdir()
    for path in folder.glob(f"{_WRITING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, data: bytes, old: Path) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(old.stat().st_mode if old.exists() else 0o644)


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
