"""Keeps what turns and calls tell: their events, and the lists they showed, once however often they are handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from catalog.connections import Connections, connected
from rerank.events.event import Event
from rerank.events.of_turn import CallTold, Told, TurnTold, events_of, told_by
from rerank.events.stored_events import Events
from rerank.events.turn_facts import TurnFacts, Wanted, read_facts, read_places
from rerank.ranking.stored_lists import ToldList
from shop.errors import ShopUnavailable


class Lists(Protocol):
    """Lists as they were shown; one that was kept before stays as it is."""

    async def keep(self, lists: Sequence[ToldList]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTelling:
    connections: Connections
    events: Events
    lists: Lists
    keeps_words: bool

    async def keep(self, batch: Sequence[TurnTold | CallTold | ToldList]) -> None:
        """Turns, calls, and lists that pages were given. Raises ShopUnavailable; then all of them may come again."""
        changing = [told for told in batch if not isinstance(told, ToldList)]
        await self.lists.keep([*filter(None, map(_list_of, batch))])
        events = await self._events_of(changing) if changing else []
        for channel, of_channel in groupby(sorted(events, key=lambda one: one.channel), key=lambda one: one.channel):
            told = list(of_channel)
            latest = max(event.received_at for event in told)
            await self.events.keep(told, channel=channel, received_at=latest, left_out={})

    async def _events_of(self, batch: Sequence[TurnTold | CallTold]) -> list[Event]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            facts = await read_facts(
                connection,
                turns=[told.turn_id for told in batch],
                shoppers=[told.shopper_id for told in batch],
            )
            done = [told_by(told, facts.get(told.turn_id, TurnFacts()), keeps_words=self.keeps_words) for told in batch]
            places = await read_places(connection, _wanted(batch, done))
        return [event for told, of_turn in zip(batch, done, strict=True) for event in events_of(told, of_turn, places)]


def _list_of(told: TurnTold | CallTold | ToldList) -> ToldList | None:
    if isinstance(told, ToldList):
        return told
    if isinstance(told, CallTold) or told.shown is None:
        return None
    return ToldList(shown=told.shown, actor=told.actor, channel=told.channel.value, at=told.at)


def _wanted(batch: Sequence[TurnTold | CallTold], done: Sequence[Sequence[Told]]) -> list[Wanted]:
    """A product of a list that this very turn shows was not shown before by it."""
    return [
        Wanted(shopper_id=told.shopper_id, product_id=one.product_id, until=told.at)
        for told, of_turn in zip(batch, done, strict=True)
        for one in of_turn
        if one.product_id is not None and one.place is None and not one.is_shown
    ]
