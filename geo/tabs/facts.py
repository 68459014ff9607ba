"""The tabs of facts: the records shown as a table, the works they cite, and arrivals by year."""

from __future__ import annotations

import streamlit as st

from geo import arrivals as figures
from geo import frame
from geo.atlas import Atlas
from geo.formats import table
from geo.schema import LAYERS
from geo.select import COUNTED, Shown
from geo.selection import Selection
from geo.tabs.reader import file_name, lang, place, t
from geo.words import label


def records(selection: Selection, shown: Shown) -> None:
    """The records of one layer at a time; a click on a row finds it on the map."""
    options = [name for name in COUNTED if shown.counts.get(name)]
    if not options:
        st.text(t("app.table.empty"))
        return
    if st.session_state.get("listed") not in options:
        st.session_state.listed = options[0]
    chosen = st.segmented_control(
        t("app.table.layer"),
        options,
        key="listed",
        required=True,
        format_func=lambda name: f"{label('layer', name, lang())} ({shown.counts[name]})",
        label_visibility="collapsed",
    )
    layer = chosen or options[0]
    rows = shown.layers[layer]
    ids = list(rows[LAYERS[layer].key])
    key = f"rows-{layer}-{selection.filters.query()}"  # other rows, other choice of a row

    def focus() -> None:
        for row, _ in st.session_state[key].selection.cells:
            here = place()
            count = here.focus.count + 1 if here.focus else 1
            here.item, here.focus = f"{layer}:{ids[row]}", frame.Focus(layer, ids[row], count)

    st.caption(t("app.table.hint"))
    st.dataframe(
        table.table(layer, rows, lang()),
        key=key,
        on_select=focus,
        selection_mode="single-cell",
        hide_index=True,
        height=420,
        column_config={
            t("table.incidents.date"): st.column_config.TextColumn(
                width=165, help=t("app.table.date.help")
            ),
            t("table.incidents.title"): st.column_config.TextColumn(width=360),
        },
    )
    name = f"{file_name(selection)}-{layer.replace('_', '-')}"
    with st.container(horizontal=True):
        st.download_button(
            t("app.table.csv"),
            lambda: table.as_csv(layer, rows),
            f"{name}.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            t("app.table.geojson"),
            lambda: table.as_geojson(layer, rows),
            f"{name}.geojson",
            "application/geo+json",
            on_click="ignore",
        )


def sources(atlas: Atlas, shown: Shown) -> None:
    """The works that the records shown cite."""
    works = table.works(shown.layers, atlas.sources, lang())
    if works.empty:
        st.text(t("app.sources.empty"))
        return
    st.caption(t("app.sources.count", n=len(works)))
    st.dataframe(
        works,
        hide_index=True,
        height=460,
        column_config={
            t("table.works.publisher"): st.column_config.TextColumn(width=200),
            t("table.works.title"): st.column_config.TextColumn(width=360),
            t("table.works.published"): st.column_config.TextColumn(width=90),
            t("table.works.medium"): st.column_config.TextColumn(width=90),
            t("table.works.records"): st.column_config.NumberColumn(
                width=70, help=t("app.sources.records.help")
            ),
            t("table.works.link"): st.column_config.LinkColumn(
                width=60, display_text=t("app.sources.open"), validate="^https?://"
            ),
        },
    )


def arrivals(atlas: Atlas) -> None:
    """Arrivals in South Korea by year, as bars and in figures."""
    years = figures.years(atlas.yearly)
    if years.empty:
        st.text(t("app.arrivals.empty"))
        return
    st.caption(t("app.arrivals.title"))
    st.vega_lite_chart(
        years,
        {
            "mark": {"type": "bar", "color": "#0072B2"},
            "encoding": {
                "x": {"field": "Year", "type": "ordinal", "axis": {"labelAngle": 0, "title": None,
                      "labelOverlap": True}},
                "y": {"field": "People", "type": "quantitative", "stack": None,
                      "title": t("table.arrivals.people")},
                "tooltip": [{"field": "Year", "type": "ordinal", "title": t("table.arrivals.year")},
                            {"field": "People", "type": "quantitative", "format": ",",
                             "title": t("table.arrivals.people")}],
            },
        },
        height=320,
    )  # fmt: skip
    names = figures.publishers(figures.figures(atlas.yearly), atlas.sources)
    st.text(t("app.arrivals.source", first=names[0], more=", ".join(names[1:4])))
    st.caption(t("app.arrivals.note"))
    with st.expander(t("app.arrivals.figures")):
        st.dataframe(figures.listed(atlas.yearly, atlas.sources, lang()), hide_index=True)
