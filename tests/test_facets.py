"""The facets: how many records each option would show, and that closed filters cost nothing."""

import random
from dataclasses import replace
from urllib.parse import urlencode

from playwright.sync_api import expect

from geo.schema import LAYERS, VOCABULARIES
from geo.select import select
from geo.selection import Selection, vocabulary
from tests.test_parity import random_queries

IN_BROWSER = """
(queries) => {
  const atlas = window.RoutesAtlas;
  const data = atlas.data(JSON.parse(document.getElementById("atlas-data").textContent));
  return queries.map((query) => {
    const { selection } = atlas.selection.parse(query, data);
    const counts = atlas.facetCounts(data, selection);
    return Object.fromEntries(Object.entries(counts).map(([name, found]) => [name, Object.fromEntries(found)]));
  });
}
"""
TOUCHED = {
    "kind": ("incidents",),
    "outcome": ("incidents",),
    "corroboration": ("incidents",),
    "route": tuple(LAYERS),
    "country": tuple(LAYERS),
}
"""The layers whose records an option of a facet finds; a layer's option finds its own."""


def counted(atlas, selection: Selection, facet: str, option: str) -> int:
    """What the option alone would show, as Python selects."""
    counts = select(atlas, replace(selection, **{facet: (option,)})).counts
    return sum(counts[name] for name in TOUCHED.get(facet, (option,)))


def test_counts_are_what_python_selects_with_that_option(atlas, open_document, whole):
    known = vocabulary(atlas)
    options = {
        "layer": list(LAYERS),
        "kind": sorted(VOCABULARIES["kind"]),
        "outcome": sorted(VOCABULARIES["outcome"]),
        "corroboration": sorted(VOCABULARIES["corroboration"]),
        "route": sorted(known.route),
        "country": sorted(known.country),
    }
    chance = random.Random(31)
    queries = ["", *random_queries(atlas, 120)]
    found = open_document(whole).frame.evaluate(IN_BROWSER, queries)
    checked = 0
    for query, counts in zip(queries, found, strict=True):
        selection = Selection.parse(query, known)[0]
        for facet, values in options.items():
            for option in chance.sample(values, min(4, len(values))):
                wanted = counted(atlas.public(), selection, facet, option)
                assert counts[facet].get(option, 0) == wanted, (query, facet, option)
                checked += wanted > 0
    assert checked > 300


def test_numbers_follow_time_words_and_the_other_facets_but_not_their_own(
    open_document, whole, atlas
):
    page = open_document(whole).page
    page.get_by_role("button", name="Filters").click()
    kinds = page.locator("details.facet", has=page.get_by_text("Kind of incident", exact=True))
    kinds.locator("summary").click()
    number = kinds.locator("label", has_text="Arrest").locator(".number")
    death = kinds.locator("label", has_text="Death").locator(".number")
    query = Selection()
    known = atlas.public()

    def agree(selection: Selection) -> None:
        for node, kind in ((number, "arrest"), (death, "death")):
            expect(node).to_have_text(str(counted(known, selection, "kind", kind)))

    agree(query)
    kinds.get_by_label("Arrest").check()
    agree(query)  # its own tick hides no other option's number
    page.get_by_label("From", exact=True).fill("2013")
    page.get_by_label("From", exact=True).press("Enter")
    agree(replace(query, since="2013"))
    page.get_by_label("Search words").fill("yanji")
    page.wait_for_function("() => location.hash.includes('yanji')")
    agree(replace(query, since="2013", words="yanji"))
    expect(kinds.get_by_label("Arrest")).to_be_checked()


def test_an_option_without_records_stays_and_says_nought(open_document, whole):
    page = open_document(whole, hash=urlencode({"country": "LAO"})).page
    page.get_by_role("button", name="Filters").click()
    page.get_by_text("Kind of incident", exact=True).click()
    dimmed = page.locator(".option.is-none")
    expect(dimmed.first).to_be_visible()
    expect(dimmed.first.locator(".number")).to_have_text("0")
    expect(dimmed.first.get_by_role("checkbox")).to_be_enabled()


def test_closed_filters_have_no_elements(open_document, whole):
    page = open_document(whole).page
    assert page.locator("#facets *").count() == 0
    page.get_by_role("button", name="Filters").click()
    assert page.locator("#facets .option").count() == 0
    page.get_by_text("Outcome", exact=True).click()
    expect(page.locator("#facets .option").first).to_be_visible()
    heading = page.locator("details.facet[open] .heading")
    expect(heading).to_have_text("Outcome")
