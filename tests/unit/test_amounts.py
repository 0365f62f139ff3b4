"""Amounts, as shoppers say them beside what is being talked about."""

import pytest

from catalog.query import Query
from shop.amounts import beyond_counting, how_many


@pytest.mark.parametrize(
    ("said", "query", "amount"),
    [
        ("two of those", Query(quantity=2), 2),
        ("I'll take two of the first one", Query(text="take 2"), 2),
        ("add 100 of them", Query(text="100"), 100),
        ("remove two", Query(text="remove 2"), 2),
        ("just one please", Query(), 1),
        ("remove one", Query(text="remove"), 1),
        ("make it a dozen", Query(text="dozen"), 12),
        ("a dozen of those", Query(quantity=1, unit="dozen"), 12),
        ("two gallons of milk", Query(text="milk", quantity=2, unit="gallon"), 2),
        ("the second one", Query(), None),
        ("the blue one", Query(colors=("blue",)), None),
        ("number three", Query(), None),
        ("in a size nine", Query(sizes=("9",)), None),
        ("the case for my new iphone 15", Query(text="case for new iphone"), None),
        ("add it", Query(), None),
        ("add the first two", Query(quantity=2), None),
        ("two of the first three", Query(quantity=2), 2),
    ],
)
def test_amount_is_what_was_said(said: str, query: Query, amount: int | None) -> None:
    assert how_many(said, query) == amount


@pytest.mark.parametrize(
    ("said", "query", "goods"),
    [
        ("add 0 apples", Query(text="0 apples"), "apples"),
        ("add a million apples", Query(text="1000000 apples"), "apples"),
        ("add -3 apples", Query(text="apples", quantity=3), "apples"),
        ("put in minus two lemons", Query(text="put in minus 2 lemons"), None),
        ("add minus two lemons", Query(text="lemons", quantity=2), "lemons"),
        ("add 0 of it", Query(text="0"), ""),
        ("add a thousand of those", Query(), ""),
        ("add two apples", Query(text="apples", quantity=2), None),
        ("add a 9-volt battery", Query(text="9-volt battery"), None),
        ("add a t-shirt", Query(text="t-shirt"), None),
        ("99 bananas", Query(text="bananas", quantity=99), None),
    ],
)
def test_nobody_means_so_many(said: str, query: Query, goods: str | None) -> None:
    assert beyond_counting(said, query, most=99) == goods
