"""What names a store: a folder's path, a GeoPackage's path, or a ``postgresql://`` address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

Kind = Literal["folder", "geopackage", "postgis"]
Where = str | Path
"""A store's address, as it is written in ``ROUTES_ATLAS_DATA`` and after ``--data``."""

SCHEMES = ("postgresql://", "postgres://")

_ENDS = re.compile(r"#|\?[^=&]*@")
_QUERY = re.compile(r"((?:ssl)?password|passfile|sslkey)=[^&]*", re.IGNORECASE)


def kind(where: Where) -> Kind:
    """What sort of store an address names."""
    if str(where).lower().startswith(SCHEMES):
        return "postgis"
    return "geopackage" if Path(where).suffix.lower() == ".gpkg" else "folder"


def shown(where: Where) -> str:
    """An address as it may be shown and logged: without a password."""
    text = str(where)
    if kind(where) != "postgis":
        return text
    # The last "@" before the path ends the user's part, should a password hold one unescaped.
    scheme, _, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    name = user.partition(":")[0]
    hidden = f"{scheme}://{name}{at}{host}{slash}{path}"
    hidden = _QUERY.sub(r"\1=…", hidden)
    return f"{scheme}://…" if torn(where) else hidden


def torn(where: Where) -> bool:
    """Whether a password holds a letter that ends it: what comes after would be shown as a host."""
    rest = str(where).partition("://")[2]
    authority, _, path = rest.partition("/")
    return authority.count("@") > 1 or "@" in path.partition("?")[0] or bool(_ENDS.search(rest))


def secrets(where: Where) -> list[str]:
    """The passwords in an address, as written and as meant, longest first."""
    text = str(where)
    if kind(where) != "postgis":
        return []
    rest = text.partition("://")[2]
    found = [rest.rpartition("@")[0].partition(":")[2]]
    found += [item.partition("=")[2] for item in re.split(r"[?&]", text) if _QUERY.match(item)]
    both = {word for item in found if item for word in (item, unquote(item))}
    return sorted(both, key=len, reverse=True)


def cleaned(message: str, where: Where) -> str:
    """Somebody else's message about an address, on one line and without its passwords."""
    for secret in (str(where), *secrets(where)):
        message = message.replace(secret, shown(where) if secret == str(where) else "…")
    return " ".join(message.split())
