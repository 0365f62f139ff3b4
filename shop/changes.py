"""Makes each change once: a turn that is repeated finds its changes made, and can be told their outcome again."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection


async def first_time(connection: Connection, *, turn_id: str, key: str) -> bool:
    """False if this turn has made this change; while another call is making it, that one is waited for."""
    noted = await connection.execute(
        "insert into changes (turn_id, change_key) values (%s, %s) on conflict do nothing", [turn_id, key]
    )
    return noted.rowcount == 1


async def keep_outcome(connection: Connection, *, turn_id: str, key: str, outcome: Mapping[str, Any]) -> None:
    """Ids of what came of it, for the same turn when it comes again."""
    await connection.execute(
        "update changes set outcome = %s where turn_id = %s and change_key = %s", [Jsonb(dict(outcome)), turn_id, key]
    )


async def outcome_of(connection: Connection, *, turn_id: str, key: str) -> Mapping[str, Any] | None:
    found = await connection.execute(
        "select outcome from changes where turn_id = %s and change_key = %s", [turn_id, key]
    )
    row = await found.fetchone()
    return row[0] if row else None
