"""The time control, as a reader uses it: mouse, touch and keyboard."""

import json
import re
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from geo.document import document
from geo.selection import Selection

MOVING = {"reduced_motion": "no-preference"}


def handle(page: Page, name: str):
    return page.get_by_role("slider", name=f"Shown {name}")


def typed(page: Page, name: str):
    return page.get_by_label(name, exact=True)


def chosen(page: Page) -> tuple[str, str]:
    """What stands in the two fields."""
    return typed(page, "From").input_value(), typed(page, "To").input_value()


def menu(page: Page, name: str):
    return page.get_by_role("combobox", name=name)


def bars(page: Page):
    return page.locator(".plot .chart")


def pixel(page: Page, month: int) -> tuple[float, float]:
    """Where a month (counted from the year 0) stands on an axis of all years, amid the bars."""
    box = bars(page).bounding_box()
    start, end = 1964 * 12, 2026 * 12 + 12
    share = (month + 0.5 - start) / (end - start)
    return box["x"] + 22 + share * (box["width"] - 44), box["y"] + 20


def watch(page: Page) -> None:
    """Note every choice from now on: its time, and whether it is only passed through."""
    page.evaluate(
        """() => {
            window.passed = [];
            RoutesAtlas.current.store.on((state, what) => what === "selection" &&
                passed.push([state.selection.from, state.selection.to, state.passing]));
        }"""
    )


def passed(page: Page) -> list[list]:
    return page.evaluate("passed")


# ---- handles and typed dates ---------------------------------------------------------------------


def test_handles_go_by_years_and_decades_from_the_keyboard(open_document, whole):
    page = open_document(whole).page
    handle(page, "from").focus()
    page.keyboard.press("ArrowRight")
    assert chosen(page) == ("1965-01", "")
    expect(handle(page, "from")).to_have_attribute("aria-valuetext", "January 1965")
    for _ in range(4):
        page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    assert chosen(page) == ("2004-01", "")
    handle(page, "until").focus()
    page.keyboard.press("ArrowLeft")
    assert chosen(page) == ("2004-01", "2025-12")
    page.keyboard.press("Home")
    assert chosen(page) == ("2004-01", "2004-01")
    page.keyboard.press("ArrowRight")
    assert chosen(page) == ("2004-01", "2004-12")
    page.keyboard.press("End")
    assert chosen(page) == ("2004-01", "")


def test_handles_go_by_months_where_months_are_chosen(open_document, whole):
    page = open_document(whole).page
    menu(page, "Steps").select_option(label="Months")
    handle(page, "from").focus()
    page.keyboard.press("ArrowRight")
    assert chosen(page) == ("1964-02", "")
    expect(handle(page, "from")).to_have_attribute("aria-valuetext", "February 1964")
    for _ in range(49):
        page.keyboard.press("PageUp")
    assert chosen(page) == ("2013-02", "")
    page.wait_for_function("() => location.hash.includes('from=2013-02')")
    expect(page.locator(".notes")).to_contain_text("without a date")
    page.get_by_role("button", name="All dates").click()
    assert chosen(page) == ("", "")
    expect(handle(page, "from")).to_be_focused()
    expect(page.get_by_role("button", name="All dates")).to_be_hidden()


def test_a_typed_day_stays_until_its_handle_is_moved(open_document, whole):
    page = open_document(whole).page
    menu(page, "Steps").select_option(label="Months")
    typed(page, "From").fill("2013-05-10")
    typed(page, "From").press("Enter")
    expect(page.locator("#sentence")).to_contain_text("10 May 2013")
    assert handle(page, "from").get_attribute("aria-valuetext") == "10 May 2013"
    typed(page, "To").fill("2019")
    typed(page, "To").press("Enter")
    assert chosen(page) == ("2013-05-10", "2019")
    handle(page, "until").press("ArrowLeft")
    assert chosen(page) == ("2013-05-10", "2019-11")
    handle(page, "from").press("ArrowRight")
    assert chosen(page) == ("2013-06", "2019-11")


def test_what_is_no_date_is_told_and_changes_nothing(open_document, article):
    page = open_document(article).page
    before = page.locator("#sentence").inner_text()
    for text in ("2013-13", "1 May", "2013-02-30", "13"):
        typed(page, "From").fill(text)
        typed(page, "From").press("Enter")
        expect(page.locator("#time-problem")).to_contain_text(f"“{text}” is not a date")
        expect(typed(page, "From")).to_have_attribute("aria-invalid", "true")
        assert page.locator("#sentence").inner_text() == before


def test_dates_typed_the_wrong_way_round_are_turned(open_document, whole):
    page = open_document(whole, hash="to=2013").page
    typed(page, "From").fill("2019")
    typed(page, "From").press("Enter")
    expect(typed(page, "From")).to_have_value("2013")
    expect(typed(page, "To")).to_have_value("2019")
    expect(page.locator(".notes")).to_contain_text("from 2019 lies after to 2013")


def test_a_dragged_handle_passes_many_times_and_settles_on_one(open_document, whole):
    page = open_document(whole).page
    watch(page)
    box = handle(page, "from").bounding_box()
    page.mouse.move(box["x"] + 18, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 30, steps=8)
    page.mouse.up()
    page.wait_for_function("() => passed.some(([, , passing]) => !passing)")
    found = passed(page)
    assert len(found) > 2
    assert [passing for *_, passing in found] == [True] * (len(found) - 1) + [False]
    assert found[-1][:2] == found[-2][:2]
    assert re.fullmatch(r"19\d\d-01", chosen(page)[0])  # by years


def test_a_click_on_a_handle_chooses_nothing(open_document, whole):
    page = open_document(whole).page
    watch(page)
    box = handle(page, "from").bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 30)
    expect(handle(page, "from")).to_be_focused()
    assert passed(page) == []


def test_a_stroke_over_the_bars_chooses_whole_steps(open_document, whole):
    page = open_document(whole).page
    watch(page)
    page.mouse.move(*pixel(page, 2016 * 12 + 7))
    page.mouse.down()
    page.mouse.move(*pixel(page, 2010 * 12 + 3), steps=6)
    page.mouse.up()
    expect(typed(page, "From")).to_have_value("2010-01")
    expect(typed(page, "To")).to_have_value("2016-12")
    page.wait_for_function("() => passed.length && !passed[passed.length - 1][2]")
    page.get_by_role("button", name="All dates").click()
    menu(page, "Steps").select_option(label="Months")
    page.mouse.move(*pixel(page, 2010 * 12 + 3))
    page.mouse.down()
    page.mouse.move(*pixel(page, 2016 * 12 + 7), steps=6)
    page.mouse.up()
    expect(typed(page, "From")).to_have_value("2010-04")
    expect(typed(page, "To")).to_have_value("2016-08")


def test_a_finger_drags_a_handle_and_a_tap_chooses_a_bar(open_document, whole):
    page = open_document(whole, width=375, height=800, has_touch=True, is_mobile=True).page
    bars(page).scroll_into_view_if_needed()
    x, y = pixel(page, 2013 * 12 + 6)
    page.touchscreen.tap(x, y)
    expect(typed(page, "From")).to_have_value("2013-01")
    expect(typed(page, "To")).to_have_value("2013-12")
    page.wait_for_timeout(500)  # or the browser takes what follows for a double tap
    box = handle(page, "until").bounding_box()
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: float) -> None:
        at = [{"x": points[0], "y": points[1]}] if points else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    at = box["x"] + 26, box["y"] + 20
    touch("touchStart", *at)
    for step in range(1, 6):
        touch("touchMove", at[0] + step * 6, at[1])
    touch("touchEnd")
    expect(handle(page, "until")).not_to_have_attribute("aria-valuetext", "December 2013")
    page.wait_for_function("() => !RoutesAtlas.current.store.state.passing")
    assert "2014-12" <= chosen(page)[1] < "2022"
    assert chosen(page)[0] == "2013-01"


# ---- bars ----------------------------------------------------------------------------------------


def test_a_bar_is_read_by_keyboard_with_its_kinds_and_chosen_by_enter(open_document, whole, atlas):
    page = open_document(whole).page
    cursor = page.get_by_role("slider", name="Read the bars")
    cursor.focus()
    words = cursor.get_attribute("aria-valuetext")
    assert words.startswith("1964: 1 incident"), words
    cursor.press("End")
    cursor.press("ArrowLeft")
    words = cursor.get_attribute("aria-valuetext")
    n = page.evaluate(
        """() => RoutesAtlas.current.data.records.incidents.filter(r => r.dated &&
            r.first <= RoutesAtlas.dates.parsePoint("2025", "last") &&
            r.last >= RoutesAtlas.dates.parsePoint("2025", "first")).length"""
    )
    assert words.startswith(f"2025: {n} incidents. Forced returns: ")
    assert "Inexact date: " in words
    assert words.endswith("Arrivals in South Korea, people per year. 2025: 223")
    # The same by eye: the number of the bar, and beside each kind its own.
    expect(page.locator(".time h2")).to_have_text(f"2025: {n} incidents")
    numbers = page.locator(".key li:not(.unsure) b").all_inner_texts()
    assert sum(int(number) for number in numbers if number) == n
    cursor.press("Enter")
    assert chosen(page) == ("2025-01", "2025-12")
    expect(page.locator("#sentence")).to_contain_text(f"{n} incidents")
    page.keyboard.press("Tab")
    expect(page.locator(".time h2")).to_have_text("Incidents per year")


def test_a_bar_is_read_by_pointer(open_document, whole):
    page = open_document(whole).page
    page.mouse.move(*pixel(page, 2009 * 12 + 6))
    expect(page.locator(".time h2")).to_have_text(re.compile(r"2009: \d+ incidents"))
    expect(page.locator(".arrivals .reading")).to_have_text("2009: 2,914")
    page.mouse.move(10, 10)
    expect(page.locator(".time h2")).to_have_text("Incidents per year")
    expect(page.locator(".arrivals .reading")).to_be_empty()


def test_bars_of_a_kind_are_told_apart_by_more_than_colour(open_document, whole):
    page = open_document(whole).page
    assert page.locator(".key li").all_inner_texts() == [
        *("Forced returns", "Arrests, detentions", "Arrivals, releases", "Other"),
        "Inexact date",
    ]
    # From the bottom up in the order of the key: in every year the first kind stands on the axis.
    lowest = page.locator(".bars.is-returned").get_attribute("d").split("Z")[:-1]
    feet = {box.split(" ")[0]: float(box.split(" ")[1].partition("V")[0]) for box in lowest[::-1]}
    assert set(feet.values()) == {38.0}  # at each place the first piece stands on the axis
    look = page.locator(".plot .chart g .bars").evaluate_all(
        "all => all.map(node => getComputedStyle(node).fill)"
    )
    assert len(set(look)) == 4
    assert page.locator(".hatched").get_attribute("d")


def test_no_hatching_is_explained_where_none_is(open_document, whole):
    page = open_document(whole, hash="kind=border_shooting").page
    expect(page.locator(".hatched")).to_have_attribute("d", "")
    expect(page.locator(".key .unsure")).to_be_hidden()


def test_an_article_of_a_year_has_bars_of_months_and_hatches_what_is_longer(open_document, article):
    page = open_document(article).page
    expect(page.locator(".time h2")).to_have_text("Incidents per month")
    assert menu(page, "Years on the axis").count() == 0
    assert menu(page, "Steps").input_value() == "1"
    handle(page, "from").press("ArrowRight")
    assert chosen(page)[0] == "2013-02"
    expect(page.locator(".axis")).to_contain_text("Jan 2013")


def test_only_other_filters_count_the_bars_anew(open_document, whole):
    page = open_document(whole).page
    page.evaluate(
        """() => { const { spread } = RoutesAtlas; window.counted = 0;
            RoutesAtlas.spread = (...all) => { counted += 1; return spread(...all); }; }"""
    )
    handle(page, "from").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("counted") == 0
    page.get_by_label("Search words").fill("laos")
    page.wait_for_function("() => counted === 1")


# ---- a decade at a time --------------------------------------------------------------------------


def test_the_axis_shows_a_decade_with_finer_bars_and_all_again(open_document, whole):
    page = open_document(whole).page
    zoom = menu(page, "Years on the axis")
    assert zoom.locator("option").all_inner_texts() == [
        *("All years", "1960s", "1970s", "1980s", "1990s", "2000s", "2010s", "2020s")
    ]
    coarse = page.locator(".bars.off").get_attribute("d").count("M")
    zoom.select_option(label="2000s")
    expect(page.locator(".time h2")).to_have_text("Incidents per month")
    assert page.locator(".bars.off").get_attribute("d").count("M") > coarse
    labels = page.locator(".axis text").all_text_contents()
    assert (labels[0], labels[-1]) == ("2000", "2009")
    assert chosen(page) == ("", "")  # the choice is not touched
    expect(page.locator(".handle.is-beyond")).to_have_count(2)
    page.get_by_role("button", name="All dates").click()
    assert zoom.input_value() == ""
    expect(page.locator(".time h2")).to_have_text("Incidents per year")
    assert page.locator(".bars.off").get_attribute("d").count("M") == coarse


def test_a_narrow_decade_has_bars_of_quarters(open_document, whole):
    page = open_document(whole, width=320, height=640).page
    menu(page, "Years on the axis").select_option(label="2010s")
    expect(page.locator(".time h2")).to_have_text("Incidents per quarter")
    cursor = page.get_by_role("slider", name="Read the bars")
    cursor.focus()
    cursor.press("Home")
    expect(cursor).to_have_attribute("aria-valuetext", re.compile("^January–March 2010: "))
    cursor.press("Enter")
    assert chosen(page) == ("2010-01", "2010-03")


# ---- playback ------------------------------------------------------------------------------------


def test_playback_runs_passes_and_settles_when_paused(open_document, whole):
    page = open_document(whole, **MOVING).page
    watch(page)
    menu(page, "Speed").select_option(label="Fast")
    page.get_by_role("button", name="Play").click()
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_be_visible()
    expect(pause).to_have_class(re.compile("is-playing"))
    page.wait_for_function("() => passed.length >= 4")
    pause.click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    found = passed(page)
    assert [p for *_, p in found] == [True] * (len(found) - 1) + [False]
    assert found[-1][:2] == found[-2][:2]
    # Years in their order, empty ones passed over: there is no incident between 1964 and 1986.
    assert [until for _, until, _ in found[:4]] == ["1964-12", "1986-12", "1995-12", "1996-12"]
    assert [since for since, _, _ in found[1:4]] == ["1986-01", "1995-01", "1996-01"]
    page.wait_for_timeout(900)
    assert len(passed(page)) == len(found)  # it stands
    assert page.evaluate("history.length") <= 3


def test_playback_says_its_period_by_eye_and_by_ear(open_document, whole):
    page = open_document(whole, hash="from=2003&to=2003", **MOVING).page
    menu(page, "Speed").select_option(label="Slow")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".time h2")).to_have_text(re.compile(r"2004: \d+ incidents"))
    expect(page.get_by_role("status").filter(has_text="2004")).to_have_count(1)
    expect(page.locator(".time h2")).to_have_text(re.compile(r"2005: \d+ incidents"))
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".time h2")).to_have_text("Incidents per year")


def test_playback_adds_up_and_stops_at_the_end(open_document, whole):
    page = open_document(whole, hash="from=2020&to=2022", **MOVING).page
    watch(page)
    menu(page, "Speed").select_option(label="Fast")
    menu(page, "What playback shows").select_option(label="Adding up")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => passed.length && !passed[passed.length - 1][2]")
    assert [until for _, until, _ in passed(page)] == ["2023-12", "2024-12", "2025-12", "", ""]
    assert {since for since, _, _ in passed(page)} == {"2020"} or {
        since for since, _, _ in passed(page)
    } == {"2020-01"}
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_playback_goes_by_months_within_a_decade(open_document, whole):
    page = open_document(whole, **MOVING).page
    watch(page)
    menu(page, "Steps").select_option(label="Months")
    menu(page, "Years on the axis").select_option(label="2010s")
    menu(page, "Speed").select_option(label="Fast")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => passed.length >= 3")
    page.get_by_role("button", name="Pause").click()
    assert [(a, b) for a, b, _ in passed(page)[:3]] == [
        *(("2010-01", "2010-12"), ("2010-02", "2011-01"), ("2010-03", "2011-02"))
    ]


def hold(page: Page) -> None:
    """Press on a handle where it stands just now, and keep it."""
    box = handle(page, "from").bounding_box()
    page.mouse.move(box["x"] + 18, box["y"] + 20)
    page.mouse.down()


STOPS = {
    "a handle": lambda page: handle(page, "until").press("ArrowLeft"),
    "a hold on a handle": hold,
    "a typed date": lambda page: typed(page, "From").fill("2010"),
    "a hidden tab": lambda page: page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange")); }"""
    ),
    "less motion": lambda page: page.emulate_media(reduced_motion="reduce"),
    "another time from elsewhere": lambda page: page.evaluate(
        "() => RoutesAtlas.current.store.select({ from: '2011', to: '2012' })"
    ),
    "a decade": lambda page: menu(page, "Years on the axis").select_option(label="2000s"),
}


@pytest.mark.parametrize("what", STOPS)
def test_playback_stops_for(open_document, whole, what):
    page = open_document(whole, **MOVING).page
    watch(page)
    menu(page, "Speed").select_option(label="Fast")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => passed.length >= 2")
    STOPS[what](page)
    expect(page.locator(".play")).not_to_have_class(re.compile("is-playing"))
    page.wait_for_timeout(150)
    n = len(passed(page))
    page.wait_for_timeout(900)
    assert len(passed(page)) == n
    assert passed(page)[-1][2] is False


def test_a_filter_changed_amid_playback_keeps_it_running(open_document, whole):
    page = open_document(whole, **MOVING).page
    watch(page)
    menu(page, "Speed").select_option(label="Fast")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => passed.length >= 2")
    page.evaluate("() => RoutesAtlas.current.store.select({ kind: ['forced_return'] })")
    n = len(passed(page))
    page.wait_for_function("n => passed.length > n + 1", arg=n)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_for_less_motion_time_is_stepped_by_hand(open_document, whole):
    page = open_document(whole, hash="from=2004&to=2004").page  # reduced motion
    expect(page.locator(".play")).to_be_hidden()
    assert menu(page, "Speed").count() == 0
    page.get_by_role("button", name="Step forward").click()
    assert chosen(page) == ("2005-01", "2005-12")
    expect(page.get_by_role("status").filter(has_text="2005")).to_have_count(1)
    page.get_by_role("button", name="Step back").click()
    page.get_by_role("button", name="Step back").click()
    assert chosen(page) == ("2003-01", "2003-12")
    page.emulate_media(reduced_motion="no-preference")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_playback_by_keyboard_alone(open_document, whole):
    page = open_document(whole, **MOVING).page
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Step back")).to_be_focused()


def test_playback_runs_in_a_sandboxed_frame(open_document, whole):
    frame = open_document(whole, srcdoc=True, sandbox="allow-scripts", **MOVING).frame
    frame.get_by_role("combobox", name="Speed").select_option(label="Fast")
    frame.get_by_role("button", name="Play").click()
    expect(frame.get_by_label("To", exact=True)).to_have_value(re.compile("^20.*-12$"))
    frame.get_by_role("button", name="Pause").click()
    expect(frame.get_by_role("button", name="Play")).to_be_visible()


# ---- arrivals ------------------------------------------------------------------------------------


def test_arrivals_stand_beneath_with_their_own_axis_and_sources(open_document, whole):
    page = open_document(whole).page
    part = page.locator(".arrivals")
    expect(part).to_contain_text("Arrivals in South Korea, people per year")
    main = part.get_by_role("link", name="Ministry of Unification")
    assert main.get_attribute("href").startswith("http")
    expect(part.locator("svg text")).to_have_text("3K")
    assert "2,914" in part.get_by_role("img").get_attribute("aria-label")
    more = part.get_by_role("button", name=re.compile(r"and \d+ more"))
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    assert part.locator(".works li").count() == int(re.findall(r"\d+", more.inner_text())[0]) + 1
    more.click()
    expect(part.locator(".works li")).to_have_count(0)


def test_a_total_of_several_years_is_drawn_as_a_period_and_never_added(open_document, whole):
    page = open_document(whole).page
    assert page.locator(".arrivals-totals").get_attribute("d").count("M") == 1  # 1999 to 2001
    assert page.locator(".arrivals-years").get_attribute("d").count("M") == 30  # 1996 to 2025
    page.mouse.move(*pixel(page, 1999 * 12 + 6))
    expect(page.locator(".arrivals .reading")).to_have_text("1999: 148; 1999–2001 together: 1,043")


def test_an_article_has_the_arrivals_of_its_year(open_document, article):
    part = open_document(article).page.locator(".arrivals")
    assert "1,514" in part.get_by_role("img").get_attribute("aria-label")
    assert part.locator(".arrivals-years").get_attribute("d").count("M") == 1
    expect(part.locator(".reading")).to_have_text("2013: 1,514")


def test_no_arrivals_where_the_span_has_no_figure(open_document, atlas):
    page = open_document(document(atlas, Selection(since="1980", until="1990"))).page
    expect(page.locator(".time h2")).to_be_visible()
    assert page.locator(".arrivals").count() == 0


# ---- looks ---------------------------------------------------------------------------------------


def test_it_stays_low(open_document, whole):
    page = open_document(whole, **MOVING).page
    box = page.locator("section.time").bounding_box()
    assert box["height"] <= 150
    assert page.locator("section.time *").count() <= 150
    # Neither reading a bar nor a chosen time makes it jump.
    page.mouse.move(*pixel(page, 2004 * 12 + 6))
    assert page.locator("section.time").bounding_box() == box
    handle(page, "from").press("ArrowRight")
    assert page.locator("section.time").bounding_box() == box


@pytest.mark.parametrize("width", [320, 375, 768])
def test_fingers_find_their_targets_and_nothing_runs_over_the_side(open_document, whole, width):
    page = open_document(
        whole, width=width, height=800, has_touch=True, is_mobile=True, **MOVING
    ).page
    handle(page, "from").press("ArrowRight")
    small = page.locator("section.time").evaluate(
        """box => [...box.querySelectorAll("button, select, input, a, .handle")]
            .filter(node => node.offsetParent)
            .map(node => [node.className || node.tagName, node.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
            .map(([name, { width, height }]) => `${name} ${width} × ${height}`)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_accessibility_rule_fails(open_document, whole, width, dark):
    page = open_document(whole, width=width, dark=dark, **MOVING).page
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"() => {{ {source} }}")
    states = {
        "open": lambda: None,
        "decade": lambda: menu(page, "Years on the axis").select_option(label="2000s"),
        "playing": lambda: page.get_by_role("button", name="Play").click(),
        "sources": lambda: page.get_by_role("button", name=re.compile("and .* more")).click(),
        "a bar": lambda: page.get_by_role("slider", name="Read the bars").focus(),
    }
    for state, enter in states.items():
        enter()
        found = page.evaluate("() => axe.run('section.time').then(result => result.violations)")
        told = [f"{v['id']}: {json.dumps(v['nodes'][0]['html'])[:300]}" for v in found]
        assert told == [], state


def test_forced_colours_keep_kinds_and_stripes_apart(open_document, whole):
    page = open_document(whole, forced_colors="active").page
    fills = page.locator(".plot .chart g .bars").evaluate_all(
        "all => all.map(node => getComputedStyle(node).fill)"
    )
    assert len(set(fills)) == 4
