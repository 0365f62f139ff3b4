"""The SQL of who a shopper is."""

from datetime import datetime

from catalog.connections import Connection


async def customer_name(connection: Connection, customer_id: str) -> str | None:
    found = await connection.execute("select name from customers where customer_id = %s", [customer_id])
    row = await found.fetchone()
    return str(row[0]) if row else None


async def name_of_shopper(connection: Connection, shopper_id: str) -> str | None:
    found = await connection.execute(
        "select name from shoppers join customers using (customer_id) where shopper_id = %s", [shopper_id]
    )
    row = await found.fetchone()
    return str(row[0]) if row else None


async def add_customer(connection: Connection, customer_id: str, *, name: str, email: str) -> bool:
    """Nothing is done if there is a customer of this id, or another one with this e-mail."""
    done = await connection.execute(
        "insert into customers (customer_id, name, email) values (%s, %s, %s) on conflict do nothing",
        [customer_id, name, email],
    )
    return done.rowcount == 1


async def shopper_of_customer(connection: Connection, customer_id: str, *, new_shopper_id: str) -> str:
    """The customer's one shopper, made if there is none, however many doors ask for it at once."""
    found = await connection.execute(
        "insert into shoppers (shopper_id, customer_id) values (%s, %s)"
        " on conflict (customer_id) do update set customer_id = excluded.customer_id returning shopper_id",
        [new_shopper_id, customer_id],
    )
    row = await found.fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return str(row[0])


async def customer_of_shopper(connection: Connection, shopper_id: str) -> str | None:
    """Held as it is until the transaction ends, without standing in the way of rows that only name the shopper."""
    found = await connection.execute(
        "select customer_id from shoppers where shopper_id = %s for no key update", [shopper_id]
    )
    row = await found.fetchone()
    return row[0] if row else None


async def note_merged(connection: Connection, *, from_id: str, to_id: str) -> None:
    await connection.execute(
        "update shoppers set merged_into = %(to_id)s where %(from_id)s in (shopper_id, merged_into)",
        {"from_id": from_id, "to_id": to_id},
    )


async def first_use(connection: Connection, jti_sha256: bytes, *, expires_at: datetime) -> bool:
    """False if the assertion has opened a session before."""
    done = await connection.execute(
        "insert into used_assertions (jti_sha256, expires_at) values (%s, %s) on conflict do nothing",
        [jti_sha256, expires_at],
    )
    return done.rowcount == 1
