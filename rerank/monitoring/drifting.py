"""Holds what shoppers are like lately against what the model in use was trained on."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from rerank.learning.model_record import ModelRecord
from rerank.monitoring.drift import Behind, Drift, Likeness, drifts
from rerank.monitoring.figure import Figure, Name
from rerank.ranking.lessons import Lessons

# Each day by itself, so that the newest lists of a large shop are not all of one afternoon.
DAY, DAYS = timedelta(days=1), 7
# What the clock says moves by itself.
OF_THE_CLOCK = frozenset({"hour", "weekday"})


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
        days = [day for back in range(DAYS) if len(day := await self.lessons(now - (back + 1) * DAY, now - back * DAY))]
        found = _found(portrait, days) if days else []
        indexes = [Figure(name=Name.DRIFT, part=each.feature, value=each.index, out_of=each.lists) for each in found]
        beyond = [
            Figure(name=Name.DRIFT_CERTAIN, part=each.feature, value=each.certain, out_of=each.lists)
            for each in found
            if each.is_enough
        ]
        return indexes + beyond


def _found(portrait: Sequence[Likeness], days: Sequence[Lessons]) -> list[Drift]:
    values = np.concatenate([day.values for day in days])
    found = drifts(portrait, days[0].features, values, behind=Behind.of(*days))
    return [each for each in found if each.feature.partition("@")[0] not in OF_THE_CLOCK]
