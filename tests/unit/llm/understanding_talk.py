"""A conversation in the small market with a model that says of a sentence what a test wants it to say."""

from typing import Any

from assistant.llm.port import Ask, Use
from assistant.llm.understanding.interpreter import ModelInterpreter
from tests.unit.llm.fakes import FakeLanguageModel, Scripted
from tests.unit.market import MARKET, Talk

NOTHING_ASKED: dict[str, Any] = {
    "text": "",
    "qualities": [],
    "colors": [],
    "brands": [],
    "sizes": [],
    "without": [],
    "max_price": None,
    "min_price": None,
    "quantity": None,
    "sort": None,
}


def reading(
    intent: str, *, references: list[int] | None = None, confidence: float = 0.9, **asked: Any
) -> dict[str, Any]:
    query = {**NOTHING_ASKED, **asked}
    return {"intent": intent, "query": query, "references": references or [], "confidence": confidence}


class PuzzledTalk(Talk):
    """`puzzles` is a sentence that the classifier refuses."""

    def __init__(self, *answers: Scripted) -> None:
        self.model = FakeLanguageModel({Use.UNDERSTANDING: list(answers)})
        super().__init__(interpreter=ModelInterpreter(self.model, lambda: MARKET, most_s=1.0))

    @property
    def asked(self) -> list[Ask[Any]]:
        return self.model.asked

    async def puzzles(self, text: str, *, form: str | None = None, also: tuple[tuple[str, float], ...] = ()) -> str:
        ranking = [{"name": "nlu_fallback", "confidence": 0.6}]
        ranking += [{"name": name, "confidence": confidence} for name, confidence in also]
        understood = {"intent": ranking[0], "intent_ranking": ranking}
        return await self.says(text, "out_of_scope", understood=understood, form=form)
