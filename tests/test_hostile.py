"""Hostile text in every field of every layer: shown verbatim, in an export, and nothing runs."""

import json
from pathlib import Path

import pytest

from geo.document import document
from geo.formats.geojson import dumps
from geo.reading import read
from geo.schema import LAYERS, SOURCE_FIELDS
from geo.selection import Selection

PAYLOADS = [
    "{{ 7*7 }} {{ cycler.__init__.__globals__.os.system('boom') }} {% raw %} {#",
    "</script><script>boom()</script><!--<script>",
    "<img src=x onerror=boom()><svg onload=boom()>\u2028\u2029${boom()} `boom()`",
    "javascript:boom() =cmd|'/c calc'!A1 [x](javascript:boom()) 연길 \u202e\u0007",
]
ALARM = "window.boomed = []; window.boom = (why) => { window.boomed.push(String(why)); }; 0"


def poisoned(field, payload, where):
    """A value for a text field that says where it stands."""
    return f"{payload} ·{where}{field.name}·"


def poison(record, fields, payload, where=""):
    changed = dict(record)
    for f in fields:
        if f.inner:
            items = changed[f.name] or []
            changed[f.name] = [
                poison(item, f.inner, payload, f"{where}{f.name}{n}.")
                for n, item in enumerate(items)
            ]
        elif f.kind == "text" and f.name not in ("mode", "with"):
            changed[f.name] = poisoned(f, payload, where)
    return changed


@pytest.fixture(params=range(len(PAYLOADS)))
def hostile(request, atlas, tmp_path):
    """A data folder with one record a layer, read as any other."""
    payload = PAYLOADS[request.param]
    work = next(w for w in atlas.sources.values() if w["url"])
    work = poison(work, SOURCE_FIELDS, payload, "source.") | {"id": "w"}
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "sources.json").write_text(json.dumps([work]), "utf-8")
    ids = {"incidents": "2013-05-laos-nine", "routes": "southeast-asia-laos"}
    for name, layer in LAYERS.items():
        found = json.loads(Path("data", layer.file).read_text("utf-8"))["features"]
        feature = next(f for f in found if ids.get(name, f["id"]) == f["id"])
        record = poison(feature["properties"], layer.fields, payload) | {"sources": ["w"]}
        if name in ("incidents", "routes"):
            record["id"] = f"{payload} {name}"
        for f in layer.of_kind("ids", "id"):
            if f.refers:
                record[f.name] = [] if f.kind == "ids" else None
        for f in layer.of_kind("records"):
            record[f.name] = [
                item | ({"sources": ["w"]} if "sources" in item else {})
                for item in record[f.name] or []
            ] or None
        feature |= {"properties": record, "id": record[layer.key]}
        (folder / layer.file).write_text(dumps([feature]), "utf-8")
    return payload, read(folder)


def texts(atlas):
    """Every hostile text of every record, by layer and id."""
    for name, rows in atlas.layers.items():
        for record in rows.to_dict("records"):
            found = [record[f.name] for f in LAYERS[name].fields if f.kind == "text"]
            found += [
                item[g.name]
                for f in LAYERS[name].of_kind("records")
                for item in record[f.name] or []
                for g in f.inner
                if g.kind == "text" and isinstance(item.get(g.name), str)
            ]
            yield name, record[LAYERS[name].key], [text for text in found if text and "·" in text]


def squeezed(text):
    return " ".join(text.split())


def test_hostile_text_is_text(hostile, open_document):
    payload, atlas = hostile
    assert [str(p) for p in atlas.problems] == []
    html = document(atlas, Selection(), title=payload, report=payload)
    opened = open_document(html, sandbox="allow-scripts")
    opened.frame.evaluate(ALARM)
    for layer, id_, expected in texts(atlas):
        opened.send(type="focus", layer=layer, id=id_)
        opened.frame.evaluate("() => new Promise((done) => setTimeout(done, 100))")
        told = squeezed(opened.frame.locator(".detail").evaluate("box => box.textContent"))
        for text in expected:
            assert squeezed(text) in told, (layer, text[-40:])
        for place in opened.frame.locator(".detail a").all():
            assert place.get_attribute("href").startswith(("http://", "https://"))
    assert opened.frame.locator("h1").text_content() == payload
    assert opened.frame.evaluate("window.boomed") == []
    assert opened.frame.locator("img, svg[onload], iframe, object").count() == 0


def test_a_field_of_ten_thousand_letters(atlas, open_document):
    row = atlas.layers["incidents"].iloc[[0]].copy()
    for name in ("title", "summary", "notes", "place"):
        row[name] = ("A long word" * 1000)[:10_000]
    layers = {n: rows.iloc[:0] for n, rows in atlas.layers.items()} | {"incidents": row}
    big = type(atlas)(layers=layers, sources=atlas.sources, version="v")
    opened = open_document(document(big, Selection()), width=375)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 375
