"""The SQL of the keys that the provider signs with; what is kept of them is encrypted."""

from dataclasses import dataclass

from catalog.connections import Connection

SIGNS_FOR_DAYS = 90
# A key that signs no more is believed until the last token it signed has ended.
KEPT_DAYS = 91
KEPT = f"""
    select key_id, encrypted_pem, made_at > now() - interval '{SIGNS_FOR_DAYS} days' from provider_keys
    where made_at > now() - interval '{KEPT_DAYS} days' order by made_at desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    key_id: str
    encrypted_pem: str
    signs: bool


async def kept_keys(connection: Connection) -> tuple[KeptKey, ...]:
    """Newest first."""
    rows = await (await connection.execute(KEPT)).fetchall()
    return tuple(KeptKey(key_id=row[0], encrypted_pem=row[1], signs=row[2]) for row in rows)


async def wait_for_others(connection: Connection) -> None:
    """Gateways that start together wait for each other here, and find the key that the first has made."""
    await connection.execute("lock table provider_keys in share row exclusive mode")


async def keep_key(connection: Connection, key_id: str, encrypted_pem: str) -> None:
    """Those that nothing can have been signed with for long go."""
    await connection.execute(
        "insert into provider_keys (key_id, encrypted_pem) values (%s, %s)", [key_id, encrypted_pem]
    )
    await connection.execute(f"delete from provider_keys where made_at < now() - interval '{KEPT_DAYS} days'")
