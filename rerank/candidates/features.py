"""The table a learned blend reads: a row for each candidate of each occasion, told by every method and by habit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from rerank.candidates.habits import Stock, habit_features
from rerank.candidates.method import Method
from rerank.candidates.methods import COLLABORATIVE, TRENDS, WORDS
from rerank.candidates.popularity import Popularity
from rerank.candidates.purchases import Flags, Occasions, Purchases, Scores, Whole

FROM_EACH_METHOD = 60
RANKED = ("bought_faded_90", "bought_lately_60", "popularity_14_days", "alike_in_words", *COLLABORATIVE)
AGAINST_BEST = ("like_customers", "item_knn", "als", "next_basket", "next_basket_damped")
NOT_COUNTS = (*COLLABORATIVE, *WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows stand by occasion, columns by name; `own` is whether the thing was bought before."""

    occasions: int
    occasion: Whole
    item: Whole
    own: Flags
    values: Scores
    names: tuple[str, ...]

    def labels(self, bought: sparse.csr_array) -> Flags:
        found: Flags = (bought.toarray() > 0)[self.occasion, self.item]
        return found


class FeatureMaker:
    def __init__(self, purchases: Purchases, methods: Mapping[str, Method]) -> None:
        self._purchases, self._methods = purchases, methods
        self._stock = Stock.of(purchases)
        self._sold = Popularity(purchases).buyers > 0

    def told(self, asked: Occasions) -> dict[str, Scores]:
        """What each method says by itself."""
        return {name: method.scores(asked) for name, method in self._methods.items()}

    def table(self, asked: Occasions, told: Mapping[str, Scores]) -> Table:
        habits = habit_features(self._purchases, asked)
        chosen = self._candidates(told, habits["times_bought"] > 0)
        occasion, item = np.nonzero(chosen)
        columns = {name: scores[occasion, item] for name, scores in (dict(told) | habits).items()}
        columns |= _within(columns, occasion)
        for name in ("popularity", *TRENDS):
            columns[name] = np.log1p(columns[name])
        columns["trend"] = columns["popularity_14_days"] - columns["popularity"]
        columns["latest_trend"] = columns["popularity_3_days"] - columns["popularity_60_days"]
        columns |= self._standing(asked, occasion, item)
        values = np.column_stack(list(columns.values())).astype(np.float32)
        return Table(
            occasions=len(asked),
            occasion=occasion,
            item=item,
            own=columns["times_bought"] > 0,
            values=values,
            names=tuple(columns),
        )

    def _candidates(self, told: Mapping[str, Scores], own: Flags) -> Flags:
        """All that was bought before, and of the rest what each method puts first."""
        chosen = own.copy()
        for name in told.keys() - {"personal_top", "popularity_60_days", "alike_in_words"}:
            scores = np.where(own | ~self._sold, -np.inf, told[name])
            most = min(FROM_EACH_METHOD, scores.shape[1])
            first = np.argpartition(-scores, most - 1, axis=1)[:, :most]
            np.put_along_axis(chosen, first, values=True, axis=1)
        found: Flags = chosen & self._sold
        return found

    def _standing(self, asked: Occasions, occasion: Whole, item: Whole) -> dict[str, Scores]:
        stock, customer, day = self._stock, asked.customer[occasion], asked.day[occasion]
        return {
            "days_on_sale": day - stock.first_sold[item],
            "bought_again_by_others": stock.bought_again[item],
            "baskets": np.log1p(stock.baskets[customer]),
            "basket_size": stock.basket_size[customer],
            "ever_new": stock.ever_new[customer],
            "days_since_shopping": np.where(stock.baskets[customer] > 0, day - stock.last_bought[customer], np.nan),
        }


def _within(columns: Mapping[str, Scores], occasion: Whole) -> dict[str, Scores]:
    """Scores of one customer are not another's: places and shares of the best make them alike."""
    if not len(occasion):
        return {f"place_{name}": columns[name] for name in RANKED if name in columns}
    starts = np.concatenate([[0], np.flatnonzero(np.diff(occasion)) + 1])
    counts = np.diff(np.concatenate([starts, [len(occasion)]]))
    found = {}
    for name in RANKED:
        if name in columns:
            order = np.lexsort((-columns[name], occasion))
            places = np.empty(len(occasion), np.float32)
            places[order] = np.arange(len(occasion)) - np.repeat(starts, counts)
            found[f"place_{name}"] = np.log1p(places)
    for name in AGAINST_BEST:
        best = np.repeat(np.maximum.reduceat(columns[name], starts), counts)
        found[f"share_{name}"] = columns[name] / np.maximum(best, 1e-9)
    return found
