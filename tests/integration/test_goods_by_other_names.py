"""Goods are known by all their names, and told from goods that only sound alike."""

from dataclasses import replace

import pytest

from catalog.query import Query
from catalog.search import Found, Search
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import PRODUCTS, product, variant


def ids(found: Found) -> set[str]:
    return {card.id for card in found.cards}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("brolly", {"brolly"}),
        ("a cagoule", {"shell", "storm"}),
        ("footwear", {"hide", "suede", "mesh"}),
        ("muesli", {"almond", "seed"}),
        ("snowboard boots", set()),
        ("rain boots", set()),
        ("trail mix", set()),
        ("sleeping pad", set()),
    ],
)
async def test_goods_are_known_by_all_their_names_and_told_from_others(
    search: Search, text: str, found: set[str]
) -> None:
    assert ids(await search.search(Query(text=text))) == found


async def test_where_kinds_are_guessed_a_title_may_tell_of_goods_that_no_name_does(
    search: Search, database: OneConnection
) -> None:
    pegs = product(
        "pegs",
        "Iron tent pegs, extra strong for camping",
        attributes={"kind": "camping"},
        variants=[variant("pegs-1", 900)],
    )
    guessed = [replace(each, extracted={"kind": 0.7}) for each in PRODUCTS]
    await CatalogWriter(database).write_products(guessed)
    await search.refresh()
    assert not (await search.search(Query(text="tent stakes"))).cards
    await CatalogWriter(database).write_products([replace(pegs, extracted={"kind": 0.7})])
    await search.refresh()
    assert ids(await search.search(Query(text="tent pegs"))) == {"pegs"}
