"""The blend of all methods: it serves repeats and new things, and learns only from what came before."""

import numpy as np
import pytest

from rerank.candidates.features import FeatureMaker, Table
from rerank.candidates.lessons import parts
from rerank.candidates.methods import fit_methods
from rerank.candidates.purchases import Occasions, Purchases, last_baskets_apart
from rerank.candidates.recommender import Recommender
from tests.unit.recommending.shoppers import asked, crowd, purchases


def table_of(history: Purchases, occasions: Occasions) -> Table:
    maker = FeatureMaker(history, fit_methods(history))
    return maker.table(occasions, maker.told(occasions))


@pytest.fixture(scope="module")
def many() -> Purchases:
    return crowd(70)


def test_the_blend_finds_the_staples(many: Purchases) -> None:
    split = last_baskets_apart(many, fewest=3)
    recommender = Recommender(split.history)
    assert recommender.learned
    told = recommender.scores(split.occasions)
    staples = split.history.by_customer().toarray().argmax(axis=1)
    assert (told.argmax(axis=1) == staples[split.occasions.customer]).mean() > 0.9
    new = np.where(split.history.by_customer().toarray()[split.occasions.customer] > 0, -np.inf, told)
    assert np.isfinite(new.max(axis=1)).all()


def test_too_few_to_learn_from_are_fused_by_place() -> None:
    few = purchases({0: [(0, [0, 1]), (7, [0])], 1: [(1, [0, 1])], 2: [(3, [2])]}, items=3)
    recommender = Recommender(few)
    assert not recommender.learned
    assert recommender.scores(asked(0, 14.0)).argmax() == 0


def test_later_purchases_of_the_same_customer_change_no_feature(many: Purchases) -> None:
    """The last basket is taken away before anything is fitted: another in its place leaves every row as it was."""
    split = last_baskets_apart(many, fewest=3)
    lasts = np.flatnonzero(np.append(np.diff(many.basket_customer) > 0, np.array([True])))
    changed = many.line_item.copy()
    changed[np.isin(many.line_basket, lasts)] = (changed[np.isin(many.line_basket, lasts)] + 5) % many.items
    other = last_baskets_apart(
        Purchases(
            customers=many.customers,
            items=many.items,
            basket_customer=many.basket_customer,
            basket_day=many.basket_day,
            line_basket=many.line_basket,
            line_item=changed,
        ),
        fewest=3,
    )
    tables = [table_of(each.history, split.occasions) for each in (split, other)]
    np.testing.assert_array_equal(tables[0].item, tables[1].item)
    np.testing.assert_array_equal(tables[0].values, tables[1].values)


def test_all_that_was_bought_is_a_candidate(many: Purchases) -> None:
    split = last_baskets_apart(many, fewest=3)
    table = table_of(split.history, split.occasions)
    own = split.history.by_customer()[split.occasions.customer]
    assert table.own.sum() == own.nnz
    assert (np.diff(table.occasion) >= 0).all()


def test_parts_cover_every_occasion_once() -> None:
    occasions = last_baskets_apart(crowd(40), fewest=3).occasions
    covered = [row for part in parts(occasions, 200_000) for row in range(part.start, part.stop)]
    assert covered == list(range(len(occasions)))
