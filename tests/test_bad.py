"""Bad input: every one is told of by the very sentence in tests/bad, and loses nothing but itself."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from geo.ingest.columns import guess
from geo.ingest.convert import Answers, convert
from geo.ingest.formats import sheets
from geo.ingest.sheet import Row, Sheet, Unreadable

BAD = Path(__file__).parent / "bad"
ROWS = tomllib.loads((BAD / "rows.toml").read_text("utf-8"))
FILES = tomllib.loads((BAD / "files.toml").read_text("utf-8"))["bad"]
TODAY = dt.date(2026, 11, 22)
FIRST = 14


def sheet(rows):
    cells = [{name: value or None for name, value in (ROWS["base"] | row).items()} for row in rows]
    columns = tuple(dict.fromkeys(name for row in cells for name in row))
    return Sheet(
        "incidents.csv", columns, tuple(Row(FIRST + n, row) for n, row in enumerate(cells))
    )


def converted(sheet, atlas):
    return convert(sheet, guess(sheet, "incidents"), atlas, Answers(TODAY))


def test_there_are_at_least_sixty_bad_inputs_and_no_two_are_alike():
    cases = [repr(case["rows"]) for case in ROWS["bad"]] + [case["file"] for case in FILES]
    assert len(set(cases)) == len(cases) >= 60
    told = [said for case in ROWS["bad"] for said in case["says"]]
    assert all(case.get("says") or case.get("refused") for case in [*ROWS["bad"], *FILES])
    assert len(set(told)) >= 60


def test_the_row_that_the_bad_ones_change_is_good(atlas):
    outcome = converted(sheet([{}]), atlas)
    assert (len(outcome.features), outcome.problems) == (1, ())


@pytest.mark.parametrize("case", ROWS["bad"], ids=lambda case: case["name"])
def test_a_bad_row_is_told_of(case, atlas):
    outcome = converted(sheet(case["rows"]), atlas)
    assert [str(problem) for problem in outcome.problems] == case["says"]
    assert [row.number for row in outcome.left_out] == case["left_out"]
    assert len(outcome.features) + len(outcome.left_out) == len(case["rows"])
    losing = {problem.feature for problem in outcome.problems if problem.losing}
    assert losing == set(case["left_out"])


@pytest.mark.parametrize("case", ROWS["bad"], ids=lambda case: case["name"])
def test_a_bad_row_does_no_harm_to_good_ones(case, atlas):
    good = {"title": "An event of its own", "date": "2011-02-03", "place": "Tumen"}
    outcome = converted(sheet([good, *case["rows"]]), atlas)
    assert FIRST not in {row.number for row in outcome.left_out}
    assert outcome.features[0]["properties"]["title"] == "An event of its own"


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["file"])
def test_a_bad_file_is_told_of(case, atlas):
    path = BAD / "files" / case["file"]
    if "refused" in case:
        with pytest.raises(Unreadable) as refused:
            sheets(path, path.name)
        assert str(refused.value) == case["refused"]
        return
    said, left = [], []
    for found in sheets(path, path.name):
        outcome = converted(found, atlas)
        said += [*found.notes, *(asked.sentence for asked in outcome.asked)]
        said += map(str, outcome.problems)
        left += [row.number for row in outcome.left_out]
        assert len(found.rows) == len(outcome.features) + len(outcome.left_out)
    assert (said, left) == (case["says"], case["left_out"])


def test_every_bad_file_is_tried():
    assert {case["file"] for case in FILES} == {path.name for path in (BAD / "files").iterdir()}
