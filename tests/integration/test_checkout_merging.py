"""What becomes of a checkout and of a cart when their shopper signs in."""

from shop.checkout import rows
from shop.checkout.window import Fulfilment
from shop.phrasing.signing_in import cart_notice
from shop.shoppers.cart_merging import CutLine, merge_carts
from tests.conftest import OneConnection
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.goods import ELSEWHERE
from tests.contracts.commerce.worlds import InPostgres


async def _opened(database: OneConnection) -> InPostgres:
    world = InPostgres(database)
    await world.open()
    return world


async def _merge(database: OneConnection) -> None:
    async with database.connection() as connection:
        await rows.merge(connection, from_id="guest", to_id="ann")


async def test_what_was_chosen_last_counts_and_nothing_is_held_any_longer(database: OneConnection) -> None:
    world = await _opened(database)
    await world.sign_in("ann")
    await world.checkouts.choose("ann", turn_id="t1", address=ELSEWHERE)
    await quoted_guest(world, "guest", "sofa-1")

    for _ in range(2):
        await _merge(database)

    draft = await world.checkouts.draft("ann")
    assert (draft.address.city, draft.contact) == ("Ash", "guest@example.com")
    assert [level.free for level in await world.stock.levels(["sofa-1"], shopper_id="bob")] == [0, 1]
    assert (await world.checkouts.draft("guest")).missing == ("how", "contact")


async def test_a_customers_own_choices_stay_if_the_guest_made_none(database: OneConnection) -> None:
    world = await _opened(database)
    await world.sign_in("ann")
    await world.checkouts.choose("ann", turn_id="t1", how=Fulfilment.PICKUP, store_id="north")

    await _merge(database)

    assert (await world.checkouts.draft("ann")).store.id == "north"


async def test_what_is_sold_in_another_currency_than_the_customers_cart_stays_out_and_is_told(
    database: OneConnection,
) -> None:
    world = await _opened(database)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.add("guest", "print-1", quantity=2, turn_id="t2")
    async with database.connection() as connection:
        cut = await merge_carts(connection, from_id="guest", to_id="ann", new_id=iter(("c", "l", "t")).__next__)
    assert [line.variant_id for line in (await world.carts.cart_of("ann")).lines] == ["mug-1"]
    assert cut == (CutLine(title="Harbor Print", quantity=0),)
    assert cart_notice(cut) == (
        "Your two carts are one now. Without Harbor Print: another currency needs an order apart."
    )


async def test_an_empty_cart_takes_what_there_is_in_its_currency(database: OneConnection) -> None:
    world = await _opened(database)
    await world.carts.add("guest", "print-1", quantity=2, turn_id="t2")
    async with database.connection() as connection:
        cut = await merge_carts(connection, from_id="guest", to_id="ann", new_id=iter(("c", "l", "t")).__next__)
    assert cut == ()
    assert [line.quantity for line in (await world.carts.cart_of("ann")).lines] == [2]
