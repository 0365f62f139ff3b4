"""Buying an earlier order again: at once when that is what was said, and else only after a yes."""

import pytest

from tests.unit.checkout_talk import CheckoutTalk, signed_in


async def who_ordered() -> CheckoutTalk:
    """The order is a while ago, and no longer what is talked about."""
    talking = await signed_in()
    await talking.starts()
    await talking.yes()
    talking.talk.slots.pop("order_in_focus")
    return talking


async def lines_of(talking: CheckoutTalk) -> int:
    return len((await talking.world.carts.cart_of("maya")).lines)


@pytest.mark.parametrize("text", ["my last order please, the same", "same again please", "order it again"])
async def test_who_asks_for_it_again_has_it_in_the_cart(text: str) -> None:
    talking = await who_ordered()
    await talking.says(text, "reorder")
    assert await lines_of(talking) == 1


@pytest.mark.parametrize("text", ["standard", "standard delivery"])
async def test_what_only_sounds_like_it_is_asked_about_first(text: str) -> None:
    talking = await who_ordered()
    assert "?" in await talking.says(text, "reorder")
    assert await lines_of(talking) == 0
    await talking.yes()
    assert await lines_of(talking) == 1
