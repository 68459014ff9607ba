"""KML and KMZ: places read one by one, dates as they are written ("2013-05" stays a month)."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat  # told of no entities and no types: see _Places

from geo.ingest.attached import works
from geo.ingest.geojson import wkb
from geo.ingest.parts import Part, table, text, too_many_rows
from geo.ingest.sheet import Cell, Limits, Unreadable
from geo.ingest.unpack import member, unzipped
from geo.schema import LAYERS

Said = list[tuple[str | None, str]]

_DEEPEST = 200
_CHUNK = 2 * 2**20
_PLAIN = {"name", "description", "address", "phoneNumber", "when", "begin", "end", "snippet"}
_SHAPES = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"}
_TEXTS = _PLAIN | {"value", "SimpleData", "coordinates"}
_WHOLE = ["Document", "ExtendedData"]
_UTF8 = re.compile(rb"encoding=.utf-?8", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED = "\ufffd"
_BEGINNING = re.compile(rb"^[\s\xef\xbb\xbf]*<")


def unpacked(data: bytes, name: str, limits: Limits) -> bytes:
    """The KML inside a KMZ; raises ``Unreadable`` where there is none."""
    archive = unzipped(data, name, limits)
    inside = [path for path in archive.namelist() if path.lower().endswith(".kml")]
    if not inside:
        raise Unreadable(f"{name} holds no KML; export the places again")
    return member(archive, inside[0], name, 2 * limits.size)


def read(data: bytes, name: str, limits: Limits) -> list[Part]:
    """A KML file as a part, a row a Placemark; after it one of the works that our exports hold.

    Raises ``Unreadable`` with a sentence.
    """
    part = Part(name, (), unit="feature")
    places = _Places(name, limits)
    table(part, _records(places.found(_clean(data)), part, name, limits), limits)
    if not part.numbers:
        raise Unreadable(f"{name} holds no place (Placemark); export the places again")
    part.notes += places.notes
    return [part, *works([_object(each) for each in places.told], name, limits)]


def _object(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _clean(data: bytes) -> bytes:
    """UTF-8 with what XML can't hold replaced, so that it costs one place and not the file."""
    if b"encoding=" in data[:200] and not _UTF8.search(data[:200]):
        return data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    content = data.decode("utf-8", errors="surrogateescape")
    return _ILLEGAL.sub(_REPLACED, content).encode() if _ILLEGAL.search(content) else data


def _records(
    places: Iterator[_Place], part: Part, name: str, limits: Limits
) -> Iterator[tuple[int, dict[str, Cell], Said]]:
    for number, place in enumerate(places, start=1):
        if number > limits.rows:
            raise too_many_rows(name, limits)
        wrong: Said = list(place.wrong)
        cells: dict[str, Cell] = {}
        for key, value in place.texts.items():
            column = (text(" ".join(key.split()), limits)[0] or "column without a name")[:200]
            cells[column], advice = text(value, limits)
            if advice or _REPLACED in value:
                wrong.append((column, advice or f"holds bytes that are no text ({_REPLACED})"))
        geometry, advice = _geometry(place, limits)
        if advice:
            wrong.append((None, advice))
        part.geometries.append(geometry)
        yield number, cells, wrong


class _Place:
    """A Placemark: its texts by name, its shapes as GeoJSON types with lists of positions."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.shapes: list[tuple[str, list[list[list[float]]]]] = []
        self.wrong: Said = []

    @property
    def texts(self) -> dict[str, str]:
        """What it says: what a program says of its own fields is more than what it shows of them.

        Our own exports show nothing else.
        """
        return self.data if self.data.get("layer") in LAYERS else {**self.shown, **self.data}


class _Places:
    """Placemarks from a stream of XML; a document type is refused, and with it every entity."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.notes: list[str] = []
        self.told: list[str] = []
        """The data of the whole document, in order."""
        self._done: list[_Place] = []
        self._place: _Place | None = None
        self._path: list[str] = []
        self._begun = False
        self._key = ""
        self._text: list[str] | None = None
        self._length = 0
        self._polygon: list[list[list[float]]] | None = None

    def found(self, data: bytes) -> Iterator[_Place]:
        """Each place as it ends; where the file breaks, those before are kept and it is told."""
        if not _BEGINNING.match(data[:1000]) and b"\0" not in data[:100]:
            raise Unreadable(f"{self.name} is not KML; export the places again")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        view = memoryview(data)
        for at in range(0, len(data) + 1, _CHUNK):
            try:
                parser.Parse(bytes(view[at : at + _CHUNK]), at + _CHUNK > len(data))
            except (expat.ExpatError, LookupError, ValueError) as error:
                yield from self._take()
                if self._begun and not self._path:
                    self.notes.append("what follows the end of the map was left out")
                else:
                    yield self._broken(error)
                return
            yield from self._take()

    def _take(self) -> list[_Place]:
        done, self._done = self._done, []
        return done

    def _broken(self, error: Exception) -> _Place:
        where = "at its beginning"
        if isinstance(error, expat.ExpatError):
            where = f"at line {error.lineno}, column {error.offset + 1}"
            if not self._begun:
                raise Unreadable(
                    f"{self.name} is not XML {where}; export the places again"
                ) from error
        place = self._place or _Place()
        why = str(error).split(":")[0]
        place.wrong.append(
            (None, f"can't be read: the file breaks off {where} ({why}); what follows is lost")
        )
        return place

    def _doctype(self, *_: object) -> None:
        raise Unreadable(
            f"{self.name} declares a document type of its own, which maps have no use for and "
            "attacks do; export the places again without it"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = tag.rpartition(" ")[2]
        self._path.append(element)
        self._begun = True
        if len(self._path) == 1 and element != "kml":
            raise Unreadable(f"{self.name} is XML but not KML (<{element[:40]}>); export as KML")
        if len(self._path) > _DEEPEST:
            raise Unreadable(
                f"{self.name} has folders within folders, {_DEEPEST} deep; export the places alone"
            )
        if element == "Placemark":
            self._place = _Place()
            if attributes.get("id"):
                self._place.shown["id"] = attributes["id"]
        elif self._place is None and self._path[1:3] != _WHOLE:
            return
        elif element in ("Data", "SimpleData"):
            self._key = attributes.get("name", "")
        elif element == "Polygon":
            self._polygon = []
        if element in _TEXTS:
            self._text, self._length = [], 0

    def _characters(self, data: str) -> None:
        if self._text is None:
            return
        self._length += len(data)
        # Coordinates may be long; a text that is too long is kept so far that this can be told.
        if self._length <= self.limits.size and (
            self._path[-1] == "coordinates" or self._length <= self.limits.letters + _CHUNK
        ):
            self._text.append(data)

    def _end(self, _: str) -> None:
        element = self._path.pop()
        place, content = self._place, "".join(self._text or ())
        if place is None:
            if element == "value" and self._path[1:3] == _WHOLE:
                self.told.append(content)
            self._text = None
            return
        parent = self._path[-1] if self._path else ""
        if element == "Placemark":
            self._done.append(place)
            self._place = None
        elif element == "coordinates":
            self._coordinates(place, parent, content)
        elif element == "Polygon":
            place.shapes.append(("Polygon", self._polygon or []))
            self._polygon = None
        elif element in ("value", "SimpleData") and self._key:
            place.data[self._key] = content.strip()
        elif element in _PLAIN and parent in ("Placemark", "TimeStamp", "TimeSpan"):
            place.shown.setdefault("date" if element == "when" else element, content.strip())
        if element in _TEXTS:
            self._text = None

    def _coordinates(self, place: _Place, parent: str, content: str) -> None:
        # Most points that a shape may have and one more: the rest would only cost memory.
        words = content.split(None, self.limits.points + 1)
        positions: list[list[float]] = []
        for word in words[: self.limits.points + 1]:
            try:
                positions.append([float(number) for number in word.split(",")[:2]])
            except ValueError:
                place.wrong.append((None, f"has {word[:40]!r} for coordinates; write 129.5,42.9"))
                return
        if parent == "Point":
            place.shapes.append(("Point", [positions[:1]]))
        elif parent == "LinearRing" and self._polygon is not None:
            self._polygon.append(positions)
        elif parent in _SHAPES:
            place.shapes.append(("LineString", [positions]))


def _geometry(place: _Place, limits: Limits) -> tuple[bytes | None, str | None]:
    """The shapes of a place as one geometry in WKB, or None and what is wrong."""
    if not place.shapes or place.wrong:
        return None, None
    kinds = {kind for kind, _ in place.shapes}
    if len(kinds) > 1:
        return None, "mixes points, lines and areas in one place; make a place of each"
    kind = kinds.pop()
    parts: list[Any] = [_coordinates(kind, lists) for kind, lists in place.shapes]
    if len(parts) == 1:
        return wkb({"type": kind, "coordinates": parts[0]}, limits)
    return wkb({"type": f"Multi{kind}", "coordinates": parts}, limits)


def _coordinates(kind: str, lists: list[list[list[float]]]) -> Any:
    if kind == "Polygon":
        return lists
    first = lists[0] if lists else []
    if kind == "Point":
        return first[0] if first else []
    return first
