"""No word that a reader sees stands in the code: all come from the catalogue."""

import ast
import re
from pathlib import Path

import pytest

GEO = Path(__file__).parent.parent / "geo"
SCRIPTS = sorted(GEO.glob("assets/*.js"))
OFFICE = {"__main__", "families", "fonts", "raster", "schema", "server", "site"}
"""What only the newsroom sees, in English: the command line, its page of maps; and names of fonts."""
OFFICE |= {"coarse", "notations"}
"""Records speak English, what stands for a text of theirs, too; notations are expressions."""
PAGES = [path for path in sorted(GEO.glob("*.py")) if path.stem not in OFFICE]
"""The Python that writes words into a document, or the files beside it."""

WRITTEN_FOR_MACHINES = {
    # keys of a keyboard
    "Escape", "Enter", "Home", "End", "Tab", "Space", "PageUp", "PageDown", "Backspace", "Delete",
    "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
    # GeoJSON and TopoJSON
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    # names of elements, colours of the system
    "INPUT", "SELECT", "TEXTAREA", "BUTTON", "Highlight", "CanvasText",
}  # fmt: skip
SEEN = r"aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt"
LITERAL = r"""(?:"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)"""
WORD = re.compile(r"[A-Za-z]{2,}")


def code_of(script: str) -> str:
    script = re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", r"\1", script)


def words_in(found) -> str:
    """The text of a literal without what is put into it."""
    return re.sub(r"\$\{[^}]*\}", "", found[-2] if found[-2] is not None else found[-1] or "")


def escaped_in_script(script: str) -> list[str]:
    code = code_of(script)
    escaped = []
    # Literals that begin as a sentence or a heading does.
    for found in re.finditer(LITERAL, code):
        text = words_in((found[1], found[2]))
        if re.match(r"[^A-Za-z]*[A-Z][a-z]+", text) and text not in WRITTEN_FOR_MACHINES:
            escaped.append(text)
    # Literals, in small letters too, that go straight to where readers see or hear them.
    places = (
        rf"""["']?\b(?:{SEEN})["']?\s*:\s*{LITERAL}""",
        rf"""setAttribute\(\s*"(?:{SEEN})"\s*,\s*{LITERAL}""",
        rf"""\.(?:textContent|innerText|title|placeholder|ariaLabel|alt)\s*=\s*{LITERAL}""",
        rf"""\b(?:el|button|put)\((?:[^(){{}}"]|"[^"]*"|\{{[^{{}}]*\}})*[,}}]\s*{LITERAL}\s*\)""",
    )
    for place in places:
        for found in re.finditer(place, code):
            text = words_in(found.groups())
            key = re.fullmatch(r"[a-z_]+(\.[a-z_]+)+\.?", text)
            if WORD.search(text) and not key:
                escaped.append(text)
    return escaped


def escaped_in_python(source: str) -> list[str]:
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    raised = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        for part in ast.walk(node)
    }
    escaped = []
    for node in ast.walk(tree):
        text = written(node)
        if text and id(node) not in told | raised:
            escaped += re.findall(r">([^<>]*[A-Za-z]{3}[^<>]*)(?:<|$)", text)
            escaped += re.findall(rf"""(?:{SEEN})="([^"]*[A-Za-z]{{3}}[^"]*)\"""", text)
            escaped += re.findall(r"^[A-Z][a-z]+(?: [A-Za-z]+)+[.:]?$", text)
    return escaped


def written(node: ast.AST) -> str:
    """The text that a literal writes, an f-string's values left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_text_escaped_the_catalogue_in_a_script(path):
    assert escaped_in_script(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_text_escaped_the_catalogue_in_python_that_writes_the_page(path):
    assert escaped_in_python(path.read_text("utf-8")) == []


def test_no_text_escaped_the_catalogue_in_the_page_itself():
    page = (GEO / "assets" / "document.html").read_text("utf-8")
    assert re.findall(r">\s*[^<$\s][^<$]*[A-Za-z]{3}[^<$]*<", page) == []
    assert re.findall(rf"""(?:{SEEN})="[^"$]*[A-Za-z]{{3}}""", page) == []


@pytest.mark.parametrize(
    "script",
    [
        """atlas.el("p", { class: "fine" }, "nothing here")""",
        """atlas.button({ class: "x" }, "close")""",
        """el("button", { "aria-label": "close", class: "x" })""",
        """node.setAttribute("aria-label", "close it")""",
        """node.textContent = "done";""",
        """node.textContent = `${n} records`;""",
        """say("Nothing fits")""",
        """const words = `About ${n}`;""",
        """node.title = "open";""",
    ],
)
def test_it_would_find_them_in_a_script(script):
    assert escaped_in_script(script)


@pytest.mark.parametrize(
    "source",
    ["page = '<p>Some words</p>'", "page = f'<p class=\"x\">{n} records</p>'", "x = 'Drawn by hand.'", """x = '<svg aria-label="map of">'"""],
)  # fmt: skip
def test_it_would_find_them_in_python(source):
    assert escaped_in_python(source)


def test_keys_and_machine_words_are_no_texts():
    assert not escaped_in_script(
        """el("p", { class: "fine here" }, t("panel.yes")); if (event.key === "Escape") go(`#${id}`);
        // Words in a remark are fine
        node.textContent = ""; el("span", {}, " · "); named("place", where)"""
    )
