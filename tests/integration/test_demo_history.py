"""The demo shop's made-up past: told by itself, written once, and gone with the demo."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from psycopg_pool import AsyncConnectionPool

from assistant.demo_shop import retire_demo
from assistant.learned_models import known_features
from assistant.learning_lessons import lessons_of
from assistant.simulation.demo_history import load_history_if_wanted
from catalog.connections import Connections
from catalog.writing import CatalogWriter
from rerank.learning.canary import breaches
from rerank.learning.parts import parted
from rerank.learning.verdict import Examiner, Outcome
from rerank.ranking.baseline import Baseline
from rerank.ranking.onnx_model import loaded
from rerank.ranking.training import train
from tests.conftest import OneConnection, copied, rolled_back
from tests.unit.simulation.made_up_goods import made_up_contents

LEFT = """
    select (select count(*) from events), (select count(*) from shown_lists), (select count(*) from shoppers),
           (select count(*) from orders where contact is not null)
"""


BOUGHT = "select count(*) from signals where kind = 'purchase'"


async def _all(database: Connections, statement: str) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        return await (await connection.execute(statement)).fetchall()


@dataclass(frozen=True, slots=True)
class Past:
    """A demo shop that got its past; `bought_before` counts what its customers had bought without it."""

    url: str
    is_written: bool
    bought_before: list[tuple[object, ...]]


@pytest.fixture(scope="module")
async def past(demo_database_url: str) -> Past:
    url = copied(demo_database_url, "past")
    async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
        before = await _all(pool, BOUGHT)
        return Past(url=url, is_written=await load_history_if_wanted(pool), bought_before=before)


@pytest.fixture
async def database_with_past(past: Past) -> AsyncIterator[OneConnection]:
    async with rolled_back(past.url) as connections:
        yield connections


async def test_the_demo_shop_gets_a_past_once_and_loses_it_with_its_goods(
    past: Past, database_with_past: OneConnection
) -> None:
    database = database_with_past
    assert past.is_written
    assert not await load_history_if_wanted(database)

    ((events, lists, shoppers, orders),) = await _all(database, LEFT)
    assert events > 10_000
    assert (lists, shoppers) == (2400, 80)
    assert orders > 500
    await _is_spread_over_its_days(database)
    await _is_told_of_as_made_up(database)

    await retire_demo(database)

    assert await _all(database, LEFT) == [(0, 0, 0, 0)]
    assert await _all(database, BOUGHT) == past.bought_before


async def _is_spread_over_its_days(database: OneConnection) -> None:
    ((first, last, days),) = await _all(database, "select min(day), max(day), count(distinct day) from events")
    today = datetime.now(UTC).date()
    assert first >= today - timedelta(days=60)
    assert last <= today
    assert days >= 60
    assert await _all(database, "select count(*) from events where occurred_at > now()") == [(0,)]
    assert await _all(database, "select count(*) from events_other") == [(0,)]


async def _is_told_of_as_made_up(database: OneConnection) -> None:
    """And its purchases once: by the orders, and not by the events as well."""
    others = "select count(*) from events where not starts_with(device_id, 'simulated-')"
    assert await _all(database, others) == [(0,)]
    twice = """
        select count(*) from signals where kind = 'purchase' and starts_with(shopper_id, 'simulated-')
        union all select sum(quantity) from order_lines join orders using (order_id) where contact is not null"""
    signals, lines = await _all(database, twice)
    assert signals == lines


async def test_what_the_shop_would_have_made_of_the_latest_lists_is_told_with_them(
    database_with_past: OneConnection,
) -> None:
    """By what had been done before, so that what is learned of them listens to it; lists without it teach nothing."""
    now = datetime.now(UTC)
    told = await lessons_of(database_with_past)(now - timedelta(days=90), now)
    assert 400 < len(told) < 1200
    known = {name: told.values[:, told.features.index(name)] for name in ("relevance@1", "expected@1", "shown_of_it@1")}
    assert all(np.isfinite(values).mean() > 0.9 for values in known.values())
    taken = told.gain > 0
    assert known["relevance@1"][taken].mean() > 1.3 * known["relevance@1"][~taken].mean()
    assert np.isfinite(told.values[:, told.features.index("goes_with_bought@1")]).any()
    assert np.isfinite(told.values[:, told.features.index("price_place_distance@1")]).mean() > 0.3
    ((before,),) = await _all(database_with_past, "select count(*) from shown_lists where features = '{}'")
    assert before == 2400 - len(told)


async def test_what_is_learned_of_the_made_up_past_is_not_put_to_use_unless_it_is_surely_better(
    database_with_past: OneConnection,
) -> None:
    now = datetime.now(UTC)
    learned, held_out = parted(await lessons_of(database_with_past)(now - timedelta(days=90), now), later_share=0.2)
    trained = train(learned)
    challenger = loaded(trained.network, version="first", features=tuple(trained.features))

    judged = Examiner(known=known_features(), breaches=breaches).judged
    verdict = await asyncio.to_thread(judged, challenger, Baseline(), learned=learned, held_out=held_out)

    assert verdict.comparison is not None, verdict.reasons
    # It reads what the built-in order goes by.
    assert verdict.comparison.challenger > verdict.comparison.champion - 0.05
    is_surely_better = verdict.comparison.difference.low > 0
    assert is_surely_better or verdict.outcome is Outcome.REFUSED


async def test_a_retailers_shop_gets_no_made_up_past(database: OneConnection) -> None:
    await CatalogWriter(database).write(made_up_contents(20))
    assert not await load_history_if_wanted(database)
    assert await _all(database, LEFT) == [(0, 0, 0, 0)]
