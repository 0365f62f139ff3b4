"""What a mailing recommends to each customer who agreed to both: to being written to, and to being learned from."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from catalog.product import ProductCard
from rerank.recommending import Recommended, Visit, Wish
from shop.errors import ShopUnavailable
from shop.shown import Surface

BATCH = 500
# Of several names that a customer goes by here the one that they signed in under tells most of them. Whoever said no
# under any of these is not written to about what they did.
ADDRESSEES = """
    select customer.customer_id, own.shopper_id
    from customers customer
    cross join lateral (
        select shopper_id from shoppers
        where shoppers.customer_id = customer.customer_id and merged_into is null
        order by exists (select from identity_nodes node
                         where node.shopper_id = shoppers.shopper_id and node.signed_in_at is not null) desc,
                 shopper_id
        limit 1) own
    where customer.customer_id = any(%s)
      and not exists (select from refusing_shoppers refusing join shoppers using (shopper_id)
                      where shoppers.customer_id = customer.customer_id)
      and not exists (select from refusing_devices refusing join shoppers using (shopper_id)
                      where shoppers.customer_id = customer.customer_id)
    order by customer.customer_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    customer_id: str
    shopper_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one customer is told; `cards` are of what is in stock as of `at`."""

    customer_id: str
    at: datetime
    cards: tuple[ProductCard, ...]


class Recommends(Protocol):
    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    connections: Connections
    recommending: Recommends
    now: Callable[[], datetime]

    async def letters(self, agreed: Sequence[str], *, limit: int) -> AsyncIterator[Letter | None]:
        """One for each of those who agreed, or None for who is not written to. Raises ShopUnavailable."""
        for start in range(0, len(agreed), BATCH):
            some = agreed[start : start + BATCH]
            addressees = await self._addressees(some)
            for each in addressees:
                letter = await self._letter(each, limit=limit)
                yield letter if letter.cards else None
            for _ in range(len(some) - len(addressees)):
                yield None

    async def _letter(self, to: Addressee, *, limit: int) -> Letter:
        found = await self.recommending.recommended(
            Visit(shopper_id=to.shopper_id), Wish(surface=Surface.HOME), limit=limit
        )
        return Letter(customer_id=to.customer_id, at=self.now(), cards=found.cards)

    async def _addressees(self, customer_ids: Sequence[str]) -> list[Addressee]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            rows = await (await connection.execute(ADDRESSEES, [list(customer_ids)])).fetchall()
        return [Addressee(customer_id=customer_id, shopper_id=shopper_id) for customer_id, shopper_id in rows]
