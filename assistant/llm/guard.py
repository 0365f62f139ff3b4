"""What a model is asked through: never later than its deadline, never dearer than its budget, never more at once."""

import asyncio
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from pydantic import ValidationError

from assistant.llm.budget import Amount, Budget, Exhausted, Reservation
from assistant.llm.errors import NoAnswer, ServiceFailed, Why
from assistant.llm.figures import ModelFigures
from assistant.llm.port import Ask, Told, Use
from assistant.llm.prices import Prices, Usage
from assistant.llm.request import Request, estimated_tokens, request_of
from assistant.llm.service import Completion, OnText, Service
from catalog.circuit import Circuit

# A second try has to have at least so much of the whole time before it.
SHARE_FOR_SECOND_TRY = 0.5
PAUSE_BEFORE_SECOND_TRY_S = 0.05

_log = structlog.get_logger("aisle.model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`within_s` are the longest times, by use: one that is not in it is not asked for."""

    name: str
    within_s: Mapping[Use, float]
    prices: Prices
    at_once: int


class GuardedModel:
    """Satisfies `LanguageModel`. A call has a task of its own, and nobody waits for it to notice that it was ended."""

    def __init__(
        self,
        service: Service,
        rules: Rules,
        budget: Budget,
        figures: ModelFigures,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._service = service
        self._rules = rules
        self._budget = budget
        self._figures = figures
        self._clock = clock
        self._running: set[asyncio.Task[Any]] = set()
        # By use: what is too slow for one may be quick enough for another.
        self._circuits = {use: Circuit(clock=clock) for use in Use}

    @property
    def name(self) -> str:
        return self._rules.name

    def is_used_for(self, use: Use) -> bool:
        return use in self._rules.within_s

    async def ask(self, ask: Ask[Told], *, on_text: Callable[[str], None] | None = None) -> Told:
        with self._figures.call(ask.use) as call:
            try:
                told = await self._asked(ask, on_text)
            except NoAnswer as exc:
                call.outcome = exc.why.value
                raise
            call.outcome = "answered"
            return told

    async def close(self) -> None:
        for task in tuple(self._running):
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=1.0)

    async def _asked(self, ask: Ask[Told], on_text: OnText | None) -> Told:
        within_s = min(ask.within_s, self._rules.within_s.get(ask.use, 0.0))
        if within_s <= 0:
            raise NoAnswer(Why.LEFT_ALONE)
        until = self._clock() + within_s
        if len(self._running) >= self._rules.at_once:
            raise NoAnswer(Why.BUSY_HERE)
        call = _Call(ask=ask, request=request_of(ask), until=until, within_s=within_s, on_text=on_text)
        reservation = self._reserve(call)
        if not self._circuits[ask.use].lets_through():
            self._budget.release(reservation)
            raise NoAnswer(Why.LEFT_ALONE)
        told: Told = await self._within(call, self._tries(call, reservation))
        return told

    async def _within(self, call: "_Call", tries: Any) -> Any:
        task = asyncio.create_task(tries)
        self._running.add(task)
        task.add_done_callback(self._ended)
        try:
            done, _ = await asyncio.wait({task}, timeout=max(0.0, call.until - self._clock()))
        finally:
            call.is_over = True
            task.cancel()
        if not done:
            self._failed(call.ask.use, ServiceFailed(Why.SLOW))
            raise NoAnswer(Why.SLOW)
        if task.cancelled():
            raise NoAnswer(Why.DOWN)
        if (broke := task.exception()) is not None and not isinstance(broke, NoAnswer):
            # Whatever a server makes a package stumble over ends no turn. The error's text may repeat the answer.
            _log.error("model_call_broke", use=call.ask.use.value, reason=type(broke).__name__, at=_place_of(broke))
            raise NoAnswer(Why.MALFORMED) from None
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # seen, whether or not somebody still waited for it

    async def _tries(self, call: "_Call", reservation: Reservation) -> Any:
        """Twice at most, and once if any of the answer has been told."""
        try:
            return await self._try(call, reservation)
        except ServiceFailed as exc:
            pause_s = max(PAUSE_BEFORE_SECOND_TRY_S, exc.after_s or 0.0)
            left_s = call.until - self._clock() - pause_s
            if not exc.is_passing or call.has_told or left_s < call.within_s * SHARE_FOR_SECOND_TRY:
                self._failed(call.ask.use, exc)
                raise NoAnswer(exc.why) from None
        await asyncio.sleep(pause_s)
        try:
            return await self._try(call, self._reserve(call))
        except ServiceFailed as exc:
            self._failed(call.ask.use, exc)
            raise NoAnswer(exc.why) from None

    async def _try(self, call: "_Call", reservation: Reservation) -> Any:
        # What was cut off may have cost as much as was allowed.
        usage, is_answer = call.worst, False
        try:
            completion = await self._service.complete(call.request, on_text=call.hear if call.on_text else None)
            usage = completion.usage or call.estimated(completion)
            told = self._read(call, completion)
            is_answer = True
        except ServiceFailed as exc:
            usage = usage if exc.usage is None else exc.usage
            raise
        finally:
            cost = self._rules.prices.cost_micros(usage)
            self._budget.settle(reservation, usage, cost, answered=is_answer)
            self._figures.spent(call.ask.use, usage, cost, self._rules.prices.currency)
        self._circuits[call.ask.use].succeeded()
        return told

    @staticmethod
    def _read(call: "_Call", completion: Completion) -> Any:
        if len(completion.text) > call.request.most_characters:
            raise ServiceFailed(Why.MALFORMED, usage=completion.usage)
        try:
            return call.ask.answer.model_validate_json(completion.text, strict=True)
        except ValidationError:
            # Not chained: it repeats the answer.
            raise ServiceFailed(Why.MALFORMED, usage=completion.usage or call.estimated(completion)) from None

    def _reserve(self, call: "_Call") -> Reservation:
        cost = self._rules.prices.cost_micros(call.worst)
        amount = Amount(tokens=call.worst.tokens, cost_micros=cost)
        reserved = self._budget.reserve(call.ask.use, amount, conversation_id=call.ask.conversation_id)
        if isinstance(reserved, Exhausted):
            self._figures.exhausted(reserved.scope)
            if reserved.is_news:
                _log.warning("model_budget_used_up", scope=reserved.scope.value, use=call.ask.use.value)
            raise NoAnswer(Why.BUDGET)
        return reserved

    def _failed(self, use: Use, failure: ServiceFailed) -> None:
        circuit = self._circuits[use]
        if not failure.is_ill:
            circuit.succeeded()
        elif circuit.failed(pause_s=failure.after_s):
            _log.warning("model_left_alone", use=use.value, reason=failure.why.value)


def _place_of(broke: BaseException) -> str:
    """The innermost line, by which a mistake is found."""
    *_, (frame, line) = traceback.walk_tb(broke.__traceback__)
    return f"{frame.f_code.co_filename}:{line}"


@dataclass(slots=True, kw_only=True)
class _Call:
    ask: Ask[Any]
    request: Request
    until: float
    within_s: float
    on_text: OnText | None
    has_told: bool = False
    is_over: bool = False

    @property
    def worst(self) -> Usage:
        return Usage(input_tokens=self.request.input_tokens, output_tokens=self.request.most_tokens)

    def estimated(self, completion: Completion) -> Usage:
        return Usage(input_tokens=self.request.input_tokens, output_tokens=estimated_tokens(completion.text))

    def hear(self, text: str) -> None:
        """Nothing is told after the answer was given up."""
        if self.on_text is not None and not self.is_over:
            self.has_told = True
            self.on_text(text)
