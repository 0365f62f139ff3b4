"""Whose cart a call is about, and whether the same call came before."""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop.errors import ShopUnavailable
from webhooks.mcp import call_rows
from webhooks.mcp.errors import GuestCartUnknown, KeyReused

PURPOSE = b"aisle guest cart\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who calls: for a customer by their token, or for a guest, who is nobody until there is a cart."""

    customer_shopper_id: str | None = None

    @property
    def is_customer(self) -> bool:
        return self.customer_shopper_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Of a cart; `guest_cart` is the handle by which a guest's agent comes back to it."""

    shopper_id: str
    guest_cart: str | None = None


class Calls(Protocol):
    def new_guest(self) -> Owner: ...

    async def guest(self, guest_cart: str) -> Owner:
        """Raises GuestCartUnknown for a handle that is not ours, or of a guest who is a customer by now."""

    async def turn_of(self, shopper_id: str, *, key: str, call: str) -> str:
        """The id under which a change is made once. Raises KeyReused where the key came with another call."""


class StoredCalls:
    """A handle is a guest's shopper and our signature under it: any gateway knows it, and nobody can make one up."""

    def __init__(self, connections: Connections, *, secret: str, new_id: Callable[[], str]) -> None:
        self._connections = connections
        self._secret = secret.encode()
        self._new_id = new_id

    def new_guest(self) -> Owner:
        shopper_id = self._new_id()
        return Owner(shopper_id=shopper_id, guest_cart=f"{shopper_id}.{self._signature(shopper_id)}")

    async def guest(self, guest_cart: str) -> Owner:
        shopper_id, _, signature = guest_cart.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(shopper_id).encode()):
            raise GuestCartUnknown
        async with self._transaction() as connection:
            if not await call_rows.is_guest(connection, shopper_id):
                raise GuestCartUnknown
        return Owner(shopper_id=shopper_id, guest_cart=guest_cart)

    async def turn_of(self, shopper_id: str, *, key: str, call: str) -> str:
        turn_id = f"agent-{hashlib.sha256(f'{shopper_id} {key}'.encode()).hexdigest()[:32]}"
        sha256 = hashlib.sha256(call.encode()).hexdigest()
        async with self._transaction() as connection:
            if await call_rows.claimed_by(connection, turn_id=turn_id, sha256=sha256) != sha256:
                raise KeyReused
        return turn_id

    def _signature(self, shopper_id: str) -> str:
        return hmac.new(self._secret, PURPOSE + shopper_id.encode(), hashlib.sha256).hexdigest()

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
