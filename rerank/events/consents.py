"""The shopper's word on being learned from: a no, with all that was learned before it, and a yes again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from rerank.events.event import Actor
from shop import learning_refusals
from shop.errors import ShopUnavailable
from shop.learning_refusals import Gone


class Consents(Protocol):
    """Of a shopper, of a browser, or of both. Each raises ShopUnavailable."""

    async def withdraw(self, actor: Actor) -> Gone:
        """All that is known of what they did goes, and nothing comes after."""

    async def refuse(self, actor: Actor) -> None:
        """Nothing comes after; what was told before stays."""

    async def agree(self, actor: Actor) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConsents:
    connections: Connections
    now: Callable[[], datetime]

    async def withdraw(self, actor: Actor) -> Gone:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            person = await learning_refusals.person_of(
                connection, shopper_id=actor.shopper_id, device_id=actor.device_id
            )
            await learning_refusals.refuse(connection, person, now=self.now())
            return await learning_refusals.forget(connection, person)

    async def refuse(self, actor: Actor) -> None:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            person = await learning_refusals.person_of(
                connection, shopper_id=actor.shopper_id, device_id=actor.device_id
            )
            await learning_refusals.refuse(connection, person, now=self.now())

    async def agree(self, actor: Actor) -> None:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            person = await learning_refusals.person_of(
                connection, shopper_id=actor.shopper_id, device_id=actor.device_id
            )
            await learning_refusals.agree(connection, person)
