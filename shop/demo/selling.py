"""Writes how the demo shop sells, and how its customers pay; and takes it away again."""

from catalog.connections import Connection, Connections, connected
from shop.codes import rows as code_rows
from shop.codes.codes import HashedCode
from shop.demo.people import Person, people
from shop.demo.terms import ORDER_PREFIX, SELLER, demo_terms
from shop.errors import ShopUnavailable
from shop.setup.terms import remove_terms, write_terms

STORED_PAYMENT = """
    insert into stored_payments (stored_payment_id, customer_id, label, reference, position)
    values (%s, %s, %s, %s, %s)
    on conflict (stored_payment_id) do update set label = excluded.label, position = excluded.position
"""


async def write_demo_terms(connections: Connections) -> None:
    """For customers who are there already; writing it again changes nothing but codes, which are salted anew.

    Terms that a retailer has set up meanwhile stay.
    """
    async with connected(connections, lost=ShopUnavailable) as connection:
        if await _sellers(connection) in ([], [SELLER]):
            await write_terms(connection, demo_terms(), order_prefix=ORDER_PREFIX)
        for person in people():
            for position, label in enumerate(person.payments):
                await connection.execute(
                    STORED_PAYMENT,
                    [f"{person.id}-{position}", person.id, label, _reference(person, position), position],
                )
            if person.voice_code is not None:
                await code_rows.write_code(connection, person.id, HashedCode.of(person.voice_code), asked_from_minor=0)


async def remove_demo_terms(connections: Connections) -> None:
    """Terms that a retailer has set up meanwhile stay."""
    ids = [person.id for person in people()]
    async with connected(connections, lost=ShopUnavailable) as connection:
        await connection.execute("delete from voice_codes where customer_id = any(%s)", [ids])
        await connection.execute("delete from stored_payments where customer_id = any(%s)", [ids])
        if await _sellers(connection) == [SELLER]:
            await remove_terms(connection)


async def sells_as_demo(connections: Connections) -> bool:
    """False once a retailer has named the shop."""
    async with connected(connections, lost=ShopUnavailable) as connection:
        return await _sellers(connection) in ([], [SELLER])


async def _sellers(connection: Connection) -> list[str]:
    """One, or none where nothing is set up."""
    found = await connection.execute("select seller from shop_terms")
    return [seller for (seller,) in await found.fetchall()]


def _reference(person: Person, position: int) -> str:
    """What a payment platform would know the method by."""
    return f"demo-platform/{person.id}/{position}"
