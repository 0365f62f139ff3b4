"""What a closed loop came to: how much of the gap between popularity and the best it closed, and how surely."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.evaluation.figures import rounded
from assistant.simulation.walk import Worth
from rerank.ranking.ordered import Outcome

RESAMPLES, SEED, TAIL_PERCENT = 2000, 20, 2.5
POINTS = 20
# What the loop has come to is told by the last lists: so many of all.
LAST = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """`tried` is what learning said after it: its outcome, its reasons and the version."""

    worths: Sequence[Worth]
    tried: Mapping[str, Any]


def gap_closed(worths: Sequence[Worth]) -> float | None:
    """0 is popularity known perfectly, 1 the best list for each. None where there is no gap."""
    gap = sum(each.best - each.popular for each in worths)
    return sum(each.shown - each.popular for each in worths) / gap if gap > 0 else None


def interval(worths: Sequence[Worth]) -> tuple[float, float]:
    """Of the gap closed, by resampling households: one household's lists tell much the same."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for each in worths:
        sums[each.household][0] += each.shown - each.popular
        sums[each.household][1] += each.best - each.popular
    table, dice = np.array(list(sums.values())), np.random.default_rng(SEED)
    drawn = table[dice.integers(len(table), size=(RESAMPLES, len(table)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return float(low), float(high)


def figures_of(rounds: Sequence[Round]) -> dict[str, Any]:
    worths = [each for one in rounds for each in one.worths]
    last = worths[-max(1, round(len(worths) * LAST)) :]
    low, high = interval(last)
    knowable = sum(each.foretold - each.popular for each in last) / sum(each.best - each.popular for each in last)
    return {
        "interactions": len(worths),
        "gap_closed": rounded(gap_closed(last) or 0.0),
        "interval_95": [rounded(low), rounded(high)],
        "knowable_share": rounded(knowable),
        "of_knowable": rounded((gap_closed(last) or 0.0) / knowable),
        "value": _values(last),
        "rounds": [_round(one) for one in rounds],
        "regret": _regret(worths),
    }


def lateness_of(ordered: Mapping[str, int]) -> dict[str, Any]:
    """A list whose scores came too late stands in the built-in order: with many of them the machine was measured."""
    late, learned = ordered.get(Outcome.LATE, 0), ordered.get(Outcome.LEARNED, 0)
    return {"ordered": dict(ordered), "late_share": rounded(late / (late + learned)) if late else 0.0}


def _round(one: Round) -> dict[str, Any]:
    models = [each.model for each in one.worths]
    return {
        "interactions": len(one.worths),
        "gap_closed": rounded(gap_closed(one.worths) or 0.0),
        "value": _values(one.worths),
        "model": max(set(models), key=models.count),
        **one.tried,
    }


def _values(worths: Sequence[Worth]) -> dict[str, float]:
    """A list's, on average."""
    return {
        name: rounded(float(np.mean([getattr(each, field) for each in worths])))
        for name, field in (("popularity", "popular"), ("loop", "shown"), ("foretold", "foretold"), ("best", "best"))
    }


def _regret(worths: Sequence[Worth]) -> list[dict[str, float]]:
    """What was forgone so far beside the best, by the loop and had everybody been shown what is popular."""
    ours = np.cumsum([each.best - each.shown for each in worths])
    popular = np.cumsum([each.best - each.popular for each in worths])
    places = np.unique(np.linspace(0, len(worths) - 1, POINTS + 1).astype(int)[1:])
    return [
        {"interactions": int(at) + 1, "loop": rounded(float(ours[at])), "popularity": rounded(float(popular[at]))}
        for at in places
    ]
