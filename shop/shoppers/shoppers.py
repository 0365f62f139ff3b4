"""Signing a shopper in: the customer's one shopper, with what was collected before it was known who is talking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.connections import Connection
from shop.audit import note
from shop.shoppers import rows
from shop.shoppers.cart_merging import CutLine, merge_carts
from shop.shoppers.errors import CustomerUnknown, EmailTaken
from shop.shoppers.merging import MERGES, Merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whom the retailer vouches for; a name and an e-mail make a customer that the shop has not met."""

    customer_id: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """`is_another` tells that the session belonged to another customer: nothing of theirs was merged."""

    shopper_id: str
    name: str
    cut: tuple[CutLine, ...] = ()
    is_another: bool = False


class Witness(Protocol):
    """Told of each sign-in within its transaction. `guest_id` is who has become the customer by it, if anybody did."""

    async def __call__(
        self, connection: Connection, *, guest_id: str | None, shopper_id: str, customer_id: str
    ) -> None: ...


class Shoppers:
    """Every method works in the caller's transaction, so that a session changes hands together with all it owns."""

    def __init__(
        self, *, new_id: Callable[[], str], merges: Sequence[Merge] = MERGES, witnesses: Sequence[Witness] = ()
    ) -> None:
        self._new_id = new_id
        self._merges = tuple(merges)
        self._witnesses = tuple(witnesses)

    async def sign_in(self, connection: Connection, *, shopper_id: str | None, identified: Identified) -> Arrival:
        """Raises CustomerUnknown or EmailTaken. The same sign-in again changes nothing.

        `shopper_id` is who was talking until now, if anybody was.
        """
        arrival, guest_id = await self._arrival(connection, shopper_id, identified)
        for witness in self._witnesses:
            await witness(
                connection, guest_id=guest_id, shopper_id=arrival.shopper_id, customer_id=identified.customer_id
            )
        return arrival

    async def _arrival(
        self, connection: Connection, shopper_id: str | None, identified: Identified
    ) -> tuple[Arrival, str | None]:
        """With the guest who has become the customer by it."""
        name = await self.customer(connection, identified)
        to_id = await rows.shopper_of_customer(connection, identified.customer_id, new_shopper_id=self._new_id())
        if to_id == shopper_id:
            return Arrival(shopper_id=to_id, name=name), None
        if shopper_id is None:
            await self._note(connection, to_id, "shopper.signed_in", was=None)
            return Arrival(shopper_id=to_id, name=name), None
        if await rows.customer_of_shopper(connection, shopper_id) is not None:
            await self._note(connection, to_id, "shopper.signed_in", was=None)
            return Arrival(shopper_id=to_id, name=name, is_another=True), None
        cut = await self._merge(connection, from_id=shopper_id, to_id=to_id)
        await self._note(connection, to_id, "shopper.signed_in", was=shopper_id)
        return Arrival(shopper_id=to_id, name=name, cut=cut), shopper_id

    async def sign_out(self, connection: Connection, *, shopper_id: str) -> None:
        """Nothing of the shopper changes but who may speak for them."""
        if await rows.name_of_shopper(connection, shopper_id) is not None:
            await self._note(connection, shopper_id, "shopper.signed_out", was=None)

    async def _merge(self, connection: Connection, *, from_id: str, to_id: str) -> tuple[CutLine, ...]:
        cut = await merge_carts(connection, from_id=from_id, to_id=to_id, new_id=self._new_id)
        for merge in self._merges:
            await merge(connection, from_id=from_id, to_id=to_id)
        await rows.note_merged(connection, from_id=from_id, to_id=to_id)
        return cut

    async def _note(self, connection: Connection, shopper_id: str, what: str, *, was: str | None) -> None:
        """Signing in is no turn, so it gets an id of its own where the trail asks for a turn's."""
        details = {"was": was} if was else {}
        await note(
            connection, shopper_id=shopper_id, turn_id=self._new_id(), what=what, subject=shopper_id, details=details
        )

    async def customer(self, connection: Connection, identified: Identified) -> str:
        """The customer's name; made if enough is told of one whom the shop has not met."""
        customer_id, claims = identified.customer_id, (identified.name, identified.email)
        if identified.name and identified.email:
            await rows.add_customer(connection, customer_id, name=identified.name, email=identified.email)
        name = await rows.customer_name(connection, customer_id)
        if name is None:
            raise EmailTaken(customer_id=customer_id) if all(claims) else CustomerUnknown(customer_id=customer_id)
        return name
