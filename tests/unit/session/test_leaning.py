"""An order that leans to what fits moves products a little: never far, and not at all where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.query import Query, Sort
from rerank.experiments.choice import ExperimentChoice, RunningExperiments
from rerank.experiments.plan import Arm, Experiment
from rerank.ranking.baseline import Baseline
from rerank.ranking.candidate import Candidate
from rerank.ranking.leaning import WEIGHT, Leaning, leant
from rerank.ranking.model import Chosen, RankingModel
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Outcome
from rerank.ranking.request_features import RELEVANCE, SESSION_FIT
from rerank.ranking.training import MONOTONE
from shop.shown import Surface
from tests.unit.experiments.trials import experiment
from tests.unit.ranking.goods import Always, ByOneFeature, TriedRanking, card, moment

FITTING = {SESSION_FIT.id: 1.0}
NOT_FITTING = {SESSION_FIT.id: 0.0}


def goods(*told: tuple[str, float, dict[str, float]]) -> list[Candidate]:
    return [Candidate(card=card(name), relevance=worth, hints=hints) for name, worth, hints in told]


CLOSE = goods(("a", 1.0, NOT_FITTING), ("b", 0.99, FITTING), ("c", 0.5, NOT_FITTING), ("d", 0.0, FITTING))


async def order(model: RankingModel, some: list[Candidate], **asked: object) -> list[str]:
    tried = TriedRanking(Always(model))
    said = replace(moment(), **asked)  # type: ignore[arg-type]
    return [each.id for each in (await tried.ranking.order(said, some, limit=9)).cards]


async def test_of_two_nearly_alike_the_one_that_fits_comes_first_and_the_last_stays_last() -> None:
    assert await order(Baseline(), CLOSE) == ["a", "b", "c", "d"]
    assert await order(Leaning(Baseline()), CLOSE) == ["b", "a", "c", "d"]


async def test_over_a_learned_order_it_leans_as_well() -> None:
    learned = ByOneFeature(RELEVANCE.id, version="m-7")
    assert await order(learned, CLOSE) == ["a", "b", "c", "d"]
    assert await order(Leaning(learned), CLOSE) == ["b", "a", "c", "d"]


async def test_a_shelf_in_its_own_order_leans_from_that() -> None:
    some = [replace(each, relevance=1.0) for each in CLOSE]
    assert await order(Leaning(Baseline()), some, surface=Surface.HOME, in_order=True) == ["a", "b", "c", "d"]
    many = goods(*((f"t{number:02}", 1.0, FITTING if number == 3 else NOT_FITTING) for number in range(40)))
    told = await order(Leaning(Baseline()), many, surface=Surface.HOME, in_order=True)
    assert told[:5] == ["t03", "t00", "t01", "t02", "t04"]


async def test_what_was_asked_for_in_an_order_stays_in_it() -> None:
    assert await order(Leaning(Baseline()), CLOSE, query=Query(sort=Sort.CHEAPEST)) == ["a", "b", "c", "d"]


async def test_where_nothing_is_known_it_is_the_order_it_leans_from() -> None:
    some = [replace(each, hints={}) for each in CLOSE]
    assert await order(Leaning(Baseline()), some) == await order(Baseline(), some)


async def test_a_list_says_that_it_leant() -> None:
    tried = TriedRanking(Always(Leaning(Baseline())))
    shown = (await tried.ranking.order(moment(), CLOSE, limit=4)).shown
    assert shown.model == "baseline+session-fit"
    assert tried.ranked[0].outcome is Outcome.BASELINE
    assert [each.relevance for each in shown.placements] == [0.99, 1.0, 0.5, 0.0]


scores = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=50)


@given(scores, st.data())
def test_whatever_is_said_to_fit_nothing_moves_by_more_than_its_share(own: list[float], data: st.DataObject) -> None:
    """A model that is fooled, or a catalogue that fools it, has no more to say than this."""
    said = st.floats(width=32, allow_nan=True, allow_infinity=True)
    fits = np.array(data.draw(st.lists(said, min_size=len(own), max_size=len(own))), np.float32)
    base = np.array(own, np.float32)
    moved = leant(base, fits)
    assert np.isfinite(moved).all()
    most = WEIGHT * (base.max() - base.min())
    assert (np.abs(moved.astype(np.float64) - base) <= most + 1e-3).all()
    unknown = np.isnan(fits)
    assert np.allclose(moved[unknown], base[unknown])


def test_a_learned_order_can_only_read_it_in_its_favour() -> None:
    assert MONOTONE[SESSION_FIT.id] == 1


class ServedOne:
    """What a gateway has ready."""

    def __init__(self, *models: RankingModel) -> None:
        self._models = {each.version: each for each in models}

    def choose(self, moment: Moment) -> Chosen:
        return Chosen(model=Baseline())

    def model(self, version: str) -> RankingModel | None:
        return self._models.get(version)


class RunningOne:
    def __init__(self, trial: Experiment) -> None:
        self._trial = trial

    async def running(self) -> list[Experiment]:
        return [self._trial]


@pytest.mark.parametrize("champion", ["baseline", "m-7"])
async def test_a_trial_s_arm_leans_from_the_very_order_of_its_control(champion: str) -> None:
    arms = (
        Arm(name="control", model=champion, share=0.5),
        Arm(name="session-fit", model=f"{champion}+session-fit", share=0.5),
    )
    running = RunningExperiments(RunningOne(experiment(arms=arms, surfaces=(Surface.SEARCH,))))
    assert set(await running.wanted()) == {champion}
    choice = ExperimentChoice(ServedOne(Baseline(), ByOneFeature(version="m-7")), running)
    chosen = [choice.choose(replace(moment(), unit=f"unit-{number}")) for number in range(60)]
    assert {each.model.version for each in chosen} == {champion, f"{champion}+session-fit"}
    assert {each.arm for each in chosen} == {"trial/control", "trial/session-fit"}
