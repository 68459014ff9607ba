"""Tables to begin with: made-up samples with a few errors in them, and templates of headings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from geo.formats import table

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "incidents": (
        *("date", "title", "summary", "kind", "place", "country", "lat", "lon", "people"),
        *("people_died", "people_returned", "women", "children", "outcome", "routes"),
    ),
    "routes": (
        *("name", "kind", "summary", "active_from", "active_to", "countries", "waypoints", "wkt"),
        *("mode", "risks", "source_confidence"),
    ),
    "crossings": (
        *("name", "name_local", "type", "countries", "river", "official", "precision", "lat"),
        *("lon", "used_for", "role"),
    ),
    "countries": (
        *("iso3", "name", "role", "refugee_convention_1951", "convention_year"),
        *("protocol_1967_year", "cat_party", "policy_summary", "wkt"),
    ),
    "detention_sites": (
        *("name", "type", "operator", "country", "admin1", "place", "lat", "lon", "status"),
        *("active_from", "active_to", "role", "capacity_or_population"),
    ),
}
"""What the columns of a template are, by layer; those of the source follow."""

SOURCE = ("source_publisher", "source_title", "source_published", "source_url", "notes")

SAMPLES = ("incidents", "detention_sites", "crossings")
"""Layers of which there is a sample."""


def sample(layer: str) -> bytes:
    """Made-up rows of a layer as CSV: published towns, invented titles, and some slips to mend."""
    return resources.files(__package__).joinpath("samples", f"{layer}.csv").read_bytes()


def template(layer: str) -> bytes:
    """The headings of a layer's table as CSV, nothing below them."""
    return "".join(table.write_csv([*TEMPLATES[layer], *SOURCE], ())).encode()
