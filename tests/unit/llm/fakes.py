"""A language model of scripted answers: what to tell for each use, or why not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.llm.errors import NoAnswer, Why
from assistant.llm.port import Ask, Told, Use

Scripted = Mapping[str, Any] | Why | Callable[[Ask[Any]], Mapping[str, Any] | Why]


@dataclass
class FakeLanguageModel:
    """Satisfies `LanguageModel`. Each use has one answer, or a list of them, told one after the other.

    An answer is checked against the ask's schema, as a real one is: one that does not fit is a NoAnswer(MALFORMED).
    """

    answers: dict[Use, Scripted | list[Scripted]] = field(default_factory=dict)
    uses: frozenset[Use] = frozenset(Use)
    name: str = "fake"
    asked: list[Ask[Any]] = field(default_factory=list)

    def is_used_for(self, use: Use) -> bool:
        return use in self.uses

    async def ask(self, ask: Ask[Told], *, on_text: Callable[[str], None] | None = None) -> Told:
        self.asked.append(ask)
        answer = self._next(ask)
        if isinstance(answer, Why):
            raise NoAnswer(answer)
        try:
            told = ask.answer.model_validate(answer)
        except ValueError as exc:
            raise NoAnswer(Why.MALFORMED) from exc
        if on_text is not None:
            for text in _growing(told.model_dump_json()):
                on_text(text)
        return told

    def _next(self, ask: Ask[Any]) -> Mapping[str, Any] | Why:
        scripted = self.answers.get(ask.use, Why.DOWN)
        if isinstance(scripted, list):
            scripted = scripted.pop(0) if scripted else Why.DOWN
        return scripted(ask) if callable(scripted) else scripted


def _growing(whole: str, *, by: int = 7) -> Iterable[str]:
    return (whole[:end] for end in range(by, len(whole) + by, by))
