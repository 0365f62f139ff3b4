"""What becomes of a checkout when its shopper signs in, and of a price that was promised to one shopper."""

from shop.checkout import rows
from shop.checkout.totals import Discount
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


async def test_a_matched_price_is_this_shoppers_alone(database: OneConnection) -> None:
    world = await _opened(database)
    await world._execute("insert into shoppers (shopper_id) values ('ann')")
    await world._execute(
        "insert into price_matches (case_id, number, shopper_id, product_id, variant_id, title, our_minor, seen_minor,"
        " currency, seller, outcome, why, valid_until, claimed_at) values ('k', 'PM-1', 'ann', 'mug', 'mug-1', 'Mug',"
        " 1200, 1000, 'USD', 'Other', 'approved', 'ok', %s, %s)",
        world.clock.time.replace(year=2027),
        world.clock.time,
    )
    mine = await world.carts.add("ann", "mug-1", quantity=2, turn_id="t1")
    theirs = await world.carts.add("bob", "mug-1", quantity=2, turn_id="t2")
    assert [(each.name, each.amount.amount_minor) for each in mine.totals.discounts] == [("Price match", 400)]
    assert theirs.totals.discounts == ()
    assert isinstance(mine.totals.discounts[0], Discount)
