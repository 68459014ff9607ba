"""The text of a story as it stands in its document: readable, and printed, without any script."""

from __future__ import annotations

from geo.atlas import Atlas
from geo.listing import bibliography
from geo.noscript import byline
from geo.pictures.markup import element, text
from geo.pictures.still import still
from geo.publishing.house import PLAIN, House
from geo.publishing.story import Scene, Story
from geo.select import Shown, say, select
from geo.words import t


def scenes(
    atlas: Atlas,
    story: Story,
    held: Shown,
    lang: str,
    *,
    report: str | None = None,
    house: House = PLAIN,
) -> str:
    """The story's scenes in HTML, each with a still picture of its map for paper and no script.

    ``held`` is what they show together. The texts are shown as they are, in English as the records
    are.
    """
    lead = element("p", {"class": "lead", "lang": "en"}, text(story.lead)) if story.lead else ""
    told = "".join(
        _scene(atlas, scene, n, lang, house) for n, scene in enumerate(story.scenes, start=1)
    )
    seen = element("style", {}, ".scene>.still{display:block}")
    without = element("noscript", {}, seen, byline(atlas, held, lang, report))
    return element("section", {"class": "story", "id": "story"}, lead, told, without)


def _scene(atlas: Atlas, scene: Scene, n: int, lang: str, house: House) -> str:
    said = "".join(element("p", {}, text(paragraph)) for paragraph in scene.paragraphs)
    shown = select(atlas, scene.selection)
    sentence = say(shown, scene.selection, atlas, lang)
    drawn = still(
        shown,
        scene.selection,
        title=scene.heading,
        sentence=sentence,
        lang=lang,
        prefix=f"s{n}",
        house=house,
        step=scene.step,
    )
    map_ = element("style", {}, drawn.style) + drawn.markup
    sources = element(
        "details",
        {"class": "scene-sources"},
        element("summary", {}, text(t("story.sources", lang, n=len(scene.sources)))),
        bibliography(atlas, scene.sources, lang),
    )
    heading = element("h2", {"id": f"scene-{n}"}, text(scene.heading))
    return element(
        "section",
        {"class": "scene", "lang": "en", "aria-labelledby": f"scene-{n}"},
        heading,
        said,
        map_,
        sources,
    )
