"""Scoring: a model that takes its time keeps nobody else waiting, and one that takes none is not handed over."""

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from rerank.features.feature import FeatureTable, Values
from rerank.ranking.ordered import Outcome
from rerank.ranking.request_features import SESSION_FIT, request_features
from rerank.ranking.scoring import QUICK_S, Scoring
from tests.unit.ranking.goods import Always, ByOneFeature, FixedFeatures, TriedRanking, candidates, moment

TENTS = candidates("a", "b")


class Working(ByOneFeature):
    """Takes so long for each list in turn, and remembers where."""

    def __init__(self, *took_s: float, version: str = "m-1") -> None:
        super().__init__(version=version)
        self._took_s = iter(took_s)
        self.here: list[bool] = []

    def scores(self, values: Values) -> Values:
        self.here.append(threading.current_thread() is threading.main_thread())
        until = time.perf_counter() + next(self._took_s)
        while time.perf_counter() < until:
            pass
        return super().scores(values)


async def _score(model: Working, *, lists: int, scoring: Scoring | None = None) -> list[bool]:
    with ThreadPoolExecutor(1) as executor:
        scoring = scoring or Scoring(FixedFeatures({"b": 2.0}), executor=executor, deadline_s=5)
        for _ in range(lists):
            begun = await scoring.begin(model, moment(), TENTS)
            scored = await scoring.finish(begun, request_features(moment(), TENTS))
            assert scored.outcome is Outcome.LEARNED
            assert scored.scores is not None
            assert scored.scores.tolist() == [0.0, 2.0]
    return model.here


async def test_a_model_that_takes_its_time_never_holds_the_others_up() -> None:
    assert await _score(Working(*[20 * QUICK_S] * 3), lists=3) == [False] * 3


async def test_one_that_has_become_slow_is_handed_over_again() -> None:
    """The second finds out, where it takes hardly any time until then."""
    assert await _score(Working(0.0, 20 * QUICK_S, 20 * QUICK_S), lists=3) == [False, True, False]


async def test_a_network_is_not_slow_because_its_thread_had_to_wait() -> None:
    class KeptWaiting(Working):
        def scores(self, values: Values) -> Values:
            threading.Event().wait(20 * QUICK_S)
            return super().scores(values)

    assert await _score(KeptWaiting(0.0, 0.0), lists=2) == [False, True]


async def test_each_model_is_known_by_itself() -> None:
    with ThreadPoolExecutor(1) as executor:
        scoring = Scoring(FixedFeatures({"b": 2.0}), executor=executor, deadline_s=5)
        await _score(Working(0.0), lists=1, scoring=scoring)
        assert await _score(Working(0.0, version="m-2"), lists=1, scoring=scoring) == [False], "nothing is known of it"


async def test_the_question_is_on_its_way_before_anything_is_told_of_the_request() -> None:
    features = FixedFeatures()
    with ThreadPoolExecutor(1) as executor:
        await Scoring(features, executor=executor, deadline_s=5).begin(Working(), moment(), TENTS)
        assert features.reads == 1


async def test_nobody_waits_for_a_network_that_takes_too_long() -> None:
    with ThreadPoolExecutor(1) as executor:
        scoring = Scoring(FixedFeatures(), executor=executor, deadline_s=0.02)
        begun = await scoring.begin(model := Working(0.3), moment(), TENTS)
        started = time.perf_counter()
        scored = await scoring.finish(begun, request_features(moment(), TENTS))
        assert (scored.outcome, model.here) == (Outcome.LATE, [False])
        assert time.perf_counter() - started < 0.25


class Waiting(FixedFeatures):
    """Never answers, and remembers who called it off."""

    def __init__(self) -> None:
        super().__init__()
        self.called_off = asyncio.Event()

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        self.reads += 1
        try:
            return await asyncio.get_running_loop().create_future()
        finally:
            self.called_off.set()


async def test_a_list_that_nobody_wants_any_more_leaves_no_reading_behind() -> None:
    features = Waiting()
    with ThreadPoolExecutor(1) as executor:
        scoring = Scoring(features, executor=executor, deadline_s=5)
        begun = await scoring.begin(Working(), moment(), TENTS)
        wanted = asyncio.create_task(scoring.finish(begun, request_features(moment(), TENTS)))
        await asyncio.wait({wanted}, timeout=0.01)
        wanted.cancel()
        await asyncio.wait({wanted})
        await asyncio.wait_for(features.called_off.wait(), timeout=1)


async def test_a_list_that_comes_to_nothing_leaves_no_reading_behind() -> None:
    features = Waiting()
    tried = TriedRanking(Always(ByOneFeature()), features)
    odd = [*TENTS, replace(TENTS[0], hints={SESSION_FIT.id: "much"})]  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="much"):
        await tried.ranking.order(moment(), odd, limit=2)
    assert features.reads == 1
    await asyncio.wait_for(features.called_off.wait(), timeout=1)
