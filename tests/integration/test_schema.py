"""The schema: migrations reach the head, and wrong states cannot be stored."""

import psycopg
import pytest

from assistant.bench.search_loading import create_database
from assistant.schema import is_current, migrate
from tests.conftest import OneConnection, beside


def test_migrated_database_is_current(database_url: str) -> None:
    assert is_current(database_url)


def test_a_database_without_tables_is_not_current_and_becomes_so(database_url: str) -> None:
    url = beside(database_url, "without_tables")
    create_database(url)
    assert not is_current(url)
    migrate(url)
    assert is_current(url)
    migrate(url)


async def test_available_follows_stock_in_all_stores(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "insert into products"
            " (product_id, title, brand, department, category, description, delivery_days, image_url, url)"
            " values ('p', 'Kettle', 'B', 'home', '{home}', 'd', 1, '/i', '/u')"
        )
        await connection.execute(
            "insert into variants (variant_id, product_id, position, price_minor, currency) values"
            " ('v', 'p', 0, 100, 'USD')"
        )
        await connection.execute(
            "insert into stores values ('a', 'A', '1 St', 'C', '{}'), ('b', 'B', '2 St', 'C', '{}')"
        )
        await connection.execute("insert into stock values ('v', 'a', 2), ('v', 'b', 3)")
        assert await _available(connection) == 5
        await connection.execute("update stock set quantity = 0 where store_id = 'a'")
        assert await _available(connection) == 3
        await connection.execute("delete from stock")
        assert await _available(connection) == 0


async def test_deleting_a_row_finds_what_goes_with_it_by_an_index(database: OneConnection) -> None:
    """Left out: the job queue's tables, which are not ours."""
    async with database.connection() as connection:
        found = await connection.execute(
            """
            select conrelid::regclass::text, conkey from pg_constraint
            where contype = 'f' and confdeltype in ('c', 'n')
              and conrelid::regclass::text !~ '^procrastinate'
              and not exists (select from pg_index
                              where indrelid = conrelid and indpred is null and indkey[0] = conkey[1])
            """
        )
        assert await found.fetchall() == []


async def test_a_shopper_has_one_open_cart(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute("insert into shoppers (shopper_id) values ('s')")
        await connection.execute("insert into carts (cart_id, shopper_id) values ('c1', 's')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            async with connection.transaction():
                await connection.execute("insert into carts (cart_id, shopper_id) values ('c2', 's')")


async def _available(connection: psycopg.AsyncConnection) -> int:
    row = await (await connection.execute("select available from variants")).fetchone()
    assert row is not None
    return row[0]
