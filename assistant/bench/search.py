"""`aisle bench search`: requests of many shapes through the real search, interleaved, alone and many at once."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from assistant.bench.figures import p50, p99
from assistant.bench.search_shapes import shapes
from catalog.query import Query
from catalog.search import Search
from catalog.stages import Stopwatch

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    rounds: int = 10
    warm_up: int = 2
    crowds: tuple[int, ...] = (4, 16)
    requests_per_shopper: int = 60


@dataclass(slots=True, kw_only=True)
class Measured:
    """Milliseconds; understanding and embedding are `embed_ms`, all that the database takes is `retrieve_ms`."""

    retrieve_ms: dict[str, list[float]] = field(default_factory=dict)
    embed_ms: list[float] = field(default_factory=list)
    crowd_ms: dict[int, list[float]] = field(default_factory=dict)
    crowd_per_s: dict[int, float] = field(default_factory=dict)


class SearchBench:
    def __init__(self, search: Search, *, progress: Progress) -> None:
        self._search = search
        self._progress = progress

    async def measure(self, plan: Plan) -> Measured:
        measured = Measured()
        await self._alone(plan, measured)
        for size in plan.crowds:
            await self._crowd(size, plan, measured)
        return measured

    async def _alone(self, plan: Plan, measured: Measured) -> None:
        """One after the other, all shapes in each round: what the machine does in between hits all alike."""
        for number in range(plan.warm_up + plan.rounds):
            for shape, query in _requests():
                watch = await self._ask(query)
                if number >= plan.warm_up:
                    measured.retrieve_ms.setdefault(shape, []).append(watch.ms["retrieve"])
                    measured.embed_ms.append(watch.ms["embed"])
            self._progress("one at a time", number + 1, plan.warm_up + plan.rounds)

    async def _crowd(self, size: int, plan: Plan, measured: Measured) -> None:
        """So many at once, each without a pause; waiting for a connection counts."""
        times = measured.crowd_ms.setdefault(size, [])
        requests = [query for _, query in _requests()]

        async def shop(number: int) -> None:
            dice = random.Random(number)  # noqa: S311 - an order of requests, not a secret
            for query in dice.choices(requests, k=plan.requests_per_shopper):
                times.append((await self._ask(query)).ms["retrieve"])
                self._progress(f"{size} at once", len(times), size * plan.requests_per_shopper)

        started = perf_counter()
        await asyncio.gather(*(shop(number) for number in range(size)))
        measured.crowd_per_s[size] = len(times) / (perf_counter() - started)

    async def _ask(self, query: Query) -> Stopwatch:
        watch = Stopwatch()
        await self._search.search(query, stopwatch=watch)
        return watch


def _requests() -> list[tuple[str, Query]]:
    return [(shape, query) for shape, queries in shapes().items() for query in queries]


def summary(measured: Measured) -> dict[str, Any]:
    """The figures by the names the command prints."""
    every = [ms for times in measured.retrieve_ms.values() for ms in times]
    return {
        "retrieve_p50_ms": round(p50(every), 2),
        "retrieve_p99_ms": round(p99(every), 2),
        "embed_p50_ms": round(p50(measured.embed_ms), 2),
        "embed_p99_ms": round(p99(measured.embed_ms), 2),
        "shapes": {shape: _times(times) for shape, times in measured.retrieve_ms.items()},
        "at_once": {
            str(size): {**_times(times), "per_s": round(measured.crowd_per_s[size], 1)}
            for size, times in measured.crowd_ms.items()
        },
    }


def _times(times: Sequence[float]) -> dict[str, float]:
    return {"p50_ms": round(p50(times), 2), "p99_ms": round(p99(times), 2)}
