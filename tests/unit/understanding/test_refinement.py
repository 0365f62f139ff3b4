"""What becomes of a query when the shopper changes it."""

import pytest

from catalog.query import Query, Sort
from tests.unit.understanding.tables import rows

PRICES_SHOWN = [4000, 5000, 6000, 9000]
BRANDS_SHOWN = ["Kestrel Ridge"]
CHANGES = list(rows("changes.txt"))


@pytest.mark.parametrize(("said", "meant"), CHANGES, ids=[said for said, _ in CHANGES])
def test_a_change_becomes_the_query_that_was_meant(said, meant, understanding):
    before, _, change = said.partition(" >> ")
    current = understanding.parse(before)
    changed = understanding.refine(current, change, shown_prices_minor=PRICES_SHOWN, shown_brands=BRANDS_SHOWN)
    assert changed == meant


def test_cheaper_with_nothing_shown_lowers_the_limit(understanding):
    assert understanding.refine(Query(text="tent", max_price_minor=10000), "cheaper").max_price_minor == 8000


def test_cheaper_with_neither_price_nor_limit_sorts(understanding):
    assert understanding.refine(Query(text="tent"), "cheaper").sort is Sort.CHEAPEST


def test_cheaper_than_a_single_product_is_below_it(understanding):
    assert understanding.refine(Query(text="tent"), "cheaper", shown_prices_minor=[4999]).max_price_minor == 4998


def test_the_query_before_is_left_as_it_was(understanding):
    current = understanding.parse("vegan cookies under five dollars")
    kept = current.as_dict()
    understanding.refine(current, "gluten free too, without chocolate, in black")
    assert current.as_dict() == kept
