"""Leaflet from its package, without what no document uses: tiles, markers, popups.

All of it would be three tenths of what an article's map may weigh. Whole classes are left out of
its source, then the functions that nothing calls any more; the rest stays as its authors wrote it.
A class or name that is not found stops the build.
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
def script() -> str:
    """Leaflet's script, shortened, under its notice and licence; it makes the global ``L``."""
    source = _file("leaflet-src.js").replace("//# sourceMappingURL=leaflet-src.js.map", "")
    notice = _NOTICE.search(source)
    if notice is None:
        raise ValueError("leaflet-src.js has no copyright notice")
    for name in UNUSED:
        source = _without(source, name)
    source = _shaken(_narrowed(source))
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


def _shaken(source: str) -> str:
    """The source without the functions and variables that nothing names any more."""
    source = re.sub(r"/\*.*?\*/|^\s*//[^\n]*\n", "", source, flags=re.MULTILINE | re.DOTALL)
    parts = [(m[m.lastindex or 0], m[0]) for m in _TOP_LEVEL.finditer(source)]
    named = Counter(_words(source))
    while gone := [part for part in parts if named[part[0]] == _words(part[1]).count(part[0])]:
        for part in gone:
            source = source.replace(part[1], "", 1)
            named.subtract(_words(part[1]))
            parts.remove(part)
    return source


def _words(source: str) -> list[str]:
    """Names of the scope that a source uses; not its members (``a.name``) and keys (``name:``)."""
    return re.findall(r"(?<![\w$.])[A-Za-z_$][\w$]*(?![\w$:])", source)


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
