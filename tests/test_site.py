"""Many maps from one file: what it may say, one line a map, and errors that stop no other."""

import pytest

from geo.__main__ import main
from geo.publishing.site import SiteError, index, read
from geo.selection import vocabulary

MAPS = """
title = "Maps <of> the desk"
url = "https://news.example/maps"

[[map]]
name = "laos"
title = "Through Laos & on"
selection = "route=southeast-asia-laos&from=2013&to=2013"
controls = "minimal"

[[map]]
name = "deaths"
selection = "kind=death"
"""


@pytest.fixture
def maps(tmp_path):
    def write(text: str):
        path = tmp_path / "maps.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_site_has_a_folder_a_map_and_an_index(maps, tmp_path, capsys):
    site = tmp_path / "site"
    assert main(["publish", str(maps(MAPS)), "-o", str(site), "--processes", "2"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert sorted(line.split(":")[0] for line in said.out.splitlines()) == [
        str(site / "deaths"),
        str(site / "laos"),
    ]
    for name in ("laos", "deaths"):
        assert (site / name / "map.html").stat().st_size > 100_000
        assert f"https://news.example/maps/{name}/map.html" in (
            site / name / "embed.html"
        ).read_text("utf-8")
    index = (site / "index.html").read_text("utf-8")
    assert "Maps &lt;of&gt; the desk" in index
    assert "Through Laos &amp; on" in index
    assert index.index("laos/map.html") < index.index("deaths/map.html")


def test_errors_of_one_map_stop_no_other_and_are_told_at_the_end(maps, tmp_path, capsys):
    more = """
[[map]]
name = "slip"
selection = "kind=deth"

[[map]]
name = "empty"
selection = "words=zzzz"
"""
    site = tmp_path / "site"
    assert main(["publish", str(maps(MAPS + more)), "-o", str(site), "--processes", "1"]) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "slip: kind: deth is not known here; did you mean death" in said.err
    assert "empty: Nothing is shown" in said.err
    index = (site / "index.html").read_text("utf-8")
    assert "laos/map.html" in index
    assert "slip" not in index
    assert "empty" not in index
    assert sorted(path.name for path in site.iterdir()) == ["deaths", "index.html", "laos"]


def test_the_index_says_each_map_in_its_language(maps, atlas):
    page = index("Maps", {"laos": ("탈북 경로", "…", "ko")}, "")
    assert '<a href="laos/map.html" lang="ko">' in page
    assert '<p lang="ko">' in page
    assert 'href="laos/embed.html#about"' in page


@pytest.mark.parametrize(
    "flags", [["--route", "nope"], ["--title", "foo"], ["--from", "2013"], ["--theme", "dark"]]
)
def test_flags_that_belong_into_the_file_are_refused(maps, tmp_path, capsys, flags):
    site = tmp_path / "site"
    assert main(["publish", str(maps(MAPS)), "-o", str(site), *flags]) == 2
    assert f"{flags[0]} means nothing beside a file of maps" in capsys.readouterr().err
    assert not site.exists()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('title = "x"', "name: '' cannot be a folder"),
        ('name = "../up"', "name: '../up' cannot be a folder"),
        ('name = "a"\nname2 = "b"', "name2 is not known; write one of name, title"),
        ('name = "a"\nwhole = "yes"', "whole: 'yes'; write true or false"),
        ('name = "a"\nselection = "form=2013"', "'form' is no parameter"),
        ('name = "a"\nlangs = ["xx"]', "langs: there is no 'xx'; write some of en"),
        ('name = "a"\ntheme = "night"', "theme: 'night'; write one of auto"),
        (
            'name = "a"\nreport = "javascript:alert(1)"',
            "report: 'javascript:alert(1)'; write a web",
        ),
        ('name = "a"\ncontrols = "frame"', "controls: 'frame'; write one of full"),
    ],
)
def test_a_map_that_cannot_be_made_says_why(maps, atlas, entry, says):
    site = read(maps(f"[[map]]\n{entry}\n"), vocabulary(atlas))
    assert not site.wishes
    assert says in next(iter(site.wrong.values()))


def test_a_map_that_is_no_table_says_so(maps, atlas):
    site = read(maps('map = ["laos", 3]'), vocabulary(atlas))
    assert site.wrong == {
        "map 1": "map: 'laos' is no table; begin it with [[map]]",
        "map 2": "map: 3 is no table; begin it with [[map]]",
    }


def test_a_name_that_is_taken_is_told_and_the_first_stays(maps, atlas):
    site = read(maps('[[map]]\nname = "a"\n[[map]]\nname = "a"\n'), vocabulary(atlas))
    assert list(site.wishes) == ["a"]
    assert "is taken" in site.wrong["map 2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[map", "is not TOML"),
        ("x = 1", "lists no map"),
        ("map = 3", "lists no map"),
        (f"x = 1\n{MAPS}", "x is not known; write one of title, url, house, map"),
        ('url = "not a url"\n[[map]]', "url: 'not a url'; write the web address of a folder"),
        ("title = 3\n[[map]]", "title: 3; write text"),
    ],
)
def test_what_is_no_file_of_maps_is_refused(maps, atlas, text, says):
    with pytest.raises(SiteError, match=says):
        read(maps(text), vocabulary(atlas))
