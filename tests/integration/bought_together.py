"""Purchases and looks in the small shop, as orders and pages tell of them."""

from collections.abc import Sequence
from datetime import datetime

from catalog.connections import Connections

ORDER = """
    insert into orders (order_id, number, customer_id, shopper_id, state, placed_at, address, currency, items_minor,
                        shipping_minor, tax_minor, total_minor)
    values (%(order)s, %(order)s, %(customer)s, %(shopper)s, 'delivered', %(at)s, '{}', 'USD', 1000, 0, 0, 1000)
"""
LINE = """
    insert into order_lines (order_id, position, product_id, variant_id, title, quantity, unit_price_minor)
    select %(order)s, %(position)s, p.product_id, v.variant_id, p.title, 1, v.price_minor
    from products p join variants v using (product_id) where p.product_id = %(product)s
    order by v.position limit 1
"""
LOOK = """
    insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, device_id, event_id)
    values (%(at)s, %(at)s, %(kind)s, %(product)s, person_of(%(shopper)s, %(device)s, %(at)s), %(shopper)s, %(device)s,
            gen_random_uuid()::text)
"""


async def customer(connections: Connections, name: str) -> str:
    """A customer who has been here: the shopper's id."""
    async with connections.connection() as connection:
        told = [name, name.title(), f"{name}@shop.example"]
        await connection.execute(
            "insert into customers (customer_id, name, email, address) values (%s, %s, %s, '{}')", told
        )
        await connection.execute(
            "insert into shoppers (shopper_id, customer_id) values (%s, %s)", [f"shopper-{name}", name]
        )
    return f"shopper-{name}"


async def guest(connections: Connections, name: str) -> str:
    async with connections.connection() as connection:
        await connection.execute("insert into shoppers (shopper_id) values (%s)", [name])
    return name


async def bought(connections: Connections, name: str, products: Sequence[str], *, at: datetime) -> None:
    """By a customer of `customer`."""
    order = f"{name}-{at:%Y%m%d%H%M}"
    told = {"order": order, "customer": name, "shopper": f"shopper-{name}", "at": at}
    async with connections.connection() as connection:
        await connection.execute(ORDER, told)
        for position, product in enumerate(products):
            await connection.execute(LINE, {"order": order, "position": position, "product": product})


async def did(
    connections: Connections,
    kind: str,
    product: str,
    *,
    at: datetime,
    shopper: str | None = None,
    device: str | None = None,
) -> None:
    async with connections.connection() as connection:
        told = {"kind": kind, "product": product, "at": at, "shopper": shopper, "device": device}
        await connection.execute(LOOK, told)
