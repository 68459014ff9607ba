"""Addresses of sources: those that lead somewhere, and what to write instead of the others."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

_NEXT = re.compile(r"(?:\s*[;|,]\s*|\s+)(?=(?:https?:)?//|www\.|https?:)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?\.?")
_ENDS = ("localhost", "local", "internal", "lan", "intranet", "home", "corp")


def several(text: str) -> list[str]:
    """The addresses of a cell that may hold more than one, in order, as they are written.

    >>> several("https://example.org/a; https://example.org/b")
    ['https://example.org/a', 'https://example.org/b']
    """
    return [part for part in (each.strip(" ;|,") for each in _NEXT.split(text.strip())) if part]


@lru_cache(maxsize=100_000)
def advice(address: str) -> str | None:
    """Why readers can't follow an address, and what to write; None where it looks sound.

    Nothing is asked over the network.
    """
    meant = _meant(address)
    hint = f"; did you mean {meant}?" if meant else "; write the full address"
    if not re.match(r"https?:", address, re.IGNORECASE):
        if re.match(r"[a-z]:[\\/]|\\\\|file:", address, re.IGNORECASE):
            return "is a file on somebody's own machine; write where it is published"
        return f"is no http or https address{hint}"
    if re.search(r"[\s<>\"\\^`{}|\x00-\x20\x7f]", address):
        return f"is a broken link: it has a blank or a sign that no address has{hint}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is a broken link: its host can't be read; copy it from the browser again"
    if not host:
        return f"is a broken link: it names no host{hint}"
    if not _public(host):
        return "leads to somebody's own machine or network; write where it is published"
    if parts.username is not None:
        return "holds a user's name or password; take it out"
    if not _NAME.fullmatch(host) and not _is_number(host):
        return f"is a broken link: {host!r} is no host{hint}"
    return None


def _meant(address: str) -> str | None:
    """A sound address that was probably meant."""
    text = address.strip().strip("<>\"'")
    text = re.sub(r"^(?:h?t?tps?|hhtps?|htttps?|https?)\s*[:;]?\s*/+\s*", "", text, count=1)
    text = re.sub(r"^(https?):?/*", "", text, count=1, flags=re.IGNORECASE)
    scheme = "http" if re.match(r"h?t?tp[^s]", address.strip(), re.IGNORECASE) else "https"
    host, slash, path = text.partition("/")
    text = host.replace(" ", "") + slash + path.replace(" ", "%20")
    host = text.partition("/")[0]
    if re.search(r"[\s@\\:]", host) or not _NAME.fullmatch(host) or " " in text:
        return None
    found = f"{scheme}://{text}"
    return found if found != address else None


def _public(host: str) -> bool:
    if host.rstrip(".").rpartition(".")[2].casefold() in _ENDS:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def place(address: str) -> tuple[str, str]:
    """Host without ``www.``, and host with path: what an address says of a work without a title.

    >>> place("https://www.example.org/2013/nine?id=7")
    ('example.org', 'example.org/2013/nine')
    """
    parts: SplitResult = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return host, f"{host}{parts.path.rstrip('/')}"


def same(address: str) -> str:
    """What two writings of one address have in common: no scheme, ``www.``, fragment, last slash.

    >>> same("http://www.example.org/a/") == same("https://example.org/a#top")
    True
    """
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    host = (parts.netloc or "").casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{query}"
