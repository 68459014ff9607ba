"""What changed from one edition of the data to another."""

import json
import shutil
from pathlib import Path

import pytest

from geo import reading
from geo.__main__ import main
from geo.diff import diff
from geo.reading import read


@pytest.fixture
def edition(tmp_path):
    """A second copy of the data, of which a file's features can be changed."""
    folder = tmp_path / "new"
    shutil.copytree("data", folder)

    def change(task, name: str = "incidents") -> None:
        path = folder / f"{name}.geojson"
        layer = json.loads(path.read_text("utf-8"))
        task(layer["features"])
        path.write_text(json.dumps(layer), "utf-8")

    change.folder = folder
    return change


def told(atlas, folder: Path) -> list[str]:
    return [str(change) for change in diff(atlas, read(folder))]


def test_equal_data_in_another_order_and_layout_has_no_change(atlas, edition):
    edition(lambda features: features.reverse())
    assert told(atlas, edition.folder) == []


def test_a_field_says_what_it_was_and_is(atlas, edition):
    def mend(features):
        for feature in features:
            if feature["id"] == "2013-05-laos-nine":
                feature["properties"]["people_max"] = 10

    edition(mend)
    assert told(atlas, edition.folder) == ["incidents 2013-05-laos-nine, people_max: 9 → 10"]


def test_of_a_long_text_only_what_differs_is_told(atlas, edition):
    long = "They walked on. " * 40

    def mend(features):
        features[0]["properties"]["summary"] = f"{long}Nine were returned in May. {long}"

    edition(mend)
    before = read(edition.folder)
    edition(lambda features: features[0]["properties"].update(summary=f"{long}Two. {long}"))
    (line,) = told(before, edition.folder)
    assert line.endswith(
        "summary: …ey walked on. They walked on. Nine were returned in May. They walked on. They walked …"
        " → …ey walked on. They walked on. Two. They walked on. They walked …"
    )


def test_of_a_list_only_what_came_and_went_is_told(atlas, edition):
    def mend(features):
        routes = features[0]["properties"]
        routes["sources"] = [*routes["sources"][1:], "hrw-2026-made-up"]

    edition(mend)
    first = json.loads(Path("data/incidents.geojson").read_text("utf-8"))["features"][0]
    gone = first["properties"]["sources"][0]
    sources = edition.folder / "sources.json"
    works = json.loads(sources.read_text("utf-8"))
    works.append({**works[0], "id": "hrw-2026-made-up"})
    sources.write_text(json.dumps(works), "utf-8")
    assert told(atlas, edition.folder) == [
        f"incidents {first['id']}, sources: − '{gone}', + 'hrw-2026-made-up'",
        f"sources hrw-2026-made-up: added ({works[0]['title']!r})",
    ]


def test_records_that_come_and_go_and_places_that_move(atlas, edition):
    def mend(features):
        features[1]["geometry"]["coordinates"][0] += 1
        del features[0]

    edition(mend, "crossings")
    went, moved = atlas.layers["crossings"]["id"][:2]
    first, second = told(atlas, edition.folder)[:2]
    assert sorted([first.split(":")[0], second.split(",")[0]]) == sorted(
        [f"crossings {went}", f"crossings {moved}"]
    )
    assert any("removed" in line for line in (first, second))
    assert any("geometry: POINT" in line and "→" in line for line in (first, second))


def test_the_command_tells_changes_and_counts_and_fails_where_there_are_any(edition, capsys):
    assert main(["diff", "data", str(edition.folder)]) == 0
    assert capsys.readouterr().out == ""
    edition(lambda features: features[0]["properties"].update(title="Hostile \x1b[31m"))
    assert main(["diff", "data", str(edition.folder)]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert out.splitlines()[-1] == "incidents: 1 changed"
    assert main(["diff", "data", str(edition.folder / "none")]) == 2


def test_a_change_that_the_changelog_does_not_name_is_a_problem(edition, capsys):
    assert reading.unlogged(edition.folder) == []
    edition(lambda features: features[0]["properties"].update(women=1))
    assert main(["check", str(edition.folder)]) == 1
    version = reading.version(edition.folder)
    assert f"add “## DATE, version {version}” and what changed" in capsys.readouterr().out
    changelog = edition.folder / "CHANGELOG.md"
    changelog.write_text(f"## 2026-12-01, version {version}\n" + changelog.read_text("utf-8"))
    assert reading.unlogged(edition.folder) == []
