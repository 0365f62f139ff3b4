"""Opens the models that this gateway serves, and keeps them in step with what was learned."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.following import every, following
from catalog.connections import Connections
from rerank.experiments.choice import ExperimentChoice, RunningExperiments
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.features import formulas
from rerank.learning.model_record import ModelRecord
from rerank.learning.served_models import LOOK_EVERY_S, ServedModels, Serving, opener
from rerank.learning.stored_models import StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.model import ModelChoice, RankingModel
from rerank.ranking.onnx_model import loaded
from rerank.ranking.request_features import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenModels:
    """Who is ordered for by which model, and what the operator is told of it."""

    choice: ModelChoice
    serving: Callable[[], Serving]


def known_features() -> frozenset[str]:
    """What can be read while a shopper waits."""
    return frozenset(NAMES) | frozenset(formulas.NAMES)


def opened_model(known: Collection[str] = ()) -> Callable[[ModelRecord], RankingModel]:
    """`known` are features that can be read besides those of this version."""
    return opener(loaded, known=known_features().union(known))


@asynccontextmanager
async def open_models(
    connections: Connections, *, on_refused: Callable[[str], None], on_missing: Callable[[str], None]
) -> AsyncIterator[OpenModels]:
    """The built-in order serves until the first look, and where no database is there; trials have models of their own.

    `on_missing` is told the arm of a trial whose model is not there.
    """
    running = RunningExperiments(StoredExperiments(connections=connections))
    served = ServedModels(
        StoredModels(connections=connections),
        opened_model(),
        baseline=Baseline(),
        wanted=running.wanted,
        on_refused=on_refused,
    )
    async with following(served.look, what="models", pause=every(LOOK_EVERY_S)):
        choice = ExperimentChoice(served, running, on_missing=on_missing)
        yield OpenModels(choice=choice, serving=served.serving)
