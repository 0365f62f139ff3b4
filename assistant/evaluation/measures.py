"""How good a ranked list is, held against judgments: nDCG, recall and how much of it was judged at all."""

from collections.abc import Collection, Mapping, Sequence
from math import log2


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], *, cutoff: int = 10) -> float | None:
    """Against the best order of everything judged, whether or not it is in the catalogue.

    None if nothing judged is of any gain: no order is better than another.
    """
    ideal = _dcg(sorted(gains.values(), reverse=True)[:cutoff])
    if ideal <= 0:
        return None
    return _dcg([gains.get(each, 0.0) for each in without_repeats(ranked)[:cutoff]]) / ideal


def recall(ranked: Sequence[str], relevant: Collection[str], *, cutoff: int = 50) -> float | None:
    """None if nothing is relevant."""
    if not relevant:
        return None
    return len(set(without_repeats(ranked)[:cutoff]) & set(relevant)) / len(set(relevant))


def judged(ranked: Sequence[str], judgments: Collection[str], *, cutoff: int = 10) -> float | None:
    """The share of what was told first that somebody has judged; None if nothing was told."""
    told = without_repeats(ranked)[:cutoff]
    return sum(each in judgments for each in told) / len(told) if told else None


def precision(right: Sequence[float], *, cutoff: int = 5) -> float:
    """The mean rightness of the first, each from 0 to 1; a short list is not blamed for what it leaves out."""
    told = right[:cutoff]
    return sum(told) / len(told) if told else 0.0


def without_repeats(ranked: Sequence[str]) -> list[str]:
    """A product told twice counts once, where it came first."""
    return list(dict.fromkeys(ranked))


def _dcg(gains: Sequence[float]) -> float:
    return sum(max(gain, 0.0) / log2(place + 2) for place, gain in enumerate(gains))
