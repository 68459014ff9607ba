"""What file it is, told by its first bytes and not only by its ending, and the reader for it."""

from __future__ import annotations

import codecs
from pathlib import PurePath

from geo.ingest import delimited, geojson, kml, vectors, workbook
from geo.ingest.grid import Nothing
from geo.ingest.limits import Limits
from geo.ingest.parts import Part
from geo.ingest.sheet import Unreadable
from geo.ingest.unpack import unzipped

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file or one locked by a password; save it as XLSX"),
    (b"%PDF", "a PDF; copy its table into a spreadsheet and save that as XLSX or CSV"),
    (b"\x1f\x8b", "packed by gzip; unpack it first"),
    (b"7z\xbc\xaf", "packed by 7-Zip; zip it, or send the file inside"),
    (b"Rar!", "packed by RAR; zip it, or send the file inside"),
    (b"\x89PNG", "a picture; send the table or the map layer itself"),
    (b"\xff\xd8\xff", "a picture; send the table or the map layer itself"),
    (b"PAR1\x15", "a Parquet file; save the table as CSV"),
    (b"fgb\x03", "a FlatGeobuf; export the layer as GeoPackage or GeoJSON"),
)
_BINARY = dict.fromkeys((".xlsx", ".xlsm", ".xls"), "XLSX or CSV") | dict.fromkeys(
    (".gpkg", ".kmz", ".zip"), "GeoPackage or GeoJSON"
)
"""Endings of files that are no text, and what to save such a file as."""
_SHAPE = (".shp", ".dbf", ".shx", ".prj")


def read(data: bytes, name: str, limits: Limits) -> list[Part]:
    """The sheets or layers of a file; raises ``Unreadable`` with one sentence."""
    if not data or data.isspace():
        raise Unreadable(f"{name} is empty; save your table again and send that")
    for beginning, what in _OTHERS:
        if data.startswith(beginning):
            raise Unreadable(f"{name} is {what}")
    ending = PurePath(name).suffix.lower()
    if ending in _SHAPE or data.startswith(b"\x00\x00\x27\x0a"):
        raise Unreadable(
            f"{name} is one file of a Shapefile; zip its .shp, .shx, .dbf and .prj and send the zip"
        )
    if data.startswith(b"SQLite format 3\0"):
        return vectors.geopackage(data, name, limits)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name, ending, limits)
    return _text(data, name, ending, limits)


def _zipped(data: bytes, name: str, ending: str, limits: Limits) -> list[Part]:
    inside = [path.lower() for path in unzipped(data, name, limits).namelist()]
    if "xl/workbook.xml" in inside:
        return workbook.read(data, name, limits)
    if any(path.endswith(".shp") for path in inside):
        return vectors.shapefiles(data, name, limits)
    if any(path.endswith(".kml") for path in inside):
        return kml.read(kml.unpacked(data, name, limits), name, limits)
    if ending in (".ods", ".xlsb", ".numbers") or "mimetype" in inside:
        raise Unreadable(f"{name} is a spreadsheet of another kind; save it as XLSX or CSV")
    raise Unreadable(f"{name} is a zip without a Shapefile; send the table or the layer itself")


def _text(data: bytes, name: str, ending: str, limits: Limits) -> list[Part]:
    beginning = data[:4000].replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        beginning = beginning.removeprefix(mark)
    beginning = beginning.lstrip(b" \t\r\n\x1e")
    if beginning.startswith(b"{") or ending in (".geojson", ".geojsonl", ".ndjson", ".geojsons"):
        return geojson.read(data, name, limits)
    if beginning.startswith(b"[") and ending in (".json", ".jsonl"):
        return geojson.read(data, name, limits)
    if beginning.startswith(b"<") or ending == ".kml":
        if b"<html" in beginning[:1000].lower():
            raise Unreadable(f"{name} is a web page; download the table itself as CSV or XLSX")
        return kml.read(data, name, limits)
    try:
        return [delimited.read(data, name, limits)]
    except Nothing:
        if ending in _BINARY:
            what = ending[1:].upper()
            raise Unreadable(
                f"{name} is no {what} although its name says so; save it as {_BINARY[ending]}"
            ) from None
        raise
