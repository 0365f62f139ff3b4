"""Features of the past: what learning is told of a moment is what a turn read then, on every engine."""

import asyncio
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rerank.features.checking import FeatureCheck, differences
from rerank.features.engines import DuckDb, Spark
from rerank.features.exported import export
from rerank.features.feature import Values
from rerank.features.goods import GoodsFacts
from rerank.features.past_features import PastFeatures, asked_table
from rerank.features.stored_features import StoredFeatures
from tests.conftest import OneConnection
from tests.integration.feature_shop import (
    NOW,
    PRODUCTS,
    Asked,
    Deed,
    do,
    offline,
    online,
    open_feature_shop,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KINDS = ("view", "click", "dwell", "impression", "add_to_cart", "remove_from_cart", "purchase", "return", "rejection")
# Some lie on the edges of what is read, some at the same instant as others, some just after what is asked for.
AGES = st.one_of(
    st.sampled_from([timedelta(), HOUR, DAY, 30 * DAY, 730 * DAY, timedelta(microseconds=1)]),
    st.timedeltas(min_value=-2 * HOUR, max_value=3 * HOUR),
    st.timedeltas(min_value=timedelta(), max_value=800 * DAY),
)
DEEDS = st.builds(
    Deed,
    kind=st.sampled_from(KINDS),
    product_id=st.sampled_from(PRODUCTS),
    ago=AGES,
    heard_after=st.sampled_from([timedelta(), timedelta(seconds=30), 2 * HOUR]),
    person_id=st.sampled_from(["maya", "maya", "sam"]),
    quantity=st.integers(1, 5),
    price=st.one_of(st.none(), st.integers(1, 20_000)),
    list_price=st.one_of(st.none(), st.integers(1, 20_000)),
    place=st.one_of(st.none(), st.floats(0, 1, width=32)),
    dwell_ms=st.one_of(st.none(), st.integers(0, 10_000_000)),
    size=st.sampled_from([None, "41", "42", "1 l", ""]),
)
MOMENTS = st.lists(AGES.map(lambda ago: NOW - ago), min_size=1, max_size=3)


@pytest.fixture(autouse=True)
async def _shop(database: OneConnection) -> None:
    await open_feature_shop(database)
    for days in (40, 10, 1):
        await GoodsFacts(connections=database, retention=800 * DAY, now=lambda days=days: NOW - days * DAY).note()
        async with database.connection() as connection:
            await connection.execute("update variants set price_minor = price_minor - 120 where product_id <> 'boots'")


async def _asked_both(database: OneConnection, asked: list[Asked]) -> tuple[Values, Values, tuple[str, ...]]:
    before = await offline(database, asked)
    return np.concatenate([each.values for each in await online(database, asked)]), before.values, before.names


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deeds=st.lists(DEEDS, max_size=40), moments=MOMENTS)
async def test_what_learning_is_told_of_a_moment_is_what_a_turn_reads(
    database: OneConnection, deeds: list[Deed], moments: list[Any]
) -> None:
    asked = [Asked(person_id=person, at=at) for at in moments for person in ("maya", "sam", None)]
    async with database.held.transaction(force_rollback=True):
        await do(database, deeds)
        read, reckoned, names = await _asked_both(database, asked)
    assert not [each for each in differences(names, read, reckoned) if each.differing]


async def test_most_of_it_is_known_of_somebody_who_shops_here(database: OneConnection) -> None:
    """Else the comparison above would compare nothing with nothing."""
    await do(database, _busy_life())
    await GoodsFacts(connections=database, retention=800 * DAY, now=lambda: NOW - timedelta(minutes=1)).note()
    read, reckoned, names = await _asked_both(database, [Asked(person_id="maya", at=NOW)])
    unknown = {name for name, column in zip(names, reckoned.T, strict=True) if np.isnan(column).all()}
    unmoved = {name for name, column in zip(names, reckoned.T, strict=True) if (column == 0).all()}
    assert unknown == set()
    assert unmoved == set()
    assert not [each for each in differences(names, read, reckoned) if each.differing]


async def test_nothing_that_came_later_is_known_of_a_moment(database: OneConnection) -> None:
    """Neither what was done at or after it, nor what was only heard of then, nor what goods became."""
    await do(database, _busy_life())
    asked = [Asked(person_id="maya", at=NOW)]
    read, reckoned, _ = await _asked_both(database, asked)

    async with database.connection() as connection:
        await connection.execute("update variants set price_minor = price_minor * 3")
    await GoodsFacts(connections=database, retention=800 * DAY, now=lambda: NOW + timedelta(seconds=1)).note()
    later = [Deed(kind=kind, product_id=each, ago=-HOUR) for kind in KINDS for each in PRODUCTS]
    at_once = [Deed(kind=kind, product_id=each, ago=timedelta()) for kind in KINDS for each in PRODUCTS]
    unheard = [Deed(kind=kind, product_id=each, ago=HOUR, heard_after=HOUR) for kind in KINDS for each in PRODUCTS]
    await do(database, [*later, *at_once, *unheard])

    read_later, reckoned_later, _ = await _asked_both(database, asked)
    np.testing.assert_array_equal(read_later, read)
    np.testing.assert_array_equal(reckoned_later, reckoned)


async def test_only_the_latest_of_a_very_busy_life_counts_on_either_side(database: OneConnection) -> None:
    await do(database, [Deed(kind="click", product_id=PRODUCTS[n % 5], ago=timedelta(minutes=n)) for n in range(1100)])
    read, reckoned, names = await _asked_both(database, [Asked(person_id="maya", at=NOW)])
    assert not [each for each in differences(names, read, reckoned) if each.differing]


async def test_moments_come_back_in_the_order_they_were_asked_for(database: OneConnection) -> None:
    await do(database, _busy_life())
    some, other = Asked(person_id="maya", at=NOW, product_ids=("milk", "boots")), Asked(person_id=None, at=NOW - DAY)
    table = await offline(database, [some, other])
    alone = await offline(database, [other])
    assert len(table.values) == 2 + len(PRODUCTS)
    np.testing.assert_array_equal(table.values[2:], alone.values)
    assert (await offline(database, [])).values.shape == (0, len(table.names))


async def test_a_shop_can_check_itself(database: OneConnection) -> None:
    await do(database, _busy_life())
    check = FeatureCheck(
        connections=database,
        reader=StoredFeatures(database),
        past=PastFeatures(connections=database),
        now=lambda: NOW,
    )
    found = await check.check(people=5, products=6)
    assert found
    assert not [each for each in found if each.differing]


@pytest.mark.timeout(300)
async def test_a_cluster_reckons_what_one_machine_does(database: OneConnection, spark: Any) -> None:
    await do(database, _busy_life())
    asked = [Asked(person_id=person, at=NOW - ago) for ago in (timedelta(), DAY) for person in ("maya", "sam", None)]
    async with database.connection() as connection:
        history = await export(connection, people={"maya", "sam"}, products=set(PRODUCTS), since=NOW - DAY, until=NOW)
    table = asked_table(asked)

    on_one = DuckDb().reckon(table, history)
    on_many = await asyncio.to_thread(Spark(spark).reckon, table, history)

    names = tuple(str(place) for place in range(on_one.shape[1]))
    assert not [each for each in differences(names, on_many, on_one) if each.differing]


def _busy_life() -> list[Deed]:
    each_day = [
        Deed(
            kind=kind,
            product_id=product_id,
            ago=day * DAY + timedelta(minutes=number),
            dwell_ms=20_000,
            price=900 + day,
        )
        for day in range(1, 4)
        for number, (kind, product_id) in enumerate((kind, each) for kind in KINDS for each in PRODUCTS)
        if kind not in {"purchase", "return", "rejection"}
    ]
    bought = [
        Deed(kind="purchase", product_id=product_id, ago=days * DAY, size="42", quantity=2, list_price=1500, place=0.2)
        for product_id in PRODUCTS
        for days in (5, 12, 20)
    ]
    back = [Deed(kind="return", product_id=product_id, ago=3 * DAY) for product_id in PRODUCTS]
    no = [Deed(kind="rejection", product_id="clogs", ago=HOUR)]
    now = [
        Deed(kind=kind, product_id=product_id, ago=timedelta(minutes=3), dwell_ms=60_000)
        for kind, product_id in (
            *(("click", "kettle"), ("dwell", "teapot"), ("add_to_cart", "boots"), ("impression", "clogs")),
            *(("impression", "milk"), ("view", "milk")),
        )
    ]
    return [*each_day, *bought, *back, *no, *now]


async def test_of_a_long_history_only_what_its_moments_look_back_to_is_read(database: OneConnection) -> None:
    """Or each part of what is learned from would take along all that its people ever saw, and all days of its goods."""
    kept = [
        Deed(kind="purchase", product_id=PRODUCTS[0], ago=100 * DAY),
        Deed(kind="view", product_id=PRODUCTS[0], ago=29 * DAY),
        Deed(kind="impression", product_id=PRODUCTS[0], ago=11 * DAY),
    ]
    gone = [
        Deed(kind="purchase", product_id=PRODUCTS[0], ago=800 * DAY),
        Deed(kind="view", product_id=PRODUCTS[0], ago=50 * DAY),
        Deed(kind="impression", product_id=PRODUCTS[0], ago=12 * DAY),
        Deed(kind="click", product_id=PRODUCTS[0], ago=9 * DAY),
    ]
    await do(database, [*kept, *gone])
    moment = NOW - 10 * DAY
    async with database.connection() as connection:
        history = await export(connection, people={"maya"}, products=set(PRODUCTS), since=moment, until=moment + HOUR)
    assert sorted(history["signals"].column("kind").to_pylist()) == ["impression", "purchase", "view"]
    assert set(history["item_facts"].column("valid_from").to_pylist()) == {moment.timestamp()}
    assert set(history["category_facts"].column("valid_from").to_pylist()) <= {
        moment.timestamp(),
        (NOW - 40 * DAY).timestamp(),
    }
