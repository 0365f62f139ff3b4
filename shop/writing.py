"""Writes customers and their past orders, as a shop's own systems hand them over."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection, Connections, connected
from shop.customer import Customer
from shop.errors import ShopUnavailable
from shop.order import Order

CUSTOMER = """
    insert into customers (customer_id, name, email, phone, address, preferences, created_at)
    values (%s, %s, %s, %s, %s, %s, %s)
    on conflict (customer_id) do update set
        name = excluded.name, email = excluded.email, phone = excluded.phone, address = excluded.address,
        preferences = excluded.preferences, created_at = excluded.created_at
"""
ORDER = """
    insert into orders (order_id, number, customer_id, shopper_id, contact, seller, state, placed_at, how, address,
                        store, currency, items_minor, discount_minor, discounts, shipping_minor, tax_minor, total_minor)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
LINE = """
    insert into order_lines (order_id, position, product_id, variant_id, title, attributes, quantity,
                             returned_quantity, unit_price_minor, discount_minor, tax_minor)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
SHIPMENT = """
    insert into shipments (shipment_id, order_id, carrier, tracking_number, shipped_at, expected_at, delivered_at)
    values (%s, %s, %s, %s, %s, %s, %s)
"""


async def write_history(connections: Connections, customers: Sequence[Customer], orders: Sequence[Order]) -> None:
    """All or nothing; an order that was written before is replaced."""
    async with connected(connections, lost=ShopUnavailable) as connection:
        await _many(connection, CUSTOMER, map(_customer, customers))
        await connection.execute("delete from orders where order_id = any(%s)", [[order.id for order in orders]])
        await write_orders(connection, orders)


async def write_orders(connection: Connection, orders: Sequence[Order]) -> None:
    await _many(connection, ORDER, map(_order, orders))
    await _many(connection, LINE, (row for order in orders for row in _lines(order)))
    await _many(connection, SHIPMENT, (row for order in orders for row in _shipments(order)))


async def _many(connection: Connection, statement: str, rows: Iterator[Sequence[Any]]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(statement, rows)


def _customer(customer: Customer) -> Sequence[Any]:
    address, preferences = Jsonb(asdict(customer.address)), Jsonb(dict(customer.preferences))
    return customer.id, customer.name, customer.email, customer.phone, address, preferences, customer.created_at


def _order(order: Order) -> Sequence[Any]:
    return (
        order.id,
        order.number,
        order.customer_id,
        order.shopper_id,
        order.contact,
        order.seller,
        order.state,
        order.placed_at,
        order.how,
        order.address and Jsonb(asdict(order.address)),
        order.store and Jsonb(asdict(order.store)),
        order.total.currency,
        order.items.amount_minor,
        order.totals.discount.amount_minor,
        Jsonb([{"name": each.name, "amount_minor": each.amount.amount_minor} for each in order.discounts]),
        order.shipping.amount_minor,
        order.tax.amount_minor,
        order.total.amount_minor,
    )


def _lines(order: Order) -> Iterator[Sequence[Any]]:
    for position, line in enumerate(order.lines):
        yield (
            order.id,
            position,
            line.product_id,
            line.variant_id,
            line.title,
            Jsonb(dict(line.attributes)),
            line.quantity,
            line.returned_quantity,
            line.unit_price.amount_minor,
            line.discount_minor,
            line.tax_minor,
        )


def _shipments(order: Order) -> Iterator[Sequence[Any]]:
    for shipment in order.shipments:
        yield (
            shipment.id,
            order.id,
            shipment.carrier,
            shipment.tracking_number,
            shipment.shipped_at,
            shipment.expected_at,
            shipment.delivered_at,
        )
