"""Wires the operator's page, with connections of its own: however often it is looked at, no shopper waits for one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi import APIRouter

import webhooks.admin
from assistant.database import Pool
from assistant.demo_shop import has_made_up_past
from assistant.doors.kit import DoorKit
from catalog.connections import Connections
from rerank.experiments.outcomes import Outcomes
from rerank.experiments.plan import Experiment
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.experiments.verdict import status_of
from rerank.learning.served_models import Serving
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.monitoring.reports import Reports
from webhooks.admin.bodies import ExperimentBody, ExperimentsBody, ModelsBody
from webhooks.admin.door import AdminDesk, admin_router
from webhooks.admin.operators import Operators
from webhooks.web.assets import assets_in

STATIC = Path(webhooks.admin.__file__).parent / "static"
MOST_TOLD = 20
# All that a trial showed so far is gone through to tell how it stands, which looking again and again changes little.
STANDS_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLineage:
    """`serving` is of the gateway that is asked."""

    connections: Connections
    serving: Callable[[], Serving]
    now: Callable[[], datetime]
    counts_told: bool = False
    _running: dict[tuple[str, datetime], tuple[datetime, ExperimentBody]] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def models(self) -> ModelsBody:
        kept = StoredModels(connections=self.connections)
        runs = await StoredRuns(connections=self.connections).listed(limit=MOST_TOLD)
        return ModelsBody.of(
            await kept.in_use(),
            self.serving(),
            models=await kept.listed(limit=MOST_TOLD),
            changes=await kept.changes(limit=MOST_TOLD),
            runs=runs,
        )

    async def experiments(self) -> ExperimentsBody:
        listed = await StoredExperiments(connections=self.connections).listed(limit=MOST_TOLD)
        async with self._one_at_a_time:
            told = [
                ExperimentBody.stopped(each) if each.stopped_at is not None else await self._how_it_stands(each)
                for each in listed
            ]
            for gone in self._running.keys() - {_key(each) for each in listed if each.stopped_at is None}:
                del self._running[gone]
        return ExperimentsBody(experiments=told)

    async def _how_it_stands(self, experiment: Experiment) -> ExperimentBody:
        now = self.now()
        reckoned_at, body = self._running.get(_key(experiment), (None, None))
        if reckoned_at is not None and body is not None and now - reckoned_at < STANDS_FOR:
            return body
        outcomes = Outcomes(connections=self.connections, counts_told=self.counts_told)
        body = ExperimentBody.running(status_of(experiment, await outcomes.of(experiment, until=now), at=now))
        self._running[_key(experiment)] = (now, body)
        return body


def _key(experiment: Experiment) -> tuple[str, datetime]:
    return experiment.plan.name, experiment.started_at


@asynccontextmanager
async def admin_door(kit: DoorKit) -> AsyncIterator[APIRouter]:
    settings = kit.settings
    pool = Pool(settings.database, name="admin", most=2, statement_timeout_s=settings.turn_deadline_s)
    await pool.open()
    try:
        desk = AdminDesk(
            operators=Operators(
                token=settings.admin_token.get_secret_value() if settings.admin_token else None,
                secret=settings.sender_secret.get_secret_value(),
                https=settings.https,
            ),
            reports=Reports(connections=pool, now=kit.now, is_made_up=partial(has_made_up_past, pool)),
            lineage=StoredLineage(
                connections=pool, serving=kit.serving, now=kit.now, counts_told=settings.trial_purchases == "told"
            ),
            assets=assets_in(STATIC),
        )
        yield admin_router(desk, kit.turnstile)
    finally:
        await pool.close()
