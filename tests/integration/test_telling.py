"""Turns and the recorder behind them as the gateway opens them, on a database that commits."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from prometheus_client import CollectorRegistry

from assistant.bench.search_loading import create_database
from assistant.database import Pool
from assistant.metrics import Metrics
from assistant.schema import migrate
from assistant.settings import GatewaySettings
from assistant.telling import open_turns
from rerank.events import rows as event_rows
from rerank.events.consents import StoredConsents
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from shop.shown import Placement, ShownList, Surface
from tests.integration.conftest import SECRET
from tests.unit.fakes import FOUND, FakeRasa, turn

A_SECOND_S = 1.0
SHOWN = ShownList(
    list_id="made by the ranking",
    surface=Surface.SEARCH,
    model="ranking-7",
    placements=(Placement(product_id="jacket", variant_id="jacket-navy-m", position=1, relevance=1.0, score=1.0),),
)


@pytest.fixture(scope="module")
def own_database(database_url: str) -> str:
    parts = urlsplit(database_url)
    url = parts._replace(path=f"{parts.path}_telling").geturl()
    create_database(url)
    migrate(url)
    return url


@pytest.fixture
async def pool(own_database: str) -> AsyncIterator[Pool]:
    async with Pool(own_database, name="test", most=4, statement_timeout_s=5.0, autocommit=True) as pool:
        async with pool.connection() as connection:
            await connection.execute(
                "truncate shoppers, refusing_devices, turns, events, event_counts, shown_lists cascade"
            )
            await connection.execute("insert into shoppers (shopper_id) values ('ann')")
        yield pool


def settings(url: str, **more: Any) -> GatewaySettings:
    secrets = {"action_secret": SECRET, "dialogue_secret": SECRET, "sender_secret": SECRET}
    return GatewaySettings.model_validate({**secrets, "database_url": url, **more})


def talking(pool: Pool, configured: GatewaySettings) -> Any:
    return open_turns(
        configured,
        pool,
        FakeRasa(replace(FOUND, shown=SHOWN)),
        Metrics(CollectorRegistry()),
        new_id=lambda: uuid.uuid4().hex,
        now=lambda: datetime.now(UTC),
    )


async def rows(pool: Pool, query: str) -> list[tuple[Any, ...]]:
    async with pool.connection() as connection:
        return await (await connection.execute(query)).fetchall()


async def within(seconds: float, is_so: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def test_a_turn_is_an_event_and_its_list_a_row_within_a_second(pool: Pool, own_database: str) -> None:
    async with talking(pool, settings(own_database)) as opened:
        reply = await opened.turns.answer(turn())
        await within(A_SECOND_S, lambda: rows(pool, "select from events where kind = 'impression'"))
    kept = await rows(pool, "select kind, list_id, position, model from events order by kind")
    assert kept == [("impression", reply.turn_id, 1, "ranking-7"), ("search", reply.turn_id, None, None)]
    assert await rows(pool, "select list_id, shopper_id, model from shown_lists") == [
        (reply.turn_id, "ann", "ranking-7")
    ]


async def test_what_was_told_just_before_closing_is_not_lost(pool: Pool, own_database: str) -> None:
    async with talking(pool, settings(own_database)) as opened:
        for number in range(20):
            await opened.turns.answer(turn(request_id=f"r{number}", conversation_id=f"talk {number % 3}"))
    assert await rows(pool, "select count(distinct turn_id) from events") == [(20,)]


async def test_the_same_request_again_tells_nothing_more(pool: Pool, own_database: str) -> None:
    async with talking(pool, settings(own_database)) as opened:
        assert await opened.turns.answer(turn()) == await opened.turns.answer(turn())
    assert await rows(pool, "select count(*) from events") == [(2,)]


async def test_where_events_are_switched_off_turns_tell_none(pool: Pool, own_database: str) -> None:
    async with talking(pool, settings(own_database, events=False)) as opened:
        await opened.turns.answer(turn())
    assert await rows(pool, "select from events union all select from shown_lists") == []


def seen(event_id: str, actor: Actor) -> Event:
    now = datetime.now(UTC)
    return Event(
        event_id=event_id,
        kind=EventKind.VIEW,
        source=Source.PAGE,
        channel="web",
        actor=actor,
        occurred_at=now,
        received_at=now,
        product_id="jacket",
    )


@pytest.mark.parametrize("actor", [Actor(shopper_id="ann"), Actor(device_id="phone")], ids=["shopper", "browser"])
async def test_a_no_waits_for_what_is_just_being_kept_and_takes_it_along(pool: Pool, actor: Actor) -> None:
    consents = StoredConsents(connections=pool, now=lambda: datetime.now(UTC))
    async with pool.connection() as connection:
        async with connection.transaction():
            assert (await event_rows.keep(connection, [seen("before", actor)])).new == 1
            saying_no = asyncio.create_task(consents.withdraw(actor))
            done, _ = await asyncio.wait({saying_no}, timeout=0.3)
            assert not done, "it did not wait"
        assert (await saying_no).events == 1
        async with connection.transaction():
            assert await event_rows.keep(connection, [seen("after", actor)]) == event_rows.Taken(new=0, unwanted=1)
    assert await rows(pool, "select from events") == []


async def test_no_event_slips_past_a_no_that_is_said_meanwhile(pool: Pool) -> None:
    """Each either comes before the no, and goes with it, or after, and is not kept."""
    actor, events = Actor(shopper_id="ann", device_id="phone"), StoredEvents(pool)
    consents = StoredConsents(connections=pool, now=lambda: datetime.now(UTC))

    async def tell(number: int) -> None:
        event = seen(f"e{number}", actor if number % 2 else Actor(device_id="phone"))
        await events.keep([event], channel="web", received_at=event.received_at, left_out={})

    async def say_no() -> None:
        await within(A_SECOND_S * 5, lambda: rows(pool, "select from events limit 1"))
        await consents.withdraw(actor)

    await asyncio.gather(say_no(), *(tell(number) for number in range(60)))
    assert await rows(pool, "select from events") == []
    assert await rows(pool, "select from signals where shopper_id = 'ann' or device_id = 'phone'") == []
    assert await rows(pool, "select sum(events)::int from event_counts") == [(60,)]
