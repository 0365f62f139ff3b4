"""What another order would have been worth, held against logs made by lot of which the truth is known."""

import random

import numpy as np
import pytest

from rerank.experiments.lots import rounds_of
from rerank.experiments.off_policy import Rounds, estimated
from rerank.ranking.arrangement import Terms, arranged
from rerank.ranking.lessons import Lessons

# More lots from fewer products than in a shop: what takes months there is seen in a second here.
CANDIDATES, PLACES = 20, 8
TERMS = Terms(limit=PLACES, exploration=0.3, pool=8)


def contextual(dice: np.random.Generator, size: int, *, clip: float | None = None) -> tuple[Rounds, float]:
    """Five actions, an uneven logging policy, another one in question; the mean reward of that one is known."""
    actions, contexts = 5, 4
    worth = np.array([[0.1 * (a + 1) * (c + 1) / contexts for a in range(actions)] for c in range(contexts)])
    logging = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
    wanted = np.array([[0.05, 0.05, 0.1, 0.3, 0.5], [0.2] * 5, [0.7, 0.1, 0.1, 0.05, 0.05], [0, 0, 0, 0, 1.0]])
    context = dice.integers(contexts, size=size)
    action = dice.choice(actions, p=logging, size=size)
    reward = (dice.random(size) < worth[context, action]).astype(np.float64)
    rounds = Rounds(
        reward=reward,
        propensity=logging[action],
        target=wanted[context, action],
        own=logging[action],
        who=np.arange(size),
    )
    return rounds, float((wanted * worth).sum(axis=1).mean())


def test_the_truth_is_hit_on_average_and_lies_within_nearly_all_intervals() -> None:
    dice = np.random.default_rng(1)
    found = [(estimated(rounds), truth) for rounds, truth in (contextual(dice, 2000) for _ in range(300))]
    for told in ("ips", "snips"):
        values = np.array([getattr(each, told).value - truth for each, truth in found])
        assert abs(values.mean()) < 4 * values.std() / np.sqrt(len(values))
        within = [getattr(each, told).low <= truth <= getattr(each, told).high for each, truth in found]
        assert np.mean(within) >= 0.92
    assert np.std([each.snips.value for each, _ in found]) < np.std([each.ips.value for each, _ in found])


def test_cutting_weights_errs_downwards_and_is_told() -> None:
    rounds, truth = contextual(np.random.default_rng(2), 100_000)
    cut = estimated(rounds, clip=2.0)
    assert cut.ips.value < truth - 0.02
    assert cut.clipped == pytest.approx((rounds.target / rounds.propensity > 2).mean())
    assert cut.effective > estimated(rounds).effective


def test_an_order_like_the_one_in_use_is_worth_what_that_is_worth() -> None:
    rounds, _ = contextual(np.random.default_rng(3), 500)
    same = Rounds(reward=rounds.reward, propensity=rounds.propensity, target=rounds.own, own=rounds.own, who=rounds.who)
    told = estimated(same)
    assert told.effective == pytest.approx(500)
    assert (told.difference.value, told.difference.high) == (0.0, 0.0)
    assert told.ips.value == pytest.approx(rounds.reward.mean())


def test_one_person_counts_as_one_however_much_they_did() -> None:
    rounds, _ = contextual(np.random.default_rng(4), 1000)
    again = [np.repeat(column, 10) for column in (rounds.reward, rounds.propensity, rounds.target, rounds.own)]
    repeated = Rounds(
        reward=again[0], propensity=again[1], target=again[2], own=again[3], who=np.repeat(rounds.who, 10)
    )
    assert estimated(repeated).ips.high == pytest.approx(estimated(rounds).ips.high)


class Log:
    """Lists arranged by the product's own lots, with what both orders would have put at each place, and its worth."""

    def __init__(self, dice: np.random.Generator, lists: int) -> None:
        self.dice = dice
        self.rows: list[tuple[int, int, float, float, bool, float, float]] = []
        self.worth: list[np.ndarray] = []
        self.placed: list[list[int]] = []
        self.scores: list[tuple[np.ndarray, np.ndarray]] = []
        for number in range(lists):
            self._show(number)

    def _show(self, number: int) -> None:
        """The order in question knows better what is wanted than the one in use."""
        worth = self.dice.beta(1, 3, CANDIDATES)
        own, target = (worth + self.dice.normal(0, noise, CANDIDATES) for noise in (0.3, 0.03))
        lots = random.Random(int(self.dice.integers(2**32)))
        placed = arranged(own.tolist(), np.zeros((CANDIDATES, CANDIDATES)), TERMS, dice=lots)
        for position, each in enumerate(placed, start=1):
            taken = float(self.dice.random() < worth[each.at] / position)
            row = (number, position, taken, each.propensity, each.is_exploration)
            self.rows.append((*row, own[each.at], target[each.at]))
        self.worth.append(worth)
        self.placed.append([each.at for each in placed])
        self.scores.append((own, target))

    def lessons(self) -> tuple[Lessons, np.ndarray, np.ndarray]:
        lists, position, gain, propensity, explored, own, target = (
            np.array(column) for column in zip(*self.rows, strict=True)
        )
        number = len(self.worth)
        told = Lessons(
            features=(),
            values=np.empty((len(lists), 0), np.float32),
            list_of=lists,
            position=position,
            gain=gain.astype(np.float32),
            propensity=propensity.astype(np.float32),
            explored=explored,
            at=np.zeros(number),
            surface=("home",) * number,
            channel=("web",) * number,
            person=tuple(str(each) for each in range(number)),
            product_id=tuple(str(each) for each in range(len(lists))),
        )
        return told, own.astype(np.float32), target.astype(np.float32)

    def truth(self) -> tuple[float, float]:
        """What both orders would have got at the same places, by what everybody wants."""
        ours, theirs = [], []
        for number, (own, target) in enumerate(self.scores):
            rows = self.rows[number * PLACES : (number + 1) * PLACES]
            for place in range(PLACES - 2):
                if any(row[4] and row[3] < 0.5 for row in rows[place + 1 :]):
                    continue
                above = set(self.placed[number][:place])
                left = [each for each in np.argsort(-own) if each not in above][: min(PLACES - place - 1, 7)]
                wanted = left[int(np.argmax(target[left]))]
                theirs.append(self.worth[number][wanted] / (place + 1))
                ours.append(self.worth[number][left[0]] / (place + 1))
        return float(np.mean(ours)), float(np.mean(theirs))


def test_lists_shown_by_lot_tell_what_another_order_is_worth() -> None:
    """Each log is small; together they show that nothing is missed on average, and that intervals are honest."""
    dice = np.random.default_rng(5)
    errors, own_errors, within = [], [], []
    for _ in range(25):
        log = Log(dice, 800)
        lessons, own, target = log.lessons()
        told = estimated(rounds_of(lessons, own=own, target=target))
        ours, theirs = log.truth()
        errors.append(told.ips.value - theirs)
        own_errors.append(told.own.value - ours)
        within.append(told.ips.low <= theirs <= told.ips.high)
    assert abs(np.mean(errors)) < 4 * np.std(errors) / np.sqrt(len(errors))
    assert abs(np.mean(own_errors)) < 4 * np.std(own_errors) / np.sqrt(len(own_errors))
    assert np.mean(within) >= 0.85


def test_a_better_order_is_told_from_a_worse_one() -> None:
    log = Log(np.random.default_rng(6), 10_000)
    lessons, own, target = log.lessons()
    better = estimated(rounds_of(lessons, own=own, target=target))
    worse = estimated(rounds_of(lessons, own=own, target=-target))
    assert better.is_enough
    assert better.difference.low > 0
    assert worse.difference.high < 0


def test_places_that_no_lot_could_fall_on_say_nothing() -> None:
    lessons, own, target = Log(np.random.default_rng(7), 5).lessons()
    certain = Lessons(**{**{name: getattr(lessons, name) for name in lessons.__slots__}, "propensity": np.ones(40)})
    told = estimated(rounds_of(certain, own=own, target=target))
    assert (told.rounds, told.effective, told.is_enough) == (0, 0.0, False)


def test_lists_whose_chances_cannot_be_true_are_left_out() -> None:
    """Told certain for what was not drawn by lot, as if a lot could have fallen only where it did."""
    lessons, own, target = Log(np.random.default_rng(8), 200).lessons()
    certain = np.where(lessons.propensity > 0.5, 1.0, lessons.propensity)
    untrue = Lessons(**{**{name: getattr(lessons, name) for name in lessons.__slots__}, "propensity": certain})
    assert len(rounds_of(lessons, own=own, target=target)) > 0
    assert len(rounds_of(untrue, own=own, target=target)) == 0
