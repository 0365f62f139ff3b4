"""The SQL of preferences, with the door to what the retailer knows of a customer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection
from shop.preferences.customers import from_customer, without
from shop.preferences.preference import Aim, Kind, Preference, Preferences, Source, Stance
from shop.preferences.wardrobe import audiences_worn

# One statement: it stands before every search.
KNOWN = """
    select customer.preferences, coalesce(jsonb_agg(jsonb_build_array(
               told.kind, told.about, told.value, told.stance, told.source, told.told_at) order by told.told_at)
               filter (where told.kind is not null), '[]'),
           (select coalesce(jsonb_agg(jsonb_build_array(concat_ws(' ', array_to_string(p.category, ' '), line.title),
                                                        p.attributes ->> 'audience', line.quantity)), '[]')
            from (select order_id from orders where orders.customer_id = shopper.customer_id and state <> 'cancelled'
                  union
                  select order_id from orders where orders.shopper_id = shopper.shopper_id and state <> 'cancelled') own
            join order_lines line using (order_id)
            join products p on p.product_id = line.product_id and p.attributes ? 'audience'
            where line.quantity > line.returned_quantity),
           shopper.customer_id is not null
    from shoppers shopper
    left join customers customer using (customer_id)
    left join preferences told using (shopper_id)
    where shopper.shopper_id = %s
    group by shopper.shopper_id, customer.preferences
"""
WRITE = """
    insert into preferences (shopper_id, kind, about, value, stance, source, told_at)
    values (%s, %s, %s, %s, %s, %s, %s)
    on conflict (shopper_id, kind, about, value)
    do update set stance = excluded.stance, source = excluded.source, told_at = excluded.told_at
"""
DELETE = "delete from preferences where shopper_id = %s and kind = %s and about = %s and value = %s"
# What both have, the one they are now keeps as it was told last.
MERGE = """
    insert into preferences (shopper_id, kind, about, value, stance, source, told_at)
    select %(to_id)s, kind, about, value, stance, source, told_at from preferences where shopper_id = %(from_id)s
    on conflict (shopper_id, kind, about, value)
    do update set stance = excluded.stance, source = excluded.source, told_at = excluded.told_at
    where excluded.told_at >= preferences.told_at
"""


async def known(connection: Connection, shopper_id: str) -> Preferences:
    row = await (await connection.execute(KNOWN, [shopper_id], prepare=True)).fetchone()
    if row is None:
        return Preferences()
    return Preferences.of(
        told=[_preference(plain) for plain in row[1]],
        from_shop=from_customer(row[0] or {}),
        worn=audiences_worn(row[2]),
        is_customer=row[3],
    )


async def account_name(connection: Connection, shopper_id: str) -> str | None:
    found = await connection.execute(
        "select split_part(name, ' ', 1) from customers join shoppers using (customer_id) where shopper_id = %s",
        [shopper_id],
    )
    row = await found.fetchone()
    return row[0] or None if row else None


async def write(connection: Connection, shopper_id: str, preference: Preference, *, now: datetime) -> None:
    values = (preference.kind, preference.about, preference.value, preference.stance, preference.source)
    await connection.execute(WRITE, [shopper_id, *map(str, values), now])


async def remove(connection: Connection, shopper_id: str, going: Sequence[Preference]) -> None:
    """From the shopper's own, and from what the retailer had noted of the customer."""
    for one in going:
        await connection.execute(DELETE, [shopper_id, str(one.kind), one.about, one.value])
    if any(one.source is Source.SHOP for one in going):
        await _remove_from_customer(connection, shopper_id, going)


async def open_shopper(connection: Connection, shopper_id: str) -> None:
    await connection.execute(
        "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
    )


async def lock(connection: Connection, shopper_id: str) -> None:
    """Two sentences at once, from two channels, are written one after the other."""
    await open_shopper(connection, shopper_id)
    await connection.execute("select from shoppers where shopper_id = %s for update", [shopper_id])


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was told before signing in is the customer's; of two that cannot both hold the newer one stays."""
    await connection.execute(MERGE, {"from_id": from_id, "to_id": to_id})
    await connection.execute("delete from preferences where shopper_id = %s", [from_id])
    every = sorted((await known(connection, to_id)).told(), key=lambda one: str(one.told_at))
    for place, older in enumerate(every):
        if any(newer.replaces(older) for newer in every[place + 1 :]):
            await connection.execute(DELETE, [to_id, str(older.kind), older.about, older.value])


async def _remove_from_customer(connection: Connection, shopper_id: str, going: Sequence[Preference]) -> None:
    found = await connection.execute(
        "select customer_id, preferences from customers join shoppers using (customer_id)"
        " where shopper_id = %s for update of customers",
        [shopper_id],
    )
    if row := await found.fetchone():
        left = without(row[1], [Aim(kind=one.kind, value=one.value, about=one.about) for one in going])
        await connection.execute("update customers set preferences = %s where customer_id = %s", [Jsonb(left), row[0]])


def _preference(plain: Sequence[Any]) -> Preference:
    kind, about, value, stance, source, told_at = plain
    return Preference(
        kind=Kind(kind),
        about=about,
        value=value,
        stance=Stance(stance),
        source=Source(source),
        told_at=datetime.fromisoformat(told_at),
    )
