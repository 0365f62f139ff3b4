"""What another order would have been worth, told by what was drawn by lot: inverse propensity scores; no I/O."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Z_95 = 1.959964
# Below it an interval says more of a few lucky lots than of the order.
FEWEST_EFFECTIVE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """One row for each place that was filled with a known chance.

    `reward` is what came of it, `propensity` the chance of what was done. `target` and `own` are the chances that the
    order in question, and the one in use without its lots, would have done the same. `who` counts persons.
    """

    reward: Real
    propensity: Real
    target: Real
    own: Real
    who: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.reward)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OffPolicy:
    """`ips` is right on average; `snips` errs less far. `difference` is how much more than `own`, each as in `snips`.

    `effective` is how many rounds of the order's own these are worth; `clipped` the share of weights that were cut.
    """

    rounds: int
    effective: float
    clipped: float
    ips: Estimate
    snips: Estimate
    own: Estimate
    difference: Estimate

    @property
    def is_enough(self) -> bool:
        return self.effective >= FEWEST_EFFECTIVE


def estimated(rounds: Rounds, *, clip: float = math.inf) -> OffPolicy:
    """Weights beyond `clip` are cut to it: less is left to chance then, and something is missing on average."""
    full = rounds.target / rounds.propensity
    weight = np.minimum(full, clip)
    own = np.minimum(rounds.own / rounds.propensity, clip)
    ones = np.ones(len(rounds))
    squares = float(weight @ weight)
    return OffPolicy(
        rounds=len(rounds),
        effective=float(weight.sum() ** 2 / squares) if squares else 0.0,
        clipped=float((full > clip).mean()) if len(rounds) else 0.0,
        ips=_ratio(weight * rounds.reward, ones, rounds.who),
        snips=_ratio(weight * rounds.reward, weight, rounds.who),
        own=_ratio(own * rounds.reward, own, rounds.who),
        difference=_difference(rounds, weight, own),
    )


def _ratio(above: Real, below: Real, who: NDArray[np.int64]) -> Estimate:
    mass = float(below.sum())
    if mass <= 0:
        return Estimate(value=math.nan, low=math.nan, high=math.nan)
    value = float(above.sum()) / mass
    return _around(value, (above - value * below) / mass, who)


def _difference(rounds: Rounds, weight: Real, own: Real) -> Estimate:
    """Both are told by the same rounds: where the two orders agree nothing is left to chance."""
    if min(weight.sum(), own.sum()) <= 0:
        return Estimate(value=math.nan, low=math.nan, high=math.nan)
    one, other = (float(each @ rounds.reward / each.sum()) for each in (weight, own))
    off = weight * (rounds.reward - one) / weight.sum() - own * (rounds.reward - other) / own.sum()
    return _around(one - other, off, rounds.who)


def _around(value: float, off: Real, who: NDArray[np.int64]) -> Estimate:
    """By persons: what one of them did says little of what another would."""
    by_person = np.bincount(np.unique(who, return_inverse=True)[1], weights=off)
    persons = len(by_person)
    spread = persons / (persons - 1) * float(by_person @ by_person) if persons > 1 else math.inf
    radius = Z_95 * math.sqrt(spread)
    return Estimate(value=value, low=value - radius, high=value + radius)
