"""The SQL of stores."""

from catalog.connections import Connection
from catalog.contents import Store


async def read_stores(connection: Connection) -> list[Store]:
    found = await connection.execute(
        "select store_id, name, address, city, opening_hours from stores order by name, store_id"
    )
    return [
        Store(id=id_, name=name, address=address, city=city, opening_hours=hours)
        for id_, name, address, city, hours in await found.fetchall()
    ]
