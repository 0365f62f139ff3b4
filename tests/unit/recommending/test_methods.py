"""Each method on purchases small enough to reckon what it must say."""

import numpy as np
import pytest

from rerank.candidates.als import AlternatingLeastSquares, CustomerFactors, Factors
from rerank.candidates.descriptions import AlikeInWords, VariantsInWords
from rerank.candidates.fusion import SOFTNESS, fused
from rerank.candidates.item_knn import ItemNeighbours, PlainItemNeighbours
from rerank.candidates.neighbours import LikeCustomers
from rerank.candidates.next_basket import NextBasket, histories
from rerank.candidates.personal import PersonalTop
from rerank.candidates.popularity import Popularity, RecentPopularity
from rerank.candidates.purchases import Purchases, Scores
from tests.unit.recommending.shoppers import asked, purchases

ANN, BOB, CLEO, DAN = 0, 1, 2, 3
BREAD, BUTTER, TEA, MUG = 0, 1, 2, 3


@pytest.fixture
def shop() -> Purchases:
    return purchases(
        {
            ANN: [(0, [BREAD, BUTTER]), (10, [BREAD])],
            BOB: [(2, [BREAD, BUTTER]), (12, [TEA])],
            CLEO: [(4, [TEA, MUG])],
            DAN: [(20, [BREAD])],
        },
        items=4,
    )


def order(scores: Scores) -> list[int]:
    return np.argsort(-scores[0], kind="stable").tolist()


def test_popularity_counts_customers(shop: Purchases) -> None:
    assert Popularity(shop).scores(asked(ANN, 30.0)).tolist() == [[3.0, 2.0, 2.0, 1.0]]


def test_lately_popular_counts_less_by_half_lives(shop: Purchases) -> None:
    told = RecentPopularity(shop, half_life_days=10.0).scores(asked(ANN, 12.5))
    np.testing.assert_allclose(told[0], [0.5**1.2 + 0.5**1.0 + 0.5**0.2, 0.5**1.2 + 0.5, 0.5**0.8, 0.5**0.8], rtol=1e-5)


def test_nothing_of_the_day_itself_or_later_makes_a_thing_popular(shop: Purchases) -> None:
    told = RecentPopularity(shop, half_life_days=10.0)
    assert told.scores(asked(ANN, 0.9)).tolist() == [[0.0] * 4]
    before, after = told.scores(asked(ANN, 20.5)), told.scores(asked(ANN, 21.0))
    assert after[0, BREAD] > before[0, BREAD]


def test_own_things_come_first_and_then_what_sells(shop: Purchases) -> None:
    assert order(PersonalTop(shop).scores(asked(BOB, 30.0))) == [BREAD, BUTTER, TEA, MUG]
    assert order(PersonalTop(shop, half_life_days=5.0).scores(asked(BOB, 30.0)))[0] == TEA
    assert order(PersonalTop(shop).scores(asked(CLEO, 30.0))) == [TEA, MUG, BREAD, BUTTER]


def test_likeness_is_the_cosine_with_shrinkage(shop: Purchases) -> None:
    plain = ItemNeighbours(shop, shrinkage=0.0).likeness
    assert plain[BREAD, BUTTER] == pytest.approx(2 / np.sqrt(4 * 2))
    assert plain[TEA, MUG] == pytest.approx(1 / np.sqrt(2 * 1))
    assert plain[BREAD, MUG] == 0.0
    assert np.diag(plain).tolist() == [0.0] * 4
    assert ItemNeighbours(shop, shrinkage=1.0).likeness[TEA, MUG] == pytest.approx(1 / (np.sqrt(2) + 1))


def test_plain_likeness_is_over_customers_and_of_every_item(shop: Purchases) -> None:
    told = PlainItemNeighbours(shop).scores(asked(DAN, 30.0))
    np.testing.assert_allclose(told[0], [0.0, 2 / np.sqrt(3 * 2), 1 / np.sqrt(3 * 2), 0.0], atol=1e-6)
    told = PlainItemNeighbours(shop).scores(asked(ANN, 30.0))
    both = 1 / np.sqrt(3 * 2) + 1 / np.sqrt(2 * 2)
    np.testing.assert_allclose(told[0], [2 / np.sqrt(3 * 2)] * 2 + [both, 0.0], atol=1e-6)


def test_item_neighbours_offer_what_goes_with_the_bought(shop: Purchases) -> None:
    assert order(ItemNeighbours(shop).scores(asked(DAN, 30.0)))[0] == BUTTER


def test_like_customers_are_others(shop: Purchases) -> None:
    told = LikeCustomers(shop, nearest=1).scores(asked(CLEO, 30.0))
    profile = np.array([0.9, 0.9, 1.0, 0.0])
    np.testing.assert_allclose(told[0], profile / np.linalg.norm(profile), rtol=1e-5)


def test_a_history_before_each_basket_fades(shop: Purchases) -> None:
    told = histories(purchases({ANN: [(0, [0]), (1, [1]), (2, [0])], BOB: [(0, [1])]}, items=2), 0.5)
    assert told.toarray().tolist() == [[0.0, 0.0], [1.0, 0.0], [0.5, 1.0], [0.0, 0.0]]
    assert shop.items == 4


def test_the_next_basket_is_a_ridge_regression() -> None:
    bought = purchases({ANN: [(0, [0]), (1, [1])], BOB: [(0, [0]), (1, [0])]}, items=2)
    table = NextBasket(bought, ridge=1.0).table
    weight = 1 / np.sqrt(2)
    assert table[0].tolist() == pytest.approx([weight / (2 * weight + 1)] * 2)
    assert table[1].tolist() == pytest.approx([0.0, 0.0])


def test_what_follows_is_learned() -> None:
    led = {customer: [(0.0, [0]), (1.0, [1]), (2.0, [2])] for customer in range(5)}
    bought = purchases({**led, 5: [(0.0, [1])], 6: [(0.0, [3])]}, items=4)
    told = NextBasket(bought, ridge=1.0).scores(asked(5, 3.0))
    assert order(told)[0] == 2
    assert NextBasket(bought, ridge=1.0).scores(asked(6, 3.0)).tolist() == [[0.0] * 4]


def test_vectors_are_the_solution_of_their_own_least_squares(shop: Purchases) -> None:
    squares = AlternatingLeastSquares(size=2, regularization=0.5, confidence=3.0)
    bought = shop.by_customer()
    others = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [-0.2, 0.8]], np.float32)
    found = squares.folded_in(bought, others)
    held = bought.toarray()[ANN]
    weight = np.diag(1.0 + 3.0 * held)
    by_hand = np.linalg.solve(others.T @ weight @ others + 0.5 * np.eye(2), others.T @ weight @ (held > 0))
    np.testing.assert_allclose(found[ANN], by_hand, rtol=1e-4)


def test_another_machine_may_find_the_vectors(shop: Purchases) -> None:
    class Elsewhere:
        def factors(self, bought: object) -> Factors:
            return Factors(customers=np.eye(4, dtype=np.float32), items=np.eye(4, dtype=np.float32)[::-1].copy())

    assert order(CustomerFactors(shop, factorizer=Elsewhere()).scores(asked(ANN, 1.0)))[0] == MUG


def test_words_serve_what_nobody_bought() -> None:
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], np.float32)
    bought = purchases({ANN: [(0, [0])]}, items=3)
    np.testing.assert_allclose(AlikeInWords(bought, vectors).scores(asked(ANN, 0.0))[0], [1.0, 0.8, 0.0], atol=1e-6)
    bought = purchases({ANN: [(0, [0])], BOB: [(0, [1, 2])]}, items=3)
    told = VariantsInWords(bought, vectors, nearness=0.7).scores(asked(ANN, 0.0))
    np.testing.assert_allclose(told[0], [0.0, 0.8, 0.0], atol=1e-6)


def test_fusing_counts_places_and_not_scores() -> None:
    one, other = np.array([[100.0, 1.0, 0.0]], np.float32), np.array([[0.1, 0.2, 0.0]], np.float32)
    each = 1 / (SOFTNESS + 1) + 1 / (SOFTNESS + 2)
    np.testing.assert_allclose(fused([one, other])[0], [each, each, 0.0], rtol=1e-6)


def test_of_a_great_many_purchases_some_customers_teach_what_follows() -> None:
    led = {customer: [(0.0, [0]), (1.0, [1])] for customer in range(60)}
    bought = purchases({**led, 60: [(0.0, [0])]}, items=2)
    whole = NextBasket(bought, ridge=1.0).table
    part = NextBasket(bought, ridge=1.0, most_lines=60)
    assert 0.0 < part.table[0, 1] < whole[0, 1]
    assert order(part.scores(asked(60, 1.0)))[0] == 1
