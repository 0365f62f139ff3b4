"""Models as they stand in a real database, and a gateway that follows them, for tests."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from rerank.learning.model_record import ModelRecord, probe_of
from rerank.learning.served_models import ServedModels, opener
from rerank.learning.stored_models import Decision, StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.lessons import Lessons
from rerank.ranking.onnx_model import loaded
from tests.unit.learning.school import FEATURES
from tests.unit.ranking.goods import moment

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
BECAUSE = Decision(by="ann", why="it is better", at=AT)
SWEEP = (
    "truncate learning_runs, ranking_model_changes, ranking_model_in_use, ranking_models;"
    " insert into ranking_model_in_use default values"
)


def record(version: str, network: bytes, told: Lessons, *, passed: bool = True, simulated: bool = False) -> ModelRecord:
    model = loaded(network, version=version, features=FEATURES)
    return ModelRecord(
        version=version,
        made_at=AT + timedelta(seconds=ord(version[-1])),
        passed=passed,
        sha256=hashlib.sha256(network).hexdigest(),
        manifest={"features": list(FEATURES), "probe": probe_of(model, told)},
        is_simulated=simulated,
        network=network,
    )


@dataclass
class Following:
    """A gateway's models, with what it refused."""

    models: StoredModels
    refused: list[str] = field(default_factory=list)
    also: set[str] = field(default_factory=set)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.served = ServedModels(
            self.models,
            opener(loaded, known=FEATURES),
            baseline=Baseline(),
            wanted=self._wanted,
            on_refused=self.refused.append,
            clock=lambda: self.at,
        )

    async def serves(self) -> str:
        await self.served.look()
        return self.served.choose(moment()).model.version

    async def _wanted(self) -> Collection[str]:
        return self.also
