"""`aisle bench rerank`: a hundred candidates put in order for somebody, features included."""

import asyncio
import gc
import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import fmean
from time import perf_counter, process_time
from typing import Any

import numpy as np

from assistant.bench.figures import p50, p99
from assistant.ranking import FeaturePool
from catalog.buyable import BuyableReader
from catalog.query import Query
from rerank.features import formulas
from rerank.features.feature import FeatureReader, FeatureTable
from rerank.features.held_goods import HeldGoods
from rerank.features.stored_features import StoredFeatures
from rerank.ranking.candidate import Candidate
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import Chosen, RankingModel
from rerank.ranking.moment import Moment
from rerank.ranking.onnx_model import loaded
from rerank.ranking.ordered import Outcome, Ranked
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.request_features import NAMES
from rerank.ranking.scoring import Scoring
from rerank.ranking.training import Plan as TrainingPlan
from rerank.ranking.training import train
from rerank.ranking.whys import WHYS
from shop.shown import Surface

CANDIDATES, SHOWN = 100, 24
POOLS = 40
DEADLINE_S = 5.0

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    requests: int = 1000
    # Each pool some ten times: what a gateway knows of goods it has shown, it knows of these.
    warm_up: int = 400
    at_once: int = 4


@dataclass(slots=True)
class _Timed(FeatureReader):
    """The reader of features with a watch beside it."""

    reader: FeatureReader
    took_ms: list[float] = field(default_factory=list)

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        started = perf_counter()
        found = await self.reader.read(shopper_id, product_ids, at=at, device_id=device_id)
        self.took_ms.append((perf_counter() - started) * 1000)
        return found


@dataclass(slots=True)
class _Asked:
    """What each list took, what of it was the gateway's own work, and the least that the database takes to answer."""

    took_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)
    floor_ms: list[float] = field(default_factory=list)


class _Always:
    def __init__(self, model: RankingModel) -> None:
        self._chosen = Chosen(model=model)

    def choose(self, moment: Moment) -> Chosen:  # noqa: ARG002 - whoever it is for
        return self._chosen


class RerankBench:
    """On a catalogue of its own in which `people` have done things."""

    def __init__(self, pool: FeaturePool, *, people: int, progress: Progress, seed: int = 1) -> None:
        self._pool = pool
        self._people = people
        self._progress = progress
        self._now = datetime.now(UTC)
        self._dice = random.Random(seed)  # noqa: S311 - an order of requests, not a secret

    async def measure(self, plan: Plan) -> dict[str, Any]:
        model = await asyncio.to_thread(made_up_model)
        pools = await self._candidates()
        self._now = await self._latest()
        reader = _Timed(self._pool.reader)
        ranked: list[Ranked] = []
        with ThreadPoolExecutor(2) as executor:
            scoring = Scoring(reader, executor=executor, deadline_s=DEADLINE_S)
            ranking = _ranking(model, scoring, on_ranked=ranked.append)
            await self._ask(ranking, pools, plan.warm_up)
            # As a gateway does that has read its catalogue: goods are not gone through for garbage again and again.
            gc.collect()
            gc.freeze()
            ranked.clear()
            reader.took_ms.clear()
            alone = await self._ask(ranking, pools, plan.requests)
            reading = list(reader.took_ms)
            crowd = await asyncio.gather(
                *(self._ask(ranking, pools, plan.requests // plan.at_once) for _ in range(plan.at_once))
            )
            unheld = await self._read_all(pools, plan.requests // plan.at_once)
        learned = sum(each.outcome is Outcome.LEARNED for each in ranked)
        return {
            "rerank_p50_ms": round(p50(alone.took_ms), 2),
            "rerank_p99_ms": round(p99(alone.took_ms), 2),
            "floor_p50_ms": round(p50(alone.floor_ms), 2),
            "floor_p99_ms": round(p99(alone.floor_ms), 2),
            "own_processor_ms": round(fmean(alone.worked_ms), 2),
            "own_processor_p99_ms": round(p99(alone.worked_ms), 2),
            "features_p50_ms": round(p50(reading), 2),
            "features_p99_ms": round(p99(reading), 2),
            "unheld_features_p50_ms": round(p50(unheld), 2),
            "unheld_features_p99_ms": round(p99(unheld), 2),
            "scoring_p50_ms": round(p50(_scored(model)), 3),
            "at_once": plan.at_once,
            "at_once_p99_ms": round(p99([ms for each in crowd for ms in each.took_ms]), 2),
            "candidates": CANDIDATES,
            "columns": len(model.features),
            "learned_share": round(learned / len(ranked), 4),
        }

    async def _latest(self) -> datetime:
        """Just after the last signal: what was made up an hour ago must not look old by now."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute("select max(occurred_at) from signals")).fetchone()
        return (row[0] if row else self._now) + timedelta(seconds=1)

    async def _candidates(self) -> list[list[Candidate]]:
        """Like those of a search: each pool has goods of a few categories."""
        async with self._pool.connection() as connection:
            found = await (
                await connection.execute(
                    "select product_id from products p where exists (select from variants v where"
                    " v.product_id = p.product_id and v.available > 0) order by department, category, product_id"
                )
            ).fetchall()
        ids = [product_id for (product_id,) in found]
        pools = []
        for _ in range(POOLS):
            start = self._dice.randrange(max(1, len(ids) - CANDIDATES))
            goods = await BuyableReader(self._pool).of(ids[start : start + CANDIDATES])
            pools.append([Candidate(card=each.card, relevance=self._dice.random()) for each in goods])
        return pools

    async def _ask(self, ranking: Ranking, pools: Sequence[Sequence[Candidate]], times: int) -> _Asked:
        """Before each list the least that a question to the database takes: what the machine does hits both alike."""
        asked = _Asked()
        for number in range(times):
            moment = self._moment()
            started = perf_counter()
            async with self._pool.connection() as connection:
                await (await connection.execute("select 1")).fetchone()
            asked.floor_ms.append((perf_counter() - started) * 1000)
            worked_s, started = process_time(), perf_counter()
            await ranking.order(moment, self._dice.choice(pools), limit=SHOWN)
            asked.took_ms.append((perf_counter() - started) * 1000)
            asked.worked_ms.append((process_time() - worked_s) * 1000)
            self._progress("lists put in order", number + 1, times)
        return asked

    async def _read_all(self, pools: Sequence[Sequence[Candidate]], times: int) -> list[float]:
        """By a gateway that holds nothing of any product: each list is the first to show what it shows."""
        reader = _Timed(StoredFeatures(self._pool, goods=HeldGoods(most=0)))
        for number in range(times):
            ids = [each.card.id for each in self._dice.choice(pools)]
            await reader.read(self._moment().shopper_id, ids, at=self._now)
            self._progress("features with no goods held", number + 1, times)
        return reader.took_ms[1:]

    def _moment(self) -> Moment:
        who = f"bench-{self._dice.randrange(self._people)}"
        return Moment(
            shopper_id=who,
            unit=who,
            at=self._now,
            surface=Surface.SEARCH,
            channel="web",
            query=Query(text="something", colors=("blue",)),
        )


def _ranking(model: RankingModel, scoring: Scoring, *, on_ranked: Callable[[Ranked], None]) -> Ranking:
    return Ranking(
        _Always(model),
        scoring,
        terms=RankingTerms(exploration=0.1),
        whys=WHYS,
        new_id=lambda: uuid.uuid4().hex,
        on_ranked=on_ranked,
    )


def made_up_model() -> RankingModel:
    """As large as one that has learned, over everything that can be known."""
    dice = np.random.default_rng(1)
    names = (*NAMES, *(name for name in formulas.NAMES if name not in NAMES))
    lists, places = 600, 12
    values = dice.normal(size=(lists * places, len(names))).astype(np.float32)
    wanted = values @ dice.normal(size=len(names)) + dice.normal(size=len(values))
    lessons = Lessons(
        features=names,
        values=values,
        list_of=np.repeat(np.arange(lists), places),
        position=np.tile(np.arange(1, places + 1), lists),
        gain=np.digitize(wanted, np.quantile(wanted, (0.8, 0.9, 0.96))).astype(np.float32),
        propensity=np.ones(len(values), dtype=np.float32),
        explored=np.zeros(len(values), dtype=np.bool_),
        at=np.arange(lists, dtype=np.float64),
        surface=("search",) * lists,
        channel=("web",) * lists,
        person=("",) * lists,
        product_id=("",) * len(values),
    )
    trained = train(lessons, plan=TrainingPlan())
    return loaded(trained.network, version="bench", features=trained.features)


def _scored(model: RankingModel) -> list[float]:
    values = np.random.default_rng(2).normal(size=(CANDIDATES, len(model.features))).astype(np.float32)
    took = []
    for _ in range(200):
        started = perf_counter()
        model.scores(values)
        took.append((perf_counter() - started) * 1000)
    return took
