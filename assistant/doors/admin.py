"""Wires the operator's page, with connections of its own: however often it is looked at, no shopper waits for one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

import webhooks.admin
from assistant.database import Pool
from assistant.doors.kit import DoorKit
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.monitoring.reports import Reports
from webhooks.admin.bodies import ModelsBody
from webhooks.admin.door import AdminDesk, admin_router
from webhooks.admin.operators import Operators
from webhooks.web.assets import assets_in

STATIC = Path(webhooks.admin.__file__).parent / "static"
MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLineage:
    models_kept: StoredModels
    runs_kept: StoredRuns

    async def models(self) -> ModelsBody:
        return ModelsBody.of(
            await self.models_kept.in_use(),
            await self.models_kept.listed(limit=MOST_TOLD),
            await self.models_kept.changes(limit=MOST_TOLD),
            await self.runs_kept.listed(limit=MOST_TOLD),
        )


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
            reports=Reports(connections=pool, now=kit.now),
            lineage=StoredLineage(models_kept=StoredModels(connections=pool), runs_kept=StoredRuns(connections=pool)),
            assets=assets_in(STATIC),
        )
        yield admin_router(desk, kit.turnstile)
    finally:
        await pool.close()
