"""What weights fitted on some of the queries are worth on the others, beside the weights as they ship."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from assistant.evaluation.asking import CANDIDATES, Answer, Askable, asked, browsing
from assistant.evaluation.dataset import Judgments
from assistant.evaluation.figures import NDCG_AT, bounds, rounded
from assistant.evaluation.intervals import Interval, difference_interval, mean_interval
from assistant.evaluation.measures import ndcg
from assistant.evaluation.progress import Tell, told
from assistant.evaluation.tried_shop import TriedShop
from catalog.retrieval.fusion import Weights, fit
from catalog.retrieval.signals import NAMES, Figures

SEED = 20


async def cross_validated(
    shop: TriedShop, queries: Mapping[str, str], judgments: Judgments, *, askable: Askable, folds: int, tell: Tell
) -> dict[str, Any] | None:
    """None if there are fewer queries than folds."""
    ask = browsing(await shop.search(), shop.reader, askable=askable, limit=CANDIDATES)
    answers = await asked(queries, ask, what="Gathering signals", tell=tell)
    usable = [answer for answer in answers if max(judgments.gains[answer.query_id].values(), default=0.0) > 0]
    if len(usable) < max(folds, 2):
        return None
    shipped = [_ndcg(answer, judgments, shop.weights) for answer in usable]
    fitted = [0.0] * len(usable)
    for held_out in told("Fitting", _folds(len(usable), folds), tell):
        others = [answer for place, answer in enumerate(usable) if place not in held_out]
        weights = fit([_signals(each) for each in others], [_gains(each, judgments) for each in others])
        for place in held_out:
            fitted[place] = _ndcg(usable[place], judgments, weights)
    return {
        "folds": folds,
        "queries": len(usable),
        "shipped": _mean(mean_interval(shipped)),
        "fitted": _mean(mean_interval(fitted)),
        "difference": _mean(difference_interval(fitted, shipped)),
        "weights": _rounded(fit([_signals(each) for each in usable], [_gains(each, judgments) for each in usable])),
    }


def _rounded(weights: Weights) -> dict[str, float]:
    """Fitted on all queries, as AISLE_SEARCH_WEIGHTS takes them."""
    return {name: round(weight, 2) for name, weight in asdict(weights).items()}


def _mean(interval: Interval | None) -> dict[str, Any]:
    return {"ndcg@10": rounded(interval.mean) if interval else None, "interval_95": bounds(interval)}


def _folds(queries: int, folds: int) -> list[frozenset[int]]:
    """As equal as can be, each query in one of them, and the same each time."""
    shuffled = np.random.default_rng(SEED).permutation(queries)
    return [frozenset(int(place) for place in part) for part in np.array_split(shuffled, folds)]


def _ndcg(answer: Answer, judgments: Judgments, weights: Weights) -> float:
    """The same candidates in the order of these weights."""
    scores = weights.scores(_signals(answer))
    order = sorted(range(len(answer.ranked)), key=lambda place: -scores[place])
    ranked = [answer.ranked[place] for place in order]
    return ndcg(ranked, judgments.gains[answer.query_id], cutoff=NDCG_AT) or 0.0


def _signals(answer: Answer) -> Figures:
    """Where nothing was looked for in words there are none, and the order stays as it is."""
    rows = [row or (0.0,) * len(NAMES) for row in answer.signals]
    return np.array(rows, np.float64).reshape(len(answer.ranked), len(NAMES))


def _gains(answer: Answer, judgments: Judgments) -> Figures:
    gains = judgments.gains[answer.query_id]
    return np.array([gains.get(document, 0.0) for document in answer.ranked], np.float64)
