"""What every cart does, whoever keeps it."""

from dataclasses import replace

import pytest

from shop.carts import MOST_PER_LINE
from shop.checkout.window import Fulfilment
from shop.errors import CartFull, NotInCart, OtherCurrency, OutOfStock
from tests.contracts.commerce.goods import HOME, TERMS
from tests.contracts.commerce.worlds import World


async def test_quantities_and_prices_add_up(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
    cart = await world.carts.add("ann", "tea-1", quantity=1, turn_id="t2")
    assert [(line.variant_id, line.quantity, line.line_total.amount_minor) for line in cart.lines] == [
        ("mug-1", 2, 2400),
        ("tea-1", 1, 499),
    ]
    assert cart.total.amount_minor == 2899


async def test_a_repeated_turn_changes_nothing_more_and_its_parts_add_up(world: World) -> None:
    for _ in range(2):
        await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
        cart = await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1", part=1)
    assert cart.lines[0].quantity == 3


async def test_the_same_turn_with_another_number_changes_nothing(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
    assert (await world.carts.add("ann", "mug-1", quantity=5, turn_id="t1")).lines[0].quantity == 2


async def test_what_is_refused_changes_nothing_and_may_be_tried_again(world: World) -> None:
    with pytest.raises(OutOfStock) as refused:
        await world.carts.add("ann", "mug-1", quantity=8, turn_id="t1")
    assert refused.value.available == 7
    assert (await world.carts.cart_of("ann")).lines == ()
    assert (await world.carts.add("ann", "mug-1", quantity=7, turn_id="t1")).lines[0].quantity == 7


async def test_limits_hold_for_each_line(world: World) -> None:
    with pytest.raises(OutOfStock):
        await world.carts.add("ann", "no-such", quantity=1, turn_id="t1")
    with pytest.raises(CartFull):
        await world.carts.add("ann", "tea-1", quantity=MOST_PER_LINE + 1, turn_id="t1")
    with pytest.raises(NotInCart):
        await world.carts.set_quantity("ann", "mug-1", quantity=1, turn_id="t2")
    with pytest.raises(NotInCart):
        await world.carts.swap("ann", "mug-1", "tea-1", turn_id="t3")


async def test_a_line_is_changed_swapped_and_removed(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
    assert (await world.carts.set_quantity("ann", "mug-1", quantity=5, turn_id="t2")).lines[0].quantity == 5
    swapped = await world.carts.swap("ann", "mug-1", "tea-1", turn_id="t3")
    assert [(line.variant_id, line.quantity) for line in swapped.lines] == [("tea-1", 5)]
    assert (await world.carts.set_quantity("ann", "tea-1", quantity=0, turn_id="t4")).lines == ()


async def test_a_swap_to_what_there_is_too_little_of_changes_nothing_and_a_repeated_one_nothing_more(
    world: World,
) -> None:
    await world.carts.add("ann", "tea-1", quantity=3, turn_id="t1")
    with pytest.raises(OutOfStock):
        await world.carts.swap("ann", "tea-1", "sofa-1", turn_id="t2")
    assert [line.variant_id for line in (await world.carts.cart_of("ann")).lines] == ["tea-1"]
    first = await world.carts.swap("ann", "tea-1", "mug-1", turn_id="t3")
    assert await world.carts.swap("ann", "tea-1", "mug-1", turn_id="t3") == first


async def test_many_lines_are_set_all_or_none(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
    with pytest.raises(OutOfStock):
        await world.carts.set_all("ann", {"mug-1": 0, "tea-1": 3, "sofa-1": 2}, turn_id="t2")
    assert [line.variant_id for line in (await world.carts.cart_of("ann")).lines] == ["mug-1"]
    cart = await world.carts.set_all("ann", {"mug-1": 0, "tea-1": 3}, turn_id="t2")
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [("tea-1", 3)]


async def test_a_cart_is_in_one_currency(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    with pytest.raises(OtherCurrency) as refused:
        await world.carts.add("ann", "print-1", quantity=1, turn_id="t2")
    assert (refused.value.variant_id, refused.value.currency, refused.value.cart_currency) == ("print-1", "EUR", "USD")
    with pytest.raises(OtherCurrency):
        await world.carts.set_all("ann", {"print-1": 1}, turn_id="t3")
    assert [line.variant_id for line in (await world.carts.cart_of("ann")).lines] == ["mug-1"]
    await world.carts.clear("ann", turn_id="t4")
    assert (await world.carts.add("ann", "print-1", quantity=2, turn_id="t5")).total.currency == "EUR"


async def test_all_there_is_may_be_changed_for_another_currency(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    swapped = await world.carts.swap("ann", "mug-1", "print-1", turn_id="t2")
    assert (swapped.total.amount_minor, swapped.total.currency) == (2000, "EUR")
    back = await world.carts.set_all("ann", {"mug-1": 1, "print-1": 0}, turn_id="t3")
    assert [line.variant_id for line in back.lines] == ["mug-1"]
    with pytest.raises(OtherCurrency):
        await world.carts.set_all("bob", {"mug-1": 1, "print-1": 1}, turn_id="t4")
    assert (await world.carts.cart_of("bob")).lines == ()


async def test_an_empty_cart_costs_nothing_in_the_currency_of_the_shop(world: World) -> None:
    methods = tuple(replace(method, currency="EUR") for method in TERMS.shipping_methods)
    await world.sell_by(replace(TERMS, shipping_methods=methods))
    total = (await world.carts.cart_of("ann")).total
    assert (total.amount_minor, total.currency) == (0, "EUR")


async def test_clear_empties_only_the_own_cart(world: World) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.add("bob", "mug-1", quantity=1, turn_id="t2")
    assert (await world.carts.clear("ann", turn_id="t3")).lines == ()
    assert len((await world.carts.cart_of("bob")).lines) == 1


async def test_a_cart_tells_discounts_at_once_and_tax_as_soon_as_it_is_known_where_it_goes(world: World) -> None:
    assert (await world.carts.cart_of("ann")).totals is None
    await world.carts.add("ann", "tea-1", quantity=3, turn_id="t1")
    totals = (await world.carts.add("ann", "mug-1", quantity=1, turn_id="t2")).totals
    assert totals is not None
    assert totals.items.amount_minor == 2697
    assert [(discount.name, discount.amount.amount_minor) for discount in totals.discounts] == [
        ("10 percent off tea", 150)
    ]
    assert (totals.shipping, totals.tax, totals.total) == (None, None, None)

    await world.checkouts.choose("ann", turn_id="t3", how=Fulfilment.DELIVERY, address=HOME)
    known = (await world.carts.cart_of("ann")).totals
    assert known is not None
    assert (known.shipping.amount_minor, known.tax.amount_minor) == (599, 96)
    assert known.total.amount_minor == 2697 - 150 + 599 + 96


async def test_a_customers_cart_knows_tax_and_shipping_from_the_start(world: World) -> None:
    await world.sign_in("ann")
    cart = await world.carts.add("ann", "mug-1", quantity=3, turn_id="t1")
    assert (cart.totals.shipping.amount_minor, cart.totals.tax.amount_minor) == (0, 288)
    assert cart.totals.total.amount_minor == 3888


async def test_changes_of_a_cart_are_noted_once(world: World) -> None:
    for _ in range(2):
        await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.clear("ann", turn_id="t2")
    assert await world.noted() == ["cart.added", "cart.cleared"]
