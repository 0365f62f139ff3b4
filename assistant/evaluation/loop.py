"""Measures whether the loop closes: made-up shoppers, a real gateway, its own learning between rounds, and poison."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from assistant.evaluation.loop_figures import Round, figures_of, lateness_of
from assistant.evaluation.progress import Tell, counting
from assistant.simulation.clock import PlayedClock
from assistant.simulation.walk import Account, Walk
from assistant.simulation.worker import PlayedWorker
from rerank.learning.learning import Learned
from rerank.learning.verdict import Outcome
from rerank.simulation.poison import tries
from rerank.simulation.population import Population

ROUNDS = 10
# So many times in a round the worker makes candidates ready anew: about once a day.
TENDED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopPlan:
    """An interaction is a list of twelve that a household was shown and has answered."""

    interactions: int = 20_000
    shoppers: int = 200
    days: int = 60
    rounds: int = ROUNDS
    seed: int = 1
    is_poisoned: bool = True


@dataclass(slots=True, kw_only=True)
class Loop:
    """One shop with its shoppers; the measure is taken round by round. `ordered` counts its lists by how they were."""

    plan: LoopPlan
    population: Population
    walk: Walk
    clock: PlayedClock
    worker: PlayedWorker
    tell: Tell
    ordered: Callable[[], Mapping[str, int]]

    async def measured(self) -> dict[str, Any]:
        account, rounds, begun = Account(), [], monotonic()
        each = max(TENDED, self.plan.interactions // self.plan.rounds)
        advance = counting("Shopping", each // TENDED * TENDED * self.plan.rounds, self.tell)
        for number in range(self.plan.rounds):
            first = len(account.worths)
            for part in range(TENDED):
                await self._shopped(account, number + part / TENDED, each // TENDED, advance)
                await self.worker.tend()
            rounds.append(Round(worths=account.worths[first:], tried=await self._after_round(number)))
        figures = {
            **figures_of(rounds),
            **lateness_of(self.ordered()),
            "done": account.told(),
            "shopping_s": round(monotonic() - begun, 1),
        }
        if self.plan.is_poisoned:
            figures["poisoned"] = await self._poisoned()
        return figures

    async def _shopped(
        self, account: Account, after_rounds: float, visits: int, advance: Callable[[int], None]
    ) -> None:
        days = self.plan.days / self.plan.rounds
        since, until = days * after_rounds, days * (after_rounds + 1 / TENDED)
        await self.walk.go(self.population.visits(visits, since=since, until=until), account, on_visit=advance)

    async def _after_round(self, number: int) -> dict[str, Any]:
        self.tell("Learning", number, self.plan.rounds)
        learned = await self.worker.learn()
        self.tell("Learning", number + 1, self.plan.rounds)
        return _told(learned)

    async def _poisoned(self) -> dict[str, Any]:
        """Each against what is in use; one that gets through stays, as it would in a shop."""
        outcomes: dict[str, Any] = {}
        for number, (name, poison) in enumerate(tries().items(), start=1):
            outcomes[name] = _told(await self.worker.learn_poisoned(poison, number=number))
            self.tell("Poisoned challengers", number, len(tries()))
        promoted = [name for name, told in outcomes.items() if told["outcome"] == Outcome.PROMOTED]
        return {"tries": len(outcomes), "promoted": len(promoted), "outcomes": outcomes}


def _told(learned: Learned) -> dict[str, Any]:
    return {"outcome": learned.outcome, "version": learned.version, "reasons": list(learned.reasons)}
