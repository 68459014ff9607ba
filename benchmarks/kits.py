"""Publishing: the whole kit of all facts, and two hundred maps from one file, as a command each."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import peers
from benchmarks.measure import Row, command
from geo.atlas import Atlas
from geo.publishing.kit import Wish
from geo.select import select
from geo.selection import Selection

MANY = 200


def rows(atlas: Atlas) -> Iterator[Row]:
    """Time and memory of each command, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        took, memory = command("-m", "geo", "publish", "-o", f"{folder}/kit", "--archive")
        yield Row(
            "The whole kit of all facts, archive included",
            f"{took:.1f} s, {memory:.0f} MB",
            "nothing of the kind; a picture of folium's map takes a browser",
            "5 s, 300 MB",
        )
        maps = Path(folder) / "maps.toml"
        maps.write_text(_maps(atlas), "utf-8")
        publish = ("-m", "geo", "publish", str(maps), "-o", f"{folder}/site")
        took, _ = command(*publish, "--processes", "2")
        made = len(list((Path(folder) / "site").glob("*/map.html")))
        begun = time.perf_counter()
        for _ in range(MANY):
            (Path(folder) / "peer.html").write_text(peers.geojson(atlas), "utf-8")
        theirs = time.perf_counter() - begun
        yield Row(
            f"{made} maps with their kits from one file, two processes",
            f"{took:.0f} s",
            f"folium GeoJson, {MANY} times the HTML alone, one process: {theirs:.0f} s",
            "60 s",
        )


def _maps(atlas: Atlas) -> str:
    """A file of maps: each route in each year that has something to show, up to two hundred."""
    wishes: list[Wish] = []
    for route in atlas.layers["routes"]["id"]:
        for year in range(2000, 2026):
            selection = Selection(route=(route,), since=str(year), until=str(year))
            if len(wishes) < MANY and select(atlas, selection).counts["incidents"]:
                wishes.append(Wish(selection))
    missing = range(MANY - len(wishes))
    wishes += [Wish(Selection(since=str(1998 + n % 26), until="2026")) for n in missing]
    entries = (
        f'[[map]]\nname = "map-{n}"\nselection = "{wish.selection.query()}"\n'
        for n, wish in enumerate(wishes)
    )
    return "\n".join(entries)
