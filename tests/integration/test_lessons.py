"""Lessons are read from lists and events as they stand in the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from assistant.learning_lessons import newest_lessons_of
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from rerank.features.feature import FeatureTable
from rerank.ranking.lesson_building import Asked, LessonBuilding
from rerank.ranking.ranking import AS_ASKED
from rerank.ranking.stored_lists import StoredLists
from tests.conftest import OneConnection
from tests.integration.test_shown_lists import NOON, told

HOUR = timedelta(hours=1)


class Remembered:
    """Features of the past that say for whom they were asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    async def at_moments(self, asked: Sequence[Asked]) -> FeatureTable:
        self.asked = list(asked)
        rows = sum(len(each.product_ids) for each in asked)
        return FeatureTable(names=("known@1",), values=np.ones((rows, 1), dtype=np.float32))


def event(number: int, kind: EventKind, product_id: str, *, list_id: str | None = None, minutes: int = 1) -> Event:
    at = NOON + timedelta(minutes=minutes)
    return Event(
        event_id=f"event-{number}",
        kind=kind,
        source=Source.PAGE,
        channel="web",
        actor=Actor(shopper_id="ann"),
        occurred_at=at,
        received_at=at,
        product_id=product_id,
        list_id=list_id,
    )


async def keep(database: OneConnection, *events: Event) -> None:
    await StoredEvents(database).keep(events, channel="web", received_at=NOON, left_out={})


async def test_lists_and_what_became_of_them_are_lessons(database: OneConnection) -> None:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann')")
    by_price = replace(told().shown, list_id="by-price", model=AS_ASKED)
    lists = [told(), told("early", at=NOON - HOUR), told("late", at=NOON + HOUR), replace(told(), shown=by_price)]
    await StoredLists(database).keep(lists)
    await keep(
        database,
        event(1, EventKind.IMPRESSION, "a", list_id="list-1"),
        event(2, EventKind.IMPRESSION, "b", list_id="list-1"),
        event(3, EventKind.CLICK, "a", list_id="list-1"),
        event(4, EventKind.PURCHASE, "b", minutes=30),
        event(5, EventKind.PURCHASE, "a", minutes=90),
    )
    past = Remembered()
    lessons = await LessonBuilding(database, past).lessons(NOON, NOON + HOUR)
    assert past.asked == [Asked(person_id="ann", at=NOON, product_ids=("a", "b"))]
    assert (lessons.gain.tolist(), lessons.explored.tolist()) == ([1, 3], [False, True])
    np.testing.assert_allclose(lessons.propensity, [1.0, 0.0625])
    np.testing.assert_allclose(lessons.values[:, lessons.features.index("relevance@1")], [0.5, 0.25])
    assert np.isnan(lessons.values[0, lessons.features.index("brand_asked@1")])


async def test_of_nothing_shown_there_is_nothing_to_learn(database: OneConnection) -> None:
    assert len(await LessonBuilding(database, Remembered()).lessons(NOON, NOON + HOUR)) == 0


async def test_a_large_shop_is_told_by_its_newest_lists_alone(database: OneConnection) -> None:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann')")
    at = [NOON + timedelta(minutes=minutes) for minutes in (1, 2, 3)]
    await StoredLists(database).keep([told(f"list-{number}", at=each) for number, each in enumerate(at)])
    await keep(
        database,
        *(event(number, EventKind.IMPRESSION, "a", list_id=f"list-{number}", minutes=5) for number in range(3)),
    )
    lessons = await newest_lessons_of(database, most_lists=2)(NOON, NOON + HOUR)
    assert lessons.at.tolist() == [each.timestamp() / 86_400 for each in at[1:]]
    assert len(await newest_lessons_of(database, most_lists=9)(NOON, NOON + HOUR)) == 3
