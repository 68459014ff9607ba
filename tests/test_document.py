"""The document as text: same bytes, one policy, only what was selected, text from data as text."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import noscript, style
from geo.basemap import load, reduced
from geo.block import COMPUTED, _column
from geo.dates import say as say_date
from geo.document import ASSETS, SCRIPTS, STYLES, EmptySelection, document
from geo.polyline import encode
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection, vocabulary

ARTICLE = "from=2013&to=2013&route=southeast-asia-laos"


def made(atlas, query="", **options):
    return document(atlas, Selection.parse(query, vocabulary(atlas))[0], **options)


def block_of(html):
    return json.loads(html.partition('id="atlas-data">')[2].partition("</script>")[0])


def column(layer, name):
    """A column of a layer as its values, whichever form it was written in."""
    found = layer["columns"].get(name, {"all": None})
    if isinstance(found, list):
        return found
    if "all" in found:
        return [found["all"]] * layer["length"]
    return [found["of"][n] for n in found["at"]]


@pytest.fixture(scope="module")
def whole(atlas):
    return made(atlas)


@pytest.fixture(scope="module")
def article(atlas):
    return made(atlas, ARTICLE)


def test_nothing_in_it_asks_for_anything(whole):
    markup = re.sub(r"(?s)<script.*?</script>", "", whole)
    assert not re.search(r"(?i)\b(src|srcset|action|formaction|poster|data)\s*=", markup)
    assert not re.search(r"(?i)<(link|img|iframe|object|embed|base|form)\b", markup)
    assert not re.search(r"(?i)\bon[a-z]+\s*=", markup)
    assert "@import" not in markup
    assert "url(" not in markup


def test_the_policy_names_exactly_its_scripts(whole):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', whole)[1]
    scripts = re.findall(r"(?s)<script>(.*?)</script>", whole)
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in scripts
    }
    directives = dict(d.strip().split(" ", 1) for d in policy.replace("&#x27;", "'").split(";"))
    assert set(directives.pop("script-src").split()) == hashes
    assert directives == {
        "default-src": "'none'",
        "img-src": "data: blob:",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_no_storage_and_no_cookies(whole):
    for script in re.findall(r"(?s)<script>(.*?)</script>", whole)[1:]:
        for name in ("localStorage", "sessionStorage", "indexedDB", ".cookie", "innerHTML",
                     "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(",
                     "XMLHttpRequest", "sendBeacon", "WebSocket"):  # fmt: skip
            assert name not in script, name


def test_every_script_and_style_is_used():
    assert sorted((*SCRIPTS, "story", "pins")) == sorted(path.stem for path in ASSETS.glob("*.js"))
    assert sorted((*STYLES, "story", "pins", *noscript.STYLES)) == sorted(
        path.stem for path in ASSETS.glob("*.css")
    )


def test_a_selection_holds_its_records_and_no_other(atlas, article):
    shown = select(atlas, Selection.parse(ARTICLE, vocabulary(atlas))[0])
    values = block_of(article)
    for name, rows in shown.layers.items():
        layer = LAYERS[name]
        assert column(values["layers"][name], layer.key) == list(rows[layer.key])
        left_out = atlas.layers[name].drop(rows.index)
        # A country's name stands on its place on the map, whatever is selected.
        for title in left_out[layer.title] if name != "countries" else ():
            named = title in (r["name"] for r in values["routes"].values())
            assert named or json.dumps(title, ensure_ascii=False)[1:-1] not in article, title
        told = "summary" if "summary" in left_out else "notes"
        for text in set(left_out[told].dropna()) - set(rows[told].dropna()):
            assert json.dumps(text, ensure_ascii=False)[1:-1] not in article
    cited = {row[1] for row in values["sources"]["rows"]}
    unused = [w["title"] for w in atlas.sources.values() if w["title"] not in cited]
    assert len(unused) > 500
    assert not [title for title in unused if len(title) > 30 and f'"{title}"' in article]


def test_whole_holds_everything_and_opens_in_the_selection(atlas):
    values = block_of(made(atlas, ARTICLE, whole=True))
    assert {n: layer["length"] for n, layer in values["layers"].items()} == {
        name: len(rows) for name, rows in atlas.layers.items()
    }
    assert (values["base"], values["opening"]) == ("", ARTICLE)


def test_an_empty_selection_is_refused(atlas):
    with pytest.raises(EmptySelection, match="Nothing is shown — “zzzz”"):
        made(atlas, "words=zzzz")
    assert made(atlas, "words=zzzz", whole=True)


def test_restricted_records_are_in_no_byte(atlas):
    rows = atlas.layers["incidents"].copy()
    chosen = rows.index[rows["id"] == "2013-05-laos-nine"][0]
    rows.loc[chosen, "sensitivity"] = "restricted"
    layers = dict(atlas.layers) | {"incidents": rows}
    html = made(type(atlas)(layers=layers, sources=atlas.sources, version="v"))
    assert rows.loc[chosen, "title"] not in html
    assert "2013-05-laos-nine" not in html
    assert block_of(html)["layers"]["incidents"]["length"] == len(rows) - 1


def test_the_same_input_gives_the_same_bytes(whole, tmp_path):
    root = Path.cwd()
    code = (
        "import sys; from geo.__main__ import main; "
        f"sys.exit(main(['export', '-o', 'map.html', '--data', {str(root / 'data')!r}]))"
    )
    for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
        assert (tmp_path / "map.html").read_text("utf-8") == whole


HOSTILE = [
    "{{ 7*7 }}", "{% raw %}", "{#", "</script><script>boom()</script>", "<!--<script>",
    "<img src=x onerror=boom()>", "${1}", "`", "\u2028\u2029", "javascript:boom()", "]]>", "연길",
    "&lt;b&gt;", "$title", "'\"", "\\u003c",
]  # fmt: skip


PIECES = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs",)))
TEXTS = st.lists(PIECES, min_size=1).map(lambda pieces: "".join(pieces) or "-")


@given(st.lists(TEXTS, min_size=4, max_size=8))
@settings(max_examples=25)  # documents; of texts it is a hundred and more
def test_hostile_text_comes_back_verbatim(atlas_of, texts):
    html = document(atlas_of(texts), Selection(), title=texts[0])
    scripts = re.findall(r"(?s)<script[^>]*>(.*?)</script>", html)
    assert len(scripts) == 3
    values = block_of(html)
    for name in ("title", "summary", "place", "notes"):
        assert column(values["layers"]["incidents"], name) == texts
    assert values["meta"]["title"] == texts[0]
    assert "<script>boom" not in html
    assert "<img" not in html


@pytest.fixture(scope="module")
def atlas_of(atlas):
    def make(texts):
        changed = atlas.layers["incidents"].iloc[[0] * len(texts)].reset_index(drop=True)
        changed["id"] = [f"made-up-{n}" for n in range(len(texts))]
        for name in ("title", "summary", "place", "notes"):
            changed[name] = texts
        layers = {n: rows.iloc[:0] for n, rows in atlas.layers.items()} | {"incidents": changed}
        return type(atlas)(layers=layers, sources=atlas.sources, version="v", as_of="2026-11-21")

    return make


def luminance(color):
    values = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", [*style.KINDS, *style.ROUTES])
def test_marks_stand_out_from_the_land(name):
    mark = (style.KINDS | style.ROUTES)[name]
    lands = [style.LAND, *(role["color"] for role in style.ROLES.values())]
    darks = [style.LAND_DARK, *(role["dark"] for role in style.ROLES.values())]
    for land in lands:
        assert contrast(mark["color"], land) >= 3, (name, land)
    for land in darks:
        assert contrast(mark["dark"], land) >= 3, (name, land)


def test_kinds_differ_in_shape_and_colour():
    assert len({mark["shape"] for mark in style.KINDS.values()}) == len(style.KINDS)
    assert len({mark["color"] for mark in style.KINDS.values()}) == len(style.KINDS)


def test_a_coarser_basemap_keeps_its_countries_and_meets_at_borders():
    from shapely import Point

    full = load()
    small = reduced(full, Point(129.5, 42.9).buffer(1))
    assert len(json.dumps(small)) < len(json.dumps(full)) / 2
    names = {x["id"] for x in small["objects"]["countries"]["geometries"]}
    assert {"CHN", "PRK", "KOR", "LAO", "THA", "JPN", "MNG"} <= names
    used = set()

    def walk(value):
        if isinstance(value, int):
            used.add(~value if value < 0 else value)
        else:
            for item in value:
                walk(item)

    for collection in small["objects"].values():
        for geometry in collection["geometries"]:
            walk(geometry.get("arcs", []))
    assert used == set(range(len(small["arcs"])))
    ends = [tuple(map(sum, zip(*points, strict=True))) for points in small["arcs"]]
    starts = {tuple(arc[0]) for arc in small["arcs"]}
    assert all(end in starts for end in ends), "an arc ends where no other begins"


def test_polylines_are_the_known_format():
    # The example of the format's own documentation, longitude and latitude swapped as there.
    assert encode([(3850000, -12020000), (4070000, -12095000), (4325200, -12645300)]) == (
        "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    )


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_no_computed_column_hides_a_field(layer):
    assert not {f.name for f in layer.fields} & set(COMPUTED)


def test_the_land_of_the_map_is_the_land_that_marks_are_measured_on():
    css = (ASSETS / "map.css").read_text("utf-8")
    assert set(re.findall(r"--map-land: (#\w+);", css)) == {style.LAND, style.LAND_DARK}


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (["a", "b", "c"], ["a", "b", "c"]),
        (["a", "a", "a"], {"all": "a"}),
        (["a", "b", "a", "a"], {"of": ["a", "b"], "at": [0, 1, 0, 0]}),
        ([1, True, 1, True], {"of": [1, True], "at": [0, 1, 0, 1]}),
        ([None, "a", None, None], {"of": [None, "a"], "at": [0, 1, 0, 0]}),
        ([[1, 2], [1, 2], [3], [1, 2]], {"of": [(1, 2), (3,)], "at": [0, 0, 1, 0]}),
        ([[["x"]], [["x"]]], [[["x"]], [["x"]]]),
    ],
)
def test_a_column_takes_its_shortest_form(values, written):
    assert _column(values) == written


def test_dates_read_the_same_whether_python_or_the_document_says_them(atlas, open_document):
    plain = sorted(
        {d for d in atlas.layers["incidents"]["date"].dropna() if "/" not in d and d[-1].isdigit()}
    )
    opened = open_document(document(atlas, Selection(layer=("incidents",), kind=("policy",))))
    assert opened.frame.evaluate("dates => dates.map(RoutesAtlas.dates.say)", plain) == [
        say_date(date) for date in plain
    ]
