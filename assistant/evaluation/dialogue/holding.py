"""Holds a conversation with an open shop as its script says, and judges what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.evaluation.dialogue.carts import unasked_for
from assistant.evaluation.dialogue.errors import ShopRefused
from assistant.evaluation.dialogue.expectations import broken, listed
from assistant.evaluation.dialogue.memory import Memory
from assistant.evaluation.dialogue.script import Conversation, Deed, Line
from assistant.evaluation.dialogue.shopper import Reply, Shopper


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What did not hold, and after which words; `say` is empty for what did not hold of the whole."""

    say: str
    speech: str
    why: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Held:
    """A conversation that was held, up to its first fault. `intents` are pairs of what was expected and heard."""

    conversation: Conversation
    faults: list[Fault] = field(default_factory=list)
    intents: list[tuple[str, str]] = field(default_factory=list)
    speeches: list[str] = field(default_factory=list)
    turns_ms: Sequence[float] = ()
    last: Reply | None = None

    @property
    def outcome(self) -> str:
        """`passed` or `failed`; `known` for a known failure that failed, `mended` for one that no longer does."""
        if self.conversation.known_failure is None:
            return "failed" if self.faults else "passed"
        return "known" if self.faults else "mended"


def hold(conversation: Conversation, arrive: Callable[[], Shopper]) -> Held:
    """With a shopper of its own. What comes after a fault would only repeat it, so it ends there."""
    held = Held(conversation=conversation)
    memory = Memory()
    shopper = arrive()
    said = ""
    try:
        for step in conversation.steps:
            said = _named(step, memory)
            _take(step, said, shopper=shopper, held=held, memory=memory)
            if held.faults:
                break
        else:
            said = ""
            _check_cart(shopper, held, memory)
    except ShopRefused as exc:
        held.faults.append(Fault(say=said, speech="", why=(str(exc),)))
    held.turns_ms = tuple(shopper.turns_ms)
    return held


def _named(step: Line | Deed, memory: Memory) -> str:
    if isinstance(step, Line):
        return str(memory.filled(step.say))
    return f"(signs in as {step.sign_in})" if step.sign_in else "(signs out)"


def _take(step: Line | Deed, said: str, *, shopper: Shopper, held: Held, memory: Memory) -> None:
    if isinstance(step, Line):
        _say(step, said, shopper=shopper, held=held, memory=memory)
    elif step.sign_in:
        shopper.sign_in(step.sign_in)
    else:
        shopper.sign_out()


def _say(line: Line, said: str, *, shopper: Shopper, held: Held, memory: Memory) -> None:
    reply = held.last = shopper.says(said)
    held.speeches.append(reply["speech"])
    if line.remember:
        memory.replies[line.remember] = reply
    expected = memory.filled(dict(line.expected))
    if "intent" in expected:
        meant, heard = listed(expected["intent"]), reply["understood"]["intent"]
        held.intents.append((heard if heard in meant else meant[0], heard))
    if why := broken(reply, expected):
        held.faults.append(Fault(say=said, speech=reply["speech"], why=tuple(why)))


def _check_cart(shopper: Shopper, held: Held, memory: Memory) -> None:
    expected: list[dict[str, Any]] = []
    for line in held.conversation.lines:
        if "cart" in line.expected:
            expected = memory.filled(list(line.expected["cart"]))
    if why := tuple(unasked_for(shopper.cart(), expected)):
        speech = held.last["speech"] if held.last else ""
        held.faults.append(Fault(say="", speech=speech, why=why))
