"""Checkouts in conversation: what is asked, what is understood, and that only a clear yes orders."""

from dataclasses import replace

import pytest

from shop.phrasing.checkout_summary import MOST_WORDS
from tests.contracts.commerce.goods import TERMS
from tests.unit.checkout_talk import ADDRESS, EMAIL, CheckoutTalk, ready_guest, signed_in, talk_of

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


async def test_a_no_asks_what_to_change_and_keeps_the_cart() -> None:
    talking = await ready_guest()
    assert await talking.says("no", "deny") == "All right, not yet. What would you like to change?"
    assert (await talking.says("pick it up instead")).endswith("Which store will you pick it up at: Harbor or North?")
    await talking.says("north")
    assert await talking.orders() == 0
    assert len((await talking.world.carts.cart_of("guest")).lines) == 1


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("tomorrow afternoon please", "It now comes tomorrow four to six p.m."),
        ("no, send it to 9 Orchard Close, Ash, 98000", "To 9 Orchard Close, Ash, Washington, 9 8 0 0 0."),
        ("make it pickup at harbor instead", "Pickup at Harbor."),
        ("actually I'll collect it at north", "Pickup at North."),
        ("the email is kim at example dot org", "Receipt to kim at example dot org."),
    ],
)
async def test_every_choice_can_be_corrected_at_the_end(said: str, heard: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(said)
    assert answer.startswith(heard)
    assert "Shall I place the order" in answer
    await talking.yes()
    assert await talking.orders() == 1


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("change the address", "What's the delivery address: street, city and ZIP code?"),
        ("the address is wrong", "What's the delivery address: street, city and ZIP code?"),
        ("I want a different time", "I have today ten a.m. to noon"),
        ("Friday rather", "I have Friday ten a.m. to noon or four to six p.m. Which one?"),
        ("Friday at nine in the evening", "Nothing is free then. I have Friday ten a.m. to noon or four to six p.m."),
    ],
)
async def test_what_is_to_be_changed_is_asked_for(said: str, asked: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(said)
    assert answer.startswith(asked)
    assert await talking.orders() == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("what time will it come?", "To 27 Heron Court, Ash, today ten a.m. to noon."),
        ("where does it go again", "To 27 Heron Court, Ash, today ten a.m. to noon."),
        ("how much is shipping?", "Shipping is five ninety-nine."),
        ("and what's the total", "The total is thirty-one ninety-one with tax."),
        ("how do I pay?", "It's paid by a link."),
        ("who sells it", "You buy from Alder Shop."),
        ("I have a coupon", "I can't take codes, but every discount there is comes off by itself."),
    ],
)
async def test_what_is_asked_of_the_order_is_answered_from_the_quote(asked: str, told: str) -> None:
    talking = await ready_guest()
    answer = await talking.says(asked)
    assert answer == f"{told} Shall I place the order for thirty-one ninety-one?"


async def test_another_card_is_taken() -> None:
    talking = await signed_in(payments=2)
    assert "ending in 4240" in await talking.starts()
    answer = await talking.says("pay with the other card")
    assert answer.startswith("Paid with Visa ending in 4241.")
    assert "by a link" not in answer
    assert "get a link" in await talking.says("send me a link to pay instead")


async def test_a_changed_price_voids_the_yes_and_is_told() -> None:
    talking = await ready_guest()
    await talking.world.price("mug-1", 1300)
    answer = await talking.yes()
    assert answer.startswith("Your total is now thirty-four oh seven with tax.")
    assert await talking.orders() == 0
    await talking.yes()
    assert await talking.orders() == 1


async def test_a_cart_that_changed_in_between_is_told_with_its_new_total() -> None:
    talking = await ready_guest()
    await talking.world.carts.add("guest", "tea-1", quantity=1, turn_id="else")
    answer = await talking.says("what's in my cart", "view_cart")
    assert "Your total is now" in answer
    assert answer.endswith(QUESTION)


async def test_a_side_question_brings_the_question_back_short() -> None:
    talking = await ready_guest()
    answer = await talking.says("what's in my cart", "view_cart")
    assert answer.endswith("Shall I place the order for thirty-one ninety-one?")
    assert "clear yes" not in answer


async def test_what_is_sold_out_is_named_and_offered_to_be_taken_out() -> None:
    talking = await talk_of(cart=(("mug-1", 2), ("tea-1", 1)))
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one")
    await talking.world.put("mug-1", north=0, harbor=0)
    answer = await talking.says(EMAIL)
    assert "The Stone Mug is sold out. Shall I take that out and go on?" in answer
    answer = await talking.yes()
    assert answer.endswith(QUESTION)
    assert [line.title for line in (await talking.world.carts.cart_of("guest")).lines] == ["Green Tea"]


async def test_fewer_than_wanted_are_offered() -> None:
    talking = await ready_guest()
    await talking.world.put("mug-1", north=1, harbor=0)
    assert "Only one of the Stone Mug left. Shall I make it that many?" in await talking.yes()
    await talking.yes()
    assert (await talking.world.carts.cart_of("guest")).lines[0].quantity == 1
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


async def test_elsewhere_is_not_delivered_to() -> None:
    talking = await talk_of()
    only_here = tuple(replace(method, region="WA") for method in TERMS.shipping_methods)
    await talking.world.sell_by(replace(TERMS, shipping_methods=only_here))
    await talking.starts()
    await talking.says("delivery")
    answer = await talking.says("2 Oak Street, Bend, Oregon 97000")
    assert answer.startswith("Sorry, we don't deliver to Oregon.")
    assert answer.endswith("?")


async def test_a_code_is_asked_for_taken_and_kept_nowhere() -> None:
    talking = await coded()
    assert (await talking.yes()).startswith("This one needs your voice code")
    assert (
        await talking.says("one one one one") == "That's not the code. You have two more tries. What's your voice code?"
    )
    assert any(answer["secret"] for answer in talking.talk.answers)
    await talking.says("it's four seven one one")
    assert any(answer["secret"] for answer in talking.talk.answers)
    assert await talking.orders() == 1
    assert "4711" not in str(talking.talk.slots)


async def test_three_wrong_codes_lock_and_order_nothing() -> None:
    talking = await coded()
    await talking.yes()
    await talking.all_say("1111", "2222")
    assert "the code is locked for" in await talking.says("3333")
    assert talking.talk.form is None
    assert await talking.orders() == 0
    assert (await talking.world.carts.cart_of("maya")).lines


async def test_a_question_in_between_leaves_the_code_waited_for() -> None:
    talking = await coded()
    await talking.yes()
    assert (await talking.says("what's in my cart", "view_cart")).endswith("What's your voice code?")
    await talking.says("4711")
    assert await talking.orders() == 1


async def test_the_same_yes_run_again_orders_once() -> None:
    talking = await ready_guest()
    before = dict(talking.talk.slots)
    await talking.yes()
    first = talking.order
    talking.talk.slots, talking.talk.form, talking.talk.turns = before, "checkout_form", talking.talk.turns - 1
    await talking.yes()
    assert talking.order == first
    assert await talking.orders() == 1


async def test_a_yes_long_after_is_asked_again() -> None:
    talking = await ready_guest()
    talking.world.clock.wait(minutes=15)
    answer = await talking.yes()
    assert "Shall I place the order" in answer
    assert await talking.orders() == 0


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


async def test_what_is_asked_before_everything_is_chosen_is_told_as_far_as_it_is_known() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.says("delivery")
    assert (await talking.says("when would it come?")).startswith("The earliest is today ten a.m. to noon.")
    assert (await talking.says("how much is it so far")).startswith("So far it's twenty-four dollars, before shipping")


async def test_choices_said_with_the_checkout_are_not_asked_for() -> None:
    talking = await talk_of()
    assert "e-mail" in await talking.says("check out for pickup at the harbor store", "checkout")
    assert talking.talk.slots["checkout_store"] == "harbor"


async def test_goods_are_no_answers() -> None:
    talking = await ready_guest()
    for said in ("add two jackets for Friday", "do you have a jacket to pick up today", "remove the mug"):
        before = talking.talk.slots["checkout_window"]
        await talking.says(said, "view_cart")
        assert talking.talk.slots["checkout_window"] == before
        assert talking.talk.slots["checkout_how"] == "delivery"


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


async def coded() -> CheckoutTalk:
    """A customer whose voice code is 4711, to whom the summary has been told."""
    talking = await signed_in()
    await talking.world.codes.give("c-maya", "4711")
    await talking.starts()
    return talking
