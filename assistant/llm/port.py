"""What may be asked of a language model, and how: the one way out, whoever's model it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel


class Use(StrEnum):
    """What a model is used for: each is switched on, measured and paid for by itself."""

    UNDERSTANDING = "understanding"
    SPEAKING = "speaking"
    RANKING = "ranking"


Told = TypeVar("Told", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Generic[Told]):
    """`instructions` are ours and constant; all words of shoppers, catalogues and policies are `data`, which no model
    is told to obey. `answer` is a closed pydantic model (extra="forbid", no defaults), sent as a strict JSON schema.

    `conversation_id` is what the budget is counted for, and never sent.
    """

    use: Use
    instructions: str
    data: Mapping[str, Any]
    answer: type[Told]
    within_s: float
    most_tokens: int
    conversation_id: str | None = None
    temperature: float = 0.0


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """Of the model and its server, for logs, caches and lineage."""

    def is_used_for(self, use: Use) -> bool: ...

    async def ask(self, ask: Ask[Told], *, on_text: Callable[[str], None] | None = None) -> Told:
        """The answer, checked against its schema; `on_text` is told the JSON so far while it grows.

        Raises NoAnswer, at the latest when the ask's time is over.
        """
