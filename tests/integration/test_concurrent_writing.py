"""Writers of the catalogue beside each other: none is ended by a deadlock, and none overlooks what another wrote."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np
import psycopg
import pytest
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from assistant.schema import migrate
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.money import Money
from catalog.product import Product
from catalog.retrieval.indexing import VectorIndexing
from catalog.retrieval.marks import mark_of
from catalog.writing import CatalogWriter
from tests.integration.small_shop import CONTENTS, PRODUCTS

WRITERS, TIMES = 4, 6


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """A database of its own, for what is written here is committed."""
    name = sql.Identifier("beside_each_other")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
        url = urlsplit(database_url)._replace(path="/beside_each_other").geturl()
        await asyncio.to_thread(migrate, url)
        async with AsyncConnectionPool(url, open=False, min_size=WRITERS + 3) as pool:
            await CatalogWriter(pool).write(CONTENTS)
            yield pool
        connection.execute(sql.SQL("drop database {} with (force)").format(name))


async def test_imports_and_sales_at_the_same_time_leave_everything_in_step(shop: AsyncConnectionPool) -> None:
    async with asyncio.TaskGroup() as writers:
        for number in range(WRITERS):
            writers.create_task(_import(shop, number))
        writers.create_task(_sell(shop))
        writers.create_task(_reprice(shop))
    async with shop.connection() as connection:
        assert await _all(connection, _OUT_OF_STEP) == []


async def test_an_import_an_upgraded_worker_and_removals_do_not_end_each_other(
    shop: AsyncConnectionPool,
) -> None:
    async with asyncio.TaskGroup() as writers:
        writers.create_task(_import(shop, 0))
        writers.create_task(_make_documents_anew(shop))
        writers.create_task(_remove_and_bring_back(shop))
        writers.create_task(_sell(shop))
    async with shop.connection() as connection:
        assert await _all(connection, _OUT_OF_STEP) == []


async def test_two_prices_of_one_product_are_both_noted(shop: AsyncConnectionPool) -> None:
    """The second writer has read the product before the first one's price was there."""
    async with shop.connection() as first, shop.connection() as second:
        await first.execute("update variants set price_minor = 100 where variant_id = 'shell-2'")
        later = asyncio.create_task(
            second.execute("update variants set price_minor = 99900 where variant_id = 'shell-1'")
        )
        await _waits(shop)
        await first.commit()
        await later
        await second.commit()
        rows = await _all(first, "select cheapest_minor, dearest_minor from search_facts where product_id = 'shell'")
    assert rows == [(100, 99900)]


async def test_two_sales_of_one_variant_in_two_stores_are_both_counted(shop: AsyncConnectionPool) -> None:
    async with shop.connection() as first, shop.connection() as second:
        await first.execute("update stock set quantity = 1 where variant_id = 'storm-1' and store_id = 'north'")
        sell = second.execute("update stock set quantity = 5 where variant_id = 'storm-1' and store_id = 'harbor'")
        later = asyncio.create_task(sell)
        await _waits(shop)
        await first.commit()
        await later
        await second.commit()
        assert await _all(first, "select available from variants where variant_id = 'storm-1'") == [(6,)]


@pytest.mark.parametrize("fact", ["color=navy", "name=rain jacket", "brand=größe & co", ""])
async def test_a_mark_is_the_same_here_and_in_the_database(shop: AsyncConnectionPool, fact: str) -> None:
    async with shop.connection() as connection:
        row = await (await connection.execute("select mark_of(%s)", [fact])).fetchone()
    assert row == (mark_of(fact),)


# Products, terms and variants that are not what they would be if they were written anew.
_OUT_OF_STEP = """
    with facts as (
        select d.product_no, min(v.price_minor) filter (where v.available > 0) as cheapest,
               max(v.price_minor) filter (where v.available > 0) as dearest
        from search_documents d join products p using (product_no) join variants v using (product_id) group by 1),
    terms as (select term, count(*) as documents from search_documents, unnest(terms) as term group by term)
    select product_no::text from facts full join search_facts f using (product_no)
    where (f.cheapest_minor, f.dearest_minor) is distinct from (cheapest, dearest)
    union all select term from terms full join (select * from search_terms where documents > 0) s using (term)
    where s.documents is distinct from terms.documents
    union all select term from terms full join (select term, count(*) as documents from search_postings group by 1) s
    using (term) where s.documents is distinct from terms.documents
    union all select variant_id from variants
    where available <> coalesce((select sum(quantity) from stock where stock.variant_id = variants.variant_id), 0)
    union all select 'totals' from search_totals
    where (documents, length) not in (select count(*), sum(length) from search_documents)"""


async def _import(shop: AsyncConnectionPool, number: int) -> None:
    """Each in an order of its own, with other words and prices each time."""
    dice = random.Random(number)
    for time in range(TIMES):
        batch = dice.sample(PRODUCTS, k=7)
        await CatalogWriter(shop).write_products([_renewed(product, dice, f"{number} {time}") for product in batch])


def _renewed(product: Product, dice: random.Random, said: str) -> Product:
    variants = (
        replace(
            variant,
            price=Money(amount_minor=dice.randint(100, 9999), currency="USD"),
            stock={"north": dice.randint(0, 2), "harbor": dice.randint(0, 1)},
        )
        for variant in product.variants
    )
    renewed = replace(product, rating=round(dice.uniform(1, 5), 1), rating_count=9, variants=tuple(variants))
    return replace(renewed, description=f"{product.description} lot {said}")


class _AnyModel:
    manifest = Manifest(model_id="any", dimension=8, checksum="a" * 64, files={}, source_sha256="", recipe="")

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 8), 0.5, np.float32)


async def _make_documents_anew(shop: AsyncConnectionPool) -> None:
    indexing = VectorIndexing(shop, _AnyModel())
    for _ in range(TIMES * 2):
        async with shop.connection() as connection:
            await connection.execute("update search_totals set recipe = 'of an older version'")
            await connection.execute("update search_documents set sha256 = ''")
        await indexing.refresh()


async def _remove_and_bring_back(shop: AsyncConnectionPool) -> None:
    dice = random.Random(WRITERS + 1)
    for _ in range(TIMES * 2):
        some = dice.sample(PRODUCTS, k=5)
        await CatalogWriter(shop).remove_products([product.id for product in some])
        await CatalogWriter(shop).write_products(some)


async def _sell(shop: AsyncConnectionPool) -> None:
    """One piece of one variant in one store at a time, as orders do."""
    dice = random.Random(WRITERS)
    variants = [variant.id for product in PRODUCTS for variant in product.variants]
    for _ in range(TIMES * 20):
        async with shop.connection() as connection:
            await connection.execute(
                "update stock set quantity = greatest(quantity - 1, 0) where variant_id = %s and store_id = %s",
                [dice.choice(variants), dice.choice(["north", "harbor"])],
            )


async def _reprice(shop: AsyncConnectionPool) -> None:
    for _ in range(TIMES * 5):
        async with shop.connection() as connection:
            await connection.execute("update variants set price_minor = price_minor + 1 where variant_id = 'shell-1'")


async def _waits(shop: AsyncConnectionPool) -> None:
    """Until somebody waits for a lock."""
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    async with asyncio.timeout(10), shop.connection() as connection:
        while await _all(connection, waiting) == [(0,)]:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


async def _all(connection: psycopg.AsyncConnection, statement: str) -> list[tuple]:
    return await (await connection.execute(statement)).fetchall()
