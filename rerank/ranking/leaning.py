"""An order that leans a little towards what fits the session, over any other: bounded, whoever told; no I/O."""

from collections.abc import Sequence

import numpy as np

from rerank.features.feature import Values
from rerank.ranking.model import OfSurfaces, RankingModel
from rerank.ranking.request_features import SESSION_FIT
from shop.shown import Surface

LEANING = "+session-fit"
# Of what lies between the best of a list and its last: less than what sets back the second of a brand and category.
WEIGHT = 0.1


def leant(scores: Values, fits: Values) -> Values:
    """Of one list. What is not known to fit or not is taken for as good as the others are on average."""
    known = ~np.isnan(fits)
    if not known.any():
        return scores
    fit = np.clip(fits, 0.0, 1.0)
    off = np.where(known, fit - fit[known].mean(), 0.0)
    found: Values = (scores + WEIGHT * (scores.max() - scores.min()) * off).astype(np.float32)
    return found


class Leaning:
    """`over` is the order that it leans from; where nothing is known to fit, it is that order."""

    def __init__(self, over: RankingModel) -> None:
        self.over = over
        self.version = f"{over.version}{LEANING}"
        own = tuple(over.features)
        self.features: Sequence[str] = own if SESSION_FIT.id in own else (*own, SESSION_FIT.id)
        self.surfaces: frozenset[Surface] = over.surfaces if isinstance(over, OfSurfaces) else frozenset()

    def scores(self, values: Values) -> Values:
        """Of one list: how far it leans is measured by what lies between its best and its last."""
        own = np.ascontiguousarray(values[:, : len(self.over.features)])
        return leant(self.over.scores(own), values[:, self.features.index(SESSION_FIT.id)])


def leans(version: str) -> bool:
    return version.endswith(LEANING)


def leaning_from(version: str) -> str:
    """The version that is leant from, or itself."""
    return version.removesuffix(LEANING)
