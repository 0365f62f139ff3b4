"""The SQL of agents' calls: which call an idempotency key belongs to, and which shopper a guest's cart is of."""

from psycopg.types.json import Jsonb

from catalog.connections import Connection

CALL = "agent call"

# The update changes nothing; without it a key that is known would return no row.
CLAIM = """
    insert into changes (turn_id, change_key, outcome) values (%s, %s, %s)
    on conflict (turn_id, change_key) do update set outcome = changes.outcome
    returning outcome ->> 'sha256'
"""
IS_GUEST = "select from shoppers where shopper_id = %s and customer_id is null and merged_into is null"


async def claimed_by(connection: Connection, *, turn_id: str, sha256: str) -> str:
    """The hash of the call that came with this key first."""
    found = await connection.execute(CLAIM, [turn_id, CALL, Jsonb({"sha256": sha256})])
    row = await found.fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return str(row[0])


async def is_guest(connection: Connection, shopper_id: str) -> bool:
    return await (await connection.execute(IS_GUEST, [shopper_id])).fetchone() is not None
