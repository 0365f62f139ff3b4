"""Tells a person at the terminal, or a log, what is being done and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Narrator:
    def __init__(self, console: Console) -> None:
        self.console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )

    @contextmanager
    def telling(self) -> Iterator[None]:
        """While steps are under way; a terminal shows them moving, a file gets one line for each that is done."""
        if not self.console.is_terminal:
            yield
            return
        with self._progress:
            yield

    @contextmanager
    def step(self, title: str) -> Iterator["Step"]:
        started = time.monotonic()
        task = self._progress.add_task(title, total=None)
        try:
            yield Step(self._progress, task)
        finally:
            self._progress.remove_task(task)
        self.console.print(f"  [green]✓[/] {title} [dim]({time.monotonic() - started:.1f} s)[/]", highlight=False)

    def tell(self, sentence: str) -> None:
        """Something that happens while the shop is open."""
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        self.console.print(f"[dim]{now}[/] {sentence}", highlight=False)


class Step:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def reached(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)
