"""The text of a story as it stands in its document: readable, and printed, without any script."""

from __future__ import annotations

from geo.atlas import Atlas
from geo.credit import attribution, credit
from geo.listing import bibliography
from geo.markup import element, text
from geo.select import say, select
from geo.still import still
from geo.story import Scene, Story
from geo.words import t


def scenes(atlas: Atlas, story: Story, lang: str) -> str:
    """The story's scenes in HTML; where no script runs, each with a still picture of its map.

    The texts are shown as they are, in English as the records are.
    """
    lead = element("p", {"class": "lead", "lang": "en"}, text(story.lead)) if story.lead else ""
    told = "".join(_scene(atlas, scene, n, lang) for n, scene in enumerate(story.scenes, start=1))
    shown = select(atlas, story.scenes[0].selection)
    foot = " · ".join([*credit(atlas, lang), *attribution(shown, lang)])
    without = element("p", {"class": "byline"}, text(f"{t('meta.notice', lang)} {foot}"))
    return element(
        "section",
        {"class": "story", "id": "story"},
        lead,
        told,
        element("noscript", {}, without),
    )


def _scene(atlas: Atlas, scene: Scene, n: int, lang: str) -> str:
    said = "".join(element("p", {}, text(paragraph)) for paragraph in scene.paragraphs)
    shown = select(atlas, scene.selection)
    sentence = say(shown, scene.selection, atlas, lang)
    drawn = still(
        shown, scene.selection, title=scene.heading, sentence=sentence, lang=lang, prefix=f"s{n}"
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
        sources,
        element("noscript", {}, map_),
    )
