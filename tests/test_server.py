"""The addresses that the app serves beside itself: /map.html, /data, /healthz."""

import csv
import io
import json
import shutil
import urllib.request
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from geo import server, store
from geo.document import document
from geo.schema import LAYERS
from geo.select import select
from geo.selection import Selection
from geo.words import LANGUAGES
from tests.conftest import LAOS


@pytest.fixture
def client():
    return TestClient(Starlette(routes=server.routes(Path("data"))))


def test_the_map_of_an_address_is_the_document_of_its_selection(client, atlas):
    answer = client.get(
        f"/map.html?{LAOS.query()}&title=Laos&controls=minimal&lang={','.join(LANGUAGES[:2])}"
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == document(
        atlas, LAOS, title="Laos", langs=LANGUAGES[:2], controls="minimal"
    )


@pytest.mark.parametrize("address", ["/map.html", "/data/incidents.csv"])
def test_names_that_mean_nothing_are_passed_over(client, address):
    asked = client.get(f"{address}?kind=death&fbclid=abc&utm_source=tw")
    assert asked.status_code == 200
    assert asked.text == client.get(f"{address}?kind=death").text


def test_who_may_frame_the_map_is_configured(client, monkeypatch):
    policy = client.get("/map.html?kind=death").headers["content-security-policy"]
    assert policy == "frame-ancestors *"
    monkeypatch.setenv("ROUTES_ATLAS_FRAME_ANCESTORS", "https://a.example\n; script-src *")
    policy = client.get("/map.html?kind=death").headers["content-security-policy"]
    assert policy == "frame-ancestors https://a.example script-src *"


@pytest.mark.parametrize(
    "address", ["/map.html?kind=death", "/data/routes.csv", "/data/routes.geojson"]
)
def test_what_a_browser_has_is_not_sent_again_until_the_data_change(address, tmp_path):
    shutil.copytree("data", tmp_path / "data")
    client = TestClient(Starlette(routes=server.routes(tmp_path / "data")))
    first = client.get(address)
    assert "max-age" in first.headers["cache-control"]
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for given in ("*", f'"other", W/{first.headers["etag"]}'):
        assert client.get(address, headers={"If-None-Match": given}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    path = tmp_path / "data" / "routes.geojson"
    path.write_text(path.read_text("utf-8").replace("corridor", "way", 1), "utf-8")
    later = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.headers["x-data-version"] != first.headers["x-data-version"]


@pytest.mark.parametrize("layer", LAYERS)
def test_data_are_the_records_of_the_selection_with_licence_and_version(client, atlas, layer):
    ids = list(select(atlas, LAOS).layers[layer][LAYERS[layer].key])
    answer = client.get(f"/data/{layer}.geojson?{LAOS.query()}")
    collection = json.loads(answer.text)
    assert [feature["id"] for feature in collection["features"]] == ids
    assert collection["version"] == atlas.version == answer.headers["x-data-version"]
    assert "creativecommons.org" in collection["license"]
    answer = client.get(f"/data/{layer}.csv?{LAOS.query()}")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row[LAYERS[layer].key] for row in rows] == ids
    assert 'rel="license"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/map.html?kind=arest", 400, "kind: arest is not known here; did you mean arrest"),
        ("/map.html?from=2013-13", 400, "from: 2013-13 is not a date; write 2015, 2015-12"),
        ("/map.html?lang=xx", 400, "lang: there is no 'xx'; write one of en"),
        ("/map.html?controls=frame", 400, "controls: there is no 'frame'; write one of full"),
        ("/map.html?theme=night", 400, "theme: there is no 'night'; write one of auto, light"),
        ("/map.html?whole=yes", 400, "whole: 'yes' is neither 0 nor 1"),
        ("/map.html?words=zzzz", 404, "Nothing is shown"),
        ("/data/incident.csv", 404, "There is no incident.csv; the layers are"),
        ("/data/incidents.xml", 404, "There is no incidents.xml; the layers are"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(client, address, status, says):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert says in answer.text
    assert answer.text.count("\n") == 1


def test_hostile_parameters_stay_text(client):
    answer = client.get("/map.html", params={"kind": "<script>alert(1)</script>\r\nX-Evil: 1"})
    assert answer.status_code == 400
    assert "x-evil" not in answer.headers
    page = client.get("/map.html", params={"kind": "death", "title": "</title><script>alert(1)"})
    assert "<script>alert(1)" not in page.text


def test_only_public_records_leave(tmp_path):
    hidden = "2013-05-laos-nine"
    shutil.copytree("data", tmp_path / "data")
    path = tmp_path / "data" / "incidents.geojson"
    layer = json.loads(path.read_text("utf-8"))
    for feature in layer["features"]:
        if feature["id"] == hidden:
            feature["properties"]["sensitivity"] = "restricted"
    path.write_text(json.dumps(layer), "utf-8")
    client = TestClient(Starlette(routes=server.routes(tmp_path / "data")))
    for address in (
        "/data/incidents.geojson",
        "/data/incidents.csv",
        "/map.html?kind=forced_return",
    ):
        assert hidden not in client.get(address).text


def test_what_is_compressed_says_so_once():
    app = Starlette(
        routes=server.routes(Path("data")), middleware=[Middleware(GZipMiddleware)]
    )  # as Streamlit's
    headers = TestClient(app).get("/data/routes.csv").headers
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")


def test_health_tells_of_data_that_cannot_be_opened(client, tmp_path, atlas):
    assert client.get("/healthz").json()["version"] == atlas.version
    broken = TestClient(Starlette(routes=server.routes(tmp_path / "none"))).get("/healthz")
    assert broken.status_code == 503
    assert "is not a folder" in broken.text


def test_maps_are_served_on_while_the_data_are_away(tmp_path):
    folder = Path(shutil.copytree("data", tmp_path / "data"))
    client = TestClient(Starlette(routes=server.routes(folder)))
    first = client.get("/data/routes.geojson")
    folder.rename(tmp_path / "away")
    assert client.get("/data/routes.geojson").content == first.content
    health = client.get("/healthz")
    assert health.status_code == 503
    assert "is not a folder" in health.text
    (tmp_path / "away").rename(folder)
    assert client.get("/healthz").json()["status"] == "ok"


def test_a_geopackage_is_served_as_a_folder_is(tmp_path, atlas):
    store.write(tmp_path / "a.gpkg", store.content("data"), "")
    there = TestClient(Starlette(routes=server.routes(tmp_path / "a.gpkg")))
    assert there.get("/healthz").json()["version"] == atlas.version
    assert there.get("/map.html?kind=death").text == document(atlas, Selection(kind=("death",)))


def test_the_running_app_serves_them(app_url, atlas):
    with urllib.request.urlopen(f"{app_url}/healthz") as answer:
        assert json.load(answer)["version"] == atlas.version
    with urllib.request.urlopen(f"{app_url}/map.html?kind=death") as answer:
        assert answer.read().decode() == document(atlas, Selection(kind=("death",)))
