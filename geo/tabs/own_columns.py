"""What the columns of one's own sheet are: guessed, corrected, and what only a person knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import streamlit as st

from geo.atlas import Atlas
from geo.ingest.columns import PAIRS, presets, targets
from geo.ingest.desk import Part
from geo.ingest.mending import shown
from geo.schema import LAYERS, VOCABULARIES
from geo.selection import vocabulary
from geo.tabs.reader import box, lang, t
from geo.words import catalogue, country_name, label

MOST = 120
"""Columns that can be corrected here; of more, the others stay home."""

EXAMPLES = 3
LOOKED_AT = 500
"""Rows from which examples are taken."""

LINE = 60
"""Letters of examples; where three would be longer, there is one."""

SAME = ("kind", "type", "country", "source_publisher", "source_title", "source_url")
"""What may be the same for all rows where no column tells it."""

SYSTEMS: Mapping[str, str] = {
    "EPSG:4326": "WGS 84, GPS",
    "EPSG:5179": "Korea 2000 / Unified CS",
    "EPSG:5186": "Korea 2000 / Central Belt 2010",
    "EPSG:5174": "Korean 1985 / Modified Central Belt",
    "EPSG:4490": "CGCS2000",
    "EPSG:3857": "Web Mercator",
    "EPSG:32648": "UTM 48N",
    "EPSG:32652": "UTM 52N",
}
"""Coordinate systems that are likely here, by code; any other can be typed."""


def columns(part: Part, base: Atlas) -> None:
    """The layer, what each column is, values for all rows, and answers to what is asked."""
    st.subheader(t("app.own.step.columns"), anchor=False)
    _layer(part)
    if not part.columns.layer:
        box(t("app.own.layer.ask"))
        return
    preset = next((p.label for p in presets() if p.name == part.columns.preset), "")
    if preset:
        st.text(t("app.own.preset", name=preset))
    names = part.sheet.columns[:MOST]
    known = [name for name in names if name in part.columns.fields]
    with st.container(key=f"own-table-{part.number}"):
        _table(part, known)
    home = [name for name in names if name not in known]
    if home:
        # Open where the column is likely to be among them; a choice there must not close it.
        needed = {"title", "people"} & set(targets(part.columns.layer))
        key = f"own-home-{part.number}-{part.columns.layer}"
        expanded = st.session_state.setdefault(f"{key}-open", not needed <= _told(part))
        heading = t("app.own.columns.home", n=len(part.sheet.columns) - len(known))
        with st.expander(heading, expanded, key=key):
            st.caption(t("app.own.columns.home.note"))
            with st.container(key=f"own-table-home-{part.number}"):
                _table(part, home)
    _same(part, base)
    _asked(part)


def _layer(part: Part) -> None:
    key = f"own-layer-{part.number}"

    def choose() -> None:
        if st.session_state[key]:
            part.choose_layer(st.session_state[key])

    layers = list(LAYERS)
    guessed = part.columns.layer
    st.selectbox(
        t("app.own.layer"),
        layers,
        layers.index(guessed) if guessed else None,
        key=key,
        format_func=lambda name: label("layer", name, lang()),
        placeholder=t("app.own.layer.choose"),
        on_change=choose,
        width=320,
    )


def _table(part: Part, names: Sequence[str]) -> None:
    """A row for each column: its name, examples of what is in it, and the field that it is."""
    options = ["", *targets(part.columns.layer)]
    for name in names:
        number = part.sheet.columns.index(name)
        key = f"own-target-{part.number}-{part.turn}-{number}"

        def choose(name: str = name, key: str = key) -> None:
            part.choose_target(name, st.session_state[key])

        said, examples, field = st.columns([2, 3, 3], vertical_alignment="center")
        said.text(_short(name, 60))
        examples.text(" · ".join(_examples(part, name)) or "–")
        field.selectbox(
            t("app.own.column", n=number + 1),
            options,
            options.index(part.columns.fields.get(name, "")),
            key=key,
            format_func=field_name,
            on_change=choose,
            label_visibility="collapsed",
        )


def field_name(target: str) -> str:
    """What a column can be, in the reader's words."""
    if not target:
        return t("app.own.column.none")
    return str(catalogue(lang()).get(f"app.own.field.{target}", target))


def _examples(part: Part, name: str) -> list[str]:
    texts = (shown(row.cells.get(name)) for row in part.sheet.rows[:LOOKED_AT])
    found = [_short(text, 60) for text in islice(dict.fromkeys(filter(None, texts)), EXAMPLES)]
    return found if sum(map(len, found)) <= LINE else found[:1]


def _short(text: str, most: int) -> str:
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def _same(part: Part, base: Atlas) -> None:
    """Fields for what no column tells and every row needs."""
    missing = list(_missing(part))
    if not missing:
        return
    with st.expander(t("app.own.same"), expanded=bool(part.columns.fixed)):
        st.caption(t("app.own.same.note"))
        for column, target in zip(st.columns(3) * 2, missing, strict=False):
            key = f"own-same-{part.number}-{target}-{part.columns.layer}"

            def fix(target: str = target, key: str = key) -> None:
                part.fix(target, st.session_state[key] or "")

            options = _options(part.columns.layer, target, base)
            now = part.columns.fixed.get(target)
            with column:
                if options:
                    ids = list(options)
                    st.selectbox(
                        field_name(target),
                        ids,
                        ids.index(now) if now in ids else None,
                        key=key,
                        format_func=lambda id_, options=options: options[id_],
                        placeholder="–",
                        on_change=fix,
                    )
                else:
                    st.text_input(
                        field_name(target), now or "", key=key, max_chars=500, on_change=fix
                    )


def _told(part: Part) -> set[str]:
    """Targets that some column tells."""
    columns = part.columns
    found = {*columns.fields.values(), *columns.made, *columns.above, *columns.words}
    return found | {both for both, two in PAIRS.items() if found & set(two)}


def _missing(part: Part) -> Iterator[str]:
    columns, told = part.columns, _told(part)
    mine = part.same  # what was said here stays open to change
    for target in SAME:
        if target not in targets(columns.layer) or target in told:
            continue
        if target in mine or target not in columns.fixed:
            yield target


def _options(layer: str, target: str, base: Atlas) -> dict[str, str]:
    """Values to choose from, by id: a vocabulary's terms or countries; none for free text."""
    if target == "country":
        names = {code: country_name(code, lang()) for code in vocabulary(base).country}
        return dict(sorted(names.items(), key=lambda pair: pair[1]))
    field = LAYERS[layer].by_name.get(target)
    if field is None or not field.vocabulary:
        return {}
    words = field.vocabulary
    return {id_: label(words, id_, lang()) for id_ in VOCABULARIES[words]}


# --- what is asked -------------------------------------------------------------------------------


def _asked(part: Part) -> None:
    """What only a person can know; answers given stay open to change."""
    asked = {each.what: each for each in part.outcome.asked} if part.outcome else {}
    for each in asked.values():
        box(each.sentence.removeprefix(f"{part.sheet.name}, ")[:500])
    if "dates" in asked or part.dates:
        _dates(part)
    if "crs" in asked or part.crs:
        _system(part)


def _dates(part: Part) -> None:
    key = f"own-dates-{part.number}"
    ways = ("day-first", "month-first")

    def answer() -> None:
        part.answer(dates=st.session_state[key])

    st.radio(
        t("app.own.dates"),
        ways,
        ways.index(part.dates) if part.dates else None,
        key=key,
        format_func=lambda way: t(f"app.own.dates.{way}"),
        on_change=answer,
        horizontal=True,
    )


def _system(part: Part) -> None:
    key = f"own-crs-{part.number}"

    def answer() -> None:
        if st.session_state[key]:
            part.answer(crs=str(st.session_state[key]).strip()[:2000])

    options = list(dict.fromkeys([*SYSTEMS, *([part.crs] if part.crs else [])]))
    st.selectbox(
        t("app.own.crs"),
        options,
        options.index(part.crs) if part.crs else None,
        key=key,
        format_func=lambda code: f"{code} ({SYSTEMS[code]})" if code in SYSTEMS else str(code),
        accept_new_options=True,
        placeholder=t("app.own.crs.choose"),
        help=t("app.own.crs.help"),
        on_change=answer,
        width=420,
    )
