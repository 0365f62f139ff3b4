"""What Rasa understood and said during one turn, held until the turn is answered."""

import re
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

OUT_OF_SCOPE = "out_of_scope"
NLU_FALLBACK = "nlu_fallback"
KIND = "full_retrieval_intent_name"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Collector(CollectingOutputChannel):
    """Unlike Rasa's, keeps a message in one piece and knows how the shopper was understood."""

    def __init__(self) -> None:
        super().__init__()
        self._intent: dict[str, Any] = {}
        self._nlu_ms = 0.0

    @classmethod
    def name(cls) -> str:
        return "aisle"

    def understood(self, parse_data: dict[str, Any], *, nlu_ms: float) -> None:
        intent = parse_data.get("intent") or {}
        self._intent = {name: intent.get(name) for name in ("name", "confidence", KIND)}
        self._nlu_ms = nlu_ms

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002 - Rasa's signature
        if said := {key: message[key] for key in ("text", "custom") if message.get(key)}:
            self.messages.append(said)

    def ask_once(self) -> None:
        """Of several messages only the last may ask: a question that more is said after is not answered."""
        speaking = [message for message in self.messages if _speech(message)]
        if not speaking or not _speech(speaking[-1]).endswith("?"):
            return
        for message in speaking[:-1]:
            _drop_question(message)
        self.messages = [message for message in self.messages if "custom" in message or message["text"]]

    def speech(self) -> str:
        return " ".join(filter(None, map(_speech, self.messages)))

    def worth_keeping(self, *, turn_id: str | None) -> dict[str, Any] | None:
        """What was said and why; None if an action had to apologise, since running the turn again may do better."""
        if any((message.get("custom") or {}).get("failure") for message in self.messages):
            return None
        return {"turn_id": turn_id, "messages": self.messages, "intent": self._intent}

    def tell_again(self, kept: dict[str, Any]) -> None:
        self.messages, self._intent = list(kept["messages"]), kept["intent"]

    def as_answer(self, *, total_ms: float) -> dict[str, Any]:
        name, kind = self._intent.get("name"), self._intent.get(KIND)
        return {
            "messages": self.messages,
            "intent": {
                "name": OUT_OF_SCOPE if name in (None, NLU_FALLBACK) else name,
                "confidence": round(float(self._intent.get("confidence") or 0.0), 4),
                **({"kind": kind} if kind else {}),
            },
            "timing": {"nlu_ms": round(self._nlu_ms, 2), "total_ms": round(total_ms, 2)},
        }


def _speech(message: dict[str, Any]) -> str:
    """What is said aloud: an action's speech, or a text of the domain."""
    if "custom" in message:
        return str(message["custom"].get("answer", {}).get("speech") or "").strip()
    return str(message.get("text") or "").strip()


def _drop_question(message: dict[str, Any]) -> None:
    answer = (message.get("custom") or {}).get("answer", {})
    for holder, name in ((message, "text"), (answer, "speech"), (answer, "text")):
        if holder.get(name):
            holder[name] = _without_question(holder[name])


def _without_question(said: str) -> str:
    sentences = SENTENCE_END.split(said.strip())
    while sentences and sentences[-1].endswith("?"):
        sentences.pop()
    return " ".join(sentences)
