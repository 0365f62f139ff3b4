"""Scores candidates by a learned model in bounded time, or says why there are no scores."""

import asyncio
import math
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

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
from rerank.ranking.patience import Late, Patience
from rerank.ranking.request_features import NAMES, joined
from shop.errors import ShopError

# So long nobody else in the process minds waiting.
QUICK_S = 0.0005
_OF_REQUESTS = frozenset(NAMES)

log = structlog.get_logger("aisle.ranking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`table` is all that was known; None where the scores are missing, and then `outcome` says why."""

    outcome: Outcome
    scores: Values | None = None
    table: FeatureTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A list whose features are being read, if its model reads any. Left unfinished, its reading is called off."""

    model: RankingModel
    reading: asyncio.Task[FeatureTable] | None
    patience: Patience

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.reading is None:
            return
        if not self.reading.done():
            # Once: a second time would disturb how a statement under way is ended.
            if not self.reading.cancelling():
                self.reading.cancel()
        elif not self.reading.cancelled():
            # What came of it has been told by now, or there is nobody to tell it to.
            self.reading.exception()


class Scoring:
    """A network that takes its time runs in `executor`, which the composition root bounds."""

    def __init__(self, features: FeatureReader, *, executor: Executor, deadline_s: float) -> None:
        self._features = features
        self._executor = executor
        self._deadline_s = deadline_s
        # By the version of the model.
        self._took_s: dict[str, float] = {}
        self._late: set[asyncio.Task[FeatureTable]] = set()

    async def begin(self, model: RankingModel, moment: Moment, candidates: Sequence[Candidate]) -> Begun:
        """The question is on its way to the database: whatever the caller does next is done while it answers."""
        patience = Patience(self._deadline_s)
        if _OF_REQUESTS.issuperset(model.features):
            return Begun(model=model, reading=None, patience=patience)
        ids = [each.card.id for each in candidates]
        reading = asyncio.create_task(
            self._features.read(moment.shopper_id, ids, at=moment.at, device_id=moment.device_id)
        )
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            reading.cancel()
            raise
        return Begun(model=model, reading=reading, patience=patience)

    async def finish(self, begun: Begun, request: FeatureTable) -> Scored:
        """`request` are the candidates' request features."""
        try:
            table = await self._known(begun, request)
        except Late:
            return Scored(outcome=Outcome.LATE)
        except (CatalogError, ShopError, psycopg.Error) as exc:
            # What a statement runs into (an index just dropped, a number too large) costs the order and not the answer.
            log.warning("features_not_read", reason=type(exc).__name__)
            return Scored(outcome=Outcome.NO_FEATURES)
        try:
            scores = await self._scores(begun, columns_of(table, begun.model.features))
        except Late:
            return Scored(outcome=Outcome.LATE)
        except RankingError as exc:
            log.warning("model_not_used", model=begun.model.version, reason=str(exc))
            return Scored(outcome=Outcome.MODEL_BROKEN, table=table)
        if scores.shape != (len(table.values),) or not np.isfinite(scores).all():
            return Scored(outcome=Outcome.MODEL_BROKEN, table=table)
        return Scored(outcome=Outcome.LEARNED, scores=scores, table=table)

    async def _known(self, begun: Begun, request: FeatureTable) -> FeatureTable:
        if begun.reading is None:
            return request
        try:
            return joined([request, await begun.patience.wait_for(begun.reading)])
        except Late:
            # A statement under way takes its time to be called off: nobody waits for that.
            self._late.add(begun.reading)
            begun.reading.add_done_callback(self._late.discard)
            raise

    async def _scores(self, begun: Begun, values: Values) -> Values:
        """Where the last list took hardly more than handing it to another thread, this one is not handed over."""
        model = begun.model
        if self._took_s.get(model.version, math.inf) <= QUICK_S:
            timed = _timed(model, values)
        else:
            handed = asyncio.get_running_loop().run_in_executor(self._executor, _timed, model, values)
            timed = await begun.patience.wait_for(handed)
        self._took_s[model.version] = timed.took_s
        return timed.scores


class _Timed(NamedTuple):
    """`took_s` is of the thread's own time: a busy machine makes no network slow, only what it is handed by."""

    scores: Values
    took_s: float


def _timed(model: RankingModel, values: Values) -> _Timed:
    started = time.thread_time()
    scores = model.scores(values)
    return _Timed(scores, time.thread_time() - started)


def columns_of(table: FeatureTable, names: Sequence[str]) -> Values:
    """In the order in which a model reads them."""
    values: Values = np.ascontiguousarray(table.values[:, _places_of(tuple(names), table.names)], dtype=np.float32)
    return values


# The same few models and tables again and again.
@lru_cache(maxsize=100)
def _places_of(names: tuple[str, ...], among: tuple[str, ...]) -> list[int]:
    place = {name: at for at, name in enumerate(among)}
    if missing := tuple(name for name in names if name not in place):
        raise FeatureUnknown(missing)
    return [place[name] for name in names]
