"""Visitors of the demo shop are each their own copy of one of its customers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.demo_shop import PART, RETIRED, demo_loaded_at
from assistant.installed import InstalledParts
from assistant.retention import Retention
from catalog.demo.products import demo_products
from shop.demo.histories import demo_orders
from shop.demo.people import demo_customers
from shop.writing import write_history
from tests.conftest import OneConnection
from tests.integration.conftest import Gateway
from tests.integration.test_signing_in import bearer, cart_status

LOADED = datetime.now(UTC) - timedelta(days=10)
MAYA = {"customer": "maya-okafor"}


@pytest.fixture
async def demo(gateway: Gateway) -> Gateway:
    """The demo customers as they were ten days ago."""
    gateway.sql("truncate customers cascade")
    await write_history(gateway.shop_pool, demo_customers(LOADED), demo_orders(demo_products(), LOADED))
    gateway.demo_since = LOADED
    return gateway


async def as_maya(gateway: Gateway) -> dict[str, str]:
    session = await gateway.open_session()
    answered = await gateway.client.post("/chat/demo-sign-in", json=MAYA, headers=session)
    assert answered.status_code == 200, answered.text
    assert answered.json()["customer"] == {"name": "Maya Okafor"}
    assert await cart_status(gateway, session) == 401
    return bearer(answered)


def copies(gateway: Gateway) -> list[tuple[Any, ...]]:
    return gateway.sql("select customer_id, email from customers where copied_at is not null order by customer_id")


async def test_visitors_choose_among_the_demo_customers(demo: Gateway) -> None:
    listed = (await demo.client.get("/storefront/demo-customers")).json()["customers"]
    assert [each["customer"] for each in listed][:2] == ["maya-okafor", "daniel-whitlock"]
    assert listed[0]["name"] == "Maya Okafor"
    assert "orders so far" in listed[0]["about"]


async def test_each_visitor_has_a_whole_history_of_their_own(demo: Gateway) -> None:
    for _ in range(2):
        await as_maya(demo)
    (first, first_email), (second, second_email) = copies(demo)
    assert len({first_email, second_email, "maya.okafor@example.com"}) == 3
    of_maya = "from orders where customer_id = '{0}'"
    counted = (
        "select count(*), sum(total_minor), count(distinct number), (select count(*) from shipments join orders"
        " using (order_id) where customer_id = '{0}'), (select sum(quantity) from order_lines join orders"
        " using (order_id) where customer_id = '{0}') " + of_maya
    )
    whole = demo.sql(counted.format("c-maya-okafor"))
    assert whole[0][0] > 20
    assert demo.sql(counted.format(first)) == demo.sql(counted.format(second)) == whole
    assert demo.sql("select count(*) = count(distinct number) from orders") == [(True,)]


async def test_history_is_as_long_ago_as_when_the_demo_shop_was_loaded(demo: Gateway) -> None:
    await as_maya(demo)
    newest = "select max(placed_at) from orders where customer_id = '{}'"
    ((copied,),), ((original,),) = (demo.sql(newest.format(each)) for each in (copies(demo)[0][0], "c-maya-okafor"))
    assert abs((copied - original) - (datetime.now(UTC) - LOADED)) < timedelta(minutes=1)


@pytest.mark.parametrize("customer", ["nobody", "george-hanley", "maya-okafor-1234"])
async def test_nobody_else_is_lent(demo: Gateway, customer: str) -> None:
    session = await demo.open_session()
    answered = await demo.client.post("/chat/demo-sign-in", json={"customer": customer}, headers=session)
    assert answered.status_code == 404
    assert await cart_status(demo, session) == 200


async def test_nobody_is_lent_outside_the_demo_shop(demo: Gateway) -> None:
    demo.demo_since = None
    assert (await demo.client.get("/storefront/demo-customers")).json() == {"customers": []}
    answered = await demo.client.post("/chat/demo-sign-in", json=MAYA, headers=await demo.open_session())
    assert answered.status_code == 404
    assert copies(demo) == []


async def test_demo_shop_is_loaded_until_it_retires(database: OneConnection) -> None:
    installed = InstalledParts(connections=database)
    assert await demo_loaded_at(database) is None
    await installed.note(PART, "as of today")
    assert await demo_loaded_at(database) is not None
    await installed.note(PART, RETIRED)
    assert await demo_loaded_at(database) is None


async def test_copies_are_forgotten_and_the_originals_stay(demo: Gateway) -> None:
    await as_maya(demo)
    kept = demo.sql("select count(*) from orders where customer_id = 'c-maya-okafor'")
    retention = Retention(connections=demo.shop_pool, period=timedelta(days=30))
    await retention.forget()
    assert len(copies(demo)) == 1
    demo.sql("update customers set copied_at = now() - interval '40 days' where copied_at is not null")
    await retention.forget()
    assert len(copies(demo)) == 1, "the session still lives"
    demo.sql("update chat_sessions set expires_at = now() - interval '1 minute'")
    await retention.forget()
    assert copies(demo) == []
    assert demo.sql("select count(*) from orders where customer_id = 'c-maya-okafor'") == kept
    assert demo.sql("select count(*) from orders where customer_id like 'c-maya-okafor-%'") == [(0,)]


async def test_payment_behind_a_link_is_settled_once_and_noted(demo: Gateway) -> None:
    token = "t" * 32
    demo.sql("delete from payments where order_id = 'o-maya-okafor-0001'")
    demo.sql(
        "insert into payments (payment_id, order_id, method, state, amount_minor, currency, token, requested_at)"
        f" select 'p-1', order_id, 'link', 'requested', total_minor, currency, '{token}', now()"
        " from orders where order_id = 'o-maya-okafor-0001'"
    )
    page = await demo.client.get(f"/pay/{token}")
    assert page.status_code == 200
    assert "Pay $" in page.text
    for _ in range(2):
        assert (await demo.client.post(f"/pay/{token}")).status_code == 303
    assert demo.sql("select state, settled_at is not null from payments where payment_id = 'p-1'") == [("paid", True)]
    assert demo.sql("select count(*) from audit where what = 'payment.paid' and subject = 'p-1'") == [(1,)]
    assert "Paid" in (await demo.client.get(f"/pay/{token}")).text
    demo.demo_since = None
    assert (await demo.client.get(f"/pay/{token}")).status_code == 404
