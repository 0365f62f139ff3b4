"""Checkouts that are talked into: what goes on is no yes, and a question is never taken for an answer."""

import pytest

from tests.unit.checkout_talk import ready_guest, signed_in

QUESTION = "Shall I place the order?"
SHORT = "Shall I place the order for"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("checkout", "checkout"),
        ("ok checkout", "checkout"),
        ("check out", "affirm"),
        ("continue", "affirm"),
        ("go on", "nlu_fallback"),
        ("back to checkout", "checkout"),
        ("ready", "affirm"),
        ("proceed", "checkout"),
        ("next", "affirm"),
        ("pay", "checkout"),
        ("that's all", "deny"),
    ],
)
async def test_going_on_tells_the_summary_again(said: str, intent: str) -> None:
    talking = await signed_in()
    summary = await talking.starts()
    await talking.says("what's the return policy", "return_policy")
    assert await talking.says(said, intent) == summary
    assert await talking.orders() == 0


@pytest.mark.parametrize("said", ["great", "thanks", "ok thanks", "cool", "maybe"])
async def test_what_is_said_of_an_answer_orders_nothing(said: str) -> None:
    talking = await ready_guest()
    await talking.says("what's the return policy", "return_policy")
    assert SHORT in await talking.says(said, "affirm")
    assert await talking.orders() == 0


@pytest.mark.parametrize("said", ["place the order", "yes order it", "buy it now", "yes, proceed"])
async def test_a_command_to_order_orders(said: str) -> None:
    talking = await ready_guest()
    await talking.says(said, "checkout")
    assert await talking.orders() == 1
