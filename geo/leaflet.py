"""Leaflet from its package, without what no document uses: tiles, markers, popups.

All of it would be three tenths of what an article's map may weigh. Whole classes are left out of
its source, then the functions and methods that nothing names any more; the rest stays as its
authors wrote it. A class or name that is not found stops the build.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files

import minify

UNUSED = (
    # controls
    "Layers",
    "Attribution",
    "Zoom",
    # tiles and images
    "GridLayer",
    "TileLayer",
    "TileLayerWMS",
    "ImageOverlay",
    "VideoOverlay",
    "SVGOverlay",
    # marks, lines and their groups: the document draws its own
    "Icon",
    "IconDefault",
    "DivIcon",
    "Marker",
    "MarkerDrag",
    "DivOverlay",
    "Popup",
    "Tooltip",
    "LayerGroup",
    "FeatureGroup",
    "GeoJSON",
    "Polyline",
    "Polygon",
    "Rectangle",
    "Canvas",
    "SVG",
    "Path",
    "Circle",
    "CircleMarker",
    # gestures
    "BoxZoom",
    "TapHold",
)
"""Classes that are left out, with their factory functions and exports."""

EXPORTS = ("CRS", "map", "latLngBounds", "point", "bounds", "control", "Renderer")
"""What folium and the document's own scripts ask of ``L``, beside the two namespaces below."""
NAMESPACES = {
    "DomUtil": ("setPosition",),
    "DomEvent": ("on", "stopPropagation", "disableClickPropagation"),
}
"""The functions that the document's own scripts use of ``L.DomUtil`` and ``L.DomEvent``."""

_NOTICE = re.compile(r"/\* @preserve.*?\*/", re.DOTALL)
_RULE = re.compile(r"[^{}]*\{(?:[^{}]|\{[^{}]*\})*\}")
_UNUSED_STYLE = re.compile(
    r"leaflet-(?:control-(?:layers|attribution|zoom)|attribution|bar|tile|image|marker|shadow|div-icon"
    r"|popup|tooltip|zoom-box|crosshair|editing|vml|oldie)|lvml"
)
_IMAGE = re.compile(r"[\w-]+:\s*url\([^)]*\);?")


def _file(name: str) -> str:
    path = files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name
    return path.read_text(encoding="utf-8")


@cache
def script(asking: str) -> str:
    """Leaflet's script, shortened, under its notice and licence; it makes the global ``L``.

    ``asking`` is the text of all scripts that use it: methods that they name are kept.
    """
    source = _file("leaflet-src.js").replace("//# sourceMappingURL=leaflet-src.js.map", "")
    notice = _NOTICE.search(source)
    if notice is None:
        raise ValueError("leaflet-src.js has no copyright notice")
    for name in UNUSED:
        source = _without(source, name)
    source = _shaken(_narrowed(source), asking)
    licence = distribution("django-js-lib-leaflet").read_text("LICENSE") or ""
    terms = licence.replace("*/", "").strip()
    small = minify.string("application/javascript", source)
    return f"{notice[0]}\n/*\nShortened for the Routes Atlas.\n\n{terms}\n*/\n{small}"


def _without(source: str, name: str) -> str:
    """The source without a class, what makes one, and every statement that hands it on."""
    start = re.search(rf"^  var {name} = \w+\.extend\(\{{$", source, re.MULTILINE)
    if start is None:
        raise ValueError(f"leaflet-src.js has no class {name}")
    end = source.index("\n  });\n", start.start()) + len("\n  });\n")
    # The name stays, undefined: Leaflet asks `if (MarkerDrag)` before it uses one.
    source = f"{source[: start.start()]}  var {name};\n{source[end:]}"
    makers = re.findall(
        rf"^  function (\w+)\([^\n]*\) \{{\n\s+return new {name}\(", source, re.MULTILINE
    )
    makers += re.findall(
        rf"^  var (\w+) = function \([^\n]*\) \{{\n[^}}]*?return new {name}\(", source, re.MULTILINE
    )
    for maker in makers:
        source = _cut(source, rf"  (?:function {maker}\(|var {maker} = function \().*?^  \}};?\n")
    source = _cut(source, rf"  {name}\.\w+\(\{{$.*?^  \}}\);\n")
    gone = "|".join([name, *makers])
    gone = "|".join([gone, *re.findall(rf"^  var (\w+) = (?:{gone});$", source, re.MULTILINE)])
    return _cut(source, rf"  (?![\s*/]|var \w+;)[^\n]*\b(?:{gone})\b[^\n]*;\n")


def _narrowed(source: str) -> str:
    """The source that hands on only what is asked for."""
    handed = set(re.findall(r"^  exports\.(\w+) = ", source, re.MULTILINE))
    if missing := {*EXPORTS, *NAMESPACES} - handed:
        raise ValueError(f"leaflet-src.js hands on no {', '.join(sorted(missing))}")
    for name in handed - {*EXPORTS, *NAMESPACES}:
        source = _cut(source, rf"  exports\.{name} = [^\n]*;\n")
    source = _cut(source, r"  CRS\.(?!EPSG3857)\w+ = [^\n]*;\n")
    for name, functions in NAMESPACES.items():
        short = ", ".join(f"{function}: {function}" for function in functions)
        source = _cut(source, rf"  var {name} = \{{.*?^  \}};\n", f"  var {name} = {{{short}}};\n")
    return source


_TOP_LEVEL = re.compile(
    r"^  (?:function (\w+)\([^\n]*\) \{(?:[^\n]*\}\n|\n.*?^  \}\n)"
    r"|var (\w+) = [^\n]*[\[{(]\n.*?^  [\]})][^\n]*;\n"
    r"|var (\w+) = [^\n]*;\n)",
    re.MULTILINE | re.DOTALL,
)
"""A function or variable of Leaflet's own scope: it is indented by two spaces, to its end."""


_METHOD = re.compile(
    r"^([ \t]+)(\w+): function ?\([^\n]*\{\n.*?^\1\},?\n", re.MULTILINE | re.DOTALL
)
"""A method of a class, to its end."""


def _shaken(source: str, asking: str = "") -> str:
    """The source without what nothing names any more: functions, variables, and methods.

    A method is named by its word anywhere, in the source or in ``asking``.
    """
    source = re.sub(r"/\*.*?\*/|^\s*//[^\n]*\n", "", source, flags=re.MULTILINE | re.DOTALL)
    asked = set(_ANY_WORD.findall(asking))
    while True:
        top = [(m[m.lastindex or 0], m[0]) for m in _TOP_LEVEL.finditer(source)]
        methods = [(m[2], m[0]) for m in _METHOD.finditer(source) if m[2] not in asked]
        gone = [*_unnamed(top, source, _WORD), *_unnamed(methods, source, _ANY_WORD)]
        if not gone:
            return source
        for part in gone:
            source = source.replace(part, "", 1)


def _unnamed(parts: list[tuple[str, str]], source: str, word: re.Pattern[str]) -> list[str]:
    """The parts of a source (name, text) whose names stand nowhere but in themselves."""
    named = Counter(word.findall(source))
    return [text for name, text in parts if named[name] == word.findall(text).count(name)]


_ANY_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_WORD = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*(?![\w$:])")
"""A name of the scope; not a member (``a.name``) or key (``name:``)."""


def _cut(source: str, pattern: str, instead: str = "") -> str:
    return re.sub(f"^{pattern}", instead, source, flags=re.MULTILINE | re.DOTALL)


@cache
def style() -> str:
    """Leaflet's style sheet, minified, without image files and rules of parts left out."""
    text = str(minify.string("text/css", _IMAGE.sub("", _file("leaflet.css"))))
    return "".join(rule for rule in _RULE.findall(text) if _is_used(rule))


def _is_used(rule: str) -> bool:
    selectors = rule.partition("{")[0].split(",")
    return not all(_UNUSED_STYLE.search(selector) for selector in selectors)
