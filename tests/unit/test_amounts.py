"""Amounts, as shoppers say them beside what is being talked about."""

import pytest

from catalog.query import Query
from shop.amounts import how_many


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
