"""Learns an order from lessons: LambdaMART over graded gains, with what a position alone brings taken out."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from rerank.features.feature import Values
from rerank.ranking.errors import NothingToLearn
from rerank.ranking.lessons import Lessons, Whole
from rerank.ranking.tree_network import tree_network

LARGEST_WEIGHT = 10.0
# Of a surface has been learned if so many of its lists tell something, or such a share of all.
ENOUGH_LISTS, ENOUGH_OF_ALL = 300, 0.2

Told = Callable[[int, int], None]

PARAMETERS: Mapping[str, Any] = {
    "objective": "rank:ndcg",
    "lambdarank_unbiased": True,
    "lambdarank_bias_norm": 1.0,
    "lambdarank_pair_method": "topk",
    "lambdarank_num_pair_per_sample": 16,
    "ndcg_exp_gain": True,
    "tree_method": "hist",
    "max_depth": 4,
    "eta": 0.1,
    "min_child_weight": 1.0,
    "lambda": 5.0,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "nthread": 1,
    "seed": 7,
    "verbosity": 0,
}
# What can only speak for a product (1), and what can only speak against it (-1): noise must not turn it round.
MONOTONE: Mapping[str, int] = {
    **dict.fromkeys(("relevance@1", "told_taste@1", "goes_with_bought@1", "size_fit@1", "session_fit@1"), 1),
    "expected@1": 1,
    **dict.fromkeys(("brand_asked@1", "color_asked@1", "size_asked@1", "audience_asked@1"), 1),
    **dict.fromkeys(("returned@1", "returned_category@1", "returned_brand@1", "rejected@1"), -1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """There is no stopping early: clicks on later lists follow the order these were shown in, so they would have it
    stop before anything but that order was learned. Many rounds more learn chance.
    """

    rounds: int = 120
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """`network` is ONNX and reads `features` in this order.

    `position_bias` is how likely a product is looked at by where it stands, the first place being 1.
    """

    network: bytes
    features: tuple[str, ...]
    parameters: Mapping[str, Any]
    position_bias: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    values: Values
    gain: Values
    list_of: Whole
    weight: Values

    def matrix(self) -> xgboost.DMatrix:
        """Rows of a list come in the order shown: that is what tells XGBoost their positions. Weights are by list."""
        matrix = xgboost.DMatrix(self.values, label=self.gain, qid=self.list_of, nthread=1)
        starts = np.flatnonzero(np.r_[True, self.list_of[1:] != self.list_of[:-1]])
        matrix.set_weight(np.add.reduceat(self.weight, starts) / np.diff(np.r_[starts, len(self.gain)]))
        return matrix

    def of(self, kept: NDArray[np.bool_]) -> "_Rows":
        return _Rows(
            values=self.values[kept], gain=self.gain[kept], list_of=self.list_of[kept], weight=self.weight[kept]
        )


def train(lessons: Lessons, *, plan: Plan | None = None, tell: Told | None = None) -> Trained:
    """The same lessons give the same network; `tell` hears how many rounds of how many. Raises NothingToLearn."""
    plan = plan or Plan()
    rows = teaching(lessons)
    if not len(rows.gain):
        raise NothingToLearn
    parameters = {
        **PARAMETERS,
        **plan.parameters,
        "monotone_constraints": tuple(MONOTONE.get(name, 0) for name in lessons.features),
    }
    surfaces = _surfaces(rows, lessons)
    telling = [_Telling(tell, plan.rounds)] if tell else None
    booster = xgboost.train(parameters, rows.matrix(), plan.rounds, callbacks=telling)
    trees = bytes(booster.save_raw("json"))
    return Trained(
        network=tree_network(trees, surfaces=surfaces, features=lessons.features),
        features=lessons.features,
        parameters={**parameters, "rounds": plan.rounds, "surfaces": surfaces},
        position_bias=_position_bias(trees),
    )


def teaching(lessons: Lessons) -> _Rows:
    """Without what was drawn by lot, which no order is to blame or to praise for, and lists that tell nothing then.

    The rest of a list counts for what the lots kept from standing there.
    """
    weight = np.minimum(1 / np.maximum(lessons.propensity, 1e-6), LARGEST_WEIGHT).astype(np.float32)
    rows = _Rows(values=lessons.values, gain=lessons.gain, list_of=lessons.list_of, weight=weight)
    rows = rows.of(~lessons.explored)
    lists = len(lessons)
    highest, lowest = np.full(lists, -np.inf), np.full(lists, np.inf)
    np.maximum.at(highest, rows.list_of, rows.gain)
    np.minimum.at(lowest, rows.list_of, rows.gain)
    return rows.of((highest > lowest)[rows.list_of])


def _surfaces(rows: _Rows, lessons: Lessons) -> tuple[str, ...]:
    """A few lists of searches among thousands of home pages do not say how a search is to be ordered."""
    counted = Counter(lessons.surface[number] for number in np.unique(rows.list_of))
    enough = min(ENOUGH_LISTS, ENOUGH_OF_ALL * counted.total())
    return tuple(sorted(surface for surface, number in counted.items() if number >= enough))


def _position_bias(trees: bytes) -> tuple[float, ...]:
    """What XGBoost reckoned while it learned; it is kept with the objective."""
    told = json.loads(trees)["learner"]["objective"].get("ti+", [])
    return tuple(float(bias) for bias in told)


class _Telling(xgboost.callback.TrainingCallback):
    def __init__(self, tell: Told, rounds: int) -> None:
        super().__init__()
        self._tell = tell
        self._rounds = rounds

    def after_iteration(self, model: xgboost.Booster, epoch: int, evals_log: Any) -> bool:  # noqa: ARG002 - XGBoost's
        self._tell(epoch + 1, self._rounds)
        return False
