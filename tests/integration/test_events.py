"""Events in the database: kept once and by the day, with their shopper, for as long as they may be."""

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from assistant.bench.events import EventBench, Plan
from assistant.bench.search_loading import create_database
from assistant.database import Pool
from assistant.retention import Retention
from assistant.schema import migrate
from rerank.events.completeness import EventCheck
from rerank.events.days import EventDays
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import Kept, StoredEvents
from rerank.identity import people
from tests.conftest import OneConnection

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUEST = Actor(shopper_id="guest", conversation_id="talk", device_id="d", visit_id="v")
SWEPT = "truncate events, event_counts, shoppers cascade"


def event(event_id: str, *, kind: EventKind = EventKind.VIEW, at: datetime = NOW, **told: Any) -> Event:
    given = {"actor": Actor(device_id="d", visit_id="v"), "product_id": "kettle", "received_at": NOW, **told}
    return Event(event_id=event_id, kind=kind, source=Source.PAGE, channel="web", occurred_at=at, **given)


async def keep(database: Any, *events: Event, left_out: dict[str, int] | None = None) -> Kept:
    return await StoredEvents(database).keep(events, channel="web", received_at=NOW, left_out=left_out or {})


async def rows(database: OneConnection, query: str, *given: Any) -> list[tuple[Any, ...]]:
    async with database.connection() as connection:
        return await (await connection.execute(query, given)).fetchall()


@pytest.fixture
async def shoppers(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "insert into shoppers (shopper_id, created_at) values ('guest', now() - interval '90 days')"
        )
        await connection.execute(
            "insert into customers (customer_id, name, email, address) values ('c', 'C', 'c', '{}')"
        )
        await connection.execute("insert into shoppers (shopper_id, customer_id) values ('maya', 'c')")


async def test_a_no_of_one_of_many_does_not_silence_the_browser_they_share(
    database: OneConnection, shoppers: None
) -> None:
    async with database.connection() as connection:
        await connection.execute("insert into refusing_shoppers (shopper_id, refused_at) values ('guest', %s)", [NOW])
        await connection.execute(
            "insert into identity_nodes (device_id, person_id, is_crowded) values ('d', 'device d', true)"
        )
    assert (await keep(database, event("theirs", actor=GUEST))).unwanted == 1
    assert (await keep(database, event("anybody's"))).taken == 1
    assert await rows(database, "select from refusing_devices") == []


async def test_everything_told_of_an_event_is_kept(database: OneConnection, shoppers: None) -> None:
    told = event(
        "e",
        kind=EventKind.PURCHASE,
        actor=GUEST,
        turn_id="t",
        list_id="l",
        variant_id="kettle-red",
        position=3,
        model="m1",
        quantity=2,
        value_minor=4999,
        currency="USD",
        query="tab\there, \\N and a\nline",
    )

    assert await keep(database, told) == Kept(taken=1, duplicates=0)

    (kept,) = await rows(
        database,
        "select day, occurred_at, kind, source, shopper_id, conversation_id, device_id, visit_id, turn_id, list_id,"
        " product_id, variant_id, position, model, dwell_ms, quantity, value_minor, currency, query from events",
    )
    assert kept == (
        *(date(2026, 3, 1), NOW, "purchase", "page", "guest", "talk", "d", "v", "t", "l"),
        *("kettle", "kettle-red", 3, "m1", None, 2, 4999, "USD", "tab\there, \\N and a\nline"),
    )


async def test_the_same_id_is_kept_once_however_it_comes_again(database: OneConnection) -> None:
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    first = event("e", at=midnight)

    assert await keep(database, first, first, event("other")) == Kept(taken=2, duplicates=1)
    assert await keep(database, first) == Kept(taken=0, duplicates=1)
    across = replace(first, occurred_at=midnight - timedelta(seconds=1))
    assert await keep(database, across) == Kept(taken=0, duplicates=1), "told anew by a clock on the day before"


async def test_two_gateways_told_the_same_at_once_keep_it_once(database_url: str) -> None:
    batch = [event(f"e{number}") for number in range(50)]
    async with Pool(database_url, name="events", most=4, statement_timeout_s=20) as pool:
        try:
            kept = await asyncio.gather(*(keep(pool, *batch) for _ in range(4)))
            assert sum(each.taken for each in kept) == len(batch)
            async with pool.connection() as connection:
                counted = await connection.execute(
                    "select outcome, sum(events) from event_counts group by 1 order by 1"
                )
                assert await counted.fetchall() == [("duplicate", 150), ("taken", 50)]
        finally:
            async with pool.connection() as connection:
                await connection.execute(SWEPT)


async def test_a_deleted_shopper_takes_their_events_along(database: OneConnection, shoppers: None) -> None:
    others = event("another's", actor=Actor(device_id="another's", visit_id="v"))
    await keep(database, event("theirs", actor=GUEST), event("on their device"), others)

    async with database.connection() as connection:
        await connection.execute("delete from shoppers where shopper_id = 'guest'")

    assert await rows(database, "select event_id from events") == [("another's",)]
    assert await keep(database, event("late", actor=GUEST)) == Kept(taken=0, duplicates=1), "nor do any come after"


async def test_events_before_a_sign_in_are_the_customers(database: OneConnection, shoppers: None) -> None:
    await keep(database, event("before", actor=GUEST), event("after", actor=Actor(shopper_id="maya")))
    async with database.connection() as connection:
        await connection.execute("update shoppers set merged_into = 'maya' where shopper_id = 'guest'")
        await people.signed_in(connection, guest_id="guest", shopper_id="maya", customer_id="c")

    known = "select event_id, shopper_id from known_events where person_id = 'maya' order by 1"
    assert await rows(database, known) == [("after", "maya"), ("before", "guest")]

    async with database.connection() as connection:
        await connection.execute("delete from shoppers where shopper_id = 'maya'")
    assert await rows(database, "select event_id from events") == []


async def test_a_guest_is_remembered_as_long_as_their_events(database: OneConnection, shoppers: None) -> None:
    retention = Retention(connections=database, period=timedelta(days=30))
    await keep(database, event("e", actor=GUEST))
    assert (await retention.forget())["shoppers"] == 0

    async with database.connection() as connection:
        await connection.execute("delete from events")
    assert (await retention.forget())["shoppers"] == 1


async def test_each_day_has_a_table_that_is_dropped_whole(database: OneConnection) -> None:
    """Events that came before their day had a table are moved into it."""
    await keep(database, event("today"), event("last week", at=NOW - timedelta(days=6)))
    assert await places(database) == {"today": "events_other", "last week": "events_other"}

    assert await days_at(database, NOW).tend() == 5
    assert await places(database) == {"today": "events_20260301", "last week": "events_other"}
    assert await days_at(database, NOW).tend() == 0
    await keep(database, event("tomorrow", at=NOW + timedelta(days=1)))
    assert (await places(database))["tomorrow"] == "events_20260302"
    assert await keep(database, event("today")) == Kept(taken=0, duplicates=1)

    await days_at(database, NOW + timedelta(days=10)).tend()
    assert set(await places(database)) == {"today", "tomorrow"}, "ten days old is not too old"
    await days_at(database, NOW + timedelta(days=11)).tend()
    assert set(await places(database)) == {"tomorrow"}
    assert await rows(database, "select to_regclass('events_20260301')") == [(None,)]


async def test_completeness_is_told_by_channel(database: OneConnection) -> None:
    def visit(name: str, *, device: str | None) -> Actor:
        return Actor(visit_id=name, device_id=device)

    await keep(
        database,
        event("1", actor=visit("a", device="d")),
        event("2", actor=visit("a", device="d"), kind=EventKind.SEARCH),
        event("3", actor=visit("a", device="d"), kind=EventKind.ADD_TO_CART),
        event("4", actor=visit("b", device="d"), at=NOW - timedelta(hours=2)),
        event("5", actor=visit("c", device=None)),
        event("6", actor=visit("e", device="d"), is_time_told=False),
        event("7", actor=visit("f", device=None), kind=EventKind.CLICK),
        event("old", actor=visit("g", device=None), at=NOW - timedelta(days=5)),
        left_out={"too_old": 3},
    )
    await keep(database, event("1", actor=visit("a", device="d")))

    check = EventCheck(connections=database, now=lambda: NOW)
    (web,) = await check.channels(days=1)

    assert (web.channel, web.sessions, web.whole, web.share, web.is_enough) == ("web", 4, 2, 0.5, False)
    assert (web.with_view, web.with_search, web.with_cart, web.with_all) == (4, 1, 1, 1)
    assert (web.events, web.late, web.duplicates, web.refused) == (7, 1, 1, {"too_old": 3})
    (web,) = await check.channels(days=7)
    assert web.sessions == 5


async def test_the_benchmark_keeps_what_it_says(database_url: str) -> None:
    parts = urlsplit(database_url)
    own = parts._replace(path=f"{parts.path}_events_bench").geturl()
    create_database(own)
    migrate(own)

    figures = await EventBench(own).measure(Plan(events=2000, batch=50, writers=2))

    assert figures["taken"] + figures["duplicates"] == figures["events"] == 2000
    assert figures["duplicates"] % 50 == 0
    assert figures["events_per_s"] > 0


async def test_the_command_tells_scripts_by_its_exit_code(database_url: str, tmp_path: Path) -> None:
    def check() -> tuple[int, dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli.main", "events", "check", "--json"],
            env={"PATH": "/usr/bin:/bin", "AISLE_DATABASE_URL": database_url, "AISLE_STATE_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, json.loads(done.stdout)

    async with Pool(database_url, name="events", most=1, statement_timeout_s=20) as pool:
        assert await asyncio.to_thread(check) == (1, {"line": 0.8, "is_enough": False, "channels": []})
        try:
            for number in range(4):
                visit = Actor(device_id="d", visit_id=f"v{number}")
                await keep(pool, event(f"e{number}", at=datetime.now(UTC), actor=visit))
            await keep(pool, event("nobody's", at=datetime.now(UTC), actor=Actor(visit_id="v")))
            code, told = await asyncio.to_thread(check)
            assert (code, told["is_enough"], told["channels"][0]["share"]) == (0, True, 0.8)
            await keep(pool, event("nobody's either", at=datetime.now(UTC), actor=Actor(visit_id="w")))
            assert (await asyncio.to_thread(check))[0] == 1
        finally:
            async with pool.connection() as connection:
                await connection.execute(SWEPT)


async def places(database: OneConnection) -> dict[str, str]:
    return dict(await rows(database, "select event_id, tableoid::regclass::text from events"))


def days_at(database: OneConnection, now: datetime) -> EventDays:
    return EventDays(connections=database, retention=timedelta(days=10), now=lambda: now)
