"""`aisle bench turn`: the whole turn through the chat API, Rasa alone as the floor, and each stage, interleaved."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from assistant.bench.figures import p50, p99
from assistant.bench.shopper import Shopper

SEARCHES = (
    "a rain jacket under eighty dollars",
    "hiking boots not leather",
    "two gallons of milk",
    "wireless headphones for running",
    "a warm sleeping bag under a hundred and fifty",
    "a blue cotton t-shirt in medium",
    "gluten free pasta",
    "a stainless steel water bottle",
)
# What a language model words, where one is configured; the first of them has something to ask about.
QUESTIONS = (
    "find rain jackets under a hundred dollars",
    "which would you take for a wet trip",
    "compare the first two",
    "can i send things back if i have worn them",
)
LONG_CONVERSATION = (*SEARCHES[:3], "something cheaper", "tell me about the first one", "what's in my cart")
EARLY, LATE = 5, 200
AROUND = range(1 - len(LONG_CONVERSATION) // 2, 1 + len(LONG_CONVERSATION) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured, and of what; the defaults take about two minutes."""

    sentences: tuple[str, ...] = SEARCHES
    rounds: int = 200
    warm_up: int = 15
    conversations: int = 4
    crowds: tuple[int, ...] = (4, 32)
    turns_per_shopper: int = 15


@dataclass(slots=True, kw_only=True)
class Measured:
    turn_ms: list[float] = field(default_factory=list)
    floor_ms: list[float] = field(default_factory=list)
    stages_ms: dict[str, list[float]] = field(default_factory=dict)
    early_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    crowd_ms: dict[int, list[float]] = field(default_factory=dict)
    failures: int = 0


Floor = Callable[[], Any]
Arrival = Callable[[], Awaitable[Shopper]]
Progress = Callable[[str, int, int], None]


class TurnBench:
    """Measures a running product.

    `arrival` brings another shopper, `floor` plays one utter-only turn on Rasa alone, `stages` reads a turn's record.
    """

    def __init__(self, arrival: Arrival, *, floor: Floor, stages: Callable[[str], Any], progress: Progress) -> None:
        self._arrival = arrival
        self._floor = floor
        self._stages = stages
        self._progress = progress

    async def measure(self, plan: Plan) -> Measured:
        measured = Measured()
        await self._turns_beside_the_floor(plan, measured)
        await self._long_conversations(plan, measured)
        for size in plan.crowds:
            await self._crowd(size, plan, measured)
        return measured

    async def _turns_beside_the_floor(self, plan: Plan, measured: Measured) -> None:
        """Turn, floor, turn, floor: what the machine does in between hits both alike."""
        turn_ids = []
        sentences = itertools.cycle(plan.sentences)
        for number in range(plan.rounds + plan.warm_up):
            if number % len(plan.sentences) == 0:
                shopper = await self._arrival()
            said = await shopper.say(next(sentences))
            started = perf_counter()
            await self._floor()
            floor_ms = (perf_counter() - started) * 1000
            if number >= plan.warm_up:
                measured.turn_ms.append(said.ms)
                measured.floor_ms.append(floor_ms)
                measured.failures += said.failed
                turn_ids.append(said.turn_id)
            self._progress("turn beside floor", number + 1, plan.rounds + plan.warm_up)
        for turn_id in turn_ids:
            for stage, ms in (await self._stages(turn_id)).items():
                measured.stages_ms.setdefault(stage, []).append(ms)

    async def _long_conversations(self, plan: Plan, measured: Measured) -> None:
        """The same sentence at turn 5 and at turn 200, several times over, with a window around each."""
        for conversation in range(plan.conversations):
            shopper = await self._arrival()
            for number in range(1, LATE + AROUND.stop):
                said = await shopper.say(LONG_CONVERSATION[number % len(LONG_CONVERSATION)])
                measured.failures += said.failed
                if number - EARLY in AROUND:
                    measured.early_ms.append(said.ms)
                if number - LATE in AROUND:
                    measured.late_ms.append(said.ms)
            self._progress("long conversation", conversation + 1, plan.conversations)

    async def _crowd(self, size: int, plan: Plan, measured: Measured) -> None:
        """So many shoppers at once, each without thinking time."""
        shoppers = [await self._arrival() for _ in range(size)]
        times = measured.crowd_ms.setdefault(size, [])

        async def shop(shopper: Shopper, offset: int) -> None:
            for number in range(plan.turns_per_shopper):
                said = await shopper.say(SEARCHES[(offset + number) % len(SEARCHES)])
                times.append(said.ms)
                measured.failures += said.failed

        await asyncio.gather(*(shop(shopper, offset) for offset, shopper in enumerate(shoppers)))
        self._progress(f"{size} at once", size, size)


def summary(measured: Measured) -> dict[str, Any]:
    """The figures by the names the command prints."""
    floor = p50(measured.floor_ms)
    return {
        "turn_over_floor_p50": round(p50(measured.turn_ms) / floor, 3),
        "turn_200_over_5": round(p50(measured.late_ms) / p50(measured.early_ms), 3),
        "turn_p50_ms": round(p50(measured.turn_ms), 2),
        "turn_p99_ms": round(p99(measured.turn_ms), 2),
        "floor_p50_ms": round(floor, 2),
        "floor_p99_ms": round(p99(measured.floor_ms), 2),
        "stages": {
            stage: {"p50_ms": round(p50(times), 2), "p99_ms": round(p99(times), 2)}
            for stage, times in measured.stages_ms.items()
        },
        "at_once": {
            str(size): {"p50_ms": round(p50(times), 2), "p99_ms": round(p99(times), 2)}
            for size, times in measured.crowd_ms.items()
        },
        "failures": measured.failures,
    }
