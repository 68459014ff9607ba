"""The Routes Atlas in the browser: explore the facts, narrow them, take a map away.

Streamlit only: widgets to a ``Selection``, and a selection to the map's frame, tables and files.
Text from the data goes to widgets that show it as it is, never through Markdown.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st
from babel.dates import format_skeleton
from starlette.formparsers import MultiPartParser
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import dates, frame, people, server
from geo.atlas import Atlas
from geo.document import document
from geo.ingest.sheet import LIMITS
from geo.publishing.house import House
from geo.schema import LAYERS, VOCABULARIES
from geo.select import Shown, say, select
from geo.selection import NAMES, Note, Selection, Vocabulary, vocabulary
from geo.store import DataError
from geo.store.address import kind
from geo.store.live import live
from geo.tabs import facts, own, publish, stories
from geo.tabs.reader import box, house, kept, lang, named, place, t
from geo.words import LANGUAGES, country_name, dashed, locale
from geo.words import label as label_of

# Lists to choose from, and the parameters that they set.
LISTS = {
    "escape": "route",
    "repatriation": "route",
    "kind": "kind",
    "country": "country",
    "outcome": "outcome",
    "corroboration": "corroboration",
    "layer": "layer",
}

Address = dict[str, list[str]]


@dataclass
class Span:
    """The time chosen, shown by a slider and by two fields at once.

    Neither is set while it is on the page: a browser that is some changes behind would send the
    old value back as if the reader had chosen it. What must show another value gets a new key, of
    which these count up.
    """

    since: str = ""
    until: str = ""
    slider: int = 0
    fields: int = 0

    def set(self, since: str, until: str) -> None:
        """Show these in both."""
        self.since, self.until = since, until
        self.slider, self.fields = self.slider + 1, self.fields + 1


def main() -> None:
    """One run of the script, at each change of a widget."""
    st.set_page_config(page_title=t("meta.credit"), page_icon=frame.ICON, layout="wide")
    try:
        seen = live(_where()).now()
    except DataError as error:
        st.title(t("meta.credit"))
        box(t("app.no_data", error=str(error)))
        return
    base = seen.atlas.public()
    # The reader's own records, if they are shown, take their way through the gate as all do.
    with st.spinner(t("app.drawing")):
        atlas = own.desk().atlas(base).public()
    _renew(atlas)
    known = vocabulary(atlas)
    _restore(atlas, known)
    with st.sidebar:
        _choose(atlas, known)
        _language()
        own.door()
    selection, notes = st.session_state.drawn = _chosen(known)
    shown = _shown(atlas, selection)
    away = [t("app.away", error=seen.away, version=base.version)] if seen.away else []
    _head(atlas, selection, shown, [*away, *notes])
    with st.spinner(t("app.drawing")):
        drawn = _document(atlas, lang(), house())
    frame.stage(drawn)
    _tabs(base, atlas, selection, shown)
    _problems(atlas)


def _where() -> str:
    """Where the data are kept: a folder, a GeoPackage or PostGIS."""
    return os.environ.get("ROUTES_ATLAS_DATA") or str(Path(__file__).parent / "data")


def _stories() -> Path | None:
    """The folder of the data's stories: in the data folder, or beside a GeoPackage."""
    if asked := os.environ.get("ROUTES_ATLAS_STORIES"):
        return Path(asked)
    where = _where()
    if kind(where) == "postgis":
        return None
    return (Path(where) if kind(where) == "folder" else Path(where).parent) / "stories"


# --- language ------------------------------------------------------------------------------------


def _language() -> None:
    """The choice of a language, kept in the address for links."""

    def choose() -> None:
        st.query_params["lang"] = st.session_state.language

    st.session_state.language = lang()
    st.selectbox(t("app.language"), LANGUAGES, key="language", format_func=named, on_change=choose)


# --- what is kept between runs -------------------------------------------------------------------


@kept(64)
def _shown(atlas: Atlas, selection: Selection) -> Shown:
    return select(atlas, selection)


@kept(4)
def _document(atlas: Atlas, lang: str, house: House) -> str:
    """The one document that all readers of a language get: the courier tells it what to show."""
    return document(atlas, Selection(), whole=True, langs=(lang,), controls="frame", house=house)


def _renew(atlas: Atlas) -> None:
    """Draw the slider of time anew where the months to choose from may be others."""
    if st.session_state.setdefault("version", atlas.version) != atlas.version:
        st.session_state.version = atlas.version
        _span().slider += 1


# --- the selection: widgets and address ----------------------------------------------------------


def _span() -> Span:
    span: Span = st.session_state.setdefault("span", Span())
    return span


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _restore(atlas: Atlas, known: Vocabulary) -> None:
    """Set the widgets from the address: when the page opens, and on Back and Forward.

    Else the widgets hold the truth: while changes follow each other fast, a rerun comes with the
    address of some changes ago.
    """
    state, run = st.session_state, get_script_run_ctx()
    if "restored" in state and not (run and run.is_history_navigation):
        return
    address = _address()
    pairs = [(name, value) for name, values in address.items() for value in values]
    selection, notes = Selection.of(pairs, known, lang())
    kinds = dict(zip(atlas.layers["routes"]["id"], atlas.layers["routes"]["kind"], strict=True))
    _span().set(selection.since, selection.until)
    state.words = selection.words
    for name, parameter in LISTS.items():
        chosen = getattr(selection, parameter)
        state[name] = [x for x in chosen if parameter != "route" or kinds.get(x) == name]
    here = place()
    here.item, here.view, here.turn = selection.item, selection.view, here.turn + 1
    state.restored = (selection.filters, notes)


def _chosen(known: Vocabulary) -> tuple[Selection, list[Note]]:
    """What the widgets, which hold the reader's newest choice before they are drawn, select."""
    state, span = st.session_state, _span()
    pairs = [("from", span.since), ("to", span.until), ("words", state.words)]
    pairs += [(parameter, id_) for name, parameter in LISTS.items() for id_ in state[name]]
    selection, notes = Selection.of(pairs, known, lang())
    restored, notes_then = state.restored
    # What was wrong with a link is told until the reader changes something.
    return selection, [*notes_then, *notes] if selection == restored else notes


@st.fragment
def _choose(atlas: Atlas, known: Vocabulary) -> None:
    """The filters. A change reruns them alone at first and reaches the map, then the whole page.

    So the map need not wait until the browser has redrawn the tables too.
    """
    chosen = _chosen(known)
    _exchange(chosen[0], known)
    _filters(atlas, known, chosen[0])
    run = get_script_run_ctx()
    if run and run.fragment_ids_this_run and chosen != st.session_state.drawn:
        # The interpreter is shared: were the page's run to start at once, it would hold up what is
        # on the way to the map, by more than 100 ms.
        time.sleep(0.03)
        st.rerun()


def _exchange(filters: Selection, known: Vocabulary) -> None:
    """Tell the map what is chosen, hear where the reader is there, and keep the address."""
    here = place()

    def told(there: frame.Told) -> None:
        pairs = [("item", there.item), ("view", there.view)]
        chosen, _ = Selection.of([*pairs, ("from", there.since), ("to", there.until)], known)
        here.item, here.view = chosen.item, chosen.view
        if there.heard != here.heard:
            here.heard = there.heard
            _span().set(chosen.since, chosen.until)

    selection = filters.replace(item=here.item, view=here.view)
    frame.courier(
        selection,
        turn=here.turn,
        heard=here.heard,
        focus=here.focus,
        reveal=here.reveal,
        theme=st.context.theme.type or "",
        told=told,
    )
    address = {name: values for name, values in _address().items() if name not in NAMES}
    for name, value in selection.pairs():
        address.setdefault(name, []).append(value)
    if _address() != address:
        st.query_params.from_dict(address)


def _clear() -> None:
    _span().set("", "")
    st.session_state.words = ""
    for name in LISTS:
        st.session_state[name] = []


# --- the sidebar ---------------------------------------------------------------------------------


def _filters(atlas: Atlas, known: Vocabulary, selection: Selection) -> None:
    _time(atlas)
    routes = atlas.layers["routes"]
    names = dict(zip(routes["id"], routes["name"], strict=True))
    for name in ("escape", "repatriation"):
        _list(name, {x: dashed(names[x]) for x in routes["id"][routes["kind"] == name]})
    _list("kind", _labels("kind"))
    countries = {code: country_name(code, lang()) for code in known.country}
    _list("country", dict(sorted(countries.items(), key=lambda pair: pair[1])))
    _list("outcome", _labels("outcome"))
    _list("corroboration", _labels("corroboration"))
    _list("layer", {name: label_of("layer", name, lang()) for name in LAYERS})
    st.text_input(t("app.words"), key="words", placeholder=t("app.words.hint"))
    st.button(
        t("app.clear"),
        key="clear",
        on_click=_clear,
        disabled=not selection.filters.query(),
        width="stretch",
    )


def _labels(name: str) -> dict[str, str]:
    return {id_: label_of(name, id_, lang()) for id_ in VOCABULARIES[name]}


def _list(name: str, options: Mapping[str, str]) -> None:
    if any(id_ not in options for id_ in st.session_state[name]):  # of other data
        st.session_state[name] = [id_ for id_ in st.session_state[name] if id_ in options]
    # The labels of options are shown as they are; only the widget's own label is Markdown.
    st.multiselect(
        t(f"app.filter.{name}"),
        list(options),
        key=name,
        format_func=lambda id_: options[id_],
        placeholder=t(f"app.filter.{name}.all"),
    )


def _time(atlas: Atlas) -> None:
    """Two handles that step by month, above two fields to type into."""
    span, labels = _span(), _months(atlas, lang())
    months = list(labels)
    if months:
        key = f"months-{span.slider}"
        st.select_slider(
            t("app.time"),
            months,
            _handles(months, span),
            key=key,
            format_func=labels.__getitem__,
            on_change=_moved,
            args=(key, months),
        )
    for column, name, label, example in zip(
        st.columns(2),
        ("since", "until"),
        (t("app.from"), t("app.to")),
        ("2013-05", "2019"),
        strict=True,
    ):
        key = f"{name}-{span.fields}"
        column.text_input(
            label,
            getattr(span, name),
            key=key,
            placeholder=example,
            help=t("app.time.hint"),
            on_change=_typed,
            args=(key, name),
        )


@kept(2)
def _months(atlas: Atlas, lang: str) -> dict[str, str]:
    """The months from the first to the last dated record: ``YYYY-MM`` to the handle's label."""
    days = [day for name in atlas.layers for ends in atlas.days(name) for day in ends]
    known = [int(day) for day in days if abs(day) != float("inf")]
    if not known:
        return {}
    first, last = dates.from_day(min(known)), dates.from_day(max(known))
    count = (last.year - first.year) * 12 + last.month - first.month
    steps = [divmod(first.month - 1 + step, 12) for step in range(max(count, 1) + 1)]
    return {
        f"{first.year + years:04}-{month + 1:02}": format_skeleton(
            "yMMM", date(first.year + years, month + 1, 1), locale=locale(lang)
        )
        for years, month in steps
    }


def _handles(months: Sequence[str], span: Span) -> tuple[str, str]:
    """The months where the handles stand: a day counts as its month, a year as its edge."""
    first, last = months[0], months[-1]
    since = _month_of(span.since, 1) or first
    until = _month_of(span.until, 12) or last
    low, high = sorted(min(max(month, first), last) for month in (since, until))
    return low, high


def _month_of(text: str, edge: int) -> str:
    try:
        point = dates.parse_point(text)
    except ValueError:
        return ""
    return f"{point.year:04}-{point.month or edge:02}"


def _moved(key: str, months: Sequence[str]) -> None:
    """A handle was moved; the end that was not keeps the day typed for it."""
    span, now = _span(), st.session_state[key]
    if key != f"months-{span.slider}":
        return  # a slider that is no longer there
    before = _handles(months, span)
    if now[0] != before[0]:
        span.since = "" if now[0] == months[0] else now[0]
    if now[1] != before[1]:
        span.until = "" if now[1] == months[-1] else now[1]
    span.fields += 1


def _typed(key: str, name: str) -> None:
    """A time was typed into a field (that is still there)."""
    span = _span()
    if key == f"{name}-{span.fields}":
        setattr(span, name, st.session_state[key].strip())
        span.slider += 1


# --- the page ------------------------------------------------------------------------------------


def _head(atlas: Atlas, selection: Selection, shown: Shown, notes: Sequence[object]) -> None:
    """Title, notes, and the sentence that says the selection.

    In one container whose place stays: were the frame moved in the page, the map would load anew.
    """
    with st.container(gap="xsmall"):
        st.title(t("meta.credit"), anchor=False)
        if own.desk().use != "alone":
            st.caption(t("app.lead"))
        own.banner(_clear)
        if notes:
            box(*(str(note) for note in notes))
        if not any(shown.counts.values()):
            with st.container(border=True, gap="small"):
                st.text(t("app.empty"))
                st.button(t("app.empty.clear"), key="clear-empty", on_click=_clear)
            return
        st.text(say(shown, selection, atlas, lang()))
        hidden = (("undated", shown.undated_hidden), ("no_route", shown.no_route))
        told = [t(f"say.note.{key}", n=count) for key, count in hidden if count]
        summed = people.say(people.total(shown.layers["incidents"]), lang())
        if summed:
            told[:0] = [summed, t("meta.documented")]
        if told:
            st.caption(" · ".join(told))  # counts in words of ours, no text from the data


def _tabs(base: Atlas, atlas: Atlas, selection: Selection, shown: Shown) -> None:
    folder = _stories()
    # The fact base's stories tell of its records: alone, one's own have none of these.
    told = folder if own.desk().use != "alone" else None
    contents: dict[str, Callable[[], None]] = {
        t("app.tab.table"): lambda: facts.records(selection, shown),
        t("app.tab.sources"): lambda: facts.sources(atlas, shown),
        t("app.tab.arrivals"): lambda: facts.arrivals(atlas),
        t("app.tab.stories"): lambda: stories.stories(atlas, told),
        t("app.tab.publish"): lambda: publish.publish(atlas, selection, shown),
        t("app.tab.own"): lambda: own.own(base, _clear),
    }
    for tab, draw in zip(
        st.tabs(list(contents), key="tab", on_change="rerun"), contents.values(), strict=True
    ):
        if tab.open:
            with tab:
                draw()


def _problems(atlas: Atlas) -> None:
    if atlas.problems:
        with st.expander(t("app.problems", n=len(atlas.problems))):
            st.text("\n".join(str(problem) for problem in atlas.problems))


if __name__ == "__main__":
    main()
else:
    # `streamlit run` imports this module once for the server, and runs it for each reader.
    # What readers bring stays in memory: above this size it would go to a temporary file.
    MultiPartParser.spool_max_size = 2 * LIMITS.size
    app = st.App(__file__, routes=server.routes(_where(), house()))
