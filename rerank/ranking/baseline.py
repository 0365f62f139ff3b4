"""The order of a shop that has learned nothing yet, as a model: relevance, and a little of what others think."""

from collections.abc import Sequence

import numpy as np

from rerank.features.feature import Values
from rerank.order import AVERAGE_RATING, RATING_WEIGHT
from rerank.ranking.model import Chosen
from rerank.ranking.moment import Moment
from rerank.ranking.request_features import RATING, RELEVANCE

BASELINE = "baseline"


class Baseline:
    """Its scores are those of `rerank.order`, which lists are put in order by: learned orders are held against them."""

    @property
    def version(self) -> str:
        return BASELINE

    @property
    def features(self) -> Sequence[str]:
        return (RELEVANCE.id, RATING.id)

    def scores(self, values: Values) -> Values:
        rating = np.where(np.isnan(values[:, 1]), np.float32(AVERAGE_RATING), values[:, 1])
        scores: Values = values[:, 0] + np.float32(RATING_WEIGHT) * (rating - np.float32(AVERAGE_RATING))
        return scores


class BaselineOnly:
    """The choice of a shop where nothing is learned."""

    def __init__(self) -> None:
        self._chosen = Chosen(model=Baseline())

    def choose(self, moment: Moment) -> Chosen:  # noqa: ARG002 - whoever it is for
        return self._chosen
