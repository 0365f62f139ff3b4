"""The SQL of orders."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg.rows import dict_row

from catalog.connections import Connection
from catalog.contents import Store
from catalog.money import Money
from shop.checkout.payment import Payment, PaymentMethod, PaymentState
from shop.checkout.totals import Discount
from shop.checkout.window import Fulfilment, Window
from shop.customer import Address
from shop.order import Order, OrderLine, OrderState, Shipment

PaymentUrl = Callable[[str], str]

PLAIN = "upper(regexp_replace({}, '[^A-Za-z0-9]', '', 'g'))"
DIGITS = "regexp_replace({}, '[^0-9]', '', 'g')"
OWN = """
    select orders.order_id from orders
    where orders.customer_id = (select customer_id from shoppers where shopper_id = %(shopper_id)s)
       or orders.shopper_id = %(shopper_id)s
       or orders.order_id in (select order_id from proven_orders
                              where shopper_id = %(shopper_id)s and proven_at > %(now)s - %(proof_lives)s)
"""
PROVEN_BY = f"""
    select orders.order_id from orders left join customers using (customer_id)
    where ({PLAIN.format("number")} = %(number)s
           or ({DIGITS.format("number")} = %(digits)s and length(%(digits)s) >= 4))
      and lower(%(email)s) in (lower(orders.contact), lower(customers.email))
"""
ORDERS = """
    select orders.*, window_bookings.window_id, windows.starts_at, windows.ends_at,
           coalesce(windows.timezone, (
               select patterns.timezone from window_patterns patterns
               order by patterns.store_id is not distinct from orders.store ->> 'id' desc,
                        patterns.store_id nulls first, patterns.pattern_id
               limit 1), 'UTC') as timezone,
           to_jsonb(payments) as payment,
           (select coalesce(jsonb_agg(to_jsonb(line) || jsonb_build_object('category', products.category)
                                      order by line.position), '[]')
            from order_lines line left join products using (product_id)
            where line.order_id = orders.order_id) as lines
    from orders
    left join window_bookings using (order_id)
    left join windows using (window_id)
    left join payments using (order_id)
    where orders.order_id = any(%s)
    order by orders.placed_at desc, orders.order_id desc
"""
SHIPMENTS = """
    select order_id, shipment_id, carrier, tracking_number, shipped_at, expected_at, delivered_at
    from shipments where order_id = any(%s) order by shipped_at, shipment_id
"""
GIVE_STOCK_BACK = """
    update stock set quantity = stock.quantity + taken.quantity
    from (select line.variant_id, held.store_id, sum(held.quantity)::integer as quantity
          from order_line_stock held join order_lines line using (order_id, position)
          where held.order_id = %s group by line.variant_id, held.store_id) taken
    where stock.variant_id = taken.variant_id and stock.store_id = taken.store_id
"""
LOCK_STOCK = """
    select 1 from stock where (variant_id, store_id) in (
        select line.variant_id, held.store_id
        from order_line_stock held join order_lines line using (order_id, position) where held.order_id = %s)
    order by variant_id, store_id for update
"""


async def own_ids(connection: Connection, shopper_id: str, *, now: datetime, proof_lives: timedelta) -> list[str]:
    told = {"shopper_id": shopper_id, "now": now, "proof_lives": proof_lives}
    return [row[0] for row in await (await connection.execute(OWN, told)).fetchall()]


async def newest_own_ids(
    connection: Connection, shopper_id: str, *, now: datetime, proof_lives: timedelta, limit: int
) -> list[str]:
    told = {"shopper_id": shopper_id, "now": now, "proof_lives": proof_lives, "limit": limit}
    newest = f"{OWN} order by orders.placed_at desc limit %(limit)s"
    return [row[0] for row in await (await connection.execute(newest, told)).fetchall()]


async def ids_proven_by(connection: Connection, number: str, *, email: str) -> list[str]:
    digits = "".join(sign for sign in number if sign.isdigit())
    found = await connection.execute(PROVEN_BY, {"number": number, "digits": digits, "email": email})
    return [row[0] for row in await found.fetchall()]


async def read_orders(
    connection: Connection, order_ids: Sequence[str], *, payment_url: PaymentUrl
) -> tuple[Order, ...]:
    """Newest first."""
    if not order_ids:
        return ()
    shipments: dict[str, list[Shipment]] = {}
    for row in await (await connection.execute(SHIPMENTS, [list(order_ids)])).fetchall():
        shipments.setdefault(row[0], []).append(_shipment(row))
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(ORDERS, [list(order_ids)])
        rows = await cursor.fetchall()
    return tuple(_order(row, shipments.get(row["order_id"], ()), payment_url) for row in rows)


async def state_locked(connection: Connection, order_id: str) -> OrderState | None:
    found = await connection.execute("select state from orders where order_id = %s for update", [order_id])
    row = await found.fetchone()
    return OrderState(row[0]) if row else None


async def write_cancelled(connection: Connection, order_id: str, *, now: datetime) -> None:
    """The goods go back to the stores they were taken from, and the window can be had by others again."""
    await connection.execute(LOCK_STOCK, [order_id])
    await connection.execute(GIVE_STOCK_BACK, [order_id])
    await connection.execute("delete from order_line_stock where order_id = %s", [order_id])
    await connection.execute("delete from window_bookings where order_id = %s", [order_id])
    await connection.execute(
        "update payments set state = 'cancelled', settled_at = %s where order_id = %s and state = 'requested'",
        [now, order_id],
    )
    await connection.execute("update orders set state = 'cancelled' where order_id = %s", [order_id])


async def failed_proofs(connection: Connection, shopper_id: str, *, since: datetime) -> int:
    """How often this shopper failed; further tries of theirs wait until this one is done with."""
    await connection.execute(
        "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
    )
    await connection.execute("select 1 from shoppers where shopper_id = %s for no key update", [shopper_id])
    found = await connection.execute(
        "select count(*) from failed_proofs where shopper_id = %s and tried_at > %s", [shopper_id, since]
    )
    row = await found.fetchone()
    return int(row[0]) if row else 0


async def note_failed_proof(connection: Connection, shopper_id: str, *, now: datetime) -> None:
    await connection.execute("insert into failed_proofs (shopper_id, tried_at) values (%s, %s)", [shopper_id, now])


async def note_proof(connection: Connection, shopper_id: str, order_id: str, *, now: datetime) -> None:
    await connection.execute(
        "insert into proven_orders (shopper_id, order_id, proven_at) values (%s, %s, %s)"
        " on conflict (shopper_id, order_id) do update set proven_at = excluded.proven_at",
        [shopper_id, order_id, now],
    )


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was ordered as a guest, and what was proven, is the customer's from now on; tries stay counted."""
    told = {"from_id": from_id, "to_id": to_id}
    await connection.execute("update orders set shopper_id = %(to_id)s where shopper_id = %(from_id)s", told)
    await connection.execute(
        "insert into proven_orders (shopper_id, order_id, proven_at)"
        " select %(to_id)s, order_id, proven_at from proven_orders where shopper_id = %(from_id)s"
        " on conflict do nothing",
        told,
    )
    await connection.execute("delete from proven_orders where shopper_id = %(from_id)s", told)
    await connection.execute("update failed_proofs set shopper_id = %(to_id)s where shopper_id = %(from_id)s", told)


def _order(row: Mapping[str, Any], shipments: Sequence[Shipment], payment_url: PaymentUrl) -> Order:
    currency, store = row["currency"], row["store"]
    return Order(
        id=row["order_id"],
        number=row["number"],
        customer_id=row["customer_id"],
        state=OrderState(row["state"]),
        placed_at=row["placed_at"],
        address=Address(**row["address"]) if row["address"] else None,
        lines=tuple(_line(line, currency) for line in row["lines"]),
        shipping=Money(amount_minor=row["shipping_minor"], currency=currency),
        tax=Money(amount_minor=row["tax_minor"], currency=currency),
        discounts=tuple(_discount(plain, currency) for plain in row["discounts"]),
        shipments=tuple(shipments),
        shopper_id=row["shopper_id"],
        contact=row["contact"],
        how=Fulfilment(row["how"]),
        store=Store(**store) if store else None,
        window=_window(row) if row["window_id"] else None,
        payment=_payment(row["payment"], payment_url) if row["payment"] else None,
        seller=row["seller"],
        timezone=row["timezone"],
    )


def _line(plain: Mapping[str, Any], currency: str) -> OrderLine:
    return OrderLine(
        product_id=plain["product_id"],
        variant_id=plain["variant_id"],
        title=plain["title"],
        attributes=plain["attributes"],
        quantity=plain["quantity"],
        unit_price=Money(amount_minor=plain["unit_price_minor"], currency=currency),
        returned_quantity=plain["returned_quantity"],
        discount_minor=plain["discount_minor"],
        tax_minor=plain["tax_minor"],
        category=tuple(plain["category"] or ()),
    )


def _discount(plain: Mapping[str, Any], currency: str) -> Discount:
    return Discount(name=plain["name"], amount=Money(amount_minor=plain["amount_minor"], currency=currency))


def _shipment(row: Sequence[Any]) -> Shipment:
    return Shipment(
        id=row[1],
        carrier=row[2],
        tracking_number=row[3],
        shipped_at=row[4],
        expected_at=row[5],
        delivered_at=row[6],
    )


def _window(row: Mapping[str, Any]) -> Window:
    return Window(id=row["window_id"], starts_at=row["starts_at"], ends_at=row["ends_at"], timezone=row["timezone"])


def _payment(plain: Mapping[str, Any], payment_url: PaymentUrl) -> Payment:
    return Payment(
        id=plain["payment_id"],
        order_id=plain["order_id"],
        method=PaymentMethod(plain["method"]),
        state=PaymentState(plain["state"]),
        amount=Money(amount_minor=plain["amount_minor"], currency=plain["currency"]),
        label=plain["label"],
        url=payment_url(plain["token"]) if plain["token"] else None,
    )
