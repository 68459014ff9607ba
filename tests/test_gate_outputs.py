"""No byte that leaves tells a place or a word of a record that stays home: every output is searched.

Two data folders: one has hidden records besides, with hostile values in every field; the other is
what the first would be had they never been. Whatever is made of both must be the same, byte by byte.
"""

import gzip
import io
import json
import re
import sqlite3
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest
from pyproj import Transformer
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from geo import reading, server
from geo.__main__ import main
from geo.document import document
from geo.formats import exchange
from geo.formats.geojson import dumps
from geo.gate import passing as gate
from geo.gate.unsaid import geohash
from geo.pictures.picture import picture
from geo.publishing import kit
from geo.publishing.kit import Wish
from geo.publishing.story import told
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection

ROOT = Path(__file__).parent.parent
WORD = "Greenfinch"
SPOTS = [(129.8886463, 42.4997354), (127.6587052, 41.8691835), (100.5940855, 20.9632397)]
"""Exact places that stay home; nothing stands there."""
CUT = "See […], they say: […]E); POINT([…]; geo:[…]; […]; […]"
"""What is left of a text that tells one of them in all notations."""
SHOWN = {
    "incidents": ["2013-05-laos-nine", "2003-01-yantai-boat"],
    "routes": ["southeast-asia-laos"],
    "crossings": ["tumen-namyang"],
    "detention_sites": ["kwanliso-15-yodok"],
    "countries": ["CHN", "LAO"],
}


def written(value):
    """The ways in which a number of degrees is written, exact to a hundred metres or better."""
    whole, minutes = int(value), (value - int(value)) * 60
    seconds = (minutes - int(minutes)) * 60
    yield f"{value:.7f}"
    for digits in (5, 4, 3):
        yield f"{value:.{digits}f}"
        yield str(int(value * 10**digits) / 10**digits)
    yield f"{whole}°{int(minutes)}'{int(seconds)}"
    yield f"{whole}° {int(minutes)}′ {int(seconds)}"
    yield f"{whole}° {minutes:.3f}"
    yield f"{whole} {int(minutes)} {int(seconds)} "


@cache
def needles():
    """Everything that no output may hold, in small letters."""
    found = {WORD.lower()}
    for spot in SPOTS:
        for value in spot:
            found.update(written(value))
        for system in ("EPSG:3857", "EPSG:5179", "EPSG:5186", "EPSG:32652", "EPSG:32647"):
            to = Transformer.from_crs("EPSG:4326", system, always_xy=True)
            found.update(str(int(part)) for part in to.transform(*spot) if abs(part) > 100_000)
        found.add(geohash(*spot, 7))
    return {each.lower() for each in found}


def telling(spot, said=f"{WORD} Barn"):
    """A place in all the notations in which somebody may have noted it down."""
    lon, lat = spot
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(*spot)
    (a, b), (c, d) = (
        (int(v), (v - int(v)) * 60) for v in (lat, lon)
    )  # fmt: skip
    return (
        f"{said}: {lat}, {lon}; {lat:.4f} {lon:.4f}; ({lat:.3f}N {lon:.3f}E); POINT({lon} {lat}); "
        f"{a}°{int(b)}'{int((b - int(b)) * 60)}\"N {c}°{int(d)}'{int((d - int(d)) * 60)}\"E; "
        f"북위 {lat:.5f} 동경 {lon:.5f}; geo:{lat},{lon}; {x:.1f} {y:.1f}; {geohash(*spot, 9)}"
    )


def hidden(feature, layer, spot, sensitivity, **more):
    """A record like ``feature`` that stays home, with something hostile in every field."""
    found = json.loads(json.dumps(feature))
    record = found["properties"]
    for f in LAYERS[layer].fields:
        if f.kind == "text":
            record[f.name] = telling(spot)
        for item in record.get(f.name) or () if f.inner else ():
            for g in f.inner:
                if g.kind == "text" and g.name not in ("mode", "with"):
                    item[g.name] = telling(spot)
            if "lon" in item:
                item |= {"lon": spot[0], "lat": spot[1]}
            if "sources" in item:
                item["sources"] = ["hidden"]
    for name in ("title", "name", "place"):
        if name in record:
            record[name] = f"{WORD} Barn"
    key = LAYERS[layer].key
    record[key] = found["id"] = "XKX" if key == "iso3" else f"{WORD.lower()}-{layer}-{sensitivity}"
    record |= {
        "sensitivity": sensitivity,
        "sources": ["hidden", "plain"],
        WORD: telling(spot),
    } | more
    if found["geometry"] and found["geometry"]["type"] == "Point":
        found["geometry"]["coordinates"] = list(spot)
    return found


def features(name):
    return json.loads((ROOT / "data" / LAYERS[name].file).read_text("utf-8"))["features"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The folder with hidden records, and the one that never had them."""
    both = {}
    works = json.loads((ROOT / "data" / "sources.json").read_text("utf-8"))
    hostile = {"id": "hidden", "publisher": WORD, "title": telling(SPOTS[0]), "published": "2014",
               "url": f"https://example.org/{WORD}/@{SPOTS[0][1]},{SPOTS[0][0]},17z",
               "medium": "news", "note": telling(SPOTS[1])}  # fmt: skip
    plain = {"id": "plain", "publisher": "Example", "title": "A report", "published": "2014",
             "url": "https://example.org/report", "medium": "news", "note": None}  # fmt: skip
    shared = {"id": "shared", "publisher": "Example", "title": "A map", "published": "2014",
              "url": f"https://example.org/?q={SPOTS[0][1]}%2C{SPOTS[0][0]}", "medium": "news",
              "note": f"Drawn at {SPOTS[0][1]:.4f}, {SPOTS[0][0]:.4f}."}  # fmt: skip
    for secret in (True, False):
        folder = tmp_path_factory.mktemp("with" if secret else "without")
        cited = set()
        for name, ids in SHOWN.items():
            everything = features(name)
            rows = [f for f in everything if f["id"] in ids]
            for row in rows:
                for f in LAYERS[name].of_kind("id", "ids"):
                    value = row["properties"].get(f.name)
                    if f.refers and isinstance(value, list):
                        row["properties"][f.name] = [v for v in value if v in SHOWN[f.refers]]
                    elif f.refers and value not in SHOWN[f.refers]:
                        row["properties"][f.name] = None
            first = rows[0]["properties"]
            if name == "incidents":
                first["sources"].append("shared")
                note = f"See {telling(SPOTS[2], f'{WORD} Barn, they say')}" if secret else CUT
                first["notes"] = note
                if secret:
                    first |= {"part_of": f"{WORD.lower()}-incidents-secret", WORD: "own column"}
                    first["routes"].append(f"{WORD.lower()}-routes-secret")
                    first["returned_via"] = f"{WORD.lower()}-crossings-secret"
                    first["returned_via_text"] = telling(SPOTS[0])
                else:
                    first |= {"part_of": None, "returned_via": None, "returned_via_text": None}
            cited.update(re.findall(r'"([\w-]+)"', json.dumps(rows)))
            if secret:
                for n, sensitivity in enumerate(("restricted", "secret")):
                    rows.insert(n, hidden(rows[-1], name, SPOTS[n], sensitivity))
                if name in ("incidents", "detention_sites"):
                    asked = hidden(rows[-1], name, SPOTS[2], "secret", publish_precision="country")
                    asked["id"] = asked["properties"]["id"] = f"{WORD.lower()}-asked-{name}"
                    rows.append(asked)
            (folder / LAYERS[name].file).write_text(dumps(rows), "utf-8")
        kept = [work for work in works if work["id"] in cited]
        kept += [shared if secret else shared | {"url": None, "note": "Drawn at […]."}]
        kept += [hostile, plain] if secret else []
        (folder / "sources.json").write_text(json.dumps(kept), "utf-8")
        (folder / "CHANGELOG.md").write_text("## 2026-01-01\n", "utf-8")
        gazetteer = [{"place": f"{WORD} Barn", "country": "CHN", "precision": "site",
                      "lon": SPOTS[0][0], "lat": SPOTS[0][1]}] if secret else []  # fmt: skip
        (folder / "gazetteer.json").write_text(json.dumps(gazetteer), "utf-8")
        both[secret] = folder
    return both


@pytest.fixture(scope="module")
def atlases(folders):
    """Both atlases, under one version: that of the data may change with what stays home."""
    import dataclasses

    found = {key: reading.read(folder) for key, folder in folders.items()}
    return {key: dataclasses.replace(atlas, version="v") for key, atlas in found.items()}


def opened(content, depth=0):
    """The bytes of a file and of all that is packed in it."""
    yield content
    if depth < 4:
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield from opened(archive.read(name), depth + 1)
        if content[:2] == b"\x1f\x8b":
            yield from opened(gzip.decompress(content), depth + 1)
        if content[:8] == b"\x89PNG\r\n\x1a\n":
            at = 8
            while at < len(content):
                size = int.from_bytes(content[at : at + 4])
                kind, chunk = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
                assert kind in (b"IHDR", b"IDAT", b"IEND", b"pHYs", b"sRGB", b"gAMA", b"cHRM",
                                b"bKGD", b"tEXt", b"PLTE", b"tRNS", b"eXIf"), kind  # fmt: skip
                yield chunk if kind != b"IDAT" else b""
                at += 12 + size
        for packed in re.findall(rb"base64,([A-Za-z0-9+/=]{40,})", content):
            yield zlib.decompress(packed) if packed[:2] == b"x\x9c" else b""


def searched(content):
    """Assert that nothing in a file tells what stays home."""
    count = 0
    for part in opened(content):
        for encoding in ("utf-8", "utf-16-le"):
            text = part.decode(encoding, "replace").lower()
            unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
            for needle in needles():
                assert needle not in unescaped, f"{needle} at {unescaped.index(needle)}"
        count += len(part)
    return count


def made(atlas):
    """Every sort of file that is made of an atlas, by name."""
    everything, langs = Selection(), ("en", "ko")
    yield "whole.html", document(atlas, everything, whole=True, langs=langs).encode()
    story = told({"title": "A story", "scene": [
        {"heading": "One", "text": "A text.", "selection": "layer=incidents",
         "item": f"incidents:{SHOWN['incidents'][0]}"}]}, atlas.public())  # fmt: skip
    yield "story.html", document(atlas, everything, story=story).encode()
    shown = select(atlas.public(), everything)
    yield "map.svg", picture(atlas.public(), shown, everything).encode()
    wish = Wish(whole=True, archive=True, url="https://example.org/map/")
    for name, content in kit.kit(atlas, wish).items():
        yield f"kit/{name}", content
    for ending in exchange.ENDINGS:
        for path, content in exchange.files(atlas, everything, Path(f"x{ending}")):
            yield path.name, content.encode() if isinstance(content, str) else content


def test_whatever_is_made_is_as_if_hidden_records_had_never_been(atlases):
    with_them, without = dict(made(atlases[True])), dict(made(atlases[False]))
    assert with_them.keys() == without.keys()
    assert len(with_them) >= 19
    for name, content in with_them.items():
        assert searched(content) >= len(content) > 0, name
        assert content == without[name], name


def test_the_needles_find_what_the_data_hold(folders):
    """The search itself works: each needle stands in what is kept at home, in some notation."""
    held = "".join(path.read_text("utf-8") for path in folders[True].iterdir()).lower()
    missing = [needle for needle in needles() if needle not in held]
    assert len(missing) < len(needles()) / 2
    assert WORD.lower() in held
    for lon, lat in SPOTS:
        assert str(lon) in held
        assert f"{lat:.4f}" in held
    with pytest.raises(AssertionError, match="greenfinch"):
        searched(gzip.compress(WORD.encode()))


def test_restricted_records_that_are_asked_for_leave_without_their_place(folders):
    atlas = reading.read(folders[True])
    public, report = gate.pass_through(atlas, restricted="town")
    left = [r for name in gate.COARSER for r in public.layers[name].to_dict("records")]
    assert len(left) == 5
    assert all(r["sensitivity"] == "public" for r in left)
    for _, content in made(public):
        searched(content)
    assert "Greenfinch" not in report.summary()
    assert not any(str(spot[0])[:7] in report.text() for spot in SPOTS)


def test_the_server_tells_nothing(folders):
    client = TestClient(Starlette(routes=server.routes(folders[True])))
    addresses = ["/healthz", "/map.html?whole=1", "/map.html", "/map.html?lang=ko&kind=arrest"]
    addresses += [f"/data/{name}.{end}" for name in LAYERS for end in ("csv", "geojson")]
    addresses += [f"/data/routes.csv?words={geohash(*SPOTS[0], 4)}"]
    for address in addresses:
        for headers in ({"accept-encoding": "gzip"}, {"accept-encoding": "identity"}):
            answer = client.get(address, headers=headers)
            searched(answer.content)
            searched(repr(answer.headers).encode())
    for asked in ("incidents", "crossings", "detention_sites", "routes"):
        answer = client.get(f"/map.html?item={asked}:green-{asked}-secret")
        assert answer.status_code == 400
        searched(answer.content)
    assert client.get(f"/map.html?words={WORD}").status_code == 404
    assert client.get(f"/data/incidents.csv?words={WORD}").text.count("\n") == 1


def test_the_app_tells_nothing(folders, monkeypatch):
    monkeypatch.setenv("ROUTES_ATLAS_DATA", str(folders[True]))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not at.exception
    tabs = 0
    for tab in [None, *at.tabs]:
        if tab is not None:
            at.session_state["tab"] = tab.label
            at.run()
            assert not at.exception
            tabs += 1
        for element in at.main:
            proto = getattr(element, "proto", None)
            searched(str(proto).encode() if proto is not None else b"-")
        told_ = [*at.text, *at.caption, *at.markdown]
        searched("\n".join(str(x.value) for x in told_).encode())
        for frame in at.dataframe:
            searched(frame.value.to_csv().encode())
        for choice in [*at.multiselect, *at.selectbox]:
            searched("\n".join(choice.options).encode())
    assert tabs >= 5


def test_the_command_line_writes_nothing_of_it(folders, tmp_path, capsys):
    data = str(folders[True])
    maps = tmp_path / "maps.toml"
    maps.write_text('[[map]]\nname = "a"\nselection = "layer=incidents"\n', "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    flags = ["--data", data]
    assert main(["export", "-o", str(out / "map.html"), "--whole", *flags]) == 0
    assert main(["picture", "-o", str(out / "map.png"), *flags]) == 0
    for ending in exchange.ENDINGS:
        assert main(["export", "-o", str(out / f"x{ending}"), *flags]) == 0
    told_by_commands = capsys.readouterr()
    searched(told_by_commands.out.encode())
    assert "withheld" in told_by_commands.err
    searched(told_by_commands.err.encode())
    report = tmp_path / "redactions.txt"
    assert main(["publish", "-o", str(out / "kit"), "--archive", "--redactions", str(report),
                 *flags]) == 0  # fmt: skip
    assert main(["publish", str(maps), "-o", str(out / "site"), "--processes", "1", *flags]) == 0
    searched(capsys.readouterr().out.encode())
    found = [path for path in out.rglob("*") if path.is_file()]
    assert len(found) > 30
    for path in found:
        searched(path.name.encode())
        searched(path.read_bytes())
    text = report.read_text("utf-8")
    assert "greenfinch-incidents-secret: is secret" in text
    assert not any(f"{value:.3f}" in text for spot in SPOTS for value in spot)


def test_a_geopackage_keeps_no_pages_of_what_was_there(folders, tmp_path):
    target = tmp_path / "x.gpkg"
    assert main(["export", "-o", str(target), "--data", str(folders[True])]) == 0
    with sqlite3.connect(target) as database:
        (free,) = database.execute("PRAGMA freelist_count").fetchone()
    assert free == 0
    searched(target.read_bytes())


@pytest.mark.parametrize("flag", ["title", "report", "words", "view"])
def test_an_editor_is_kept_from_telling_it_in_a_text(folders, tmp_path, capsys, flag):
    lon, lat = SPOTS[0]
    text = f"{lat:.5f},{lon:.5f},12" if flag == "view" else f"At {lat:.4f}, {lon:.4f}"
    target = tmp_path / "map.html"
    argv = ["export", "-o", str(target), "--data", str(folders[True]), f"--{flag}", text]
    assert main(argv) == 2
    assert f"--{flag} tells an id, a name or a place that stays home" in capsys.readouterr().err
    assert not target.exists()


def test_a_story_that_tells_it_is_refused(folders, tmp_path, capsys):
    story = tmp_path / "s.toml"
    story.write_text(f'title = "T"\n[[scene]]\nheading = "H"\ntext = "{WORD.lower()}-incidents-secret"\n'
                     'selection = ""\n', "utf-8")  # fmt: skip
    argv = ["export", "-o", str(tmp_path / "m.html"), "--data", str(folders[True]), "--story"]
    assert main([*argv, str(story)]) == 2
    assert "tells an id, a name or a place that stays home" in capsys.readouterr().err


def test_the_report_lies_beside_what_is_published_never_in_it(folders, tmp_path, capsys):
    data = ["--data", str(folders[True])]
    inside = tmp_path / "kit" / "report.txt"
    inside.parent.mkdir()
    assert main(["publish", "-o", str(inside.parent), "--redactions", str(inside), *data]) == 2
    assert "would be published" in capsys.readouterr().err
    assert not inside.exists()


def test_columns_of_ones_own_leave_only_by_name(folders, tmp_path, capsys):
    data = ["--data", str(folders[True])]
    target = tmp_path / "x.csv"
    argv = ["export", "-o", str(target), "--layer", "incidents", *data]
    assert main(argv) == 0
    assert WORD not in target.read_text("utf-8")
    assert main([*argv, "--keep-columns", "Weather"]) == 2
    assert f"no record has that column; there are {WORD}" in capsys.readouterr().err
    assert main([*argv, "--keep-columns", WORD]) == 0
    assert f"{WORD},lon,lat" in target.read_text("utf-8")
    assert "own column" in target.read_text("utf-8")


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".kml"])
def test_files_for_other_programs_take_such_columns_or_leave_them(folders, tmp_path, ending):
    target = tmp_path / f"x{ending}"
    argv = ["export", "-o", str(target), "--data", str(folders[True]), "--keep-columns", WORD]
    assert main(argv) == 0
    if ending == ".geojson":
        rows = json.loads(target.read_text("utf-8"))["features"]
        assert [r["properties"][WORD] for r in rows if WORD in r["properties"]] == ["own column"]


def test_a_public_diff_tells_only_what_readers_could_see(folders, capsys):
    old, new = str(folders[False]), str(folders[True])
    # Two folders that differ in nothing but what stays home.
    assert main(["diff", old, new, "--public"]) == 0
    assert capsys.readouterr().out == ""
    main(["diff", old, new])
    assert WORD in capsys.readouterr().out
