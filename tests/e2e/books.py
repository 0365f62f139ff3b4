"""What an open shop's books say, read behind its back, and what has to hold of them whatever happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from assistant.embedded_postgres import EmbeddedPostgres
from tests.open_shop import OpenShop

OATS = "v-grocery-oat-milk-0010-1-qt"

# Each tells what must not be there.
WRONG = {
    "stock below zero": "select variant_id, store_id, quantity from stock where quantity < 0",
    "what is available is not what lies on the shelves": """
        select variant_id, available, coalesce(sum(quantity), 0) from variants left join stock using (variant_id)
        group by variant_id having available <> coalesce(sum(quantity), 0)""",
    "more held than there is": """
        select variant_id, store_id, stock.quantity, sum(held.quantity)
        from stock join reservations held using (variant_id, store_id) join quotes using (quote_id)
        where quotes.state = 'open' and held.expires_at > now()
        group by variant_id, store_id, stock.quantity having sum(held.quantity) > stock.quantity""",
    "goods held for nothing": """
        select quote_id from reservations join quotes using (quote_id) where quotes.state <> 'open'""",
    "a confirmed quote without exactly one order": """
        select quote_id, count(order_id) from quotes left join orders using (quote_id)
        where quotes.state = 'placed' group by quote_id having count(order_id) <> 1""",
    "an order nobody confirmed": """
        select number from orders join quotes using (quote_id) where quotes.state <> 'placed'""",
    "an order that does not add up": """
        select number from orders join lateral (
            select sum(quantity * unit_price_minor) as items, sum(discount_minor) as off, sum(tax_minor) as tax
            from order_lines line where line.order_id = orders.order_id) lines on true
        where quote_id is not null and (items <> items_minor or off > discount_minor or tax > tax_minor
            or total_minor <> items_minor - discount_minor + shipping_minor + tax_minor)""",
    "an order that takes other goods from the shelves than it sells": """
        select number, position from orders join order_lines line using (order_id)
        left join lateral (select coalesce(sum(shelf.quantity), 0) as taken from order_line_stock shelf
            where shelf.order_id = line.order_id and shelf.position = line.position) shelves on true
        where quote_id is not null and taken <> line.quantity
            -- A cancelled order gives its goods back, and the demo shop restocks what was ordered long ago.
            and state <> 'cancelled' and placed_at > now() - interval '20 minutes'""",
    "an order without its one payment": """
        select number from orders left join payments using (order_id)
        where quote_id is not null and (payment_id is null or payments.amount_minor <> total_minor)""",
    "a window with other bookings than orders": """
        select window_id, booked, count(order_id) from windows left join window_bookings using (window_id)
        group by window_id having booked <> count(order_id)""",
    "an order without one word of it in the audit trail": """
        select number from orders left join audit on subject = order_id and what = 'order.placed'
        where quote_id is not null group by number having count(audit_no) <> 1""",
    "goods in a cart that no audit tells of": """
        select line_id from cart_lines join carts using (cart_id)
        where not exists (select from audit where audit.shopper_id = carts.shopper_id and what like 'cart.%'
            and (subject = cart_lines.variant_id or details::text like '%' || cart_lines.variant_id || '%'))
        and not exists (select from shoppers where merged_into = carts.shopper_id)""",
    "a cart that is still open after its goods were ordered": """
        select carts.cart_id from quotes join checkouts using (checkout_id)
        join carts on carts.shopper_id = checkouts.shopper_id and carts.state = 'open'
        where quotes.state = 'placed' and checkouts.state = 'placed' and carts.created_at < quotes.created_at""",
    "two orders of one cart": """
        select shopper_id from carts where state = 'open' group by shopper_id having count(*) > 1""",
}


@contextmanager
def books_of(shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    url = EmbeddedPostgres(shop.folder / "postgres").url
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def check_invariants(connection: psycopg.Connection[Any]) -> None:
    """One statement each, so that every one of them sees the books of a single moment."""
    found = {wrong: connection.execute(statement).fetchall() for wrong, statement in WRONG.items()}
    assert {wrong: rows for wrong, rows in found.items() if rows} == {}


def orders_of(connection: psycopg.Connection[Any], session_id: str) -> list[tuple[str, dict[str, int]]]:
    """Number, and how many of which variant, of all that was ordered in a session."""
    rows = connection.execute(
        """select number, jsonb_object_agg(variant_id, quantity) from orders join order_lines using (order_id)
        join quotes using (quote_id) join chat_sessions session on session.shopper_id = quotes.shopper_id
        where session_id = %s group by number order by number""",
        [session_id],
    ).fetchall()
    return [(number, lines) for number, lines in rows]


def shelves(connection: psycopg.Connection[Any], variant_id: str = OATS) -> int:
    row = connection.execute("select available from variants where variant_id = %s", [variant_id]).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def put(connection: psycopg.Connection[Any], quantity: int, *, variant_id: str = OATS) -> None:
    """As many as that at Riverside, none elsewhere, and nothing held any more of what lay there before."""
    connection.execute("delete from reservations where variant_id = %s", [variant_id])
    connection.execute(
        "update stock set quantity = case store_id when 'riverside' then %s else 0 end where variant_id = %s",
        [quantity, variant_id],
    )


def let_go(connection: psycopg.Connection[Any]) -> None:
    """Of all that is held for quotes, as their time lets it go by itself."""
    connection.execute("delete from reservations")


def widen_windows(connection: psycopg.Connection[Any]) -> None:
    """So many that tests which are not about them never fill one."""
    connection.execute("update window_patterns set capacity = 9999; update windows set capacity = 9999")


def ordered(connection: psycopg.Connection[Any], variant_id: str = OATS) -> int:
    """Of what was confirmed in conversations, not of the histories that a demo shop comes with."""
    row = connection.execute(
        "select coalesce(sum(quantity), 0) from order_lines join orders using (order_id)"
        " where quote_id is not null and variant_id = %s",
        [variant_id],
    ).fetchone()
    assert row is not None
    return int(row[0])
