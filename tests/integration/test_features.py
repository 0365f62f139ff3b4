"""Features as turns read them: what people do counts within the second, for them alone, and says what it should."""

import math
import time
from datetime import timedelta

import pytest

from rerank.events.event import Actor, EventKind, Source
from rerank.features.goods import GoodsFacts
from tests.conftest import OneConnection
from tests.integration.feature_shop import (
    GOODS,
    NOW,
    Deed,
    do,
    execute,
    keep,
    noting,
    open_feature_shop,
    order,
    read,
    told,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
async def _shop(database: OneConnection) -> None:
    await open_feature_shop(database)
    assert await noting(database, NOW - 3 * DAY).note() > 0


async def test_an_event_counts_within_the_second(database: OneConnection) -> None:
    started = time.monotonic()
    await keep(database, EventKind.CLICK, "kettle")
    found = await read(database, at=NOW + timedelta(seconds=1))
    took_s = time.monotonic() - started

    assert told(found, "looked_at", "kettle") > 0.9
    assert told(found, "category_affinity_1h", "teapot") == pytest.approx(0.5, abs=0.01), "of its category"
    assert told(found, "looked_at", "boots") == 0
    assert took_s < 1.0


async def test_usuals_come_due_by_their_period(database: OneConnection) -> None:
    for number, days in enumerate((30, 20, 10)):
        await order(database, f"o{number}", "milk", ago=timedelta(days=days))

    found = await read(database, at=NOW - 5 * DAY)

    assert told(found, "usual_times", "milk") == 3
    assert told(found, "usual_period_days", "milk") == pytest.approx(10)
    assert told(found, "usual_due", "milk") == pytest.approx(0.5)
    assert told(found, "usual_days_since", "milk") == pytest.approx(5)
    assert math.isnan(told(found, "usual_due", "kettle"))


async def test_a_purchase_fades_with_time(database: OneConnection) -> None:
    await order(database, "o", "milk", ago=75 * DAY)
    found = await read(database)
    assert told(found, "bought", "milk") == pytest.approx(0.5)
    assert told(found, "bought_brand", "milk") == pytest.approx(0.5)


async def test_the_session_is_the_weighted_mean_of_what_was_looked_at(database: OneConnection) -> None:
    """A look of two minutes says as much as four clicks; all are as old as each other."""
    await do(
        database,
        [
            Deed(kind="click", product_id="kettle", ago=timedelta(minutes=1)),
            Deed(kind="dwell", product_id="boots", ago=timedelta(minutes=1), dwell_ms=120_000),
            Deed(kind="click", product_id="milk", ago=timedelta(minutes=1)),
        ],
    )
    found = await read(database)
    mean = [(one + 4 * other) / 5 for one, other in zip(GOODS["kettle"][3], GOODS["boots"][3], strict=True)]
    inner = sum(one * other for one, other in zip(GOODS["toaster"][3], mean, strict=True))
    assert told(found, "session_likeness", "toaster") == pytest.approx(inner, abs=1e-3)
    assert math.isnan(told(found, "session_likeness", "milk")), "it has no vector"
    assert math.isnan(told(await read(database, "sam"), "session_likeness", "toaster"))


async def test_sizes_are_those_that_they_bought_of_the_category(database: OneConnection) -> None:
    await do(
        database,
        [
            Deed(kind="purchase", product_id="boots", ago=DAY, size="42"),
            Deed(kind="purchase", product_id="boots", ago=DAY, size="44"),
        ],
    )
    found = await read(database)
    assert told(found, "size_fit", "boots") == pytest.approx(0.5), "44 is not among its sizes"
    assert told(found, "size_fit", "clogs") == 0
    assert math.isnan(told(found, "size_fit", "kettle"))


async def test_who_looks_for_discounts_wants_them_more_than_they_are_shown(database: OneConnection) -> None:
    reduced = {"price": 800, "list_price": 1000}
    await do(
        database,
        [
            *(Deed(kind="click", product_id="kettle", ago=HOUR, **reduced) for _ in range(5)),
            *(Deed(kind="impression", product_id="teapot", ago=HOUR) for _ in range(3)),
            Deed(kind="impression", product_id="kettle", ago=HOUR, **reduced),
        ],
    )
    assert told(await read(database), "discount_lean", "kettle") == pytest.approx((5 - 5 / 4) / 10)


async def test_what_is_shown_and_left_is_passed_over(database: OneConnection) -> None:
    await do(database, [Deed(kind="impression", product_id="clogs", ago=HOUR / 2) for _ in range(3)])
    await do(database, [Deed(kind="impression", product_id="boots", ago=HOUR / 2)])
    await keep(database, EventKind.CLICK, "boots")
    found = await read(database)
    assert told(found, "passed_over", "clogs") == 3
    assert told(found, "passed_over", "boots") == 0


async def test_a_return_counts_against_the_thing_and_its_like(database: OneConnection) -> None:
    await order(database, "o", "boots", ago=20 * DAY)
    await execute(
        database,
        "insert into returns (return_id, number, order_id, shopper_id, reason, resolution, refund_minor,"
        " shipping_minor, currency, label_token, started_at)"
        " values ('r', 'r', 'o', 'maya', 'too_small', 'refund', 0, 0, 'USD', repeat('x', 32), %s)",
        [NOW - DAY],
    )
    await execute(database, "insert into return_lines values ('r', 'o', 1, 1)")

    assert told(await read(database, at=NOW - 2 * DAY), "returned", "boots") == 0, "not yet sent back"
    assert told(await read(database), "returned_category", "clogs") == pytest.approx(0.5)

    await execute(database, "update returns set state = 'cancelled'")
    assert told(await read(database), "returned", "boots") == 0


async def test_a_purchase_of_ours_counts_once(database: OneConnection) -> None:
    """The turn tells of it, and so does the order; a page's purchases may be of another till."""
    await order(database, "o", "milk", ago=timedelta(seconds=2))
    await keep(database, EventKind.PURCHASE, "milk", source=Source.TURN)
    assert told(await read(database), "bought", "milk") == pytest.approx(1, abs=0.01)

    await keep(database, EventKind.PURCHASE, "milk", source=Source.PAGE)
    assert told(await read(database), "bought", "milk") == pytest.approx(2, abs=0.01)

    await execute(database, "update orders set state = 'cancelled'")
    assert told(await read(database), "bought", "milk") == pytest.approx(1, abs=0.01)


async def test_orders_from_before_their_first_visit_are_theirs(database: OneConnection) -> None:
    await execute(database, "insert into customers (customer_id, name, email) values ('c', 'C', 'c@example.com')")
    await order(database, "o", "milk", ago=DAY, shopper=None, customer="c")
    assert told(await read(database, "new"), "bought", "milk") == 0

    await execute(database, "insert into shoppers (shopper_id, customer_id) values ('new', 'c')")
    assert told(await read(database, "new"), "bought", "milk") > 0.9


async def test_a_browser_is_known_before_its_shopper_is(database: OneConnection) -> None:
    await keep(database, EventKind.CLICK, "kettle", actor=Actor(device_id="tablet"))
    assert told(await read(database, None, device_id="tablet"), "looked_at", "kettle") > 0.9
    assert told(await read(database, None, device_id="another"), "looked_at", "kettle") == 0
    assert told(await read(database, None), "looked_at", "kettle") == 0


async def test_nothing_is_read_of_the_deleted_and_of_the_unwilling(database: OneConnection) -> None:
    await order(database, "o", "milk", ago=DAY)
    await keep(database, EventKind.CLICK, "kettle")
    assert told(await read(database), "bought", "milk") > 0.9

    await execute(database, "insert into refusing_shoppers values ('maya', now())")
    assert told(await read(database), "bought", "milk") == 0

    await execute(database, "delete from shoppers where shopper_id = 'maya'")
    async with database.connection() as connection:
        assert await (await connection.execute("select event_id from signals")).fetchall() == []


async def test_signals_go_with_their_events(database: OneConnection) -> None:
    await keep(database, EventKind.CLICK, "kettle")
    await keep(database, EventKind.CLICK, "boots", actor=Actor(device_id="tablet"))
    await execute(database, "delete from events where product_id = 'kettle' or device_id = 'tablet'")
    async with database.connection() as connection:
        assert await (await connection.execute("select event_id from signals")).fetchall() == []


async def test_an_event_of_a_variant_alone_is_of_its_product(database: OneConnection) -> None:
    await keep(database, EventKind.ADD_TO_CART, None, variant_id="boots-1")
    await keep(database, EventKind.CLICK, "nothing the shop has")
    assert told(await read(database), "in_cart", "boots") == 1
    async with database.connection() as connection:
        kept = await (await connection.execute("select product_id, size, price_minor from signals")).fetchall()
    assert kept == [("boots", "42", 1000)]


async def test_goods_that_came_just_now_are_told_apart_already(database: OneConnection) -> None:
    await execute(database, "delete from item_facts where product_id = 'kettle'")
    await keep(database, EventKind.CLICK, "kettle")
    async with database.connection() as connection:
        kept = await (await connection.execute("select category, brand from signals")).fetchall()
    assert kept == [("Home / Kitchen", "Barrow")]


async def test_what_can_say_nothing_any_more_is_forgotten(database: OneConnection) -> None:
    await do(
        database,
        [
            Deed(kind="click", product_id="kettle", ago=60 * DAY),
            Deed(kind="click", product_id="boots", ago=10 * DAY),
        ],
    )
    await order(database, "o", "milk", ago=60 * DAY)

    await GoodsFacts(connections=database, retention=30 * DAY, now=lambda: NOW).forget()

    async with database.connection() as connection:
        left = await (await connection.execute("select product_id from signals order by 1")).fetchall()
    assert left == [("boots",), ("milk",)]
