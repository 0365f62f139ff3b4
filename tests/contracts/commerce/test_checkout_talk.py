"""A checkout in conversation ends in the same order, whoever keeps the books."""

from tests.contracts.commerce.worlds import World
from tests.unit.checkout_talk import ready_guest, signed_in


async def test_a_guest_talks_a_cart_into_an_order(world: World) -> None:
    talking = await ready_guest(world)
    await talking.yes()
    assert talking.order is not None
    assert talking.order["lines"][0]["title"] == "Stone Mug"
    assert talking.order["payment"]["state"] == "requested"
    assert (await world.carts.cart_of("guest")).lines == ()
    assert await talking.orders() == 1


async def test_a_yes_to_a_price_that_is_no_more_orders_nothing(world: World) -> None:
    talking = await ready_guest(world)
    await world.price("mug-1", 1300)
    assert (await talking.yes()).startswith("Your total is now")
    assert await talking.orders() == 0
    await talking.yes()
    assert await talking.orders() == 1


async def test_what_has_gone_is_taken_out_with_a_yes(world: World) -> None:
    talking = await ready_guest(world)
    await world.put("mug-1", north=1, harbor=0)
    assert "Only one" in await talking.yes()
    await talking.yes()
    await talking.yes()
    assert talking.order is not None
    assert talking.order["lines"][0]["quantity"] == 1


async def test_a_yes_that_comes_again_tells_the_same_order(world: World) -> None:
    talking = await ready_guest(world)
    before = dict(talking.talk.slots)
    await talking.yes()
    first = talking.order
    talking.talk.slots, talking.talk.form, talking.talk.turns = before, "checkout_form", talking.talk.turns - 1
    await talking.yes()
    assert talking.order == first
    assert await talking.orders() == 1


async def test_wrong_codes_lock_over_several_turns(world: World) -> None:
    talking = await signed_in(world=world)
    await world.codes.give("c-maya", "4711")
    await talking.starts()
    await talking.yes()
    assert "locked" in await talking.all_say("1111", "2222", "3333")
    assert await talking.orders() == 0
