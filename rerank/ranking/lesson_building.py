"""Builds lessons: lists as they were shown, what came of them, and what was known of them at that moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from catalog.connections import Connections, connected, take_time
from rerank.features.feature import FeatureTable, Values
from rerank.ranking import past_rows
from rerank.ranking.lessons import Lessons
from rerank.ranking.past_lists import Examined, PastList, examined
from rerank.ranking.ranking import AS_ASKED
from rerank.ranking.request_features import NAMES, joined
from shop.errors import ShopUnavailable

DAY_S = 86_400
# Whoever is first shown something and last so far apart has a life here.
KNOWN_FOR = timedelta(days=3)


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
            products = {product_id for each in found for product_id in each.past.product_ids}
            brands = await past_rows.read_brands(connection, products)
            passing = passing_by(lists)
            vouched = await past_rows.read_known(connection, passing, until=until, known_for=KNOWN_FOR)
        known = await self._past.at_moments([_asked(each) for each in found])
        return replace(lessons_of(found, known), strangers=passing - vouched, family=brands)


def passing_by(lists: Iterable[PastList]) -> frozenset[str]:
    """Whoever was here for no longer than a crowd of made-up browsers is."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for past in lists:
        who = shown_to(past)
        first[who], last[who] = min(first.get(who, past.at), past.at), max(last.get(who, past.at), past.at)
    return frozenset(who for who in first if last[who] - first[who] < KNOWN_FOR)


def shown_to(past: PastList) -> str:
    return past.person or past.visit


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
        person=tuple(shown_to(each.past) for each in found),
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
