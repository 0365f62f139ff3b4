"""Checkouts in conversation: what is asked, what is understood, and that only a clear yes orders."""

import pytest

from shop.phrasing.checkout_summary import MOST_WORDS
from tests.unit.checkout_talk import ADDRESS, EMAIL, ready_guest, signed_in, talk_of

QUESTION = "Shall I place the order?"
MOST_WORDS_ELSE = 36


async def test_a_guest_is_asked_for_one_thing_after_the_other() -> None:
    talking = await talk_of()
    assert (await talking.starts()).endswith("Would you like it delivered, or will you pick it up?")
    assert (await talking.says("delivery")).startswith("What's the delivery address: street, city and ZIP code?")
    assert await talking.says("27 Heron Court") == "And the city and ZIP code?"
    assert await talking.says("Ash") == "And the ZIP code?"
    answer = await talking.says("nine eight oh oh oh")
    assert answer.startswith(
        "To 27 Heron Court, Ash, Washington, 9 8 0 0 0. When should it come: today ten a.m. to noon"
    )
    assert "e-mail" in await talking.says("the second one")
    summary = await talking.says(EMAIL)
    assert "two of the Stone Mug" in summary or "two things" in summary
    assert "From Alder Shop" in summary
    assert summary.endswith(QUESTION)
    assert await talking.yes()
    assert talking.order is not None
    assert talking.talk.form is None
    assert await talking.orders() == 1
    assert (await talking.world.carts.cart_of("guest")).lines == ()


async def test_a_customer_hears_the_summary_at_once() -> None:
    talking = await signed_in()
    summary = await talking.starts()
    assert summary.startswith("From Alder Shop: two of the Stone Mug, to 1 Elm St, Ash, today ten a.m. to noon.")
    assert "with tax, on your Visa ending in 4240." in summary
    assert summary.endswith(QUESTION)
    assert "placed" in await talking.yes() or talking.order is not None


async def test_the_order_is_told_short_and_its_number_written() -> None:
    talking = await ready_guest()
    speech = await talking.yes()
    assert talking.order is not None
    assert talking.order["number"] not in speech
    assert talking.order["number"] in talking.answer["text"]
    assert "today ten a.m. to noon" in speech
    assert "/pay/" not in speech
    assert "link to pay" in speech


@pytest.mark.parametrize("said", ["maybe", "I guess", "I think so", "hmm", "yes?", "sure, why not", "not sure"])
async def test_what_is_no_clear_yes_is_asked_again(said: str) -> None:
    talking = await ready_guest()
    assert (await talking.says(said, "affirm")).endswith("Shall I place the order for thirty-one ninety-one?")
    assert await talking.orders() == 0


async def test_a_yes_that_was_hardly_heard_is_asked_again() -> None:
    talking = await ready_guest()
    await talking.says("yes", "affirm", confidence=0.3)
    assert await talking.orders() == 0
    await talking.yes()
    assert await talking.orders() == 1


@pytest.mark.parametrize(
    "said", ["yes but make it tomorrow", "yes, but to 9 Orchard Close, Ash, 98000", "ok but I'll pick it up at north"]
)
async def test_a_yes_with_a_change_changes_and_asks_anew(said: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(said, "affirm")
    assert answer.endswith("?")
    assert await talking.orders() == 0


async def test_an_empty_cart_opens_no_checkout() -> None:
    talking = await talk_of(cart=())
    assert (await talking.starts()).startswith("Your cart is empty")
    assert talking.talk.form is None


async def test_a_cart_emptied_meanwhile_ends_the_checkout() -> None:
    talking = await ready_guest()
    await talking.world.carts.clear("guest", turn_id="else")
    assert "nothing left to order" in await talking.says("what's in my cart", "view_cart")
    assert talking.talk.form is None


async def test_a_card_number_is_no_answer() -> None:
    talking = await ready_guest()
    assert (await talking.says("yes, my card is [card number]")).startswith("Shall I place the order for")
    assert await talking.orders() == 0


async def test_the_town_of_each_store_tells_which_is_nearest() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.says("pickup")
    assert await talking.says("the closest one") == "Harbor is in Ash and North is in Ash. Which is nearest to you?"


async def test_asking_about_a_day_chooses_none() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.all_say("delivery", ADDRESS)
    assert (await talking.says("what about Sunday?")).startswith("I have Sunday ten a.m. to noon or four to six p.m.")
    assert (await talking.says("is Sunday at five in the afternoon free?")).startswith("I have Sunday four to six p.m.")
    assert talking.talk.slots["checkout_window"] is None
    assert "e-mail" in await talking.yes()


async def test_a_receipt_has_to_go_somewhere() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one")
    assert (await talking.says("I don't have one", "deny")).startswith("I need one to send the receipt to.")


async def test_the_same_yes_run_again_orders_once() -> None:
    talking = await ready_guest()
    before = dict(talking.talk.slots)
    await talking.yes()
    first = talking.order
    talking.talk.slots, talking.talk.form, talking.talk.turns = before, "checkout_form", talking.talk.turns - 1
    await talking.yes()
    assert talking.order == first
    assert await talking.orders() == 1


async def test_a_yes_to_another_question_is_asked_again() -> None:
    talking = await ready_guest()
    answer = await talking.says("empty my cart", "change_cart")
    assert answer.endswith("Shall I empty it?")
    assert "Shall I place the order" in await talking.says("go ahead and check out", "checkout")
    assert await talking.orders() == 0


async def test_a_yes_long_after_is_asked_again() -> None:
    talking = await ready_guest()
    talking.world.clock.wait(minutes=15)
    answer = await talking.yes()
    assert "Shall I place the order" in answer
    assert await talking.orders() == 0


async def test_whoever_comes_back_is_told_the_whole_summary_before_a_yes_orders() -> None:
    talking = await talk_of()
    await talking.starts()
    told = await talking.all_say("delivery", ADDRESS, "the first one", EMAIL)
    summary = told[told.index("From ") :]
    answer = await talking.hello()
    assert answer.startswith("H")
    assert answer.endswith(summary)
    assert await talking.orders() == 0
    await talking.yes()
    assert await talking.orders() == 1


async def test_never_mind_orders_nothing_and_checkout_comes_back_to_the_summary() -> None:
    talking = await ready_guest()
    assert await talking.says("never mind", "deny") == "All right, nothing was ordered. Your cart is kept."
    assert (await talking.starts()).endswith(QUESTION)


async def test_a_street_told_with_the_way_is_not_asked_for_again() -> None:
    talking = await talk_of()
    await talking.starts()
    assert await talking.says("ship it to 44 elm drive in Ash tomorrow afternoon") == "And the ZIP code?"
    assert (await talking.says("98000")).startswith("To 44 Elm Drive, Ash, Washington, 9 8 0 0 0.")


async def test_parts_of_an_address_may_come_in_any_order() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.says("delivery")
    assert await talking.says("98000") == "And the street and house number and city?"
    assert (await talking.says("44 Elm Drive, Ash")).startswith("To 44 Elm Drive, Ash")


async def test_choices_said_with_the_checkout_are_not_asked_for() -> None:
    talking = await talk_of()
    assert "e-mail" in await talking.says("check out for pickup at the harbor store", "checkout")
    assert talking.talk.slots["checkout_store"] == "harbor"


async def test_nothing_personal_is_in_a_slot() -> None:
    talking = await ready_guest()
    kept = str(talking.talk.slots).lower()
    for personal in ("heron", "maya", "example", "98000"):
        assert personal not in kept.replace(str(talking.talk.slots["last_speech"]).lower(), "")


@pytest.mark.parametrize(
    "said",
    [
        (),
        ("delivery",),
        ("pickup",),
        ("delivery", "27 Heron Court"),
        ("delivery", ADDRESS),
        ("delivery", ADDRESS, "another day"),
        ("delivery", ADDRESS, "the first one"),
        ("delivery", ADDRESS, "the first one", EMAIL),
        ("delivery", ADDRESS, "the first one", EMAIL, "maybe"),
        ("delivery", ADDRESS, "the first one", EMAIL, "Friday rather"),
        ("delivery", ADDRESS, "the first one", EMAIL, "no"),
    ],
)
async def test_answers_are_short_enough_to_be_listened_to(said: tuple[str, ...]) -> None:
    talking = await talk_of(cart=(("mug-1", 2), ("tea-1", 3), ("lamp-1", 1)))
    answer = await talking.starts()
    for text in said:
        answer = await talking.says(text)
    words = len(answer.split())
    assert words <= (MOST_WORDS if QUESTION in answer else MOST_WORDS_ELSE), answer
    assert len(answer) <= 420
