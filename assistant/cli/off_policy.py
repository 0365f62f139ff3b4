"""What a model would have been worth, told before any trial by what the order in use showed by lot."""

import math
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.database import Pool
from assistant.learned_models import opened_model
from rerank.experiments.errors import NothingToConclude
from rerank.experiments.lots import rounds_of
from rerank.experiments.off_policy import FEWEST_EFFECTIVE, Estimate, OffPolicy, estimated
from rerank.experiments.past_lots import PastLots
from rerank.features.past_features import PastFeatures
from rerank.learning.errors import ModelUnusable
from rerank.learning.scoring import lacking, scores_served
from rerank.learning.stored_models import BUILT_IN, StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.leaning import Leaning, leaning_from, leans
from rerank.ranking.model import RankingModel

REWARDS = {"clicked": 1.0, "into the cart": 2.0, "bought": 3.0}


async def judged(pool: Pool, version: str, *, days: int, clip: float, at: datetime) -> dict[str, OffPolicy]:
    """By what is counted. Only lists of the order in use tell: of another's it is not known what was left."""
    stored = StoredModels(connections=pool)
    used = await stored.in_use()
    target, own = await _model(stored, version), await _model(stored, used.version or BUILT_IN)
    since = at - timedelta(days=days)
    lots = PastLots(connections=pool, past=PastFeatures(connections=pool))
    lessons = await lots.lessons(model=own.version, since=since, until=at)
    for model in (target, own):
        if missing := lacking(model, lessons):
            raise ModelUnusable(version=model.version, reason=f"nobody knows {', '.join(missing)}")
    if not len(lessons):
        raise NothingToConclude(f"The order in use ({own.version}) has shown nothing by lot in the last {days} days.")
    ours, theirs = (scores_served(model, lessons, otherwise=Baseline()) for model in (own, target))
    return {
        name: estimated(rounds_of(lessons, own=ours, target=theirs, least_gain=gain), clip=clip)
        for name, gain in REWARDS.items()
    }


async def _model(stored: StoredModels, version: str) -> RankingModel:
    if leans(version):
        return Leaning(await _model(stored, leaning_from(version)))
    return Baseline() if version == BUILT_IN else opened_model()(await stored.model(version))


def words_of(version: str, told: dict[str, OffPolicy]) -> str:
    clicked = told["clicked"]
    if not clicked.is_enough:
        return (
            f"Too little was drawn by lot: these are worth {clicked.effective:.0f} places of {version}'s own,"
            f" and {FEWEST_EFFECTIVE} are the least."
        )
    if clicked.difference.low == clicked.difference.high:
        return f"{version} would have put the same into these places."
    if clicked.difference.low > 0:
        return f"{version} would have been clicked more often: a trial is worth while."
    if clicked.difference.high < 0:
        return f"{version} would have been clicked less often: a trial would cost."
    return f"{version} may be better or worse: only a trial can tell."


def show_judged(version: str, told: dict[str, OffPolicy], console: Console) -> None:
    table = Table("of a hundred places", "in use", "by SNIPS", "by IPS", "difference")
    table.title = f"{version} beside what is in use"
    for name, each in told.items():
        table.add_row(name, *map(_of_hundred, (each.own, each.snips, each.ips, each.difference)))
    one = next(iter(told.values()))
    table.caption = (
        f"{one.rounds:,} places that a lot could fall on, worth {one.effective:,.0f} of {version}'s own;"
        f" {one.clipped:.1%} of the weights were cut; intervals of 95%"
    )
    console.print(table)
    console.print(words_of(version, told), highlight=False)


def figures_of(version: str, told: dict[str, OffPolicy]) -> dict[str, Any]:
    one = next(iter(told.values()))
    return {
        "model": version,
        "words": words_of(version, told),
        "is_enough": one.is_enough,
        "places": one.rounds,
        "effective_sample_size": one.effective,
        "clipped_share": one.clipped,
        "rewards": {
            name: {
                "in_use": _figures(each.own),
                "snips": _figures(each.snips),
                "ips": _figures(each.ips),
                "difference": _figures(each.difference),
            }
            for name, each in told.items()
        },
    }


def _figures(told: Estimate) -> dict[str, float] | None:
    """JSON knows no number that is none."""
    return None if math.isnan(told.value) else {"value": told.value, "low": told.low, "high": told.high}


def _of_hundred(told: Estimate) -> str:
    if math.isnan(told.value):
        return "-"
    return f"{told.value * 100:.2f} ({told.low * 100:.2f} … {told.high * 100:.2f})"
