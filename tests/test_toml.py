"""TOML that people write: whatever is in it, what comes back is a table or a sentence."""

import pytest

from geo.toml import Form

FORM = Form(LookupError)


def test_a_file_is_read_with_or_without_the_mark_that_editors_put_first(tmp_path):
    path = tmp_path / "a.toml"
    for mark in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(mark + 'title = "다리"'.encode())
        assert FORM.read(path) == {"title": "다리"}


@pytest.mark.parametrize(
    "content",
    [b"x = ", b"\xff\xfe", b"x = " + b"[" * 20_000, b"x = " + b"9" * 20_000],
    ids=["cut", "encoding", "depth", "number"],
)
def test_what_is_no_toml_is_refused_in_a_sentence_that_names_it(tmp_path, content):
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(LookupError, match=r"a\.toml is not TOML in UTF-8: "):
        FORM.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LookupError, match=r"b\.toml cannot be read: No such file"):
        FORM.read(tmp_path / "b.toml")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"stepp": 1}, "scene 1, stepp is not known; write one of step, text"),
        ({"step": True}, "scene 1, step: True; write a whole number"),
        ({"text": 3}, 'scene 1, text: 3; write text in "quotes"'),
    ],
)
def test_names_and_types_are_held(value, told):
    with pytest.raises(LookupError, match=told):
        FORM.typed("scene 1, ", value, {"step": int, "text": str})
    FORM.typed("", {"step": 1, "text": ""}, {"step": int, "text": str})


@pytest.mark.parametrize("value", [3, None, "two\nlines", "\u202eturned", "far too long"])
def test_a_line_is_one_line_of_text(value):
    with pytest.raises(LookupError, match=r"credit: .*; write one line of at most 10 characters"):
        FORM.line("credit", value, 10)
    assert FORM.line("credit", " a  b ", 10) == "a  b"
