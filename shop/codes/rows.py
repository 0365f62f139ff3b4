"""The SQL of voice codes."""

from dataclasses import dataclass

from catalog.connections import Connection
from shop.codes.codes import HashedCode, Tries

WRITE = """
    insert into voice_codes (customer_id, salt, scrypt, asked_from_minor) values (%s, %s, %s, %s)
    on conflict (customer_id) do update set
        salt = excluded.salt, scrypt = excluded.scrypt, asked_from_minor = excluded.asked_from_minor,
        wrong_tries = 0, locked_until = null, set_at = now()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCode:
    hashed: HashedCode
    tries: Tries


async def read_locked(connection: Connection, customer_id: str) -> KeptCode | None:
    """Nobody else tries this customer's code until the transaction ends."""
    found = await connection.execute(
        "select salt, scrypt, wrong_tries, locked_until from voice_codes where customer_id = %s for update",
        [customer_id],
    )
    row = await found.fetchone()
    if row is None:
        return None
    hashed = HashedCode(salt=bytes(row[0]), scrypt=bytes(row[1]))
    return KeptCode(hashed=hashed, tries=Tries(wrong=row[2], locked_until=row[3]))


async def write_tries(connection: Connection, customer_id: str, tries: Tries) -> None:
    await connection.execute(
        "update voice_codes set wrong_tries = %s, locked_until = %s where customer_id = %s",
        [tries.wrong, tries.locked_until, customer_id],
    )


async def write_code(connection: Connection, customer_id: str, hashed: HashedCode, *, asked_from_minor: int) -> None:
    await connection.execute(WRITE, [customer_id, hashed.salt, hashed.scrypt, asked_from_minor])


async def delete_code(connection: Connection, customer_id: str) -> None:
    await connection.execute("delete from voice_codes where customer_id = %s", [customer_id])
