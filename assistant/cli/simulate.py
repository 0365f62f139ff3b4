"""`aisle simulate`: made-up shoppers in a shop that is open, where nothing is sold in earnest."""

import asyncio
from typing import Annotated, Any

import typer

from assistant.cli.answers import AsJson, answer
from assistant.cli.steps import steps
from assistant.database import Pool
from assistant.evaluation.progress import Tell
from assistant.simulation.sending import Sending, forget_made_up_shoppers
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.simulation.errors import SimulationError

STATEMENT_TIMEOUT_S = 120.0
CONNECTIONS = 2
SENTENCE = (
    "{interactions} lists were shown: {clicks} clicks, {carts} things put into a cart, {bought} of them bought, "
    "and {errands} got without having been shown."
)


def simulate(
    *,
    shoppers: Annotated[int, typer.Option(min=1, max=2000, help="How many households.")] = 40,
    days: Annotated[float, typer.Option(min=0.1, max=365, help="Of their lives, that pass as fast as they shop.")] = 14,
    seed: Annotated[int, typer.Option(help="The same seed is the same households.")] = 1,
    address: Annotated[str, typer.Option(help="Where the shop answers, on this machine; AISLE_PORT without it.")] = "",
    forget: Annotated[bool, typer.Option("--forget", help="Delete all made-up shoppers, the demo's past too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Send made-up shoppers through an open demo or development shop: they ask, click and buy by its public routes."""
    settings = SupervisorSettings()
    with database_at_hand(settings) as url:
        if forget:
            gone = asyncio.run(_forgotten(url))
            answer(f"{gone} made-up shoppers are forgotten.", data={"forgotten": gone}, as_json=as_json)
            return
        where = (address or settings.address).rstrip("/")
        sending = Sending(shoppers=shoppers, days=days, seed=seed, address=where)
        try:
            with steps() as tell:
                done = asyncio.run(_sent(url, sending, tell))
        except SimulationError as exc:
            typer.echo(str(exc), err=True)
            raise typer.Exit(1) from exc
    answer(SENTENCE.format(**done), data=done, as_json=as_json)


async def _sent(url: str, sending: Sending, tell: Tell) -> dict[str, Any]:
    async with _pool(url) as pool:
        return await sending.into(pool, tell)


async def _forgotten(url: str) -> int:
    async with _pool(url) as pool:
        return await forget_made_up_shoppers(pool)


def _pool(url: str) -> Pool:
    return Pool(url, name="simulation", most=CONNECTIONS, statement_timeout_s=STATEMENT_TIMEOUT_S)
