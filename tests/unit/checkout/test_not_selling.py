"""A checkout in a shop that has set up no way of getting goods to people."""

from dataclasses import replace

from tests.unit.checkout_talk import talk_of


async def test_a_shop_that_cannot_sell_says_so_once_and_keeps_the_cart() -> None:
    talking = await talk_of()
    talking.world.shop.terms = replace(talking.world.shop.terms, shipping_methods=())
    assert await talking.starts() == "I can't take orders here yet, I'm afraid. Your cart is kept."
    assert talking.talk.form is None
    assert (await talking.world.carts.cart_of("guest")).lines
