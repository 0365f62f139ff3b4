"""What a list is worth to those it is shown to, and which list would have been worth most: by the true tastes."""

from collections.abc import Sequence

import numpy as np

from rerank.simulation.assortment import Real, Whole
from rerank.simulation.examination import Examination


def value_of(shown: Sequence[int], worth: Real, kinds: Whole, examination: Examination) -> float:
    """What is expected of a list of goods, best first, each worth so much where it is surely looked at."""
    places = np.asarray(shown, np.int64)
    if not len(places):
        return 0.0
    return float(examination.interest(kinds[places]) @ worth[places])


def best_list(worth: Real, kinds: Whole, examination: Examination, *, length: int) -> list[int]:
    """No list of this length is worth more.

    Whichever goods of a kind a list has, it is worth most with the better ones ahead, so each good is worth what the
    better ones of its kind leave of it; and by that the best come first, for every place is looked at less.
    """
    order = np.lexsort((-worth, kinds))
    sorted_kinds = kinds[order]
    starts = np.flatnonzero(np.r_[True, sorted_kinds[1:] != sorted_kinds[:-1]])
    counts = np.diff(np.r_[starts, len(order)])
    among_its_kind = np.arange(len(order)) - np.repeat(starts, counts)
    left = worth[order] * examination.again**among_its_kind
    # Of equals the one further ahead among its kind comes first.
    chosen = np.lexsort((among_its_kind, -left))[:length]
    return [int(place) for place in order[chosen]]
