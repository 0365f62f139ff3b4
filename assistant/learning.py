"""Wires the learning loop: the shop's own lessons, the trainer, the judge, and where it is noted what came of it."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from assistant.demo_shop import demo_loaded_at
from assistant.learned_models import known_features, opened_model
from assistant.learning_code import code_in_use
from assistant.learning_lineage import MlflowLineage
from assistant.learning_settings import LearningSettings
from catalog.connections import Connections
from rerank.experiments.choice import RunningExperiments
from rerank.experiments.past_lots import PastLots
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.features.past_features import PastFeatures
from rerank.learning.by_lot import by_lot
from rerank.learning.canary import breaches
from rerank.learning.errors import AlreadyLearning
from rerank.learning.learning import Learning, Lineage, Reach, Teaching, Trained
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.learning.trust import MOST_DOUBTED
from rerank.learning.verdict import Examiner
from rerank.ranking.baseline import Baseline
from rerank.ranking.lessons import Lessons
from rerank.ranking.onnx_model import loaded
from rerank.ranking.training import train

# Held for as long as somebody learns; the database lets go of it when they die.
ALONE = 7_241_024


def lineage_for(settings: LearningSettings, state_folder: Path) -> MlflowLineage:
    uri = settings.mlflow_uri.get_secret_value() if settings.mlflow_uri else None
    return MlflowLineage(state_folder, uri=uri)


def teaching_for(
    connections: Connections,
    *,
    lessons: Callable[[datetime, datetime], Awaitable[Lessons]],
    lineage: Lineage,
    train: Callable[[Lessons], Trained] = train,
    known: Collection[str] = (),
) -> Teaching:
    """`known` are features that can be read besides those of this version."""

    async def is_simulated() -> bool:
        return await demo_loaded_at(connections) is not None

    return Teaching(
        lessons=lessons,
        lots=PastLots(connections=connections, past=PastFeatures(connections=connections)).lessons,
        train=train,
        opened=opened_model(known),
        load=loaded,
        baseline=Baseline(),
        examiner=Examiner(known=known_features().union(known), breaches=breaches, views=(by_lot,)),
        is_simulated=is_simulated,
        tried=RunningExperiments(StoredExperiments(connections=connections)).wanted,
        lineage=lineage,
        code=code_in_use(),
    )


def learning_for(
    connections: Connections,
    teaching: Teaching,
    *,
    window: timedelta,
    now: Callable[[], datetime],
    most_doubted: float = MOST_DOUBTED,
) -> Learning:
    return Learning(
        models=StoredModels(connections=connections),
        runs=StoredRuns(connections=connections),
        teaching=teaching,
        reach=Reach(window=window, most_doubted=most_doubted),
        now=now,
        new_id=lambda: uuid.uuid4().hex,
    )


@asynccontextmanager
async def alone(database_url: str) -> AsyncIterator[None]:
    """Raises AlreadyLearning. By a connection of its own, which ends with the process however that ends."""
    async with await psycopg.AsyncConnection.connect(
        database_url, autocommit=True, application_name="aisle learning"
    ) as connection:
        found = await (await connection.execute("select pg_try_advisory_lock(%s)", [ALONE])).fetchone()
        if not found or not found[0]:
            raise AlreadyLearning
        yield
