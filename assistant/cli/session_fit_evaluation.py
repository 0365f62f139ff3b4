"""`aisle eval session-fit`: what leaning to what fits the session would be worth, told by lists as shown."""

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.cli import off_policy
from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.database import Pool
from assistant.learned_models import opened_model
from assistant.learning_lessons import newest_lessons_of
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.experiments.errors import NothingToConclude
from rerank.experiments.off_policy import OffPolicy
from rerank.learning.stored_models import StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.leaning import LEANING
from rerank.session.worth import Worth, worth_of

STATEMENT_TIMEOUT_S = 300.0
MOST_LISTS = 100_000
CLIP = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """`by_lot` is None where nothing was drawn by lot."""

    model: str
    worth: Worth
    by_lot: dict[str, OffPolicy] | None


def session_fit(
    *,
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days back.")] = 28,
    as_json: AsJson = False,
) -> None:
    """What leaning to what fits the session would be worth, on lists that knew it and were ordered without it."""
    with steps() as tell, database_at_hand(SupervisorSettings()) as url:
        tell("reading lists", 0, None)
        found = asyncio.run(_found(url, days))
        tell("reading lists", found.worth.lists, found.worth.lists)
    if as_json:
        typer.echo(json.dumps(_figures(found), indent=2))
    else:
        _show(found, Console(highlight=False))


async def _found(url: str, days: int) -> _Found:
    at = datetime.now(UTC)
    async with Pool(url, name="evaluation", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        used = await StoredModels(connections=pool).model_in_use()
        own = opened_model()(used) if used else Baseline()
        lessons = await newest_lessons_of(pool, most_lists=MOST_LISTS)(at - timedelta(days=days), at)
        worth = await asyncio.to_thread(worth_of, lessons, own, otherwise=Baseline())
        try:
            by_lot = await off_policy.judged(pool, f"{own.version}{LEANING}", days=days, clip=CLIP, at=at)
        except NothingToConclude:
            by_lot = None
    return _Found(model=own.version, worth=worth, by_lot=by_lot)


def _figures(found: _Found) -> dict[str, Any]:
    leaning = f"{found.model}{LEANING}"
    return {
        "model": found.model,
        **asdict(found.worth),
        "by_lot": off_policy.figures_of(leaning, found.by_lot) if found.by_lot else None,
    }


def _show(found: _Found, console: Console) -> None:
    worth = found.worth
    console.print(
        f"{worth.known:,} of {worth.lists:,} lists knew what fits, of {worth.share:.0%} of their products; "
        f"they are held against {found.model}."
    )
    if worth.taken is not None and worth.passed is not None:
        console.print(
            f"What was taken fits by {worth.taken:.3f} on average, what was passed over by {worth.passed:.3f}."
        )
    if worth.precision:
        own, leaning = worth.precision.own, worth.precision.leaning
        console.print(f"Precision of the first three places: {own:.4f}, and {leaning:.4f} where the order leans.")
    if worth.comparison:
        by, of = worth.comparison.difference, worth.comparison
        console.print(
            f"nDCG@10: {of.champion:.4f}, and {of.challenger:.4f} where it leans: {by.mean:+.4f} "
            f"(99 % between {by.low:+.4f} and {by.high:+.4f}; {of.lists:,} lists, {of.persons:,} persons)"
        )
    else:
        console.print("Nothing came of any list that knew what fits: there is nothing to compare.", style="yellow")
    if found.by_lot:
        off_policy.show_judged(f"{found.model}{LEANING}", found.by_lot, console)
