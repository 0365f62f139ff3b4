"""Checkouts that are talked into: what goes on is no yes, and a question is never taken for an answer."""

import pytest

from shop.checkout.hearing.digits import tries_a_code
from tests.unit.checkout_talk import ADDRESS, ready_guest, signed_in, talk_of

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


@pytest.mark.parametrize("said", ["did my order go through", "is my order placed", "have you got my order"])
async def test_nothing_is_said_to_be_ordered_before_it_is(said: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(said, "order_status")
    assert answer.startswith("Not yet: nothing is ordered until you say yes. Shall I place the order")
    assert await talking.orders() == 0


async def test_the_hours_are_those_of_the_store_it_is_picked_up_at() -> None:
    talking = await signed_in()
    await talking.starts()
    await talking.says("pick it up at the harbor store")
    answer = await talking.says("what time do they close", "checkout")
    assert answer.startswith("harbor is at 2 Quay. Shall I place the order for")


@pytest.mark.parametrize(
    "said", ["no wait what's in my cart", "wait, how much is delivery", "hold on, which eggs are those"]
)
async def test_a_question_in_the_e_mail_step_is_answered_as_one(said: str) -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one")
    answer = await talking.says(said, "view_cart")
    assert "I need one to send" not in answer
    assert answer.endswith("e-mail for the receipt?")


@pytest.mark.parametrize("said", ["no", "i don't have one", "no thanks", "skip the receipt"])
async def test_without_an_e_mail_it_is_said_what_it_is_for(said: str) -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one")
    assert "I need one to send the receipt to" in await talking.says(said)


async def test_what_was_being_chosen_anew_is_asked_again_after_a_question() -> None:
    """And not given up for what stood before, which nobody wants any more."""
    talking = await signed_in()
    await talking.starts()
    assert (await talking.says("change the time")).startswith("When should it come")
    answer = await talking.says("how much is delivery", "return_policy")
    assert answer.endswith("Which one?")
    assert QUESTION not in answer


async def test_what_was_asked_about_and_never_settled_is_said_to_be_left_out() -> None:
    talking = await talk_of()
    talking.talk.slots["asked"] = {
        "kind": "which_one",
        "query": {"text": "eggs"},
        "asked_at": talking.world.clock().isoformat(),
    }
    assert (await talking.starts()).startswith("I left out the eggs. Your cart comes to")
    assert await talking.says("go on without", "affirm") == "Delivery or pickup?"


async def test_a_guest_may_say_everything_at_once() -> None:
    talking = await talk_of()
    await talking.starts()
    answer = await talking.says("deliver to 27 Heron Court, Ash 98000 tomorrow morning, jo@example.com", "checkout")
    assert answer.startswith("To 27 Heron Court, Ash, Washington, 9 8 0 0 0. Receipt to jo at example dot com. From")
    assert "tomorrow ten a.m. to noon" in answer
    assert answer.endswith(QUESTION)


async def test_the_address_and_the_e_mail_of_an_earlier_order_are_known() -> None:
    talking = await ready_guest()
    await talking.yes()
    await talking.world.carts.add("guest", "mug-1", quantity=1, turn_id="later")
    await talking.starts()
    assert (await talking.says("same address as last time")).startswith("To 27 Heron Court, Ash")
    await talking.says("the first one")
    assert (await talking.says("same email")).endswith(QUESTION)


async def test_without_an_earlier_order_its_address_is_asked_for() -> None:
    talking = await talk_of()
    await talking.starts()
    answer = await talking.says("same address as last time", "checkout")
    assert answer.startswith("I have none from an earlier order of yours.")
    assert answer.endswith("?")


@pytest.mark.parametrize("said", ["make it friday instead", "change the address", "can you change it to pickup"])
async def test_what_is_ordered_is_not_changed_and_that_is_said(said: str) -> None:
    talking = await ready_guest()
    await talking.yes()
    answer = await talking.says(said, "checkout")
    assert answer.startswith("Once it's placed I can't change an order. I can cancel the one of")
    assert await talking.orders() == 1


async def test_which_store_is_nearest_is_answered_by_their_towns() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.says("pick up")
    answer = await talking.says("which one is closest", "compare_products")
    assert answer.endswith("Which is nearest to you?")


async def test_another_time_may_be_chosen_while_the_e_mail_is_asked_for() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one")
    assert "tomorrow" in await talking.says("no wait, tomorrow instead", "checkout")


@pytest.mark.parametrize(("said", "asked"), [("the time", "When should it come"), ("address please", "address")])
async def test_what_is_to_be_changed_may_be_named_alone(said: str, asked: str) -> None:
    talking = await ready_guest()
    assert (await talking.says("nope", "deny")).endswith("What would you like to change?")
    assert asked in await talking.says(said, "out_of_scope")


@pytest.mark.parametrize("said", ["next", "continue", "ok go on"])
async def test_going_on_before_the_summary_asks_again(said: str) -> None:
    talking = await talk_of()
    await talking.starts()
    assert await talking.says(said, "refine_search") == "Delivery or pickup?"


async def test_another_amount_is_no_attempt_at_the_code() -> None:
    assert not tries_a_code("yes but make it two")
    assert not tries_a_code("add 12 eggs")
    assert tries_a_code("it's four eight two")
    assert tries_a_code("my code is 12")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("am i paying shipping", "Shipping is"),
        ("is it cheaper if i pick up", "Shipping is"),
        ("hmm what's in it", "You order two of the Stone Mug."),
        ("do i have to pay now", "It's paid by a link, once it is ordered."),
        ("what do i pay with", "It's paid by a link, once it is ordered."),
    ],
)
async def test_what_is_asked_of_the_order_is_told_before_it_is_asked_about_again(said: str, told: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(said, "return_policy")
    assert told in answer
    assert SHORT in answer
