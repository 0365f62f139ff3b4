"""What is known of a customer and each thing they bought, of the customer, and of the thing, as of an occasion."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from rerank.candidates.past import past_of
from rerank.candidates.purchases import Occasions, Purchases, Real, Scores, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Of each item and each customer, reckoned once for all occasions."""

    first_sold: Real
    bought_again: Real
    baskets: Whole
    basket_size: Real
    ever_new: Real
    last_bought: Real

    @classmethod
    def of(cls, purchases: Purchases) -> Self:
        own = purchases.by_customer()
        buyers = np.bincount(own.indices, minlength=purchases.items)
        again = np.bincount(own.indices[own.data > 1], minlength=purchases.items)
        first_sold = np.full(purchases.items, np.inf)
        np.minimum.at(first_sold, purchases.line_item, purchases.line_day)
        baskets = np.bincount(purchases.basket_customer, minlength=purchases.customers)
        lines = np.bincount(purchases.line_customer, minlength=purchases.customers)
        last = np.full(purchases.customers, -np.inf)
        np.maximum.at(last, purchases.basket_customer, purchases.basket_day)
        return cls(
            first_sold=first_sold,
            bought_again=again / np.maximum(buyers, 1),
            baskets=baskets,
            basket_size=lines / np.maximum(baskets, 1),
            ever_new=np.diff(own.indptr) / np.maximum(lines, 1),
            last_bought=last,
        )


def habit_features(purchases: Purchases, asked: Occasions) -> dict[str, Scores]:
    """Of every item for every occasion; what was never bought has no date."""
    past = past_of(purchases, asked)
    counts, since, oldest = past.counted(), past.least(past.age_days), -past.least(-past.age_days)
    known = counts > 0
    with np.errstate(invalid="ignore"):
        period = np.where(counts > 1, (oldest - since) / np.maximum(counts - 1, 1), np.nan)
        since = np.where(known, since, np.nan)
    return {
        "times_bought": counts,
        "bought_lately_20": past.recent(20.0),
        "bought_lately_60": past.recent(60.0),
        "bought_faded_70": past.faded(0.7),
        "bought_faded_90": past.faded(0.9),
        "days_since_bought": since,
        "of_its_period": (since / np.maximum(period, 1.0)).astype(np.float32),
        "baskets_since_bought": np.where(known, past.least(past.back.astype(float)), np.nan),
    }
