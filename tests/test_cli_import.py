"""`python -m geo import`: exit codes, what is written, and that a refusal writes nothing."""

import csv
import io
import json
import subprocess
import sys

import pytest

from geo.__main__ import main
from geo.store import read

HEAD = "title,kind,date,country,place,latitude,longitude,url"
GOOD = "Made-up record,arrest,2013-05-10,CHN,Yanji,42.89,129.5,https://example.org/a"
BAD = "Made-up too,arest,2013-05-11,CHN,Yanji,1294,42.9,https://example.org/a"


@pytest.fixture
def source(tmp_path):
    def write(*rows, head=HEAD, name="events.csv"):
        path = tmp_path / name
        path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
        return str(path)

    return write


@pytest.fixture
def where(tmp_path):
    return tmp_path / "mine"


def test_a_good_table_becomes_a_data_folder_of_its_own(source, where, capsys):
    assert main(["import", source(GOOD), "-o", str(where)]) == 0
    out = capsys.readouterr().out
    assert "events.csv: 1 row, 1 used (0 with a warning), 0 left out" in out
    assert main(["check", str(where)]) == 0
    assert "incidents 1, sources 1" in capsys.readouterr().out
    assert "events.csv imported: incidents, 1." in (where / "CHANGELOG.md").read_text("utf-8")
    html = where.parent / "map.html"
    assert main(["export", "-o", str(html), "--data", str(where)]) == 0
    assert "Made-up record" in html.read_text("utf-8")


def test_the_good_rows_are_used_and_the_bad_ones_told_and_kept(source, where, tmp_path, capsys):
    report = tmp_path / "report"
    assert main(["import", source(GOOD, BAD), "-o", str(where), "--report", str(report)]) == 1
    out = capsys.readouterr().out
    assert "events.csv row 3, latitude: 1294 is outside −90..90; did you mean 129.4?" in out
    assert (
        "events.csv row 3, kind: 'arest' is not in the vocabulary kind; did you mean 'arrest'?"
        in out
    )
    assert len(read(where).layers["incidents"]) == 1
    assert sorted(path.name for path in report.iterdir()) == [
        "events-csv-left-out.csv", "problems.csv", "report.txt",
    ]  # fmt: skip
    assert "did you mean 129.4?" in (report / "report.txt").read_text("utf-8")
    text = (report / "events-csv-left-out.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["row in events.csv"] == "3"
    assert "did you mean 'arrest'?" in row["left out because"]
    assert row["title"] == "Made-up too"
    # Mended, the file of what was left out can be imported as it is.
    mended = text.replace(",arest,", ",arrest,").replace(",1294,42.9,", ",42.9,129.4,")
    path = tmp_path / "mended.csv"
    path.write_text(mended, "utf-8")
    assert main(["import", str(path), "-o", str(where)]) == 0
    assert len(read(where).layers["incidents"]) == 2


def test_a_table_of_nothing_but_bad_rows_writes_nothing(source, where):
    assert main(["import", source(BAD), "-o", str(where)]) == 1
    assert not where.exists()


def test_the_same_table_again_changes_nothing(source, where, capsys):
    for _ in range(2):
        assert main(["import", source(GOOD), "-o", str(where)]) == 0
    assert "0 added, 1 already there" in capsys.readouterr().out
    assert len(read(where).layers["incidents"]) == 1


def test_a_record_with_a_known_id_is_left_out_or_takes_its_place(source, where, capsys):
    head = f"id,{HEAD}"
    assert main(["import", source(f"a,{GOOD}", head=head), "-o", str(where)]) == 0
    changed = source(f"a,{GOOD.replace('Made-up', 'Changed')}", head=head)
    assert main(["import", changed, "-o", str(where)]) == 1
    assert "is there already, with another content" in capsys.readouterr().out
    assert main(["import", changed, "-o", str(where), "--replace"]) == 0
    assert list(read(where).layers["incidents"]["title"]) == ["Changed record"]


def test_what_only_a_person_knows_is_asked_before_anything_is_written(source, where, capsys):
    path = source(GOOD.replace("2013-05-10", "10/05/2013"))
    assert main(["import", path, "-o", str(where)]) == 2
    error = capsys.readouterr().err
    assert "10 May 2013 or 5 October 2013" in error
    assert error.count("\n") == 1
    assert not where.exists()
    assert main(["import", path, "-o", str(where), "--dates", "day-first"]) == 0
    assert list(read(where).layers["incidents"]["date"]) == ["2013-05-10"]
    metres = source(f"{GOOD},POINT (953901 1952032)", head=f"{HEAD},wkt")
    assert main(["import", metres, "-o", str(where.parent / "new")]) == 2
    assert "numbers such as 953901, 1952032? Say it by its number, such as EPSG:5179 (--crs)" in (
        capsys.readouterr().err
    )


def test_columns_and_values_can_be_said(source, where):
    path = source("x,arrest,2013-05-10,Yanji,https://example.org/a", head="Was,b,c,d,e")
    flags = ["--layer", "incidents", "--set", "country=CHN"]
    for pair in ("Was=title", "b=kind", "c=date", "d=place", "e=source_url"):
        flags += ["--map", pair]
    assert main(["import", path, "-o", str(where), *flags]) == 0
    (record,) = read(where).layers["incidents"].to_dict("records")
    assert (record["title"], record["country"]) == ("x", "CHN")


def test_unknown_columns_stay_home_unless_they_are_kept(source, where, capsys):
    path = source(f"{GOOD},a colleague", head=f"{HEAD},our contact")
    assert main(["import", path, "-o", str(where)]) == 0
    assert "Columns that no field takes stay home: our contact." in capsys.readouterr().out
    assert "a colleague" not in (where / "incidents.geojson").read_text("utf-8")
    other = where.parent / "other"
    assert main(["import", path, "-o", str(other), "--keep-columns"]) == 0
    assert "a colleague" in (other / "incidents.geojson").read_text("utf-8")


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--map", "titel=title"], "there is no column 'titel'; did you mean"),
        (["--map", "title=tittle"], "incidents has no field 'tittle'; did you mean"),
        (["--set", "contry=CHN"], "incidents has no field 'contry'; did you mean"),
        (["--preset", "acledd"], "there is no preset 'acledd'; did you mean"),
        (["--preset", "acled"], "is no table of ACLED: it has no"),
        (["--sheet", "second"], "--sheet second: there is no such sheet; there are events.csv"),
        (["--crs", "EPSG:1"], "is no coordinate system that is known"),
        (["--data", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_done_says_one_sentence_and_writes_nothing(
    source, where, capsys, flags, sentence
):
    assert main(["import", source(GOOD), "-o", str(where), "--layer", "incidents", *flags]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not where.exists()


def test_a_file_that_is_not_there_or_cannot_be_read(source, where, tmp_path, capsys):
    assert main(["import", str(tmp_path / "none.csv"), "-o", str(where)]) == 2
    assert "none.csv is not there; name a file" in capsys.readouterr().err
    assert main(["import", source(head="", name="empty.csv"), "-o", str(where)]) == 2
    assert "empty.csv" in capsys.readouterr().err


def test_what_a_cell_holds_begins_no_line_of_the_report(source, where, capsys):
    row = GOOD.replace("arrest", '"x\nevents.csv row 99: all is well\x1b[2J"')
    assert main(["import", source(row), "-o", str(where)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith("events.csv row 99")]
    assert not [line for line in lines if "\x1b" in line]


def test_many_problems_alike_are_counted(source, where, capsys):
    rows = [GOOD.replace("arrest", "arest").replace("10", f"{n:02}") for n in range(1, 29)]
    assert main(["import", source(*rows), "-o", str(where)]) == 1
    out = capsys.readouterr().out
    assert out.count("did you mean 'arrest'?") == 5
    assert "events.csv, kind: and 23 more like these (left out)" in out


def test_problems_stand_in_the_order_of_rows(source, where, capsys):
    rows = [
        GOOD.replace("arrest", "arest"),
        GOOD.replace("2013", "2033"),
        GOOD.replace("arrest", "x"),
    ]
    main(["import", source(*rows), "-o", str(where)])
    lines = [line for line in capsys.readouterr().out.splitlines() if " row " in line]
    assert [line.split(",")[0] for line in lines] == [f"events.csv row {n}" for n in (2, 3, 4)]


def test_several_layers_of_one_file_refer_to_each_other(where, tmp_path):
    book = tmp_path / "book.xlsx"
    code = """
import openpyxl, sys
book = openpyxl.Workbook()
events, sites = book.active, book.create_sheet("detention sites")
events.title = "incidents"
events.append(["title", "kind", "date", "country", "place", "url"])
events.append(["Made-up record", "arrest", "2013-05-10", "CHN", "Yanji", "https://example.org/a"])
sites.append(["name", "type", "country", "place", "role", "url"])
sites.append(["Made-up prison", "prison", "CHN", "Yanji", "Made up.", "https://example.org/b"])
book.save(sys.argv[1])
"""
    subprocess.run([sys.executable, "-c", code, str(book)], check=True)
    assert main(["import", str(book), "-o", str(where)]) == 0
    atlas = read(where)
    assert (len(atlas.layers["incidents"]), len(atlas.layers["detention_sites"])) == (1, 1)
    assert {work["url"] for work in json.loads((where / "sources.json").read_text("utf-8"))} == {
        "https://example.org/a", "https://example.org/b",
    }  # fmt: skip
