"""A moving bar on a terminal, and nothing in a file, for work that takes a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalog.retrieval.indexing import Progress as Reached


def moving(console: Console, *, hidden: bool = False) -> Progress:
    """How every bar of every command looks."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, disable=hidden)


@contextmanager
def bar(title: str, *, hidden: bool = False) -> Iterator[Callable[[Reached], None]]:
    with moving(Console(stderr=True), hidden=hidden) as progress:
        task = progress.add_task(title, total=None)

        def show(reached: Reached) -> None:
            progress.update(task, completed=reached.done, total=reached.total)

        yield show
