"""Events in the database: each is kept once, however often it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from rerank.events import rows
from rerank.events.event import Event
from rerank.identity import people
from shop.errors import ShopUnavailable

TAKEN, DUPLICATE, UNWANTED = "taken", "duplicate", "without_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`unwanted` are of those who do not want to be learned from."""

    taken: int
    duplicates: int
    unwanted: int = 0


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
            taken = await rows.keep(connection, events) if events else rows.Taken()
            duplicates = len(events) - taken.new - taken.unwanted
            kept = Kept(taken=taken.new, duplicates=duplicates, unwanted=taken.unwanted)
            if kept.taken:
                await people.seen(connection, devices_of(events), at=received_at)
            unwanted = left_out.get(UNWANTED, 0) + kept.unwanted
            outcomes = {**left_out, TAKEN: kept.taken, DUPLICATE: kept.duplicates, UNWANTED: unwanted}
            await rows.count(connection, outcomes, channel=channel, day=received_at.date())
        return kept


def devices_of(events: Sequence[Event]) -> set[tuple[str, str]]:
    """Which shoppers were on which devices."""
    actors = {event.actor for event in events}
    return {(each.shopper_id, each.device_id) for each in actors if each.shopper_id and each.device_id}
