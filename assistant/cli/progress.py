"""A moving bar on a terminal, and nothing in a file, for work that takes a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalog.retrieval.indexing import Progress as Reached


@contextmanager
def bar(title: str, *, hidden: bool = False) -> Iterator[Callable[[Reached], None]]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as progress:
        task = progress.add_task(title, total=None)

        def show(reached: Reached) -> None:
            progress.update(task, completed=reached.done, total=reached.total)

        yield show
