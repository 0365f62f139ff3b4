"""The audit trail: who changed what in which turn, written in the change's own transaction and never altered."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection


async def note(
    connection: Connection, *, shopper_id: str, turn_id: str, what: str, subject: str, details: Mapping[str, Any]
) -> None:
    """`what` is a fact such as "cart.added"; `subject` the id it is about. No personal data in the details."""
    await connection.execute(
        "insert into audit (shopper_id, turn_id, what, subject, details) values (%s, %s, %s, %s, %s)",
        [shopper_id, turn_id, what, subject, Jsonb(dict(details))],
    )


async def forget(connection: Connection, *, shopper_id: str) -> None:
    """For a shopper who wants to be forgotten; nothing else but the retention of old rows may remove any."""
    await connection.execute("set local aisle.may_forget_audit = 'yes'")
    await connection.execute("delete from audit where shopper_id = %s", [shopper_id])
    await connection.execute("set local aisle.may_forget_audit = ''")
