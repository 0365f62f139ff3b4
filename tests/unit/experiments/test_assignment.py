"""Which arm a unit has, and which model a list is ordered by while trials run."""

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.stats import chi2_contingency, chisquare

from rerank.experiments.assignment import arm_of
from rerank.experiments.choice import ExperimentChoice, RunningExperiments
from rerank.experiments.plan import Arm, Experiment, Unit
from rerank.features.feature import Values
from rerank.ranking.model import Chosen, RankingModel
from rerank.ranking.moment import Moment
from shop.shown import Surface
from tests.unit.experiments.trials import CONTROL, NEWER, experiment

UNITS = [f"shopper-{number}" for number in range(20_000)]
THREE = (
    Arm(name="control", model="baseline", share=0.5),
    Arm(name="one", model="m1", share=0.3),
    Arm(name="two", model="m2", share=0.2),
)


def test_an_arm_is_always_the_same_and_shares_are_kept() -> None:
    trial = experiment(arms=THREE)
    given = [arm_of(trial, unit) for unit in UNITS]
    assert given == [arm_of(trial, unit) for unit in UNITS]
    counts = Counter(arm.name for arm in given if arm)
    assert chisquare([counts[arm.name] for arm in THREE], [arm.share * len(UNITS) for arm in THREE]).pvalue > 0.001


def test_part_of_the_traffic_takes_part_and_more_of_it_moves_nobody() -> None:
    some, more = experiment(traffic=0.2), experiment(traffic=0.6)
    before = {unit: arm for unit in UNITS if (arm := arm_of(some, unit))}
    assert len(before) / len(UNITS) == pytest.approx(0.2, abs=0.01)
    assert all(arm_of(more, unit) == arm for unit, arm in before.items())


def test_one_trial_tells_nothing_of_the_next() -> None:
    one, next_one = experiment(salt="a"), experiment(salt="b")
    table = np.zeros((2, 2))
    for unit in UNITS:
        table[int(arm_of(one, unit) == NEWER), int(arm_of(next_one, unit) == NEWER)] += 1
    assert chi2_contingency(table).pvalue > 0.001


class AModel:
    features = ()

    def __init__(self, version: str) -> None:
        self.version = version

    def scores(self, values: Values) -> Values:
        return values[:, 0]


class Served:
    """As `ServedModels`: the champion for everybody, and others by their version."""

    def __init__(self, *versions: str) -> None:
        self.held: dict[str, RankingModel] = {version: AModel(version) for version in versions}

    def choose(self, moment: Moment) -> Chosen:
        return Chosen(model=self.held["champion"])

    def model(self, version: str) -> RankingModel | None:
        return self.held.get(version)


class Kept:
    def __init__(self, *running: Experiment) -> None:
        self.trials = list(running)

    async def running(self) -> list[Experiment]:
        return self.trials


def moment(unit: str, *, surface: Surface = Surface.HOME, session: str | None = None) -> Moment:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    return Moment(shopper_id=unit, unit=unit, at=at, surface=surface, channel="web", session=session)


async def test_models_are_served_side_by_side_and_a_list_says_which_arm_it_is_of() -> None:
    kept = Kept(experiment(surfaces=(Surface.HOME,)))
    running = RunningExperiments(kept)
    assert await running.wanted() == {CONTROL.model, NEWER.model}
    choice = ExperimentChoice(Served("champion", "baseline", "ranking-7"), running)

    chosen = {unit: choice.choose(moment(unit)) for unit in UNITS[:200]}
    assert {(each.model.version, each.arm) for each in chosen.values()} == {
        ("baseline", "trial/control"),
        ("ranking-7", "trial/newer"),
    }
    elsewhere = choice.choose(moment(UNITS[0], surface=Surface.CART))
    assert (elsewhere.model.version, elsewhere.arm) == ("champion", None)

    kept.trials = []
    await running.wanted()
    assert choice.choose(moment(UNITS[0])).arm is None, "once stopped, everybody has what is in use"


async def test_an_arm_whose_model_is_not_there_gets_what_is_in_use_and_is_told() -> None:
    running, missing = RunningExperiments(Kept(experiment())), []
    await running.wanted()
    choice = ExperimentChoice(Served("champion", "baseline"), running, on_missing=missing.append)

    chosen = [choice.choose(moment(unit)) for unit in UNITS[:200]]

    newer = sum(arm_of(experiment(), unit) == NEWER for unit in UNITS[:200])
    assert missing == ["trial/newer"] * newer
    assert sum(each.arm is None and each.model.version == "champion" for each in chosen) == newer


async def test_sessions_are_units_of_their_own_and_nobody_in_particular_is_none() -> None:
    running = RunningExperiments(Kept(experiment(unit=Unit.SESSION)))
    await running.wanted()
    choice = ExperimentChoice(Served("champion", "baseline", "ranking-7"), running)
    arms = {choice.choose(moment("ann", session=f"s{number}")).arm for number in range(50)}
    assert arms == {"trial/control", "trial/newer"}
    assert choice.choose(moment("ann")).arm is None
