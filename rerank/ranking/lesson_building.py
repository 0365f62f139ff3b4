"""Builds lessons: lists as they were shown, what came of them, and what was known of them at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from catalog.connections import Connections, connected, take_time
from rerank.features.feature import FeatureTable, Values
from rerank.ranking import past_rows
from rerank.ranking.lessons import Lessons
from rerank.ranking.past_lists import Examined, examined
from rerank.ranking.ranking import AS_ASKED
from rerank.ranking.request_features import NAMES, joined
from shop.errors import ShopUnavailable

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list was ordered by: whoever it was for, when, and what was in it."""

    person_id: str | None
    at: datetime
    product_ids: tuple[str, ...]


class PastFeatures(Protocol):
    async def at_moments(self, asked: Sequence[Asked]) -> FeatureTable:
        """A row for each product of each moment, in their order, by what was known then and nothing later."""


class LessonBuilding:
    def __init__(self, connections: Connections, past: PastFeatures) -> None:
        self._connections = connections
        self._past = past

    async def lessons(self, since: datetime, until: datetime) -> Lessons:
        """Of lists shown in this time, and of what was done until its end. Raises ShopUnavailable."""
        async with connected(self._connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            lists = await past_rows.read_lists(connection, since=since, until=until, as_asked=AS_ASKED)
            deeds = await past_rows.read_deeds(connection, since=since, until=until, as_asked=AS_ASKED)
            impressions = await past_rows.read_impressions(connection, since=since, until=until, as_asked=AS_ASKED)
        found = examined(lists, deeds, impressions)
        known = await self._past.at_moments([_asked(each) for each in found])
        return lessons_of(found, known)


def lessons_of(found: Sequence[Examined], known: FeatureTable) -> Lessons:
    """`known` has a row for each place that was looked at."""
    table = joined([FeatureTable(names=NAMES, values=_seen(found)), known])
    numbers = [len(each.places) for each in found]
    return Lessons(
        features=table.names,
        values=table.values,
        list_of=np.repeat(np.arange(len(found), dtype=np.int64), numbers),
        position=np.array([each.past.positions[place] for each in found for place in each.places], dtype=np.int64),
        gain=np.array([gain for each in found for gain in each.gains], dtype=np.float32),
        propensity=np.array(
            [each.past.propensities[place] for each in found for place in each.places], dtype=np.float32
        ),
        explored=np.array([each.past.explored[place] for each in found for place in each.places], dtype=np.bool_),
        at=np.array([each.past.at.timestamp() / DAY_S for each in found], dtype=np.float64),
        surface=tuple(each.past.surface for each in found),
        channel=tuple(each.past.channel for each in found),
        person=tuple(each.past.person or each.past.visit for each in found),
        product_id=tuple(each.past.product_ids[place] for each in found for place in each.places),
    )


def _asked(each: Examined) -> Asked:
    past = each.past
    return Asked(person_id=past.person, at=past.at, product_ids=tuple(past.product_ids[place] for place in each.places))


def _seen(found: Sequence[Examined]) -> Values:
    """What the model saw of the request; lists of an earlier version may not have it all."""
    values = np.full((sum(len(each.places) for each in found), len(NAMES)), np.nan, dtype=np.float32)
    column = {name: place for place, name in enumerate(NAMES)}
    start = 0
    for each in found:
        wide = len(each.past.features)
        told = np.array(each.past.seen, dtype=np.float32).reshape(len(each.past.product_ids), wide)
        columns = [(place, column[name]) for place, name in enumerate(each.past.features) if name in column]
        rows = np.array(each.places, dtype=np.int64)
        for place, to in columns:
            values[start : start + len(rows), to] = told[rows, place]
        start += len(rows)
    return values
