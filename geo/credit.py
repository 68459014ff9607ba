"""Who made a map, from which data, under which licence: the lines below it."""

from __future__ import annotations

from geo import dates
from geo.atlas import Atlas
from geo.schema import LAYERS
from geo.select import Shown
from geo.words import label, t

_SURVEYS = ("HRNK", "NKPD", "NKDB")
"""Surveys that found out where facilities in North Korea lie; NKPD is that of Korea Future."""


def credit(atlas: Atlas, lang: str = "en") -> list[str]:
    """Version and day of the data; the atlas's name and licence where the data say so."""
    parts = [
        maker(atlas, lang=lang),
        t("panel.version", lang, version=atlas.version) if atlas.version else "",
        t("panel.as_of", lang, date=dates.say(atlas.as_of, lang)) if atlas.as_of else "",
        t("meta.licence", lang) if atlas.licensed else "",
    ]
    return [part for part in parts if part]


def maker(atlas: Atlas, own: str = "", lang: str = "en") -> str:
    """Who answers for the records: the atlas for its own, else whoever they say, ``own``."""
    return t("meta.credit", lang) if atlas.licensed else own


def title(atlas: Atlas, shown: Shown, lang: str = "en") -> str:
    """What a map is called that nobody called anything: of records of others, their layers."""
    if atlas.licensed:
        return t("meta.title", lang)
    names = [label("layer", name, lang) for name in LAYERS if shown.counts.get(name)]
    return t("say.comma", lang).join(names) or t("say.nothing", lang)


def attribution(shown: Shown, lang: str = "en") -> list[str]:
    """Whose towns, basemap and facilities a map shows."""
    keys = ["towns", "basemap", *(["sites"] if facilities(shown) else [])]
    return [t(f"meta.attribution.{key}", lang) for key in keys]


def facilities(shown: Shown) -> bool:
    """Whether any detention site shown stands where one of these surveys says."""
    told = shown.layers["detention_sites"]["coord_source"]
    return any(name in (said or "") for said in told for name in _SURVEYS)
