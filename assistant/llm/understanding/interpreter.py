"""The Interpreter that asks a language model, in the one way in which models are asked."""

from collections.abc import Callable, Mapping
from typing import Any

from actions.conversation.interpreting import Interpretation, Moment
from assistant.llm.errors import NoAnswer
from assistant.llm.port import Ask, LanguageModel, Use
from assistant.llm.understanding.checking import ShopWords, checked
from assistant.llm.understanding.instructions import INSTRUCTIONS
from assistant.llm.understanding.reading import Reading

# An answer takes some eighty; names of goods may be long in tokens.
MOST_TOKENS = 300


class ModelInterpreter:
    """`shop` is a callable because the reader is replaced when the catalogue's vocabulary changes."""

    def __init__(self, model: LanguageModel, shop: Callable[[], ShopWords], *, most_s: float) -> None:
        self._model = model
        self._shop = shop
        self._most_s = most_s

    @property
    def most_s(self) -> float:
        return self._most_s

    async def interpret(self, moment: Moment, *, within_s: float) -> Interpretation | None:
        try:
            reading = await self._model.ask(asked_of(moment, within_s=within_s))
        except NoAnswer:
            return None
        return checked(reading, moment, self._shop())


def asked_of(moment: Moment, *, within_s: float) -> Ask[Reading]:
    return Ask(
        use=Use.UNDERSTANDING,
        instructions=INSTRUCTIONS,
        data=told_of(moment),
        answer=Reading,
        within_s=within_s,
        most_tokens=MOST_TOKENS,
        conversation_id=moment.conversation_id,
    )


def told_of(moment: Moment) -> Mapping[str, Any]:
    """What leaves the machine: words, and what is on the screen by place. No ids, and nothing of the shopper."""
    return {
        "sentence": moment.words,
        "on_screen": [{"place": each.place, "title": each.title, "price": each.price} for each in moment.on_screen],
        "in_focus": moment.in_focus,
        "requests": list(moment.requests),
        "asked": moment.asked,
    }


def interpreter_of(
    model: LanguageModel | None, shop: Callable[[], ShopWords], *, most_s: float
) -> ModelInterpreter | None:
    """None where no model is used for it: then nobody is waited for."""
    if model is None or not model.is_used_for(Use.UNDERSTANDING):
        return None
    return ModelInterpreter(model, shop, most_s=most_s)
