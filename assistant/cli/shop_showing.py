"""Shows a person how a shop is set up, and what a file changed of it."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from rich.console import Console
from rich.text import Text

from assistant.cli.wording import counted
from catalog.money import Money
from shop.setup.sections import SECTIONS, Changed, Row, Section
from shop.setup.setup import Given
from shop.spoken import price_written

NAMED = 8
TEXT_SHOWN = 160
UNSAID: tuple[Any, ...] = (None, "", [], {}, "infinity", "-infinity")
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
    """A line an entry; long texts are cut short, and `--json` has all of them."""
    for section in SECTIONS:
        rows = given[section.name]
        _print(console, Text(section.name, style="bold") if rows else Text(f"{section.name}: nothing is set up"))
        for row in rows:
            key = " ".join(str(row[column]) for column in section.called or section.key if row[column] != "")
            facts = "; ".join(_told(column, row) for column in section.values if _says_something(column, row, section))
            _print(console, Text.assemble("  ", (key, "cyan"), ": ", facts))


def _says_something(column: str, row: Row, section: Section) -> bool:
    return row[column] not in UNSAID and column not in {*section.called, "position"}


def _told(column: str, row: Row) -> str:
    """Amounts with their currency, as in a file."""
    value, name = row[column], column.removesuffix("_minor")
    if name != column:
        return f"{name} {price_written(Money(amount_minor=value, currency=row['currency']))}"
    if column == "rate_basis_points":
        return f"{value / 100:g} %"
    return f"{column} {shorten(_words(value), TEXT_SHOWN, placeholder=' …')}"


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)


def _listed(keys: Sequence[str]) -> str:
    more = len(keys) - NAMED
    return ", ".join([*keys[:NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)
