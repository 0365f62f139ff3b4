"""States of commerce that the database itself does not let happen."""

import psycopg
import pytest

from shop import audit
from tests.conftest import OneConnection

PLACED = """
    insert into shoppers (shopper_id) values ('s');
    insert into orders (order_id, number, contact, state, placed_at, address, currency, items_minor, shipping_minor,
                        tax_minor, total_minor, quote_id)
    values ('o', 'N-1', 'a@example.com', 'placed', now(), '{}', 'USD', 1000, 599, 80, 1679, 'q');
    insert into order_lines (order_id, position, product_id, variant_id, title, quantity, unit_price_minor)
    values ('o', 0, 'p', 'v', 'Mug', 2, 500);
    insert into windows (window_id, starts_at, ends_at, timezone, capacity)
    values ('w', now(), now() + interval '1 hour', 'UTC', 1);
    insert into window_bookings values ('o', 'w');
    insert into customers (customer_id, name, email, address) values ('c', 'A', 'c@example.com', '{}');
    insert into voice_codes (customer_id, salt, scrypt) values ('c', sha256('a'), sha256('b'));
    insert into checkouts (checkout_id, shopper_id) values ('k', 's');
    insert into quotes (quote_id, checkout_id, shopper_id, terms_sha256, needs_code, created_at, expires_at)
    values ('q', 'k', 's', sha256('t'), false, now(), now() + interval '1 minute')
"""
ORDER = (
    "insert into orders (order_id, number, contact, state, placed_at, how, address, store, currency, items_minor,"
    " discount_minor, shipping_minor, tax_minor, total_minor, quote_id) values"
)


@pytest.mark.parametrize(
    "statement",
    [
        f"{ORDER} ('p', 'N-2', 'a@b.c', 'placed', now(), 'delivery', '{{}}', null, 'USD', 1, 0, 0, 0, 1, 'q')",
        f"{ORDER} ('p', 'N-2', 'a@b.c', 'placed', now(), 'delivery', '{{}}', null, 'USD', 9, 0, 0, 0, 1, 'r')",
        f"{ORDER} ('p', 'N-2', 'a@b.c', 'placed', now(), 'delivery', '{{}}', null, 'USD', 1, 2, 1, 0, 0, 'r')",
        f"{ORDER} ('p', 'N-2', null, 'placed', now(), 'delivery', '{{}}', null, 'USD', 1, 0, 0, 0, 1, 'r')",
        f"{ORDER} ('p', 'N-2', 'a@b.c', 'placed', now(), 'delivery', null, null, 'USD', 1, 0, 0, 0, 1, 'r')",
        f"{ORDER} ('p', 'N-2', 'a@b.c', 'placed', now(), 'pickup', '{{}}', null, 'USD', 1, 0, 0, 0, 1, 'r')",
        "update order_lines set discount_minor = 1001",
        "update windows set booked = 2",
        "update windows set booked = -1",
        "update windows set capacity = 0",
        "update voice_codes set wrong_tries = 4",
        "insert into checkouts (checkout_id, shopper_id) values ('l', 's')",
        (
            "insert into quotes (quote_id, checkout_id, shopper_id, terms_sha256, needs_code, created_at, expires_at)"
            " values ('r', 'k', 's', sha256('t'), false, now(), now() + interval '1 minute')"
        ),
        "insert into stored_payments values ('p', 'c', 'Visa 4242424242424242', 'ref')",
        (
            "insert into payments (payment_id, order_id, method, amount_minor, currency, requested_at)"
            " values ('p', 'o', 'link', 1, 'USD', now())"
        ),
        (
            "insert into payments (payment_id, order_id, method, amount_minor, currency, requested_at, token)"
            " values ('p', 'o', 'link', 1, 'USD', now(), 'short')"
        ),
        "insert into promotions (promotion_id, name, kind, currency) values ('p', 'P', 'percent', 'USD')",
        "insert into promotions (promotion_id, name, kind, percent, currency) values ('p', 'P', 'percent', 101, 'USD')",
        (
            "insert into promotions (promotion_id, name, kind, percent, amount_minor, currency)"
            " values ('p', 'P', 'percent', 10, 5, 'USD')"
        ),
        "insert into tax_rates values ('US', '', '', -1)",
        "insert into shop_terms (only_row, seller, country) values (false, 'S', 'US')",
        "insert into reservations values ('v', 'nowhere', 'q', 1, now())",
    ],
)
async def test_what_must_not_be_cannot_be_stored(database: OneConnection, statement: str) -> None:
    async with database.connection() as connection:
        await connection.execute(PLACED)
        with pytest.raises(psycopg.IntegrityError):
            async with connection.transaction():
                await connection.execute(statement)


async def test_a_cancelled_booking_frees_the_window(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(PLACED)
        await connection.execute("delete from orders")
        assert await (await connection.execute("select booked from windows")).fetchone() == (0,)


@pytest.mark.parametrize("statement", ["update audit set what = 'x'", "delete from audit", "truncate audit"])
async def test_the_audit_trail_is_only_added_to(database: OneConnection, statement: str) -> None:
    async with database.connection() as connection:
        for shopper_id in ("ann", "bob"):
            await audit.note(
                connection, shopper_id=shopper_id, turn_id="t", what="cart.added", subject="v", details={"quantity": 1}
            )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with connection.transaction():
                await connection.execute(statement)


async def test_a_shopper_who_wants_to_be_forgotten_is_forgotten_there_too(database: OneConnection) -> None:
    async with database.connection() as connection:
        for shopper_id in ("ann", "bob"):
            await audit.note(connection, shopper_id=shopper_id, turn_id="t", what="w", subject="v", details={})
        await audit.forget(connection, shopper_id="ann")
        assert await (await connection.execute("select shopper_id from audit")).fetchall() == [("bob",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with connection.transaction():
                await connection.execute("delete from audit")
