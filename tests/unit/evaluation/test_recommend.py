"""The measurement of recommendations: the split as agreed, and figures that can be reckoned by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import log2
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.errors import NothingToMeasure
from assistant.evaluation.purchase_file import PurchaseLine
from assistant.evaluation.recommend import (
    description_vectors,
    gathered,
    measure_recommendations,
    measured,
    references,
)
from rerank.candidates.purchases import Scores, last_baskets_apart


def line(customer: str, basket: str, day: int, item: str, *, description: str = "") -> PurchaseLine:
    return PurchaseLine(
        customer, item, basket, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day), 1.0, description
    )


def no_vectors(texts: Sequence[str]) -> Scores:
    raise AssertionError(texts)


def test_baskets_stand_in_the_order_of_their_first_lines() -> None:
    lines = [
        line("ann", "late", 9, "tea"),
        line("ann", "early", 1, "tea"),
        line("ann", "early", 12, "mug"),
        line("bob", "early", 2, "mug"),
        line("ann", "same", 9, "mug"),
    ]
    bought = gathered(lines).purchases
    assert bought.basket_customer.tolist() == [0, 0, 0, 1]
    assert np.diff(bought.basket_day[:3]).tolist() == [8.0, 0.0]
    tea, mug = 0, 1
    held = [bought.line_item[bought.line_basket == basket].tolist() for basket in range(4)]
    assert held == [[tea, mug], [tea], [mug], [mug]]


def test_figures_of_the_references_by_hand() -> None:
    lines = [line("ann", f"a{day}", day, item) for day, items in ((1, "xy"), (2, "x"), (3, "xz")) for item in items]
    lines += [line("bob", "b", 1, item) for item in "zzy"] + [line("cleo", "c", 2, "z")]
    split = last_baskets_apart(gathered(lines).purchases, fewest=3)
    figures = measured(split, references(split.history))
    ideal = 1 + 1 / log2(3)
    # Ann's own are x and y; z comes third in her list, and first of what is new to her.
    assert figures["personal_top"]["all"]["ndcg@10"] == pytest.approx((1 + 1 / log2(4)) / ideal, abs=1e-4)
    assert figures["personal_top"]["all"]["recall@10"] == 1.0
    assert figures["popularity"]["new"]["ndcg@10"] == 1.0
    assert figures["popularity"]["new"]["customers"] == 1


def test_items_without_words_have_no_vector_and_few_words_none_at_all() -> None:
    def embed(texts: Sequence[str]) -> Scores:
        return np.ones((len(texts), 2), np.float32)

    vectors = description_vectors(["red bag", ""], embed)
    assert vectors is not None
    assert vectors.tolist() == [[1.0, 1.0], [0.0, 0.0]]
    assert description_vectors(["red bag", "", ""], no_vectors) is None


def test_ids_alone_are_measured_and_the_product_is_told_first(tmp_path: Path) -> None:
    path = tmp_path / "purchases.tsv"
    rows = ["customer\titem\tbasket\ttime"]
    for customer in range(8):
        for day in range(4):
            rows += [
                f"{customer}\t{item}\t{customer}-{day}\t{day}" for item in {customer % 3, 3 + (customer + day) % 5}
            ]
    path.write_text("\n".join(rows))
    figures = measure_recommendations(path, embed=no_vectors)
    assert figures["all"] == figures["methods"]["reranker"]["all"]
    assert figures["all"]["customers"] == 8
    assert figures["split"] == {"fewest_baskets": 3, "able": 8, "foretold": 8}
    assert figures["chosen"]["all"] in {*figures["chosen"]["ndcg@10"]["all"]}
    assert not figures["described"]
    low, high = figures["all"]["intervals_95"]["ndcg@10"]
    assert low <= figures["all"]["ndcg@10"] <= high


def test_the_same_is_told_twice_and_of_many_customers_some_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "purchases.csv"
    dice = np.random.default_rng(2)
    rows = [f"{who},{dice.integers(9)},{who}-{day},{day}" for who in range(40) for day in range(5)]
    path.write_text("\n".join(["customer,item,basket,time", *rows]))
    once, again = (measure_recommendations(path, embed=no_vectors, most_customers=10) for _ in range(2))
    del once["seconds"], again["seconds"]
    assert once == again
    assert once["split"] == {"fewest_baskets": 3, "able": 40, "foretold": 10}
    assert once["all"]["customers"] == 10
    assert once["learned"]


@pytest.mark.parametrize(
    ("line", "reason"), [("", "no line of a customer"), ("a,b,c,2026-01-01\n", "no customer has 3 baskets")]
)
def test_a_file_that_tells_nothing_is_named_so(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "purchases.csv"
    path.write_text("customer,item,basket,time\n" + line)
    with pytest.raises(NothingToMeasure, match=reason):
        measure_recommendations(path, embed=no_vectors)
