"""What is said of a trial: nothing too early, nothing of a lopsided one, and a winner only where it is sure."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import chisquare

from rerank.experiments.plan import Arm, Metric, problems_of
from rerank.experiments.sample_ratio import SURELY_UNEVEN, ratio_p
from rerank.experiments.verdict import Finding, status_of
from tests.unit.experiments.trials import NEWER, PLAN, RIPE, experiment, tally


def test_nothing_is_concluded_before_full_weeks_or_with_few_units_or_purchases() -> None:
    great = {"control": tally(5000, 100), "newer": tally(5000, 400)}
    early = status_of(experiment(), great, at=RIPE - timedelta(minutes=1))
    assert (early.finding, early.winner) == (Finding.TOO_EARLY, None)
    assert [each.finding for each in early.arms] == [None, Finding.TOO_EARLY]
    assert "until 2026-03-16" in early.words
    few = {"control": tally(500, 10), "newer": tally(500, 40)}
    assert status_of(experiment(), few, at=RIPE).words == "Too early: 500 of 1000 persons in the smallest arm."
    unsold = {"control": tally(5000, 1), "newer": tally(5000, 18)}
    assert status_of(experiment(), unsold, at=RIPE).finding is Finding.TOO_EARLY
    assert status_of(experiment(), great, at=RIPE).winner == NEWER


def test_a_lopsided_trial_says_nothing_however_good_an_arm_looks() -> None:
    lopsided = {"control": tally(5000, 100), "newer": tally(5600, 500)}
    status = status_of(experiment(), lopsided, at=RIPE)
    assert (status.finding, status.winner) == (Finding.UNEVEN, None)
    assert status.ratio_p < SURELY_UNEVEN


def test_what_was_spent_in_two_currencies_is_not_compared() -> None:
    great = {
        "control": replace(tally(5000, 100), currencies=frozenset({"USD"})),
        "newer": replace(tally(5000, 400), currencies=frozenset({"USD", "JPY"})),
    }
    by_conversion = status_of(experiment(), great, at=RIPE)
    assert (by_conversion.winner, by_conversion.arms[1].revenue_difference) == (NEWER, None)
    by_revenue = status_of(experiment(metric=Metric.REVENUE), great, at=RIPE)
    assert (by_revenue.finding, by_revenue.winner, by_revenue.arms[0].revenue_minor) == (Finding.OPEN, None, None)
    assert "JPY and USD" in by_revenue.words


def test_even_arms_are_hardly_ever_taken_for_lopsided_and_shares_count() -> None:
    dice = np.random.default_rng(3)
    drawn = [dice.multinomial(10_000, [0.5, 0.3, 0.2]) for _ in range(500)]
    assert sum(ratio_p(seen, [0.5, 0.3, 0.2]) < SURELY_UNEVEN for seen in drawn) <= 3
    assert ratio_p([5000, 3000, 2000], [1, 1, 1]) < SURELY_UNEVEN
    assert ratio_p([0, 0], [0.5, 0.5]) == 1.0


@pytest.mark.parametrize("arms", range(2, 9))
@pytest.mark.parametrize("off", [0, 20, 60, 200])
def test_the_chance_of_a_split_is_that_of_chi_square(arms: int, off: int) -> None:
    seen = [1000 + off, 1000 - off, *([1000 + off // 2] * (arms - 2))]
    due = [sum(seen) / arms] * arms
    assert ratio_p(seen, [1 / arms] * arms) == pytest.approx(chisquare(seen, due).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("control", "newer", "finding"),
    [
        (tally(20_000, 1000), tally(20_000, 1400), Finding.BETTER),
        (tally(20_000, 1400), tally(20_000, 1000), Finding.WORSE),
        (tally(20_000, 1000), tally(20_000, 1010), Finding.OPEN),
        (tally(20_000, 1000, each_minor=9000), tally(20_000, 1400, each_minor=3000), Finding.MIXED),
    ],
)
def test_an_arm_is_better_worse_or_neither(control, newer, finding) -> None:
    status = status_of(experiment(), {"control": control, "newer": newer}, at=RIPE)
    assert status.finding is finding
    assert (status.winner is not None) == (finding is Finding.BETTER)


def test_by_revenue_another_arm_may_win() -> None:
    tallies = {"control": tally(20_000, 1000, each_minor=3000), "newer": tally(20_000, 1000, each_minor=6000)}
    assert status_of(experiment(), tallies, at=RIPE).finding is Finding.OPEN
    assert status_of(experiment(metric=Metric.REVENUE), tallies, at=RIPE).finding is Finding.BETTER


def test_several_arms_share_what_may_be_erred() -> None:
    two = {"control": tally(9000, 450), "newer": tally(9000, 550)}
    alone = status_of(experiment(), two, at=RIPE).arms[1].conversion_difference
    arms = (*(Arm(name=name, model=name, share=0.25) for name in ("control", "newer", "third", "fourth")),)
    four = two | {"third": tally(9000, 450), "fourth": tally(9000, 450)}
    among = status_of(experiment(arms=arms), four, at=RIPE).arms[1].conversion_difference
    assert alone is not None
    assert among is not None
    assert among.high - among.low > alone.high - alone.low


def test_clicks_are_per_list_and_those_who_see_many_lists_do_not_feign_certainty() -> None:
    """A tenth of the units saw ten lists each and clicked in all or none of them."""
    same = tally(10_000, 100)
    heavy = tally(
        10_000, 100, lists=19_000, clicks=5_000, list_squares=109_000, click_squares=50_000, list_clicks=50_000
    )
    plain = status_of(experiment(), {"control": same, "newer": same}, at=RIPE).arms[1]
    few = status_of(experiment(), {"control": same, "newer": heavy}, at=RIPE).arms[1]
    assert few.click_through == pytest.approx(5_000 / 19_000)
    assert few.click_difference is not None
    assert plain.click_difference is not None
    assert few.click_difference.high - few.click_difference.low > plain.click_difference.high * 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minimum_days": 10}, "full weeks"),
        ({"arms": PLAN.arms[:1]}, "nothing is tried"),
        ({"arms": (Arm(name="a", model="m", share=0.5), Arm(name="a", model="n", share=0.5))}, "two arms are called a"),
        ({"arms": (Arm(name="a", model="m", share=0.5), Arm(name="b", model="n", share=0.6))}, "do not add up"),
        ({"name": "My Trial"}, "small letters"),
        ({"traffic": 0.0}, "traffic"),
        ({"traffic": float("nan")}, "traffic"),
        ({"alpha": 0.9}, "alpha"),
        ({"minimum_units": 3}, "fewer than 100"),
        ({"surfaces": ()}, "surface"),
        ({"window": timedelta()}, "window"),
        ({"revenue_cap_minor": 0}, "cap"),
    ],
)
def test_what_cannot_be_tried_is_told_in_words(changed, words) -> None:
    (problem,) = problems_of(experiment(**changed).plan)
    assert words in problem
    assert problems_of(PLAN) == []
