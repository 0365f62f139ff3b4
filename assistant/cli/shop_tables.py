"""Shows a person how a shop is set up, and what a file changed of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.cli.wording import counted
from shop.setup.sections import SECTIONS, Changed, Section
from shop.setup.setup import Given

NAMED = 8
TEXT_SHOWN = 60
MARKS = {"added": ("+", "green"), "changed": ("~", "yellow"), "removed": ("-", "red")}


def show_changes(changes: Mapping[str, Changed], notes: Sequence[str], console: Console, *, only_tried: bool) -> None:
    for name, changed in changes.items():
        for what, (mark, style) in MARKS.items():
            keys = getattr(changed, what)
            if keys:
                _print(console, Text.assemble((f"{mark} ", style), (name, "bold"), f" {what}: {_listed(keys)}"))
        for key, reason in (changed.kept or {}).items():
            _print(console, Text.assemble(("! ", "yellow"), (name, "bold"), f" kept: {key}, for {reason}"))
    for note in notes:
        _print(console, Text(f"! {note}", style="yellow"))
    number = sum(len(each.added) + len(each.changed) + len(each.removed) for each in changes.values())
    same = sum(each.unchanged for each in changes.values())
    done = "would change" if only_tried else "changed"
    _print(console, Text(f"{counted(number, 'entry', 'entries')} {done}, {same:,} as before.", style="bold"))


def show_in_force(given: Given, console: Console) -> None:
    for section in SECTIONS:
        rows = given[section.name]
        if not rows:
            _print(console, Text.assemble((section.name, "bold"), ": nothing is set up"))
            continue
        table = Table(box=SIMPLE_HEAD, title=f"\n{section.name}", title_justify="left", title_style="bold")
        columns = [column for column in _shown(section) if any(row[column] not in (None, "", [], {}) for row in rows)]
        for column in columns:
            table.add_column(column)
        for row in rows:
            table.add_row(*(escape(_cell(row[column])) for column in columns))
        console.print(table)


def _shown(section: Section) -> list[str]:
    return [column for column in section.columns if column != "only_row"]


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_cell(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    text = "" if value is None else str(value)
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"


def _listed(keys: Sequence[str]) -> str:
    more = len(keys) - NAMED
    return ", ".join([*keys[:NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)
