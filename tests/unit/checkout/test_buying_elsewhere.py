"""Where no order may be placed: what a shopper hears instead, and that no word of theirs places one."""

from dataclasses import replace

import pytest
from rasa_sdk.interfaces import Tracker

from actions.heard import heard
from actions.registry import build_executor
from shop.turn import Buying
from tests.contracts.commerce.worlds import InMemory
from tests.unit.checkout_talk import CheckoutTalk, ready_guest, signed_in, talk_of
from tests.unit.fake_services import fake_services
from tests.unit.form_talk import FormTalk
from tests.unit.personal import PreferencesInMemory

LINK = "https://shop.example/cart"


def elsewhere(talking: CheckoutTalk, buying: Buying) -> CheckoutTalk:
    """The same conversation, come to by a channel that sells otherwise."""
    talking.talk.buying = buying
    return talking


async def test_a_guest_s_voice_hears_that_the_account_comes_first_and_keeps_the_cart() -> None:
    talking = elsewhere(await talk_of(), Buying.WHEN_LINKED)
    said = await talking.starts()
    assert "link your account" in said
    assert "cart is kept" in said
    assert (talking.answer["needs_account"], talking.answer["link"]) == (True, None)
    assert talking.talk.form is None
    assert len((await talking.world.carts.cart_of("guest")).lines) == 1


async def test_a_linked_customer_checks_out_by_voice() -> None:
    talking = elsewhere(await signed_in(), Buying.WHEN_LINKED)
    await talking.starts()
    await talking.says("the first one")
    await talking.yes()
    assert talking.order is not None
    assert await talking.orders() == 1


@pytest.mark.parametrize("is_customer", [False, True])
async def test_by_link_nobody_begins_a_checkout(is_customer: bool) -> None:
    talking = elsewhere(await (signed_in() if is_customer else talk_of()), Buying.BY_LINK)
    said = await talking.starts()
    assert "browser" in said
    assert "http" not in said
    assert (talking.answer["link"], talking.answer["needs_account"]) == (LINK, False)
    assert not talking.answer["expects_reply"]
    assert talking.talk.form is None


async def test_an_empty_cart_is_told_of_wherever_one_asks() -> None:
    talking = elsewhere(await talk_of(cart=()), Buying.BY_LINK)
    assert "empty" in await talking.starts()


@pytest.mark.parametrize("buying", [Buying.BY_LINK, Buying.WHEN_LINKED])
@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("yes", "affirm"),
        ("yes, place the order", "checkout"),
        ("place it", "nlu_fallback"),
        ("order it now", "reorder"),
        ("4821", "nlu_fallback"),
        ("go ahead", "checkout"),
    ],
)
async def test_no_word_places_an_order_though_the_summary_was_told_elsewhere(
    buying: Buying, words: str, intent: str
) -> None:
    talking = elsewhere(await ready_guest(), buying)
    await talking.says(words, intent)
    assert talking.talk.form is None
    await talking.yes()
    assert await talking.orders() == 0
    assert len((await talking.world.carts.cart_of("guest")).lines) == 1


async def test_a_yes_where_orders_are_placed_still_does_after_a_word_elsewhere() -> None:
    """A checkout that was refused elsewhere is begun anew with all that was chosen."""
    talking = elsewhere(await ready_guest(), Buying.BY_LINK)
    await talking.yes()
    elsewhere(talking, Buying.HERE)
    await talking.starts()
    await talking.yes()
    assert await talking.orders() == 1


def voice_of(shopper_id: str = "guest") -> FormTalk:
    preferences = PreferencesInMemory()
    preferences.accounts["maya"] = "Maya"
    services = fake_services()
    commerce = replace(services.commerce, orders=InMemory().orders)
    services = replace(services, preferences=preferences, commerce=commerce)
    return FormTalk(build_executor(services), shopper_id=shopper_id, buying=Buying.WHEN_LINKED)


@pytest.mark.parametrize(
    ("words", "intent"), [("order my usual groceries again", "reorder"), ("where is my order", "order_status")]
)
async def test_a_guest_s_voice_is_told_to_link_the_account_for_earlier_orders(words: str, intent: str) -> None:
    talk = voice_of()
    assert "ink your account" in await talk.says(words, intent)
    assert talk.answers[-1]["needs_account"]
    assert talk.form is None


async def test_a_customer_without_orders_is_not_told_to_link_the_account_again() -> None:
    talk = voice_of("maya")
    assert "ink your account" not in await talk.says("where is my order", "order_status")


async def test_an_order_number_needs_no_account() -> None:
    talk = voice_of()
    assert "ink your account" not in await talk.says("where is order TL-010034", "order_status")
    assert talk.form == "order_form"


@pytest.mark.parametrize(
    ("metadata", "buying"),
    [
        ({"shopper_id": "ann"}, Buying.BY_LINK),
        ({"buying": "here"}, Buying.HERE),
        ({}, Buying.HERE),
        (None, Buying.HERE),
    ],
)
def test_only_the_shell_buys_without_saying_that_it_may(metadata: dict[str, str] | None, buying: Buying) -> None:
    message = {"text": "yes", "intent": {"name": "affirm"}, "metadata": metadata}
    assert heard(Tracker("talk", {}, message, [], False, None, {}, "action_listen")).buying is buying


def test_a_way_of_buying_that_nobody_knows_is_no_leave_to_buy() -> None:
    message = {"text": "yes", "intent": {"name": "affirm"}, "metadata": {"buying": "anything"}}
    with pytest.raises(ValueError, match="anything"):
        heard(Tracker("talk", {}, message, [], False, None, {}, "action_listen"))
