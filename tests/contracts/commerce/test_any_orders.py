"""Orders once they are placed: who may see which, and the way back while nothing is packed."""

import pytest

from shop.checkout.payment import PaymentState
from shop.order import Order, OrderState
from shop.orders.errors import OrderUnknown, TooLate, TooManyTries
from shop.orders.orders import MOST_TRIES
from tests.contracts.commerce.buying import EMAIL, quoted_guest
from tests.contracts.commerce.worlds import World


async def placed(world: World, shopper_id: str = "ann", variant_id: str = "mug-1", *, quantity: int = 1) -> Order:
    quote = await quoted_guest(world, shopper_id, variant_id, quantity=quantity)
    return await world.checkouts.place(shopper_id, quote_id=quote.id, turn_id=f"{shopper_id}-place")


async def test_a_guest_sees_what_they_ordered(world: World) -> None:
    order = await placed(world)
    (seen,) = await world.orders.of_shopper("ann")
    assert (seen.number, [line.title for line in seen.lines]) == (order.number, ["Stone Mug"])
    assert seen.total == order.total


async def test_nobody_sees_what_another_ordered(world: World) -> None:
    order = await placed(world)
    assert await world.orders.of_shopper("bob") == ()
    with pytest.raises(OrderUnknown):
        await world.orders.numbered(order.number, shopper_id="bob")
    with pytest.raises(OrderUnknown):
        await world.orders.cancel("bob", order_id=order.id, turn_id="t1")
    assert (await world.orders.of_shopper("ann"))[0].state is OrderState.PLACED


async def test_number_and_email_together_prove_an_order(world: World) -> None:
    order = await placed(world)
    spelled = order.number.replace("-", " ").lower()
    assert (await world.orders.numbered(spelled, shopper_id="bob", email=EMAIL.upper())).id == order.id
    assert [seen.id for seen in await world.orders.of_shopper("bob")] == [order.id]
    assert await world.orders.of_shopper("cid") == ()
    world.clock.wait(hours=12)
    assert await world.orders.of_shopper("bob") == ()


async def test_wrong_number_and_wrong_email_are_the_same_from_outside(world: World) -> None:
    order = await placed(world)
    for number, email in ((order.number, "other@example.com"), ("M-999999", EMAIL), (order.number, "' or 1=1 --")):
        with pytest.raises(OrderUnknown):
            await world.orders.numbered(number, shopper_id="bob", email=email)
    assert await world.orders.of_shopper("bob") == ()


async def test_guessing_ends_even_for_the_right_answer(world: World) -> None:
    order = await placed(world)
    for number in range(MOST_TRIES - 1):
        with pytest.raises(OrderUnknown):
            await world.orders.numbered(f"M-{number:06d}", shopper_id="bob", email="other@example.com")
    with pytest.raises(TooManyTries):
        await world.orders.numbered(order.number, shopper_id="bob", email="other@example.com")
    with pytest.raises(TooManyTries):
        await world.orders.numbered(order.number, shopper_id="bob", email=EMAIL)
    assert (await world.orders.numbered(order.number, shopper_id="cid", email=EMAIL)).id == order.id
    world.clock.wait(hours=2)
    assert (await world.orders.numbered(order.number, shopper_id="bob", email=EMAIL)).id == order.id


async def test_a_signed_in_customer_sees_the_orders_of_that_customer(world: World) -> None:
    await world.sign_in("ann")
    order = await placed(world)
    assert [seen.id for seen in await world.orders.of_shopper("ann")] == [order.id]
    await world.sign_in("bob")
    assert await world.orders.of_shopper("bob") == ()


async def test_a_cancelled_order_gives_back_goods_and_window_once(world: World) -> None:
    before = dict(await world.shelves("mug-1"))
    order = await placed(world, quantity=2)
    assert dict(await world.shelves("mug-1")) != before
    assert await world.booked() == 1
    for turn_id in ("t1", "t1", "t2"):
        cancelled = await world.orders.cancel("ann", order_id=order.id, turn_id=turn_id)
        assert cancelled.state is OrderState.CANCELLED
        assert cancelled.payment.state is PaymentState.CANCELLED
    assert dict(await world.shelves("mug-1")) == before
    assert await world.booked() == 0
    assert (await world.noted()).count("order.cancelled") == 1


async def test_what_is_packed_is_not_cancelled(world: World) -> None:
    order = await placed(world)
    await world.pack(order.id)
    with pytest.raises(TooLate) as refused:
        await world.orders.cancel("ann", order_id=order.id, turn_id="t1")
    assert refused.value.state is OrderState.PACKED
