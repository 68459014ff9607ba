"""The Stories tab: stories of the data folder or of a file, to step through and to take away."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from geo import frame
from geo.atlas import Atlas
from geo.document import document
from geo.gate.passing import tells
from geo.publishing import story
from geo.publishing.house import House
from geo.selection import Selection
from geo.tabs.reader import box, house, kept, lang, slug, t

_LOG = logging.getLogger(__name__)

LONGEST = 500
"""Letters of a sentence about what is wrong: it repeats a value, which may be as long as a file."""


def stories(atlas: Atlas, folder: Path | None) -> None:
    """A choice of stories, the one chosen in a frame of its own, and its file."""
    found = sorted(folder.glob("*.toml")) if folder else []
    there = {
        path.stem: content
        for path in found
        if path.is_file() and (content := path.read_bytes()) and _leaves(atlas, path.name, content)
    }
    left, right = st.columns(2)
    chosen = left.selectbox(
        t("app.stories.choose"),
        list(there),
        key="story",
        format_func=lambda stem: _title(atlas, there[stem], stem),
        persist_state="page",
    )
    given = right.file_uploader(
        t("app.stories.own"), "toml", key="own-story", help=t("app.stories.own.help"),
        max_upload_size=1,
    )  # fmt: skip
    if given:
        name, content = slug(Path(given.name).stem), given.getvalue()
    elif chosen:
        name, content = chosen, there[chosen]
    else:
        st.text(t("app.stories.empty"))
        return
    told = _told(atlas, content)
    if isinstance(told, str):
        box(told)
        return
    with st.spinner(t("app.drawing")):
        drawn = _drawn(atlas, content, lang(), house())
    frame.preview(drawn)
    st.download_button(
        t("app.stories.download"), drawn, f"{name}.html", "text/html", on_click="ignore"
    )
    st.caption(t("app.stories.note"))


@kept(32)
def _leaves(atlas: Atlas, name: str, content: bytes) -> bool:
    """Whether a story of the data folder tells nothing that stays home.

    A reader's own file is not asked: an answer would tell what is right.
    """
    withheld = tells(atlas, content.decode("utf-8", "replace"))
    if withheld:
        _LOG.warning("%r is not shown: it tells an id, a name or a place that stays home", name)
    return not withheld


def _title(atlas: Atlas, content: bytes, name: str) -> str:
    told = _told(atlas, content)
    return name if isinstance(told, str) else told.title


@kept(32)
def _told(atlas: Atlas, content: bytes) -> story.Story | str:
    """The story, or the sentence that says what is wrong with it."""
    try:
        return story.parse(content, atlas)
    except story.StoryError as error:
        text = str(error)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


@kept(8)
def _drawn(atlas: Atlas, content: bytes, lang: str, house: House) -> str:
    told = story.parse(content, atlas)
    return document(atlas, Selection(), langs=(lang,), story=told, house=house)
