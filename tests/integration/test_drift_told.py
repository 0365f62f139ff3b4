"""Drift as it is told: from lists as they are stored, through the worker's measuring, to the command and the page."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool

from assistant.learning_lessons import lessons_of
from assistant.monitoring import monitoring_for
from rerank.learning.model_record import ModelRecord
from rerank.learning.stored_models import StoredModels
from rerank.monitoring.alert import AlertKind
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.drift import Behind, portrait
from rerank.monitoring.drifting import DAYS
from rerank.monitoring.reports import Reports
from tests.integration.known_models import BECAUSE, SWEEP
from tests.integration.test_learning_process import TIMELESS, write
from tests.unit.admin.test_admin_door import FakeLineage
from tests.unit.learning.school import lessons
from tests.unit.public_shop import SECRET, Shop
from webhooks.admin.door import AdminDesk, admin_router
from webhooks.admin.operators import Operators

LISTS = 900
MOVING, STEADY = "stars@1", "told_taste@1"
# What was kept with the lists of the last days: the second of three values is of the stars.
MORE_STARS = """
    update shown_lists set seen = (
        select array_agg(case when place %% 3 = 2 then value + 2 else value end order by place)
        from unnest(seen) with ordinality told (value, place))
    where shown_at >= %s
"""
MEASURED = """
    truncate daily_figures, daily_slices, daily_rates, daily_products, measured_days, monitoring_alerts
"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    async with AsyncConnectionPool(database_url, min_size=1, max_size=3, open=False) as pool:
        yield pool
        async with pool.connection() as connection:
            for statement in (SWEEP, TIMELESS, MEASURED):
                await connection.execute(statement)


async def test_stored_values_that_moved_since_a_model_was_trained_are_told_by_command_and_page(
    pool: AsyncConnectionPool,
) -> None:
    await write(pool, lessons(LISTS))
    await _train_on_what_is_older(pool)
    noted = await monitoring_for(pool, kept=timedelta(days=400), now=lambda: datetime.now(UTC)).look()
    assert AlertKind.DRIFT not in {alert.kind for alert in noted.opened}
    certain = await _certain_on_the_page(pool)
    assert max(certain[MOVING], certain[STEADY]) < 0.05

    async with pool.connection() as connection:
        await connection.execute(MORE_STARS, [datetime.now(UTC) - timedelta(days=DAYS)])
    said = await asyncio.to_thread(_monitor, pool.conninfo)
    assert said.returncode == 1
    certain = await _certain_on_the_page(pool)
    assert certain[MOVING] > 0.25
    assert certain[STEADY] < 0.05
    assert f"drift of {MOVING} " in said.stdout
    assert f"({certain[MOVING]:.2f} beyond chance)" in said.stdout
    assert [kept.alert.subject for kept in await _alerts(pool) if kept.alert.kind is AlertKind.DRIFT] == [MOVING]


async def _train_on_what_is_older(pool: AsyncConnectionPool) -> None:
    """Of the shop's own lists, as learning is told of them."""
    until = datetime.now(UTC) - timedelta(days=DAYS)
    older = await lessons_of(pool)(until - timedelta(days=90), until)
    drawn = portrait(older.features, older.values, behind=Behind.of(older))
    manifest = {"features": list(older.features), "portrait": [each.as_dict() for each in drawn]}
    models = StoredModels(connections=pool)
    await models.keep(
        ModelRecord(version="m-1", made_at=until, passed=True, sha256="0" * 64, manifest=manifest, network=b"x")
    )
    await models.promote("m-1", decision=BECAUSE)


def _monitor(database_url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AISLE_DATABASE_URL": database_url, "COLUMNS": "200"}
    command = [sys.executable, "-m", "assistant.cli.main", "monitor"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=100)


async def _alerts(pool: AsyncConnectionPool) -> list[KeptAlert]:
    return await Reports(connections=pool, now=lambda: datetime.now(UTC)).alerts(days=1)


async def _certain_on_the_page(pool: AsyncConnectionPool) -> dict[str, float]:
    """By feature, of those of which enough is known to tell."""
    desk = AdminDesk(
        operators=Operators(token=None, secret=SECRET, https=False),
        reports=Reports(connections=pool, now=lambda: datetime.now(UTC)),
        lineage=FakeLineage(),
        assets={},
    )
    app = FastAPI()
    app.include_router(admin_router(desk, Shop().turnstile))
    here = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=here, base_url="http://127.0.0.1") as client:
        answer = await client.get("/admin/api/overview")
    drift = answer.raise_for_status().json()["drift"]
    return {each["feature"]: each["certain"] for each in drift if each["certain"] is not None}
