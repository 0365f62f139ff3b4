"""The demo customers and their orders in the real database."""

from datetime import UTC, datetime

from catalog.demo.products import demo_products
from shop.demo.histories import demo_orders
from shop.demo.people import demo_customers
from shop.writing import write_history
from tests.conftest import OneConnection

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def test_histories_are_written_once_however_often(database: OneConnection) -> None:
    customers, orders = demo_customers(NOW), demo_orders(demo_products(), NOW)
    await write_history(database, customers, orders)
    await write_history(database, customers, orders)
    async with database.connection() as connection:
        counted = await connection.execute(
            "select (select count(*) from customers), (select count(*) from orders), count(*),"
            " sum(quantity * unit_price_minor) = (select sum(items_minor) from orders) from order_lines"
        )
        assert await counted.fetchone() == (
            len(customers),
            len(orders),
            sum(len(order.lines) for order in orders),
            True,
        )


async def test_demo_orders_stand_in_every_state(database: OneConnection) -> None:
    await write_history(database, demo_customers(NOW), demo_orders(demo_products(), NOW))
    async with database.connection() as connection:
        states = await (await connection.execute("select distinct state from orders")).fetchall()
    assert {state for (state,) in states} >= {
        "placed",
        "packed",
        "shipped",
        "delivered",
        "partly_returned",
        "cancelled",
    }
