"""Steps that many a test begins with."""

from shop.checkout.payment import LINK
from shop.checkout.quote import Quote
from shop.checkout.window import Fulfilment
from tests.contracts.commerce.goods import HOME
from tests.contracts.commerce.worlds import World

EMAIL = "guest@example.com"


async def ready_guest(world: World, shopper_id: str = "ann", *, window: int = 0) -> None:
    """Delivered to the home address in one of the first windows, paid by a link."""
    await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-way", how=Fulfilment.DELIVERY, address=HOME)
    windows = await world.checkouts.windows(shopper_id, limit=window + 1)
    await world.checkouts.choose(
        shopper_id, turn_id=f"{shopper_id}-rest", window_id=windows[window].id, contact=EMAIL, payment=LINK
    )


async def quoted_guest(
    world: World, shopper_id: str = "ann", variant_id: str = "mug-1", *, quantity: int = 1, window: int = 0
) -> Quote:
    await world.carts.add(shopper_id, variant_id, quantity=quantity, turn_id=f"{shopper_id}-add")
    await ready_guest(world, shopper_id, window=window)
    return await world.checkouts.quote(shopper_id, turn_id=f"{shopper_id}-quote")
