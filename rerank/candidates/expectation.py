"""What a shopper may do with each product of the book: what anybody does, by what they did beside what was expected."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import numpy as np

from rerank.candidates.book import Book
from rerank.candidates.demand import HALF_LIFE_DAYS
from rerank.candidates.neighbourhood import Places
from rerank.candidates.purchases import Real
from rerank.candidates.shop_log import WORTH
from rerank.candidates.trace import DAY_S, Trace

# What is known of one shopper is doubted by so much that was gained, where a purchase is one.
OF_SHOPPER, OF_DEPARTMENT, OF_CATEGORY, OF_BRAND, OF_PRICE, OF_ITEM = 2.0, 1.0, 0.5, 1.0, 1.0, 0.5


def expected_of(book: Book, trace: Trace, now: datetime) -> Real:
    """Of each product of the book what a look at it would bring of this shopper, in purchases."""
    appeal = book.appeal.astype(np.float64)
    if not trace.steps and not trace.shown:
        return appeal
    gained, usual = _gained(book, trace, now), _placed(book, trace.shown) * appeal
    fond = _shrunk(np.zeros(len(book), np.int32), gained, usual, OF_SHOPPER)
    levels = (
        (book.of_department, OF_DEPARTMENT),
        (book.of_category, OF_CATEGORY),
        (book.of_brand, OF_BRAND),
        (book.of_price, OF_PRICE),
    )
    for groups, doubt in levels:
        fond *= _shrunk(groups, gained, usual * fond, doubt)
    fond *= (gained + OF_ITEM) / (usual * fond + OF_ITEM)
    found: Real = appeal * fond
    return found


def just_had(book: Book, trace: Trace, now: datetime) -> frozenset[str]:
    """What was bought so lately that nobody of this shop would want it again, by when others come back."""
    return frozenset(
        name
        for name, at in trace.bought.items()
        if (place := book.places.get(name)) is not None
        and (now - at[-1]).total_seconds() / DAY_S < book.soonest_days[book.of_category[place]]
    )


def _shrunk(groups: Places, gained: Real, expected: Real, doubt: float) -> Real:
    """How much more of each group was wanted than was to be expected, for each of its products."""
    most = int(groups.max(initial=-1)) + 1
    wanted = np.bincount(groups, weights=gained, minlength=most)
    usual = np.bincount(groups, weights=expected, minlength=most)
    found: Real = ((wanted + doubt) / (usual + doubt))[groups]
    return found


def _gained(book: Book, trace: Trace, now: datetime) -> Real:
    """The most that was done with a product on a day, the latest days counting more."""
    most: dict[tuple[str, int], float] = defaultdict(float)
    for step in trace.steps:
        days = (now - step.at).total_seconds() / DAY_S
        worth = WORTH.get(step.kind, 0.0) * 0.5 ** (max(days, 0.0) / HALF_LIFE_DAYS)
        key = step.product_id, step.at.toordinal()
        most[key] = max(most[key], worth)
    gained: dict[str, float] = defaultdict(float)
    for (product_id, _), worth in most.items():
        gained[product_id] += worth
    return _placed(book, gained)


def _placed(book: Book, amounts: Mapping[str, float]) -> Real:
    found = np.zeros(len(book))
    for name, amount in amounts.items():
        if (place := book.places.get(name)) is not None:
            found[place] += amount
    return found
