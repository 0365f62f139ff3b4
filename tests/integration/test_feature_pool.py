"""Connections that features are read by: planned ahead, and open where there is nothing to plan yet."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from urllib.parse import urlsplit

from assistant.ranking import CONNECTIONS, FeaturePool

PLANS = "select generic_plans, custom_plans from pg_prepared_statements where statement like '%person_of%'"


async def test_nobody_waits_for_a_plan(database_url: str) -> None:
    async with FeaturePool(database_url, statement_timeout_s=5) as pool:
        await pool.wait()
        await pool.reader.read("nobody", ["kettle", "boots"], at=datetime.now(UTC))
        await pool.reader.read(None, ["kettle"], at=datetime.now(UTC), device_id="phone")
        assert pool.get_stats()["pool_size"] == CONNECTIONS, "none is opened while a list waits"
        async with AsyncExitStack() as stack:
            held = [await stack.enter_async_context(pool.connection()) for _ in range(CONNECTIONS)]
            plans = [await (await each.execute(PLANS)).fetchall() for each in held]

    assert all(len(of_one) == 1 for of_one in plans), "one statement, whoever is asked about"
    assert sum(generic for ((generic, _),) in plans) == CONNECTIONS + 2, "each was tried out, and then two were read by"
    assert all(custom == 0 for ((_, custom),) in plans)


async def test_one_list_after_the_other_is_read_for_by_the_same_connection(database_url: str) -> None:
    """It has all of the statement at hand still; the others are there for lists at the same time."""
    async with FeaturePool(database_url, statement_timeout_s=5) as pool:
        await pool.wait()
        one_after_the_other = set()
        for _ in range(2 * CONNECTIONS):
            async with pool.connection() as connection:
                one_after_the_other.add(connection)
        async with AsyncExitStack() as stack:
            at_once = {await stack.enter_async_context(pool.connection()) for _ in range(CONNECTIONS)}
    assert len(one_after_the_other) == 1
    assert len(at_once) == CONNECTIONS


async def test_opens_before_there_are_tables(database_url: str) -> None:
    bare = urlsplit(database_url)._replace(path="/postgres").geturl()
    async with FeaturePool(bare, statement_timeout_s=5) as pool, pool.connection() as connection:
        assert await (await connection.execute("select 1")).fetchone() == (1,)
