"""The command line: exit codes, one clear sentence, nothing half-written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.__main__ import main


def test_check_of_the_committed_data_is_fine(capsys):
    assert main(["check"]) == 0
    assert "no problems; usable: routes 33" in capsys.readouterr().out


def test_check_lists_every_problem_of_every_file(tmp_path, capsys):
    shutil.copytree("data", tmp_path / "d")
    for name, old, new in (
        ("incidents.geojson", '"kind": "arrest"', '"kind": "arest"'),
        ("routes.geojson", '"active_from": "2004"', '"active_from": "2004-13"'),
    ):
        path = tmp_path / "d" / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (tmp_path / "d" / "crossings.geojson").write_text("{", "utf-8")
    assert main(["check", str(tmp_path / "d")]) == 1
    out = capsys.readouterr().out
    assert "kind: 'arest' is not in the vocabulary kind; did you mean 'arrest'?" in out
    assert "active_from: '2004-13' is not a date; write 2015, 2015-12 or 2015-12-31" in out
    assert "crossings.geojson: is not JSON at line 1, column 2; mend it there" in out


def test_check_of_no_folder_cannot_run(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_export_writes_one_readable_file(tmp_path, capsys):
    target = tmp_path / "map.html"
    assert main(["export", "-o", str(target), "--route", "southeast-asia-laos", "--from", "2013",
                 "--to", "2013", "--title", "Laos <2013>"]) == 0  # fmt: skip
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "<title>Laos &lt;2013&gt;</title>" in target.read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert target.stat().st_mode & 0o777 == 0o644
    assert "KB" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--route", "southeast-asia-lao"], "route: southeast-asia-lao is not known here; did you mean southeast-asia-laos"),
        (["--from", "2013-02-30"], "from: 2013-02-30 is not a date; write 2015, 2015-12 or 2015-12-31"),
        (["--from", "2019", "--to", "2013"], "from 2019 lies after to 2013"),
        (["--kind", "arests"], "kind: arests is not known here; did you mean arrest"),
        (["--country", "XXX"], "country: XXX is not known here"),
        (["--layer", "towns"], "layer: towns is not known here"),
        (["--item", "incidents:none"], "item: incidents:none names no record"),
        (["--view", "north"], "view: north is not a view"),
        (["--words", "zzzz"], "Nothing is shown — “zzzz”: choose more, or leave a filter out"),
        (["--from", "1900", "--to", "1901", "--layer", "incidents"], "Nothing is shown"),
        (["--lang", "xx"], "--lang xx: there are en"),
        (["--data", "/nowhere/at/all"], "/nowhere/at/all is not a folder"),
    ],
)  # fmt: skip
def test_export_that_cannot_be_done_says_one_sentence(tmp_path, capsys, flags, sentence):
    target = tmp_path / "map.html"
    target.write_text("old", "utf-8")
    assert main(["export", "-o", str(target), *flags]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert target.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.parametrize("target", ["none/map.html", "."])
def test_a_target_that_cannot_be_written(tmp_path, capsys, target):
    assert main(["export", "-o", str(tmp_path / target)]) == 2
    assert "is not a folder" in (error := capsys.readouterr().err) or "is a folder" in error


def test_a_failed_write_leaves_the_old_file(tmp_path, capsys, monkeypatch):
    target = tmp_path / "map.html"
    target.write_text("old", "utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert main(["export", "-o", str(target)]) == 2
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert target.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_problems_of_the_data_are_told_and_the_rest_is_exported(tmp_path, capsys):
    shutil.copytree("data", tmp_path / "d")
    path = tmp_path / "d" / "incidents.geojson"
    path.write_text(path.read_text("utf-8").replace('"kind": "arrest"', '"kind": "x"', 1), "utf-8")
    assert main(["export", "-o", str(tmp_path / "m.html"), "--data", str(tmp_path / "d")]) == 0
    assert "kind: 'x' is not in the vocabulary" in capsys.readouterr().err
    html = (tmp_path / "m.html").read_text("utf-8")
    values = json.loads(html.partition('id="atlas-data">')[2].partition("</script>")[0])
    assert values["layers"]["incidents"]["length"] == 254


def test_fields_writes_the_tables(tmp_path, capsys):
    readme = tmp_path / "README.md"
    readme.write_text("a\n<!-- fields:begin -->\nold\n<!-- fields:end -->\nb\n", "utf-8")
    assert main(["fields", "--write", str(readme)]) == 0
    text = readme.read_text("utf-8")
    assert text.startswith("a\n")
    assert text.endswith("b\n")
    assert "### incidents.geojson" in text
    assert main(["fields", "--write", str(Path(tmp_path / "none.md"))]) == 2
    assert main(["fields"]) == 0
    assert "| `kind` |" in capsys.readouterr().out


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path):
    (tmp_path / "incidents.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    command = [sys.executable, "-m", "geo", "diff", str(tmp_path), "data"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 2
