"""Stories: what a file may say, and how a reader goes through one beside its map."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo.__main__ import main
from geo.document import document
from geo.publishing.story import FOLDER, StoryError, read, told
from geo.selection import Selection

STORIES = sorted(FOLDER.glob("*.toml"))
HOSTILE = '<img src=x onerror="document.title=1"> </script> {{ 7*7 }}'


@pytest.fixture(scope="module")
def nine(atlas):
    return read(FOLDER / "laos-nine-2013.toml", atlas)


@pytest.fixture(scope="module")
def html(atlas, nine):
    return document(atlas, Selection(), story=nine)


def scene(**more):
    return {
        "title": "A story",
        "scene": [{"heading": "One", "text": "First.\n\nThen.", "selection": "kind=death"} | more],
    }


def test_there_are_two_stories_at_least():
    assert len(STORIES) >= 2


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_scene_of_ours_shows_something_and_rests_on_sources(atlas, path):
    story = read(path, atlas)
    assert story.title
    assert len(story.scenes) >= 4
    for each in story.scenes:
        assert each.paragraphs
        assert set(each.sources) <= set(atlas.sources)


def test_paragraphs_are_parted_by_empty_lines_and_sources_are_the_records(atlas):
    only = told(scene(), atlas).scenes[0]
    assert only.paragraphs == ("First.", "Then.")
    deaths = atlas.layers["incidents"]
    deaths = deaths[deaths["kind"] == "death"]
    assert set(only.sources) == {id_ for ids in deaths["sources"] for id_ in ids}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({}, 'the story has no title; write title = "…"'),
        ({"title": "A"}, "the story has no scene; begin each with"),
        ({"title": "A", "scene": ["x"]}, "scene 1: 'x' is no table"),
        ({"title": "A", "scenes": []}, "the story, scenes is not known; write one of title"),
        (scene(heading=""), "scene 1 has no heading"),
        (scene(text=" "), "scene 1 has no text"),
        (scene(step="2"), "scene 1, step: '2'; write a whole number"),
        (scene(step=True), "scene 1, step: True; write a whole number"),
        (scene(selection="kind=deth"), "scene 1 (One), selection: kind: deth is not known here"),
        (scene(selection="words=zzzz"), "selection: words=zzzz shows nothing; choose more"),
        (scene(item="incidents:none"), "incidents:none names no record"),
        (scene(item="incidents:2013-05-laos-nine"), "is not in what the scene shows"),
        (scene(step=1), "step: 1 is none of the 0 stops of its item"),
        (scene(sources=["hrw-none"]), "sources: 'hrw-none' stands in no sources.json"),
        (scene(selection="layer=countries&country=PRK"), "rests on no source"),
    ],
)
def test_what_cannot_be_told_says_where_and_what_to_write(atlas, content, says):
    with pytest.raises(StoryError) as error:
        told(content, atlas)
    assert says in str(error.value)


def test_the_file_holds_what_the_scenes_show_and_nothing_else(atlas, nine, html):
    from geo.select import select

    held = {id_ for each in nine.scenes for id_ in select(atlas, each.selection).ids()["incidents"]}
    for id_ in atlas.layers["incidents"]["id"]:
        assert (f'"{id_}"' in html) == (id_ in held), id_


def now(opened):
    return opened.page.locator(".scene.is-now h2").inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_a_reader_steps_through_by_buttons(open_document, html, nine, width):
    opened = open_document(html, width=width)
    page = opened.page
    assert now(opened) == nine.scenes[0].heading
    expect(page.get_by_role("button", name="Scene before")).to_be_disabled()
    for each in nine.scenes[1:]:
        page.get_by_role("button", name="Next scene").click()
        expect(page.locator(".scene.is-now h2")).to_have_text(each.heading)
        heading = page.locator(".scene.is-now h2").bounding_box()
        assert 0 <= heading["y"] < 800
    expect(page.get_by_role("button", name="Next scene")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_scrolls_and_the_map_follows(open_document, html, nine):
    opened = open_document(html)
    opened.page.locator("#story").hover()
    for _ in range(30):
        opened.page.mouse.wheel(0, 200)
        opened.page.wait_for_timeout(60)
    expect(opened.page.locator(".scene.is-now h2")).to_have_text(nine.scenes[-1].heading)
    state = opened.page.evaluate(
        "RoutesAtlas.selection.print(RoutesAtlas.current.store.state.selection)"
    )
    assert state.startswith(nine.scenes[-1].selection.filters.query())


def test_a_scene_draws_its_path_up_to_its_step_and_opens_the_record_when_asked(
    open_document, html, nine
):
    opened = open_document(html, hash="scene=4")
    page = opened.page
    assert now(opened) == nine.scenes[3].heading
    assert page.evaluate("RoutesAtlas.current.store.state.step") == nine.scenes[3].step - 1
    expect(page.locator(".detail")).to_be_hidden()
    page.get_by_role("button", name="Read the record").click()
    expect(page.locator(".detail")).to_be_visible()
    expect(page.locator(".detail h2")).to_contain_text("Nine young North Koreans")
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_be_hidden()


def test_the_still_pictures_draw_the_path_up_to_the_step_as_the_map_does(open_document, html, nine):
    opened = open_document(html, hash="scene=4")
    live, still = (
        opened.page.evaluate(
            """([lines, signs, later]) => [
              document.querySelectorAll(lines).length,
              Array.from(document.querySelectorAll(signs), (sign) => sign.textContent),
              Array.from(document.querySelectorAll(later), (sign) => sign.textContent)]""",
            [lines, f"{stop} text", f"{stop}{later} text"],
        )
        for lines, stop, later in (
            (".journey-line", ".journey-stop", ".is-later"),
            (
                ".scene:nth-of-type(4) .wide .trail:not(.under)",
                ".scene:nth-of-type(4) .wide .stop",
                ".later",
            ),
        )
    )
    assert still == live == [4, list("123456"), ["6"]]


def test_by_keyboard_alone(open_document, html, nine):
    opened = open_document(html)
    page = opened.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Next scene":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[1].heading)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[2].heading)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[1].heading)


def test_arrows_step_from_everywhere_but_the_map(open_document, html, nine):
    page = open_document(html).page
    last = page.get_by_role("button", name="Next scene")
    for wanted, key in (
        (1, "ArrowRight"),
        (0, "ArrowLeft"),
        (0, "ArrowLeft"),
        (0, "Alt+ArrowRight"),
    ):
        page.keyboard.press(key)
        expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[wanted].heading)
    page.locator("#story").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[1].heading)
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[1].heading)
    last.focus()
    for _ in nine.scenes:
        page.keyboard.press("Enter")
    expect(last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".scene.is-now h2")).to_have_text(nine.scenes[-2].heading)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_scene_shows_all_that_it_tells_of(atlas, open_document, width):
    """Nothing lies off the map or below the legend."""
    returns = read(FOLDER / "forced-returns-since-2020.toml", atlas)
    html = document(atlas, Selection(), story=returns)
    for n in (2, 4):
        page = open_document(html, width=width, hash=f"scene={n}").page
        page.wait_for_timeout(300)
        assert (
            page.evaluate(
                """() => { const box = (e) => e.getBoundingClientRect();
              const map = box(document.querySelector(".folium-map"));
              const legend = box(document.querySelector(".legend"));
              return Array.from(document.querySelectorAll(".map-mark"), box).filter((m) =>
                m.left < map.left || m.right > map.right || m.top < map.top || m.bottom > map.bottom ||
                (legend.width && m.right > legend.left && m.bottom > legend.top)).length; }"""
            )
            == 0
        )


@pytest.mark.parametrize("dark", [False, True])
def test_no_rule_of_accessibility_is_broken(open_document, html, dark):
    opened = open_document(html, dark=dark, hash="scene=3")
    found = Axe().run(opened.page).response["violations"]
    assert not [(rule["id"], [node["html"][:80] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("width", [375, 700, 1000])
def test_without_script_every_scene_has_its_text_its_picture_and_its_sources(
    open_document, html, nine, width
):
    opened = open_document(html, sandbox="", width=width)
    for each in nine.scenes:
        expect(opened.frame.get_by_role("heading", name=each.heading)).to_be_visible()
    pictures = opened.frame.locator(".scene svg.still")
    assert pictures.count() == len(nine.scenes)
    for picture in pictures.all():
        assert picture.locator(".wide").is_visible() == (width >= 600)
        assert picture.locator(".narrow").is_visible() == (width < 600)
    footer = opened.frame.locator(".byline")
    expect(footer).to_contain_text("This map tells of deaths")
    expect(footer).to_contain_text("Found an error?")
    ids = opened.frame.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    assert opened.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.frame.locator(".scene-sources a").count() > 5


def test_on_paper_every_scene_stands_with_its_sources(open_document, html, nine):
    opened = open_document(html, hash="scene=3")
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for each in nine.scenes:
        expect(opened.page.get_by_role("heading", name=each.heading)).to_be_visible()
    pictures = opened.page.locator(".scene svg.still")
    assert [each.is_visible() for each in pictures.all()] == [True] * len(nine.scenes)
    for part in (".map-box", ".sheet"):
        expect(opened.page.locator(part)).to_be_hidden()
    opened.page.emulate_media(media="screen")
    assert not any(each.is_visible() for each in pictures.all())
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#story").evaluate("box => box.scrollHeight - box.clientHeight") <= 1
    works = opened.page.locator(".scene-sources li")
    assert works.count() > 5
    for n in range(works.count()):
        assert works.nth(n).bounding_box()["height"] > 5
    expect(opened.page.get_by_role("button", name="Next scene")).to_be_hidden()


def test_below_the_last_scene_stands_who_says_so_and_where_to_report(open_document, html, atlas):
    byline = open_document(html).page.locator("#story .byline")
    for said in (atlas.version, "as of", "Routes Atlas", "CC BY 4.0", "not an estimate"):
        expect(byline).to_contain_text(said)
    expect(byline).to_contain_text("This map tells of deaths")
    expect(byline).to_contain_text("Found an error?")


def test_in_a_sandboxed_frame_it_works_and_asks_for_no_more_height(open_document, html, nine):
    opened = open_document(html, sandbox="allow-scripts")
    opened.frame.get_by_role("button", name="Next scene").click()
    expect(opened.frame.locator(".scene.is-now h2")).to_have_text(nine.scenes[1].heading)
    heights = [m["height"] for m in opened.messages if m["type"] == "height"]
    assert heights
    assert max(heights) <= 820


def test_hostile_words_stay_words(atlas, open_document):
    story = told(
        {"title": HOSTILE, **scene(heading=HOSTILE, text=HOSTILE)} | {"title": HOSTILE}, atlas
    )
    opened = open_document(document(atlas, Selection(), story=story))
    assert opened.page.locator(".scene h2").inner_text() == HOSTILE
    assert opened.page.locator(".scene p").first.inner_text() == HOSTILE
    assert opened.page.title() == HOSTILE
    assert opened.page.locator("img").count() == 0


def test_the_command_exports_one_and_says_what_is_wrong(tmp_path, capsys, html):
    target = tmp_path / "story.html"
    assert main(["export", "-o", str(target), "--story", str(FOLDER / "laos-nine-2013.toml")]) == 0
    assert target.read_text("utf-8") == html
    broken = Path(tmp_path / "broken.toml")
    broken.write_text(
        'title = "A"\n[[scene]]\nheading = "One"\ntext = "x"\nselection = "kind=deth"\n'
    )
    assert main(["export", "-o", str(target), "--story", str(broken)]) == 2
    assert "did you mean death" in capsys.readouterr().err
    for flag in (["--route", "sea-yellow-sea"], ["--from", "2013"], ["--controls", "none"]):
        assert main(["export", "-o", str(target), "--story", str(broken), *flag]) == 2
        assert f"{flag[0]} means nothing beside a story" in capsys.readouterr().err
