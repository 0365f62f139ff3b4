"""What was read from a title is found by its filters like what the feed said, and kept apart from it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalog.attributes import Assortment, completed
from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.query import Query
from catalog.repository import CatalogRepository
from catalog.retrieval.indexing import VectorIndexing
from catalog.search import Search
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS, RememberingEmbedder, product, variant

SHELF = ("Sporting", "Shoes", "Shoes")
BARE = (
    product(
        "swift", "Swiftfoot Women's Red Running Shoes, Size 8", brand="", category=SHELF, attributes={},
        variants=[variant("swift-1", 5900)],
    ),
    product(
        "plain", "Swiftfoot Women's Navy Running Shoes, Size 9", brand="", category=SHELF, attributes={},
        variants=[variant("plain-1", 6900)],
    ),
    product(
        "known", "Swiftfoot Court Tennis Shoes", brand="Swiftfoot", category=SHELF, attributes={"audience": "men"},
        variants=[variant("known-1", 7900, color="white", size="10")],
    ),
)  # fmt: skip


@pytest.fixture
async def search(
    database: OneConnection, embedding_model: Path, embedder: Embedder, executor: ThreadPoolExecutor
) -> Search:
    assortment = Assortment.of(BARE)
    await CatalogWriter(database).write(CONTENTS)
    await CatalogWriter(database).write_products([completed(bare, assortment) for bare in BARE])
    documents = RememberingEmbedder(Embedder(embedding_model, documents=True, threads=1))
    await VectorIndexing(database, documents).refresh()
    return Search(database, OneModel(embedder=embedder), executor=executor)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(text="running shoes", colors=("red",)), {"swift"}),
        (Query(text="running shoes", sizes=("9",)), {"plain"}),
        (Query(text="shoes", brands=("Swiftfoot",)), {"swift", "plain", "known"}),
        (Query(text="shoes", attributes={"audience": "women"}), {"swift", "plain"}),
    ],
)
async def test_filters_hold_for_what_was_extracted(search: Search, query: Query, wanted: set[str]) -> None:
    found = await search.search(query)
    assert {card.id for card in found.cards} == wanted


async def test_provenance_is_kept_and_cards_show_only_what_sets_a_variant_apart(
    search: Search, database: OneConnection
) -> None:
    catalog = CatalogRepository(database)
    swift, known = await catalog.products(["swift", "known"])
    assert set(swift.extracted) == {"brand", "color", "size", "audience", "kind"}
    assert set(known.extracted) == {"kind"}
    assert known.attributes["audience"] == "men"
    cards = await catalog.cards([("swift", "swift-1"), ("known", "known-1")])
    assert [card.attributes for card in cards] == [{}, {"color": "white", "size": "10"}]
