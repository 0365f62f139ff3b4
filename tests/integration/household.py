"""Two customers, and guests, whose devices, sign-ins and doings the tests of identity tell of."""

from datetime import UTC, datetime
from typing import Any

from rerank.identity import people
from tests.conftest import OneConnection


class Household:
    """Ann and Bob are customers, with shoppers of their names; whoever else is named is a guest."""

    def __init__(self, database: OneConnection) -> None:
        self.database = database

    async def run(self, statement: str, *given: Any) -> list[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            done = await connection.execute(statement, given)
            return await done.fetchall() if done.description else []

    async def guest(self, *names: str) -> None:
        for name in names:
            await self.run("insert into shoppers (shopper_id) values (%s)", name)

    async def sees(self, shopper: str, device: str) -> None:
        async with self.database.connection() as connection:
            await people.seen(connection, [(shopper, device)], at=datetime.now(UTC))

    async def signs_in(self, customer: str, *, guest: str | None = None) -> None:
        async with self.database.connection() as connection:
            if guest:
                await connection.execute(
                    "update shoppers set merged_into = %s where shopper_id = %s", [customer, guest]
                )
            await people.signed_in(connection, guest_id=guest, shopper_id=customer, customer_id=f"customer-{customer}")

    async def whose(self, *, shopper: str | None = None, device: str | None = None, at: datetime | None = None) -> str:
        ((person,),) = await self.run("select person_of(%s, %s, coalesce(%s, clock_timestamp()))", shopper, device, at)
        return str(person)

    async def does(self, event: str, *, shopper: str | None = None, device: str | None = None) -> None:
        """As the events' door writes it, with the signal that FEATURES keeps of it."""
        at = datetime.now(UTC)
        await self.run(
            "insert into events (event_id, day, occurred_at, received_at, is_time_told, kind, source, channel,"
            " shopper_id, device_id, product_id) values (%s, %s, %s, %s, true, 'view', 'page', 'web', %s, %s, 'p')",
            *(event, at.date(), at, at, shopper, device),
        )

    async def events_of(self, person: str) -> list[str]:
        found = await self.run("select event_id from known_events where person_id = %s order by 1", person)
        return [event for (event,) in found]


async def household(database: OneConnection) -> Household:
    home = Household(database)
    for name in ("ann", "bob"):
        await home.run(
            "insert into customers (customer_id, name, email) values (%s, 'N', %s)", f"customer-{name}", name
        )
        await home.run("insert into shoppers (shopper_id, customer_id) values (%s, %s)", name, f"customer-{name}")
    await home.guest("guest", "later")
    return home
