"""Limits hold for all gateways together, and neither break nor fall away when the database does."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import psycopg
import pytest

from assistant.database import Pool
from assistant.retention import Retention
from tests.integration.conftest import Gateway
from tests.logs import captured_logs
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket, Kind, Rate
from webhooks.limits.local import LocalLimits
from webhooks.limits.operators import OperatorPasses
from webhooks.limits.stored import StoredLimits

RATES: Mapping[Kind, Rate] = {kind: Rate(burst=20, per_s=0.01) for kind in Kind} | {
    Kind.SIRI: Rate(burst=2, per_s=20),
    Kind.SESSIONS: Rate(burst=3, per_s=0.01),
}
ANNA = Bucket(kind=Kind.MESSAGES, caller="anna")


@pytest.fixture
async def limits(database_url: str) -> AsyncIterator[list[StoredLimits]]:
    """Those of three gateways."""
    async with (
        Pool(database_url, name="a", most=4, statement_timeout_s=2.0, autocommit=True) as first,
        Pool(database_url, name="b", most=4, statement_timeout_s=2.0, autocommit=True) as second,
        Pool(database_url, name="c", most=4, statement_timeout_s=2.0) as third,
    ):
        yield [stored(pool) for pool in (first, second, third)]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("truncate rates")


def stored(pool: Pool) -> StoredLimits:
    return StoredLimits(pool, RATES, key="a key", meanwhile=LocalLimits(RATES, clock=lambda: 0.0))


async def got_in(limits: StoredLimits, *buckets: Bucket) -> bool:
    try:
        await limits.take(*buckets)
    except TooOften:
        return False
    return True


async def test_a_burst_over_three_gateways_at_once_is_counted_as_one(limits: list[StoredLimits]) -> None:
    tries = await asyncio.gather(*(got_in(limits[number % 3], ANNA) for number in range(60)))
    assert sum(tries) == 20


async def test_two_buckets_taken_in_either_order_do_not_lock_each_other_out(limits: list[StoredLimits]) -> None:
    home = Bucket(kind=Kind.ADDRESS_MESSAGES, caller="10.0.0.1")
    both = [(ANNA, home), (home, ANNA)]
    tries = await asyncio.gather(*(got_in(limits[number % 3], *both[number % 2]) for number in range(60)))
    assert sum(tries) == 20


async def test_who_waits_as_long_as_told_gets_in(limits: list[StoredLimits]) -> None:
    device = Bucket(kind=Kind.SIRI, caller="d1")
    for _ in range(2):
        await limits[0].take(device)
    with pytest.raises(TooOften) as refused:
        await limits[1].take(device)
    assert 0 < refused.value.wait_s <= 0.05
    tried = 0
    while not await got_in(limits[1], device):
        tried += 1
        await asyncio.sleep(refused.value.wait_s)
    assert tried <= 2


async def test_the_longest_wait_counts_and_the_rest_is_no_ones_fault(limits: list[StoredLimits]) -> None:
    house, device = Bucket(kind=Kind.SESSIONS, caller="x"), Bucket(kind=Kind.SIRI, caller="x")
    for _ in range(3):
        await limits[0].take(house)
    with pytest.raises(TooOften) as refused:
        await limits[0].take(device, house)
    assert 90 < refused.value.wait_s <= 100


async def test_no_row_tells_whose_it_is(limits: list[StoredLimits], database_url: str) -> None:
    await limits[0].take(Bucket(kind=Kind.SESSIONS, caller="203.0.113.77"))
    with psycopg.connect(database_url) as connection:
        (row,) = connection.execute("select kind, caller, rates::text from rates").fetchall()
    assert row[0] == "sessions"
    assert len(row[1]) == 16
    assert "203.0.113.77" not in row[2]


async def test_without_the_database_each_gateway_counts_by_itself(database_url: str) -> None:
    lost = Pool("postgresql://nobody@127.0.0.1:1/none", name="lost", most=2, statement_timeout_s=1.0)
    await lost.open(wait=False)
    lost.timeout = 0.05
    limits = StoredLimits(lost, RATES, key="k", meanwhile=LocalLimits(RATES, clock=lambda: 0.0))
    with captured_logs() as written:
        tries = [await got_in(limits, Bucket(kind=Kind.SESSIONS, caller="a")) for _ in range(5)]
    await lost.close()
    assert tries == [True, True, True, False, False]
    assert written.named("limits_counted_here_only")


async def test_w4_a_hundred_messages_in_ten_seconds_are_too_many(gateway: Gateway) -> None:
    """By the defaults, and through two gateways on one database."""
    session = await gateway.open_session()
    other = gateway.also()
    told = [await (gateway, other)[number % 2].say(session, "what's in my cart", f"r{number}") for number in range(100)]
    statuses = [answered.status_code for answered in told]
    assert statuses[:60] == [200] * 60
    assert 429 in statuses
    refused = told[statuses.index(429)]
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:aisle:problem:too_often"
    again = await gateway.say(await gateway.open_session(), "what's in my cart")
    assert again.status_code == 200, "another conversation is not kept waiting"


async def test_what_is_refused_did_not_happen(gateway: Gateway) -> None:
    narrow = gateway.also(limit_messages="1 0.01/s")
    session = await narrow.open_session()
    await narrow.say(session, request_id="r1")
    refused = await narrow.say(session, request_id="r2")
    assert refused.status_code == 429
    streamed = await narrow.client.post(
        "/chat/messages",
        json={"request_id": "r3", "text": "milk"},
        headers={**session, "Accept": "text/event-stream"},
    )
    assert streamed.status_code == 429
    assert len(narrow.rasa.calls) == 1
    assert narrow.sql("select count(*) from turns") == [(1,)]


async def test_the_operator_is_not_kept_waiting_and_nobody_else_is_the_operator(gateway: Gateway) -> None:
    narrow = gateway.also(limit_sessions="1 0.01/s")
    passes: OperatorPasses = narrow.turnstile.passes
    await narrow.open_session()
    assert (await narrow.client.post("/chat/sessions")).status_code == 429
    assert (await narrow.client.post("/chat/sessions", headers=passes.headers())).status_code == 201
    forged = OperatorPasses(secret="x" * 40).headers()
    assert (await narrow.client.post("/chat/sessions", headers=forged)).status_code == 429


async def test_who_may_come_as_often_as_ever_is_forgotten_and_nobody_is_waited_for(
    limits: list[StoredLimits], database_url: str
) -> None:
    long_ago, now, busy = (Bucket(kind=Kind.MESSAGES, caller=name) for name in ("long ago", "now", "busy"))
    await limits[0].take(long_ago)
    await limits[0].take(busy)
    async with (
        Pool(database_url, name="worker", most=2, statement_timeout_s=2.0) as pool,
        await psycopg.AsyncConnection.connect(database_url) as other,
    ):
        await other.execute("update rates set full_at = now() - interval '1 second'")
        await other.commit()
        await limits[0].take(now)
        await other.execute("select from rates where full_at < now() order by full_at limit 1 for update")
        gone = await Retention(connections=pool, period=timedelta(days=30)).forget()
    assert gone["rates"] == 1
    with psycopg.connect(database_url) as connection:
        left = connection.execute("select count(*), count(*) filter (where full_at > now()) from rates").fetchone()
    assert left == (2, 1)
