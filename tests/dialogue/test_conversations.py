"""Whole conversations with the open shop, written down in `conversations/`, as `aisle eval dialogue` holds them."""

from functools import partial
from pathlib import Path

import pytest

from assistant.evaluation.dialogue.holding import Held, hold
from assistant.evaluation.dialogue.script import Conversation, conversations_in
from assistant.evaluation.dialogue.shopper import Shopper

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

EVERY = [pytest.param(each, id=each.title) for each in conversations_in(Path(__file__).parent / "conversations")]


@pytest.mark.parametrize("conversation", EVERY)
def test_conversation_goes_as_written(conversation: Conversation, shop_address: str) -> None:
    held = hold(conversation, partial(Shopper, shop_address))
    assert held.outcome in {"passed", "known"}, _told(held)


@pytest.mark.parametrize("conversation", EVERY)
def test_every_suggestion_at_the_end_leads_on(conversation: Conversation, shop_address: str) -> None:
    shoppers: list[Shopper] = []

    def arrive() -> Shopper:
        shoppers.append(Shopper(shop_address))
        return shoppers[-1]

    held = hold(conversation, arrive)
    if held.last is None or conversation.known_failure:
        return
    for suggestion in held.last["suggestions"]:
        hold(conversation, arrive)
        reply = shoppers[-1].says(suggestion)
        assert reply["understood"]["intent"] != "out_of_scope", suggestion
        assert "sorry" not in reply["speech"].lower(), (suggestion, reply["speech"])


def _told(held: Held) -> str:
    if held.outcome == "mended":
        return f"no longer fails, though known to: {held.conversation.known_failure}"
    return "\n".join(f"> {fault.say}\n< {fault.speech}\n  {'; '.join(fault.why)}" for fault in held.faults)
