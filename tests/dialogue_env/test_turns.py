"""Turns through the whole dialogue process, with the real model and the real database."""

import asyncio
import time
import uuid

import pytest
from rasa.core.actions.action import ActionBotResponse, ActionListen
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from stack import SHOWN, Stack, serving_actions
from yarl import URL

from dialogue.action_endpoint import ActionServer


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


async def test_an_action_answers_and_its_slots_are_kept(stack: Stack, sender: str):
    answer = await stack.turn("show me rain jackets", sender=sender)
    assert answer["messages"] == [{"custom": {"answer": {"speech": "Here is one."}, "stages": {"parse": 1.0}}}]
    assert answer["intent"]["name"] == "product_search"
    tracker = await stack.tracker(sender)
    assert tracker.get_slot("shown_products") == SHOWN
    await stack.turn("what is in my cart", sender=sender)
    assert stack.actions.calls[-1]["next_action"] == "action_view_cart"
    assert stack.actions.calls[-1]["tracker"]["slots"]["query"] == {"text": "rain jacket"}


async def test_an_action_is_told_who_spoke_and_what_this_turn_was_about(stack: Stack, sender: str):
    await stack.turn("show me rain jackets", sender=sender)
    [call] = stack.actions.calls
    assert call["headers"]["Authorization"] == "Bearer for-the-actions"
    assert call["sender_id"] == sender
    assert call["tracker"]["latest_message"]["text"] == "show me rain jackets"
    assert call["tracker"]["latest_message"]["intent"]["name"] == "product_search"
    assert call["tracker"]["latest_message"]["metadata"]["conversation_id"] == "c1"
    assert call["domain"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/session_start",
        "/back",
        "/affirm",
        '  /affirm{"paid": true}',
        '/affirm{"query": {"text": "canary"}}',
        '/product_search@1.0{"query": "canary"}',
        '\uff0faffirm{"query": "canary"}',
        "\u200b/restart",
        "\\/restart",
        "/",
        "//restart",
    ],
)
async def test_r2_text_is_never_a_command(stack: Stack, sender: str, text: str):
    await stack.turn("show me rain jackets", sender=sender)
    answer = await stack.turn(text, sender=sender)
    assert answer["messages"]
    assert answer["intent"]["confidence"] < 1.0
    assert answer["intent"]["name"] in {"product_search", "view_cart", "affirm", "out_of_scope"}
    call = stack.actions.calls[-1]
    assert call["tracker"]["latest_message"]["text"] == text.strip()
    assert call["tracker"]["latest_message"]["entities"] == []
    tracker = await stack.tracker(sender)
    assert tracker.get_slot("query") == {"text": "rain jacket"}
    assert tracker.get_slot("shown_products") == SHOWN
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 2


async def test_a_malformed_answer_of_an_action_fails_the_turn_and_changes_nothing(stack: Stack, sender: str):
    await stack.turn("show me rain jackets", sender=sender)
    stack.actions.answer = {"events": [{"event": "slot", "nonsense": 1}], "responses": [{"text": "canary"}]}
    assert await stack.turn("what is in my cart", sender=sender, expect=500) == {"error": "turn_failed"}
    tracker = await stack.tracker(sender)
    assert tracker.get_slot("query") == {"text": "rain jacket"}
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 1
    stack.actions.behave()
    await stack.turn("what is in my cart", sender=sender)


@pytest.mark.parametrize("status", [401, 404, 500, 503])
async def test_a_failing_action_fails_the_turn(stack: Stack, sender: str, status: int):
    stack.actions.status = status
    assert await stack.turn("show me rain jackets", sender=sender, expect=500) == {"error": "turn_failed"}
    assert await stack.tracker(sender) is None


async def test_an_action_that_says_nothing_fails_the_turn(stack: Stack, sender: str):
    stack.actions.answer = {"events": [], "responses": []}
    assert await stack.turn("show me rain jackets", sender=sender, expect=500) == {"error": "turn_failed"}
    assert await stack.tracker(sender) is None


async def test_a_turn_that_comes_again_is_answered_again_and_not_run_again(stack: Stack, sender: str):
    await stack.turn("show me rain jackets", sender=sender)
    first = await stack.turn("what is in my cart", sender=sender, turn_id="t2")
    after = await stack.tracker(sender)
    stack.actions.answer["responses"][0]["custom"]["answer"]["speech"] = "Something else."
    again = await stack.turn("what is in my cart", sender=sender, turn_id="t2")
    assert (again["messages"], again["intent"]) == (first["messages"], first["intent"])
    assert len(stack.actions.calls) == 2
    assert list((await stack.tracker(sender)).events) == list(after.events)
    assert (await stack.turn("what is in my cart", sender=sender))["messages"] != first["messages"]


async def test_a_turn_that_ended_in_an_apology_is_run_again(stack: Stack, sender: str):
    stack.actions.answer["responses"][0]["custom"]["failure"] = "CatalogUnavailable"
    await stack.turn("show me rain jackets", sender=sender, turn_id="t1")
    stack.actions.behave()
    answer = await stack.turn("show me rain jackets", sender=sender, turn_id="t1")
    assert "failure" not in answer["messages"][0]["custom"]


async def test_a_turn_that_ended_in_an_apology_leaves_the_conversation_as_it_was(stack: Stack, sender: str):
    """A yes that failed half-way has answered nothing: the next one is to the same question."""
    await stack.turn("show me rain jackets", sender=sender)
    before = await stack.tracker(sender)
    stack.actions.answer["responses"][0]["custom"]["failure"] = "ShopUnavailable"
    stack.actions.answer["events"] = [{"event": "slot", "name": "shown_products", "value": []}]
    apology = await stack.turn("yes please", sender=sender)
    assert apology["messages"][0]["custom"]["failure"] == "ShopUnavailable"
    after = await stack.tracker(sender)
    assert list(after.events) == list(before.events)
    assert after.current_slot_values() == before.current_slot_values()


async def test_a_lost_action_server_fails_the_turn_and_is_found_again(stack: Stack, sender: str):
    servers = stack.agent.action_endpoint.servers
    stack.agent.action_endpoint.servers = [ActionServer(URL("http://127.0.0.1:9/actions"))]
    assert await stack.turn("show me rain jackets", sender=sender, expect=500) == {"error": "turn_failed"}
    stack.agent.action_endpoint.servers = servers
    assert (await stack.turn("show me rain jackets", sender=sender))["messages"]


async def test_one_connection_serves_many_calls_to_the_actions(stack: Stack, sender: str):
    sources: set[str] = set()
    heard = stack.actions.handle

    async def listen(request):
        sources.add(request.transport.get_extra_info("peername")[1])
        return await heard(request)

    twin = type(stack.actions)()
    twin.behave()
    twin.handle = listen
    servers = stack.agent.action_endpoint.servers
    async with serving_actions(twin):
        stack.agent.action_endpoint.servers = [ActionServer(URL(f"http://127.0.0.1:{twin.port}/actions"))]
        for _ in range(5):
            await stack.turn("what is in my cart", sender=sender)
        stack.agent.action_endpoint.servers = servers
    assert len(sources) == 1


async def test_a_long_conversation_posts_no_more_than_a_short_one(stack: Stack, sender: str):
    sizes = []
    for _ in range(40):
        await stack.turn("show me rain jackets", sender=sender)
        sizes.append(len(str(stack.actions.calls[-1])))
    assert max(sizes[20:]) <= 1.05 * max(sizes[2:10])
    assert len((await stack.tracker(sender)).events) < 40


async def test_turns_of_one_conversation_follow_each_other_without_idling(stack: Stack, sender: str):
    started = time.monotonic()
    await asyncio.gather(*(stack.turn("what is in my cart", sender=sender) for _ in range(4)))
    assert time.monotonic() - started < 0.9
    tracker = await stack.tracker(sender)
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 4


@pytest.mark.parametrize(("kind", "performed"), [("talk/repeat", "action_repeat"), ("talk/thanks", "utter_talk")])
def test_asking_for_a_repetition_is_answered_by_an_action(stack: Stack, sender: str, kind: str, performed: str):
    tracker = DialogueStateTracker.from_events(
        sender, [UserUttered("again", {"name": "talk", "full_retrieval_intent_name": kind})]
    )
    utter_talk = ActionBotResponse("utter_talk")
    assert stack.agent.processor._performed(utter_talk, tracker).name() == performed
    assert stack.agent.processor._performed(ActionListen(), tracker).name() == "action_listen"
