"""A selection in the formats that other programs read: CSV, GeoJSON, GeoPackage, KML.

All of it passes the gate first. The same data give the same bytes; a GeoPackage holds the number of
the SQLite that wrote it, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd

from geo.atlas import Atlas
from geo.document import EmptySelection
from geo.formats import geojson, kml, table
from geo.formats.package import package
from geo.publishing import cite
from geo.schema import LAYERS
from geo.select import Shown, say, select
from geo.selection import Selection
from geo.words import t

ENDINGS = (".csv", ".geojson", ".gpkg", ".kml")
"""Endings of the files that can be made."""


def files(
    atlas: Atlas, selection: Selection, path: Path, *, title: str | None = None, lang: str = "en"
) -> Iterator[tuple[Path, str | bytes]]:
    """The files of a selection by the ending of ``path``, each with its text or bytes.

    There is one, but beside a CSV a second with the works, as a table has no room for them:
    ``x.csv`` and ``x.sources.csv``. Raises ``EmptySelection`` where nothing is shown.
    """
    atlas = atlas.public()
    shown = select(atlas, selection)
    sentence = say(shown, selection, atlas, lang)
    if not any(shown.counts.values()):
        raise EmptySelection(sentence)
    works = cite.works(shown.layers, atlas.sources)
    ending = path.suffix.lower()
    if ending == ".csv":
        yield path, "".join(_csv(shown.layers))
        beside = path.with_name(f"{path.stem}.sources{path.suffix}")
        yield beside, "".join(table.works_csv_lines(works))
    elif ending == ".geojson":
        yield path, "".join(_geojson(atlas, shown, works))
    elif ending == ".gpkg":
        yield path, package(shown.layers, works, atlas.as_of)
    else:
        by_id = {str(work["id"]): work for work in works}
        about = kml.about(
            sentence, atlas.version, atlas.as_of, t("meta.licence") if atlas.licensed else ""
        )
        yield path, kml.document(title or sentence, about, shown.layers, by_id, lang)


def _csv(layers: Mapping[str, gpd.GeoDataFrame]) -> Iterator[str]:
    """One layer with its own fields alone, several with all fields and the layer's name."""
    full = [name for name, rows in layers.items() if len(rows)]
    if len(full) == 1:
        lines = full[0] in ("routes", "crossings")
        return table.csv_lines(full[0], layers[full[0]], lines=lines)
    return table.all_csv_lines(layers, lines=True)


def _geojson(atlas: Atlas, shown: Shown, works: list[cite.Work]) -> Iterator[str]:
    about = {
        "version": atlas.version,
        "as_of": atlas.as_of,
        **({"license": t("meta.licence")} if atlas.licensed else {}),
        "sources": works,
    }
    features = (
        {**feature, "properties": {"layer": name, **feature["properties"]}}
        for name in LAYERS
        for feature in table.features(name, shown.layers[name])
    )
    return geojson.lines(features, about)
