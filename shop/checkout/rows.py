"""The SQL of checkouts: choices, quotes, what they hold, and how full windows are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection
from shop.checkout.allocation import Shelf
from shop.checkout.calendar import Offered
from shop.checkout.ledger import Buyer, Choices, Held
from shop.checkout.payment import StoredPayment
from shop.checkout.window import Fulfilment
from shop.customer import Address

BUYER = """
    select customer.customer_id, customer.email, customer.address, code.asked_from_minor,
           (select coalesce(jsonb_agg(jsonb_build_array(stored_payment_id, label) order by position, stored_payment_id),
                            '[]')
            from stored_payments where stored_payments.customer_id = customer.customer_id)
    from shoppers join customers customer using (customer_id)
    left join voice_codes code using (customer_id)
    where shopper_id = %s
"""
CHOICES = """
    select checkout_id, how, address, store_id, window_id, contact, payment
    from checkouts where shopper_id = %s and state = 'open'
"""
KEEP_CHOICES = """
    insert into checkouts (checkout_id, shopper_id, how, address, store_id, window_id, contact, payment, updated_at)
    values (%(checkout_id)s, %(shopper_id)s, %(how)s, %(address)s, %(store_id)s, %(window_id)s, %(contact)s,
            %(payment)s, %(now)s)
    on conflict (shopper_id) where state = 'open' do update set
        how = excluded.how, address = excluded.address, store_id = excluded.store_id, window_id = excluded.window_id,
        contact = excluded.contact, payment = excluded.payment, updated_at = excluded.updated_at
"""
STOCK = "select variant_id, store_id, quantity from stock where variant_id = any(%s) order by variant_id, store_id"
HELD_FOR_OTHERS = """
    select variant_id, store_id, sum(quantity)
    from reservations join quotes using (quote_id)
    where variant_id = any(%(variant_ids)s) and reservations.expires_at > %(now)s and quotes.state = 'open'
      and quotes.shopper_id is distinct from %(shopper_id)s
    group by variant_id, store_id
"""
TAKEN_WINDOWS = """
    select wanted.window_id, coalesce(windows.booked, 0)
           + (select count(*) from quotes
              where quotes.window_id = wanted.window_id and quotes.state = 'open' and quotes.expires_at > %(now)s
                and quotes.shopper_id <> %(shopper_id)s)
    from unnest(%(window_ids)s::text[]) as wanted (window_id) left join windows using (window_id)
"""
# A capacity made smaller than what is booked stays at what is booked.
LOCK_WINDOW = """
    insert into windows (window_id, starts_at, ends_at, timezone, capacity) values (%s, %s, %s, %s, %s)
    on conflict (window_id) do update set capacity = greatest(excluded.capacity, windows.booked)
"""
QUOTE = """
    select quote_id, checkout_id, terms_sha256, needs_code, state = 'open', created_at, expires_at, window_id
    from quotes where shopper_id = %(shopper_id)s
      and case when %(quote_id)s::text is null then state = 'open' else quote_id = %(quote_id)s end
"""
HOLD = """
    insert into quotes (quote_id, checkout_id, shopper_id, window_id, terms_sha256, needs_code, created_at, expires_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
    on conflict (quote_id) do update set expires_at = excluded.expires_at
"""


async def read_buyer(connection: Connection, shopper_id: str) -> Buyer | None:
    row = await (await connection.execute(BUYER, [shopper_id])).fetchone()
    if row is None:
        return None
    customer_id, email, address, code_from_minor, stored = row
    return Buyer(
        customer_id=customer_id,
        email=email,
        address=Address(**address) if address else None,
        stored_payments=tuple(StoredPayment(id=id_, label=label) for id_, label in stored),
        code_from_minor=code_from_minor,
    )


async def read_choices(connection: Connection, shopper_id: str, *, lock: bool) -> Choices | None:
    found = await connection.execute(f"{CHOICES} {'for update' if lock else ''}", [shopper_id])
    row = await found.fetchone()
    if row is None:
        return None
    checkout_id, how, address, store_id, window_id, contact, payment = row
    return Choices(
        checkout_id=checkout_id,
        how=Fulfilment(how) if how else None,
        address=Address(**address) if address else None,
        store_id=store_id,
        window_id=window_id,
        contact=contact,
        payment=payment,
    )


async def write_choices(connection: Connection, shopper_id: str, choices: Choices, *, now: datetime) -> None:
    await connection.execute(
        "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
    )
    address = Jsonb(asdict(choices.address)) if choices.address else None
    await connection.execute(
        KEEP_CHOICES,
        {
            "checkout_id": choices.checkout_id,
            "shopper_id": shopper_id,
            "how": choices.how,
            "address": address,
            "store_id": choices.store_id,
            "window_id": choices.window_id,
            "contact": choices.contact,
            "payment": choices.payment,
            "now": now,
        },
    )


async def read_shelves(connection: Connection, variant_ids: Sequence[str], *, lock: bool) -> dict[Shelf, int]:
    """Locked in the order in which everybody locks them; those of all stores, so that sales of a variant queue up."""
    found = await connection.execute(f"{STOCK} {'for update' if lock else ''}", [sorted(variant_ids)])
    return {(variant_id, store_id): quantity for variant_id, store_id, quantity in await found.fetchall()}


async def read_held_for_others(
    connection: Connection, shopper_id: str | None, variant_ids: Sequence[str], *, now: datetime
) -> dict[Shelf, int]:
    told = {"shopper_id": shopper_id, "variant_ids": list(variant_ids), "now": now}
    found = await connection.execute(HELD_FOR_OTHERS, told)
    return {(variant_id, store_id): int(quantity) for variant_id, store_id, quantity in await found.fetchall()}


async def read_taken_windows(
    connection: Connection, shopper_id: str, window_ids: Sequence[str], *, now: datetime
) -> dict[str, int]:
    told = {"shopper_id": shopper_id, "window_ids": list(window_ids), "now": now}
    return dict(await (await connection.execute(TAKEN_WINDOWS, told)).fetchall())


async def lock_window(connection: Connection, offered: Offered) -> None:
    window = offered.window
    await connection.execute(
        LOCK_WINDOW, [window.id, window.starts_at, window.ends_at, window.timezone, offered.capacity]
    )


async def read_quote(connection: Connection, shopper_id: str, *, quote_id: str | None) -> Held | None:
    row = await (await connection.execute(QUOTE, {"shopper_id": shopper_id, "quote_id": quote_id})).fetchone()
    if row is None:
        return None
    return Held(
        quote_id=row[0],
        checkout_id=row[1],
        terms_sha256=bytes(row[2]),
        needs_code=row[3],
        is_open=row[4],
        created_at=row[5],
        expires_at=row[6],
        window_id=row[7],
    )


async def write_quote(connection: Connection, shopper_id: str, held: Held, taken: Mapping[Shelf, int]) -> None:
    await void_quotes(connection, shopper_id, but=held.quote_id)
    await connection.execute(
        HOLD,
        [
            held.quote_id,
            held.checkout_id,
            shopper_id,
            held.window_id,
            held.terms_sha256,
            held.needs_code,
            held.created_at,
            held.expires_at,
        ],
    )
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into reservations (variant_id, store_id, quote_id, quantity, expires_at)"
            " values (%s, %s, %s, %s, %s)",
            [(*shelf, held.quote_id, number, held.expires_at) for shelf, number in sorted(taken.items())],
        )


async def void_quotes(connection: Connection, shopper_id: str, *, but: str | None = None) -> None:
    """Those still open; whatever any of them held, that of `but` too, is free again."""
    await connection.execute(
        "delete from reservations using quotes"
        " where reservations.quote_id = quotes.quote_id and quotes.shopper_id = %s and quotes.state = 'open'",
        [shopper_id],
    )
    await connection.execute(
        "update quotes set state = 'void' where shopper_id = %s and state = 'open' and quote_id is distinct from %s",
        [shopper_id, but],
    )


async def close_checkout(connection: Connection, shopper_id: str, *, state: str, now: datetime) -> None:
    await connection.execute(
        "update checkouts set state = %s, updated_at = %s where shopper_id = %s and state = 'open'",
        [state, now, shopper_id],
    )


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was chosen last, before signing in, counts; quotes are void, for carts, prices and people have changed."""
    told: dict[str, Any] = {"from_id": from_id, "to_id": to_id}
    for shopper_id in (from_id, to_id):
        await void_quotes(connection, shopper_id)
    await connection.execute(
        "update checkouts set state = 'abandoned' where shopper_id = %(to_id)s and state = 'open'"
        " and exists (select from checkouts where shopper_id = %(from_id)s and state = 'open')",
        told,
    )
    for table in ("checkouts", "quotes"):
        await connection.execute(f"update {table} set shopper_id = %(to_id)s where shopper_id = %(from_id)s", told)
