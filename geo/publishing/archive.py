"""A BagIt bag (RFC 8493) of published files, zipped, the same bytes for the same files."""

from __future__ import annotations

import io
import logging
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import bagit

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have: the data's own date stands in bag-info.txt."""


def bag(files: Mapping[str, bytes], info: Mapping[str, str], name: str) -> bytes:
    """A zipped bag named ``name`` that holds ``files`` (name to bytes) and the tags of ``info``.

    ``info`` should have ``Bagging-Date``; without it bagit would write today's.
    """
    logging.getLogger("bagit").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for file, content in files.items():
            (root / file).write_bytes(content)
        bagit.make_bag(str(root), dict(info), checksums=["sha256", "sha512"])
        return zipped(
            {
                f"{name}/{path.relative_to(root).as_posix()}": path.read_bytes()
                for path in root.rglob("*")
                if path.is_file()
            }
        )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of ``files`` in the order of their names, with no time and no owner of their own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, whatever it is made on
            archive.writestr(entry, files[name])
    return target.getvalue()
