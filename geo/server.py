"""What the app serves beside itself: the document and the data of any selection, by address.

``/map.html?<selection>`` is the document for an iframe, ``/data/<layer>.geojson|csv?<selection>``
a layer's public records, ``/healthz`` says whether the data can be read. The query string is that
of the app and of the document's hash (docs/selection.md).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from geo import document as documents
from geo.atlas import Atlas
from geo.credit import maker
from geo.document import CONTROLS, THEMES, Controls, EmptySelection, Theme, document
from geo.formats import geojson, table
from geo.publishing.house import PLAIN, House
from geo.schema import LAYERS
from geo.select import select
from geo.selection import NAMES, Selection, Unknown, exactly, vocabulary
from geo.store import DataError, Where
from geo.store.live import Seen, live
from geo.words import LANGUAGES, language

AGE = 300
"""Seconds for which a reader's browser need not ask again."""

OPTIONS = ("lang", "controls", "theme", "title", "whole", "report")
"""What ``/map.html`` takes beside a selection: as the flags of ``python -m geo export``."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Wrong(Exception):
    """A request that cannot be answered; ``status`` and one sentence that says what to write."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def routes(where: Where, house: House = PLAIN) -> list[BaseRoute]:
    """The addresses that the app has beside its own, for a store that may change.

    While it cannot be read, they go on with the last atlas that could; ``/healthz`` says so. The
    app that they join compresses what they answer, as all else.
    """

    def seen() -> Seen:
        try:
            return live(str(where)).now()
        except DataError as error:
            raise Wrong(503, f"The data cannot be opened: {error}.") from error

    def atlas() -> Atlas:
        return seen().atlas.public()

    def page(request: Request) -> Response:
        return _page(request, atlas(), house)

    def data(request: Request) -> Response:
        return _data(request, atlas())

    def health(request: Request) -> Response:  # noqa: ARG001 - what a route is called with
        if seen().away:
            raise Wrong(503, f"The data cannot be opened: {seen().away}.")
        now = atlas()
        return JSONResponse({"status": "ok", "version": now.version, "as_of": now.as_of})

    return [
        Route("/map.html", _told(page), methods=["GET"]),
        Route("/data/{layer}.{format}", _told(data), methods=["GET"]),
        Route("/healthz", _told(health), methods=["GET"]),
    ]


def _told(answer: Any) -> Any:
    """A handler whose refusals are a status and a sentence."""

    def handler(request: Request) -> Response:
        try:
            return answer(request)
        except Wrong as wrong:
            return PlainTextResponse(f"{wrong}\n", wrong.status, {"Cache-Control": "no-store"})

    return handler


def _page(request: Request, atlas: Atlas, house: House) -> Response:
    given = {name: request.query_params.get(name, "") for name in OPTIONS}
    selection = _selection(request, atlas)
    langs = [_language(asked) for asked in (given["lang"] or "en").split(",")]
    controls = _controls(given["controls"] or "full")
    theme = _theme(given["theme"] or "auto")
    if given["whole"] not in ("", "0", "1"):
        raise Wrong(400, f"whole: {given['whole']!r} is neither 0 nor 1")
    tag = _tag(atlas, str(request.url.query) + repr(house))
    headers = _headers(atlas, tag) | {
        "Content-Security-Policy": f"frame-ancestors {_ancestors()}",
        "Referrer-Policy": "no-referrer",
    }
    if _held(request, tag):
        return Response(status_code=304, headers=headers)
    try:
        html = document(
            atlas,
            selection,
            title=given["title"] or None,
            langs=list(dict.fromkeys(langs)),
            whole=given["whole"] == "1",
            controls=controls,
            report=given["report"] or None,
            theme=theme,
            house=house,
        )
    except EmptySelection as empty:
        raise Wrong(404, f"{empty}: choose more, or leave a filter out") from empty
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


def _data(request: Request, atlas: Atlas) -> Response:
    layer, kind = request.path_params["layer"], request.path_params["format"]
    if layer not in LAYERS or kind not in ("geojson", "csv"):
        names = ", ".join(LAYERS)
        raise Wrong(404, f"There is no {layer}.{kind}; the layers are {names}, as .geojson or .csv")
    selection = _selection(request, atlas)
    rows = select(atlas, selection).layers[layer]
    tag = _tag(atlas, str(request.url.query) + layer + kind)
    headers = _headers(atlas, tag) | {"Access-Control-Allow-Origin": "*"}
    if _held(request, tag):
        return Response(status_code=304, headers=headers)
    if kind == "csv":
        return StreamingResponse(
            table.csv_lines(layer, rows), headers=headers, media_type="text/csv"
        )
    about = {
        "version": atlas.version,
        "as_of": atlas.as_of,
        **({"license": LICENCE} if atlas.licensed else {}),
        **({"credit": credit} if (credit := maker(atlas)) else {}),
    }
    lines: Iterator[str] = geojson.lines(table.features(layer, rows), about)
    return StreamingResponse(lines, headers=headers, media_type="application/geo+json")


def _selection(request: Request, atlas: Atlas) -> Selection:
    """The selection asked for; a value that means nothing is an error, not a guess.

    An address that stands in somebody's page for years must not show all because of a slip. Names
    that mean nothing are passed over: who shares an address hangs their own onto it.
    """
    pairs = request.query_params.multi_items()
    try:
        return exactly([pair for pair in pairs if pair[0] in NAMES], vocabulary(atlas))
    except Unknown as error:
        raise Wrong(400, str(error)) from error


def _language(asked: str) -> str:
    found = language(asked)
    if found is None:
        raise Wrong(400, f"lang: there is no {asked!r}; write one of {', '.join(LANGUAGES)}")
    return found


def _controls(asked: str) -> Controls:
    for level in CONTROLS:
        if level == asked:
            return level
    raise Wrong(400, f"controls: there is no {asked!r}; write one of {', '.join(CONTROLS)}")


def _theme(asked: str) -> Theme:
    for theme in THEMES:
        if theme == asked:
            return theme
    raise Wrong(400, f"theme: there is no {asked!r}; write one of {', '.join(THEMES)}")


def _held(request: Request, tag: str) -> bool:
    """Whether whoever asks has the answer already, or says that any will do."""
    given = request.headers.get("if-none-match", "")
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in given.split(","))


def _tag(atlas: Atlas, asked: str) -> str:
    """An entity tag: the data, what is asked of it, and the code that draws it."""
    parts = (atlas.version, atlas.as_of, asked, documents.edition())
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"'


def _headers(atlas: Atlas, tag: str) -> dict[str, str]:
    licence = {"Link": f'<{LICENCE}>; rel="license"'} if atlas.licensed else {}
    return licence | {
        "ETag": tag,
        "Cache-Control": f"public, max-age={AGE}",
        "X-Data-Version": atlas.version,
        "X-Data-As-Of": atlas.as_of,
        "X-Content-Type-Options": "nosniff",
    }


def _ancestors() -> str:
    """Who may frame the map: ROUTES_ATLAS_FRAME_ANCESTORS, as in the header; all by default.

    Line ends and semicolons are dropped, which would begin another header or directive.
    """
    asked = os.environ.get("ROUTES_ATLAS_FRAME_ANCESTORS", "")
    return " ".join(asked.replace(";", " ").split()) or "*"
