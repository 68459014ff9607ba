"""Records as KML 2.2: a folder a layer, a placemark a record, for Google Earth and its kin.

Text is text: XML takes it as such, and descriptions, which viewers show as HTML, are escaped for
that, too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd

from geo import dates
from geo.formats.table import cell, link, records
from geo.languages import where
from geo.schema import LAYERS, Layer
from geo.words import label

Record = Mapping[str, Any]

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""
COARSE = ("province", "country")
"""Precisions whose point would pass for the place itself: such records have no pin."""
_TOLD = ("summary", "role", "policy_summary")


def document(
    title: str,
    about: str,
    layers: Mapping[str, gpd.GeoDataFrame],
    works: Mapping[str, Record],
    lang: str = "en",
) -> str:
    """Public records of all layers as a KML document, coordinates in EPSG:4326.

    ``about`` says what is shown and how to cite it. ``ExtendedData`` hold every field as our CSV
    writes it, and those of the whole document each work as JSON; a record whose place is known to a
    province or country only has no geometry.
    """
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    whole = ET.SubElement(root, "Document")
    _text(whole, "name", title)
    _text(whole, "description", html.escape(about, quote=False))
    if works:
        data = ET.SubElement(whole, "ExtendedData")
        for id_, work in works.items():
            _data(data, id_, json.dumps(work, ensure_ascii=False))
    for name, layer in LAYERS.items():
        rows = layers.get(name)
        if rows is None or rows.empty:
            continue
        folder = ET.SubElement(whole, "Folder")
        _text(folder, "name", label("layer", name, lang))
        for record in records(name, rows):
            _placemark(folder, layer, record, works, lang)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = _NO_XML.sub("\ufffd", text)
    return element


def _data(parent: ET.Element, name: str, value: str) -> None:
    _text(ET.SubElement(parent, "Data", name=_NO_XML.sub("\ufffd", name)), "value", value)


def _placemark(
    folder: ET.Element, layer: Layer, record: Record, works: Mapping[str, Record], lang: str
) -> None:
    mark = ET.SubElement(folder, "Placemark")
    _text(mark, "name", str(record[layer.title] or record[layer.key]))
    lines = "<br>".join(html.escape(x, quote=False) for x in _lines(record, works, lang))
    _text(mark, "description", lines)
    _when(mark, record)
    data = ET.SubElement(mark, "ExtendedData")
    for name, value in {"layer": layer.name, **record}.items():
        if name != "geometry" and value is not None:
            _data(data, name, str(cell(value)))
    geometry = record["geometry"]
    if geometry is not None and record.get("precision") not in COARSE:
        mark.append(_geometry(geometry))


def _lines(record: Record, works: Mapping[str, Record], lang: str) -> Iterator[str]:
    """What a viewer's balloon says: date and place, what is told, and the works it rests on."""
    place = where(record.get("place"), None, record.get("country"), lang)
    head = [dates.say(record.get("date"), lang), place]
    yield from filter(None, [" · ".join(filter(None, head))])
    yield from (str(record[name]) for name in _TOLD if record.get(name))
    for id_ in record.get("sources") or ():
        work = works.get(id_, {})
        parts = (work.get("publisher"), work.get("title"), link(work.get("url")))
        yield "; ".join(str(part) for part in parts if part) or id_


def _when(mark: ET.Element, record: Record) -> None:
    """The time that viewers' sliders use; ends that are open or not known are left out."""
    if record.get("date"):
        start, end = _ends(record["date"])
    else:
        start, end = (
            _ends(record[name])[at] if record.get(name) else None
            for at, name in enumerate(("active_from", "active_to"))
        )
    if start and start == end:
        _text(ET.SubElement(mark, "TimeStamp"), "when", start)
    elif start or end:
        span = ET.SubElement(mark, "TimeSpan")
        for tag, said in (("begin", start), ("end", end)):
            if said:
                _text(span, tag, said)


def _ends(edtf: str) -> tuple[str | None, str | None]:
    """Both ends as KML writes dates: no finer than they are, without marks of doubt."""
    left, _, right = edtf.partition("/")
    start, end = (part.rstrip("~?%").strip(".") or None for part in (left, right))
    return start, end if "/" in edtf else start


def _geometry(geometry: Mapping[str, Any]) -> ET.Element:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind.startswith("Multi"):
        several = ET.Element("MultiGeometry")
        for part in coordinates:
            single = kind.removeprefix("Multi")
            several.append(_geometry({"type": single, "coordinates": part}))
        return several
    drawn = ET.Element(kind)
    if kind == "Polygon":
        for at, ring in enumerate(coordinates):
            edge = ET.SubElement(drawn, "outerBoundaryIs" if at == 0 else "innerBoundaryIs")
            _text(ET.SubElement(edge, "LinearRing"), "coordinates", _positions(ring))
        return drawn
    if kind == "LineString":
        # Without it, viewers lead a line straight through the ground.
        _text(drawn, "tessellate", "1")
    positions = [coordinates] if kind == "Point" else coordinates
    _text(drawn, "coordinates", _positions(positions))
    return drawn


def _positions(positions: Iterable[Iterable[float]]) -> str:
    return " ".join(",".join(f"{number:.10g}" for number in list(xy)[:2]) for xy in positions)


def about(sentence: str, version: str, as_of: str, licence: str) -> str:
    """What stands at the head of the document: what is shown, of which data, under what licence."""
    data = " ".join(filter(None, (version, as_of)))
    return ". ".join(filter(None, (sentence, data, licence)))
