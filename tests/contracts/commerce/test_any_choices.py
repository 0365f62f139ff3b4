"""What is still open on the way to an order, and what may be chosen."""

from dataclasses import replace
from datetime import date

import pytest

from shop.checkout.errors import ChoiceGone, NotReady
from shop.checkout.payment import LINK, PaymentMethod
from shop.checkout.window import Fulfilment
from tests.contracts.commerce.buying import EMAIL, quoted_guest, ready_guest
from tests.contracts.commerce.goods import ABROAD, ELSEWHERE, HOME, TERMS
from tests.contracts.commerce.worlds import World, without_windows


async def test_a_guest_is_asked_for_everything_in_turn(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    assert (await world.checkouts.draft("ann")).missing == ("how", "contact")
    draft = await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.DELIVERY)
    assert draft.missing == ("address", "window", "contact")
    draft = await world.checkouts.choose("ann", turn_id="t2", address=HOME)
    assert draft.missing == ("window", "contact")
    (window,) = await world.checkouts.windows("ann", limit=1)
    draft = await world.checkouts.choose("ann", turn_id="t3", window_id=window.id)
    assert draft.window == window
    draft = await world.checkouts.choose("ann", turn_id="t4", contact=EMAIL)
    assert draft.missing == ()
    assert draft.payment.method is PaymentMethod.LINK


async def test_a_customer_only_has_to_confirm(world: World) -> None:
    await world.sign_in("ann", payments=2)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    draft = await world.checkouts.draft("ann")
    assert draft.missing == ()
    assert (draft.how, draft.address, draft.contact) == (Fulfilment.DELIVERY, HOME, "ann@example.com")
    assert draft.payment.stored.label == "Visa ending in 4240"
    assert [(draft.window,)] == [await world.checkouts.windows("ann", limit=1)]
    assert (await world.checkouts.quote("ann", turn_id="t1")).window == draft.window


async def test_a_customer_pays_otherwise_on_request(world: World) -> None:
    await world.sign_in("ann", payments=2)
    second = (await world.checkouts.draft("ann")).stored_payments[1]
    chosen = await world.checkouts.choose("ann", turn_id="t1", payment=second.id)
    assert chosen.payment.stored == second
    assert (await world.checkouts.choose("ann", turn_id="t2", payment=LINK)).payment.stored is None


async def test_picking_up_needs_a_store_and_no_window(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    draft = await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.PICKUP, contact=EMAIL)
    assert draft.missing == ("store",)
    draft = await world.checkouts.choose("ann", turn_id="t2", store_id="north")
    assert draft.missing == ()
    quote = await world.checkouts.quote("ann", turn_id="t3")
    assert (quote.store.name, quote.totals.shipping.amount_minor, quote.totals.tax.amount_minor) == ("North", 0, 96)


async def test_a_place_chooses_the_way_too(world: World) -> None:
    assert (await world.checkouts.choose("ann", turn_id="t1", store_id="north")).how is Fulfilment.PICKUP
    assert (await world.checkouts.choose("ann", turn_id="t2", address=HOME)).how is Fulfilment.DELIVERY


async def test_another_place_gives_the_window_up(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    await ready_guest(world)
    draft = await world.checkouts.choose("ann", turn_id="t5", address=ELSEWHERE)
    assert draft.missing == ("window",)


@pytest.mark.parametrize(
    ("chosen", "what"),
    [
        ({"address": ABROAD}, "address"),
        ({"store_id": "nowhere"}, "store"),
        ({"how": Fulfilment.DELIVERY, "window_id": "never"}, "window"),
        ({"payment": "somebody-elses"}, "payment"),
    ],
)
async def test_what_is_not_offered_cannot_be_chosen_and_leaves_the_rest_as_it_was(
    world: World, chosen: dict, what: str
) -> None:
    await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.DELIVERY, address=HOME)
    with pytest.raises(ChoiceGone) as gone:
        await world.checkouts.choose("ann", turn_id="t2", **chosen)
    assert gone.value.what == what
    draft = await world.checkouts.draft("ann")
    assert (draft.how, draft.address) == (Fulfilment.DELIVERY, HOME)


async def test_a_shop_that_has_set_nothing_up_sells_nothing(world: World) -> None:
    await world.sell_by(replace(TERMS, shipping_methods=()))
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    assert (await world.checkouts.draft("ann")).ways == ()
    with pytest.raises(ChoiceGone):
        await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.DELIVERY)


async def test_a_repeated_turn_does_not_choose_again(world: World) -> None:
    await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.DELIVERY)
    await world.checkouts.choose("ann", turn_id="t2", how=Fulfilment.PICKUP)
    assert (await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.DELIVERY)).how is Fulfilment.PICKUP


async def test_windows_are_the_coming_ones_on_the_clocks_of_the_shop(world: World) -> None:
    windows = await world.checkouts.windows("ann", limit=3)
    local = [(window.starts_local.strftime("%a %H"), window.ends_local.hour) for window in windows]
    assert local == [("Mon 10", 12), ("Mon 16", 18), ("Tue 10", 12)]
    world.clock.wait(hours=5)
    later = await world.checkouts.windows("ann", day=date(2026, 7, 8))
    assert [window.starts_local.day for window in later] == [8, 8]


async def test_windows_wait_for_what_takes_days_to_come(world: World) -> None:
    await world.carts.add("ann", "sofa-1", quantity=1, turn_id="t0")
    (first,) = await world.checkouts.windows("ann", limit=1)
    assert first.starts_local.date() == date(2026, 7, 9)


async def test_the_calendar_of_a_thing_is_what_its_checkout_would_offer(world: World) -> None:
    calendar = await world.checkouts.calendar("ann", lead_days=0)
    assert calendar.windows[:3] == await world.checkouts.windows("ann", limit=3)
    assert calendar.arrives == calendar.windows[0].starts_local.date()
    later = await world.checkouts.calendar("ann", lead_days=2)
    assert later.arrives is not None
    assert (later.arrives - calendar.today()).days >= 2


async def test_a_day_begins_by_the_clocks_of_the_shop(world: World) -> None:
    utc = (await world.checkouts.calendar("ann")).now.date()
    world.clock.wait(hours=11)
    calendar = await world.checkouts.calendar("ann")
    assert calendar.now.date() > utc
    assert calendar.today() == utc


async def test_without_windows_nobody_knows_when_goods_come(world: World) -> None:
    await world.sell_by(without_windows())
    calendar = await world.checkouts.calendar("ann")
    assert (calendar.arrives, calendar.today()) == (None, calendar.now.date())


async def test_a_shop_without_windows_asks_for_none(world: World) -> None:
    await world.sell_by(without_windows())
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    draft = await world.checkouts.choose("ann", turn_id="t1", address=HOME, contact=EMAIL)
    assert draft.missing == ()
    assert (await world.checkouts.quote("ann", turn_id="t2")).window is None


async def test_stores_tell_what_they_lack(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=4, turn_id="t0")
    offers = await world.checkouts.stores("ann")
    assert [(offer.store.id, [(line.title, line.left) for line in offer.lacking]) for offer in offers] == [
        ("north", []),
        ("harbor", [("Stone Mug", 2)]),
    ]


async def test_nothing_is_quoted_of_an_empty_cart_or_an_open_choice(world: World) -> None:
    await ready_guest(world)
    with pytest.raises(NotReady) as empty:
        await world.checkouts.quote("ann", turn_id="t1")
    assert empty.value.missing == ("cart",)
    await world.carts.add("bob", "mug-1", quantity=1, turn_id="t2")
    with pytest.raises(NotReady) as unsaid:
        await world.checkouts.quote("bob", turn_id="t3")
    assert unsaid.value.missing == ("how", "contact")


async def test_an_abandoned_checkout_forgets_what_was_chosen_and_keeps_the_cart(world: World) -> None:
    await quoted_guest(world, quantity=7)
    await world.checkouts.abandon("ann", turn_id="t9")
    assert (await world.checkouts.draft("ann")).missing == ("how", "contact")
    assert (await world.carts.cart_of("ann")).lines[0].quantity == 7
    assert sum(level.free for level in await world.stock.levels(["mug-1"], shopper_id="bob")) == 7


async def test_todays_promotions_are_told_by_name(world: World) -> None:
    assert await world.checkouts.promotions() == ("10 percent off tea",)
    await world.sell_by(replace(TERMS, promotions=()))
    assert await world.checkouts.promotions() == ()
