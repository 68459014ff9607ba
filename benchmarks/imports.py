"""Import of a long table: our command from its start to the data folder, beside a naive reading."""

import csv
import datetime as dt
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, command

MANY = 100_000
ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "title", "summary", "kind", "date", "people", "country", "place", "longitude", "latitude",
    "outcome", "url", "publisher",
)  # fmt: skip
KINDS = ("arrest", "detention", "forced_return", "death", "arrival", "release")

NAIVE = """
import sys, geopandas, pandas
table = pandas.read_csv(sys.argv[1])
points = geopandas.points_from_xy(table["longitude"], table["latitude"], crs="EPSG:4326")
geopandas.GeoDataFrame(table, geometry=points).to_file(sys.argv[2], driver="GeoJSON")
"""
"""What a peer does with the same file: no check, no id, no source, text as it stands."""


def rows(count: int = MANY) -> Iterator[Row]:
    """Time and memory of both, each as a command of its own."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "events.csv"
        write_table(table, count)
        took, memory = command("-m", "geo", "import", str(table), "-o", f"{folder}/data")
        theirs, room = command("-c", NAIVE, str(table), f"{folder}/naive.geojson")
        yield Row(
            f"Import of {count:,} clean rows of CSV, {table.stat().st_size / 1e6:.0f} MB, "
            "from the command's start to the data folder",
            f"{took:.1f} s, {memory:.0f} MB; every row checked",
            f"pandas and geopandas, read and written unchecked: {theirs:.1f} s, {room:.0f} MB",
            "10 s, 1,000 MB",
        )


def write_table(path: Path, count: int) -> None:
    """A table of made-up events near published towns, without any problem; the same every time."""
    towns = [
        town
        for town in json.loads((ROOT / "data" / "gazetteer.json").read_text("utf-8"))
        if town["lon"] is not None and town["precision"] == "town" and len(town["place"]) < 30
    ]
    chance = random.Random(1)  # noqa: S311 - made-up events need no secrecy
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(count):
            # No two on one day in one town: they would look alike.
            days, place = divmod(number, len(towns))
            town, people = towns[place], chance.randint(1, 30)
            date = dt.date(1995, 1, 1) + dt.timedelta(days=days)
            writer.writerow(
                (
                    f"Made-up event {number}",
                    f"Made up, number {number}: what was told about {people} people there. " * 2,
                    chance.choice(KINDS),
                    date.isoformat(),
                    people,
                    town["country"],
                    town["place"],
                    round(town["lon"] + chance.uniform(-0.02, 0.02), 5),
                    round(town["lat"] + chance.uniform(-0.02, 0.02), 5),
                    chance.choice(("unknown", "returned", "released")),
                    f"https://example.org/{number % 2000}",
                    "Example",
                )
            )


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(f"{row.what}\n  ours:   {row.ours}\n  peers:  {row.peers}\n")
