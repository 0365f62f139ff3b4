"""The SQL of stock alerts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.connections import Connection

WAIT = """
    insert into stock_alerts (alert_id, shopper_id, variant_id, contact, asked_at)
    values (%(alert_id)s, %(shopper_id)s, %(variant_id)s, %(contact)s, %(now)s)
    on conflict (shopper_id, variant_id) where state in ('waiting', 'due')
    do update set contact = coalesce(excluded.contact, stock_alerts.contact) returning alert_id
"""
CANCEL = """
    update stock_alerts set state = 'cancelled'
    where shopper_id = %(shopper_id)s and state in ('waiting', 'due')
      and (%(variants)s::text[] is null or variant_id = any(%(variants)s))
    returning alert_id
"""
MARK_DUE = """
    update stock_alerts set state = 'due', due_at = %(now)s
    from variants where variants.variant_id = stock_alerts.variant_id
      and stock_alerts.state = 'waiting' and variants.available > 0
"""
# What sold out again meanwhile is no good news; it waits on.
TELL = """
    update stock_alerts set state = case when variants.available > 0 then 'told' else 'waiting' end
    from variants join products using (product_id)
    where variants.variant_id = stock_alerts.variant_id and shopper_id = %(shopper_id)s and state = 'due'
    returning stock_alerts.state, products.product_id, variants.variant_id, products.title, variants.attributes
"""
MERGE = """
    update stock_alerts as mine set shopper_id = %(to_id)s
    where shopper_id = %(from_id)s and (state in ('told', 'cancelled') or not exists (
        select from stock_alerts theirs where theirs.shopper_id = %(to_id)s
        and theirs.variant_id = mine.variant_id and theirs.state in ('waiting', 'due')))
"""


async def wait_for(connection: Connection, values: dict[str, Any]) -> str:
    row = await (await connection.execute(WAIT, values)).fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return str(row[0])


async def cancel(connection: Connection, shopper_id: str, variant_ids: Sequence[str] | None) -> list[str]:
    asked = {"shopper_id": shopper_id, "variants": None if variant_ids is None else list(variant_ids)}
    return [row[0] async for row in await connection.execute(CANCEL, asked)]


async def mark_due(connection: Connection, *, now: datetime) -> int:
    return (await connection.execute(MARK_DUE, {"now": now})).rowcount


async def tell_due(connection: Connection, shopper_id: str) -> list[Sequence[Any]]:
    rows = await connection.execute(TELL, {"shopper_id": shopper_id})
    return [row[1:] async for row in rows if row[0] == "told"]


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was waited for before signing in; of the same thing once is enough."""
    await connection.execute(MERGE, {"from_id": from_id, "to_id": to_id})
    await connection.execute("delete from stock_alerts where shopper_id = %s", [from_id])
