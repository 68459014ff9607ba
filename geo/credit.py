"""Who made a map, from which data, under which licence: the lines below it."""

from __future__ import annotations

from geo import dates
from geo.atlas import Atlas
from geo.select import Shown
from geo.words import t


def credit(atlas: Atlas, lang: str = "en") -> list[str]:
    """Name, version and day of the data, and its licence; a private atlas has none of ours."""
    parts = [
        t("meta.credit", lang),
        t("panel.version", lang, version=atlas.version) if atlas.version else "",
        t("panel.as_of", lang, date=dates.say(atlas.as_of, lang)) if atlas.as_of else "",
        "" if atlas.private else t("meta.licence", lang),
    ]
    return [part for part in parts if part]


def attribution(shown: Shown, lang: str = "en") -> list[str]:
    """Whose towns, basemap and facilities a map shows."""
    keys = ["towns", "basemap", *(["sites"] if shown.counts.get("detention_sites") else [])]
    return [t(f"meta.attribution.{key}", lang) for key in keys]
