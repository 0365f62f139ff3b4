"""Reads what the order in use showed by lot, and what came of it: all places of its lists, looked at or not."""

from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connections, connected, take_time
from rerank.ranking import past_rows
from rerank.ranking.lesson_building import Asked, PastFeatures, lessons_of
from rerank.ranking.lessons import Lessons
from rerank.ranking.past_lists import examined
from rerank.ranking.ranking import AS_ASKED
from shop.errors import ShopUnavailable

# What a lot brought up is told by lists in which one could fall; others say nothing here.
OF_THE_MODEL = """
    select list_id, shown_at from shown_lists
    where shown_at >= %(since)s and shown_at < %(until)s and model = %(model)s
      and exists (select from unnest(propensities) propensity where propensity < 1)
    order by shown_at desc limit %(most)s
"""
MOST_LISTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLots:
    connections: Connections
    past: PastFeatures

    async def lessons(self, *, model: str, since: datetime, until: datetime) -> Lessons:
        """Of the newest lists that the model ordered. Raises ShopUnavailable."""
        told = {"since": since, "until": until, "model": model, "most": MOST_LISTS}
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            wanted = dict(await (await connection.execute(OF_THE_MODEL, told)).fetchall())
            # What was shown before the earliest of them need not be read.
            since = min(wanted.values(), default=until)
            lists = await past_rows.read_lists(connection, since=since, until=until, as_asked=AS_ASKED)
            deeds = await past_rows.read_deeds(connection, since=since, until=until, as_asked=AS_ASKED)
        everything = {past.list_id: frozenset(past.product_ids) for past in lists}
        found = [each for each in examined(lists, deeds, everything) if each.past.list_id in wanted]
        asked = [
            Asked(person_id=each.past.person, at=each.past.at, product_ids=each.past.product_ids) for each in found
        ]
        return lessons_of(found, await self.past.at_moments(asked))
