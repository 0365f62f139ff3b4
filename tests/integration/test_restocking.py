"""The demo shop's shelves after sales, and a retailer's, which nobody fills but the retailer."""

from dataclasses import replace

from shop.demo.restocking import restock
from shop.demo.terms import SELLER
from tests.conftest import OneConnection
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.worlds import TERMS as RETAILERS
from tests.contracts.commerce.worlds import InPostgres


async def _sold(database: OneConnection, seller: str) -> InPostgres:
    world = InPostgres(database)
    await world.open()
    await world.sell_by(replace(RETAILERS, seller=seller))
    quote = await quoted_guest(world, quantity=6)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    return world


async def test_what_was_sold_in_the_demo_shop_comes_back_once_after_a_while(database: OneConnection) -> None:
    world = await _sold(database, SELLER)
    await world._execute("update orders set placed_at = now()")
    assert await restock(database) == 0
    await world._execute("update orders set placed_at = now() - interval '31 minutes'")
    assert await restock(database) == 2
    assert await restock(database) == 0
    assert await world.shelves("mug-1") == {"north": 5, "harbor": 2}


async def test_a_retailers_shelves_are_left_alone(database: OneConnection) -> None:
    world = await _sold(database, "Alder Shop")
    await world._execute("update orders set placed_at = now() - interval '2 days'")
    assert await restock(database) == 0
    assert await world.shelves("mug-1") == {"north": 0, "harbor": 1}
