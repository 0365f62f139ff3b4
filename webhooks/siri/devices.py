"""The devices that speak for a customer: issued and revoked by the customer, and known by their token."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop.shoppers.rows import customer_of_shopper
from webhooks.callers import Visit
from webhooks.errors import AssistantUnavailable, NotFound, Unauthenticated
from webhooks.siri import device_rows
from webhooks.siri.device_rows import Device, HeardDevice, IssuedDevice
from webhooks.siri.errors import SignInNeeded, TooManyDevices

MOST_DEVICES = 10
NUMBER = re.compile("[1-9][0-9]{0,8}")


class Devices(Protocol):
    """All but `heard` raise SignInNeeded for a shopper who is no customer."""

    async def issue(self, shopper_id: str, *, name: str) -> IssuedDevice:
        """Raises TooManyDevices."""

    async def of_shopper(self, shopper_id: str) -> Sequence[Device]: ...

    async def revoke(self, shopper_id: str, device_id: str) -> None:
        """Its token opens nothing from then on. Raises NotFound."""

    async def heard(self, token: str, *, request_id: str, conversation_id: str | None) -> Visit:
        """Raises Unauthenticated, or NotFound for a conversation that is not the device's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKeeping:
    """After `quiet` a device begins a new conversation; one that does not speak for its `lifetime` opens nothing."""

    new_id: Callable[[], str]
    quiet: timedelta
    lifetime: timedelta


class StoredDevices:
    def __init__(self, connections: Connections, *, keeping: DeviceKeeping) -> None:
        self._connections = connections
        self._keeping = keeping

    async def issue(self, shopper_id: str, *, name: str) -> IssuedDevice:
        async with self._transaction() as connection:
            # Looked up so that of two at once the second waits, and counts what the first has issued.
            customer_id = await _customer(connection, shopper_id)
            if len(await device_rows.of_customer(connection, customer_id)) >= MOST_DEVICES:
                raise TooManyDevices(most=MOST_DEVICES)
            device_id = self._keeping.new_id()
            return await device_rows.issue(connection, device_id=device_id, customer_id=customer_id, name=name)

    async def of_shopper(self, shopper_id: str) -> Sequence[Device]:
        async with self._transaction() as connection:
            return await device_rows.of_customer(connection, await _customer(connection, shopper_id))

    async def revoke(self, shopper_id: str, device_id: str) -> None:
        async with self._transaction() as connection:
            customer_id = await _customer(connection, shopper_id)
            if not await device_rows.revoke(connection, device_id, customer_id=customer_id):
                raise NotFound(what="device")

    async def heard(self, token: str, *, request_id: str, conversation_id: str | None) -> Visit:
        async with self._transaction() as connection:
            device = await device_rows.heard(
                connection,
                token,
                request_id=request_id,
                is_within=conversation_id is not None,
                quiet=self._keeping.quiet,
                lifetime=self._keeping.lifetime,
            )
        if device is None:
            raise Unauthenticated
        own = conversation_id or f"{device.device_id}-{device.conversation_no}"
        if not _is_of(device, own):
            raise NotFound(what="conversation")
        return Visit(shopper_id=device.shopper_id, conversation_id=own)

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))


def _is_of(device: HeardDevice, conversation_id: str) -> bool:
    """The one that goes on, or one of the device's earlier conversations."""
    device_id, _, ending = conversation_id.rpartition("-")
    is_number = NUMBER.fullmatch(ending) is not None
    return device_id == device.device_id and is_number and int(ending) <= device.conversation_no


async def _customer(connection: Connection, shopper_id: str) -> str:
    customer_id = await customer_of_shopper(connection, shopper_id)
    if customer_id is None:
        raise SignInNeeded
    return customer_id
