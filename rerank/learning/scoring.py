"""Has a model score lessons, as it would have scored the lists themselves."""

import numpy as np

from rerank.features.feature import Values
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel, is_taught
from shop.shown import Surface


def lacking(model: RankingModel, lessons: Lessons) -> tuple[str, ...]:
    """What the model reads and the lessons do not tell."""
    return tuple(name for name in model.features if name not in lessons.features)


def scores(model: RankingModel, lessons: Lessons) -> Values:
    """By row."""
    return np.asarray(model.scores(read_by(model, lessons)), np.float32).reshape(-1)


def scores_served(model: RankingModel, lessons: Lessons, *, otherwise: RankingModel) -> Values:
    """As shoppers would get them: where the model has learned nothing of a surface, the other is asked."""
    own = scores(model, lessons)
    taught = np.array([is_taught(model, Surface(surface)) for surface in lessons.surface], bool)[lessons.list_of]
    if own.shape != taught.shape or taught.all():
        return own
    return np.where(taught, own, scores(otherwise, lessons)).astype(np.float32)


def read_by(model: RankingModel, lessons: Lessons) -> Values:
    """The columns that the model reads, in its order."""
    places = {name: place for place, name in enumerate(lessons.features)}
    columns = [places[name] for name in model.features]
    return np.ascontiguousarray(lessons.values[:, columns], dtype=np.float32)
