"""Amounts that goods are told by: where they bind, and where they are mere words."""

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.usage import Usage
from catalog.understanding.vocabulary import Vocabulary

FACTS = [
    *[("laptop", "memory", value) for value in ("8 GB", "16 GB", "32 GB")],
    *[("laptop", "storage", value) for value in ("256 GB", "512 GB", "1 TB")],
    *[("laptop", "screen_size", value) for value in ("13.4 in", "16 in")],
    *[("portable ssd", "storage", value) for value in ("500 GB", "1 TB")],
    *[("planter", "diameter", value) for value in ("6 in", "10 in")],
    *[("skillet", "diameter", value) for value in ("10 in", "12 in")],
    *[("tent", "capacity", value) for value in ("2-person", "4-person")],
]
TOLD = {(kind, name): 20 for kind, name, _ in FACTS}


def shop(told: dict[tuple[str, str], int]) -> Understanding:
    kinds = {kind: 20 for kind, _, _ in FACTS}
    usage = Usage(kinds=kinds, carried=TOLD, told=told)
    return Understanding(Vocabulary.of(brands=[], categories=[], facts=FACTS, usage=usage))


SHOP = shop(TOLD)


@pytest.mark.parametrize(
    ("said", "text", "attributes"),
    [
        ("10 inch planter", "planter", {"diameter": "10 in"}),
        ("ten inch planter", "planter", {"diameter": "10 in"}),
        ("a two person tent", "tent", {"capacity": "2-person"}),
        ("laptop with 16 gb ram and 512 gb ssd", "laptop", {"memory": "16 GB", "storage": "512 GB"}),
        ("laptop with 16 gigs of ram", "laptop", {"memory": "16 GB"}),
        ("laptop with 1tb", "laptop", {"storage": "1 TB"}),
        ("a 500 gb ssd", "ssd", {"storage": "500 GB"}),
        ("11 inch planter", "11 inch planter", {}),
        ("tent under 4 people", "tent under 4 people", {}),
    ],
)
def test_an_amount_binds_where_the_shop_tells_its_goods_by_it(said, text, attributes):
    query = SHOP.parse(said)
    assert (query.text, query.attributes) == (text, attributes)


def test_amounts_joined_by_and_are_of_one_thing():
    assert len(SHOP.listed("laptop with 16 gb ram and 512 gb ssd").items) == 1
    assert len(SHOP.listed("a laptop and a 500 gb ssd").items) == 2


def test_amounts_said_afterwards_are_of_what_was_found():
    current = SHOP.parse("laptops")
    refined = SHOP.refine(current, "16 gb ram and 512 gb ssd")
    assert refined == Query(text="laptops", attributes={"memory": "16 GB", "storage": "512 GB"})


def test_an_amount_that_only_some_products_tell_is_searched_for():
    assert shop({}).parse("10 inch planter") == Query(text="10 inch planter")
