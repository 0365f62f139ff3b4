"""A yes confirms what was asked, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.registry import build_executor
from actions.services import Services
from tests.unit.fake_services import fake_services
from tests.unit.fakes import NOON


async def said(text: str, services: Services, *, confidence: float = 0.9, **slots: Any) -> str:
    """The speech of action_affirm."""
    executor = build_executor(services)
    dispatcher = CollectingDispatcher()
    message = {"text": text, "intent": {"name": "affirm", "confidence": confidence}, "metadata": {"shopper_id": "ann"}}
    tracker = Tracker("talk", slots, message, [], False, None, {}, "action_listen")
    await executor.actions["action_affirm"](dispatcher, tracker, {})
    return str(dispatcher.messages[0]["custom"]["answer"]["speech"])


FOCUS = {"id": "jacket", "variant_id": "jacket-navy-m"}


def asked(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "asked_at": NOON.isoformat(), **more}


async def test_offer_is_taken() -> None:
    services = fake_services()
    speech = await said("yes", services, product_in_focus=FOCUS, asked=asked("offer_to_add"))
    assert speech.startswith("Added the Stormcoat Rain Jacket")


async def test_unasked_yes_adds_nothing_and_asks() -> None:
    services = fake_services()
    assert (await said("yes", services, product_in_focus=FOCUS)).startswith("Shall I add the Stormcoat")
    assert not (await services.carts.cart_of("ann")).lines


async def test_offer_lapses() -> None:
    services = fake_services(now=NOON + timedelta(minutes=11))
    speech = await said("yes", services, product_in_focus=FOCUS, asked=asked("offer_to_add"))
    assert speech.startswith("Shall I add")
    assert not (await services.carts.cart_of("ann")).lines


@pytest.mark.parametrize(("text", "confidence"), [("🎉🎉", 0.9), ("asdfgh", 0.3)])
async def test_what_may_be_no_yes_is_asked_again(text: str, confidence: float) -> None:
    services = fake_services()
    speech = await said(text, services, confidence=confidence, product_in_focus=FOCUS, asked=asked("offer_to_add"))
    assert speech.endswith("Was that a yes?")
    assert not (await services.carts.cart_of("ann")).lines


async def test_that_is_all_is_no_yes() -> None:
    assert "Your cart is kept" in await said("that's all", fake_services(), asked=asked("anything_else"))


async def test_yes_to_which_one_asks_again() -> None:
    question = asked("which_one", query={})
    speech = await said("yes", fake_services(), shown_products=[FOCUS], asked=question)
    assert speech.startswith("Which one should I add")
