"""What becomes of a checkout when its shopper signs in."""

from shop.checkout import rows
from shop.checkout.window import Fulfilment
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
