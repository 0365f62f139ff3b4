"""How much each signal counts: the weights, the score they make, and how a retailer's own judgments set them."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from catalog.retrieval.signals import NAMES, Figures

# Gradient steps of the fit, their size, and how firmly the weights are held to those they begin from.
_STEPS, _RATE, _HOLD = 400, 0.05, 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One for each of `Signals`, none below zero; only their proportions matter for the order.

    The defaults were chosen with decision 0012's figures, and rounded.
    """

    words: float = 2.0
    meaning: float = 2.0
    shelf: float = 1.0
    company: float = 2.0
    named: float = 0.2
    wished: float = 0.6

    def __post_init__(self) -> None:
        if not all(0 <= weight < float("inf") for weight in astuple(self)):
            raise ValueError("a weight is a number from 0 upwards")

    def scores(self, signals: Figures) -> Figures:
        """In 0..1 as the signals are."""
        weights = np.array(astuple(self), np.float64)
        scores: Figures = signals @ weights / max(float(weights.sum()), 1e-9)
        return scores


DEFAULT = Weights()


def fit(signals: Sequence[Figures], gains: Sequence[Figures], *, begin: Weights = DEFAULT) -> Weights:
    """The weights under which the candidates of each request come nearest to the order of their gains.

    Listwise: the softmax of the scores is drawn to each request's share of gains. Weights stay at or above zero, near
    those they begin from where the judgments say little. Requests without any gain tell nothing and are passed over.
    """
    told = [(each, gain / gain.sum()) for each, gain in zip(signals, gains, strict=True) if gain.sum() > 0]
    if not told:
        return begin
    figures, wanted, absent = _padded(told)
    # Signals are stretched to like spreads, so that one step size and one hold fit all.
    spread = np.maximum(np.concatenate([each for each, _ in told]).std(axis=0), 1e-3)
    first = np.array(astuple(begin), np.float64) * spread
    weights = _descended(figures / spread, wanted, absent, first)
    return Weights(**dict(zip(NAMES, (float(weight) for weight in weights / spread), strict=True)))


def _padded(told: Sequence[tuple[Figures, Figures]]) -> tuple[Figures, Figures, Figures]:
    most = max(len(each) for each, _ in told)
    figures = np.zeros((len(told), most, len(NAMES)))
    wanted, absent = np.zeros((len(told), most)), np.full((len(told), most), -1e9)
    for row, (each, shares) in enumerate(told):
        figures[row, : len(each)], wanted[row, : len(each)], absent[row, : len(each)] = each, shares, 0.0
    return figures, wanted, absent


def _descended(figures: Figures, wanted: Figures, absent: Figures, first: Figures) -> Figures:
    """Adam, projected onto what is not negative."""
    weights, mean, square = first.copy(), np.zeros_like(first), np.zeros_like(first)
    for step in range(1, _STEPS + 1):
        heights = figures @ weights + absent
        shares = np.exp(heights - heights.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = np.einsum("rc,rcs->s", shares - wanted, figures) / len(figures) + _HOLD * (weights - first)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights, 0.0)
    return weights
