"""Records as one GeoPackage: a layer a layer, and a table of the works that they rest on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import geopandas as gpd

from geo.formats.table import records
from geo.schema import LAYERS
from geo.store import geopackage, gpkg
from geo.store.tables import TABLES

Record = Mapping[str, Any]


def package(layers: Mapping[str, gpd.GeoDataFrame], works: Iterable[Record], day: str) -> bytes:
    """Public records and their works as the bytes of a GeoPackage, in EPSG:4326.

    Layers without records are left out. Fields, types and vocabularies are those of the schema, as
    in a store; ``day`` (YYYY-MM-DD) is when the data last changed. The same records give the same
    bytes with the same version of SQLite, whose number stands in the file.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA application_id = {gpkg.APPLICATION}")
        database.execute(f"PRAGMA user_version = {gpkg.EDITION}")
        database.execute("BEGIN")
        gpkg.functions(database)
        gpkg.begin(database)
        for name in LAYERS:
            found = [_parted(dict(record)) for record in records(name, layers[name])]
            if found:
                gpkg.create(database, TABLES[name], day)
                geopackage.insert(database, TABLES[name], found)
                gpkg.extent(database, name)
        gpkg.create(database, TABLES["sources"], day)
        geopackage.insert(database, TABLES["sources"], [(dict(work), None) for work in works])
        database.execute("COMMIT")
        return database.serialize()


def _parted(record: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    geometry = record.pop("geometry")
    return record, geometry
