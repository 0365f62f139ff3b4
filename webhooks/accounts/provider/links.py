"""What a customer has linked with the embedded provider, as they see it: who acts for them, and the end of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

import structlog

from catalog.connections import Connection, Connections, connected
from shop.shoppers.rows import customer_of_shopper
from webhooks.accounts.provider import rows
from webhooks.accounts.provider.clients import Client
from webhooks.errors import AssistantUnavailable, NotFound

log = structlog.get_logger("aisle.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`name` is the client's, or its id where the operator names it no more."""

    client_id: str
    name: str
    linked_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    connections: Connections
    clients: Mapping[str, Client]

    async def of_shopper(self, shopper_id: str) -> Sequence[Link]:
        """Whoever is no customer has linked nothing."""
        async with self._transaction() as connection:
            customer_id = await customer_of_shopper(connection, shopper_id)
            held = await rows.linked(connection, customer_id) if customer_id else []
        return [
            Link(client_id=client_id, name=self._name(client_id), linked_at=linked_at, used_at=used_at)
            for client_id, linked_at, used_at in held
        ]

    async def end(self, shopper_id: str, client_id: str) -> None:
        """Whatever the client was ever given for the customer opens nothing from then on. Raises NotFound."""
        async with self._transaction() as connection:
            customer_id = await customer_of_shopper(connection, shopper_id)
            if customer_id is None or not await rows.unlink(connection, customer_id, client_id=client_id):
                raise NotFound(what="link")
        log.info("account_unlinked_by_customer", client_id=client_id)

    def _name(self, client_id: str) -> str:
        client = self.clients.get(client_id)
        return client.name if client else client_id

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self.connections, lost=lambda: AssistantUnavailable(reason="database"))
