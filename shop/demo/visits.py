"""Lends visitors of the demo shop its customers: each gets a copy of their own, with its whole history."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.connections import Connection
from shop.demo.people import lent_people

ALIAS_BYTES = 5

LISTED = """
    select customer_id, name, address ->> 'city', (select count(*) from orders where orders.customer_id = c.customer_id)
    from customers c where customer_id = any(%s) and copied_at is null order by array_position(%s, customer_id)
"""


def _copied(table: str, owned: str, **changed: str) -> str:
    """Copies rows with every column they have or will have, but for those that are told; `old` is a row of the table.

    `owned` picks the rows that belong to the customer.
    """
    changes = ", ".join(f"'{column}', {value}" for column, value in changed.items())
    return f"""
        insert into {table}
        select copied.* from (select mine as old, row_number() over (order by mine.*) as position {owned}) numbered,
            jsonb_populate_record(old, jsonb_build_object({changes})) copied
    """


def _later(column: str) -> str:
    """As long ago for the visitor as it was when the demo shop was loaded."""
    return f"(old).{column} + (now() - %(loaded_at)s)"


OF_CUSTOMER = "from {} mine where customer_id = %(customer)s"
OF_ORDERS = "from {} mine join orders using (order_id) where orders.customer_id = %(customer)s"
COPY = "%(copy)s::text"
SAME_ORDER = "(old).order_id || %(visit)s"
CUSTOMER = _copied(
    "customers",
    OF_CUSTOMER.format("customers"),
    customer_id=COPY,
    copied_at="now()",
    email="replace((old).email, '@', '+' || %(alias)s || '@')",
    created_at=_later("created_at"),
)
COPIES = (
    _copied(
        "orders",
        OF_CUSTOMER.format("orders"),
        order_id=SAME_ORDER,
        customer_id=COPY,
        number="'TL' || %(visit)s || lpad(position::text, 4, '0')",
        placed_at=_later("placed_at"),
    ),
    _copied("order_lines", OF_ORDERS.format("order_lines"), order_id=SAME_ORDER),
    _copied(
        "shipments",
        OF_ORDERS.format("shipments"),
        order_id=SAME_ORDER,
        shipment_id="(old).shipment_id || %(visit)s",
        shipped_at=_later("shipped_at"),
        expected_at=_later("expected_at"),
        delivered_at=_later("delivered_at"),
    ),
    _copied(
        "payments",
        OF_ORDERS.format("payments"),
        order_id=SAME_ORDER,
        payment_id="(old).payment_id || %(visit)s",
        token="case when (old).token is not null then replace(gen_random_uuid()::text, '-', '') end",  # noqa: S106 - SQL
    ),
    _copied(
        "stored_payments",
        OF_CUSTOMER.format("stored_payments"),
        customer_id=COPY,
        stored_payment_id="(old).stored_payment_id || %(visit)s",
    ),
    _copied("voice_codes", OF_CUSTOMER.format("voice_codes"), customer_id=COPY, wrong_tries="0", locked_until="null"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCustomer:
    """`customer` is what a visitor signs in with; `about` is what a chooser shows beside the name."""

    customer: str
    name: str
    about: str


async def demo_customers(connection: Connection) -> tuple[DemoCustomer, ...]:
    """With the code that a voice asks for where there is one: a visitor could not know it otherwise."""
    codes = {person.id: person.voice_code for person in lent_people()}
    found = await connection.execute(LISTED, [list(codes), list(codes)])
    told = []
    for customer_id, name, city, orders in await found.fetchall():
        code = f", voice code {codes[customer_id]}" if codes[customer_id] else ""
        about = f"{city}, {orders} orders so far{code}"
        told.append(DemoCustomer(customer=customer_id.removeprefix("c-"), name=name, about=about))
    return tuple(told)


async def lend(connection: Connection, customer: str, *, loaded_at: datetime) -> str | None:
    """The id of the copy; nothing if the demo shop has no such customer to lend."""
    customer_id = f"c-{customer}"
    if customer_id not in {person.id for person in lent_people()}:
        return None
    visit = await (await connection.execute("select nextval('demo_visits')")).fetchone()
    alias = secrets.token_hex(ALIAS_BYTES)
    told: Mapping[str, Any] = {
        "customer": customer_id,
        "copy": f"{customer_id}-{alias}",
        "alias": alias,
        "visit": f"-{visit[0] if visit else alias}",
        "loaded_at": loaded_at,
    }
    made = await connection.execute(CUSTOMER, told)
    for statement in COPIES:
        await connection.execute(statement, told)
    return str(told["copy"]) if made.rowcount else None
