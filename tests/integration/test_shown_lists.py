"""Lists as they were shown are kept once, whole, and go with their shopper."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rerank.events.consents import StoredConsents
from rerank.events.days import EventDays
from rerank.events.event import Actor
from rerank.ranking.stored_lists import StoredLists, ToldList
from shop.shown import Placement, ShownList, Surface
from tests.conftest import OneConnection

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def told(list_id: str = "list-1", *, shopper: str | None = "ann", at: datetime = NOON) -> ToldList:
    placements = (
        Placement(product_id="a", variant_id="a-1", position=1, relevance=0.5, score=2.0, seen=(0.5, None)),
        Placement(
            product_id="b",
            variant_id="b-1",
            position=2,
            relevance=0.25,
            score=1.0,
            propensity=0.0625,
            is_exploration=True,
            seen=(0.25, 1.0),
        ),
    )
    shown = ShownList(
        list_id=list_id,
        surface=Surface.HOME,
        model="m-1",
        arm="b",
        placements=placements,
        features=("relevance@1", "brand_asked@1"),
    )
    return ToldList(shown=shown, actor=Actor(shopper_id=shopper, device_id="phone"), channel="web", at=at)


@pytest.fixture
async def lists(database: OneConnection) -> StoredLists:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann')")
    return StoredLists(database)


async def kept(database: OneConnection, columns: str = "list_id") -> list[tuple[object, ...]]:
    return await (await database.held.execute(f"select {columns} from shown_lists order by list_id")).fetchall()


async def test_a_list_is_kept_with_all_that_is_learned_from(database: OneConnection, lists: StoredLists) -> None:
    await lists.keep([told()])
    columns = (
        "shown_at, shopper_id, device_id, surface, model, arm, product_ids, propensities, explored, features, seen"
    )
    assert await kept(database, columns) == [
        (
            *(NOON, "ann", "phone", "home", "m-1", "b", ["a", "b"], [1.0, 0.0625], [False, True]),
            *(["relevance@1", "brand_asked@1"], [0.5, None, 0.25, 1.0]),
        )
    ]


async def test_a_list_that_is_told_again_is_kept_once(database: OneConnection, lists: StoredLists) -> None:
    await lists.keep([told(), told("list-2")])
    await lists.keep([told("list-2"), told("list-3")])
    assert await kept(database) == [("list-1",), ("list-2",), ("list-3",)]


async def test_a_list_without_anything_in_it_is_none(database: OneConnection, lists: StoredLists) -> None:
    empty = told()
    await lists.keep([replace(empty, shown=replace(empty.shown, placements=()))])
    assert await kept(database) == []


async def test_lists_go_with_their_shopper_and_do_not_come_back(database: OneConnection, lists: StoredLists) -> None:
    await lists.keep([told(), told("list-2", shopper=None)])
    await database.held.execute("delete from shoppers where shopper_id = 'ann'")
    await lists.keep([told("list-3")])
    assert await kept(database) == [("list-2",)]


async def test_after_a_no_a_list_stays_as_nobodys_and_no_turn_tells_whose_it_was(
    database: OneConnection, lists: StoredLists
) -> None:
    await lists.keep([told("turn-1"), told("turn-of-bob", shopper=None)])
    consents = StoredConsents(connections=database, now=lambda: NOON)
    assert (await consents.withdraw(Actor(shopper_id="ann"))).lists == 1
    rows = await (
        await database.held.execute("select list_id, shopper_id, device_id from shown_lists order by shown_at, list_id")
    ).fetchall()
    assert ("turn-of-bob", None, "phone") in rows
    (own,) = (row for row in rows if row[0] != "turn-of-bob")
    assert own[1:] == (None, None)
    assert own[0] != "turn-1"


async def test_lists_are_forgotten_with_the_events_of_their_time(database: OneConnection, lists: StoredLists) -> None:
    await lists.keep([told("old", at=NOON - timedelta(days=40)), told("new")])
    await EventDays(connections=database, retention=timedelta(days=30), now=lambda: NOON).tend()
    assert await kept(database) == [("new",)]
