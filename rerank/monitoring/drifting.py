"""Holds what shoppers are like lately against what the model in use was trained on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rerank.learning.model_record import ModelRecord
from rerank.monitoring.drift import FEWEST_LISTS, Likeness, drifts
from rerank.monitoring.figure import Figure, Name
from rerank.ranking.lessons import Lessons

# A quiet shop takes longer until there is enough to compare.
LOOKS_BACK = (timedelta(days=1), timedelta(days=3), timedelta(days=7))


class Models(Protocol):
    async def model_in_use(self) -> ModelRecord | None: ...


# The very table that models are trained on, of any stretch of time.
LessonSource = Callable[[datetime, datetime], Awaitable[Lessons]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifting:
    models: Models
    lessons: LessonSource

    async def figures(self, now: datetime) -> list[Figure]:
        """None where the built-in order is in use, which was trained on nothing."""
        model = await self.models.model_in_use()
        if model is None:
            return []
        portrait = [Likeness.of(told) for told in model.manifest.get("portrait", ())]
        lately = await self._lately(now)
        found = drifts(portrait, lately.features, lately.values, lists=len(lately.at)) if len(lately.at) else []
        indexes = [Figure(name=Name.DRIFT, part=each.feature, value=each.index, out_of=each.lists) for each in found]
        beyond = [
            Figure(name=Name.DRIFT_CERTAIN, part=each.feature, value=each.certain, out_of=each.lists) for each in found
        ]
        return indexes + beyond

    async def _lately(self, now: datetime) -> Lessons:
        """Of the shortest while that has enough lists."""
        for back in LOOKS_BACK:
            lately = await self.lessons(now - back, now)
            if len(lately.at) >= FEWEST_LISTS:
                break
        return lately
