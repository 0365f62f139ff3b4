"""Differences that may be looked at at any time: intervals that hold all along, and not only when one stops looking.

A mixture of sequential probability ratio tests (Robbins 1970; Johari et al. 2015), with estimated variances as in
asymptotic confidence sequences (Waudby-Smith et al. 2021): the chance that an interval ever leaves out the truth, at
whatever looks, is alpha at most.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Of one arm: how many units, the mean of what came of each, and how far single units lie around it."""

    units: int
    mean: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more than in the control. `p` is always valid: it may be read after each unit."""

    estimate: float
    low: float
    high: float
    p: float


def difference(arm: Sample, control: Sample, *, alpha: float, tuned_for: int) -> Difference | None:
    """None before anything differs among units. `tuned_for` units in each arm the interval is narrowest."""
    if min(arm.units, control.units) < 2 or arm.variance + control.variance <= 0:
        return None
    estimate = arm.mean - control.mean
    variance = arm.variance / arm.units + control.variance / control.units
    mixed = _mixing(alpha) * (arm.variance + control.variance) / tuned_for
    spread = math.log((variance + mixed) / variance)
    radius = math.sqrt(2 * variance * (variance + mixed) / mixed * (math.log(1 / alpha) + spread / 2))
    log_ratio = mixed * estimate**2 / (2 * variance * (variance + mixed)) - spread / 2
    return Difference(
        estimate=estimate, low=estimate - radius, high=estimate + radius, p=min(1.0, math.exp(-max(log_ratio, 0.0)))
    )


def _mixing(alpha: float) -> float:
    """The variance of the mixture, in variances at the tuned size, that makes the interval narrowest there."""
    return -2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)
