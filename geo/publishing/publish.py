"""Kits to folders: one map, or all maps of a site on all cores."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from geo.atlas import Atlas
from geo.credit import credit, maker
from geo.credit import title as titled
from geo.document import EmptySelection
from geo.export import write
from geo.publishing import site
from geo.publishing.kit import Wish, kit, plan
from geo.select import select
from geo.selection import Selection


def publish(atlas: Atlas, wish: Wish, folder: Path, tell: Callable[[str], object] = len) -> int:
    """Write the kit of a wish into ``folder``, which is made if need be; returns its bytes.

    Each file is written whole or not at all. Raises ``EmptySelection``, and ``OSError`` where the
    folder cannot be written.
    """
    files = kit(atlas, wish, tell)
    folder.mkdir(parents=True, exist_ok=True)
    return sum(write(folder / name, content) for name, content in files.items())


def publish_all(
    atlas: Atlas, wishes: Mapping[str, Wish], folder: Path, processes: int
) -> Iterator[tuple[str, int | str]]:
    """Write the kits of a site, each into its folder: name, and bytes or why it could not be.

    Of the atlas leaves what passes the gate; what has passed is taken as it is. They come as they
    are ready. One that fails stops no other.
    """
    if processes < 2:
        for name, wish in wishes.items():
            yield name, _one(atlas, wish, folder / name)
        return
    # Spawned, not forked: the libraries' own threads must not be copied half-way.
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), _begin, (atlas.public(),)
    ) as pool:
        jobs = {pool.submit(_job, wish, folder / name): name for name, wish in wishes.items()}
        for job in as_completed(jobs):
            error = job.exception()
            yield jobs[job], f"{type(error).__name__}: {error}" if error else job.result()


_here: list[Atlas] = []


def _begin(atlas: Atlas) -> None:
    _here[:] = [atlas]


def _job(wish: Wish, folder: Path) -> int | str:
    return _one(_here[0], wish, folder)


def _one(atlas: Atlas, wish: Wish, folder: Path) -> int | str:
    try:
        return publish(atlas, wish, folder)
    except EmptySelection as empty:
        return f"{empty}: choose more, or leave a filter out"
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror}"


def index(atlas: Atlas, title: str, wishes: Mapping[str, Wish], made: set[str]) -> str:
    """The site's index page, with the maps that were made in the order of their file."""
    atlas = atlas.public()
    plans = {name: plan(atlas, wish) for name, wish in wishes.items() if name in made}
    told = {name: (each.title, each.sentence, each.wish.langs[0]) for name, each in plans.items()}
    title = title or maker(atlas) or titled(atlas, select(atlas, Selection()))
    return site.index(title, told, " · ".join(credit(atlas)))
