"""Features by a reader that holds what goods are like: the same as by one that has never read before."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from rerank.events.event import EventKind
from rerank.features.held_goods import HELD_S
from rerank.features.rows import CHANGED_MOST
from rerank.features.stored_features import StoredFeatures
from tests.conftest import OneConnection
from tests.integration.feature_shop import NOW, PRODUCTS, execute, keep, noting, open_feature_shop, order, read, told

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
async def _shop(database: OneConnection) -> None:
    await open_feature_shop(database)
    assert await noting(database, NOW - 3 * DAY).note() > 0
    await order(database, "o", "boots", ago=DAY)
    await keep(database, EventKind.CLICK, "kettle")


async def _same(database: OneConnection, reader: StoredFeatures, *, at: datetime = NOW) -> float:
    """Also the price of a kettle, as a logarithm."""
    by_it = await reader.read("maya", PRODUCTS, at=at)
    afresh = await read(database, at=at)
    np.testing.assert_array_equal(by_it.values, afresh.values)
    return told(by_it, "price", "kettle")


async def _reprice(database: OneConnection, product_id: str, price: int, *, at: datetime) -> None:
    await execute(database, "update variants set price_minor = %s where product_id = %s", [price, product_id])
    assert await noting(database, at).note() > 0


async def test_what_is_noted_counts_from_its_moment_on(database: OneConnection) -> None:
    reader = StoredFeatures(database)
    assert await _same(database, reader) == await _same(database, reader)

    await _reprice(database, "kettle", 2500, at=NOW + MINUTE)
    assert await _same(database, reader) == pytest.approx(np.log(1000)), "it did not hold yet"
    assert await _same(database, reader, at=NOW + MINUTE) == pytest.approx(np.log(2500))
    assert await _same(database, reader, at=NOW) == pytest.approx(np.log(1000)), "what came later is not known"
    assert await _same(database, reader, at=NOW + 2 * MINUTE) == pytest.approx(np.log(2500))

    await _reprice(database, "boots", 3100, at=NOW + 3 * MINUTE)
    assert await _same(database, reader, at=NOW + 3 * MINUTE) == pytest.approx(np.log(2500))


async def test_what_changed_while_others_were_asked_for_is_not_held_any_more(database: OneConnection) -> None:
    reader = StoredFeatures(database)
    await _same(database, reader)
    await _reprice(database, "kettle", 2500, at=NOW + MINUTE)

    await reader.read("maya", ["boots"], at=NOW + MINUTE)

    assert await _same(database, reader, at=NOW + MINUTE) == pytest.approx(np.log(2500))


async def test_goods_that_were_unknown_are_known_once_they_are_noted(database: OneConnection) -> None:
    await execute(database, "delete from item_facts where product_id = 'kettle'")
    reader = StoredFeatures(database)
    assert np.isnan(await _same(database, reader))

    assert await noting(database, NOW + MINUTE).note() > 0

    assert await _same(database, reader, at=NOW + MINUTE) == pytest.approx(np.log(1000))


async def test_so_many_changes_that_they_cannot_be_named(database: OneConnection) -> None:
    reader = StoredFeatures(database)
    await _same(database, reader)
    await _reprice(database, "kettle", 2500, at=NOW + MINUTE)
    await execute(
        database,
        "insert into item_facts (product_id, product_no, valid_from, category, brand, rating_count, added_at, sizes)"
        " select 'other-' || number, 10000 + number, %s, '', '', 0, now(), '' from generate_series(1, %s) number",
        [NOW + MINUTE / 2, CHANGED_MOST],
    )
    assert await _same(database, reader, at=NOW + MINUTE) == pytest.approx(np.log(2500))
    assert await _same(database, reader, at=NOW + MINUTE) == pytest.approx(np.log(2500))


async def test_what_is_held_is_not_looked_up_and_is_read_again_after_a_while(database: OneConnection) -> None:
    """What was changed by hand, under an old moment, is what tells the one from the other."""
    clock = [0.0]
    reader = StoredFeatures(database, clock=lambda: clock[0])
    await _same(database, reader)
    await execute(database, "update item_facts set price_minor = 7000 where product_id = 'kettle'")

    held = await reader.read("maya", PRODUCTS, at=NOW)
    clock[0] += HELD_S + 1
    again = await reader.read("maya", PRODUCTS, at=NOW)

    assert told(held, "price", "kettle") == pytest.approx(np.log(1000))
    assert told(again, "price", "kettle") == pytest.approx(np.log(7000))


async def test_a_person_is_read_afresh_however_long_goods_are_held(database: OneConnection) -> None:
    reader = StoredFeatures(database)
    before = await reader.read("maya", PRODUCTS, at=NOW)
    await keep(database, EventKind.ADD_TO_CART, "clogs")
    after = await reader.read("maya", PRODUCTS, at=NOW)

    assert told(before, "in_cart", "clogs") == 0
    assert told(after, "in_cart", "clogs") == 1


async def test_a_product_asked_for_twice_and_one_that_nobody_knows(database: OneConnection) -> None:
    reader = StoredFeatures(database)
    for _ in range(2):
        found = await reader.read("maya", ["kettle", "no such thing", "kettle"], at=NOW)
        np.testing.assert_array_equal(found.values[0], found.values[2])
        assert np.isnan(found.values[1, found.names.index("price@1")])
    assert (await reader.read("maya", [], at=NOW)).values.shape == (0, len(found.names))
