"""Whose map it is: licence and thanks that hold for the records that a map shows, and no others."""

import json
import re
from dataclasses import replace

import pytest

from geo import changelog
from geo.document import document
from geo.publishing.house import PLAIN
from geo.publishing.kit import Wish, kit
from geo.select import select
from geo.selection import Selection
from geo.words import t

LICENCE = t("meta.licence")


@pytest.fixture(scope="module")
def texts(atlas):
    """What the files of a kit say, by name, for an atlas changed in some ways."""

    def made(house=PLAIN, **changes) -> dict[str, str]:
        wish = Wish(Selection(layer=("detention_sites",)), langs=("en",), house=house)
        files = kit(replace(atlas, **changes), wish)
        return {name: x.decode() for name, x in files.items() if not name.endswith(".png")}

    return made


def meta(document: str) -> dict:
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', document, re.DOTALL)
    return json.loads(found[1])["meta"]


def visible(name: str, text: str) -> str:
    """What a file says of its records: not its words for others, scripts, and what made it."""
    text = text.replace("Records that are not the Routes Atlas's own", "")
    text = re.sub(r"<script.*?</script>|<meta name=.generator.[^>]*>", "", text, flags=re.DOTALL)
    return "" if name == "sources.csv" else text


def test_the_fact_base_is_under_its_licence(atlas, texts):
    files = texts()
    assert meta(files["map.html"])["licensed"]
    for name in ("map.html", "map.svg", "data.geojson", "embed.html", "README.md"):
        assert LICENCE in files[name], name


def test_records_of_others_get_no_licence_of_ours(texts):
    files = texts(licensed=False)
    assert not meta(files["map.html"])["licensed"]
    for name in ("map.svg", "data.geojson", "embed.html", "README.md"):
        assert LICENCE not in files[name], name
    assert "as whoever publishes this map says" in files["README.md"]


def test_records_of_others_are_never_the_atlas_s(texts):
    files = texts(licensed=False)
    for name, text in files.items():
        assert t("meta.title") not in visible(name, text), name
        assert t("meta.credit") not in visible(name, text), name
    assert meta(files["map.html"])["title"] == "Detention sites"
    assert files["citation.txt"].startswith("“Detention sites”. ")
    assert "publisher" not in json.loads(files["citation.json"])[0]
    files = texts(licensed=False, house=replace(PLAIN, credit="The Example Post"))
    assert "The Example Post, data of" in files["citation.txt"]
    assert json.loads(files["citation.json"])[0]["publisher"] == "The Example Post"


def test_surveys_are_thanked_where_a_site_stands_by_them(atlas, texts):
    assert "HRNK" in texts()["map.svg"]
    sites = atlas.layers["detention_sites"].copy()
    sites["coord_source"] = "GeoNames"
    files = texts(layers={**atlas.layers, "detention_sites": sites})
    assert "HRNK" not in files["map.svg"]
    assert "HRNK" not in files["README.md"]
    assert not meta(files["map.html"])["facilities"]


def test_a_document_without_sites_thanks_no_survey(atlas):
    few = Selection(layer=("routes",))
    assert select(atlas, few).counts.get("detention_sites", 0) == 0
    assert not meta(document(atlas, few))["facilities"]


def test_the_changelog_says_the_licence_before_its_first_entry():
    line = "Licence: our wording is CC BY 4.0.\n"
    dated = "## 2026-01-01, version 0123456789\n\n"
    assert changelog.licensed(changelog.entries(f"{changelog.HEAD}\n{line}\n{dated}News.\n"))
    assert not changelog.licensed(changelog.entries(f"{changelog.HEAD}\n{dated}{line}"))
    assert not changelog.licensed(changelog.entries(changelog.HEAD))
