"""`aisle recommend …`: makes lists ahead for systems that show them elsewhere, such as the one that sends e-mail."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from assistant.cli.answers import AsJson, answer
from assistant.cli.steps import steps
from assistant.cli.wording import counted
from assistant.database import Pool
from assistant.evaluation.progress import Tell
from assistant.recommended_lists import open_recommending
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from catalog.product import ProductCard
from rerank.mailing import Letter, Mailing

STATEMENT_TIMEOUT_S = 60.0
MOST_RECOMMENDED = 24

recommend_commands = typer.Typer(no_args_is_help=True, add_completion=False)


class Channel(StrEnum):
    EMAIL = "email"


@dataclass(slots=True)
class _Told:
    customers: int = 0
    lists: int = 0


@recommend_commands.callback()
def recommend() -> None:
    """Make lists ahead, for where others show them."""


@recommend_commands.command()
def export(
    *,
    channel: Annotated[Channel, typer.Option("--for", help="Where the lists will be shown.")],
    agreed: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            readable=True,
            help="The customers who agreed to be written to, one id a line, as the system that sends it knows.",
        ),
    ],
    out: Annotated[Path, typer.Option(dir_okay=False, help="JSON lines: a customer with products on each.")],
    limit: Annotated[int, typer.Option(min=1, max=MOST_RECOMMENDED, help="How many products each.")] = 8,
    as_json: AsJson = False,
) -> None:
    """A list for each customer who agreed to be written to and does not refuse to be learned from."""
    if not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    customers = list(dict.fromkeys(line.strip() for line in agreed.read_text("utf-8").splitlines() if line.strip()))
    # Whoever reads it meanwhile finds the old lists or the new ones, and never half of them.
    unfinished = out.with_name(f"{out.name}.unfinished")
    with steps() as tell, database_at_hand(SupervisorSettings()) as url:
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                told = asyncio.run(_write(url, customers, file, limit=limit, tell=tell))
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    said = f"{counted(told.lists, 'list')} of {counted(told.customers, 'customer')} who agreed, for {channel}: {out}"
    if told.lists < told.customers:
        said += "\nThe others never signed in here, refuse to be learned from, or have nothing to be told."
    answer(said, data={"customers": told.customers, "lists": told.lists, "out": str(out)}, as_json=as_json)


async def _write(url: str, customers: list[str], file: TextIO, *, limit: int, tell: Tell) -> _Told:
    told = _Told()
    async with (
        Pool(url, name="lists", most=2, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool,
        open_recommending(pool, now=_now) as recommending,
    ):
        mailing = Mailing(connections=pool, recommending=recommending, now=_now)
        async for letter in mailing.letters(customers, limit=limit):
            told.customers += 1
            tell("recommending", told.customers, len(customers))
            if letter is not None:
                told.lists += 1
                file.write(json.dumps(_line(letter), ensure_ascii=False) + "\n")
    return told


def _line(letter: Letter) -> dict[str, Any]:
    """No name and no address: whoever sends it has them."""
    return {
        "customer_id": letter.customer_id,
        "made_at": letter.at.isoformat(),
        "products": [_product(card) for card in letter.cards],
    }


def _product(card: ProductCard) -> dict[str, Any]:
    return {
        "product_id": card.id,
        "variant_id": card.variant_id,
        "title": card.title,
        "brand": card.brand,
        "price": {"amount_minor": card.price.amount_minor, "currency": card.price.currency},
        "image_url": card.image_url,
        "url": card.url,
        "why": card.why,
    }


def _now() -> datetime:
    return datetime.now(UTC)
