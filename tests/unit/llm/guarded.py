"""A model under guard whose service is scripted and whose clock is turned by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from pydantic import BaseModel, ConfigDict

from assistant.llm.budget import Budget, Limits
from assistant.llm.errors import NoAnswer, Why
from assistant.llm.figures import ModelFigures
from assistant.llm.guard import GuardedModel, Rules
from assistant.llm.port import Ask, Use
from assistant.llm.prices import Prices
from tests.unit.llm.scripted_service import Clock, ScriptedService, Step

PRICES = Prices(currency="USD", input=Decimal(2), cached=Decimal(1), output=Decimal(8))


class Word(BaseModel):
    model_config = ConfigDict(extra="forbid")

    word: str


class Guarded:
    def __init__(self, *steps: Step, limits: Limits | None = None, at_once: int = 4) -> None:
        self.clock = Clock()
        self.today = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.registry = CollectorRegistry()
        self.service = ScriptedService(list(steps))
        ids = iter(range(10**6))
        self.budget = Budget(limits or Limits(), new_id=lambda: str(next(ids)), now=lambda: self.today)
        rules = Rules(
            name="m@here", within_s={Use.UNDERSTANDING: 1.0, Use.SPEAKING: 2.0}, prices=PRICES, at_once=at_once
        )
        self.model = GuardedModel(self.service, rules, self.budget, ModelFigures(self.registry), clock=self.clock)

    async def ask(self, *, on_text: Callable[[str], None] | None = None, **changed: Any) -> Word:
        asked: dict[str, Any] = {
            "use": Use.UNDERSTANDING,
            "instructions": "Say it.",
            "data": {"said": "a tent"},
            "answer": Word,
            "within_s": 1.0,
            "most_tokens": 50,
            "conversation_id": "c",
        }
        return await self.model.ask(Ask(**(asked | changed)), on_text=on_text)

    async def why(self, **changed: Any) -> Why:
        with pytest.raises(NoAnswer) as none:
            await self.ask(**changed)
        return none.value.why

    def counted(self, outcome: str) -> float:
        labels = {"use": "understanding", "outcome": outcome}
        return self.registry.get_sample_value("aisle_model_calls_total", labels) or 0.0

    def passes(self, seconds: float) -> Callable[[], None]:
        def turn() -> None:
            self.clock.now += seconds

        return turn
