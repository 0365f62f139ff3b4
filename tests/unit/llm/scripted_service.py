"""A service that does as it is scripted, one thing after the other, and a clock that somebody else turns."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.llm.prices import Usage
from assistant.llm.request import Request
from assistant.llm.service import Completion, OnText

USED = Usage(input_tokens=100, cached_tokens=20, output_tokens=10)


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Hanging:
    """Never answers, and lets itself be ended only when it pleases."""


Step = Completion | Exception | Hanging | Callable[[], None]


@dataclass
class ScriptedService:
    """Satisfies `Service`. A callable step is done on the way, before the next one."""

    steps: list[Step] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def complete(self, request: Request, *, on_text: OnText | None) -> Completion:
        self.requests.append(request)
        step = self.steps.pop(0)
        while callable(step):
            step()
            step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        if isinstance(step, Hanging):
            while not self.let_go.is_set():
                try:
                    await self.let_go.wait()
                except asyncio.CancelledError:
                    continue
            raise asyncio.CancelledError
        if on_text is not None:
            on_text(step.text)
        return step


def answers(text: str = '{"word":"tent"}', usage: Usage | None = USED) -> Completion:
    return Completion(text=text, usage=usage)
