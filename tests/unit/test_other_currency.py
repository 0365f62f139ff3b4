"""What is sold in another currency than the cart's is kept apart, and said so."""

from dataclasses import replace

from catalog.money import Money
from shop.phrasing import lists
from shop.shopping_list import Taken
from shop.spoken import currency_in_words
from tests.contracts.commerce.worlds import InMemory
from tests.unit.checkout_talk import ADDRESS, EMAIL, talk_of


def test_currencies_are_called_as_people_call_them() -> None:
    assert [currency_in_words(code) for code in ("EUR", "GBP", "USD", "XTS")] == ["euros", "pounds", "USD", "XTS"]


def test_of_a_list_what_needs_an_order_apart_is_named() -> None:
    one = lists.told(Taken(other_currency=("Harbor Print",)), None).speech
    assert "The Harbor Print is sold in another currency, for an order apart." in one
    both = lists.told(Taken(sold_out=("Desk Lamp",), other_currency=("Harbor Print", "Low Sofa")), None).speech
    assert "The Desk Lamp is out of stock." in both
    assert "The Harbor Print and Low Sofa are sold in another currency" in both


async def test_a_cart_whose_prices_were_changed_to_another_currency_is_not_ordered() -> None:
    world = InMemory()
    talking = await talk_of(cart=(("mug-1", 1), ("tea-1", 1)), world=world)
    product, tea = world.shop.products["tea-1"]
    world.shop.products["tea-1"] = (product, replace(tea, price=Money(amount_minor=499, currency="EUR")))
    await talking.starts()
    said = await talking.all_say("delivery", ADDRESS, "the first one", EMAIL)
    assert "sold in euros, and your cart is in USD" in said
    assert await talking.orders() == 0
