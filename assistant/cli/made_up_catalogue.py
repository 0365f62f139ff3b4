"""Opens a catalogue of made-up products to be measured on, which is kept for the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from assistant.bench.search_loading import Site, database_for, load_if_needed
from assistant.bench.server import bench_server
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

STATEMENT_TIMEOUT_S = 60.0
DRAWN_EACH_S = 0.1

Products = Annotated[int, typer.Option(min=1000, help="How many made-up products stand in the catalogue.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that make the catalogue, where it is new.")]


class Bars:
    """A bar for each thing that is told of, drawn when it is told: a thread that draws would be measured as well."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._tasks: dict[str, TaskID] = {}
        self._drawn_at = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._shown.add_task(what, total=total)
        self._shown.update(self._tasks[what], completed=done, total=total)
        if done == total or monotonic() - self._drawn_at >= DRAWN_EACH_S:
            self._shown.refresh()
            self._drawn_at = monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpCatalogue:
    """`load_s` is what loading it took, nothing where it was there already."""

    site: Site
    load_s: dict[str, float]
    tell: Bars


@contextmanager
def made_up_catalogue(*, products: int, workers: int) -> Iterator[MadeUpCatalogue]:
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        bench_server(settings, folder) as url,
        Progress(*columns, console=Console(stderr=True), auto_refresh=False) as shown,
    ):
        site = Site(
            url=database_for(url, products),
            model=folder.embedding,
            folder=folder.path / "bench",
            products=products,
            workers=workers,
        )
        tell = Bars(shown)
        yield MadeUpCatalogue(site=site, load_s=load_if_needed(site, progress=tell), tell=tell)
