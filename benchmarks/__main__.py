"""Run all measurements, print the rows, and write benchmarks/RESULTS.md."""

import argparse
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import apps, browsing, imports, kits, lighthouse, peers
from benchmarks.measure import RUNS, Row, milliseconds, seconds, size
from benchmarks.synthetic import SUMMARY_LENGTH, scaled
from geo.atlas import Atlas
from geo.document import document
from geo.export import write
from geo.reading import read
from geo.selection import Selection

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
ARTICLE = Selection(route=("southeast-asia-laos",), since="2013", until="2013")
MANY = 5000
BLANK = "blank"


def main() -> int:
    """Measure; `--quick` with fewer runs, to see that all of it works, and writes nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 runs each; writes no file")
    runs = 3 if parser.parse_args().quick else RUNS
    atlas = read(ROOT / "data")
    rows: list[Row] = []
    with browsing.chromium() as browser:
        machine = f"{about()}, Chromium {browser.version}"
    for row in measured(atlas, scaled(atlas, MANY), runs):
        rows.append(row)
        sys.stdout.write(f"{row.what}\n  ours:   {row.ours}\n  peers:  {row.peers}\n")
        sys.stdout.write(f"  budget: {row.budget}\n" if row.budget else "")
        sys.stdout.flush()
    if runs == RUNS:
        RESULTS.write_text(report(rows, machine, atlas), encoding="utf-8")
        sys.stdout.write(f"Written: {RESULTS.relative_to(ROOT)}\n")
    return 0


def measured(atlas: Atlas, many: Atlas, runs: int) -> Iterator[Row]:
    """All rows, each when it is done."""
    full, article = document(atlas, Selection(), whole=True), document(atlas, ARTICLE)
    large = document(many, Selection(), whole=True)
    peer, cluster, large_peer = peers.geojson(atlas), peers.markers(atlas), peers.geojson(many)
    yield from sizes(full, article, large, peer, cluster, large_peer)
    yield from writing(atlas, many, runs)
    yield from kits.rows(atlas)
    yield from imports.rows()
    with browsing.chromium() as browser:
        yield from opening(browser, full, large, peer, large_peer, runs)
        yield Row(
            f"JavaScript memory, {MANY:,} incidents",
            f"{browsing.heap(browser, large):.0f} MB",
            f"folium GeoJson {browsing.heap(browser, large_peer, helped=True):.0f} MB (helped)",
            "60 MB",
        )
        yield Row(
            f"Elements in the page, {MANY:,} incidents",
            f"{browsing.elements(browser, large):,}",
            f"folium GeoJson {browsing.elements(browser, large_peer, helped=True):,} (helped)",
            "1,500",
        )
        yield access(browser, full, peer)
        yield keys(browser, atlas, full, peer)
        yield changes(browser, runs)
    yield score(full, peer)  # it starts a browser of its own
    with browsing.chromium(uncapped=True) as browser:
        yield steps("all facts", browsing.filter_steps(browser, full))
        yield steps(f"{MANY:,} incidents", browsing.filter_steps(browser, large))


def sizes(
    full: str, article: str, large: str, peer: str, cluster: str, large_peer: str
) -> Iterator[Row]:
    """Sizes of the files: ours hold library, basemap and works cited, the peers' none of them."""
    yield Row(
        "Size, all facts",
        size(full),
        f"folium GeoJson {size(peer)}; Marker+MarkerCluster {size(cluster)}",
        "1,300 kB, 350 kB gzipped",
    )
    yield Row(
        "Size, one route in one year",
        size(article),
        "the same choice has to be made by hand",
        "430 kB, 135 kB gzipped",
    )
    yield Row(
        f"Size, {MANY:,} incidents",
        size(large),
        f"folium GeoJson {size(large_peer)}",
        "1,900 kB plain",
    )


def writing(atlas: Atlas, many: Atlas, runs: int) -> Iterator[Row]:
    """From the tables in memory to the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"

        def both(data: Atlas) -> tuple[float, float]:
            mine = seconds(lambda: write(path, document(data, Selection(), whole=True)), runs)
            return mine, seconds(lambda: write(path, peers.geojson(data)), runs)

        mine, theirs = both(atlas)
        clustered = seconds(lambda: write(path, peers.markers(atlas)), runs)
        yield Row(
            "Writing, all facts",
            f"{mine:.2f} s",
            f"folium GeoJson {theirs:.2f} s; Marker+MarkerCluster {clustered:.2f} s",
            "1 s",
        )
        article = seconds(lambda: write(path, document(atlas, ARTICLE)), runs)
        yield Row("Writing, one route in one year", f"{article:.2f} s", "not measured", "1 s")
        mine, theirs = both(many)
        yield Row(
            f"Writing, {MANY:,} incidents",
            f"{mine:.2f} s",
            f"folium GeoJson {theirs:.2f} s",
            "0.5 s",
        )


def opening(
    browser: Browser, full: str, large: str, peer: str, large_peer: str, runs: int
) -> Iterator[Row]:
    """First contentful paint and requests, from disk, each time in a fresh profile."""
    for name, mine, theirs, budget in (
        ("all facts", full, peer, "300 ms"),
        (f"{MANY:,} incidents", large, large_peer, "600 ms"),
    ):
        ours = browsing.openings(browser, mine, runs=runs)
        alone = browsing.openings(browser, theirs, runs=1)
        helped = browsing.openings(browser, theirs, helped=True, runs=runs)
        yield Row(
            f"First contentful paint, {name}",
            f"{painted(ours)}; map drawn {milliseconds([o.ready for o in ours if o.ready])}",
            f"folium GeoJson {painted(alone)} with the network blocked, {painted(helped)} helped",
            budget,
        )
        yield Row(
            f"Requests when opened, {name}",
            str(max(len(o.requests) for o in ours)),
            f"folium GeoJson {len(alone[0].requests)} for libraries, all refused; "
            f"{len(helped[0].requests)} helped, tiles included",
            "0",
        )


def painted(openings: list[browsing.Opening]) -> str:
    """The median paint of those openings that had one, and how many had none."""
    times = [o.painted for o in openings if o.painted is not None]
    if not times:
        return BLANK
    none = len(openings) - len(times)
    return milliseconds(times) + (f", {none} of {len(openings)} stayed blank" if none else "")


def access(browser: Browser, full: str, peer: str) -> Row:
    """Rules of axe-core that the page fails."""
    ours = browsing.axe_rules(browser, full)
    theirs = browsing.axe_rules(browser, peer, helped=True)
    return Row(
        "axe-core rules failed",
        f"{len(ours)}" + (f" ({', '.join(ours)})" if ours else ""),
        f"folium GeoJson {len(theirs)} ({', '.join(theirs)}), helped",
        "0",
    )


def score(full: str, peer: str) -> Row:
    """Lighthouse's score, and what it found wrong."""

    def said(html: str) -> str:
        points, failed = lighthouse.accessibility(html)
        return f"{points}" + (f" ({', '.join(failed)})" if failed else "")

    try:
        ours, theirs = said(full), f"folium GeoJson {said(peer)}, helped"
    except lighthouse.Absent as reason:
        ours, theirs = f"left out: {reason}", "left out"
    return Row("Lighthouse, accessibility", ours, theirs, "100")


def keys(browser: Browser, atlas: Atlas, full: str, peer: str) -> Row:
    """Records that keys alone can stand on by name."""
    stops, records = browsing.keyboard(browser, full)
    their_stops, _ = browsing.keyboard(browser, peer, helped=True)
    held = sum(map(len, atlas.public().layers.values()))
    return Row(
        "Reached by keyboard, all facts",
        f"{records} of {held} records by name, in {stops} stops of the Tab key",
        f"folium GeoJson {their_stops} stops, every marker's name is “Marker”, no line; helped",
        "every record",
    )


def changes(browser: Browser, runs: int) -> Row:
    """From Enter in the app's field to the painted map."""
    ours, kept = apps.ours(browser, runs)
    theirs, peer_kept = apps.peers(browser, runs)
    word = {True: "map kept", False: "map rebuilt"}
    return Row(
        "Filter change in the app, to repaint",
        f"{milliseconds(ours)}, {word[kept]}",
        f"streamlit-folium {milliseconds(theirs)}, {word[peer_kept]}; helped",
        "150 ms, map kept",
    )


def steps(name: str, times: list[dict[str, float]]) -> Row:
    """One step of the time filter."""
    script, layout, paint = ([t[key] for t in times] for key in ("script", "layout", "painted"))
    return Row(
        f"One step of the time filter, {name}",
        f"{milliseconds(script)} script; {milliseconds(layout)} with layout; "
        f"{milliseconds(paint)} until painted",
        "TimestampedGeoJson needs libraries from a CDN: nothing to measure without a network",
        "16 ms",
    )


def about() -> str:
    """The machine, in one line."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.findall(r"model name\s*: (.+)", text)[0]
    except (OSError, IndexError):
        model = platform.processor() or platform.machine()
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )


def report(rows: list[Row], machine: str, atlas: Atlas) -> str:
    """RESULTS.md."""
    packages = ("folium", "streamlit-folium", "streamlit")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    said = (
        f"By `make benchmarks`, ours and the peers' in one run. {machine}; {versions}; data of "
        f"{atlas.as_of}, version {atlas.version}. Medians of {RUNS} after one that isn't counted; "
        "memory, access rules and keys once. 1 kB is 1,000 bytes."
    )
    lines = [
        "# Measured",
        "",
        said,
        "",
        "| what | ours | peers | aimed at |",
        "|---|---|---|---|",
        *(f"| {r.what} | {r.ours} | {r.peers} | {r.budget} |" for r in rows),
        "",
        NOTES.strip(),
        "",
    ]
    return "\n".join(lines)


NOTES = f"""
## How to read it

- The network is blocked throughout. folium's pages need libraries from content networks and tiles,
  so they stay blank. **Helped** means that Leaflet is answered from this machine at once and all
  else with an empty file: the best case for the peer, still without land.
- The peers' files hold routes, crossings, detention sites and incidents with a name, a text, a date
  and a kind. Ours hold all fields, countries, the works cited, Leaflet and the basemap.
- The {MANY:,} incidents are made up and stand in place of the real ones: a title of 14 characters,
  a summary of {SUMMARY_LENGTH}, a date, a kind, a place and one source each.
- A filter step is a message `select` in a framed document: the script's own time, the same with
  style and layout worked out, and the time until the frame with the change is painted (with the
  browser's limit of 60 frames a second off, since it rounds each step up to the next frame).
- By keyboard: the Tab key is pressed through the whole page, and in the list, which is one stop,
  the arrow key Down to its end. A record counts where the focus stood on it and it had a name.
- Lighthouse {lighthouse.VERSION} looks at the same file, served from this machine, in a browser
  that can reach nothing else; the peer's page finds Leaflet there.
- A change in the app is the time from the Enter key in the field Words to the painted map, the
  server's work included.
- `make test` never fails on a time: machines differ. What is aimed at is for two cores.
"""


if __name__ == "__main__":
    sys.exit(main())
