"""The store and the currency of a request hold for the very variant that is shown."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.contents import Contents
from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.money import Money
from catalog.product import Product, Variant
from catalog.query import Query
from catalog.retrieval.indexing import VectorIndexing
from catalog.search import Found, Search
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import STORES, RememberingEmbedder, product, variant


def stocked(found: Variant, **stock: int) -> Variant:
    return replace(found, stock=stock)


def in_euros(found: Variant) -> Variant:
    return replace(found, price=Money(amount_minor=found.price.amount_minor, currency="EUR"))


def tent(product_id: str, title: str, *variants: Variant) -> Product:
    return product(
        product_id,
        title,
        category=("Outdoor", "Camping", "Tents"),
        attributes={"kind": "tent"},
        variants=variants,
    )


TENTS = (
    tent(
        "dome",
        "Larkspur Dome Tent",
        stocked(variant("dome-1", 9000, color="green"), north=2, harbor=0),
        stocked(variant("dome-2", 12000, color="orange"), north=1, harbor=4),
    ),
    tent("tunnel", "Larkspur Tunnel Tent", stocked(variant("tunnel-1", 15000, color="green"), north=5)),
    tent("ridge", "Larkspur Ridge Tent", in_euros(stocked(variant("ridge-1", 8000, color="gray"), north=3))),
)


@pytest.fixture
async def search(
    database: OneConnection, embedding_model: Path, embedder: Embedder, executor: ThreadPoolExecutor
) -> Search:
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=TENTS))
    documents = RememberingEmbedder(Embedder(embedding_model, documents=True, threads=1))
    await VectorIndexing(database, documents).refresh()
    return Search(database, OneModel(embedder=embedder), executor=executor)


def offers(found: Found) -> set[str]:
    return {card.variant_id for card in found.cards}


async def test_only_what_the_store_has_is_shown_in_the_variant_it_has(search: Search) -> None:
    assert offers(await search.search(Query(text="tent", store="harbor"))) == {"dome-2"}
    assert offers(await search.search(Query(text="tent", store="north"))) == {"dome-1", "tunnel-1", "ridge-1"}


async def test_store_colour_and_price_hold_for_one_and_the_same_variant(search: Search) -> None:
    at_harbor = Query(text="tent", store="harbor")
    assert (await search.search(replace(at_harbor, colors=("green",)))).cards == ()
    assert (await search.search(replace(at_harbor, max_price_minor=10000))).cards == ()


async def test_nearest_to_what_a_store_lacks_is_what_another_store_has(search: Search) -> None:
    found = await search.search(Query(text="tent", store="harbor", max_price_minor=10000, currency="USD"))
    assert found.near_miss is not None
    assert (found.near_miss.card.variant_id, found.near_miss.without) == ("dome-1", ("store",))


async def test_browsing_holds_the_store_too(search: Search) -> None:
    found = await search.browse(Query(text="tent", store="harbor"), said="tents at harbor point")
    assert offers(found) == {"dome-2"}


async def test_a_bound_in_euros_is_held_against_prices_in_euros_only(search: Search) -> None:
    euros = Query(text="tent", max_price_minor=20000, currency="EUR")
    assert offers(await search.search(euros)) == {"ridge-1"}
    assert offers(await search.search(replace(euros, currency="USD"))) == {"dome-1", "tunnel-1"}
    assert offers(await search.search(replace(euros, currency=None))) == {"dome-1", "tunnel-1", "ridge-1"}


async def test_a_currency_without_a_bound_leaves_nothing_out(search: Search) -> None:
    assert len(offers(await search.search(Query(text="tent", currency="EUR")))) == 3
