"""Where a shop's own lessons come from: its lists as they were shown, and what was known at those moments."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from catalog.connections import Connections
from rerank.features.past_features import PastFeatures
from rerank.ranking.lesson_building import LessonBuilding
from rerank.ranking.lessons import Lessons


def lessons_of(connections: Connections) -> Callable[[datetime, datetime], Awaitable[Lessons]]:
    return LessonBuilding(connections, PastFeatures(connections=connections)).lessons
