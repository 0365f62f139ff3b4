"""Candidates beside a full scan: whatever way was chosen to look, none is wrong, and few are never too few."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from assistant.bench.search_exactness import WANTED, compare
from assistant.bench.search_goods import STORE, Goods
from catalog.contents import Contents, Store
from catalog.demo.products import demo_products
from catalog.embedding.embedder import Embedder
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.query import Query
from catalog.retrieval.candidates import Lookup, read_candidates
from catalog.retrieval.indexing import VectorIndexing
from catalog.retrieval.meaning import Meaning, Sense
from catalog.retrieval.selectivity import Statistics, read_statistics
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection

PRODUCTS = 800
BENCH = Store(id=STORE, name="Bench", address="1 High St", city="Ash", opening_hours={})
REQUESTS = (
    Query(text="rain jacket"),
    Query(text="jacket", max_price_minor=9000, min_price_minor=2000),
    Query(text="jacket", colors=("navy", "black"), sizes=("m",)),
    Query(text="something warm", min_rating=4.5, brands=("Stonecairn",)),
    Query(text="snack", exclude=("nuts",), not_brands=("Penny Basket",)),
    Query(text="pan", attributes={"material": "steel"}),
    Query(max_price_minor=1500),
    Query(colors=("navy",)),
)


class Scattered:
    """Vectors in any direction: the graph leads nowhere, and filters leave what is far away."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def embed(self, texts: Sequence[str]) -> Vectors:
        seeds = [int.from_bytes(sha256(text.encode()).digest()[:4]) for text in texts]
        made = np.array([np.random.default_rng(seed).normal(size=self.manifest.dimension) for seed in seeds])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def goods() -> tuple:
    made = Goods(demo_products())
    return tuple(made.product(7 * number) for number in range(PRODUCTS))


@pytest.fixture
async def shop(database: OneConnection, embedder: Embedder, goods: tuple) -> OneConnection:
    await CatalogWriter(database).write(Contents(stores=(BENCH,), size_charts=(), policies=(), products=goods))
    await VectorIndexing(database, Scattered(embedder.manifest)).refresh()
    async with database.connection() as connection:
        await connection.execute("analyze search_facts")
    return database


def lookups(embedder: Embedder, statistics: Statistics, *, most: int) -> list[Lookup]:
    return [
        Lookup(
            query=query,
            terms=tuple(query.text.split()),
            vector=Scattered(embedder.manifest).embed([query.text])[0].tolist() if query.text else None,
            index_id=embedder.manifest.index_id,
            meaning=Meaning(sense=Sense.NAMED, names=("jacket",))
            if query.text == "jacket"
            else Meaning(sense=Sense.OPEN),
            most=most,
            statistics=statistics,
        )
        for query in REQUESTS
    ]


async def test_no_way_of_looking_lets_a_wrong_product_through_or_tells_too_few(
    shop: OneConnection, embedder: Embedder
) -> None:
    async with shop.connection() as connection:
        analysed = await read_statistics(connection)
    ways = {
        "as it is": lookups(embedder, analysed, most=PRODUCTS),
        "all of many": lookups(embedder, analysed, most=1_000_000),
        "the nearest first": lookups(embedder, Statistics(products=1_000_000), most=20_000),
        "the nearest of a great many": lookups(embedder, Statistics(products=1_000_000), most=1_000_000),
    }
    for way, asked in ways.items():
        for lookup in asked:
            exactness = await compare(shop, lookup)
            assert (way, lookup.query, exactness.wrong, exactness.enough) == (way, lookup.query, 0, 1.0)


async def test_all_that_fit_are_ranked_as_by_a_full_scan(shop: OneConnection, embedder: Embedder) -> None:
    async with shop.connection() as connection:
        analysed = await read_statistics(connection)
    for lookup in lookups(embedder, analysed, most=900):
        if lookup.vector is None:
            continue
        exactness = await compare(shop, replace(lookup, terms=()))
        assert exactness.by_meaning == 1.0, lookup.query


async def test_statistics_know_how_frequent_a_fact_is(shop: OneConnection, embedder: Embedder) -> None:
    async with shop.connection() as connection:
        known = await read_statistics(connection)
        rows = await connection.execute("select count(*) from search_facts where cheapest_minor <= 2000")
        cheap = await rows.fetchone()
    assert known.products == PRODUCTS
    share = known.share_bounded(Query(max_price_minor=2000))
    assert cheap is not None
    assert share * PRODUCTS == pytest.approx(cheap[0], rel=0.15)


async def test_only_so_many_are_told_of_each_kind_of_nearness(shop: OneConnection, embedder: Embedder) -> None:
    (lookup, *_) = lookups(embedder, Statistics(products=1_000_000), most=1_000_000)
    async with shop.connection() as connection:
        found = await read_candidates(connection, lookup, limit=20)
    assert 20 <= len(found) <= 40 < WANTED
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
