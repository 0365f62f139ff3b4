"""Everybody who keeps something of a shopper, and how it becomes another shopper's."""

from typing import Protocol

from catalog.connections import Connection
from shop import learning_refusals
from shop.alerts import rows as alerts
from shop.checkout import rows as checkouts
from shop.handoffs import handoffs
from shop.orders import rows as orders
from shop.preferences import rows as preferences
from shop.price_matching import rows as price_matches
from shop.returns import rows as returns
from shop.sizes import rows as sizes
from shop.usual import rows as usual


class Merge(Protocol):
    """Moves what one owner of rows keeps of a shopper over to another shopper; a second time moves nothing."""

    async def __call__(self, connection: Connection, *, from_id: str, to_id: str) -> None: ...


MERGES: tuple[Merge, ...] = (
    checkouts.merge,
    orders.merge,
    returns.merge,
    price_matches.merge,
    usual.merge,
    sizes.merge,
    preferences.merge,
    alerts.merge,
    handoffs.merge,
    learning_refusals.merge,
)
