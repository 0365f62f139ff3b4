"""What knowing the fit of a session is worth, told by lists that knew it while they were ordered without it; no I/O."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rerank.features.feature import Values
from rerank.learning.comparison import Comparison, compared, decline_of_attention
from rerank.learning.parts import gained_by_order, some_lists, with_choice
from rerank.learning.scoring import scores_served
from rerank.ranking.leaning import Leaning
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel
from rerank.ranking.request_features import SESSION_FIT

FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Of the first three places of each list that something was taken of: which share holds what was taken."""

    own: float
    leaning: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """`lists` had a choice; of `known` lists something was known to fit or not, of a `share` of their products.

    `taken` and `passed` are how well what was taken fits on average, and what was passed over; None where there is
    none. `comparison` is of the leaning order with the one it leans from.
    """

    lists: int
    known: int
    share: float
    taken: float | None
    passed: float | None
    precision: Precision | None
    comparison: Comparison | None


def worth_of(lessons: Lessons, own: RankingModel, *, otherwise: RankingModel) -> Worth:
    """`otherwise` orders the surfaces that `own` has learned nothing of."""
    chosen = some_lists(lessons, with_choice(lessons))
    told = some_lists(chosen, _knows(chosen))
    fits = _fits(told)
    plain = scores_served(own, told, otherwise=otherwise)
    leaning = scores_served(Leaning(own), told, otherwise=Leaning(otherwise))
    return Worth(
        lists=len(chosen),
        known=len(told),
        share=float((~np.isnan(fits)).mean()) if len(fits) else 0.0,
        taken=_mean(fits[told.gain > 0]),
        passed=_mean(fits[told.gain <= 0]),
        precision=_precision(told, plain, leaning),
        comparison=compared(told, leaning, plain, decline=decline_of_attention(told)) if len(told) else None,
    )


def _knows(lessons: Lessons) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of one product alone it cannot be said that it fits better."""
    known = ~np.isnan(_fits(lessons))
    return np.bincount(lessons.list_of, weights=known, minlength=len(lessons)) > 1


def _fits(lessons: Lessons) -> Values:
    fits: Values = lessons.values[:, lessons.features.index(SESSION_FIT.id)]
    return fits


def _mean(fits: Values) -> float | None:
    known = fits[~np.isnan(fits)]
    return float(known.mean()) if len(known) else None


def _precision(lessons: Lessons, own: Values, leaning: Values) -> Precision | None:
    """Without what stood where it did by lot."""
    inside = ~lessons.explored
    judged = gained_by_order(lessons)
    one, other = (_share_taken(judged, scores[inside]) for scores in (own, leaning))
    return None if one is None or other is None else Precision(own=one, leaning=other)


def _share_taken(lessons: Lessons, by: Values) -> float | None:
    shares = []
    # Rows stand by list.
    ends = np.searchsorted(lessons.list_of, np.arange(len(lessons) + 1))
    for start, end in pairwise(ends.tolist()):
        gained = lessons.gain[start:end] > 0
        if gained.any():
            shares.append(float(gained[np.argsort(-by[start:end], kind="stable")[:FIRST]].mean()))
    return float(np.mean(shares)) if shares else None
