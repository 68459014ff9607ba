"""GeoJSON, also newline-delimited: feature by feature, so that a broken one costs only itself."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Iterator
from typing import Any

from geo.ingest.attached import works
from geo.ingest.encoding import decode
from geo.ingest.parts import Part, table, text, too_many_rows
from geo.ingest.sheet import Cell, Limits, Unreadable

Said = list[tuple[str | None, str]]

_SPACE = re.compile(r"[ \t\r\n\x1e]*")
_NEXT = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_CODE = re.compile(r"(?:urn:(?:x-)?ogc:def:crs:)?EPSG:+[\d.]*:*(\d{4,6})", re.IGNORECASE)
_GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
)
_BEYOND = 1e9
_BROKEN = 1_000
"""Broken features after which a file is given up."""


class _Cut(ValueError):
    """JSON that breaks off or breaks a rule at a place in the text."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at
        self.why = why


class _Reader:
    """JSON values from a text, one at a time; NaN and Infinity come out as such."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._decode = json.JSONDecoder().raw_decode

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.content, at)
        return found.end() if found else at

    def sign(self, at: int) -> str:
        return self.content[at : at + 1]

    def value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decode(self.content, at)
        except json.JSONDecodeError as error:
            raise _Cut(error.pos, error.msg) from error
        except RecursionError as error:
            raise _Cut(at, "brackets within brackets, too deep") from error
        except ValueError as error:  # a number of thousands of digits
            raise _Cut(at, "a number too long") from error

    def place(self, at: int) -> str:
        line = self.content.count("\n", 0, at) + 1
        column = at - (self.content.rfind("\n", 0, at) + 1) + 1
        return f"line {line:,}, column {column:,}"


def read(data: bytes, name: str, limits: Limits) -> list[Part]:
    """A GeoJSON file, or one feature a line, as a part; after it one of the works in ``sources``.

    Raises ``Unreadable`` with a sentence.
    """
    content, codec, note = decode(data)
    part = Part(name, (), unit="feature")
    if note and codec != "utf-8":
        part.notes.append(note)
    reader = _Reader(content)
    declared: dict[str, Any] = {}
    read_ = _Features(reader, name, limits, declared)
    table(part, read_.records(part), limits)
    part.notes += read_.notes
    if not part.numbers:
        raise Unreadable(f"{name} holds no feature; save the layer again with its features")
    if "crs" in declared:
        part.crs = _crs(declared["crs"])
    return [part, *works(declared.get("sources"), name, limits)]


class _Features:
    """The features of one text, each as (number, cells, what is wrong), its geometry put aside."""

    def __init__(
        self, reader: _Reader, name: str, limits: Limits, declared: dict[str, Any]
    ) -> None:
        self.reader = reader
        self.name = name
        self.limits = limits
        self.declared = declared
        self.notes: list[str] = []

    def records(self, part: Part) -> Iterator[tuple[int, dict[str, Cell], Said]]:
        """All features; a broken one is a record of its text with what is wrong."""
        sound, said = False, None
        for number, (feature, broken) in enumerate(self._all(), start=1):
            if number > self.limits.rows:
                raise too_many_rows(self.name, self.limits)
            wrong: Said = [broken] if broken else []
            cells = {} if broken else self._cells(feature, wrong)
            part.geometries.append(None if broken else self._geometry(feature, wrong))
            yield number, cells, wrong
            sound, said = sound or not broken, said or broken
        if said and not sound:
            raise Unreadable(f"{self.name} {said[1]}")

    def _all(self) -> Iterator[tuple[Any, tuple[str | None, str] | None]]:
        reader = self.reader
        at = reader.skip(0)
        if reader.sign(at) == "[":
            raise Unreadable(
                f"{self.name} is a JSON list; save it as GeoJSON (a FeatureCollection) or CSV"
            )
        if reader.sign(at) != "{":
            raise Unreadable(f"{self.name} is not GeoJSON; export the layer as GeoJSON or CSV")
        if self._by_line(at):
            yield from self._lines(at)
        else:
            yield from self._collection(at)

    def _by_line(self, at: int) -> bool:
        """Whether the first line is a feature of its own, and another follows."""
        end = self.reader.content.find("\n", at)
        if end < 0 or not self.reader.content[end:].lstrip(" \t\r\n\x1e").startswith("{"):
            return False
        try:
            json.loads(self.reader.content[at:end])
        except (ValueError, RecursionError):
            return _NEXT.match(self.reader.content, at) is not None and bool(
                _NEXT.match(self.reader.content, self.reader.skip(end))
            )
        return True

    def _lines(self, at: int) -> Iterator[tuple[Any, tuple[str | None, str] | None]]:
        content = self.reader.content
        while at < len(content):
            end = content.find("\n", at)
            end = len(content) if end < 0 else end
            start = self.reader.skip(at)
            if start < end:
                try:
                    value, after = self.reader.value(start)
                    if self.reader.skip(after) < end:
                        raise _Cut(after, "more than one value in a line")
                except _Cut as cut:
                    yield None, self._advice(cut)
                else:
                    yield value, None
            at = end + 1

    def _collection(self, at: int) -> Iterator[tuple[Any, tuple[str | None, str] | None]]:
        """The features of a FeatureCollection; a file that is one feature or geometry is one."""
        reader, whole, found = self.reader, {}, False
        at = reader.skip(at + 1)
        while reader.sign(at) not in ("}", ""):
            try:
                key, at = reader.value(at)
                at = reader.skip(at)
                if not isinstance(key, str) or reader.sign(at) != ":":
                    raise _Cut(at, "a name and a colon were expected")
                at = reader.skip(at + 1)
                if key == "features" and reader.sign(at) == "[":
                    found = True
                    at = yield from self._array(at + 1)
                else:
                    whole[key], at = reader.value(at)
            except _Cut as cut:
                if found:  # the features are read: what follows them is only missed
                    break
                raise Unreadable(self._unreadable(cut)) from cut
            at = reader.skip(at)
            if reader.sign(at) == ",":
                at = reader.skip(at + 1)
        self.declared |= {key: whole[key] for key in ("crs", "sources") if key in whole}
        if not found:
            yield self._alone(whole), None

    def _alone(self, whole: dict[str, Any]) -> Any:
        type_ = whole.get("type")
        if type_ == "Feature":
            return whole
        if type_ in _GEOMETRIES or type_ == "GeometryCollection":
            return {"type": "Feature", "properties": {}, "geometry": whole}
        if type_ == "Topology":
            raise Unreadable(f"{self.name} is TopoJSON; export the layer as GeoJSON")
        raise Unreadable(
            f'{self.name} is JSON without "features"; export the layer as GeoJSON or CSV'
        )

    def _array(self, at: int) -> Any:
        reader, broken = self.reader, 0
        while True:
            at = reader.skip(at)
            sign = reader.sign(at)
            if sign == "]":
                return at + 1
            if sign == ",":
                at += 1
                continue
            try:
                if not sign:
                    raise _Cut(at, "the file ends before its features do")
                value, at = reader.value(at)
            except _Cut as cut:
                yield None, self._advice(cut)
                broken += 1
                following = _NEXT.search(reader.content, max(cut.at, at + 1))
                if broken >= _BROKEN:
                    self.notes.append(
                        f"reading stopped at {reader.place(at)}, after {broken:,} broken features"
                    )
                if following is None or broken >= _BROKEN:
                    return len(reader.content)
                at = following.start()
            else:
                yield value, None

    def _advice(self, cut: _Cut) -> tuple[None, str]:
        return None, f"is not JSON at {self.reader.place(cut.at)} ({cut.why}); mend it there"

    def _unreadable(self, cut: _Cut) -> str:
        return f"{self.name} is not JSON at {self.reader.place(cut.at)} ({cut.why}); mend it there"

    def _cells(self, feature: Any, wrong: Said) -> dict[str, Cell]:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            wrong.append((None, 'is no GeoJSON feature; its "type" must be "Feature"'))
            return {}
        properties = feature.get("properties")
        if properties is None:
            properties = {}
        if not isinstance(properties, dict):
            wrong.append((None, 'has "properties" that are no object; write {} for none'))
            return {}
        if len(properties) > self.limits.columns:
            most = f"{self.limits.columns:,} can be read; keep those that you need"
            wrong.append((None, f"has {len(properties):,} properties, and {most}"))
            return {}
        cells = {}
        for key, value in properties.items():
            column = (text(key, self.limits)[0] or "column without a name")[:200]
            cells[column] = self._cell(column, value, wrong)
        if "id" not in cells and isinstance(feature.get("id"), str | int):
            cells = {"id": self._cell("id", feature["id"], wrong), **cells}
        return cells

    def _cell(self, column: str, value: Any, wrong: Said) -> Cell:
        if isinstance(value, float) and not math.isfinite(value):
            wrong.append((column, f"is {value}, which is no number that can be used; write null"))
            return None
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
            wrong.append((column, "is a number of more than 18 digits; write it as text"))
            return None
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            value = "; ".join(value)
        elif not isinstance(value, str):
            if not value:
                return None
            value = json.dumps(value, ensure_ascii=False)
        kept, advice = text(value, self.limits)
        if advice:
            wrong.append((column, advice))
        return kept

    def _geometry(self, feature: Any, wrong: Said) -> bytes | None:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if geometry is None or wrong:
            return None
        found, advice = wkb(geometry, self.limits)
        if advice:
            wrong.append((None, advice))
        return found


def wkb(geometry: Any, limits: Limits) -> tuple[bytes | None, str | None]:
    """A GeoJSON geometry as WKB, two-dimensional; or None and what is wrong with it."""
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        given = geometry.get("type") if isinstance(geometry, dict) else geometry
        return None, f"has a geometry of type {str(given)[:40]!r}; use a point, lines or polygons"
    count, advice = _positions(geometry.get("coordinates"), limits)
    if advice:
        return None, advice
    if not count:
        return None, None
    if geometry["type"] == "Point" and count == 1 and len(geometry["coordinates"]) >= 2:
        x, y = geometry["coordinates"][:2]  # most features are points, and many
        if not isinstance(x, list):
            return struct.pack("<BIdd", 1, 1, x, y), None
    try:
        return shapely.to_wkb(shapely.force_2d(shape(geometry))), None
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        return None, f"has a geometry that can't be drawn ({str(error)[:120]}); draw it again"


def _positions(coordinates: Any, limits: Limits) -> tuple[int, str | None]:
    """How many positions there are, and the first thing wrong with one of them."""
    count, waiting = 0, [coordinates]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, list):
            return count, "has a geometry without coordinates; write [longitude, latitude]"
        if not item or isinstance(item[0], list):
            waiting += item
            continue
        count += 1
        if count > limits.points:
            return count, too_many_points(limits)
        for number in item[:2]:
            if isinstance(number, bool) or not isinstance(number, int | float):
                return count, f"has {str(number)[:40]!r} for a coordinate; write a number"
            if not abs(number) < _BEYOND:
                return count, f"has {number:g} for a coordinate, which is on no map; mend it"
        if len(item) < 2:
            return count, f"has {item!r} for a position; write [longitude, latitude]"
    return count, None


def too_many_points(limits: Limits) -> str:
    """The advice for a shape that is finer than any map needs."""
    return f"has a shape of more than {limits.points:,} points; simplify it (in QGIS: Simplify)"


def _crs(member: Any) -> str | None:
    """The coordinate system of the old ``crs`` member; null means that it isn't known."""
    if not isinstance(member, dict):
        return None
    properties = member.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    if "CRS84" in name.upper():
        return "EPSG:4326"
    code = _CODE.fullmatch(name.strip())
    return f"EPSG:{code.group(1)}" if code else None
