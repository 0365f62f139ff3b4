"""What Rasa understood and said during one turn, held until the turn is answered."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

OUT_OF_SCOPE = "out_of_scope"
NLU_FALLBACK = "nlu_fallback"


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
        self._intent = {name: intent.get(name) for name in ("name", "confidence")}
        self._nlu_ms = nlu_ms

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002 - Rasa's signature
        if said := {key: message[key] for key in ("text", "custom") if message.get(key)}:
            self.messages.append(said)

    def small_talk(self) -> str | None:
        """What was said without an action: texts of the domain."""
        if any("custom" in message for message in self.messages):
            return None
        return " ".join(message["text"] for message in self.messages)

    def worth_keeping(self, *, turn_id: str | None) -> dict[str, Any] | None:
        """What was said and why; None if an action had to apologise, since running the turn again may do better."""
        if any((message.get("custom") or {}).get("failure") for message in self.messages):
            return None
        return {"turn_id": turn_id, "messages": self.messages, "intent": self._intent}

    def tell_again(self, kept: dict[str, Any]) -> None:
        self.messages, self._intent = list(kept["messages"]), kept["intent"]

    def as_answer(self, *, total_ms: float) -> dict[str, Any]:
        name = self._intent.get("name")
        return {
            "messages": self.messages,
            "intent": {
                "name": OUT_OF_SCOPE if name in (None, NLU_FALLBACK) else name,
                "confidence": round(float(self._intent.get("confidence") or 0.0), 4),
            },
            "timing": {"nlu_ms": round(self._nlu_ms, 2), "total_ms": round(total_ms, 2)},
        }
