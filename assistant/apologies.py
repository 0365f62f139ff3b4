"""What a shopper hears when the dialogue gave no answer."""

from assistant.dialogue import OUT_OF_SCOPE
from shop.reply import Reply, Understood

TOO_SLOW = "Sorry, that took me too long. Could you ask me once more?"
NOT_NOW = "Sorry, I can't answer that just now. Please try again in a moment."


def apology(turn_id: str, *, reason: str) -> Reply:
    """Nothing was understood, so nothing is claimed to be: out of scope, with no confidence at all."""
    too_slow = reason == "slow"
    words = TOO_SLOW if too_slow else NOT_NOW
    return Reply(
        turn_id=turn_id,
        speech=words,
        text=words,
        products=None,
        cart=None,
        order=None,
        suggestions=(),
        expects_reply=too_slow,
        handoff=None,
        understood=Understood(intent=OUT_OF_SCOPE, confidence=0.0),
    )
