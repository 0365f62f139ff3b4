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
ORDERED = """
    insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, event_id, order_id)
    select at, at, 'purchase', 'b', 'cleo', 'cleo', 'of an order', 'o-1' from (values (%s::timestamptz)) told (at)
"""
HEARD_OF = """
    insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, event_id)
    select at, at, kind, 'b', 'ann', 'ann', kind
    from (values (%s::timestamptz)) told (at), (values ('click'), ('impression')) did (kind)
    union all
    select at, at, 'view', 'a', 'ann', 'ann', 'later' from (values (%s::timestamptz)) told (at)
"""


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
    assert (lessons.gain.tolist(), lessons.explored.tolist()) == ([1, 2], [False, True]), "only a page tells of it"
    np.testing.assert_allclose(lessons.propensity, [1.0, 0.0625])
    np.testing.assert_allclose(lessons.values[:, lessons.features.index("relevance@1")], [0.5, 0.25])
    assert np.isnan(lessons.values[0, lessons.features.index("brand_asked@1")])


async def test_who_is_signed_in_or_has_an_order_is_believed_to_have_bought(database: OneConnection) -> None:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann'), ('bob'), ('cleo')")
    lists = [told(f"of-{who}", shopper=who) for who in ("ann", "bob", "cleo")]
    await StoredLists(database).keep([replace(each, actor=Actor(shopper_id=each.actor.shopper_id)) for each in lists])
    bought = event(1, EventKind.PURCHASE, "b")
    for number, who in enumerate(("ann", "bob", "cleo")):
        await keep(database, replace(bought, event_id=f"bought-{number}", actor=Actor(shopper_id=who)))
    await database.held.execute(
        "insert into identity_nodes (shopper_id, signed_in_at, person_id) values ('bob', now(), 'bob')"
    )
    await database.held.execute(ORDERED, [NOON + timedelta(minutes=1)])
    lessons = await LessonBuilding(database, Remembered()).lessons(NOON, NOON + HOUR)
    gained = dict(zip(lessons.person, lessons.gain[lessons.gain > 0].tolist(), strict=True))
    assert gained == {"ann": 2, "bob": 3, "cleo": 3}
    assert lessons.strangers == {"ann", "bob"}, "nobody was here for long, and one has an order"


async def test_who_has_been_heard_of_for_days_is_no_stranger(database: OneConnection) -> None:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann')")
    await StoredLists(database).keep([told()])
    await keep(database, event(1, EventKind.CLICK, "a", list_id="list-1"))
    assert (await LessonBuilding(database, Remembered()).lessons(NOON, NOON + HOUR)).strangers == {"ann"}
    await database.held.execute(HEARD_OF, [NOON - timedelta(days=4), NOON])
    assert not (await LessonBuilding(database, Remembered()).lessons(NOON, NOON + HOUR)).strangers


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
