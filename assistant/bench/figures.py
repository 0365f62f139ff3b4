"""Medians, tails and ratios of measured times."""

from collections.abc import Sequence
from statistics import median


def p50(times_ms: Sequence[float]) -> float:
    return median(times_ms)


def p99(times_ms: Sequence[float]) -> float:
    """The time that one in a hundred exceeds, by the nearest-rank method."""
    ordered = sorted(times_ms)
    rank = max(1, -(-len(ordered) * 99 // 100))
    return ordered[rank - 1]
