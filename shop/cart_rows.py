"""The SQL of carts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.connections import Connection
from catalog.money import Money
from shop.cart import Cart, CartLine
from shop.checkout.goods import GoodsLine
from shop.checkout.ledger import Basket
from shop.price_matching.rows import matched_prices

# What nothing costs in a shop that sells nothing yet.
EMPTY_CURRENCY = "USD"

LINES = """
    select line.line_id, variant.product_id, variant.variant_id, product.title, variant.attributes,
           line.quantity, variant.price_minor, variant.currency, variant.available,
           line.added_at_price_minor, product.brand, product.category, product.delivery_days, cart.cart_id,
           coalesce(variant.image_url, product.image_url)
    from carts cart
    join cart_lines line using (cart_id)
    join variants variant using (variant_id)
    join products product using (product_id)
    where cart.shopper_id = %s and cart.state = 'open'
    order by line.added_at, line.line_id
"""

CURRENCY = """
    select coalesce((select currency from shipping_methods order by position, method_id limit 1),
                    (select currency from variants limit 1), %s)
"""
THERE = """
    select coalesce(line.quantity, 0), variant.available, variant.currency,
           (select min(other.currency) from cart_lines beside join variants other using (variant_id)
            where beside.cart_id = %(cart_id)s and beside.variant_id <> %(variant_id)s)
    from variants variant
    left join cart_lines line on line.variant_id = variant.variant_id and line.cart_id = %(cart_id)s
    where variant.variant_id = %(variant_id)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """How many are in the cart, and how many there are; `cart_currency` is that of what else is in it, if anything."""

    quantity: int
    available: int
    currency: str
    cart_currency: str | None


async def read_basket(connection: Connection, shopper_id: str, *, now: datetime, lock: bool = False) -> Basket:
    """The open cart at today's prices; `lock` keeps it from being changed or ordered meanwhile."""
    if lock:
        await connection.execute("select from carts where shopper_id = %s and state = 'open' for update", [shopper_id])
    rows = await (await connection.execute(LINES, [shopper_id])).fetchall()
    lines = tuple(_line(row) for row in rows)
    matched = (
        await matched_prices(connection, shopper_id, [line.variant_id for line in lines], now=now) if lines else {}
    )
    currency = "" if lines else await _shops_currency(connection)
    return Basket(
        cart_id=rows[0][13] if rows else None,
        cart=Cart.of(lines, currency=currency),
        lines=tuple(_goods(row, matched) for row in rows),
    )


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


async def read_there(connection: Connection, cart_id: str, variant_id: str) -> There | None:
    """None for a variant that is not sold."""
    row = await (await connection.execute(THERE, {"cart_id": cart_id, "variant_id": variant_id})).fetchone()
    return None if row is None else There(quantity=row[0], available=row[1], currency=row[2], cart_currency=row[3])


async def write_quantity(connection: Connection, cart_id: str, variant_id: str, *, quantity: int, line_id: str) -> None:
    if quantity == 0:
        await connection.execute("delete from cart_lines where cart_id = %s and variant_id = %s", [cart_id, variant_id])
        return
    await connection.execute(
        "insert into cart_lines (line_id, cart_id, variant_id, quantity, added_at)"
        # Lines that come back together keep their order: each is a moment later than the one before.
        " values (%s, %s, %s, %s, clock_timestamp())"
        " on conflict (cart_id, variant_id) do update set quantity = excluded.quantity",
        [line_id, cart_id, variant_id, quantity],
    )


async def remove_all_lines(connection: Connection, cart_id: str) -> dict[str, int]:
    """How many there were of each variant."""
    gone = await connection.execute(
        "delete from cart_lines where cart_id = %s returning variant_id, quantity", [cart_id]
    )
    return dict(await gone.fetchall())


async def _shops_currency(connection: Connection) -> str:
    row = await (await connection.execute(CURRENCY, [EMPTY_CURRENCY])).fetchone()
    return str(row[0]) if row else EMPTY_CURRENCY


def _line(row: Sequence[Any]) -> CartLine:
    line_id, product_id, variant_id, title, attributes, quantity, price_minor, currency, available, told_minor = row[
        :10
    ]
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
        price_told=None if told_minor is None else Money(amount_minor=told_minor, currency=currency),
        image_url=row[14],
    )


def _goods(row: Sequence[Any], matched: Mapping[str, Money]) -> GoodsLine:
    match = matched.get(row[2])
    return GoodsLine(
        variant_id=row[2],
        product_id=row[1],
        brand=row[10],
        category=tuple(row[11]),
        quantity=row[5],
        unit_price_minor=row[6],
        matched_price_minor=match.amount_minor if match else None,
        delivery_days=row[12],
    )
