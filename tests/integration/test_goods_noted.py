"""What is noted of goods: when they change, as of then, and not by the doing of one person alone."""

import math
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from rerank.events.event import Actor, EventKind
from rerank.features import goods
from rerank.features.goods import RESTED
from tests.conftest import OneConnection
from tests.integration.feature_shop import NOW, execute, keep, noting, open_feature_shop, order, read, told

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def _shop(database: OneConnection) -> None:
    await open_feature_shop(database)
    assert await noting(database, NOW - 3 * DAY).note() > 0


async def test_goods_are_noted_when_they_change_and_told_as_of_then(database: OneConnection) -> None:
    assert await noting(database, NOW - 2 * DAY).note() == 0, "nothing changed"
    await execute(database, "update variants set price_minor = 500 where product_id = 'kettle'")
    assert await noting(database, NOW - DAY).note() > 0

    assert told(await read(database, at=NOW - 2 * DAY), "discount", "kettle") == 0
    now = await read(database)
    assert told(now, "discount", "kettle") == pytest.approx(0.5)
    assert told(now, "price", "kettle") == pytest.approx(math.log(500))
    assert told(now, "price_place", "kettle") == 0
    assert told(now, "days_in_shop", "kettle") == pytest.approx(3)


async def test_prices_are_compared_within_their_currency_only(database: OneConnection) -> None:
    await execute(database, "update variants set price_minor = 1 where product_id = 'teapot'")
    await noting(database, NOW - 2 * DAY).note()
    assert told(await read(database, at=NOW - DAY), "price_place", "kettle") > 0
    await execute(database, "update variants set currency = 'EUR' where product_id = 'teapot'")
    await noting(database, NOW - DAY).note()
    assert told(await read(database), "price_place", "kettle") == 0


async def test_nobody_makes_a_thing_popular_by_themselves(database: OneConnection) -> None:
    for number in range(20):
        await keep(database, EventKind.CLICK, "kettle", turn_id=str(number))
    await keep(database, EventKind.CLICK, "boots")
    await keep(database, EventKind.CLICK, "boots", actor=Actor(shopper_id="sam"))
    await noting(database, NOW + timedelta(seconds=1)).note()

    found = await read(database, at=NOW + timedelta(seconds=2))
    assert told(found, "popularity", "kettle") == pytest.approx(math.log(2))
    assert told(found, "popularity", "boots") == pytest.approx(math.log(3))


async def test_whoever_gives_no_name_makes_nothing_popular(database: OneConnection) -> None:
    for number in range(20):
        await keep(database, EventKind.CLICK, "kettle", turn_id=str(number), actor=Actor())
    await noting(database, NOW + timedelta(seconds=1)).note()
    assert told(await read(database, at=NOW + timedelta(seconds=2)), "popularity", "kettle") == 0


async def test_nobody_makes_a_thing_much_clicked_by_themselves(database: OneConnection) -> None:
    for number in range(20):
        for place, product_id in enumerate(("kettle", "teapot"), start=1):
            shopper = Actor(device_id=f"device-{number}")
            await keep(database, EventKind.IMPRESSION, product_id, position=place, actor=shopper)
    for number in range(30):
        one = Actor(device_id="device-0")
        await keep(database, EventKind.CLICK, "teapot", position=1 + number, turn_id=str(number), actor=one)
    for number in range(1, 4):
        await keep(database, EventKind.CLICK, "kettle", position=1, actor=Actor(device_id=f"device-{number}"))
    await keep(database, EventKind.CLICK, "teapot", position=9, actor=Actor(device_id="was shown nothing"))
    await noting(database, NOW + timedelta(seconds=1)).note()

    found = await read(database, at=NOW + timedelta(seconds=2))
    assert told(found, "click_rate", "teapot") == pytest.approx(1), "one click of twenty, as expected of its place"


async def test_a_past_that_is_copied_for_visitors_makes_nothing_popular(database: OneConnection) -> None:
    await execute(
        database,
        "insert into customers (customer_id, name, email, copied_at) values ('c', 'C', 'c@x.example', %s)",
        [NOW],
    )
    await execute(database, "insert into shoppers (shopper_id, customer_id) values ('visitor', 'c')")
    await order(database, "copied", "milk", ago=DAY, shopper="visitor", customer="c")
    await order(database, "own", "boots", ago=DAY)
    await noting(database, NOW).note()

    found = await read(database)
    assert told(found, "popularity", "milk") == 0
    assert told(found, "popularity", "boots") == pytest.approx(math.log(6))


async def test_a_shop_that_takes_long_to_count_is_counted_seldom(database: OneConnection) -> None:
    """Counting takes a minute, by a clock that goes on by one after each look at it."""
    minutes = count()
    facts = replace(noting(database, NOW), clock=lambda: 60.0 * next(minutes))

    async def noted(price_minor: int) -> bool:
        await execute(database, "update variants set price_minor = %s where product_id = 'kettle'", [price_minor])
        now = NOW + timedelta(seconds=price_minor)
        return await replace(facts, now=lambda: now).note_if_rested() > 0

    assert [await noted(price) for price in range(500, 500 + RESTED + 2)] == [
        True,
        *[False] * (RESTED - 1),
        True,
        False,
    ]


async def test_what_held_before_is_forgotten_by_the_batch_and_what_holds_stays(
    database: OneConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goods, "BATCH", 2)
    for number in range(7):
        await execute(database, "update variants set price_minor = %s where product_id = 'kettle'", [500 + number])
        await noting(database, NOW - 2 * DAY + timedelta(minutes=number)).note()
    before = {name: told(await read(database), name, "kettle") for name in ("price", "popularity")}
    facts = "select count(*) from item_facts where product_id = 'kettle'"
    assert await (await database.held.execute(facts)).fetchone() == (8,)

    assert await replace(noting(database, NOW), retention=DAY).forget() >= 7

    assert await (await database.held.execute(facts)).fetchone() == (1,)
    assert {name: told(await read(database), name, "kettle") for name in before} == before
    left = await database.held.execute("select count(distinct product_id), count(*) from item_facts")
    assert await left.fetchone() == (6, 6)
