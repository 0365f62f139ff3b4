"""`aisle llm …`: what the language model costs, as it was measured here or as our own questions reckon."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from assistant.cli.answers import AsJson, answer
from assistant.database import Pool
from assistant.language_model import model_name
from assistant.llm.sample_questions import ask_samples
from assistant.llm.spending_told import UseTold, measured, reckoned
from assistant.llm.stored_spending import spent_since, turns_since
from assistant.llm_settings import CommandModelSettings
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings

STATEMENT_TIMEOUT_S = 30.0

llm_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@llm_commands.callback()
def llm() -> None:
    """Look at what the language model costs."""


@llm_commands.command()
def cost(
    *,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days, today included.")] = 30,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Reckon from what would be asked about this shop's goods; nobody is.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What each use costs per thousand turns, at the list prices that are set."""
    settings = CommandModelSettings()
    with database_at_hand(SupervisorSettings()) as url:
        told = asyncio.run(_estimated(url, settings) if estimate else _measured(url, settings, days))
    data = {"days": None if estimate else days, "is_estimate": estimate, "uses": [asdict(each) for each in told]}
    answer("\n".join(_lines(told, is_estimate=estimate, settings=settings)), data=data, as_json=as_json)


async def _measured(url: str, settings: CommandModelSettings, days: int) -> list[UseTold]:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=days - 1)
    async with (
        Pool(url, name="cost", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool,
        pool.connection() as connection,
    ):
        spent = await spent_since(connection, since.date())
        return measured(spent, turns=await turns_since(connection, since), prices=settings.llm_prices)


async def _estimated(url: str, settings: CommandModelSettings) -> list[UseTold]:
    async with Pool(url, name="cost", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        asked = await ask_samples(pool)
    return reckoned(asked, model=model_name(settings), prices=settings.llm_prices)


def _lines(told: list[UseTold], *, is_estimate: bool, settings: CommandModelSettings) -> list[str]:
    if not told:
        return ["No language model was asked in these days. `aisle llm cost --estimate` reckons without asking."]
    lines = [_line(each, is_estimate=is_estimate) for each in told]
    if settings.llm_input_price is None:
        lines.append("No prices are set (AISLE_LLM_INPUT_PRICE, AISLE_LLM_OUTPUT_PRICE): everything costs nothing.")
    return lines


def _line(each: UseTold, *, is_estimate: bool) -> str:
    tokens = f"{each.input_tokens:,.0f} tokens read and {each.output_tokens:,.0f} written a call"
    money = f"{each.cost_of_thousand_calls:.2f} {each.currency} a thousand calls"
    if is_estimate:
        return f"{each.use}: at most {tokens}, {money}"
    of_turns = "no turns are left to compare with"
    if each.cost_of_thousand_turns is not None and each.turns:
        share = each.calls / each.turns
        of_turns = f"{each.cost_of_thousand_turns:.2f} {each.currency} a thousand turns ({share:.1%} of them asked)"
    return f"{each.use} ({each.model}): {each.calls:,} calls, {each.answered:,} answered, {tokens}, {money}, {of_turns}"
