"""Connections that features are read by: planned ahead, and open where there is nothing to plan yet."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from assistant.ranking import FeaturePool

PLANS = "select generic_plans, custom_plans from pg_prepared_statements where statement like '%person_of%'"


async def test_nobody_waits_for_a_plan(database_url: str) -> None:
    async with FeaturePool(database_url, statement_timeout_s=5) as pool:
        await pool.wait()
        await pool.reader.read("nobody", ["kettle", "boots"], at=datetime.now(UTC))
        await pool.reader.read(None, ["kettle"], at=datetime.now(UTC), device_id="phone")
        async with pool.connection() as one, pool.connection() as other:
            plans = [await (await each.execute(PLANS)).fetchall() for each in (one, other)]

    assert all(len(of_one) == 1 for of_one in plans), "one statement, whoever is asked about"
    assert sum(generic for ((generic, _),) in plans) == 2 + 2, "both were tried out, and then read by"
    assert all(custom == 0 for ((_, custom),) in plans)


async def test_opens_before_there_are_tables(database_url: str) -> None:
    bare = urlsplit(database_url)._replace(path="/postgres").geturl()
    async with FeaturePool(bare, statement_timeout_s=5) as pool, pool.connection() as connection:
        assert await (await connection.execute("select 1")).fetchone() == (1,)
