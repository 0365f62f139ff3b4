"""Connections for what only reads: no transaction is begun around it, and none is left behind."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from assistant.database import Pool
from catalog.connections import reading


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with Pool(database_url, name="test", most=1, statement_timeout_s=5.0) as pool:
        yield pool


async def test_a_statement_that_only_reads_is_a_transaction_of_its_own(pool: Pool) -> None:
    async with reading(pool) as connection:
        await connection.execute("select 1")
        assert connection.info.transaction_status is TransactionStatus.IDLE
    async with pool.connection() as connection:
        await connection.execute("select 1")
        assert connection.info.transaction_status is TransactionStatus.INTRANS


async def test_settings_of_a_pipeline_hold_for_the_statements_in_it_and_no_longer(pool: Pool) -> None:
    asked = "select current_setting('work_mem')"
    async with reading(pool) as connection:
        async with connection.pipeline():
            await connection.execute("select set_config('work_mem', '77kB', true)")
            within = await (await connection.execute(asked)).fetchone()
        after = await (await connection.execute(asked)).fetchone()
    assert within == ("77kB",)
    assert after != ("77kB",)


async def test_a_connection_on_which_a_statement_failed_begins_transactions_again(pool: Pool) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        async with reading(pool) as connection:
            await connection.execute("select 1 / 0")
    async with pool.connection() as again:
        assert again is connection
        assert not again.autocommit
        await again.execute("select 1")
        assert again.info.transaction_status is TransactionStatus.INTRANS


async def test_a_transaction_under_way_is_gone_on_with(database_url: str) -> None:
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await connection.execute("create temporary table seen on commit drop as select 1")
        async with reading(_One(connection)) as same:
            assert await (await same.execute("select count(*) from seen")).fetchone() == (1,)
        assert connection.info.transaction_status is TransactionStatus.INTRANS


class _One:
    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    def connection(self) -> "_One":
        return self

    async def __aenter__(self) -> psycopg.AsyncConnection:
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        return None
