"""Scores candidates by a learned model in bounded time, or says why there are no scores."""

import asyncio
import math
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import psycopg
import structlog

from catalog.errors import CatalogError
from rerank.features.feature import FeatureReader, FeatureTable, Values
from rerank.ranking.candidate import Candidate
from rerank.ranking.errors import FeatureUnknown, RankingError
from rerank.ranking.model import RankingModel
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Outcome
from rerank.ranking.request_features import NAMES, joined
from shop.errors import ShopError

# So long nobody else in the process minds waiting.
QUICK_S = 0.0005

log = structlog.get_logger("aisle.ranking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`table` is all that was known; None where the scores are missing, and then `outcome` says why."""

    outcome: Outcome
    scores: Values | None = None
    table: FeatureTable | None = None


class Scoring:
    """A network that takes its time runs in `executor`, which the composition root bounds."""

    def __init__(self, features: FeatureReader, *, executor: Executor, deadline_s: float) -> None:
        self._features = features
        self._executor = executor
        self._deadline_s = deadline_s
        # By the version of the model.
        self._took_s: dict[str, float] = {}
        self._late: set[asyncio.Task[Scored]] = set()

    async def scored(
        self, model: RankingModel, moment: Moment, candidates: Sequence[Candidate], request: FeatureTable
    ) -> Scored:
        """`request` are the candidates' request features."""
        task = asyncio.create_task(self._scored(model, moment, candidates, request))
        try:
            in_time = await self._in_time(task)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if in_time:
            return task.result()
        # A statement under way takes its time to be called off: nobody waits for that.
        task.cancel()
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return Scored(outcome=Outcome.LATE)

    async def _in_time(self, task: asyncio.Task[Scored]) -> bool:
        """While the event loop stood still, scoring stood still with it: so much is granted, once more at most."""
        clock = asyncio.get_running_loop().time
        due = clock() + self._deadline_s
        done, _ = await asyncio.wait({task}, timeout=self._deadline_s)
        stood_still_s = clock() - due
        if not done and stood_still_s > 0:
            done, _ = await asyncio.wait({task}, timeout=min(stood_still_s, self._deadline_s))
        return bool(done)

    async def _scored(
        self, model: RankingModel, moment: Moment, candidates: Sequence[Candidate], request: FeatureTable
    ) -> Scored:
        try:
            table = await self._known(model, moment, candidates, request)
        except (CatalogError, ShopError, psycopg.Error) as exc:
            # What a statement runs into (an index just dropped, a number too large) costs the order and not the answer.
            log.warning("features_not_read", reason=type(exc).__name__)
            return Scored(outcome=Outcome.NO_FEATURES)
        try:
            values = columns_of(table, model.features)
            scores = await self._scores(model, values)
        except RankingError as exc:
            log.warning("model_not_used", model=model.version, reason=str(exc))
            return Scored(outcome=Outcome.MODEL_BROKEN, table=table)
        if scores.shape != (len(candidates),) or not np.isfinite(scores).all():
            return Scored(outcome=Outcome.MODEL_BROKEN, table=table)
        return Scored(outcome=Outcome.LEARNED, scores=scores, table=table)

    async def _scores(self, model: RankingModel, values: Values) -> Values:
        """Where the last list took hardly more than handing it to another thread, this one is not handed over."""
        started = time.perf_counter()
        if self._took_s.get(model.version, math.inf) <= QUICK_S:
            scores = model.scores(values)
        else:
            scores = await asyncio.get_running_loop().run_in_executor(self._executor, model.scores, values)
        self._took_s[model.version] = time.perf_counter() - started
        return scores

    async def _known(
        self, model: RankingModel, moment: Moment, candidates: Sequence[Candidate], request: FeatureTable
    ) -> FeatureTable:
        if set(model.features) <= set(NAMES):
            return request
        ids = [each.card.id for each in candidates]
        known = await self._features.read(moment.shopper_id, ids, at=moment.at, device_id=moment.device_id)
        return joined([request, known])


def columns_of(table: FeatureTable, names: Sequence[str]) -> Values:
    """In the order in which a model reads them."""
    place = {name: at for at, name in enumerate(table.names)}
    if missing := tuple(name for name in names if name not in place):
        raise FeatureUnknown(missing)
    values: Values = np.ascontiguousarray(table.values[:, [place[name] for name in names]], dtype=np.float32)
    return values
