"""The options by which `aisle catalog import` and `check` are told how to read a file."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.intake.formats import Format
from catalog.intake.prices import PriceUnreadable, currency_code

TheFile = Annotated[
    Path,
    typer.Argument(
        exists=True, dir_okay=False, readable=True, help="CSV, TSV, JSON Lines, JSON or Google XML, also packed (.gz)."
    ),
]
AsFormat = Annotated[Format | None, typer.Option("--format", help="Instead of telling it from what the file holds.")]


def _currency(given: str | None) -> str | None:
    try:
        return currency_code(given) if given else None
    except PriceUnreadable as exc:
        raise typer.BadParameter(str(exc)) from exc


def _decimal(given: str | None) -> str | None:
    if given not in {None, ".", ","}:
        raise typer.BadParameter("is . or ,")
    return given


Currency = Annotated[
    str | None, typer.Option(callback=_currency, help="Of prices that name none, such as USD.", show_default=False)
]
Decimals = Annotated[
    str | None,
    typer.Option("--decimal", callback=_decimal, help="The sign before the cents, . or , where prices leave it open."),
]
BaseUrl = Annotated[str, typer.Option(help="What links and pictures without a host are added to.")]
Source = Annotated[str, typer.Option(help="The name of this feed: each looks after its own products.")]
Snapshot = Annotated[
    bool, typer.Option("--snapshot", help="Remove what this source brought before and the file lacks.")
]
MassDeletion = Annotated[
    bool, typer.Option("--allow-mass-deletion", help="Remove even a large part of the source's products.")
]
StoreId = Annotated[str, typer.Option("--store", help="The store whose stock the file tells.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Restart = Annotated[
    bool, typer.Option("--restart/--resume", help="Begin again instead of going on after an interruption.")
]
KeepDemo = Annotated[bool, typer.Option("--keep-demo", help="Leave the demo shop's goods beside the imported ones.")]
Embed = Annotated[bool, typer.Option("--embed", help="Embed new products here and now, not in the worker.")]
