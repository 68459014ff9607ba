"""What ``check`` asks an editor to look at: what an edit can do that no import has seen."""

import datetime as dt
import json
from pathlib import Path

import pytest

from geo import content as contents
from geo import reading
from geo.__main__ import main
from geo.formats.geojson import dumps
from geo.oddities import oddities

TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def edited(tmp_path):
    """The committed data with some fields of a record changed, as a folder."""

    def edit(id_, name="incidents", **changes):
        for path in Path("data").glob("*.*"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        features = json.loads((tmp_path / f"{name}.geojson").read_text("utf-8"))["features"]
        (feature,) = (each for each in features if each["id"] == id_)
        if point := changes.pop("point", None):
            feature["geometry"]["coordinates"] = point
        feature["properties"] |= changes
        (tmp_path / f"{name}.geojson").write_text(dumps(features), "utf-8")
        return tmp_path

    return edit


def odd(folder):
    content = reading.content(folder)
    return [str(each) for each in oddities(content, contents.atlas(content), TODAY)]


def test_the_committed_data_hold_nothing_odd():
    assert odd(Path("data")) == []


NINE = "2013-05-laos-nine"


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"point": [123.5, 36.0]}, "geometry", "lies in the sea, not in Laos"),
        ({"date": "2031-05"}, "date", "lies in the future"),
        ({"women": 40}, "women", "is more than all people, 9"),
        ({"people_returned_min": 10}, "people_returned_min", "is more than all people, 9"),
        ({"people_died_max": 10, "people_died_min": 1}, "people_died_max", "is more than all"),
        ({"people_min": 5, "people_returned_min": 6}, "people_returned_min", "than all people, 5"),
    ],
)
def test_an_edit_that_makes_no_sense_is_named(edited, changes, field, told):
    (line,) = odd(edited(NINE, **changes))
    assert line.startswith("incidents.geojson feature ")
    assert f"({NINE}), {field}: " in line
    assert told in line


def test_two_events_that_are_much_alike_are_named(edited):
    features = json.loads(Path("data/incidents.geojson").read_text("utf-8"))["features"]
    (nine,) = (each["properties"] for each in features if each["id"] == NINE)
    other = next(each["id"] for each in features if each["id"] > NINE)
    same = {name: nine[name] for name in ("title", "date", "place", "country")}
    lines = odd(edited(other, **same))
    assert [line for line in lines if "is much like" in line and "is it one event?" in line]


def test_a_point_on_the_way_and_a_crossing_are_looked_at_too(edited):
    lines = odd(edited("tumen-namyang", "crossings", point=[123.5, 36.0]))
    assert len(lines) == 2  # it lies in neither of its countries
    lost = [{"place": "Yanji", "country": "CHN", "lon": 123.5, "lat": 36.0, "date": None}]
    (line,) = odd(edited(NINE, path=lost))
    assert f"({NINE}), path[0]: '123.5, 36' lies in the sea, not in China" in line


def test_check_tells_them_and_counts_no_problem(edited, capsys):
    folder = edited(NINE, women=40)
    (folder / "CHANGELOG.md").write_text("## 2026-01-01\n\nA day.\n", "utf-8")
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "women: 40 is more than all people, 9; mend one of them" in said
    assert "no problems, 1 to be looked at" in said
