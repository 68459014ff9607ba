"""The documentation names nothing that isn't there."""

import ast
import csv
import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from geo.__main__ import _parser
from geo.publishing.embed import SANDBOX

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path for path in ROOT.rglob("*.md") if not {".venv", "node_modules"} & set(path.parts)
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
ENGLISH = {"sure", "it", "a", "the", "no", "them", "sense"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    for match in LINK.finditer(page.read_text(encoding="utf-8")):
        target = match[1] or match[2]
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} is not there"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{target} is no heading"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_commands_exist(page):
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    code = re.findall(r"`([^`]+)`|```[a-z]*\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for inline, block in code:
        named = {word for word in MAKE.findall(inline or block) if word not in ENGLISH}
        assert named <= targets, f"make {named - targets}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_are_understood(page):
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"python3? -m geo ([^`\n|]+)", text):
        words = shlex.split(line, comments=True)
        if len(words) < 2 or "…" in line or "[" in line or "--help" in words:
            continue
        _parser().parse_args(words)


@pytest.mark.parametrize("page", ["README.md", "docs/embedding.md"])
def test_snippets_have_the_sandbox_that_the_app_gives(page):
    assert f'sandbox="{SANDBOX}"' in (ROOT / page).read_text(encoding="utf-8")


def test_readme_of_the_data_counts_right():
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    told = {file: int(n) for file, n in re.findall(r"\| `([\w.]+)` \| (\d+) \|", text)}
    assert told == {file: records(ROOT / "data" / file) for file in told}
    assert len(told) == 8

    incidents = features("incidents.geojson")
    pointed = sum(f["geometry"] is not None for f in incidents)
    counted = sum(f["properties"]["count_in_totals"] for f in incidents)
    assert f"{pointed} with a point, {len(incidents) - pointed} listed without one" in text
    assert f"{counted} counted in totals" in text
    kinds = [f["properties"]["kind"] for f in features("routes.geojson")]
    said = f"{kinds.count('escape')} of escape and {kinds.count('repatriation')} of repatriation"
    assert said in text
    works = json.loads((ROOT / "data/sources.json").read_text(encoding="utf-8"))
    assert f"{sum(bool(w['url']) for w in works)} of them with a link" in text


def features(file: str) -> list[dict]:
    return json.loads((ROOT / "data" / file).read_text(encoding="utf-8"))["features"]


def records(path: Path) -> int:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            return sum(1 for _ in csv.DictReader(lines))
    if path.suffix == ".geojson":
        return len(features(path.name))
    return len(json.loads(path.read_text(encoding="utf-8")))


def test_every_file_of_the_data_is_told_of():
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    files = {p.name for p in (ROOT / "data").iterdir() if p.suffix in {".geojson", ".json", ".csv"}}
    assert not {file for file in files if f"`{file}`" not in text}


# --- what is required is what is used ---------------------------------------------------------

DISTRIBUTIONS = {
    "django-js-lib-leaflet": "js_lib_leaflet",
    "minify-go": "minify",
    "python-stdnum": "stdnum",
    "pyvips-binary": "_libvips",
}
AS_FILES = {"js_lib_leaflet", "_libvips"}  # opened as files, or by another package, never imported


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)(?:\s|$)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def imports(*folders: str) -> set[str]:
    """Names of packages from elsewhere that Python files in some folders import."""
    files = [
        p for f in folders for p in ([ROOT / f] if f.endswith(".py") else (ROOT / f).rglob("*.py"))
    ]
    names = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"geo", "tools", "benchmarks"}


def test_each_package_that_runs_is_pinned_and_used():
    pinned = {DISTRIBUTIONS.get(name, name.replace("-", "_")) for name in pins("requirements.txt")}
    assert pinned == imports("app.py", "geo") | AS_FILES


def test_requirements_are_exact():
    for file in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                assert re.match(r"[\w.-]+(\[\w+\])?==[\w.]+(\s+#|$)", line), f"{file}: {line}"
    assert not pins("constraints.txt").keys() & pins("requirements.txt").keys()


# --- the page of a publisher that docs/embedding.md shows ---------------------------------------


def test_the_embedding_page_works_as_it_stands(atlas, new_page, tmp_path):
    from geo.document import document
    from geo.selection import Selection

    text = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
    snippet, script = re.findall(r"```html\n(.*?)```", text, re.DOTALL)
    narrow = Selection(route=("southeast-asia-laos",))
    (tmp_path / "map.html").write_text(document(atlas, narrow), encoding="utf-8")
    page_html = snippet.replace("https://your.site/", "") + '<p id="caption"></p>' + script
    (tmp_path / "article.html").write_text(page_html, encoding="utf-8")

    page = new_page(width=375).page  # where the list stands below the map, not beside it
    page.goto((tmp_path / "article.html").as_uri())
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_selector("html[data-ready=true]", state="attached")
    page.evaluate("show('kind=arrest')")
    page.wait_for_function("document.querySelector('#caption').textContent !== ''")
    assert "rrest" in page.inner_text("#caption")
    page.wait_for_function("document.querySelector('iframe').height !== '640'")
