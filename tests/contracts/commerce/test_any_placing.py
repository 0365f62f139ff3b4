"""From a yes to an order: once, for just what was confirmed, and never more than there is."""

from dataclasses import replace

import pytest

from shop.checkout.errors import NotBoughtHere, NotReady, QuoteChanged, SoldOut
from shop.checkout.payment import LINK, PaymentMethod, PaymentState
from shop.checkout.promotions import Promotion, PromotionKind
from shop.checkout.window import Fulfilment
from shop.turn import Buying
from tests.contracts.commerce.buying import EMAIL, quoted_guest, ready_guest
from tests.contracts.commerce.goods import ELSEWHERE, TERMS
from tests.contracts.commerce.worlds import World


async def test_an_order_is_what_was_confirmed(world: World) -> None:
    await world.carts.add("ann", "tea-1", quantity=2, turn_id="t0")
    quote = await quoted_guest(world, quantity=2)
    assert (quote.seller, quote.contact, quote.needs_code) == ("Alder Shop", EMAIL, False)
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert order.totals == quote.totals
    assert (order.address, order.window, order.contact, order.seller) == (
        quote.address,
        quote.window,
        EMAIL,
        "Alder Shop",
    )
    assert [(line.title, line.quantity, line.discount_minor, line.tax_minor) for line in order.lines] == [
        ("Green Tea", 2, 100, 0),
        ("Stone Mug", 2, 0, 192),
    ]
    assert (order.payment.method, order.payment.state) == (PaymentMethod.LINK, PaymentState.REQUESTED)
    assert order.payment.amount == quote.totals.total
    assert order.payment.url


async def test_placing_takes_stock_and_closes_the_cart(world: World) -> None:
    quote = await quoted_guest(world, quantity=2)
    assert await world.shelves("mug-1") == {"north": 5, "harbor": 2}
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert await world.shelves("mug-1") == {"north": 5, "harbor": 0}
    assert (await world.carts.cart_of("ann")).lines == ()
    assert (await world.noted())[-1] == "order.placed"


async def test_the_same_yes_is_the_same_order(world: World) -> None:
    quote = await quoted_guest(world)
    first = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    again = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes, again")
    assert again == first
    assert (await world.noted()).count("order.placed") == 1


@pytest.mark.parametrize("buying", [Buying.BY_LINK, Buying.WHEN_LINKED])
async def test_a_guest_s_yes_places_nothing_where_orders_are_not_placed(world: World, buying: Buying) -> None:
    quote = await quoted_guest(world, quantity=2)
    with pytest.raises(NotBoughtHere):
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", buying=buying)
    assert len((await world.carts.cart_of("ann")).lines) == 1
    assert "order.placed" not in await world.noted()
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes, here")
    with pytest.raises(NotBoughtHere):
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", buying=buying)


async def test_a_linked_customer_orders_by_voice_and_by_a_link_nobody(world: World) -> None:
    await world.sign_in("ann")
    quote = await quoted_guest(world)
    with pytest.raises(NotBoughtHere):
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", buying=Buying.BY_LINK)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", buying=Buying.WHEN_LINKED)
    assert (await world.noted()).count("order.placed") == 1


async def test_a_new_cart_and_checkout_begin_after_an_order(world: World) -> None:
    quote = await quoted_guest(world)
    first = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    await world.carts.add("ann", "tea-1", quantity=1, turn_id="t9")
    assert (await world.checkouts.draft("ann")).missing == ("how", "contact")
    with pytest.raises(NotReady):
        await world.checkouts.quote("ann", turn_id="t10")
    await world.checkouts.choose("ann", turn_id="t11", how=Fulfilment.PICKUP, store_id="north", contact=EMAIL)
    second = await world.checkouts.quote("ann", turn_id="t12")
    order = await world.checkouts.place("ann", quote_id=second.id, turn_id="yes 2")
    assert order.number != first.number


async def _more_tea(world: World) -> None:
    await world.carts.add("ann", "tea-1", quantity=1, turn_id="late")


async def _dearer(world: World) -> None:
    await world.price("mug-1", 1300)


async def _promotion(world: World) -> None:
    ten_off = Promotion(id="z", name="5 percent off", kind=PromotionKind.PERCENT, percent=5)
    await world.sell_by(replace(TERMS, promotions=(ten_off,)))


async def _moved(world: World) -> None:
    await world.checkouts.choose("ann", turn_id="late", address=ELSEWHERE)
    (window,) = await world.checkouts.windows("ann", limit=1)
    await world.checkouts.choose("ann", turn_id="later", window_id=window.id)


async def _other_seller(world: World) -> None:
    await world.sell_by(replace(TERMS, seller="Another Shop"))


async def _other_contact(world: World) -> None:
    await world.checkouts.choose("ann", turn_id="late", contact="other@example.com")


async def _too_late(world: World) -> None:
    world.clock.wait(minutes=11)


@pytest.mark.parametrize("change", [_more_tea, _dearer, _promotion, _moved, _other_seller, _other_contact, _too_late])
async def test_a_yes_holds_only_for_what_was_told(world: World, change) -> None:
    quote = await quoted_guest(world)
    await change(world)
    with pytest.raises(QuoteChanged) as changed:
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert changed.value.quote.id != quote.id
    assert await world.shelves("mug-1") == {"north": 5, "harbor": 2}
    # The old one stays void, the new one can be confirmed.
    with pytest.raises(QuoteChanged) as once_more:
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert once_more.value.quote.id == changed.value.quote.id
    order = await world.checkouts.place("ann", quote_id=changed.value.quote.id, turn_id="yes, then")
    assert order.totals == changed.value.quote.totals


async def test_asking_again_for_the_same_gives_the_same_quote(world: World) -> None:
    quote = await quoted_guest(world)
    world.clock.wait(minutes=6)
    again = await world.checkouts.quote("ann", turn_id="t9")
    assert again.id == quote.id
    assert again.expires_at > quote.expires_at
    world.clock.wait(minutes=6)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")


async def test_nobody_elses_quote_can_be_confirmed(world: World) -> None:
    quote = await quoted_guest(world, "ann")
    mine = await quoted_guest(world, "bob", window=1)
    with pytest.raises(QuoteChanged) as changed:
        await world.checkouts.place("bob", quote_id=quote.id, turn_id="yes")
    assert changed.value.quote.id == mine.id
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    with pytest.raises(QuoteChanged):
        await world.checkouts.place("bob", quote_id=quote.id, turn_id="yes")
    assert order.shopper_id == "ann"


async def test_what_is_held_for_one_cannot_be_had_by_another_until_time_is_up(world: World) -> None:
    await quoted_guest(world, "ann", "sofa-1")
    await world.carts.add("bob", "sofa-1", quantity=1, turn_id="b1")
    await ready_guest(world, "bob", window=1)
    with pytest.raises(SoldOut) as sold_out:
        await world.checkouts.quote("bob", turn_id="b2")
    assert [(line.title, line.wanted, line.left) for line in sold_out.value.lines] == [("Low Sofa", 1, 0)]
    assert [(level.quantity, level.free) for level in await world.stock.levels(["sofa-1"], shopper_id="bob")] == [
        (0, 0),
        (1, 0),
    ]
    world.clock.wait(minutes=11)
    quote = await world.checkouts.quote("bob", turn_id="b3")
    await world.checkouts.place("bob", quote_id=quote.id, turn_id="b4")
    with pytest.raises(SoldOut):
        await world.checkouts.quote("ann", turn_id="a9")


async def test_goods_that_went_meanwhile_are_named(world: World) -> None:
    quote = await quoted_guest(world, quantity=3)
    await world.put("mug-1", north=1, harbor=0)
    with pytest.raises(SoldOut) as sold_out:
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert [(line.wanted, line.left) for line in sold_out.value.lines] == [(3, 1)]
    assert (await world.carts.cart_of("ann")).lines[0].quantity == 3


async def test_picked_up_goods_come_from_that_store_alone(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=3, turn_id="t0")
    await world.checkouts.choose("ann", turn_id="t1", store_id="harbor", contact=EMAIL)
    with pytest.raises(SoldOut) as sold_out:
        await world.checkouts.quote("ann", turn_id="t2")
    assert sold_out.value.lines[0].left == 2
    await world.checkouts.choose("ann", turn_id="t3", store_id="north")
    quote = await world.checkouts.quote("ann", turn_id="t4")
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert (order.how, order.store.id, order.address) == (Fulfilment.PICKUP, "north", None)
    assert await world.shelves("mug-1") == {"north": 2, "harbor": 2}


async def test_a_line_is_delivered_from_several_stores_if_it_must(world: World) -> None:
    quote = await quoted_guest(world, quantity=6)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert await world.shelves("mug-1") == {"north": 0, "harbor": 1}


async def test_a_stored_method_is_told_by_its_label(world: World) -> None:
    await world.sign_in("ann", payments=1)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    quote = await world.checkouts.quote("ann", turn_id="t1")
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert (order.customer_id, order.payment.label, order.payment.url) == ("c-ann", "Visa ending in 4240", None)
    assert order.payment.state is PaymentState.REQUESTED


async def test_a_window_is_had_by_as_many_as_it_holds(world: World) -> None:
    await quoted_guest(world, "ann")
    taken = (await world.checkouts.draft("ann")).window
    assert taken not in await world.checkouts.windows("bob", limit=50)
    world.clock.wait(minutes=11)
    assert taken in await world.checkouts.windows("bob", limit=50)
    quote = await world.checkouts.quote("ann", turn_id="a9")
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    world.clock.wait(minutes=11)
    assert taken not in await world.checkouts.windows("bob", limit=50)


async def test_a_window_that_went_meanwhile_is_asked_for_again(world: World) -> None:
    first = await quoted_guest(world, "ann")
    world.clock.wait(minutes=11)
    other = await quoted_guest(world, "bob")
    await world.checkouts.place("bob", quote_id=other.id, turn_id="yes")
    with pytest.raises(NotReady) as unsaid:
        await world.checkouts.place("ann", quote_id=first.id, turn_id="yes")
    assert unsaid.value.missing == ("window",)


async def test_a_customer_is_offered_the_next_window_when_the_first_is_gone(world: World) -> None:
    await world.sign_in("ann")
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    quote = await world.checkouts.quote("ann", turn_id="t1")
    world.clock.wait(minutes=11)
    other = await quoted_guest(world, "bob")
    await world.checkouts.place("bob", quote_id=other.id, turn_id="yes")
    with pytest.raises(QuoteChanged) as changed:
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert changed.value.quote.window.starts_at > quote.window.starts_at


async def test_paying_another_way_asks_anew(world: World) -> None:
    await world.sign_in("ann", payments=1)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    quote = await world.checkouts.quote("ann", turn_id="t1")
    await world.checkouts.choose("ann", turn_id="t2", payment=LINK)
    with pytest.raises(QuoteChanged):
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
