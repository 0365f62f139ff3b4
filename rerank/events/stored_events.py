"""Events in the database: each is kept once, however often it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from rerank.events import rows
from rerank.events.event import Event
from shop.errors import ShopUnavailable

TAKEN, DUPLICATE = "taken", "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    taken: int
    duplicates: int


class Events(Protocol):
    async def keep(
        self, events: Sequence[Event], *, channel: str, received_at: datetime, left_out: Mapping[str, int]
    ) -> Kept:
        """`left_out` tells how many more came and why they are not kept. Raises ShopUnavailable."""


class StoredEvents:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def keep(
        self, events: Sequence[Event], *, channel: str, received_at: datetime, left_out: Mapping[str, int]
    ) -> Kept:
        async with connected(self._connections, lost=ShopUnavailable) as connection, connection.transaction():
            taken = await rows.keep(connection, events) if events else 0
            kept = Kept(taken=taken, duplicates=len(events) - taken)
            outcomes = {TAKEN: kept.taken, DUPLICATE: kept.duplicates, **left_out}
            await rows.count(connection, outcomes, channel=channel, day=received_at.date())
        return kept
