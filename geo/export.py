"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, text: str) -> int:
    """Write UTF-8 text to ``path``, replacing an existing file in one step; returns its bytes.

    The text goes to a file beside it first, so that a full disk or a killed process leaves the old
    file as it was. Raises ``OSError`` where the folder is missing or cannot be written.
    """
    content = text.encode("utf-8")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; a map is for others.
        os.chmod(name, path.stat().st_mode if path.exists() else 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(content)
