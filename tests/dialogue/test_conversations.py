"""Whole conversations with the open shop, written down in `conversations/`, as `aisle eval dialogue` holds them."""

from functools import partial
from pathlib import Path

import pytest

from assistant.evaluation.dialogue.holding import Held, hold
from assistant.evaluation.dialogue.script import Conversation, conversations_in
from assistant.evaluation.dialogue.shopper import Reply, Shopper

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

# A suggestion made after the same intent is the same offer, whichever conversation led to it.
LAST: dict[str, Reply | None] = {}
PROVEN: set[tuple[str, str]] = set()
EVERY = [pytest.param(each, id=each.title) for each in conversations_in(Path(__file__).parent / "conversations")]


@pytest.mark.parametrize("conversation", EVERY)
def test_conversation_goes_as_written(conversation: Conversation, shop_address: str) -> None:
    held = hold(conversation, partial(Shopper, shop_address))
    LAST[conversation.title] = held.last
    assert held.outcome in {"passed", "known"}, _told(held)


@pytest.mark.parametrize("conversation", EVERY)
def test_every_suggestion_at_the_end_leads_on(conversation: Conversation, shop_address: str) -> None:
    shoppers: list[Shopper] = []

    def arrive() -> Shopper:
        shoppers.append(Shopper(shop_address))
        return shoppers[-1]

    last = LAST[conversation.title] if conversation.title in LAST else hold(conversation, arrive).last
    if last is None or conversation.known_failure:
        return
    for suggestion in last["suggestions"]:
        offer = (last["understood"]["intent"], suggestion)
        if offer in PROVEN:
            continue
        hold(conversation, arrive)
        reply = shoppers[-1].says(suggestion)
        assert reply["understood"]["intent"] != "out_of_scope", suggestion
        assert "sorry" not in reply["speech"].lower(), (suggestion, reply["speech"])
        PROVEN.add(offer)


def _told(held: Held) -> str:
    if held.outcome == "mended":
        return f"no longer fails, though known to: {held.conversation.known_failure}"
    return "\n".join(f"> {fault.say}\n< {fault.speech}\n  {'; '.join(fault.why)}" for fault in held.faults)
