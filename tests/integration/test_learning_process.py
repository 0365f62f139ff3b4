"""Learning as the worker starts it: a process of its own, from the shop's tables to an order that gateways follow."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from assistant.learned_models import open_models
from assistant.learning_schedule import LearningProcess, LearningSchedule
from assistant.learning_settings import LearningSettings
from rerank.events.days import EventDays
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.ranking.lessons import Lessons
from tests.integration.known_models import SWEEP
from tests.unit.learning.school import SHOWN, lessons
from tests.unit.ranking.goods import moment

LISTS = 1500
FOLLOWS_WITHIN_S = 2.0
STARTS_WITHIN_S = 60.0
LEARNERS = "select count(*) from pg_stat_activity where application_name = 'aisle learning'"
KINDS = {1: "click", 2: "add_to_cart", 3: "purchase"}
TIMELESS = "truncate shown_lists, events, signals, event_counts"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    async with AsyncConnectionPool(database_url, min_size=1, max_size=3, open=False) as pool:
        yield pool
        async with pool.connection() as connection:
            await connection.execute(SWEEP)
            await connection.execute(TIMELESS)


async def write(pool: AsyncConnectionPool, told: Lessons) -> None:
    """The lists as gateways keep them, with what pages tell of them, over the last ten days."""
    now = datetime.now(UTC)
    await EventDays(connections=pool, retention=timedelta(days=400), now=lambda: now).tend()
    began = now - timedelta(days=10)
    span = (told.at - told.at.min()) / (told.at.max() - told.at.min()) * 9.9
    times = [began + timedelta(days=float(day)) for day in span]
    async with pool.connection() as connection:
        await write_lists(connection, told, times)
        await write_events(connection, told, times)


async def write_lists(connection: psycopg.AsyncConnection[Any], told: Lessons, times: Sequence[datetime]) -> None:
    features = ["relevance@1", "stars@1", "told_taste@1"]
    async with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy shown_lists (list_id, shown_at, device_id, visit_id, channel, surface, model, product_ids,"
            " variant_ids, positions, relevances, scores, propensities, explored, features, seen) from stdin"
        ) as copy,
    ):
        for number, at in enumerate(times):
            rows = slice(number * SHOWN, (number + 1) * SHOWN)
            products = list(told.product_id[rows])
            relevances = told.values[rows, 0].tolist()
            seen = told.values[rows][:, [0, 1, 2]].reshape(-1).tolist()
            whose = (told.person[number], told.person[number], told.channel[number], told.surface[number])
            await copy.write_row(
                (
                    *(f"list-{number}", at, *whose, "baseline", products, products),
                    *(told.position[rows].tolist(), relevances, relevances, [1.0] * SHOWN),
                    *(told.explored[rows].tolist(), features, seen),
                )
            )


async def write_events(connection: psycopg.AsyncConnection[Any], told: Lessons, times: Sequence[datetime]) -> None:
    async with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy events (event_id, day, occurred_at, received_at, is_time_told, kind, source, channel, device_id,"
            " visit_id, list_id, product_id) from stdin"
        ) as copy,
    ):
        for row, gain in enumerate(told.gain):
            number = row // SHOWN
            at = times[number] + timedelta(seconds=5)
            whose = ("page", told.channel[number], told.person[number], told.person[number], f"list-{number}")
            for kind in ("impression", KINDS.get(int(gain))):
                if kind:
                    await copy.write_row((f"{kind}-{row}", at.date(), at, at, True, kind, *whose, told.product_id[row]))


@pytest.fixture
def learning(database_url: str, tmp_path: Path) -> LearningProcess:
    environment = {"AISLE_DATABASE_URL": database_url, "AISLE_STATE_DIR": str(tmp_path)}
    return LearningProcess(settings=LearningSettings(learning_timeout_minutes=2), environment=environment)


async def test_what_shoppers_did_becomes_the_order_that_gateways_serve(
    pool: AsyncConnectionPool, learning: LearningProcess, tmp_path: Path
) -> None:
    await write(pool, lessons(LISTS))
    async with open_models(pool, on_refused=pytest.fail, on_missing=pytest.fail) as opened:
        served = opened.choice
        assert served.choose(moment()).model.version == "baseline"
        assert await learning.learn("schedule") == 0
        ended = time.monotonic()
        (run,) = await StoredRuns(connections=pool).listed()
        assert (run.state, run.outcome, run.asked_by) == ("ended", "promoted", "schedule"), run.reasons
        while served.choose(moment()).model.version != run.version:
            assert time.monotonic() - ended < FOLLOWS_WITHIN_S
            await asyncio.sleep(0.02)
        record = await StoredModels(connections=pool).model_in_use()
        assert record is not None
        rows = np.ones((100, len(record.features)), np.float32)
        assert np.isfinite(served.choose(moment()).model.scores(rows)).all()
    with sqlite3.connect(tmp_path / "mlflow" / "runs.db") as notes:
        told = dict(notes.execute("select key, value from tags").fetchall())
        figures = dict(notes.execute("select key, value from metrics").fetchall())
        parameters = dict(notes.execute("select key, value from params").fetchall())
    notes.close()
    assert (told["version"], told["outcome"]) == (run.version, "promoted")
    assert figures["difference_low"] > 0
    assert parameters["parameters.objective"] == "rank:ndcg"
    assert list((tmp_path / "mlflow" / "files").rglob(f"{run.version}.onnx"))


async def test_mlflow_out_of_reach_keeps_nobody_from_learning(
    pool: AsyncConnectionPool, learning: LearningProcess
) -> None:
    await write(pool, lessons(LISTS))
    away = {**learning.environment, "AISLE_MLFLOW_URI": "http://127.0.0.1:9"}
    assert await LearningProcess(settings=learning.settings, environment=away).learn("signals") == 0
    (run,) = await StoredRuns(connections=pool).listed()
    assert run.outcome == "promoted"


async def test_a_worker_that_stops_takes_its_learning_along(
    pool: AsyncConnectionPool, learning: LearningProcess
) -> None:
    trying = asyncio.create_task(learning.learn("schedule"))
    await _until(pool, learners=1)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    await _until(pool, learners=0)
    assert (await StoredModels(connections=pool).in_use()).version is None


async def _until(pool: AsyncConnectionPool, *, learners: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    found = -1
    while found != learners:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
        async with pool.connection() as connection:
            row = await (await connection.execute(LEARNERS)).fetchone()
        found = row[0] if row else -1


@pytest.mark.parametrize(
    ("hours_since", "state", "hour", "signals", "due"),
    [
        (None, "ended", 12, 0, "schedule"),
        (2, "ended", 12, 0, None),
        (2, "ended", 12, 30, "signals"),
        (0.5, "ended", 12, 30, None),
        (22, "ended", 3, 0, "schedule"),
        (22, "ended", 4, 0, None),
        (40, "ended", 12, 0, "schedule"),
        (2, "failed", 12, 0, "schedule"),
        (0.5, "failed", 12, 0, None),
    ],
)
async def test_it_is_time_once_a_day_and_when_enough_is_new(
    pool: AsyncConnectionPool, hours_since: float | None, state: str, hour: int, signals: int, due: str | None
) -> None:
    now = datetime(2026, 3, 2, hour, 30, tzinfo=UTC)
    async with pool.connection() as connection:
        if hours_since is not None:
            began = now - timedelta(hours=hours_since)
            await connection.execute(
                "insert into learning_runs (run_id, asked_by, started_at, ended_at, state)"
                " values ('r', 't', %s, %s, %s)",
                [began, began, state],
            )
        await connection.execute(
            "insert into signals (occurred_at, known_at, kind, product_id, event_id)"
            " select %s, %s, 'click', 'p', 'e' || n from generate_series(1, %s) n",
            [now, now, signals],
        )
    asked: list[str] = []

    async def learn(asked_by: str) -> int:
        asked.append(asked_by)
        return 0

    settings = LearningSettings(learning_after_signals=30)
    schedule = LearningSchedule(runs=StoredRuns(connections=pool), settings=settings, learn=learn, now=lambda: now)
    assert await schedule.learn_if_due() == len(asked)
    assert asked == ([due] if due else [])


async def test_a_shop_that_does_not_want_to_learn_does_not(pool: AsyncConnectionPool) -> None:
    schedule = LearningSchedule(
        runs=StoredRuns(connections=pool),
        settings=LearningSettings(learning=False),
        learn=lambda _: pytest.fail("it learned"),
        now=lambda: datetime.now(UTC),
    )
    assert await schedule.due() is None
