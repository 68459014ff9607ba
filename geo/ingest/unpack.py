"""Zip files from strangers: looked at before they are unpacked, and never unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from geo.ingest.limits import megabytes
from geo.ingest.sheet import Limits, Unreadable

_MEMBERS = 5_000
_PIECE = 4 * 2**20

BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a damaged zip raises."""


def unzipped(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """The zip, if what it says it holds is bearable; raises ``Unreadable`` with a sentence."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except BROKEN as error:
        raise damaged(name) from error
    if len(members) > _MEMBERS:
        raise Unreadable(
            f"{name} holds {len(members):,} files, and {_MEMBERS:,} can be looked through; "
            "zip only those of the table"
        )
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        raise Unreadable(
            f"{name} unpacks to {megabytes(total)}, and {megabytes(limits.unpacked)} can be read; "
            "send only the table that you need"
        )
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(f"{name} is locked by a password; save it without one")
    return archive


def member(archive: zipfile.ZipFile, path: str, name: str, most: int) -> bytes:
    """The bytes of one file in a zip, at most ``most``, whatever its own entry says of its size."""
    content = b"".join(pieces(archive, path, name, most + 1))
    if len(content) > most:
        raise Unreadable(
            f"{name}: {path!r} unpacks to more than {megabytes(most)}; make it smaller"
        )
    return content


def pieces(archive: zipfile.ZipFile, path: str, name: str, most: int) -> Iterator[bytes]:
    """The same a few megabytes at a time, and no more than ``most`` bytes in all."""
    try:
        with archive.open(path) as stream:
            while most > 0 and (piece := stream.read(min(_PIECE, most))):
                most -= len(piece)
                yield piece
    except BROKEN as error:
        raise damaged(name) from error


def damaged(name: str) -> Unreadable:
    """The sentence for a zip that can't be opened."""
    return Unreadable(f"{name} is a damaged or cut off file; save or send it again")
