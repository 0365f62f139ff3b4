"""The SQL of returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row

from catalog.connections import Connection
from catalog.money import Money
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, ReturnLine, ReturnState

RETURNS = """
    select returns.*, orders.number as order_number,
           (select jsonb_agg(to_jsonb(line) || jsonb_build_object('title', bought.title) order by line.position)
            from return_lines line join order_lines bought using (order_id, position)
            where line.return_id = returns.return_id) as lines
    from returns join orders using (order_id)
"""
# What other shoppers are being asked to confirm is not free; the rows stay locked until the exchange is put aside.
FREE = """
    select stock.store_id,
           stock.quantity - coalesce((select sum(held.quantity) from reservations held
                                      where held.variant_id = stock.variant_id and held.store_id = stock.store_id
                                        and held.expires_at > %(now)s), 0) as free
    from stock where stock.variant_id = %(variant_id)s
    order by stock.store_id for update of stock
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """`token` opens the label, and nothing else does."""

    id: str
    order_id: str
    shopper_id: str
    reason: Reason
    resolution: Resolution
    refund_minor: int
    shipping_minor: int
    currency: str
    token: str
    started_at: datetime
    send_by: date | None


async def lock_order(connection: Connection, order_id: str) -> None:
    """Returns of one order start one after the other."""
    await connection.execute("select 1 from orders where order_id = %s for update", [order_id])
    await connection.execute("select 1 from order_lines where order_id = %s order by position for update", [order_id])


async def count_returned(connection: Connection, order_id: str, position: int, *, quantity: int) -> None:
    await connection.execute(
        "update order_lines set returned_quantity = returned_quantity + %s where order_id = %s and position = %s",
        [quantity, order_id, position],
    )


async def put_aside(connection: Connection, variant_id: str, *, quantity: int, now: datetime) -> str | None:
    """The store that gives them, the one with the most first; None if no store has so many."""
    found = await connection.execute(FREE, {"variant_id": variant_id, "now": now})
    having = [(free, store_id) for store_id, free in await found.fetchall() if free >= quantity]
    if not having:
        return None
    _, store_id = max(having)
    await connection.execute(
        "update stock set quantity = quantity - %s where variant_id = %s and store_id = %s",
        [quantity, variant_id, store_id],
    )
    return str(store_id)


async def write_return(connection: Connection, new: NewReturn) -> None:
    """Its number is that of the order, and which return of it this is."""
    await connection.execute(
        """
        insert into returns (return_id, number, order_id, shopper_id, reason, resolution, refund_minor,
                             shipping_minor, currency, label_token, started_at, send_by)
        select %s, number || '-R' || (select count(*) + 1 from returns made where made.order_id = orders.order_id),
               order_id, %s, %s, %s, %s, %s, %s, %s, %s, %s
        from orders where order_id = %s
        """,
        [
            new.id,
            new.shopper_id,
            new.reason,
            new.resolution,
            new.refund_minor,
            new.shipping_minor,
            new.currency,
            new.token,
            new.started_at,
            new.send_by,
            new.order_id,
        ],
    )


async def write_line(
    connection: Connection, new: NewReturn, position: int, *, quantity: int, exchange: tuple[str, str] | None
) -> None:
    """`exchange` is the variant that comes instead, and the store that gives it."""
    variant_id, store_id = exchange or (None, None)
    await connection.execute(
        "insert into return_lines (return_id, order_id, position, quantity, exchange_variant_id, exchange_store_id)"
        " values (%s, %s, %s, %s, %s, %s)",
        [new.id, new.order_id, position, quantity, variant_id, store_id],
    )


async def read_return(connection: Connection, return_id: str, *, label_url: Callable[[str], str]) -> Return:
    return (await _read(connection, "where return_id = %s", return_id, label_url))[0]


async def read_returns_of(
    connection: Connection, order_id: str, *, label_url: Callable[[str], str]
) -> tuple[Return, ...]:
    return await _read(connection, "where order_id = %s order by started_at desc, number desc", order_id, label_url)


async def read_by_token(connection: Connection, token: str, *, label_url: Callable[[str], str]) -> Return | None:
    found = await _read(connection, "where label_token = %s", token, label_url)
    return found[0] if found else None


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    await connection.execute("update returns set shopper_id = %s where shopper_id = %s", [to_id, from_id])


async def _read(connection: Connection, where: str, value: str, label_url: Callable[[str], str]) -> tuple[Return, ...]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(f"{RETURNS} {where}", [value])
        rows: Sequence[Mapping[str, Any]] = await cursor.fetchall()
    return tuple(_return(row, label_url) for row in rows)


def _return(row: Mapping[str, Any], label_url: Callable[[str], str]) -> Return:
    return Return(
        id=row["return_id"],
        number=row["number"],
        order_id=row["order_id"],
        order_number=row["order_number"],
        state=ReturnState(row["state"]),
        reason=Reason(row["reason"]),
        resolution=Resolution(row["resolution"]),
        lines=tuple(
            ReturnLine(
                position=line["position"],
                quantity=line["quantity"],
                title=line["title"],
                exchange_for=line["exchange_variant_id"],
            )
            for line in row["lines"] or ()
        ),
        refund=Money(amount_minor=row["refund_minor"], currency=row["currency"]),
        shipping=Money(amount_minor=row["shipping_minor"], currency=row["currency"]),
        label_url=label_url(row["label_token"]),
        started_at=row["started_at"],
        send_by=row["send_by"],
    )
