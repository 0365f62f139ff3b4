"""Parts of a table of lessons: some of its lists, some of its rows, and what came before a day and after."""

from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values
from rerank.ranking.lessons import Lessons

Mask = NDArray[np.bool_]


def some_lists(lessons: Lessons, kept: Mask) -> Lessons:
    """`kept` says of each list whether it is; those that are, are counted anew."""
    part = some_rows(lessons, kept[lessons.list_of])
    number = np.cumsum(kept) - 1
    return replace(
        part,
        list_of=number[part.list_of].astype(np.int64),
        at=lessons.at[kept],
        surface=tuple(compress(lessons.surface, kept)),
        channel=tuple(compress(lessons.channel, kept)),
        person=tuple(compress(lessons.person, kept)),
    )


def some_rows(lessons: Lessons, kept: Mask) -> Lessons:
    """Of the same lists, some of which may be left with nothing."""
    return replace(
        lessons,
        values=lessons.values[kept],
        list_of=lessons.list_of[kept],
        position=lessons.position[kept],
        gain=lessons.gain[kept],
        propensity=lessons.propensity[kept],
        explored=lessons.explored[kept],
        product_id=tuple(compress(lessons.product_id, kept)),
    )


def parted(lessons: Lessons, *, later_share: float) -> tuple[Lessons, Lessons]:
    """What came first and what came last, never mixed: nobody learns from what they are then asked about."""
    if not len(lessons):
        return lessons, lessons
    since = np.quantile(lessons.at, 1 - later_share)
    return some_lists(lessons, lessons.at < since), some_lists(lessons, lessons.at >= since)


def with_gain(lessons: Lessons) -> Mask:
    """Of each list, whether anything came of it."""
    return np.bincount(lessons.list_of, weights=lessons.gain > 0, minlength=len(lessons)) > 0


def with_choice(lessons: Lessons) -> Mask:
    """Of each list, whether there was anything to put in order."""
    return np.bincount(lessons.list_of, minlength=len(lessons)) > 1


def told_apart(lessons: Lessons, scores: Values) -> Mask:
    """Of each list, whether these scores put it in any order: not if they are all the same, or one is no number."""
    low, high = np.full(len(lessons), np.inf), np.full(len(lessons), -np.inf)
    np.minimum.at(low, lessons.list_of, scores)
    np.maximum.at(high, lessons.list_of, scores)
    return high > low


def gained_by_order(lessons: Lessons) -> Lessons:
    """Without what was drawn by lot: it is no label of the order, and nobody learns or judges by it."""
    return some_rows(lessons, ~lessons.explored)


def persons(lessons: Lessons) -> NDArray[np.int64]:
    """Of each list, the number of whoever it was shown to."""
    if not lessons.person:
        return np.zeros(0, np.int64)
    _, number = np.unique(np.array(lessons.person), return_inverse=True)
    return number.astype(np.int64)
