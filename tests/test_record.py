"""The panel of a chosen record, as a reader uses it: facts, route, path, and what they take away."""

import json
import re
from importlib.resources import files

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from geo.schema import LAYERS

SANDBOX = "allow-scripts allow-popups"
NINE = "item=incidents:2013-05-laos-nine"
LAOS = "item=routes:southeast-asia-laos"


def detail(frame: Frame | Page) -> Locator:
    """The panel of the chosen record."""
    return frame.locator(".detail")


def fact(frame: Frame | Page, label: str) -> Locator:
    """What the facts table says beside a label."""
    return frame.locator(f".facts dt:text-is('{label}') + dd")


def titled(name: str, layer: str) -> str:
    """A record's name as its heading shows it: routes join their places by a longer dash."""
    return name.replace(" - ", " – ") if layer == "routes" else name


def signs(frame: Frame | Page, kind: str = "") -> list[str]:
    """The numbers of a path's stops on the map, of one sort where that is asked for."""
    return frame.locator(f".journey-stop{kind} text").all_text_contents()


# ---- facts ---------------------------------------------------------------------------------------


def words_of(value: object) -> list[str]:
    """Every text that a record's own words consist of, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [w for key, v in value.items() if key in TOLD_WHOLE for w in words_of(v)]
    if isinstance(value, list):
        return [w for v in value for w in words_of(v)]
    return []


# Fields whose text stands in the detail as it stands in the data; the others are told in words.
TOLD_WHOLE = {
    *("title", "name", "name_local", "summary", "notes", "place", "place_local", "operator"),
    *("capacity_or_population", "coord_source", "period_notes", "approx_days", "risks"),
    *("returned_via_text", "policy_summary", "waypoints", "note", "mode_by_leg", "leg", "path"),
    *("bilateral_agreements", "effect", "timeline", "event", "points", "text", "stretch"),
}


EACH_DETAIL = """([layer, ids]) => {
  const { store, data } = RoutesAtlas.current;
  const detail = document.querySelector(".detail");
  return ids.map((id) => {
    store.pick(data.find(layer, id));
    const links = [...detail.querySelectorAll(".sources a")];
    return [detail.querySelector("h2").textContent, detail.textContent,
      links.map((a) => [a.getAttribute("href"), a.rel, a.target])];
  });
}"""
"""Heading, text and links to sources of each record's detail."""


def test_the_detail_of_every_record_tells_all_of_it(open_document, whole, atlas):
    frame = open_document(whole, sandbox=SANDBOX).frame
    titles = dict(atlas.public().layers["incidents"][["id", "title"]].itertuples(index=False))
    missing = []
    for name, rows in atlas.public().layers.items():
        layer = LAYERS[name]
        details = frame.evaluate(EACH_DETAIL, [name, list(rows[layer.key])])
        records = rows.drop(columns="geometry").to_dict("records")
        for record, (heading, told, links) in zip(records, details, strict=True):
            assert heading.replace("\u00a0", " ") == titled(record[layer.title], name)
            text = told.replace("\u00a0– ", " - ")
            if record.get(
                "notes"
            ):  # records that they name by their ids stand there by their titles
                record["notes"] = re.sub(
                    r"\w+(?:-\w+)+", lambda m: titles.get(m[0], m[0]), record["notes"]
                )
            wanted = words_of({k: v for k, v in record.items() if v is not None})
            if name in ("crossings", "detention_sites"):
                wanted.append(record["role"])
            for id_ in record["sources"]:
                wanted += [atlas.sources[id_]["publisher"], atlas.sources[id_]["title"]]
            missing += [(name, record[layer.key], w) for w in wanted if w not in text]
            assert all(
                re.match("https?://", href) and rel == "noopener noreferrer" and target == "_blank"
                for href, rel, target in links
            )
    assert not missing


def test_what_a_search_notes_on_a_record_is_not_told_of_it(open_document, whole):
    page = open_document(whole, hash=NINE).page
    labels = page.locator(".detail .facts dt").all_inner_texts()
    page.evaluate("RoutesAtlas.current.store.select({ words: 'young', item: '' })")
    expect(detail(page)).to_be_hidden()
    page.evaluate("RoutesAtlas.current.store.select({ item: 'incidents:2013-05-laos-nine' })")
    expect(detail(page)).to_be_visible()
    assert page.locator(".detail .facts dt").all_inner_texts() == labels


def test_dates_places_and_people_say_how_sure_they_are(open_document, whole, atlas):
    page = open_document(whole, hash=NINE).page
    expect(fact(page, "Date")).to_have_text("between 10 and 28 May 2013")
    expect(fact(page, "Place")).to_contain_text("only the province is known; not on the map")
    people = fact(page, "People")
    for words in ("9", "2 women and girls", "5 children", "Girls may be in both numbers"):
        expect(people).to_contain_text(words)
    expect(fact(page, "Origins")).to_have_text("Several independent origins")
    incidents = atlas.layers["incidents"].set_index("id")
    ranged = incidents[
        (incidents["people_min"] < incidents["people_max"]) & incidents["children"].isna()
    ].iloc[0]
    page.evaluate("id => { location.hash = 'item=incidents:' + id }", ranged.name)
    expect(fact(page, "People")).to_contain_text(
        f"{ranged['people_min']:,}–{ranged['people_max']:,}"
    )


def test_a_border_river_has_the_names_of_the_map(open_document, whole):
    page = open_document(whole, hash="item=crossings:dandong-sinuiju").page
    expect(fact(page, "River")).to_have_text("Yalu / Amnok")


def test_every_source_has_a_link_or_says_why_not(open_document, whole, atlas):
    page = open_document(whole, hash=NINE).page
    works = page.locator(".sources li")
    ids = atlas.layers["incidents"].set_index("id").loc["2013-05-laos-nine", "sources"]
    assert works.count() == len(ids)
    for item, id_ in zip(works.all(), ids, strict=True):
        work = atlas.sources[id_]
        expect(item).to_contain_text(work["publisher"])
        if work["url"]:
            expect(item.locator("a")).to_have_attribute("href", work["url"])
        else:
            expect(item).to_contain_text(re.compile("no link is known|third-party copy"))


def test_records_that_a_note_names_are_links(open_document, whole):
    page = open_document(whole, hash="item=incidents:2004-12-hanoi-swedish-embassy").page
    note = detail(page).locator("section", has_text="Editor’s note")
    expect(note).not_to_contain_text("2004-hanoi")
    note.get_by_role("link").press("Enter")
    page.wait_for_function("() => location.hash.includes('2004-hanoi-french-embassy')")


def test_a_record_outside_the_selection_says_so(open_document, whole):
    page = open_document(whole, hash=f"{NINE}&from=2015&to=2015").page
    note = detail(page).get_by_text("Not in the present selection.")
    expect(note).to_be_visible()
    detail(page).get_by_role("button", name="Show everything again").click()
    expect(note).to_be_hidden()
    expect(detail(page).locator("h2")).to_be_focused()
    assert page.evaluate("RoutesAtlas.current.store.state.selection.from") == ""


def test_a_work_seen_in_a_copy_says_so(open_document, whole, atlas):
    note = "text taken from a third-party copy"
    copied = {id_ for id_, work in atlas.sources.items() if work["note"] == note}
    rows = atlas.layers["incidents"]
    record = next(r for r in rows.to_dict("records") if copied & set(r["sources"]))
    page = open_document(whole, hash=f"item=incidents:{record['id']}").page
    n = next(i for i, id_ in enumerate(record["sources"]) if id_ in copied)
    expect(page.locator(".sources li").nth(n)).to_contain_text("text seen in a third-party copy")


# ---- a route -------------------------------------------------------------------------------------


def test_a_chosen_route_stands_out_and_the_others_recede(open_document, whole):
    page = open_document(whole, hash=LAOS).page
    opacity = "node => Number(getComputedStyle(node).opacity)"
    mine = page.locator(".route[data-id='southeast-asia-laos']")
    other = page.locator(".route[data-id='mongolia-gobi']")
    assert mine.evaluate(opacity) == 1
    assert other.evaluate(opacity) < 0.5
    assert mine.evaluate("node => node.nextElementSibling") is None, "it lies on top of the others"
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator(".row:focus").blur()  # the row that has the focus lights its route up
    expect(other).to_have_css("opacity", "1")


def test_a_routes_legs_stand_in_order_with_their_evidence_and_sources(open_document, whole, atlas):
    route = atlas.layers["routes"].set_index("id").loc["southeast-asia-laos"]
    page = open_document(whole, hash=LAOS).page
    expect(fact(page, "Period")).to_contain_text("from 2004")
    expect(fact(page, "Risks")).to_have_text(route["risks"])
    legs = page.locator(".leg")
    assert legs.count() == len(route["legs"])
    for leg, shown in zip(route["legs"], legs.all(), strict=True):
        expect(shown).to_contain_text("inferred" if leg["inferred"] else "documented")
        assert shown.locator(".ref").count() == len(leg["sources"])
        solid = leg["mode"] and not leg["inferred"]
        assert shown.locator(".route-line.is-inferred").count() == (0 if solid else 1)
    stops = [text.strip() for text in page.locator(".stop .step-place").all_inner_texts()]
    assert [s.split(",")[0] for s in stops] == [
        point["place"].split(",")[0] for point in route["waypoints"]
    ]
    expect(page.locator(".stop", has_text="Boten")).to_contain_text("inferred")
    expect(page.locator(".stop", has_text="Xishuangbanna")).to_contain_text("County")


def test_a_number_leads_to_its_source(open_document, whole, atlas):
    route = atlas.layers["routes"].set_index("id").loc["southeast-asia-laos"]
    page = open_document(whole, hash=LAOS).page
    ref = page.locator(".leg").first.locator(".ref").first
    n = int(ref.inner_text())
    ref.focus()
    page.keyboard.press("Enter")
    source = page.locator(".sources li").nth(n - 1)
    expect(source).to_be_focused()
    titles = [atlas.sources[id_]["title"] for id_ in route["legs"][0]["sources"]]
    assert any(title in source.inner_text() for title in titles)


def test_a_leg_lights_up_on_the_map(open_document, whole):
    page = open_document(whole, hash=LAOS).page
    glow = page.locator(".route[data-id='southeast-asia-laos'] .route-glow")
    legs = page.locator(".leg-on-map")
    expect(glow).to_have_count(0)
    legs.nth(3).hover()
    expect(glow).to_have_count(1)
    hovered = glow.get_attribute("d")
    legs.nth(3).focus()
    page.keyboard.press("Tab")
    page.mouse.move(5, 5)
    legs.nth(4).focus()
    expect(glow).not_to_have_attribute("d", hovered)
    expect(legs.nth(4)).to_have_accessible_name(
        "Show on the map: Kunming to Xishuangbanna (Jinghong), by road, documented"
    )
    legs.nth(4).blur()
    expect(glow).to_have_count(0)


def test_a_pressed_leg_comes_into_view(open_document, whole):
    page = open_document(whole, hash=LAOS + "&view=47.9,106.9,7").page
    page.locator(".leg-on-map", has_text="by river").click()
    expect(page.locator(".map-label", has_text="Chiang Saen")).to_be_visible()


def test_what_is_tied_to_a_route_is_listed_and_can_be_shown_alone(open_document, whole, atlas):
    rows = atlas.public().layers["incidents"]
    tied = rows[[("southeast-asia-laos" in (ids or [])) for ids in rows["routes"]]]
    page = open_document(whole, hash=LAOS + "&from=2013&to=2013").page
    group = page.locator(".tied details", has=page.get_by_role("heading", name="Incidents"))
    shown = group.locator("summary .fine")
    now = sum("2013" in str(date) for date in tied["date"])
    expect(shown).to_have_text(f"{now} of {len(tied)} in the selection")
    expect(group.locator("li")).to_have_count(0)  # a long list waits behind its heading
    group.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(group.locator("li")).to_have_count(min(15, len(tied)))
    group.get_by_role("button", name="Show").click()
    expect(group.locator("li")).to_have_count(min(30, len(tied)))
    page.get_by_role("button", name="Show only these").click()
    expect(page.locator("#sentence")).to_contain_text("North-east China – Yunnan")
    expect(shown).to_have_text(f"{now} of {len(tied)} in the selection")
    expect(detail(page).locator("h2")).to_be_visible()
    first = group.locator("button.to").first
    title = first.inner_text()
    first.click()
    expect(detail(page).locator("h2")).to_have_text(title)


# ---- a case's path -------------------------------------------------------------------------------


def test_a_path_is_stepped_through_stop_by_stop(open_document, whole):
    page = open_document(whole, hash=NINE).page
    stops = page.locator(".path-stop")
    assert [text.split("\n")[:2] for text in stops.all_inner_texts()] == [
        ["1", "Dandong, China"],
        ["2", "Oudomxay province, Laos"],
        ["3", "Vientiane, Laos"],
        ["4", "Kunming, China"],
        ["5", "Beijing, China"],
        ["6", "Pyongyang, North Korea"],
    ]
    for n, when in enumerate(
        ["not dated", "10 May 2013", "May 2013", "27 May 2013", "27 May 2013", "28 May 2013"]
    ):
        assert stops.nth(n).locator(".fine").first.inner_text() == when
    assert sorted("".join(signs(page)).replace(" ", "")) == list("123456")
    assert page.locator(".journey-line").count() == 5
    forward = page.get_by_role("button", name="One stop on")
    back = page.get_by_role("button", name="One stop back")
    expect(back).to_have_attribute("aria-disabled", "true")
    forward.click()
    forward.click()
    forward.click()
    expect(page.locator(".path-said")).to_have_text("3 of 6: Vientiane, Laos, May 2013")
    expect(page.locator(".unseen[role=status]")).to_contain_text(
        "3 of 6: Vientiane, Laos, May 2013"
    )
    expect(stops.nth(2)).to_have_attribute("aria-current", "step")
    assert page.locator(".journey-line").count() == 2
    assert page.locator(".journey-ring").count() == 2
    back.click()
    assert page.locator(".journey-line").count() == 1
    forward.focus()
    for _ in range(9):
        page.keyboard.press("Enter")
    expect(page.locator(".path-said")).to_have_text("6 of 6: Pyongyang, North Korea, 28 May 2013")
    expect(forward).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Show the whole way").click()
    expect(page.locator(".path-said")).to_have_text("6 stops in order")
    expect(page.locator(".path-stop[aria-current]")).to_have_count(0)
    expect(forward).to_be_focused()


def test_a_path_goes_by_keyboard_alone(open_document, whole):
    page = open_document(whole, hash=NINE).page
    page.locator(".path-stop").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".path-stop").nth(1)).to_be_focused()
    expect(page.locator(".path-said")).to_contain_text("2 of 6: Oudomxay province, Laos")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".path-said")).to_contain_text("1 of 6: Dandong, China, not dated")


def test_a_stop_is_brought_into_view_and_the_map_rests_otherwise(open_document, whole):
    page = open_document(whole, hash=NINE + "&view=39.9,121,7").page
    place = "() => new URLSearchParams(location.hash.slice(1)).get('view')"
    stops = page.locator(".path-stop")
    stops.nth(2).click()  # Vientiane, far to the south
    page.wait_for_function(f"() => Number(({place})().split(',')[0]) < 21")
    stops.nth(1).click()  # Oudomxay, close by
    said = page.locator(".path-said")
    expect(said).to_contain_text("2 of 6")
    page.wait_for_function(f"() => Number(({place})().split(',')[1]) < 106")
    before = page.evaluate(place)
    assert float(before.split(",")[2]) == 7, "it moves and does not zoom"
    stops.nth(2).click()  # Vientiane again, which is in view
    expect(said).to_contain_text("3 of 6")
    expect(page.locator(".journey-stop:has(.journey-ring) text")).to_have_text("3")
    stops.nth(1).click()
    expect(said).to_contain_text("2 of 6")
    assert page.evaluate(place) == before


def test_playing_goes_leg_by_leg_and_stops_at_the_end(open_document, whole):
    page = open_document(whole, hash=NINE, reduced_motion="no-preference").page
    page.clock.install()
    said = page.locator(".path-said")
    page.get_by_role("button", name="Play stop by stop").click()
    expect(said).to_contain_text("1 of 6")
    page.clock.run_for(2300)
    expect(said).to_contain_text("2 of 6")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(9000)
    expect(said).to_contain_text("2 of 6")
    page.get_by_role("button", name="Play stop by stop").click()
    expect(said).to_contain_text("3 of 6")
    page.clock.run_for(9000)
    expect(said).to_contain_text("6 of 6")
    expect(page.get_by_role("button", name="Play stop by stop")).to_be_visible()
    page.get_by_role("button", name="Play stop by stop").click()
    expect(said).to_contain_text("1 of 6")


def test_playing_stops_in_a_hidden_tab_and_with_its_record(open_document, whole):
    page = open_document(whole, hash=NINE, reduced_motion="no-preference").page
    page.clock.install()
    said = page.locator(".path-said")
    page.get_by_role("button", name="Play stop by stop").click()
    page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    page.clock.run_for(9000)
    expect(said).to_contain_text("1 of 6")
    page.evaluate("() => { delete document.hidden }")
    page.get_by_role("button", name="Play stop by stop").click()
    expect(said).to_contain_text("2 of 6")
    page.get_by_role("button", name="Next in the list").click()
    page.clock.run_for(9000)
    page.evaluate("hash => { location.hash = hash }", NINE)
    expect(said).to_have_text("6 stops in order")


def test_less_motion_means_steps_alone(open_document, whole):
    page = open_document(whole, hash=NINE).page
    expect(page.get_by_role("button", name="One stop on")).to_be_visible()
    expect(page.get_by_role("button", name="Play stop by stop")).to_be_hidden()


def test_stops_off_the_map_are_told_and_say_so(open_document, whole):
    page = open_document(whole, hash="item=incidents:1997-02-beijing-hwang").page
    baguio = page.locator(".path-stop", has_text="Baguio")
    expect(baguio).to_contain_text("no position is told; off the map")
    assert sorted("".join(signs(page))) == ["1", "3"]
    baguio.click()
    expect(page.locator(".path-said")).to_have_text(
        "2 of 3: Baguio, Philippines, 18 March 1997; off the map"
    )


def test_a_path_stands_with_the_records_sources(open_document, whole):
    page = open_document(whole, hash=NINE).page
    assert page.locator(".path .ref").count() == page.locator(".sources li").count()


def test_only_lines_that_are_drawn_are_explained(open_document, whole):
    page = open_document(whole, hash=NINE).page
    expect(page.locator(".path")).to_contain_text("order of the stops")
    page.evaluate("location.hash = 'item=incidents:2014-08-thailand-sixteen'")
    expect(page.locator(".path-stop")).to_have_count(2)
    expect(page.locator(".path")).not_to_contain_text("order of the stops")


def test_the_stop_that_a_path_is_at_stays_in_sight(open_document, whole):
    page = open_document(whole, hash=NINE, width=375, height=700).page
    on = page.get_by_role("button", name="One stop on")
    for n in range(1, 7):
        on.click()
        expect(page.locator(".path-said")).to_contain_text(f"{n} of 6")
        expect(page.locator(".path-stop[aria-current]")).to_be_in_viewport(ratio=0.95)
        expect(on).to_be_in_viewport(ratio=0.95)


# ---- to take away --------------------------------------------------------------------------------


def pasted(page: Page) -> str:
    """What a reader's clipboard gives, on a page of its own."""
    other = page.context.new_page()
    other.set_content("<textarea></textarea>")
    other.locator("textarea").focus()
    other.keyboard.press("Control+V")
    text = other.locator("textarea").input_value()
    other.close()
    return text


def test_a_citation_names_record_data_and_sources(open_document, whole, atlas):
    page = open_document(whole, hash=NINE, permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".copied")).to_have_text("Citation copied")
    expect(page.locator(".unseen[role=status]")).to_contain_text("Citation copied")
    lines = pasted(page).split("\n")
    record = atlas.layers["incidents"].set_index("id").loc["2013-05-laos-nine"]
    works = [atlas.sources[id_] for id_ in record["sources"]]
    assert lines[0] == f"{record['title']} (between 10 and 28 May 2013)"
    assert lines[1].startswith("Routes Atlas: Escape and repatriation routes")
    assert f"Data version {atlas.version}, as of " in lines[1]
    assert lines[2] == "Record incidents:2013-05-laos-nine"
    assert lines[3] == "Sources"
    for line, work in zip(lines[4:7], works[:3], strict=True):
        assert work["publisher"] in line
        assert work["title"] in line
        assert line.endswith(work["url"] or ")")
    assert lines[7] == f"and {len(works) - 3} more sources in the record"
    assert len(lines) == 8, "a file's own address helps no reader"


def test_a_link_opens_the_same_record(open_document, whole):
    opened = open_document(whole, hash=NINE, permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".copied")).to_have_text("Link copied")
    link = pasted(page)
    page.goto("about:blank")
    page.goto(link)
    expect(detail(page).locator("h2")).to_contain_text("Nine young North Koreans")


def test_without_an_address_there_is_no_link_but_a_citation(open_document, whole):
    opened = open_document(whole, srcdoc=True, sandbox="allow-scripts")
    opened.send(type="focus", layer="incidents", id="2013-05-laos-nine")
    frame = opened.frame
    expect(frame.get_by_role("button", name="Copy citation")).to_be_visible()
    expect(frame.get_by_role("button", name="Copy link")).to_be_hidden()
    frame.get_by_role("button", name="Copy citation").click()
    expect(frame.locator(".copied")).to_have_text("Citation copied")
    assert pasted(opened.page).startswith("Nine young North Koreans")
    opened.send(type="address", href="https://news.example/article?id=7")
    frame.get_by_role("button", name="Copy link").click()
    expect(frame.locator(".copied")).to_have_text("Link copied")
    assert pasted(opened.page).startswith("https://news.example/article?id=7#item=incidents")
    frame.get_by_role("button", name="Copy citation").click()
    expect(frame.locator(".copied")).to_have_text("Citation copied")
    assert "https://news.example/article" in pasted(opened.page).split("\n")[-1]


def test_where_copying_is_refused_the_text_is_there_to_copy(open_document, whole):
    opened = open_document(whole, sandbox="allow-scripts")
    opened.frame.evaluate("() => { document.execCommand = () => false }")
    opened.send(type="focus", layer="incidents", id="2013-05-laos-nine")
    button = opened.frame.get_by_role("button", name="Copy citation")
    button.focus()
    opened.page.keyboard.press("Enter")
    expect(opened.frame.locator(".copied")).to_contain_text("Copying is not allowed here")
    text = opened.frame.get_by_label("Text to copy")
    expect(text).to_be_focused()
    chosen = text.evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)")
    assert chosen.startswith("Nine young North Koreans")
    assert "Record incidents:" in chosen


# ---- hostile words, narrow screens ---------------------------------------------------------------


def test_hostile_words_in_a_path_and_a_citation_are_words(open_document, whole):
    evil = "<img src=x onerror=boom()>{place}</script>"
    at = whole.index('id="atlas-data">') + len('id="atlas-data">')
    end = whole.index("</script>", at)
    data = json.loads(whole[at:end])
    columns = data["layers"]["incidents"]["columns"]
    n = columns["id"].index("2013-05-laos-nine")
    columns["title"][n] = evil
    columns["path"][n][2][0] = evil
    text = json.dumps(data).replace("<", "\\u003c").replace("&", "\\u0026")
    page = open_document(whole[:at] + text + whole[end:], hash=NINE).page
    page.locator(".path-stop").nth(2).click()
    expect(page.locator(".path-said")).to_have_text(f"3 of 6: {evil}, Laos, May 2013")
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.got = text } }")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".copied")).to_have_text("Citation copied")
    assert page.evaluate("() => window.got").startswith(evil)
    assert page.locator(".detail img").count() == 0


@pytest.mark.parametrize("item", [NINE, LAOS])
def test_the_panel_fits_a_small_phone_and_a_finger(open_document, whole, item):
    opened = open_document(whole, hash=item, width=320, height=640, has_touch=True, is_mobile=True)
    page = opened.page
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320
    small = page.evaluate(
        """() => [...document.querySelectorAll(".detail button, .detail summary")]
        .filter(node => node.offsetParent)
        .map(node => [node.className, node.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert not small


@pytest.mark.parametrize("dark", [False, True])
def test_no_accessibility_rule_fails_in_any_state_of_the_panel(open_document, whole, dark):
    page = open_document(whole, hash=NINE, dark=dark).page
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"() => {{ {axe} }}")

    def failed() -> list[str]:
        found = page.evaluate("() => axe.run('.detail').then(result => result.violations)")
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]

    page.locator(".path-stop").nth(2).click()
    assert not failed()
    page.evaluate(
        """() => { navigator.clipboard.writeText = () => Promise.reject();
        document.execCommand = () => false }"""
    )
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_label("Text to copy")).to_be_focused()
    assert not failed()
    page.evaluate("hash => { location.hash = hash }", LAOS)
    page.locator(".tied summary").first.click()
    page.locator(".leg-on-map").nth(2).focus()
    assert not failed()
