"""The tables beside the layers: yearly figures, the gazetteer, names of towns."""

from __future__ import annotations

from geo.schema import Field

YEARLY: tuple[Field, ...] = (
    Field("id", "id", "stable id", "arrivals-south-korea-1999-2001", required=True),
    Field("series", "text", "what is counted, with what it may be joined", "arrivals_south_korea"),
    Field("period", "date", "year or period", "1999/2001"),
    Field("year", "integer", "the year, where the period is one", 2003),
    Field("value", "number", "the figure", 1043),
    Field("value_min", "integer", "lowest figure where the source gives a range", 30000),
    Field("value_max", "integer", "highest figure where the source gives a range", 50000),
    Field("women", "integer", "of them women", 478),
    Field("men", "integer", "of them men", 565),
    Field("measure", "text", "what exactly is counted", "people forcibly returned"),
    Field("estimator", "text", "whose estimate it is", "Ministry of Unification"),
    Field("scope", "text", "place or group that is counted", "China"),
    Field("from_china", "integer", "of them by way of China", 100),
    Field("share_china_percent", "number", "share that came by way of China, in percent", 95.5),
    Field("by_place", "text", "figures by place, as the source gives them", "Jilin 10"),
    Field("is_total", "boolean", "true where the figure is the series' total", True),
    Field("is_part_year", "boolean", "true where the year is not complete", False),
    Field("computed", "boolean", "true where we added or divided the sources' numbers", False),
    Field("contained_in", "text", "period of another row that includes this one", "1999/2001"),
    Field("sources", "sources", "works that the figure rests on", ["mou-2020"]),
    Field("notes", "text", "editor's note", "Three years together."),
)
"""Fields of ``yearly.csv``."""

GAZETTEER: tuple[Field, ...] = (
    Field("place", "text", "romanised name", "Yanji", required=True),
    Field("country", "country", "country", "CHN"),
    Field("lon", "number", "longitude, decimal degrees, WGS 84", 129.50241),
    Field("lat", "number", "latitude, decimal degrees, WGS 84", 42.88825),
    Field("precision", "term", "what its point stands for", "town", vocabulary="precision"),
    Field("name_local", "text", "name in a local script", "延吉"),
    Field("coord_source", "text", "where the point comes from", "GeoNames 2033403 (Yanji)"),
)
"""Fields of ``gazetteer.json``."""

NAMES: tuple[Field, ...] = (
    Field("place", "text", "romanised name, as in the gazetteer", "Yanji", required=True),
    Field("language", "text", "language of the name", "ko", required=True),
    Field("name", "text", "the name", "옌지", required=True),
)
"""A town's name in one language: ``names.json``."""
