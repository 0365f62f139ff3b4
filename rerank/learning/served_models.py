"""The models that a gateway serves: kept in memory, and in step with the database behind the turns."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

import structlog

from rerank.learning.errors import LearningError, ModelUnusable
from rerank.learning.model_record import ModelRecord, says_what_it_said
from rerank.learning.stored_models import InUse
from rerank.ranking.errors import RankingError
from rerank.ranking.model import Chosen, RankingModel
from rerank.ranking.moment import Moment

LOOK_EVERY_S = 1.0
# One that could not be opened is tried again only now and then: it is large, and will most likely be no better.
AGAIN_AFTER_S = 60.0

log = structlog.get_logger("aisle.models")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What a gateway orders by at the moment, and why versions that it was to open could not be."""

    version: str
    refused: Mapping[str, str] = field(default_factory=dict)


class Registry(Protocol):
    async def in_use(self) -> InUse: ...
    async def model(self, version: str) -> ModelRecord: ...


async def nobody_else() -> Collection[str]:
    return ()


class ServedModels:
    """`wanted` are further versions to be held ready, such as those that are tried on some shoppers.

    What cannot be opened is not served: the last good order stays, and `on_refused` counts it.
    """

    def __init__(
        self,
        registry: Registry,
        opened: Callable[[ModelRecord], RankingModel],
        *,
        baseline: RankingModel,
        wanted: Callable[[], Awaitable[Collection[str]]] = nobody_else,
        on_refused: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._registry = registry
        self._opened = opened
        self._baseline = baseline
        self._wanted = wanted
        self._on_refused = on_refused
        self._clock = clock
        self._held: dict[str, RankingModel] = {}
        self._refused: dict[str, _Refusal] = {}
        self._change_no: int | None = None
        self._chosen = Chosen(model=baseline)

    def choose(self, moment: Moment) -> Chosen:  # noqa: ARG002 - whoever it is for
        return self._chosen

    def model(self, version: str) -> RankingModel | None:
        """One that is held ready; None where it is not, or not yet."""
        return self._baseline if version == self._baseline.version else self._held.get(version)

    @property
    def version(self) -> str:
        """Of what is served, which a broken model never is."""
        return self._chosen.model.version

    def serving(self) -> Serving:
        return Serving(version=self.version, refused={name: each.why for name, each in self._refused.items()})

    async def look(self) -> None:
        """One cheap question; a network is read once. What is chosen changes in one assignment, between two lists."""
        in_use = await self._registry.in_use()
        used = in_use.version
        if in_use.change_no != self._change_no:  # somebody did something about it
            self._refused.clear()
            self._change_no = in_use.change_no
        needed = {*await self._wanted(), *([used] if used else [])} - {self._baseline.version}
        for version in sorted(needed - self._held.keys()):
            await self._take(version)
        if used is None:
            self._put_to_use(self._baseline)
        elif used in self._held:
            self._put_to_use(self._held[used])
        self._held = {name: model for name, model in self._held.items() if name in needed or name == self.version}

    def _put_to_use(self, model: RankingModel) -> None:
        if model.version != self.version:
            log.info("order_changed", left=self.version, model=model.version)
            self._chosen = Chosen(model=model)

    async def _take(self, version: str) -> None:
        refused = self._refused.get(version)
        if refused and self._clock() - refused.at < AGAIN_AFTER_S:
            return
        try:
            record = await self._registry.model(version)
            self._held[version] = await asyncio.to_thread(self._opened, record)
        except LearningError as exc:
            self._refused[version] = _Refusal(self._clock(), str(exc))
            self._on_refused(version)
            log.warning("model_refused", model=version, reason=str(exc), serving=self.version)
        else:
            self._refused.pop(version, None)


@dataclass(frozen=True, slots=True)
class _Refusal:
    at: float
    why: str


class Load(Protocol):
    """Makes a model of a network; raises RankingError where it is none."""

    def __call__(self, network: bytes, *, version: str, features: Sequence[str]) -> RankingModel: ...


def opener(load: Load, *, known: Collection[str]) -> Callable[[ModelRecord], RankingModel]:
    """Opens only what was judged: by its sum, by features that can be read, and by what it said of a few rows."""

    def opened(record: ModelRecord) -> RankingModel:
        if unknown := [name for name in record.features if name not in known]:
            raise ModelUnusable(version=record.version, reason=f"nobody knows {', '.join(unknown)}")
        try:
            model = load(record.intact(), version=record.version, features=record.features)
            is_it = says_what_it_said(model, record.manifest["probe"])
        except (RankingError, KeyError, TypeError, ValueError) as exc:
            raise ModelUnusable(version=record.version, reason=str(exc) or type(exc).__name__) from exc
        if not is_it:
            raise ModelUnusable(version=record.version, reason="it does not say what it said when it was judged")
        return model

    return opened
