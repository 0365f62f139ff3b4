"""What Rasa sends back, read as one answer."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import tell
from assistant.dialogue import DialogueAnswer, read_answer
from assistant.errors import DialogueUnavailable
from catalog.stages import Stopwatch
from shop.phrasing.buying_elsewhere import in_the_browser, link_account
from shop.reply import Answer
from tests.unit.fakes import CART, FOUND


def read(*messages: dict[str, Any], **more: Any) -> DialogueAnswer:
    return read_answer(json.dumps({"messages": messages, **more}).encode())


def told(answer: Answer, *, failure: str | None = None, **stages: float) -> dict[str, Any]:
    """A message as an action really sends it."""
    dispatcher, stopwatch = CollectingDispatcher(), Stopwatch()
    stopwatch.ms.update(stages)
    tell(dispatcher, answer, stopwatch, failure=failure)
    return {name: dispatcher.messages[0][name] for name in ("text", "custom")}


def test_answer_of_an_action_arrives_whole() -> None:
    assert read(told(FOUND)).answer == FOUND


def test_plain_text_is_said_and_shown() -> None:
    answer = read({"text": "Hello! What can I find for you?"}).answer
    assert (answer.speech, answer.text, answer.expects_reply) == (
        "Hello! What can I find for you?",
        "Hello! What can I find for you?",
        True,
    )
    assert not read({"text": "Goodbye."}).answer.expects_reply


def test_a_link_and_the_need_of_an_account_arrive_whatever_else_is_said() -> None:
    answer = read(told(in_the_browser("https://shop.example/cart")), told(link_account()), told(FOUND)).answer
    assert (answer.link, answer.needs_account) == ("https://shop.example/cart", True)
    assert (read(told(FOUND)).answer.link, read(told(FOUND)).answer.needs_account) == (None, False)


def test_several_messages_become_one_answer() -> None:
    in_cart = Answer(speech="It is in your cart.", text="In your cart.", cart=CART, suggestions=("Check out",))
    answer = read({"text": "Sure."}, told(FOUND), told(in_cart), {"text": "Anything else?"}).answer
    assert answer.speech == f"Sure. {FOUND.speech} It is in your cart. Anything else?"
    assert answer.text == f"Sure.\n{FOUND.text}\nIn your cart.\nAnything else?"
    assert asdict(answer)["products"] == asdict(FOUND)["products"]
    assert answer.cart == CART
    assert answer.query == FOUND.query
    assert answer.suggestions == (*FOUND.suggestions, "Check out")
    assert answer.expects_reply


def test_stages_come_from_rasa_and_from_the_action() -> None:
    found = read(
        told(FOUND, action=6.0, parse=1.0, embed=2.0),
        intent={"name": "product_search", "confidence": 0.9},
        timing={"nlu_ms": 4.0, "total_ms": 12.5},
    )
    assert found.stages == {"nlu": 4.0, "policy": 2.5, "action": 6.0, "parse": 1.0, "embed": 2.0}
    assert (found.intent, found.confidence) == ("product_search", 0.9)


def test_failure_of_an_action_is_passed_on() -> None:
    assert read(told(FOUND, failure="ShopUnavailable")).failure == "ShopUnavailable"
    assert read(told(FOUND)).failure is None


def test_a_farewell_is_told_from_other_small_talk() -> None:
    bye = {"text": "Bye for now."}
    assert read(bye, intent={"name": "talk", "confidence": 0.9, "kind": "talk/goodbye"}).answer.farewell
    assert not read(bye, intent={"name": "talk", "confidence": 0.9, "kind": "talk/thanks"}).answer.farewell
    assert not read(bye, intent={"name": "talk", "confidence": 0.9}).answer.farewell


def test_message_of_null_custom_is_its_text() -> None:
    assert read({"text": "Hi.", "custom": None}).answer.speech == "Hi."


@pytest.mark.parametrize("messages", [[], [{"text": ""}], [{}]])
def test_r4_no_message_is_a_failure(messages: list[dict[str, Any]]) -> None:
    with pytest.raises(DialogueUnavailable) as failed:
        read(*messages)
    assert failed.value.reason == "empty"


@pytest.mark.parametrize(
    "answered",
    [b"", b"[]", b"not json", b'{"messages": [{"custom": {"answer": {"speech": 3}}}]}', b'{"messages": "hello"}'],
)
def test_answer_that_is_none_of_ours_is_a_failure(answered: bytes) -> None:
    with pytest.raises(DialogueUnavailable) as failed:
        read_answer(answered)
    assert failed.value.reason == "malformed"
