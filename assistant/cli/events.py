"""`aisle events …`: what is known of what shoppers did."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.database import Pool
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.events.completeness import COMPLETE_ENOUGH, Completeness, EventCheck

STATEMENT_TIMEOUT_S = 120.0

event_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@event_commands.callback()
def events() -> None:
    """Look at what is known of what shoppers did."""


@event_commands.command()
def check(
    *,
    days: Annotated[int, typer.Option(min=0, help="How many days back, besides today.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Whether enough sessions tell who did what when; the exit code is 1 if a channel's do not, or none came."""
    with database_at_hand(SupervisorSettings()) as url:
        channels = asyncio.run(_channels(url, days))
    if as_json:
        typer.echo(json.dumps(_figures(channels), indent=2))
    else:
        _show(channels, Console())
    raise typer.Exit(int(not _is_enough(channels)))


async def _channels(database_url: str, days: int) -> list[Completeness]:
    async with Pool(database_url, name="check", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        return await EventCheck(connections=pool, now=lambda: datetime.now(UTC)).channels(days=days)


def _is_enough(channels: Sequence[Completeness]) -> bool:
    return bool(channels) and all(channel.is_enough for channel in channels)


def _figures(channels: Sequence[Completeness]) -> dict[str, object]:
    told = [{**asdict(each), "share": each.share, "is_enough": each.is_enough} for each in channels]
    return {"line": COMPLETE_ENOUGH, "is_enough": _is_enough(channels), "channels": told}


def _show(channels: Sequence[Completeness], console: Console) -> None:
    if not channels:
        console.print("No event came.", style="yellow")
        return
    names = ("channel", "sessions", "who, when", "view, search, cart", "events", "late", "twice", "not kept")
    table = Table(*names, title=f"At least {COMPLETE_ENOUGH:.0%} of the sessions should tell who and when")
    for each in channels:
        whole = "-" if each.share is None else f"{each.share:.1%}"
        kinds = f"{each.with_view}, {each.with_search}, {each.with_cart}"
        numbers = map(str, (each.events, each.late, each.duplicates, sum(each.refused.values())))
        table.add_row(each.channel, str(each.sessions), whole, kinds, *numbers)
    console.print(table)
    for each in channels:
        if each.refused:
            reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(each.refused.items()))
            console.print(f"Not kept of {each.channel}: {reasons}", highlight=False)
