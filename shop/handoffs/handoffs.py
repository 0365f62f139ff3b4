"""Cases for people: opened once a turn, with a summary made from facts and no more of the shopper than is needed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop import audit
from shop.errors import ShopUnavailable

# Without what looks or sounds alike, for whoever has to read it out.
LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"
LENGTH = 6

OPEN = """
    insert into handoffs (case_id, shopper_id, turn_id, reason, summary, opened_at)
    values (%(case_id)s, %(shopper_id)s, %(turn_id)s, %(reason)s, %(summary)s, %(now)s)
    on conflict (turn_id) do nothing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    reason: str
    summary: str

    def as_dict(self) -> dict[str, str]:
        """As the chat API tells it."""
        return {"reason": self.reason, "summary": self.summary, "case": self.id}


class Handoffs(Protocol):
    async def open(self, shopper_id: str, *, turn_id: str, reason: str, summary: str) -> Case: ...


class StoredHandoffs:
    def __init__(self, connections: Connections, *, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    async def open(self, shopper_id: str, *, turn_id: str, reason: str, summary: str) -> Case:
        """The same turn again finds its case."""
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await connection.execute(
                "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
            )
            written = {"case_id": new_case_id(), "shopper_id": shopper_id, "turn_id": turn_id, "reason": reason}
            opened = await connection.execute(OPEN, {**written, "summary": summary, "now": self._now()})
            case = await _of_turn(connection, turn_id)
            if opened.rowcount:
                await audit.note(
                    connection,
                    shopper_id=shopper_id,
                    turn_id=turn_id,
                    what="case.opened",
                    subject=case.id,
                    details={"reason": reason},
                )
            return case


def new_case_id() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


async def _of_turn(connection: Connection, turn_id: str) -> Case:
    found = await connection.execute("select case_id, reason, summary from handoffs where turn_id = %s", [turn_id])
    row = await found.fetchone()
    if row is None:
        raise AssertionError("the case was just opened")
    return Case(id=row[0], reason=row[1], summary=row[2])


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    await connection.execute("update handoffs set shopper_id = %s where shopper_id = %s", [to_id, from_id])
