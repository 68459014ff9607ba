"""Stories: scenes of text, each with the part of the map that it tells of, in one TOML file.

A scene has a heading, a text whose paragraphs are parted by an empty line, a selection (with an
optional view, picked record and step of its path) and the works that it rests on; where it names
none, those of its picked record or of the incidents that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from geo.atlas import Atlas
from geo.schema import LAYERS
from geo.select import Shown, select
from geo.selection import Selection, Unknown, exactly, vocabulary
from geo.toml import Form

SIZE, SCENES = 200_000, 60
"""The most bytes and the most scenes of a story: each scene is drawn."""

FOLDER = Path(__file__).parents[2] / "data" / "stories"
_STORY = {"title": str, "lead": str, "scene": list}
_SCENE = {
    "heading": str,
    "text": str,
    "selection": str,
    "view": str,
    "item": str,
    "step": int,
    "sources": list,
}


class StoryError(Exception):
    """A story that cannot be told; its text says in which scene, the value, and what to write."""


_FORM = Form(StoryError)


@dataclass(frozen=True)
class Scene:
    """A scene; ``step`` counts the stops of the picked record's path from 1, 0 for all of it."""

    heading: str
    paragraphs: tuple[str, ...]
    selection: Selection
    step: int = 0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """A story, as its file has it."""

    title: str
    lead: str = ""
    scenes: tuple[Scene, ...] = field(default=())


def read(path: Path, atlas: Atlas) -> Story:
    """Read a story, of which every name must mean something in the atlas.

    Raises ``StoryError``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoryError(f"{path} cannot be read: {error.strerror}") from error
    return parse(content, atlas)


def parse(content: bytes, atlas: Atlas) -> Story:
    """The story of a file's bytes. Raises ``StoryError``."""
    if len(content) > SIZE:
        raise StoryError(f"the story is longer than {SIZE // 1000} KB; make it shorter")
    return told(_FORM.parse(content, "the story"), atlas)


def told(content: Mapping[str, Any], atlas: Atlas) -> Story:
    """The story of a file's content. Raises ``StoryError``."""
    _FORM.typed("the story, ", content, _STORY)
    title, scenes = content.get("title", "").strip(), content.get("scene", [])
    if not title:
        raise StoryError('the story has no title; write title = "…"')
    if not scenes:
        raise StoryError("the story has no scene; begin each with [[scene]]")
    if len(scenes) > SCENES:
        raise StoryError(f"the story has {len(scenes)} scenes; tell it in {SCENES} or fewer")
    return Story(
        title,
        content.get("lead", "").strip(),
        tuple(_scene(f"scene {n}", scene, atlas) for n, scene in enumerate(scenes, start=1)),
    )


def _scene(where: str, content: Any, atlas: Atlas) -> Scene:
    _FORM.typed(f"{where}, ", _FORM.table(where, content, "[[scene]]"), _SCENE)
    heading, text = content.get("heading", "").strip(), content.get("text", "").strip()
    for name, value in (("heading", heading), ("text", text)):
        if not value:
            raise StoryError(f"{where} has no {name}; write {name} = …")
    where = f"{where} ({heading})"
    selection = _selection(where, content, atlas)
    step = content.get("step", 0)
    stops = _path(atlas, selection.item)
    if not 0 <= step <= len(stops):
        raise StoryError(f"{where}, step: {step} is none of the {len(stops)} stops of its item")
    for id_ in content.get("sources", []):
        if id_ not in atlas.sources:
            raise StoryError(f"{where}, sources: {id_!r} stands in no sources.json")
    sources = tuple(content.get("sources", [])) or tuple(_works(atlas, selection))
    if not sources:
        raise StoryError(f"{where} rests on no source; name some in sources")
    paragraphs = tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
    return Scene(heading, paragraphs, selection, step, sources)


def _selection(where: str, content: Mapping[str, Any], atlas: Atlas) -> Selection:
    pairs = parse_qsl(content.get("selection", ""), keep_blank_values=True)
    pairs += [(name, content[name]) for name in ("view", "item") if content.get(name)]
    try:
        selection = exactly(pairs, vocabulary(atlas))
    except Unknown as error:
        raise StoryError(f"{where}, selection: {error}") from error
    shown = select(atlas, selection)
    if not any(shown.counts.values()):
        raise StoryError(f"{where}, selection: {selection.query()} shows nothing; choose more")
    if selection.item and selection.item not in _keys(shown):
        raise StoryError(f"{where}, item: {selection.item} is not in what the scene shows")
    return selection


def _keys(shown: Shown) -> Iterator[str]:
    for name, rows in shown.layers.items():
        for id_ in rows[LAYERS[name].key]:
            yield f"{name}:{id_}"


def _record(atlas: Atlas, item: str) -> Mapping[str, Any] | None:
    layer, _, id_ = item.partition(":")
    if layer not in atlas.layers:
        return None
    rows = atlas.layers[layer]
    found = rows[rows[LAYERS[layer].key] == id_].to_dict("records")
    return found[0] if found else None


def _path(atlas: Atlas, item: str) -> list[Any]:
    record = _record(atlas, item)
    return list((record or {}).get("path") or [])


def _works(atlas: Atlas, selection: Selection) -> Iterator[str]:
    """Works of the picked record, else of the incidents shown."""
    record = _record(atlas, selection.item) if selection.item else None
    if record:
        yield from record["sources"] or ()
        return
    cited: dict[str, None] = {}
    for ids in select(atlas, selection).layers["incidents"]["sources"]:
        cited.update(dict.fromkeys(ids or ()))
    yield from cited
