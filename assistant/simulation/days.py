"""The days that made-up shoppers live through, which lie before and after those that a shop has tables for."""

from datetime import datetime, timedelta

from assistant.simulation.clock import PlayedClock
from catalog.connections import Connections
from rerank.events.days import EventDays

LONGEST = timedelta(days=3650)


async def make_days(connections: Connections, first: datetime, last: datetime) -> None:
    """The tables of days that are going to be played."""
    at = first
    while at <= last:
        await EventDays(connections=connections, retention=LONGEST, now=PlayedClock(at).now).tend()
        at += timedelta(days=2)
