"""The model for one list while trials run: that of the unit's arm, or what is in use for everybody else."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

import structlog

from rerank.experiments.assignment import arm_of
from rerank.experiments.plan import Experiment, Unit
from rerank.ranking.leaning import Leaning, leaning_from, leans
from rerank.ranking.model import Chosen, RankingModel
from rerank.ranking.moment import Moment
from shop.shown import Surface

log = structlog.get_logger("aisle.experiments")


class Served(Protocol):
    """`rerank.learning.served_models` as far as it is needed here."""

    def choose(self, moment: Moment) -> Chosen: ...

    def model(self, version: str) -> RankingModel | None: ...


class Kept(Protocol):
    async def running(self) -> list[Experiment]: ...


class RunningExperiments:
    """Those that run at the moment, in memory: read anew whenever it is asked which models they want."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._on: Mapping[Surface, Experiment] = {}

    def on(self, surface: Surface) -> Experiment | None:
        return self._on.get(surface)

    async def wanted(self) -> Collection[str]:
        """The models of all arms. `ServedModels` asks each second and holds them ready. Raises ShopUnavailable."""
        running = await self._kept.running()
        names = sorted(each.plan.name for each in running)
        if names != sorted({each.plan.name for each in self._on.values()}):
            log.info("experiments_changed", running=names)
        self._on = {surface: each for each in running for surface in each.plan.surfaces}
        return {leaning_from(arm.model) for each in running for arm in each.plan.arms}


class ExperimentChoice:
    """Wraps what is served. An arm whose model is not there gets what is in use, is not counted as shown, and told
    to `on_missing` by the arm's label: if it is never there, the sample ratio gives the trial away."""

    def __init__(
        self, served: Served, running: RunningExperiments, *, on_missing: Callable[[str], None] = lambda _: None
    ) -> None:
        self._served = served
        self._running = running
        self._on_missing = on_missing

    def choose(self, moment: Moment) -> Chosen:
        experiment = self._running.on(moment.surface)
        unit = _unit_of(moment, experiment.plan.unit) if experiment else None
        arm = arm_of(experiment, unit) if experiment and unit else None
        if experiment is None or arm is None:
            return self._served.choose(moment)
        label, model = experiment.plan.label(arm), self._model(arm.model)
        if model is None:
            self._on_missing(label)
            return self._served.choose(moment)
        return Chosen(model=model, arm=label)

    def _model(self, version: str) -> RankingModel | None:
        model = self._served.model(leaning_from(version))
        return Leaning(model) if model and leans(version) else model


def _unit_of(moment: Moment, unit: Unit) -> str | None:
    """Nobody in particular takes no part: all of them would be one."""
    return (moment.session if unit is Unit.SESSION else moment.unit) or None
