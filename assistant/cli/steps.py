"""Tells on stderr how far long work has come: bars on a terminal, and in a file a line every few seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import Progress, TaskID

from assistant.cli.progress import moving
from assistant.evaluation.progress import Tell

LINE_EVERY_S = 10.0


@contextmanager
def steps() -> Iterator[Tell]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(console)
        return
    with moving(console) as progress:
        yield _Bars(progress)


class _Bars:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: dict[str, tuple[int, float]] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """The beginning, the end, and now and then in between."""
        last, at = self._told.get(what, (-1, 0.0))
        if done == last or (done != total and monotonic() - at < LINE_EVERY_S):
            return
        self._told[what] = done, monotonic()
        self._console.print(f"{what}: {done}{f' of {total}' if total else ''}", highlight=False, markup=False)
