"""Changing the cart when the cart is no longer what it was: the answer tells what is, not what was meant to be."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.change_cart import ChangeCart
from actions.refine_search import RefineSearch
from actions.services import Services
from actions.show_details import ShowDetails
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary
from shop.cart import Cart
from shop.cart_requests import Counted, changes_cart, set_to
from shop.errors import NotInCart
from tests.unit.fakes import CART

READER = Understanding(Vocabulary.of(brands=(), categories=("Rain jackets",), facts=()))


class PlayedCarts:
    """A cart whose changes were made before, or whose line is gone: whatever is asked, it stays as it is."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    async def cart_of(self, shopper_id: str) -> Cart:
        return CART

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        if self._error:
            raise self._error
        return CART


class NoProducts:
    async def products(self, product_ids: list[str]) -> list[Any]:
        return []


async def said(text: str, carts: PlayedCarts) -> str:
    services = SimpleNamespace(reader=lambda: READER, products=NoProducts(), carts=carts, now=lambda: datetime.now(UTC))
    message = {"text": text, "metadata": {"turn_id": "t", "shopper_id": "s"}}
    tracker = Tracker("talk", {}, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    refine = RefineSearch(cast("Services", services), details=ShowDetails(cast("Services", services)))
    await ChangeCart(cast("Services", services), refine=refine).run(dispatcher, tracker, cast("Any", {}))
    (told,) = dispatcher.messages
    return str(told["custom"]["answer"]["speech"])


@pytest.mark.parametrize("text", ["double it", "take one out", "make it five", "remove it"])
async def test_change_made_before_is_not_claimed_again(text: str) -> None:
    speech = await said(text, PlayedCarts())
    assert speech.startswith("Now there are two of the ")
    assert "You have two" in speech or "You have 2" in speech


async def test_line_that_has_gone_meanwhile_is_said_not_to_be_there() -> None:
    speech = await said("make it three", PlayedCarts(NotInCart()))
    assert speech.startswith("That's not in your cart.")


@pytest.mark.parametrize("text", ["Remove 1 of the Trail Socks, size M from my cart", "take the jacket out of the bag"])
def test_what_is_taken_out_of_the_cart_is_never_an_addition(text: str) -> None:
    assert changes_cart(text)


@pytest.mark.parametrize(
    ("text", "goods", "number"),
    [
        (
            "Set the quantity of the Trail Jacket in olive, size M in my cart to 3",
            "the trail jacket in olive, size m",
            3,
        ),
        ("set the number of kettles to two.", "kettles", 2),
        ("set the amount of the Oat Milk, 32 fl oz in my basket to 0", "the oat milk, 32 fl oz", 0),
    ],
)
def test_an_exact_number_is_heard_past_the_numbers_in_a_name(text: str, goods: str, number: int) -> None:
    assert set_to(text) == Counted(goods=goods, number=number)
    assert changes_cart(text)


def test_an_exact_number_is_none_without_a_number_at_the_end() -> None:
    assert set_to("set the table for the Kettle 3 to brunch") is None
