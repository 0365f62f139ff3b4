"""Has a model score lessons, as it would have scored the lists themselves."""

import numpy as np

from rerank.features.feature import Values
from rerank.ranking.leaning import Leaning, leant
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel, is_taught
from rerank.ranking.request_features import SESSION_FIT
from shop.shown import Surface


def lacking(model: RankingModel, lessons: Lessons) -> tuple[str, ...]:
    """What the model reads and the lessons do not tell."""
    return tuple(name for name in model.features if name not in lessons.features)


def scores(model: RankingModel, lessons: Lessons) -> Values:
    """By row."""
    if isinstance(model, Leaning):
        return _leant(model, lessons)
    return np.asarray(model.scores(read_by(model, lessons)), np.float32).reshape(-1)


def _leant(model: Leaning, lessons: Lessons) -> Values:
    """List by list: that is how far it leans."""
    own, fits = scores(model.over, lessons), lessons.values[:, lessons.features.index(SESSION_FIT.id)]
    ends = np.flatnonzero(np.diff(lessons.list_of)) + 1
    lists = zip(np.split(own, ends), np.split(fits, ends), strict=True)
    found: Values = np.concatenate([leant(one, of_one) for one, of_one in lists]) if len(own) else own
    return found


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
