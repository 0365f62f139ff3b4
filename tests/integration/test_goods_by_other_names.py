"""Goods are known by all their names, and told from goods that only sound alike."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.query import Query
from catalog.search import Found, Search
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import PRODUCTS, RememberingEmbedder, open_small_shop, product, variant


@pytest.fixture(scope="module")
def documents(embedding_model: Path) -> RememberingEmbedder:
    return RememberingEmbedder(Embedder(embedding_model, documents=True, threads=2))


@pytest.fixture(scope="module")
def queries(embedder: Embedder) -> RememberingEmbedder:
    return RememberingEmbedder(embedder)


@pytest.fixture(scope="module")
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
async def search(
    database: OneConnection, documents: RememberingEmbedder, queries: RememberingEmbedder, executor: ThreadPoolExecutor
) -> Search:
    await open_small_shop(database, documents)
    return Search(database, OneModel(embedder=queries), executor=executor)


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
