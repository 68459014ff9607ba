"""A document in several languages: dates, names, switch, and what stays as its source wrote it."""

import json
import random
import re

import pytest
from babel import Locale
from playwright.sync_api import expect

from geo import basemap, dates
from geo.document import document
from geo.languages import town_names, where
from geo.selection import Selection
from geo.words import LANGUAGES, catalogue, label
from tools.map_names import SEAS

HANGUL = re.compile(r"[가-힣]")


@pytest.fixture(scope="module")
def in_all(atlas):
    return document(atlas, Selection(since="2013", until="2013"), langs=LANGUAGES)


def block_of(html):
    return json.loads(re.search(r'id="atlas-data">(.*?)</script>', html, re.DOTALL)[1])


def many_dates():
    chance = random.Random(1955)

    def point():
        text = f"{chance.choice([1, 476, 999, *range(1950, 2030)]):04}"
        if chance.random() < 0.75:
            text += f"-{chance.randint(1, 12):02}"
            if chance.random() < 0.7:
                text += f"-{chance.randint(1, 28):02}"
        return text + chance.choice(["", "", "", "~", "?", "%"])

    found = [point() for _ in range(150)]
    for _ in range(500):
        ends = sorted([point(), point()])
        near = ends[0][:7] + f"-{chance.randint(1, 28):02}" if len(ends[0]) > 6 else ends[0][:4]
        found.append("/".join(chance.choice([ends, sorted([ends[0], near])])))
    found += [f"../{point()}" for _ in range(20)] + [f"{point()}/.." for _ in range(20)]
    kept = []
    for text in found:
        try:
            dates.parse(text)
        except ValueError:
            continue
        kept.append(text)
    return kept


def test_python_and_the_document_say_every_date_alike_in_every_language(in_all, open_document):
    given = many_dates()
    opened = open_document(in_all)
    said = opened.frame.evaluate(
        """([given, langs]) => {
          const block = JSON.parse(document.getElementById("atlas-data").textContent);
          return langs.map((lang) => {
            atlas = window.RoutesAtlas;
            atlas.speak(block.languages[lang], lang);
            return given.map((text) => [atlas.dates.sayEdtf(text), atlas.dates.interval(text)]);
          });
        }""",
        [given, list(LANGUAGES)],
    )
    for lang, answers in zip(LANGUAGES, said, strict=True):
        for text, (words, days) in zip(given, answers, strict=True):
            assert words == dates.say(text, lang), (lang, text)
            span = dates.parse(text)
            assert (days["first"], days["last"]) == (span.first, span.last), text


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("ko", "2013-05-10/2013-05-28", "2013년 5월 10일~28일 사이"),
        ("ja", "2013-05-10/2013-05-28", "2013年5月10日から28日の間"),
        ("zh-Hans", "2002-10-30/2002-11-06", "2002年10月30日至11月6日之间"),
        ("ko", "2018-03~", "2018년 3월경"),
        ("ja", "2024?", "2024年(年は不確か)"),
        ("zh-Hans", "../2004", "截至2004年"),
        ("ko", "2002-10/2002-11", "2002년 10월~2002년 11월 사이"),
    ],
)
def test_dates_in_words(lang, text, said):
    assert dates.say(text, lang) == said


def test_the_first_language_opens_and_the_address_may_ask_for_another(in_all, open_document):
    opened = open_document(in_all)
    assert opened.page.get_attribute("html", "lang") == "en"
    for asked, shown in [("ko", "ko"), ("zh", "zh-Hans"), ("ja-JP", "ja"), ("xx", "en")]:
        opened = open_document(in_all, hash=f"lang={asked}")
        assert opened.page.get_attribute("html", "lang") == shown
        assert opened.page.title() == catalogue(shown)["meta.title"]
        assert opened.page.inner_text("h1") == catalogue(shown)["meta.title"]


def test_a_document_in_one_language_carries_no_other(atlas):
    block = block_of(document(atlas, Selection(since="2013", until="2013"), langs=("ko",)))
    assert list(block["languages"]) == ["ko"]
    assert "incident" not in json.dumps(block["languages"], ensure_ascii=False).replace(
        "incidents", ""
    )


def test_the_whole_interface_changes_and_record_texts_stay_marked_as_english(in_all, open_document):
    opened = open_document(in_all, hash="lang=ko")
    text = opened.page.inner_text("body")
    assert "사건" in text
    assert catalogue("ko")["meta.unreviewed"] in text
    strings = [s for s in catalogue("en").values() if isinstance(s, str) and len(s) > 12]
    strings = [s for s in strings if "{" not in s and s not in catalogue("ko").values()]
    assert not [s for s in strings if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", plain(opened))]


def plain(opened):
    """All words of the page that are not marked as English, names for screen readers included."""
    return opened.page.evaluate(
        """() => {
          const found = [];
          const walk = (node) => {
            if (node.nodeType === 3) return found.push(node.data);
            if (node.nodeType !== 1 || /SCRIPT|STYLE/.test(node.tagName)) return;
            for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"]) {
              if (node.lang !== "en") found.push(node.getAttribute(name) || "");
            }
            if (node.lang !== "en") node.childNodes.forEach(walk);
          };
          walk(document.body);
          return found.join(" | ");
        }"""
    )


def test_what_is_not_reviewed_says_so_and_english_does_not(in_all, open_document):
    for lang in LANGUAGES:
        text = open_document(in_all, hash=f"lang={lang}").page.inner_text("footer")
        assert (catalogue(lang)["meta.unreviewed"] in text) == (lang != "en")


def test_words_are_found_alike_in_every_language(atlas, open_document):
    page = open_document(document(atlas, Selection(), langs=LANGUAGES)).page
    found = {}
    for lang in LANGUAGES:
        page.evaluate("lang => RoutesAtlas.restart(lang)", lang)
        page.wait_for_selector(f"html[lang={lang}][data-ready=true]", state="attached")
        found[lang] = page.evaluate(
            """(texts) => texts.map((words) => {
              const { store } = RoutesAtlas.current;
              store.select({ words });
              return store.state.counts;
            })""",
            ["vientiane", "판문점", "图们", "Ｔｕｍｅｎ"],
        )
    assert all(any(counts.values()) for counts in found["en"])
    assert found == dict.fromkeys(LANGUAGES, found["en"])


def test_names_of_the_basemap_are_in_the_catalogue():
    for id_, name, *_ in SEAS:
        assert label("sea", id_) == name
    for named in basemap.names(basemap.load()):
        if named["kind"] in ("sea", "river"):
            assert label(named["kind"], named["id"]) == named["name"]


def test_towns_have_a_sourced_name_or_keep_the_romanised_one(in_all, open_document):
    opened = open_document(in_all, hash="lang=ko")
    names = opened.page.evaluate(
        "['Pyongyang', 'Wiang Kaen', '__proto__'].map(RoutesAtlas.townName)"
    )
    assert names == ["평양", "Wiang Kaen", "__proto__"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_python_and_the_document_say_where_alike(atlas, open_document, lang):
    places = {
        (place["place"], place.get("admin1"), place["country"])
        for layer in ("incidents", "detention_sites")
        for record in atlas.public().records[layer]
        for place in [record, *(record.get("path") or ())]
    }
    page = open_document(document(atlas, Selection(), langs=(lang,))).page
    said = page.evaluate(
        "all => all.map(([place, admin1, country]) => "
        "RoutesAtlas.whereIs({ place, admin1, country }).text)",
        list(places),
    )
    assert said == [where(*place, lang) for place in places]


@pytest.mark.parametrize(
    ("place", "admin1", "country", "said"),
    [
        ("Swedish embassy, Hanoi", "Hanoi", "VNM", "Swedish embassy, Hanoi, Vietnam"),
        ("Oudomxay province", "Oudomxay", "LAO", "Oudomxay province, Laos"),
        ("Thailand (place not stated)", None, "THA", "Thailand (place not stated)"),
        ("Russian-North Korean border", None, "PRK", "Russian-North Korean border, North Korea"),
        ("Yanji", "Jilin", "CHN", "Yanji, Jilin, China"),
        (None, None, "CHN", "China"),
    ],
)
def test_where_it_was_is_said_once(place, admin1, country, said):
    assert where(place, admin1, country) == said


def test_places_without_a_name_in_the_language_are_marked_as_english(in_all, open_document):
    page = open_document(in_all, hash="lang=ko&item=incidents:2013-05-laos-nine").page
    english = [
        page.locator(f"{box} > span[lang=en]").first
        for box in (".facts dd", ".step-place", ".row[data-key$='laos-nine'] .row-meta")
    ]
    for name in english:
        expect(name).to_have_text("Oudomxay province")


@pytest.mark.parametrize(
    ("lang", "zone", "town"),
    [("ko", "Asia/Pyongyang", "Pyongyang"), ("ja", "Asia/Seoul", "Seoul"), ("zh_Hans", "Asia/Vientiane", "Vientiane"),
     ("ja", "Asia/Vientiane", "Vientiane"), ("zh_Hans", "Asia/Ulaanbaatar", "Ulaanbaatar"), ("ko", "Asia/Bangkok", "Bangkok")],
)  # fmt: skip
def test_capitals_have_the_names_of_cldr(lang, zone, town):
    assert town_names(lang.replace("_", "-"))[town] == Locale.parse(lang).time_zones[zone]["city"]


def test_each_name_is_written_in_the_script_of_its_language():
    scripts = {"ko": r"[가-힣]+", "ja": r"[぀-ヿ一-鿿・]+", "zh-Hans": r"[一-鿿]+"}
    for lang, script in scripts.items():
        for name, local in town_names(lang).items():
            assert re.fullmatch(script, local), (name, local)
