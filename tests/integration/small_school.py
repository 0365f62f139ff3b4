"""The learning loop of a made-up shop on a real database, with lessons and a clock of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg_pool import AsyncConnectionPool

from assistant.learning import learning_for, teaching_for
from rerank.learning.learning import Learned, Learning
from rerank.learning.model_record import ModelRecord
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import Run, StoredRuns
from rerank.learning.verdict import Verdict
from rerank.ranking.lessons import Lessons
from rerank.ranking.training import Plan, Trained, train
from tests.unit.learning.school import FEATURES

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
PLAN = Plan(rounds=60)
Train = Callable[[Lessons], Trained]


@dataclass
class Noted:
    """Lineage that is remembered."""

    records: list[ModelRecord] = field(default_factory=list)

    def note(self, record: ModelRecord, verdict: Verdict) -> None:
        self.records.append(record)


@dataclass
class School:
    """The loop of a shop, by a clock of its own; `instead` is taught with instead of what is usual."""

    pool: AsyncConnectionPool
    told: Lessons
    noted: Noted = field(default_factory=Noted)
    now: datetime = AT
    knows: frozenset[str] = frozenset(FEATURES)
    instead: dict[str, Any] = field(default_factory=dict)

    @property
    def models(self) -> StoredModels:
        return StoredModels(connections=self.pool)

    @property
    def in_use(self) -> Any:
        return self.models.in_use()

    async def runs(self) -> list[Run]:
        return await StoredRuns(connections=self.pool).listed()

    def learning(self, train: Train) -> Learning:
        async def told(since: datetime, until: datetime) -> Lessons:
            return self.told

        teaching = teaching_for(self.pool, lessons=told, lineage=self.noted, train=train, known=self.knows)
        return learning_for(
            self.pool, replace(teaching, **self.instead), window=timedelta(days=90), now=lambda: self.now
        )

    async def learns(self, train: Train = lambda told: train(told, plan=PLAN)) -> Learned:
        self.now += timedelta(days=1)
        return await self.learning(train).once(asked_by="test")
