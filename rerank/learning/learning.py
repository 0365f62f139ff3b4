"""One try at learning, from what was shown to the order in use: a better one comes of it, or why there is none."""

import asyncio
import hashlib
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from rerank.learning.errors import LearningError
from rerank.learning.model_record import ModelRecord, Window, probe_of, verdict_as_dict, version_of
from rerank.learning.parts import parted
from rerank.learning.served_models import Load
from rerank.learning.stored_models import BUILT_IN, Decision, StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.learning.trust import MOST_DOUBTED, Trusted, evened, explains_more, jump, trusted
from rerank.learning.verdict import Examiner, Outcome, Verdict, can_be_held_against, scarcity
from rerank.monitoring.drift import Behind, portrait
from rerank.ranking.errors import NothingToLearn, RankingError
from rerank.ranking.lesson_building import DAY_S
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel

LATER_SHARE = 0.2
# Whoever takes a model back has seen something that no lesson told: it is not put to use again over their head.
HOLD_AFTER_ROLLBACK = timedelta(days=3)
STAGES = ("reading lessons", "learning", "judging", "keeping")

log = structlog.get_logger("aisle.learning")


class Tell(Protocol):
    def __call__(self, what: str, done: int, total: int | None) -> None: ...


class Trained(Protocol):
    """What a trainer makes of lessons: a network, the features that it reads, and what it was grown by."""

    @property
    def network(self) -> bytes: ...
    @property
    def features(self) -> Sequence[str]: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...


class Lineage(Protocol):
    """Where it is noted how models came about; it must never keep anybody from learning."""

    def note(self, record: ModelRecord, verdict: Verdict) -> None: ...


class LotSource(Protocol):
    """Lists that a model ordered, with all their places, where it was known with which chance each stood there."""

    async def __call__(self, *, model: str, since: datetime, until: datetime) -> Lessons: ...


class NoLineage:
    def note(self, record: ModelRecord, verdict: Verdict) -> None:
        """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """What is learned from, by what, and how it is judged. `is_simulated`: whether it is shoppers that never were."""

    lessons: Callable[[datetime, datetime], Awaitable[Lessons]]
    lots: LotSource
    train: Callable[[Lessons], Trained]
    opened: Callable[[ModelRecord], RankingModel]
    load: Load
    baseline: RankingModel
    examiner: Examiner
    is_simulated: Callable[[], Awaitable[bool]]
    tried: Callable[[], Awaitable[Collection[str]]]
    lineage: Lineage
    code: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far back a try looks, to how many lists at most, the newest, and what share of them may be of nobody."""

    window: timedelta
    most_lists: int = 100_000
    most_doubted: float = MOST_DOUBTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """`version` is the challenger, if one was made; `instead_of` what it was held against."""

    run_id: str
    outcome: Outcome
    reasons: tuple[str, ...]
    version: str | None = None
    instead_of: str | None = None
    verdict: Verdict | None = None


class Learning:
    """Nobody else may be learning meanwhile: see to it before. Killed at any point, it leaves the order as it is."""

    def __init__(
        self,
        *,
        models: StoredModels,
        runs: StoredRuns,
        teaching: Teaching,
        reach: Reach,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._models = models
        self._runs = runs
        self._teaching = teaching
        self._reach = reach
        self._now = now
        self._new_id = new_id

    async def once(self, *, asked_by: str, tell: Tell | None = None) -> Learned:
        run_id = self._new_id()
        await self._runs.begin(run_id, asked_by=asked_by, at=self._now())
        has_ended = False
        try:
            learned = await self._tried(_Progress(self._runs, run_id, self._now, tell))
            await self._runs.end(run_id, told=learned, at=self._now())
            has_ended = True
        finally:
            if not has_ended:
                reason = type(sys.exc_info()[1]).__name__
                await self._runs.fail(run_id, reason=reason, at=self._now())
        log.info("learned", run=run_id, outcome=learned.outcome, model=learned.version)
        return learned

    async def _tried(self, progress: "_Progress") -> Learned:
        until = self._now()
        await progress.reached(STAGES[0])
        reach = self._reach
        since = await self._runs.first_of_newest(reach.most_lists, since=until - reach.window, until=until)
        is_simulated = await self._teaching.is_simulated()
        lessons = await self._teaching.lessons(since, until)
        await progress.reached(STAGES[1], lists=len(lessons))
        believed = await asyncio.to_thread(trusted, lessons, most_doubted=reach.most_doubted)
        (earlier, too_many), (later, of_later) = map(evened, parted(believed.lessons, later_share=LATER_SHARE))
        if reason := scarcity(earlier, later):
            return Learned(run_id=progress.run_id, outcome=Outcome.TOO_LITTLE, reasons=(reason,))
        newest = await self._models.changes(limit=1)
        has_new_order = bool(newest and explains_more(newest[0].at, earlier, later))
        if alarms := _alarms(believed, earlier, later, has_new_order=has_new_order):
            return Learned(run_id=progress.run_id, outcome=Outcome.REFUSED, reasons=alarms)
        try:
            trained = await asyncio.to_thread(self._teaching.train, earlier)
        except NothingToLearn:
            reasons = ("nobody preferred anything to something else",)
            return Learned(run_id=progress.run_id, outcome=Outcome.TOO_LITTLE, reasons=reasons)
        await progress.reached(STAGES[2])
        window = Window(
            since=since,
            until=until,
            learned=earlier,
            held_out=later,
            left_out=Counter(believed.left_out) + Counter(too_many) + Counter(of_later),
            is_simulated=is_simulated,
        )
        return await self._judged(trained, window, progress)

    async def _judged(self, trained: Trained, window: Window, progress: "_Progress") -> Learned:
        version = version_of(trained.network, self._now())
        champion, in_use = await self._champion(window.held_out)
        examiner = self._teaching.examiner
        try:
            challenger = self._teaching.load(trained.network, version=version, features=tuple(trained.features))
        except RankingError as exc:
            reasons = (f"the network cannot be opened: {exc}",)
            return Learned(run_id=progress.run_id, outcome=Outcome.REFUSED, reasons=reasons, instead_of=in_use)
        lots = await self._lots(champion, window)
        verdict = await asyncio.to_thread(
            examiner.judged, challenger, champion, learned=window.learned, held_out=window.held_out, lots=lots
        )
        if await self._teaching.is_simulated() != window.is_simulated:
            reasons = ("the shop is another one by now than that it was learned from",)
            return Learned(run_id=progress.run_id, outcome=Outcome.REFUSED, reasons=reasons, instead_of=in_use)
        await progress.reached(STAGES[3])
        record = await self._record(trained, challenger, window, verdict, champion.version)
        await self._models.keep(record)
        verdict = await self._put_to_use(record, verdict, in_use)
        await asyncio.to_thread(self._teaching.lineage.note, record, verdict)
        await self._models.let_go(keep=list(await self._teaching.tried()))
        return Learned(
            run_id=progress.run_id,
            outcome=verdict.outcome,
            reasons=verdict.reasons,
            version=version,
            instead_of=champion.version,
            verdict=verdict,
        )

    async def _champion(self, held_out: Lessons) -> tuple[RankingModel, str | None]:
        """The order in use, and its version; one that cannot be opened is not what shoppers get either."""
        record = await self._models.model_in_use()
        if record is None:
            return self._teaching.baseline, None
        try:
            model = self._teaching.opened(record)
        except LearningError:
            log.warning("champion_refused", model=record.version)
            return self._teaching.baseline, record.version
        usable = can_be_held_against(model, held_out)
        return (model if usable else self._teaching.baseline), record.version

    async def _lots(self, champion: RankingModel, window: Window) -> Lessons:
        """Of the time that was held back; who is no shopper tells nothing here either."""
        since = datetime.fromtimestamp(float(window.held_out.at.min()) * DAY_S, UTC)
        lots = await self._teaching.lots(model=champion.version, since=since, until=window.until)
        return (await asyncio.to_thread(trusted, lots)).lessons if lots else lots

    async def _record(
        self, trained: Trained, challenger: RankingModel, window: Window, verdict: Verdict, champion: str
    ) -> ModelRecord:
        is_sane = verdict.comparison is not None
        learned = window.learned
        known = await asyncio.to_thread(portrait, learned.features, learned.values, behind=Behind.of(learned))
        return ModelRecord(
            version=challenger.version,
            made_at=self._now(),
            passed=verdict.outcome is Outcome.PASSED,
            sha256=hashlib.sha256(trained.network).hexdigest(),
            is_simulated=window.is_simulated,
            network=trained.network,
            manifest={
                "features": list(trained.features),
                "parameters": dict(trained.parameters),
                "window": window.as_dict(),
                "code": dict(self._teaching.code),
                "champion": champion,
                "verdict": verdict_as_dict(verdict),
                "probe": probe_of(challenger, window.held_out) if is_sane else None,
                "portrait": [each.as_dict() for each in known],
            },
        )

    async def _put_to_use(self, record: ModelRecord, verdict: Verdict, in_use: str | None) -> Verdict:
        """Only in the place of what it was held against, and of nothing that was put there meanwhile."""
        if verdict.outcome is not Outcome.PASSED:
            return verdict
        changes = await self._models.changes(limit=1)
        if changes and changes[0].what == "rolled_back" and self._now() - changes[0].at < HOLD_AFTER_ROLLBACK:
            why = f"kept, but not put to use: {changes[0].by} went back to an earlier order lately"
            return replace(verdict, reasons=(*verdict.reasons, why))
        decision = Decision(by="learning", why="; ".join(verdict.reasons), at=self._now())
        if await self._models.promote(record.version, decision=decision, instead_of=(in_use,)):
            return replace(verdict, outcome=Outcome.PROMOTED)
        return replace(verdict, reasons=(*verdict.reasons, "kept, but not put to use: the order in use has changed"))


class _Progress:
    def __init__(self, runs: StoredRuns, run_id: str, now: Callable[[], datetime], tell: Tell | None) -> None:
        self.run_id = run_id
        self._runs = runs
        self._now = now
        self._tell = tell

    async def reached(self, stage: str, *, lists: int | None = None) -> None:
        await self._runs.reached(self.run_id, stage, at=self._now(), lists=lists)
        log.info("learning_reached", run=self.run_id, stage=stage, **({} if lists is None else {"lists": lists}))
        if self._tell is not None:
            self._tell(f"Learning: {stage}", STAGES.index(stage), len(STAGES))


def _alarms(believed: Trusted, earlier: Lessons, later: Lessons, *, has_new_order: bool) -> tuple[str, ...]:
    jumped = jump(earlier, later, has_new_order=has_new_order)
    return (*believed.alarms, *((jumped,) if jumped else ()))


def model_named(version: str) -> str | None:
    """As a person names it: the built-in order has a name, and no row."""
    return None if version == BUILT_IN else version
