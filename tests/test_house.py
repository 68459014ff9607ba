"""House style: what the file may say, what is refused with which sentence, and where it shows."""

import pickle
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import server
from geo.colour import contrast
from geo.document import document
from geo.pictures.card import card
from geo.pictures.picture import picture
from geo.publishing import dress, site
from geo.publishing.house import PLAIN, HouseError, read, styled
from geo.publishing.kit import Wish, kit
from geo.select import select
from geo.selection import Selection, vocabulary
from geo.tabs import reader
from tests.conftest import LAOS

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = DOCS / "house-style.toml"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def example():
    return read(EXAMPLE)


@pytest.fixture(scope="module")
def html(atlas, example):
    return document(atlas, LAOS, house=example, langs=("en", "ko"))


def refused(text, folder=DOCS):
    with pytest.raises(HouseError) as error:
        styled(tomllib.loads(text), folder)
    return str(error.value)


def test_without_a_house_nothing_changes(atlas):
    assert document(atlas, LAOS) == document(atlas, LAOS, house=styled({}, DOCS))
    assert dress.css(PLAIN) == dress.slot(PLAIN) == ""
    public = atlas.public()
    shown = select(public, LAOS)
    plain = picture(public, shown, LAOS)
    assert plain == picture(public, shown, LAOS, house=styled({}, DOCS))


def test_weak_contrast_names_field_value_ratio_and_need():
    told = refused('[light]\nescape = "#9fd0e8"')
    assert "light.escape: #9fd0e8" in told
    assert f"{contrast('#9fd0e8', '#f5f2eb'):.2f}:1" in told
    assert "3:1 is needed" in told
    told = refused('[light]\nink = "#8a8a8a"')
    assert "light.ink: #8a8a8a" in told
    assert "4.5:1 is needed" in told


def test_a_land_on_which_the_atlas_own_marks_vanish_is_refused():
    told = refused('[light]\nland = "#7d7d7d"')
    assert "light.land #7d7d7d" in told
    assert "the atlas's own" in told


def test_every_text_on_the_ground_can_be_read(example):
    for ground in example.grounds.values():
        assert contrast(ground["country"], ground["land"]) >= 4.5
        assert contrast(ground["water"], ground["sea"]) >= 4.5
        assert contrast(ground["ink"], ground["paper"]) >= 4.5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[light]\nink = "red"', "light.ink: 'red' is no colour"),
        ('[light]\nink = "#fff;}body{display:none"', "light.ink"),
        ('[light]\npaper = "#ffffff\\n"', "light.paper"),
        ("[light]\nink = 7", "light.ink: 7"),
        ('[dark.kinds]\narest = "#ffffff"', "dark.kinds.arest is not known"),
        ('[fonts]\ntext = "A\\", url(x); } * { color: red"', "fonts.text"),
        ('[fonts]\ntext = "</style><script>alert(1)</script>"', "fonts.text"),
        ('radius = "4px"', "radius: '4px'"),
        ("radius = 400", "radius: 400"),
        ("radius = true", "radius: True"),
        ('[names]\n"East See" = "x"', "names.East See: the map has no such place"),
        ('[names]\neast-sea = ""', "is empty"),
        ('[names]\neast-sea = {xx = "x"}', "no such language"),
        ('[logo]\nfile = "../README.md"\nalt = "x"', "logo.file"),
        ('[logo]\nfile = "/etc/x.svg"\nalt = "x"', "logo.file"),
        ('[logo]\nfile = "house-logo.svg"', "logo.alt is missing"),
        ('credit = "a\\nb"', "credit"),
        ('color = "#ffffff"', "color is not known"),
    ],
)
def test_what_is_refused(text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        b"\x89PNG not one",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<html/>",
    ],
)
def test_a_logo_that_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "logo.svg").write_bytes(content)
    assert "is no picture" in refused('[logo]\nfile = "logo.svg"\nalt = "x"', tmp_path)
    (tmp_path / "logo.svg").write_bytes(b"<svg>" + b" " * 200_000)
    assert "200 kB" in refused('[logo]\nfile = "logo.svg"\nalt = "x"', tmp_path)


def test_the_file_is_named_in_what_goes_wrong(tmp_path):
    path = tmp_path / "style.toml"
    with pytest.raises(HouseError, match=r"style\.toml cannot be read"):
        read(path)
    path.write_text("radius = ")
    with pytest.raises(HouseError, match=r"style\.toml is not TOML"):
        read(path)


@pytest.mark.parametrize("dark", [False, True])
def test_the_document_wears_it(open_document, html, example, dark):
    page = open_document(html, dark=dark).page
    theme = "dark" if dark else "light"

    def colour(selector, name):
        script = "([s, n]) => getComputedStyle(document.querySelector(s)).getPropertyValue(n)"
        return page.evaluate(script, [selector, name]).strip()

    assert colour("body", "--accent") == example.given[theme]["accent"]
    assert colour(".atlas", "--map-land") == example.given[theme]["land"]
    assert "Georgia" in colour("h1", "font-family")
    seen = page.locator(".house img:visible")
    assert seen.count() == 1
    assert seen.get_attribute("alt") == "The Example Post"
    assert page.evaluate("document.querySelector('.house img').naturalWidth") > 0
    assert page.inner_text(".house p") == "Graphic: The Example Post"
    key = "dark" if dark else "color"
    escape = example.marks["route"]["escape"][key]
    drawn = "() => getComputedStyle(document.querySelector('.route')).getPropertyValue('--own')"
    assert page.evaluate(drawn).strip() == escape


def test_contested_names_are_the_houses_own(atlas, example, open_document, html):
    page = open_document(html).page
    script = "() => JSON.parse(document.getElementById('atlas-data').textContent).languages"
    tables = page.evaluate(script)
    assert tables["en"]["vocab"]["sea"]["east-sea"] == "Sea of Japan (East Sea)"
    assert tables["ko"]["vocab"]["sea"]["east-sea"] == "동해"
    public = atlas.public()
    everything = Selection(view="40,134,5.5")
    drawn = picture(public, select(public, everything), everything, house=example)
    assert "Sea of Japan (East Sea)" in drawn
    plain = picture(public, select(public, everything), everything)
    assert "East Sea / Sea of Japan" in plain
    assert "Sea of Japan (East Sea)" not in plain


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("draw", [picture, card])
def test_pictures_wear_it(atlas, example, theme, draw):
    public = atlas.public()
    root = ET.fromstring(draw(public, select(public, LAOS), LAOS, theme=theme, house=example))
    logo = next(root.iter(f"{SVG}image"))
    assert logo.get("href").startswith("data:image/svg+xml;base64,")
    assert logo.get("aria-label") == "The Example Post"
    style = next(root.iter(f"{SVG}style")).text
    assert f"fill:{example.given[theme]['land']}" in style
    assert f".still .escape{{color:{example.given[theme]['escape']}}}" in style
    assert '"Noto Sans"' in style
    assert "Graphic: The Example Post" in " ".join(each.text or "" for each in root.iter())


def test_nothing_in_it_can_break_out(atlas):
    hostile = '</aside><script>alert(1)</script>"&'
    house = styled({"credit": hostile, "names": {"east-sea": hostile}}, DOCS)
    text = document(atlas, Selection(), house=house)
    assert "<script>alert(1)" not in text
    public = atlas.public()
    ET.fromstring(picture(public, select(public, Selection()), Selection(), house=house))


def test_a_kit_wears_it(atlas, example):
    files = kit(atlas, Wish(LAOS, house=example))
    for name in ("map.html", "map.svg"):
        assert re.search(example.given["light"]["land"], files[name].decode())


def test_many_maps_name_it_once_or_for_themselves(tmp_path, atlas):
    other = tmp_path / "other.toml"
    other.write_text("radius = 9", encoding="utf-8")
    for name in ("house-style.toml", "house-logo.svg", "house-logo-dark.svg", "house-pin.toml"):
        (tmp_path / name).write_bytes((DOCS / name).read_bytes())
    path = tmp_path / "maps.toml"
    path.write_text(
        'house = "house-style.toml"\n[[map]]\nname = "a"\npin = "house-pin.toml"\n'
        '[[map]]\nname = "b"\nhouse = "other.toml"\n[[map]]\nname = "c"\npin = "none.toml"\n',
        encoding="utf-8",
    )
    found = site.read(path, vocabulary(atlas))
    assert found.wishes["a"].house.credit == "Graphic: The Example Post"
    assert len(found.wishes["a"].pin.notes) == 2
    assert found.wishes["b"].house.radius == 9
    assert "none.toml cannot be read" in found.wrong["c"]
    assert pickle.loads(pickle.dumps(found.wishes["a"])) == found.wishes["a"]


def test_the_app_and_what_it_serves_take_it_from_the_environment(monkeypatch, atlas, example):
    monkeypatch.setenv("ROUTES_ATLAS_HOUSE", str(EXAMPLE))
    assert reader.house() == example
    client = TestClient(Starlette(routes=server.routes(Path("data"), reader.house())))
    plain = TestClient(Starlette(routes=server.routes(Path("data"))))
    answer = client.get(f"/map.html?{LAOS.query()}")
    assert answer.text == document(atlas, LAOS, house=example)
    assert answer.headers["etag"] != plain.get(f"/map.html?{LAOS.query()}").headers["etag"]
    monkeypatch.delenv("ROUTES_ATLAS_HOUSE")
    assert reader.house() == PLAIN
