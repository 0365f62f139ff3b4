"""What a shopper may do with each product of the book: what anybody does, by what they did beside what was expected."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from rerank.candidates.book import Book
from rerank.candidates.demand import HALF_LIFE_DAYS
from rerank.candidates.fondness import Level, fondness
from rerank.candidates.purchases import Real, Whole
from rerank.candidates.returning import COMES_BACK_DAYS, PASSED, SELDOM_DAYS, own_period
from rerank.candidates.shop_log import WORTH
from rerank.candidates.trace import DAY_S, Trace

# How far shoppers differ in what they do at all, and in what a department, a category, a brand, goods for somebody and
# a thing are to them.
OF_SHOPPER, OF_DEPARTMENT, OF_CATEGORY, OF_BRAND, OF_AUDIENCE, OF_ITEM = 0.5, 0.8, 0.8, 0.5, 1.0, 1.0
LEAST = 1e-9
A_DAY = 1.0

# What an order may know of an expectation, in this order.
FACTS = (
    *("expected", "appeal", "came_of_it", "shown_of_it", "came_of_category", "shown_of_category"),
    *("category_passed", "category_period", "taken_last"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Rows stand by product of the book. `worth` is what a look at it would bring of this shopper now, in purchases.

    `gained` is what came of the product, `shown` how much it was looked at, and `passed` the share of its category's
    usual time since something of it was bought; NaN if nothing was. `is_same` is what was taken of it then.
    """

    worth: Real
    gained: Real
    shown: Real
    passed: Real
    is_same: Real

    def facts(self, book: Book, places: Whole) -> Real:
        """A row for each place: what FACTS names."""
        category = book.of_category[places]
        most = len(book.categories)
        columns = (
            np.log(self.worth[places]),
            np.log(book.appeal[places]),
            self.gained[places],
            self.shown[places],
            np.bincount(book.of_category, weights=self.gained, minlength=most)[category],
            np.bincount(book.of_category, weights=self.shown, minlength=most)[category],
            self.passed[places],
            book.returning.period_days[category],
            self.is_same[places],
        )
        found: Real = np.column_stack(columns)
        return found


def expectation(book: Book, trace: Trace, now: datetime) -> Expectation:
    appeal = book.appeal.astype(np.float64)
    gained, shown = _gained(book, trace, now), _placed(book, trace.shown)
    passed, is_same = _passed(book, trace, now)
    of_same, of_other = book.returning.at(passed)
    again = np.where(np.isnan(passed), 1.0, np.where(is_same > 0, of_same, of_other))
    fond = _fond(book, gained, shown, appeal) if trace.steps or trace.shown else 1.0
    return Expectation(worth=appeal * fond * again, gained=gained, shown=shown, passed=passed, is_same=is_same)


def just_had(book: Book, trace: Trace, now: datetime) -> frozenset[str]:
    """What was bought within a day; where things are bought seldom, until some of the usual time has passed.

    How soon more of the rest is wanted is learned: who bought a yogurt today may well take another the day after.
    """
    period = book.returning.period_days
    return frozenset(
        name
        for name, at in trace.bought.items()
        if (place := book.places.get(name)) is not None
        and (now - at[-1]).total_seconds() / DAY_S < _left_alone_days(float(period[book.of_category[place]]))
    )


def _left_alone_days(period_days: float) -> float:
    return float(PASSED[0]) * period_days if period_days >= SELDOM_DAYS else A_DAY


def _fond(book: Book, gained: Real, shown: Real, appeal: Real) -> Real:
    """How much more this shopper wants of each product than was to be expected.

    What they came to by themselves was there to be found among all that there is.
    """
    by_themselves = gained[shown <= 0].sum()
    usual = shown * appeal + by_themselves * appeal / max(appeal.sum(), LEAST)
    met = np.flatnonzero((gained > 0) | (shown > 0)).astype(np.int32)
    levels = (
        Level(groups=np.zeros(len(book), np.int32), spread=OF_SHOPPER),
        Level(groups=book.of_department, spread=OF_DEPARTMENT),
        Level(groups=book.of_category, spread=OF_CATEGORY),
        Level(groups=book.of_brand, spread=OF_BRAND),
        Level(groups=book.of_audience, spread=OF_AUDIENCE),
        Level(groups=np.arange(len(book), dtype=np.int32), spread=OF_ITEM),
    )
    return fondness(levels, gained, usual, met=met)


def _passed(book: Book, trace: Trace, now: datetime) -> tuple[Real, Real]:
    """Of each product how much of the usual time has passed since its category was bought from, and whether it was
    this that was bought.
    """
    times: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for name, every in trace.bought.items():
        if (place := book.places.get(name)) is not None:
            times[int(book.of_category[place])] += [(at, place) for at in every]
    passed, is_same = np.full(len(book.categories), np.nan), np.zeros(len(book))
    for category, bought in times.items():
        bought.sort()
        last_at, last = bought[-1]
        usual = book.returning.period_days[category]
        passed[category] = max((now - last_at).total_seconds(), 0.0) / DAY_S / _own_days(usual, bought)
        is_same[last] = 1.0
    return passed[book.of_category], is_same


def _own_days(usual: float, bought: Sequence[tuple[datetime, int]]) -> float:
    """How many days lie between their purchases of a category, oldest first."""
    gaps = [(later - earlier).total_seconds() / DAY_S for (earlier, _), (later, _) in pairwise(bought)]
    back = [math.log(gap) for gap in gaps if gap >= COMES_BACK_DAYS]
    return float(own_period(np.array(usual, np.float64), np.array(sum(back)), np.array(len(back))))


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
