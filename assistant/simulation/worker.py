"""What the worker does in the background, by the played clock: candidates are made ready, and the order is learned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from assistant.learning import learning_for
from catalog.connections import Connections
from rerank.candidates.stored_books import BookMaking
from rerank.features.goods import GoodsFacts
from rerank.learning.learning import Learned, Learning, Teaching
from rerank.ranking.lessons import Lessons
from rerank.simulation.poison import Poison

WINDOW = timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedWorker:
    """`teaching` is the shop's own; a poisoned try differs from it in nothing but the lessons."""

    connections: Connections
    teaching: Teaching
    now: Callable[[], datetime]

    async def tend(self) -> None:
        await GoodsFacts(connections=self.connections, retention=WINDOW, now=self.now).note()
        await BookMaking(self.connections, now=self.now).make(anyway=True)

    async def learn(self) -> Learned:
        return await self._learning(self.teaching).once(asked_by="simulation")

    async def learn_poisoned(self, poison: Poison, *, number: int) -> Learned:
        dice = np.random.default_rng(number)

        async def lessons(since: datetime, until: datetime) -> Lessons:
            return poison.spoil(await self.teaching.lessons(since, until), dice)

        if poison.at_the_source:
            spoiled = replace(self.teaching, lessons=lessons)
        else:
            spoiled = replace(self.teaching, train=lambda given: self.teaching.train(poison.spoil(given, dice)))
        return await self._learning(spoiled).once(asked_by=f"simulation: {poison.name}")

    def _learning(self, teaching: Teaching) -> Learning:
        return learning_for(self.connections, teaching, window=WINDOW, now=self.now)
