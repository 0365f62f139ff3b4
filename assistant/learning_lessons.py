"""Where a shop's own lessons come from: its lists as they were shown, and what was known at those moments."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import numpy as np

from catalog.connections import Connections
from rerank.features.feature import FeatureTable
from rerank.ranking.lesson_building import Asked, LessonBuilding
from rerank.ranking.lessons import Lessons


class NothingKnown:
    """Of a shop that reckons no features: what the lists themselves tell has to do."""

    async def at_moments(self, asked: Sequence[Asked]) -> FeatureTable:
        rows = sum(len(each.product_ids) for each in asked)
        return FeatureTable(names=(), values=np.empty((rows, 0), np.float32))


def lessons_of(connections: Connections) -> Callable[[datetime, datetime], Awaitable[Lessons]]:
    return LessonBuilding(connections, NothingKnown()).lessons
