"""GeoPackage and zipped Shapefile through GDAL: each layer a part, its CRS as it is declared."""

from __future__ import annotations

import datetime as dt
import io
import math
import sqlite3
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from geo.ingest.encoding import decode
from geo.ingest.geojson import too_many_points
from geo.ingest.parts import Part, text, too_many_columns, too_many_rows
from geo.ingest.sheet import Cell, Limits, Unreadable
from geo.ingest.unpack import damaged, member, unzipped

_NEEDED = (".shp", ".dbf")
_TAKEN = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_STYLES = frozenset(("layer_styles", "qgis_projects"))
_BEYOND = 1e9
_FAULTS = (ValueError, RuntimeError, IndexError, NameError, TypeError)
"""What pyogrio raises of a damaged file: its own errors are RuntimeErrors, the others slip out."""
_TRIES = 400
"""How often a layer with broken features is read anew before it is given up."""


def geopackage(data: bytes, name: str, limits: Limits) -> list[Part]:
    """All layers of a GeoPackage that hold rows; raises ``Unreadable`` with a sentence."""
    _only_tables(data, name)
    layers = [layer for layer in _layers(data, name) if layer not in _STYLES]
    if len(layers) > limits.sheets:
        raise Unreadable(
            f"{name} has {len(layers)} layers, and {limits.sheets} can be read; save fewer"
        )
    parts = []
    for layer in layers:
        called = name if len(layers) == 1 else f"{name}, {layer}"
        part = _part(data, called, layer, limits)
        if part.numbers:
            parts.append(part)
    if not parts:
        raise Unreadable(f"{name} holds no feature; save the layer again with its features")
    return parts


def _only_tables(data: bytes, name: str) -> None:
    """Refuse a database whose virtual tables could reach for other files, and a damaged one."""
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(data)
        made = [
            str(sql).lower()
            for (sql,) in base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        ]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        raise Unreadable(f"{name} is a damaged GeoPackage; save the layer again") from error
    finally:
        base.close()
    for sql in made:
        if "virtual table" in sql and "using rtree" not in " ".join(sql.split()):
            raise Unreadable(
                f"{name} has a virtual table, which reaches outside the file; save the layer alone"
            )


def shapefiles(data: bytes, name: str, limits: Limits) -> list[Part]:
    """All Shapefiles in a zip; raises ``Unreadable`` with a sentence."""
    archive = unzipped(data, name, limits)
    found: dict[str, dict[str, str]] = {}
    for path in archive.namelist():
        ending = PurePosixPath(path).suffix.lower()
        if ending in _TAKEN and "__MACOSX" not in path:
            found.setdefault(path[: -len(ending)].lower(), {})[ending] = path
    shapes = {stem: files for stem, files in found.items() if ".shp" in files}
    if not shapes:
        raise Unreadable(f"{name} holds no Shapefile; zip its .shp, .shx, .dbf and .prj together")
    if len(shapes) > limits.sheets:
        raise Unreadable(
            f"{name} has {len(shapes)} Shapefiles, and {limits.sheets} can be read; zip fewer"
        )
    parts = []
    for files in shapes.values():
        layer = PurePosixPath(files[".shp"]).stem
        missing = [ending for ending in _NEEDED if ending not in files]
        if missing:
            raise Unreadable(f"{name} lacks {layer}{missing[0]}; zip all files of the Shapefile")
        called = name if len(shapes) == 1 else f"{name}, {text(layer, limits)[0]}"
        parts.append(_shapefile(archive, files, called, limits))
    return parts


def _shapefile(archive: zipfile.ZipFile, files: dict[str, str], name: str, limits: Limits) -> Part:
    """One Shapefile, its files renamed and stored anew, so that GDAL meets nothing but them."""
    most, content = limits.unpacked, {}
    for ending, path in files.items():
        content[ending] = member(archive, path, name, most)
        most -= len(content[ending])
    notes = []
    if ".cpg" not in content and len(content[".dbf"]) > 30 and content[".dbf"][29] == 0:
        # Nobody says the encoding of the texts, and GDAL would take them for Western European.
        _, codec, note = decode(_texts(content[".dbf"]))
        notes += [note] if note else []
        content[".cpg"] = codec.replace("cp949", "CP949").encode()
    if ".prj" in content and not _is_text(content[".prj"]):
        del content[".prj"]
        notes.append("its .prj file is damaged, so its coordinate system is not known")
    if ".shx" not in content:
        raise Unreadable(f"{name} lacks its .shx file; zip all files of the Shapefile")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for ending, data in content.items():
            new.writestr(f"layer{ending}", data)
    part = _part(packed.getvalue(), name, None, limits)
    part.notes += notes
    if not part.numbers:
        raise Unreadable(f"{name} holds no feature; save the layer again with its features")
    return part


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _texts(dbf: bytes) -> bytes:
    """The records of a dBase file, a line each, so that an encoding can be found."""
    start, width = int.from_bytes(dbf[8:10], "little"), int.from_bytes(dbf[10:12], "little")
    if not width:
        return b""
    body = dbf[start : start + 20_000 * width]
    return b"\n".join(body[at : at + width].strip() for at in range(0, len(body), width))


def _layers(data: bytes, name: str) -> list[str]:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [str(layer) for layer in pyogrio.list_layers(data)[:, 0]]
        except _FAULTS as error:
            raise damaged(name) from error


def _part(data: bytes, name: str, layer: str | None, limits: Limits) -> Part:
    part: Part | None = None
    for meta, fids, geometry, columns in _pieces(data, name, layer, limits):
        if part is None:
            part = _headed(meta, name, limits)
            if geometry is not None:
                part.crs = _declared(meta["crs"])
        start = len(part.numbers)
        count = len(geometry) if geometry is not None else len(columns[0]) if columns else 0
        if start + count > limits.rows:
            raise too_many_rows(name, limits)
        found: dict[int, list[tuple[str | None, str]]] = {}
        lists = [
            _cells(column, field, kind, sub, found, limits)
            for column, field, kind, sub in zip(
                columns, part.columns, meta["ogr_types"], meta["ogr_subtypes"], strict=True
            )
        ]
        if geometry is not None:
            lost = _lost(data, layer, fids, geometry)
            part.geometries += _geometries(geometry, lost, found, limits)
        rows = list(zip(*lists, strict=True)) if lists else [()] * count
        for position, cells in enumerate(rows):
            part.add(start + position + 1, cells, found.get(position, ()))
    return part or Part(name, (), unit="feature")


def _headed(meta: dict[str, Any], name: str, limits: Limits) -> Part:
    if len(meta["fields"]) > limits.columns:
        raise too_many_columns(name, limits)
    names: dict[str, None] = {}
    for field in meta["fields"]:
        column = text(str(field), limits)[0] or "column without a name"
        while column in names:
            column += " (2)"
        names[column] = None
    return Part(name, tuple(names), unit="feature")


Piece = tuple[dict[str, Any], Any, Any, list[Any]]
"""What GDAL gives of some features: about the layer, their ids, WKB or None, and columns."""


def _pieces(data: bytes, name: str, layer: str | None, limits: Limits) -> Iterator[Piece]:
    """A layer whole; or, where a feature in it breaks the reading, in halves down to that feature.

    A feature that can't be read alone comes without its geometry, as ``b""``.
    """
    from pyogrio.errors import FeatureError, GeometryError

    waiting, tries = [(0, limits.rows + 1)], _TRIES
    while waiting:
        start, count = waiting.pop()
        tries -= 1
        try:
            yield _read(data, layer, start, count)
        except (FeatureError, GeometryError) as error:
            if count > 1 and tries > 0:
                total = _total(data, layer) if count > limits.rows else start + count
                half = max(1, (min(total, start + count) - start + 1) // 2)
                waiting += [(start + half, min(total, start + count) - start - half), (start, half)]
                waiting = [(at, most) for at, most in waiting if most > 0]
                continue
            if tries <= 0:
                raise _broken(name, error) from error
            yield _without_geometry(data, name, layer, start)
        except _FAULTS as error:
            raise _broken(name, error) from error


def _broken(name: str, error: Exception) -> Unreadable:
    why = " ".join(str(error).split())[:160]
    return Unreadable(f"{name} can't be read ({why}); save the layer again")


def _without_geometry(data: bytes, name: str, layer: str | None, start: int) -> Piece:
    try:
        meta, fids, _, columns = _read(data, layer, start, 1, geometry=False)
    except _FAULTS as error:
        raise _broken(name, error) from error
    return meta, fids, [b""], columns


def _total(data: bytes, layer: str | None) -> int:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return int(pyogrio.read_info(data, layer=layer, force_feature_count=True)["features"])


def _read(
    data: bytes, layer: str | None, start: int, count: int, *, geometry: bool = True
) -> Piece:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        meta, fids, shapes, columns = pyogrio.raw.read(
            data,
            layer=layer,
            force_2d=True,
            datetime_as_string=True,
            read_geometry=geometry,
            skip_features=start,
            max_features=count,
            return_fids=True,
        )
    return meta, fids, shapes, columns


def _cells(
    column: Any, name: str, kind: str, sub: str, wrong: dict[int, Any], limits: Limits
) -> list[Cell]:
    cells: list[Cell] = []
    for position, given in enumerate(column.tolist()):
        value: Any = given
        if isinstance(value, str):
            if kind in ("OFTDate", "OFTDateTime"):
                value = _moment(value, kind)
            else:
                value, advice = text(value, limits)
                if advice:
                    wrong.setdefault(position, []).append((name, advice))
        elif isinstance(value, float):
            if not math.isfinite(value):
                value = None
            elif kind.startswith("OFTInteger"):
                value = bool(value) if sub == "OFSTBoolean" else int(value)
        elif isinstance(value, bytes):
            value = None
        elif value is not None and not isinstance(value, bool | int):
            value = "; ".join(map(str, value)) if hasattr(value, "__iter__") else str(value)
        cells.append(value)
    return cells


def _moment(value: str, kind: str) -> Cell:
    try:
        moment = dt.datetime.fromisoformat(value.replace("/", "-"))
    except ValueError:
        return value
    return moment.date() if kind == "OFTDate" else moment


def _lost(data: bytes, layer: str | None, fids: Any, geometry: Any) -> set[int]:
    """Positions whose geometry GDAL left out though the GeoPackage has one: it can't be drawn."""
    blank = [position for position, shape in enumerate(geometry) if shape is None]
    if not blank or layer is None:
        return set()
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(data)
        (column,) = base.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
        ).fetchone()
        table, place = ('"' + word.replace('"', '""') + '"' for word in (layer, column))
        given = {
            fid
            for (fid,) in base.execute(f"SELECT rowid FROM {table} WHERE {place} IS NOT NULL")  # noqa: S608 quoted
        }
    except (sqlite3.Error, TypeError, UnicodeDecodeError):  # a view, which has no row ids
        return set()
    finally:
        base.close()
    return {position for position in blank if int(fids[position]) in given}


def _geometries(
    given: Any, lost: set[int], wrong: dict[int, list[tuple[str | None, str]]], limits: Limits
) -> list[bytes | None]:
    import numpy as np
    import shapely

    shapes = shapely.from_wkb(given, on_invalid="ignore")
    missing = shapely.is_missing(shapes)
    counts = shapely.get_num_coordinates(shapes)
    bounds = np.abs(shapely.bounds(shapes))
    far = ~missing & (counts > 0) & ~(bounds < _BEYOND).all(axis=1)
    found: list[bytes | None] = []
    for position, shape in enumerate(given):
        advice, kept = None, shape
        if position in lost or (missing[position] and shape is not None):
            advice = "has a geometry that can't be drawn; draw it again"
        elif shape is None or not counts[position]:
            kept = None
        elif counts[position] > limits.points:
            advice = too_many_points(limits)
        elif far[position]:
            advice = "has a coordinate that is on no map; draw it again"
        if advice:
            wrong.setdefault(position, []).append((None, advice))
            kept = None
        found.append(kept)
    return found


def _declared(crs: Any) -> str | None:
    """The CRS that a layer declares; the placeholders of GeoPackage for "not known" are None."""
    if not crs or "undefined" in str(crs).lower():
        return None
    return str(crs)
