"""What is told without asking the assistant: after silence, at the end, about linking, and where something failed."""

from shop.reply import Answer, Reply
from webhooks.google.said import Kind
from webhooks.google.shown import Told

GREETING = "hello"


def _told(words: str, *, asks: bool = True, suggestions: tuple[str, ...] = (), needs_account: bool = False) -> Told:
    """Nothing was understood, because nothing was asked of the assistant."""
    answer = Answer(speech=words, text=words, expects_reply=asks, suggestions=suggestions, needs_account=needs_account)
    return Told(reply=Reply.of(answer, turn_id="", intent="out_of_scope", confidence=0.0))


def _last(words: str) -> Told:
    return Told(reply=_told(words, asks=False).reply, ended=True)


WITHOUT_A_TURN = {
    Kind.SILENCE: _told("Sorry, I didn't hear you. What can I find for you?"),
    Kind.LAST_SILENCE: _last("I'll be here when you need me. Your cart stays as it is. Goodbye."),
    Kind.FAREWELL: _last("Goodbye. Your cart will be here when you come back."),
    Kind.LINKED: _told(
        "Thanks, your account is linked. Say check out to order, or tell me what else you need.",
        suggestions=("Check out", "Show my cart"),
    ),
    Kind.NOT_LINKED: _told(
        "No problem. You can go on shopping, and link your account when you order. What's next?",
        suggestions=("Show my cart",),
    ),
    Kind.HEALTH_CHECK: _told("Hello! What can I find for you?"),
}
TOO_SLOW = _told("Sorry, that took me too long. Could you ask me once more?")
STILL_BUSY = _told("I'm still working on what you said before. Could you ask me again in a moment?")
TOO_MUCH = _told("That was a lot at once. Give me a moment, and then ask me again.")
NOT_NOW = _told("Sorry, I can't answer that just now. Please try again in a moment.", asks=False)
LINK_AGAIN = _told(
    "Sorry, I can't open your account any more. Please link it once again.", asks=False, needs_account=True
)
