"""The SQL of placing an order: stock, window, order, payment, and the cart that becomes it."""

from dataclasses import dataclass

from catalog.connections import Connection
from shop.checkout.ledger import Placing
from shop.checkout.payment import PaymentMethod
from shop.writing import write_orders

TAKE_STOCK = """
    update stock set quantity = stock.quantity - taken.quantity
    from unnest(%s::text[], %s::text[], %s::integer[]) as taken (variant_id, store_id, quantity)
    where stock.variant_id = taken.variant_id and stock.store_id = taken.store_id
"""
PAYMENT = """
    insert into payments (payment_id, order_id, method, amount_minor, currency, label, reference, token, requested_at)
    select %(payment_id)s, %(order_id)s, %(method)s, %(amount_minor)s, %(currency)s, stored.label, stored.reference,
           %(token)s, %(now)s
    from (select 1) as one left join stored_payments stored on stored.stored_payment_id = %(stored)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIds:
    payment_id: str
    token: str


async def write_placed(connection: Connection, placing: Placing, ids: NewIds) -> None:
    order = placing.order
    await _take_stock(connection, placing)
    await write_orders(connection, [order])
    await connection.execute("update orders set quote_id = %s where order_id = %s", [placing.quote_id, order.id])
    await _note_shelves(connection, placing)
    if order.window is not None:
        await connection.execute(
            "insert into window_bookings (order_id, window_id) values (%s, %s)", [order.id, order.window.id]
        )
    await _request_payment(connection, placing, ids)
    await connection.execute(
        "update carts set state = 'ordered', updated_at = now() where cart_id = %s", [placing.cart_id]
    )
    await connection.execute(
        "update checkouts set state = 'placed', updated_at = now() where checkout_id = %s", [placing.checkout_id]
    )
    await connection.execute("update quotes set state = 'placed' where quote_id = %s", [placing.quote_id])
    await connection.execute("delete from reservations where quote_id = %s", [placing.quote_id])


async def order_id_of_quote(connection: Connection, shopper_id: str, quote_id: str) -> str | None:
    found = await connection.execute(
        "select order_id from orders join quotes using (quote_id) where quote_id = %s and quotes.shopper_id = %s",
        [quote_id, shopper_id],
    )
    row = await found.fetchone()
    return row[0] if row else None


async def next_number(connection: Connection) -> str:
    """Such as TL-400001: short enough to be said; an order is found by it only together with who ordered."""
    found = await connection.execute(
        "select coalesce((select nullif(order_prefix, '') || '-' from shop_terms), '') || nextval('order_numbers')"
    )
    row = await found.fetchone()
    if row is None:
        raise AssertionError("a select without a table always returns a row")
    return str(row[0])


async def _take_stock(connection: Connection, placing: Placing) -> None:
    shelves = sorted(placing.taken)
    done = await connection.execute(
        TAKE_STOCK,
        [
            [variant_id for variant_id, _ in shelves],
            [store_id for _, store_id in shelves],
            [placing.taken[shelf] for shelf in shelves],
        ],
    )
    if done.rowcount != len(shelves):
        raise AssertionError("what was locked is still there")


async def _note_shelves(connection: Connection, placing: Placing) -> None:
    position = {line.variant_id: place for place, line in enumerate(placing.order.lines)}
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into order_line_stock (order_id, position, store_id, quantity) values (%s, %s, %s, %s)",
            [
                (placing.order.id, position[variant_id], store_id, number)
                for (variant_id, store_id), number in sorted(placing.taken.items())
            ],
        )


async def _request_payment(connection: Connection, placing: Placing, ids: NewIds) -> None:
    order, choice = placing.order, placing.payment
    await connection.execute(
        PAYMENT,
        {
            "payment_id": ids.payment_id,
            "order_id": order.id,
            "method": choice.method,
            "amount_minor": order.total.amount_minor,
            "currency": order.total.currency,
            "token": ids.token if choice.method is PaymentMethod.LINK else None,
            "stored": choice.stored.id if choice.stored else None,
            "now": order.placed_at,
        },
    )
