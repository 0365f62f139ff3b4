"""Finds the places of shown lists of which it is known what else could have stood there, and with which chance.

A place where a lot could fall has the best that is left, or one drawn from more than are shown. Which of these another
order would have put there can be said of those that the list shows further down: the best of what was left by the order
in use, one fewer than there are places. Which they are does not depend on the lot, so that weighing by its chance is
right on average. (With diversity the order of what is left shifts a little with what stands above: the last of them may
then be taken for one of the best.)
"""

from dataclasses import dataclass

import numpy as np

from rerank.experiments.off_policy import Rounds
from rerank.features.feature import Values
from rerank.ranking.lessons import Lessons

# Lots are drawn from eight at least.
MOST_CHOICE = 7
FEWEST_CHOICE = 2
LIKELY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    row: int
    choice: list[int]


def rounds_of(lessons: Lessons, *, own: Values, target: Values, least_gain: float = 1.0) -> Rounds:
    """`own` and `target` are the scores of both orders by row; a reward is a gain of `least_gain` or more.

    The lessons have all places of each list, also those that nobody is known to have looked at.
    """
    found = [place for rows in _lists(lessons) if _is_told(lessons, rows) for place in _places(lessons, rows, own)]
    at = np.array([place.row for place in found], dtype=np.int64)
    would, does = (np.array([_best(place, by) == place.row for place in found]) for by in (target, own))
    persons = np.unique(np.array(lessons.person, dtype=np.str_), return_inverse=True)[1]
    return Rounds(
        reward=(lessons.gain[at] >= least_gain).astype(np.float64),
        propensity=lessons.propensity[at].astype(np.float64),
        target=would.astype(np.float64),
        own=does.astype(np.float64),
        who=persons[lessons.list_of[at]],
    )


def _best(place: _Place, scores: Values) -> int:
    """By the scores alone, for both orders: what diversity does to one it would do to the other."""
    return place.choice[int(np.argmax(scores[place.choice]))]


def _lists(lessons: Lessons) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in range(len(lessons))]
    for row, number in enumerate(lessons.list_of.tolist()):
        rows[number].append(row)
    return rows


def _is_told(lessons: Lessons, rows: list[int]) -> bool:
    """Where lots fall they can fall on every place, but perhaps the first and the last: other chances are not true."""
    middle = lessons.propensity[rows[1:-1]]
    return bool((middle < 1).all())


def _places(lessons: Lessons, rows: list[int], own: Values) -> list[_Place]:
    """Only where no lot fell further down: what it brought up would hide what was best there."""
    found = []
    for place in reversed(range(len(rows))):
        row, left = rows[place], rows[place:]
        if len(left) > FEWEST_CHOICE and lessons.propensity[row] < 1:
            choice = _choice(left, own, is_best=bool(lessons.propensity[row] > LIKELY))
            found.append(_Place(row=row, choice=choice))
        if lessons.explored[row] and lessons.propensity[row] < LIKELY:
            break
    return found


def _choice(left: list[int], own: Values, *, is_best: bool) -> list[int]:
    """Of what was left the best by the order in use, whichever was drawn; the best of all first."""
    first, others = left[0], left[1:]
    if is_best:
        return [first, *sorted(others, key=lambda row: -own[row])[:-1]][:MOST_CHOICE]
    best, rest = others[0], others[1:]
    return [best, *sorted([first, *rest], key=lambda row: -own[row])[:-1]][:MOST_CHOICE]
