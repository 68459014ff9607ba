"""What one's own sheet gave: used and left out, every reason, cells to mend, files to take away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.gate import passing as gate
from geo.gate.redaction import Report
from geo.ingest import mending
from geo.ingest import report as reports
from geo.ingest.desk import Part
from geo.ingest.mending import shown
from geo.problem import Problem
from geo.tabs.reader import kept, lang, slug, t

GROUPS = 12
SENTENCES = 5
"""Of a group that stand in the page; all are in the report."""

LONGEST = 300
"""Letters of a sentence in the page."""

LINE = 92
"""Pixels of a row that is mended: room for sentences of four lines."""

ROWS = 200
"""Rows that can be mended at once."""


def report(part: Part) -> None:
    """Draw the report of a part that was checked."""
    outcome = part.outcome
    if outcome is None:
        return
    st.subheader(t("app.own.step.report"), anchor=False)
    used, left = len(outcome.features), len(outcome.left_out)
    st.text(t("app.own.report.rows", n=used + left, used=used, left=left))
    if lang() != "en" and (outcome.problems or outcome.notes):
        st.caption(t("app.own.report.english"))
    if outcome.problems:
        _problems(part)
        _mend(part)
    else:
        st.text(t("app.own.report.fine"))
    if outcome.notes:
        with st.expander(t("app.own.report.notes", n=len(outcome.notes))):
            st.text("\n".join(_line(note) for note in outcome.notes))
    _files(part)


def _problems(part: Part) -> None:
    """The sentences: those for which rows were left out, then the others; alike ones together."""
    with st.container(border=True, gap="small"):
        for kind, found in (("lost", part.losing), ("warned", part.warnings)):
            if found:
                told = t(f"app.own.group.{kind}", n=len(found))
                st.markdown(f"**{told}**")
                st.text("\n".join(_lines(found)))


def _lines(found: Sequence[Problem]) -> list[str]:
    """Sentences column by column, the one with the most first, of each but some."""
    fields: dict[str, list[Problem]] = {}
    for problem in found:
        fields.setdefault(problem.field or "", []).append(problem)
    groups = sorted(fields.values(), key=len, reverse=True)
    lines = []
    for group in groups[:GROUPS]:
        lines += [_sentence(problem) for problem in group[:SENTENCES]]
        if len(group) > SENTENCES:
            lines.append(t("app.own.group.more", n=len(group) - SENTENCES))
    if len(groups) > GROUPS:
        lines.append(t("app.own.group.more", n=sum(map(len, groups[GROUPS:]))))
    return lines


def _sentence(problem: Problem) -> str:
    """The sentence without the file's name, which stands above already."""
    return _line(str(problem).removeprefix(problem.file).removeprefix(": "))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


# --- mending -------------------------------------------------------------------------------------


def _mend(part: Part) -> None:
    """The rows to look at, to be changed cell by cell and checked again."""
    rows, names = part.rows_to_mend(ROWS + 1), part.sheet.columns
    if not rows:
        return
    says: dict[int, list[str]] = {}
    for problem in part.problems:
        if problem.feature is not None:
            field = f"{problem.field}: " if problem.field else ""
            says.setdefault(problem.feature, []).append(f"{field}{problem.advice}"[:LONGEST])
    st.markdown(f"**{t('app.own.mend')}**")
    st.caption(t("app.own.mend.note"))
    if len(rows) > ROWS:
        rows = rows[:ROWS]
        st.caption(t("app.own.mend.most", n=ROWS))
    named = {f"c{names.index(name)}": name for name in _ordered(part)}
    table = pd.DataFrame(
        {
            "row": pd.Series([row.number for row in rows], dtype="int64"),
            "says": pd.Series(["; ".join(says.get(row.number, ())) for row in rows], dtype="str"),
            **{
                id_: pd.Series([shown(row.cells.get(name)) for row in rows], dtype="str")
                for id_, name in named.items()
            },
        }
    )
    key = f"own-mend-{part.number}-{part.checks}"
    with st.form(f"{key}-form", border=False):
        after = st.data_editor(
            table,
            key=key,
            hide_index=True,
            disabled=["row", "says"],
            row_height=LINE,
            height=min(LINE * len(rows) + 38, 9 * LINE),
            column_config={
                "row": st.column_config.NumberColumn(t("app.own.mend.row"), width=50, pinned=True),
                "says": st.column_config.TextColumn(t("app.own.mend.says"), width=360, pinned=True),
                **{
                    id_: st.column_config.TextColumn(name, width=_width(table[id_]))
                    for id_, name in named.items()
                },
            },
        )
        if st.form_submit_button(t("app.own.mend.check"), type="primary"):
            _apply(part, table, after, named)


def _ordered(part: Part) -> list[str]:
    """The columns: first those for which rows are lost, then those of which something is said.

    The others may be far to the right. Latitude and longitude stand side by side, as they are
    exchanged.
    """
    names = part.sheet.columns
    losing, told = ({problem.field for problem in found} for found in (part.losing, part.problems))
    places = {name: ((name not in losing) + (name not in told), n) for n, name in enumerate(names)}
    pair = [name for name in map(part.columns.column, ("lat", "lon")) if name in places]
    places |= dict.fromkeys(pair, min((places[name] for name in pair), default=(0, 0)))
    return sorted(names, key=places.__getitem__)


def _width(cells: pd.Series) -> int:
    longest = max((len(text) for text in cells), default=0)
    return min(max(80, 8 * longest + 24), 240)


def _apply(part: Part, before: pd.DataFrame, after: pd.DataFrame, named: dict[str, str]) -> None:
    for id_, name in named.items():
        for number, old, new in zip(before["row"], before[id_], after[id_], strict=True):
            text = "" if pd.isna(new) else str(new)
            if text != old:
                part.mend(int(number), name, text)
    if part.outcome is None:
        st.rerun()


# --- files ---------------------------------------------------------------------------------------


def _files(part: Part) -> None:
    """The mended file, the rows left out, and the report, each made on the click."""
    name = slug(Path(part.sheet.name).stem).removeprefix("routes-atlas-")
    shapes = any(row.geometry is not None for row in part.sheet.rows)
    ending, kind = ("geojson", "application/geo+json") if shapes else ("csv", "text/csv")
    outcome = part.outcome
    if outcome is None:
        return
    with st.container(horizontal=True):
        st.download_button(
            t("app.own.download.mended"),
            lambda: mending.file(part.as_mended, part.system)[1],
            f"{name}-mended.{ending}",
            kind,
            key=f"own-mended-{part.number}",
            on_click="ignore",
        )
        if outcome.left_out:
            st.download_button(
                t("app.own.download.left"),
                lambda: reports.left_out(part.as_mended, outcome),
                f"{name}-left-out.csv",
                "text/csv",
                key=f"own-left-{part.number}",
                on_click="ignore",
            )
        st.download_button(
            t("app.own.download.report"),
            lambda: reports.text(part.as_mended, outcome),
            f"{name}-report.txt",
            "text/plain",
            key=f"own-report-{part.number}",
            on_click="ignore",
        )


# --- what leaves ---------------------------------------------------------------------------------


def redactions(atlas: Atlas) -> None:
    """What the gate holds back, changes or warns of in the records shown."""
    with st.spinner(t("app.own.gate.looking")):
        found = _passage(atlas)
    if not found:
        st.text(t("app.own.gate.fine"))
        return
    with st.expander(t("app.own.gate", n=len(found.redactions)), expanded=True):
        st.caption(t("app.own.gate.note"))
        lines = [str(each)[:LONGEST] for each in found.redactions[: GROUPS * SENTENCES]]
        more = len(found.redactions) - len(lines)
        st.text("\n".join(lines))
        if more:
            st.text(t("app.own.group.more", n=more))
        st.download_button(
            t("app.own.download.redactions"),
            found.text(),
            "redaction-report.txt",
            "text/plain",
            key="own-redactions",
            on_click="ignore",
        )


@kept(2)
def _passage(atlas: Atlas) -> Report:
    return gate.pass_through(atlas)[1]
