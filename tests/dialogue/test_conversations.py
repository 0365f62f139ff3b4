"""Whole conversations with the open shop, written down in `conversations/`."""

import pytest

from tests.dialogue.script import Conversation, Memory, check, conversations
from tests.dialogue.shopper import Reply, Shopper

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

EVERY = [pytest.param(each, id=each.name) for each in conversations()]


@pytest.mark.parametrize("conversation", EVERY)
def test_conversation_goes_as_written(conversation: Conversation, shopper: Shopper) -> None:
    held(conversation, shopper)


@pytest.mark.parametrize("conversation", EVERY)
def test_every_suggestion_at_the_end_leads_on(conversation: Conversation, shop_address: str) -> None:
    last = held(conversation, Shopper(shop_address))
    for suggestion in last["suggestions"]:
        shopper = Shopper(shop_address)
        held(conversation, shopper)
        reply = shopper.says(suggestion)
        assert reply["understood"]["intent"] != "out_of_scope", suggestion
        assert "sorry" not in reply["speech"].lower(), (suggestion, reply["speech"])


def held(conversation: Conversation, shopper: Shopper) -> Reply:
    memory = Memory()
    reply: Reply = {}
    for line in conversation.lines:
        said = memory.filled(line.say)
        reply = shopper.says(said)
        if line.remember:
            memory.products[line.remember] = reply["products"]
        try:
            check(reply, line, memory)
        except AssertionError as exc:
            exc.add_note(f"the shopper had said: {said[:200]}")
            raise
    return reply
