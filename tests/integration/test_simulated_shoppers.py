"""Made-up shoppers in an open shop: by its public routes, known for what they are, and never in a real one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg_pool import AsyncConnectionPool

from assistant.demo_shop import PART as DEMO
from assistant.evaluation.progress import unheard
from assistant.installed import InstalledParts
from assistant.simulation.opened_shop import OpenedShop, opened_shop
from assistant.simulation.sending import Sending, forget_made_up_shoppers
from rerank.simulation.errors import NotASandbox, ShopOutOfReach


@asynccontextmanager
async def shop_on(pool: AsyncConnectionPool, state_folder: Path, *, development: bool) -> AsyncIterator[OpenedShop]:
    async with opened_shop(pool.conninfo, state_folder, now=lambda: datetime.now(UTC), development=development) as shop:
        yield shop


async def counted(pool: AsyncConnectionPool, what: str) -> int:
    async with pool.connection() as connection:
        row = await (await connection.execute(f"select count(*) from {what}")).fetchone()
    assert row
    return int(row[0])


async def test_they_shop_by_the_public_routes_and_go_again(pool: AsyncConnectionPool, state_folder: Path) -> None:
    async with shop_on(pool, state_folder, development=True) as shop:
        sending = Sending(shoppers=4, days=10, seed=1, address=shop.address)
        done = await sending.into(pool, unheard)
        again = await sending.into(pool, unheard)
    await InstalledParts(connections=pool).note(DEMO, "as loaded")
    with pytest.raises(ShopOutOfReach, match="Nobody answers"):
        await sending.into(pool, unheard)

    assert done["interactions"] == again["interactions"] == 20
    assert await counted(pool, "(select distinct visit_id from events) visits") == 40
    assert await counted(pool, "events where kind = 'impression'") > 100
    assert await counted(pool, "events where device_id is null or not starts_with(device_id, 'simulated-')") == 0
    assert await counted(pool, "events where shopper_id is null") == 0

    assert await forget_made_up_shoppers(pool) == 8
    for what in ("events", "signals", "shown_lists", "shoppers"):
        assert await counted(pool, what) == 0, what


async def test_they_do_not_go_where_something_is_sold_in_earnest(pool: AsyncConnectionPool, state_folder: Path) -> None:
    async with shop_on(pool, state_folder, development=False) as shop:
        with pytest.raises(NotASandbox):
            await Sending(shoppers=1, days=1, seed=1, address=shop.address).into(pool, unheard)
    assert await counted(pool, "events") == 0


async def test_they_do_not_go_to_another_machine(pool: AsyncConnectionPool) -> None:
    with pytest.raises(NotASandbox):
        await Sending(shoppers=1, days=1, seed=1, address="https://shop.example").into(pool, unheard)
