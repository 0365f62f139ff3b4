"""Sending things back: within the rules, each piece once, and only one's own."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shop.order import Order
from shop.orders.errors import OrderUnknown
from shop.returns.eligibility import WhyNot
from shop.returns.errors import ExchangeGone, NotReturnable
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, Wanted
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.test_any_orders import placed
from tests.contracts.commerce.worlds import World


async def delivered(world: World, variant_id: str = "mug-1", *, quantity: int = 2) -> Order:
    order = await placed(world, "ann", variant_id, quantity=quantity)
    await world.deliver(order.id)
    return order


async def sent_back(
    world: World,
    order: Order,
    *,
    quantity: int = 1,
    turn_id: str = "t1",
    exchange_for: str | None = None,
    reason: Reason = Reason.CHANGED_MIND,
    used: bool = False,
) -> Return:
    return await world.returns.start(
        "ann",
        order_id=order.id,
        wanted=[Wanted(position=0, quantity=quantity, exchange_for=exchange_for)],
        reason=reason,
        resolution=Resolution.EXCHANGE if exchange_for else Resolution.REFUND,
        used=used,
        turn_id=turn_id,
    )


async def test_what_was_paid_comes_back_with_its_tax(world: World) -> None:
    order = await delivered(world)
    line = (await world.orders.of_shopper("ann"))[0].lines[0]
    one, other = await sent_back(world, order), await sent_back(world, order, turn_id="t2")
    assert one.refund.amount_minor + other.refund.amount_minor == 2 * 1200 + line.tax_minor - line.discount_minor
    assert (one.number, other.number) == (f"{order.number}-R1", f"{order.number}-R2")
    assert one.label_url != other.label_url
    assert await world.returns.of_order("ann", order_id=order.id) == (other, one)


async def test_what_may_go_back_tells_of_its_order_as_the_order_itself_is_told(world: World) -> None:
    """Its link to pay included."""
    order = await delivered(world)
    (known,) = await world.orders.of_shopper("ann")
    (judged,) = await world.returns.returnable("ann", order_id=order.id)
    assert known.payment is not None
    assert known.payment.url is not None
    assert judged.thing.order.payment == known.payment


async def test_a_repeated_turn_starts_one_return(world: World) -> None:
    order = await delivered(world)
    first = await sent_back(world, order)
    assert await sent_back(world, order) == first
    assert (await world.orders.of_shopper("ann"))[0].lines[0].returned_quantity == 1
    assert (await world.noted()).count("return.started") == 1


async def test_no_more_comes_back_than_was_bought(world: World) -> None:
    order = await delivered(world)
    with pytest.raises(NotReturnable):
        await sent_back(world, order, quantity=3)
    await sent_back(world, order, quantity=2)
    with pytest.raises(NotReturnable) as refused:
        await sent_back(world, order, turn_id="t2")
    assert refused.value.why is WhyNot.ALL_BACK


async def test_the_window_counts_from_the_delivery(world: World) -> None:
    order = await delivered(world)
    world.clock.wait(days=30)
    assert (await world.returns.returnable("ann", order_id=order.id))[0].why_not is None
    world.clock.wait(days=1)
    assert (await world.returns.returnable("ann", order_id=order.id))[0].why_not is WhyNot.TOO_LATE
    with pytest.raises(NotReturnable):
        await sent_back(world, order, reason=Reason.FAULTY)


async def test_the_window_ends_with_the_day_where_the_shop_is(world: World) -> None:
    order = await delivered(world)
    (first, *_) = await world.returns.returnable("ann", order_id=order.id)
    (order,) = await world.orders.of_shopper("ann")
    assert order.timezone == "America/Los_Angeles"
    assert first.until is not None
    last = datetime.combine(first.until, time(23, 30), ZoneInfo(order.timezone))
    world.clock.wait(hours=(last - world.clock()) / timedelta(hours=1))
    assert world.clock().date() > first.until
    (still, *_) = await world.returns.returnable("ann", order_id=order.id)
    assert still.why_not is None
    world.clock.wait(hours=1)
    (late, *_) = await world.returns.returnable("ann", order_id=order.id)
    assert late.why_not is WhyNot.TOO_LATE


async def test_what_is_not_delivered_cannot_come_back(world: World) -> None:
    order = await placed(world)
    with pytest.raises(NotReturnable) as refused:
        await sent_back(world, order)
    assert refused.value.why is WhyNot.NOT_DELIVERED


async def test_exceptions_hold_for_their_goods(world: World) -> None:
    tea = await delivered(world, "tea-1")
    with pytest.raises(NotReturnable) as refused:
        await sent_back(world, tea)
    assert refused.value.why is WhyNot.ONLY_FAULTY
    assert (await sent_back(world, tea, reason=Reason.DAMAGED)).shipping.amount_minor == 0


async def test_used_furniture_stays_and_unused_costs_its_freight(world: World) -> None:
    sofa = await delivered(world, "sofa-1", quantity=1)
    with pytest.raises(NotReturnable) as refused:
        await sent_back(world, sofa, used=True)
    assert refused.value.why is WhyNot.USED
    assert (await sent_back(world, sofa)).shipping.amount_minor == 4900


async def test_an_exchange_puts_the_other_aside(world: World) -> None:
    order = await delivered(world)
    before = sum((await world.shelves("lamp-1")).values())
    made = await sent_back(world, order, exchange_for="lamp-1")
    assert made.refund.amount_minor == 0
    assert made.lines[0].exchange_for == "lamp-1"
    assert sum((await world.shelves("lamp-1")).values()) == before - 1


async def test_an_exchange_for_what_is_sold_out_starts_nothing(world: World) -> None:
    order = await delivered(world)
    await world.put("lamp-1", north=0, harbor=0)
    with pytest.raises(ExchangeGone):
        await sent_back(world, order, exchange_for="lamp-1")
    assert await world.returns.of_order("ann", order_id=order.id) == ()
    assert (await world.orders.of_shopper("ann"))[0].lines[0].returned_quantity == 0


async def test_what_is_held_for_another_is_not_given_in_exchange(world: World) -> None:
    order = await delivered(world)
    await world.put("lamp-1", north=1, harbor=0)
    await quoted_guest(world, "bob", "lamp-1", window=1)
    with pytest.raises(ExchangeGone):
        await sent_back(world, order, exchange_for="lamp-1")
    world.clock.wait(minutes=11)
    assert (await sent_back(world, order, exchange_for="lamp-1")).lines[0].exchange_for == "lamp-1"


async def test_without_a_policy_nothing_is_started(world: World) -> None:
    order = await delivered(world)
    await world.promise()
    (line,) = await world.returns.returnable("ann", order_id=order.id)
    assert line.why_not is WhyNot.NO_RULE
    with pytest.raises(NotReturnable):
        await sent_back(world, order)


async def test_nobody_sends_back_what_another_bought(world: World) -> None:
    order = await delivered(world)
    with pytest.raises(OrderUnknown):
        await world.returns.returnable("bob", order_id=order.id)
    with pytest.raises(OrderUnknown):
        await world.returns.of_order("bob", order_id=order.id)
    with pytest.raises(OrderUnknown):
        await world.returns.start(
            "bob",
            order_id=order.id,
            wanted=[Wanted(position=0, quantity=1)],
            reason=Reason.FAULTY,
            resolution=Resolution.REFUND,
            turn_id="t9",
        )
