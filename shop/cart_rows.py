"""The SQL of carts."""

from collections.abc import Sequence
from typing import Any

from catalog.connections import Connection
from catalog.money import Money
from shop.cart import Cart, CartLine

EMPTY_CURRENCY = "USD"

LINES = """
    select line.line_id, variant.product_id, variant.variant_id, product.title, variant.attributes,
           line.quantity, variant.price_minor, variant.currency, variant.available
    from carts cart
    join cart_lines line using (cart_id)
    join variants variant using (variant_id)
    join products product using (product_id)
    where cart.shopper_id = %s and cart.state = 'open'
    order by line.added_at, line.line_id
"""


async def read_cart(connection: Connection, shopper_id: str) -> Cart:
    rows = await (await connection.execute(LINES, [shopper_id])).fetchall()
    lines = tuple(_line(row) for row in rows)
    currency = lines[0].unit_price.currency if lines else EMPTY_CURRENCY
    total = sum(line.line_total.amount_minor for line in lines)
    return Cart(lines=lines, total=Money(amount_minor=total, currency=currency))


async def open_cart(connection: Connection, shopper_id: str, *, new_cart_id: str) -> str:
    """The shopper's open cart, made if there is none, and locked until the transaction ends."""
    await connection.execute(
        "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
    )
    found = await connection.execute(
        "insert into carts (cart_id, shopper_id) values (%s, %s)"
        " on conflict (shopper_id) where state = 'open' do update set updated_at = now() returning cart_id",
        [new_cart_id, shopper_id],
    )
    row = await found.fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return str(row[0])


async def quantity_and_stock(connection: Connection, cart_id: str, variant_id: str) -> tuple[int, int] | None:
    """How many are in the cart and how many are available; None for a variant that is not sold."""
    found = await connection.execute(
        "select coalesce(line.quantity, 0), variant.available from variants variant"
        " left join cart_lines line on line.variant_id = variant.variant_id and line.cart_id = %s"
        " where variant.variant_id = %s",
        [cart_id, variant_id],
    )
    row = await found.fetchone()
    return None if row is None else (row[0], row[1])


async def write_quantity(connection: Connection, cart_id: str, variant_id: str, *, quantity: int, line_id: str) -> None:
    if quantity == 0:
        await connection.execute("delete from cart_lines where cart_id = %s and variant_id = %s", [cart_id, variant_id])
        return
    await connection.execute(
        "insert into cart_lines (line_id, cart_id, variant_id, quantity) values (%s, %s, %s, %s)"
        " on conflict (cart_id, variant_id) do update set quantity = excluded.quantity",
        [line_id, cart_id, variant_id, quantity],
    )


async def remove_all_lines(connection: Connection, cart_id: str) -> None:
    await connection.execute("delete from cart_lines where cart_id = %s", [cart_id])


def _line(row: Sequence[Any]) -> CartLine:
    line_id, product_id, variant_id, title, attributes, quantity, price_minor, currency, available = row
    price = Money(amount_minor=price_minor, currency=currency)
    return CartLine(
        line_id=line_id,
        product_id=product_id,
        variant_id=variant_id,
        title=title,
        attributes=attributes,
        quantity=quantity,
        unit_price=price,
        line_total=price.times(quantity),
        available=available,
    )
