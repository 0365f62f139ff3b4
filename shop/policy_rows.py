"""The SQL of one policy of the shop's."""

from catalog.connections import Connection
from catalog.contents import PolicyText


async def read_policy(connection: Connection, kind: str) -> PolicyText | None:
    found = await connection.execute("select kind, title, spoken, facts from policies where kind = %s", [kind])
    row = await found.fetchone()
    return PolicyText(kind=row[0], title=row[1], spoken=row[2], facts=row[3]) if row else None
