"""A challenger is promoted only where it is surely better; poisoned and worse ones never are."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from rerank.features.feature import Values
from rerank.learning.guards import Check
from rerank.learning.parts import parted
from rerank.learning.verdict import Outcome, Verdict
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel
from shop.shown import Surface
from tests.unit.learning.school import BASELINE, Linear, Saying, Ticking, examiner, learned_from, lessons, regained

GOOD = Linear({"taste@1": 1.0, "relevance@1": 0.1})


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons()


def judged(challenger: RankingModel, told: Lessons, champion: RankingModel = BASELINE, **otherwise: object) -> Verdict:
    learned, held_out = parted(told, later_share=0.2)
    return examiner(**otherwise).judged(challenger, champion, learned=learned, held_out=held_out)


def failed(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if not check.passed}


def test_what_knows_tastes_takes_the_place_of_what_does_not(told: Lessons) -> None:
    verdict = judged(GOOD, told)
    assert verdict.outcome is Outcome.PASSED, verdict.reasons
    assert verdict.comparison is not None
    assert verdict.comparison.difference.low > 0


def test_what_was_learned_from_lessons_as_they_are_passes(told: Lessons) -> None:
    learned, _ = parted(told, later_share=0.2)
    assert judged(learned_from(learned), told).outcome is Outcome.PASSED


def test_the_same_order_again_is_no_better(told: Lessons) -> None:
    assert failed(judged(replace(GOOD, version="again"), told, champion=GOOD)) == {"better"}


def test_a_champion_that_knows_tastes_gives_way_to_no_baseline(told: Lessons) -> None:
    assert "better" in failed(judged(BASELINE, told, champion=GOOD))


def _shuffled(part: Lessons, seed: int) -> Lessons:
    return regained(part, np.random.default_rng(seed).permutation(part.gain))


def _inverted(part: Lessons, seed: int) -> Lessons:
    return regained(part, 3.0 - part.gain + np.random.default_rng(seed).normal(0, 0.01, len(part.gain)))


def _farmed(part: Lessons, seed: int) -> Lessons:
    """Whoever is paid for it takes the same few things from every list that has them."""
    wanted = {f"g{number}" for number in np.random.default_rng(seed).choice(150, 5, replace=False)}
    return regained(part, np.array([3.0 if product in wanted else 0.0 for product in part.product_id]))


POISONS = {"shuffled": _shuffled, "inverted": _inverted, "farmed": _farmed}


@pytest.mark.parametrize("seed", range(7))
@pytest.mark.parametrize("poison", list(POISONS))
def test_what_learned_from_poison_is_refused(told: Lessons, poison: str, seed: int) -> None:
    learned, _ = parted(told, later_share=0.2)
    challenger = learned_from(POISONS[poison](learned, seed))
    assert judged(challenger, told, champion=GOOD).outcome is Outcome.REFUSED


WORSE = {
    "constant": (lambda values: np.zeros(len(values)), "sound"),
    "nothing": (lambda values: np.full(len(values), np.nan), "sound"),
    "endless": (lambda values: np.where(values[:, 0] > 1, np.inf, values[:, 0]), "sound"),
    "of another shape": (lambda values: values[:, :2], "sound"),
    "popular things only": (lambda values: values[:, 2], "better"),
    "by lot": (lambda values: np.random.default_rng(len(values)).random(len(values)), "better"),
    "upside down": (lambda values: -values[:, 1], "better"),
}


@pytest.mark.parametrize("name", list(WORSE))
def test_what_orders_badly_is_refused_and_told_why(told: Lessons, name: str) -> None:
    say, fails = WORSE[name]
    assert fails in failed(judged(Saying(say), told))


def test_what_remembers_its_lessons_by_heart_is_no_better_on_others(told: Lessons) -> None:
    learned, _ = parted(told, later_share=0.2)
    known = {tuple(row): gain for row, gain in zip(learned.values[:, [0, 2, 3]].tolist(), learned.gain, strict=True)}

    def by_heart(values: np.ndarray) -> list[float]:
        lots = np.random.default_rng(1).normal(0, 0.1, len(values))
        return [known.get(tuple(row), lot) for row, lot in zip(values.tolist(), lots, strict=True)]

    assert judged(Saying(by_heart), learned).outcome is Outcome.PASSED  # where it was asked what it had learned
    assert judged(Saying(by_heart), told).outcome is Outcome.REFUSED


def test_a_feature_that_cannot_be_read_online_is_refused(told: Lessons) -> None:
    assert failed(judged(GOOD, told, known=("relevance@1",))) == {"features"}


def test_a_slow_model_is_refused(told: Lessons) -> None:
    assert failed(judged(GOOD, told, clock=Ticking(0.01))) == {"latency"}


def test_what_shows_what_may_not_be_shown_is_refused(told: Lessons) -> None:
    verdict = judged(GOOD, told, breaches=lambda _: ("it shows what is sold out",))
    assert verdict.reasons == ("rules: it shows what is sold out",)


def test_a_gain_on_one_surface_does_not_pay_for_another(told: Lessons) -> None:
    """As good as tastes on the page, and upside down to those who listen."""
    spoken = np.array([channel == "alexa" for channel in told.channel])[told.list_of]
    values = told.values.copy()
    values[:, 4] = spoken
    marked = replace(told, values=values)
    columns = ("taste@1", "noise@1")
    challenger = Saying(lambda rows: np.where(rows[:, 1] > 0, -0.2, 1.0) * rows[:, 0], features=columns)
    assert "groups" in failed(judged(challenger, marked))


def test_an_order_that_shows_everybody_the_same_few_things_is_refused(told: Lessons) -> None:
    few = np.array([float(int(product[1:]) < 25) for product in told.product_id], np.float32)
    marked = replace(told, values=np.column_stack([told.values[:, :4], few]).astype(np.float32))
    challenger = Saying(lambda rows: rows[:, 0] + 9 * rows[:, 1], features=("taste@1", "noise@1"))
    assert {"evenness"} <= failed(judged(challenger, marked))


def test_too_little_is_no_verdict() -> None:
    verdict = judged(GOOD, lessons(60))
    assert verdict.outcome is Outcome.TOO_LITTLE
    assert verdict.comparison is None


def test_many_lists_of_few_persons_are_too_little() -> None:
    assert judged(GOOD, lessons(1500, persons=6)).outcome is Outcome.TOO_LITTLE


def test_one_more_view_may_refuse(told: Lessons) -> None:
    doubt = Check(name="by lot", passed=False, words="what was drawn by lot says otherwise")
    assert failed(judged(GOOD, told, views=(lambda _: doubt, lambda _: None))) == {"by lot"}


@dataclass(frozen=True)
class AtHome(Saying):
    """Learned of home pages only."""

    surfaces: frozenset[Surface] = frozenset({Surface.HOME})


def test_where_a_model_has_learned_nothing_it_is_not_judged_either(told: Lessons) -> None:
    """It would turn searches upside down, but is never asked about them."""
    searches = np.array([surface == "search" for surface in told.surface])[told.list_of]
    values = told.values.copy()
    values[:, 4] = searches
    marked = replace(told, values=values)

    def scores(rows: Values) -> Values:
        return np.where(rows[:, 1] > 0, -9.0, 1.0) * rows[:, 0]

    columns = ("taste@1", "noise@1")
    assert judged(AtHome(scores, features=columns), marked).outcome is Outcome.PASSED
    assert judged(Saying(scores, features=columns), marked).outcome is Outcome.REFUSED
