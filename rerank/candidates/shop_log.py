"""What a shop knows of its goods and of what was done with them, as the book of candidates is reckoned from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rerank.candidates.neighbourhood import Places
from rerank.candidates.purchases import Purchases, Real, Scores, Whole

# How much a doing says, beside a purchase: as much of one as the order of lists is taught by, where a click counts 1.
WORTH: Mapping[str, float] = {"purchase": 1.0, "add_to_cart": 0.67, "click": 0.33, "view": 0.25, "dwell": 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A row for each product that may be recommended. `standing` is what the catalogue itself says for it, 0 to 1, and
    `audience` whom it is made for, where it says so.
    """

    ids: tuple[str, ...]
    category: tuple[str, ...]
    brand: tuple[str, ...]
    audience: tuple[str, ...]
    price_minor: Scores
    currency: tuple[str, ...]
    standing: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """One row for each thing that somebody did with a product on a day: `weight` is how much it says."""

    person: Whole
    item: Whole
    day: Real
    weight: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A row for each time that a product came into somebody's view in a list; `position` counts from 1."""

    person: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    item: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    day: Real = field(default_factory=lambda: np.zeros(0))
    position: Real = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLog:
    """`people` names the customers of `purchases` by their places; `doings` are all, purchases among them.

    `hours` counts what was done in each category and hour.
    """

    goods: Goods
    people: tuple[str, ...]
    purchases: Purchases
    doings: Doings
    hours: Scores
    categories: tuple[str, ...]
    now_day: float
    looks: Looks = field(default_factory=Looks)

    @property
    def of_category(self) -> Places:
        numbers = {name: number for number, name in enumerate(self.categories)}
        return np.array([numbers[name] for name in self.goods.category], np.int32)

    @property
    def of_brand(self) -> Places:
        return _numbered(self.goods.brand)

    @property
    def of_audience(self) -> Places:
        return _numbered(self.goods.audience)

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.goods.currency)))

    @property
    def of_currency(self) -> Places:
        numbers = {name: number for number, name in enumerate(self.currencies)}
        return np.array([numbers[name] for name in self.goods.currency], np.int32)


def purchases_of(person: Whole, basket: Whole, day: Real, item: Whole, *, people: int, items: int) -> Purchases:
    """Lines in any order, as `Purchases` wants them: baskets by person and time, a thing once in each."""
    order = np.lexsort((basket, day, person))
    person, basket, day, item = person[order], basket[order], day[order], item[order]
    starts = np.ones(len(basket), bool)
    starts[1:] = (basket[1:] != basket[:-1]) | (person[1:] != person[:-1])
    number = np.cumsum(starts) - 1
    _, first = np.unique(number * max(items, 1) + item, return_index=True)
    return Purchases(
        customers=people,
        items=items,
        basket_customer=person[starts],
        basket_day=day[starts],
        line_basket=number[first],
        line_item=item[first],
    )


def _numbered(names: tuple[str, ...]) -> Places:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int32)
