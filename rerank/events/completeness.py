"""How much of what shoppers did is known: whether its events say who and when, and how they came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.connections import Connections, connected, take_time
from rerank.events.stored_events import DUPLICATE, TAKEN
from shop.errors import ShopUnavailable

COMPLETE_ENOUGH = 0.8
LATE = timedelta(hours=1)
# A session is a conversation with us, or what a page calls a visit. It is whole if each of its views, searches and cart
# changes tells by whom and when. A shopper, a linked device and a named browser are each somebody.
SESSIONS = """
    with sessions as (
        select channel, coalesce('talk ' || conversation_id, 'visit ' || visit_id) as session,
               bool_or(kind = 'view') as has_view, bool_or(kind = 'search') as has_search,
               bool_or(kind in ('add_to_cart', 'remove_from_cart')) as has_cart,
               bool_and(is_time_told and (shopper_id is not null or device_id is not null)) as is_whole
        from events
        where day >= %(since)s and kind in ('view', 'search', 'add_to_cart', 'remove_from_cart')
        group by 1, 2)
    select channel, count(*), count(*) filter (where is_whole and session is not null),
           count(*) filter (where has_view), count(*) filter (where has_search), count(*) filter (where has_cart),
           count(*) filter (where has_view and has_search and has_cart)
    from sessions group by channel
"""
ARRIVAL = """
    select channel, count(*), count(*) filter (where received_at - occurred_at > %(late)s)
    from events where day >= %(since)s group by channel
"""
COUNTED = """
    select channel, outcome, sum(events)::bigint from event_counts where day >= %(since)s group by channel, outcome
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Of one channel. `whole` sessions are those whose events all tell who and when; `refused` is by reason."""

    channel: str
    sessions: int = 0
    whole: int = 0
    with_view: int = 0
    with_search: int = 0
    with_cart: int = 0
    with_all: int = 0
    events: int = 0
    late: int = 0
    duplicates: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        return self.whole / self.sessions if self.sessions else None

    @property
    def is_enough(self) -> bool:
        """Where nobody looked around, searched or changed a cart nothing is known, and that is not enough."""
        return self.share is not None and self.share >= COMPLETE_ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCheck:
    connections: Connections
    now: Callable[[], datetime]

    async def channels(self, *, days: int) -> list[Completeness]:
        """By channel, for the events of so many days up to now."""
        told = {"since": (self.now().astimezone(UTC) - timedelta(days=days)).date(), "late": LATE}
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            sessions = await (await connection.execute(SESSIONS, told)).fetchall()
            arrival = await (await connection.execute(ARRIVAL, told)).fetchall()
            counted = await (await connection.execute(COUNTED, told)).fetchall()
        found: dict[str, dict[str, Any]] = {}
        for channel, *numbers in sessions:
            names = ("sessions", "whole", "with_view", "with_search", "with_cart", "with_all")
            found.setdefault(channel, {}).update(zip(names, numbers, strict=True))
        for channel, events, late in arrival:
            found.setdefault(channel, {}).update(events=events, late=late)
        for channel, outcome, number in counted:
            of_channel = found.setdefault(channel, {})
            if outcome == DUPLICATE:
                of_channel["duplicates"] = number
            elif outcome != TAKEN:
                of_channel.setdefault("refused", {})[outcome] = number
        return [Completeness(channel=channel, **figures) for channel, figures in sorted(found.items())]
