"""The Publish tab: what a newsroom takes away, how it will look, and the lines that embed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import frame
from geo.atlas import Atlas
from geo.credit import title as titled
from geo.document import CONTROLS, THEMES, Theme
from geo.pictures import fonts
from geo.publishing import archive, embed, kit
from geo.publishing.kit import Wish
from geo.select import Shown
from geo.selection import Selection
from geo.tabs.reader import box, file_name, house, kept, lang, named, place, t
from geo.words import LANGUAGES


def publish(atlas: Atlas, selection: Selection, shown: Shown) -> None:
    """The choices, the files of the kit, the snippets, and a preview if it is asked for."""
    if not any(shown.counts.values()):
        st.text(t("app.publish.empty"))
        return
    wish = _wishes(selection, titled(atlas, shown, lang()))
    _files(atlas, wish, file_name(selection))
    _snippets(kit.target(atlas, wish()))
    if st.toggle(t("app.publish.preview"), key="preview", persist_state="page"):
        _preview(_drawn(atlas, wish()))


def _wishes(selection: Selection, called: str) -> Callable[[], Wish]:
    """The fields; what they say is put together later, when the reader's place may be another."""
    left, right = st.columns(2)
    title = _line(left, "title", called, 200)
    url = _line(right, "url", "https://your.site/maps/laos/", 500, t("app.publish.url.help"))
    credit = _line(left, "credit", t("app.publish.credit.hint"), 200)
    report = _line(left, "report", t("app.publish.report.hint"), 500)
    langs = right.multiselect(
        t("app.publish.languages"),
        LANGUAGES,
        [lang()],
        key="file-languages",
        format_func=named,
        help=t("app.publish.languages.help"),
        persist_state="page",
    )
    holds, around, look = st.columns(3)
    whole = holds.radio(
        t("app.publish.holds"),
        [False, True],
        key="whole",
        format_func=lambda x: t(f"app.publish.holds.{'whole' if x else 'selection'}"),
        captions=[t("app.publish.holds.selection.note"), t("app.publish.holds.whole.note")],
        persist_state="page",
    )
    controls = around.radio(
        t("app.publish.controls"),
        CONTROLS,
        key="controls",
        format_func=lambda x: t(f"app.publish.controls.{x}"),
        captions=[t(f"app.publish.controls.{x}.note") for x in CONTROLS],
        persist_state="page",
    )
    theme: Theme = look.radio(
        t("app.publish.theme"),
        THEMES,
        key="theme",
        format_func=lambda x: t(f"app.publish.theme.{x}"),
        persist_state="page",
    )
    if url and not embed.is_folder(url):
        box(t("app.publish.url.wrong"))
        url = ""
    here, speaks = place(), tuple(langs) or (lang(),)
    letters = fonts.lacking(title + named(speaks[0]))
    if letters:
        box(t("app.publish.letters", letters=letters))

    def wish() -> Wish:
        return Wish(
            selection.replace(item=here.item, view=here.view),
            title=title,
            langs=speaks,
            url=url,
            controls=controls,
            whole=whole,
            report=report,
            theme=theme,
            house=replace(house(), credit=credit or house().credit),
        )

    return wish


def _line(
    column: DeltaGenerator, key: str, placeholder: str, most: int, help_: str | None = None
) -> str:
    """A field for one line of text, kept while the reader is in other tabs."""
    return column.text_input(
        t(f"app.publish.{key}"),
        key=key,
        placeholder=placeholder,
        help=help_,
        max_chars=most,
        persist_state="page",
    ).strip()


def _files(atlas: Atlas, wish: Callable[[], Wish], name: str) -> None:
    """Buttons for the whole kit and for each of its files, which are made on the click."""
    with st.container(horizontal=True):
        st.download_button(
            t("app.publish.kit"),
            lambda: archive.zipped(kit.kit(atlas, wish())),
            f"{name}.zip",
            "application/zip",
            key="kit",
            type="primary",
            on_click="ignore",
        )
        _file(atlas, wish, "map.html")
    st.caption(t("app.publish.kit.note"))
    with st.expander(t("app.publish.files")), st.container(horizontal=True):
        for file in list(kit.TYPES)[1:]:
            _file(atlas, wish, file)


def _file(atlas: Atlas, wish: Callable[[], Wish], name: str) -> None:
    def made() -> bytes:
        return kit.makers(atlas, wish())[name]()

    st.download_button(
        t(f"app.publish.file.{name}"),
        made,
        name,
        kit.TYPES[name],
        key=f"file-{name}",
        on_click="ignore",
    )


def _snippets(target: embed.Target) -> None:
    """The lines that embed the map, each with the copy button of a block of code."""
    snippets = embed.snippets(target)
    name = st.segmented_control(
        t("app.publish.snippets"),
        list(snippets),
        default="following",
        key="snippet",
        required=True,
        format_func=lambda name: t(f"embed.{name}"),
        persist_state="page",
    )
    st.caption(t(f"embed.{name}.note"))
    if target.base == embed.ELSEWHERE:
        st.caption(t("embed.elsewhere", address=f"`{embed.ELSEWHERE}`"))
    st.code(snippets[name], language="html", wrap_lines=True, height=260)


def _preview(document: str) -> None:
    width = st.segmented_control(
        t("app.publish.width"),
        frame.WIDTHS,
        default=640,
        key="width",
        required=True,
        format_func=lambda width: t("app.publish.pixels", n=width),
        persist_state="page",
    )
    frame.preview(document, width)


@kept(4)
def _drawn(atlas: Atlas, wish: Wish) -> str:
    return kit.page(atlas, wish)
