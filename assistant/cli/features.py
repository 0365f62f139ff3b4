"""`aisle features …`: what the order of products is learned from, in plain words, and whether it is told alike."""

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
from rerank.features.checking import Difference, FeatureCheck
from rerank.features.definitions import FEATURES
from rerank.features.past_features import PastFeatures
from rerank.features.stored_features import StoredFeatures

STATEMENT_TIMEOUT_S = 120.0

feature_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@feature_commands.callback()
def features() -> None:
    """Look at what the order of products is learned from."""


@feature_commands.command(name="list")
def list_features(*, as_json: AsJson = False) -> None:
    """Every feature, whose it is, and what it says."""
    if as_json:
        told = [{"id": each.id, **asdict(each)} for each in FEATURES]
        typer.echo(json.dumps(told, indent=2))
        return
    table = Table("feature", "version", "of", "what it says")
    for each in FEATURES:
        table.add_row(each.name, str(each.version), each.entity.value, each.words)
    Console().print(table)


@feature_commands.command()
def check(
    *,
    people: Annotated[int, typer.Option(min=1, max=1000, help="How many people are looked at.")] = 25,
    products: Annotated[int, typer.Option(min=2, max=100, help="How many products for each of them.")] = 40,
    seed: Annotated[str, typer.Option(help="Another word looks at others.")] = "",
    as_json: AsJson = False,
) -> None:
    """Whether turns read what learning is told of the same moments; exits with 1 if not, or if nobody is known."""
    with database_at_hand(SupervisorSettings()) as url:
        found = asyncio.run(_check(url, people=people, products=products, seed=seed))
    is_same = bool(found) and not any(each.differing for each in found)
    if as_json:
        typer.echo(json.dumps({"is_same": is_same, "features": [asdict(each) for each in found]}, indent=2))
    else:
        _show(found, Console())
    raise typer.Exit(int(not is_same))


async def _check(database_url: str, *, people: int, products: int, seed: str) -> list[Difference]:
    async with Pool(database_url, name="check", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        checking = FeatureCheck(
            connections=pool,
            reader=StoredFeatures(pool),
            past=PastFeatures(connections=pool),
            now=lambda: datetime.now(UTC),
        )
        return await checking.check(people=people, products=products, seed=seed)


def _show(found: Sequence[Difference], console: Console) -> None:
    if not found:
        console.print("Nobody is known of whom anything could be compared.", style="yellow")
        return
    table = Table("feature", "compared", "known", "differ", "by at most")
    for each in found:
        style = "red" if each.differing else None
        share = f"{each.known:.0%}"
        table.add_row(each.feature, str(each.compared), share, str(each.differing), f"{each.largest:.2g}", style=style)
    console.print(table)
    differing = [each.feature for each in found if each.differing]
    console.print(f"Told otherwise: {', '.join(differing)}" if differing else "Both tell the same.")
