"""What asking would cost, without anybody being asked: a model that weighs what it is handed and has no answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.llm.errors import NoAnswer, Why
from assistant.llm.port import Ask, Told, Use
from assistant.llm.prices import Usage
from assistant.llm.request import request_of


@dataclass(slots=True)
class Reckoner:
    """Satisfies `LanguageModel`. Answers count for as long as they may be: rather too dear than too cheap."""

    name: str = "nobody"
    asked: dict[Use, list[Usage]] = field(default_factory=dict)

    def is_used_for(self, use: Use) -> bool:
        return use in Use

    async def ask(self, ask: Ask[Told], *, on_text: Callable[[str], None] | None = None) -> Told:  # noqa: ARG002
        request = request_of(ask)
        usage = Usage(input_tokens=request.input_tokens, output_tokens=request.most_tokens)
        self.asked.setdefault(ask.use, []).append(usage)
        raise NoAnswer(Why.LEFT_ALONE)
