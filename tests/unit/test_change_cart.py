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
