"""The server for tests: where there is none and none can be had, what to install is said."""

import sys

import pytest

from tools import postgis


def test_without_postgis_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(postgis, "programs", lambda: None)
    monkeypatch.setattr(postgis, "install", lambda: None)
    monkeypatch.setattr(sys, "argv", ["postgis", "--install", "--", "true"])
    assert postgis.main() == 2
    said = capsys.readouterr().err
    assert "apt-get install postgresql-15 postgresql-15-postgis-3" in said
    assert "brew install postgis" in said


@pytest.mark.skipif(sys.platform == "win32", reason="programs are no scripts there")
def test_a_folder_of_programs_counts_only_with_postgis(tmp_path, monkeypatch):
    monkeypatch.setattr(postgis.shutil, "which", lambda _: None)
    monkeypatch.setattr(postgis, "PLACES", (f"{tmp_path}/*/bin",))
    share = tmp_path / "share"
    (share / "extension").mkdir(parents=True)
    for version in ("14", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres", "pg_config"):
            (folder / name).write_text(f"#!/bin/sh\necho {share}\n")
            (folder / name).chmod(0o755)
    assert postgis.programs() is None
    (share / "extension" / "postgis.control").write_text("")
    assert postgis.programs() == tmp_path / "15" / "bin"


@pytest.mark.skipif(sys.platform == "win32", reason="users are others there")
def test_the_server_never_runs_as_root(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert postgis._user() in ("postgres", "nobody")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert postgis._user() is None
