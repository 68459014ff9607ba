"""The tab for one's own data: bring a file, say what it is, mend it, see it on the map.

What is brought lies on the session's ``Desk`` and nowhere else. Text from it goes to widgets that
show it as it is, never into a label, which is Markdown.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.atlas import Atlas
from geo.ingest import sample
from geo.ingest.desk import USES, Desk, Part
from geo.ingest.formats import sheets
from geo.ingest.sheet import LIMITS, Unreadable
from geo.tabs import own_columns, own_report
from geo.tabs.reader import box, forget, lang, place, reveal, t
from geo.words import label

LONGEST = 600
"""Letters of a sentence about a file: it may repeat a value, which may be as long as the file."""

SLOW = 0.4
"""Seconds after which progress is shown."""

Clear = Callable[[], None]
"""Takes all filters back: other data, other things to choose from."""


def desk() -> Desk:
    """The session's desk."""
    found: Desk = st.session_state.setdefault("desk", Desk())
    return found


def own(base: Atlas, clear: Clear) -> None:
    """Draw the tab."""
    st.caption(t("app.own.lead"))
    _bring()
    for sentence in desk().refused:
        box(sentence)
    if not desk().parts:
        _samples()
        return
    _check(base)
    _files(clear)
    part = _chosen()
    own_columns.columns(part, base)
    if part.used and part.outcome:
        own_report.report(part)
    _shown(base, clear)


def door() -> None:
    """The way to the tab from the sidebar: the tab itself stands below the map."""

    def enter() -> None:
        st.session_state.tab = t("app.tab.own")
        reveal("tabs")

    st.button(t("app.own.open"), key="own-open", on_click=enter, width="stretch")


def banner(clear: Clear) -> None:
    """Above the map: whose records it shows, and the way back; nothing for the fact base."""
    here = desk()
    if here.use == "base":
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="own-banner"):
        st.text(t(f"app.own.banner.{here.use}", n=here.records), width="content")
        st.button(t("app.own.publish"), key="own-banner-publish", on_click=_publish)
        st.button(t("app.own.back"), key="own-back", on_click=_show, args=("base", clear))


def _publish() -> None:
    """Open the tab that publishes, and bring it into view."""
    st.session_state.tab = t("app.tab.publish")
    reveal("tabs")


def _show(use: str, clear: Clear) -> None:
    """Show other records in the whole app, with no filter and in a view of their own."""
    here = desk()
    for known in USES:
        if known == use:
            here.show(known)
    clear()
    there = place()
    there.item = there.view = ""
    there.turn += 1
    reveal("map")


# --- files ---------------------------------------------------------------------------------------


def _bring() -> None:
    """The field for files, with what can be read told before."""
    here, most = desk(), LIMITS.size >> 20
    # Above the field, which shows nothing but a mark beside a file that is too large.
    st.caption(t("app.own.limits", mb=most, rows=LIMITS.rows))
    given = st.file_uploader(
        t("app.own.file"),
        key=f"own-file-{here.turn}",
        accept_multiple_files=True,
        max_upload_size=most,
        help=t("app.own.help"),
    )
    if given:
        here.refused = []
        for file in given:
            _take(file.getvalue(), file.name)
        # With another key the field is empty, and Streamlit lets go of the files' bytes.
        here.turn += 1
        st.rerun()


def _take(content: bytes, name: str) -> None:
    """Read a file and put its sheets on the desk, or say why that can't be."""
    with st.spinner(t("app.own.reading"), show_time=True):
        try:
            desk().take(sheets(content, name))
        except Unreadable as unreadable:
            sentence = str(unreadable)
            short = sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"
            desk().refused.append(short)


def _samples() -> None:
    """Something to begin with for those who have no file at hand."""
    if st.button(t("app.own.sample"), key="own-sample"):
        desk().refused = []
        _take(sample.sample("incidents"), "sample-incidents.csv")
        st.rerun()
    with st.expander(t("app.own.samples")):
        st.caption(t("app.own.samples.note"))
        with st.container(horizontal=True):
            for layer in sample.SAMPLES:
                _file("sample", layer, sample.sample(layer))
        st.caption(t("app.own.templates.note"))
        with st.container(horizontal=True):
            for layer in sample.TEMPLATES:
                _file("template", layer, sample.template(layer))


def _file(kind: str, layer: str, content: bytes) -> None:
    st.download_button(
        t(f"app.own.{kind}.file", layer=label("layer", layer, lang())),
        content,
        f"{kind}-{layer.replace('_', '-')}.csv",
        "text/csv",
        key=f"own-{kind}-{layer}",
        on_click="ignore",
    )


def _files(clear: Clear) -> None:
    """What lies on the desk, each with a way to take it off."""

    def remove(part: Part) -> None:
        desk().remove(part)
        forget()
        if not desk().parts:
            _show("base", clear)

    for part in desk().parts:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(part.sheet.name, width="stretch")
            st.text(_counts(part), width="content")
            st.button(
                t("app.own.remove"), key=f"own-remove-{part.number}", on_click=remove, args=(part,)
            )


def _counts(part: Part) -> str:
    rows = len(part.sheet.rows)
    if not part.used or not part.outcome:
        return t("app.own.rows", n=rows)
    left = len(part.outcome.left_out)
    return t("app.own.report.rows", n=rows, used=rows - left, left=left)


def _chosen() -> Part:
    """The part to look at, of several by choice."""
    parts = {part.number: part for part in desk().parts}
    if len(parts) == 1:
        return next(iter(parts.values()))
    if st.session_state.get("own-part") not in parts:
        st.session_state["own-part"] = max(parts)
    number = st.selectbox(
        t("app.own.part"),
        list(parts),
        key="own-part",
        format_func=lambda number: parts[number].sheet.name,
        persist_state="page",
    )
    part = parts[number or max(parts)]

    def use() -> None:
        part.used = bool(st.session_state[f"own-used-{part.number}"])

    st.toggle(t("app.own.used"), part.used, key=f"own-used-{part.number}", on_change=use)
    return part


# --- checks --------------------------------------------------------------------------------------


def _check(base: Atlas) -> None:
    """Check what has changed; the map above is drawn anew where it shows these records."""
    open_parts = [part for part in desk().open if part.columns.layer]
    if not open_parts:
        return
    bar, today = st.empty(), datetime.now(UTC).date()
    for part in open_parts:
        with st.spinner(t("app.own.checks"), show_time=True):
            desk().check(part, base, today, _progress(bar, len(part.sheet.rows)))
    bar.empty()
    if desk().use != "base":
        st.rerun()


def _progress(bar: DeltaGenerator, total: int) -> Callable[[int], None]:
    """Shows how many rows are done, once that takes a while."""
    start, done = time.monotonic(), 0

    def tell(more: int) -> None:
        nonlocal done
        done = min(done + more, total)
        if time.monotonic() - start > SLOW:
            bar.progress(done / max(total, 1), t("app.own.checking", n=done, all=total))

    return tell


# --- the map -------------------------------------------------------------------------------------


def _shown(base: Atlas, clear: Clear) -> None:
    """Whose records the map and all tabs show, and the way to publish them."""
    here = desk()
    if not here.records:
        return
    st.subheader(t("app.own.step.map"), anchor=False)
    st.caption(t("app.own.map.note"))
    st.session_state["own-use"] = here.use
    st.segmented_control(
        t("app.own.use"),
        USES,
        key="own-use",
        required=True,
        format_func=lambda use: t(f"app.own.use.{use}"),
        on_change=lambda: _show(st.session_state["own-use"], clear),
    )
    if here.use == "base":
        return
    own_report.redactions(here.atlas(base))

    st.button(t("app.own.publish"), key="own-publish", type="primary", on_click=_publish)
