"""Where a shop's own lessons come from: its lists as they were shown, and what was known at those moments."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from catalog.connections import Connections
from rerank.features.past_features import PastFeatures
from rerank.learning.stored_runs import StoredRuns
from rerank.ranking.lesson_building import LessonBuilding
from rerank.ranking.lessons import Lessons


def lessons_of(connections: Connections) -> Callable[[datetime, datetime], Awaitable[Lessons]]:
    return LessonBuilding(connections, PastFeatures(connections=connections)).lessons


def newest_lessons_of(
    connections: Connections, *, most_lists: int
) -> Callable[[datetime, datetime], Awaitable[Lessons]]:
    """Of the newest lists of a time alone, however many a large shop has shown in it."""
    lessons, runs = lessons_of(connections), StoredRuns(connections=connections)

    async def newest(since: datetime, until: datetime) -> Lessons:
        return await lessons(await runs.first_of_newest(most_lists, since=since, until=until), until)

    return newest
