"""Checkouts in conversation: what is corrected, what has changed meanwhile, and the voice code."""

from dataclasses import replace

import pytest

from tests.contracts.commerce.goods import TERMS
from tests.unit.checkout_talk import ADDRESS, EMAIL, CheckoutTalk, ready_guest, signed_in, talk_of

QUESTION = "Shall I place the order?"
MOST_WORDS_ELSE = 36


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
        ("how do I pay?", "It's paid by a link, once it is ordered."),
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


async def test_without_the_code_nothing_is_ordered() -> None:
    talking = await coded()
    await talking.yes()
    assert (await talking.says("I forgot my code")).startswith("Without the code I can't order this")
    assert talking.talk.form is None
    assert await talking.orders() == 0


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


async def test_whoever_comes_back_to_a_code_is_told_first_what_it_is_for() -> None:
    talking = await coded()
    await talking.yes()
    answer = await talking.hello()
    assert "From " in answer
    assert answer.endswith("Shall I place the order?")
    await talking.says("4711")
    assert await talking.orders() == 0
    await talking.yes()
    await talking.says("4711")
    assert await talking.orders() == 1


async def test_what_is_asked_before_everything_is_chosen_is_told_as_far_as_it_is_known() -> None:
    talking = await talk_of()
    await talking.starts()
    await talking.says("delivery")
    assert (await talking.says("when would it come?")).startswith("The earliest is today ten a.m. to noon.")
    assert (await talking.says("how much is it so far")).startswith("So far it's twenty-four dollars, before shipping")


async def test_goods_are_no_answers() -> None:
    talking = await ready_guest()
    for said in ("add two jackets for Friday", "do you have a jacket to pick up today", "remove the mug"):
        before = talking.talk.slots["checkout_window"]
        await talking.says(said, "view_cart")
        assert talking.talk.slots["checkout_window"] == before
        assert talking.talk.slots["checkout_how"] == "delivery"


async def coded() -> CheckoutTalk:
    """A customer whose voice code is 4711, to whom the summary has been told."""
    talking = await signed_in()
    await talking.world.codes.give("c-maya", "4711")
    await talking.starts()
    return talking


async def test_a_code_opens_the_checkout_and_is_told_not_to_be_needed() -> None:
    talking = await talk_of()
    assert "every discount there is comes off by itself" in await talking.says("apply my coupon", "checkout")


async def test_a_question_for_a_discount_opens_no_checkout() -> None:
    talking = await talk_of(cart=())
    assert "empty" not in (speech := await talking.says("is there a discount", "checkout"))
    assert "promotions" in speech or "Right now there's" in speech
