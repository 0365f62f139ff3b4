"""The SQL of habits: what a shopper bought, read at once, and what they corrected."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.connections import Connection
from shop.usual.history import Bought, Correction, History
from shop.usual.meanings import Meaning, newest

# Beyond this nothing weighs anything any more, and nobody's whole life is read for a carton of milk.
REMEMBERED_DAYS = 730
MOST_CORRECTIONS = 200

BOUGHT = f"""
    with own as (
        select order_id, placed_at from orders
        where customer_id = (select customer_id from shoppers where shopper_id = %(shopper_id)s)
          and state <> 'cancelled' and placed_at > now() - interval '{REMEMBERED_DAYS} days'
        union
        select order_id, placed_at from orders
        where shopper_id = %(shopper_id)s
          and state <> 'cancelled' and placed_at > now() - interval '{REMEMBERED_DAYS} days'
    ), taken as (
        select line.variant_id, own.placed_at, max(line.product_id) as product_id, max(line.title) as title,
               (array_agg(line.attributes))[1] as attributes, sum(line.quantity)::integer as quantity
        from own join order_lines line using (order_id)
        where line.quantity > line.returned_quantity
        group by line.variant_id, own.placed_at
    ), bought as (
        select variant_id, (array_agg(product_id order by placed_at desc))[1] as product_id,
               (array_agg(title order by placed_at desc))[1] as title,
               (array_agg(attributes order by placed_at desc))[1] as attributes,
               array_agg(placed_at order by placed_at) as times, array_agg(quantity order by placed_at) as quantities
        from taken group by variant_id
    )
    select bought.*, variant.available
    from bought left join lateral (select available from variants v where v.variant_id = bought.variant_id limit 1)
              variant on true
"""
CORRECTIONS = f"""
    select c.wrong_variant_id, c.right_variant_id, c.corrected_at, v.product_id, p.title, v.attributes, v.available
    from usual_corrections c
    join variants v on v.variant_id = c.right_variant_id join products p using (product_id)
    where c.shopper_id = %(shopper_id)s order by c.corrected_at desc limit {MOST_CORRECTIONS}
"""
MEANINGS = f"""
    select c.right_variant_id, p.title, v.attributes, coalesce(wrong_product.title, ''), c.corrected_at
    from usual_corrections c
    join variants v on v.variant_id = c.right_variant_id join products p using (product_id)
    left join variants wrong on wrong.variant_id = c.wrong_variant_id
    left join products wrong_product on wrong_product.product_id = wrong.product_id
    where c.shopper_id = %s order by c.corrected_at desc limit {MOST_CORRECTIONS}
"""
CORRECT = """
    insert into usual_corrections (shopper_id, turn_id, wrong_variant_id, right_variant_id)
    values (%s, %s, %s, %s) on conflict do nothing
"""


async def read_history(connection: Connection, shopper_id: str) -> History:
    """Both statements go to the database together."""
    said = {"shopper_id": shopper_id}
    async with connection.pipeline():
        bought = await connection.execute(BOUGHT, said, prepare=True)
        corrected = await connection.execute(CORRECTIONS, said, prepare=True)
        known = {row[0]: _bought(row) for row in await bought.fetchall()}
        corrections = list(reversed(await corrected.fetchall()))
    for row in corrections:
        known.setdefault(row[1], _corrected_to(row))
    return History(bought=tuple(known.values()), corrections=tuple(map(_correction, corrections)))


async def note_correction(
    connection: Connection, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str
) -> None:
    """Once for each turn, however often it is repeated."""
    await connection.execute(CORRECT, [shopper_id, turn_id, wrong_id, right_id])


async def read_meanings(connection: Connection, shopper_id: str) -> tuple[Meaning, ...]:
    found = await connection.execute(MEANINGS, [shopper_id])
    return newest(
        [
            Meaning(variant_id=row[0], title=row[1], attributes=row[2], instead_of=row[3], told_at=row[4])
            async for row in found
        ]
    )


async def forget_corrections(connection: Connection, shopper_id: str, right_ids: Sequence[str]) -> int:
    gone = await connection.execute(
        "delete from usual_corrections where shopper_id = %s and right_variant_id = any(%s)",
        [shopper_id, list(right_ids)],
    )
    return gone.rowcount


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was corrected before signing in is the customer's."""
    await connection.execute(
        "update usual_corrections as mine set shopper_id = %(to)s where shopper_id = %(from)s and not exists"
        " (select from usual_corrections as theirs where theirs.shopper_id = %(to)s and theirs.turn_id = mine.turn_id"
        " and theirs.wrong_variant_id = mine.wrong_variant_id)",
        {"from": from_id, "to": to_id},
    )


def _bought(row: Sequence[Any]) -> Bought:
    variant_id, product_id, title, attributes, times, quantities, available = row
    return Bought(
        variant_id=variant_id,
        product_id=product_id,
        title=title,
        attributes=attributes,
        times=tuple(times),
        quantities=tuple(quantities),
        available=available,
    )


def _corrected_to(row: Sequence[Any]) -> Bought:
    return Bought(variant_id=row[1], product_id=row[3], title=row[4], attributes=row[5], available=row[6])


def _correction(row: Sequence[Any]) -> Correction:
    corrected_at: datetime = row[2]
    return Correction(wrong_id=row[0], right_id=row[1], corrected_at=corrected_at)
