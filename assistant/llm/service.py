"""The service that a guarded model asks, as the guard sees it: one request, one text, and what it took."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.llm.prices import Usage
from assistant.llm.request import Request

OnText = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """`usage` is None where the service did not tell, or told what cannot be."""

    text: str
    usage: Usage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Without a `url` it is OpenAI's."""

    model: str
    url: str | None
    key: str | None
    is_own_network: bool


class Service(Protocol):
    async def complete(self, request: Request, *, on_text: OnText | None) -> Completion:
        """Raises ServiceFailed."""
