"""Callers in the database: a guest is known by what the platform tells, a customer by their token."""

import hmac
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from catalog.connections import Connection, Connections, connected
from rerank.identity import people
from shop.phrasing.signing_in import cart_notice
from shop.shoppers.errors import CustomerUnknown, EmailTaken
from shop.shoppers.shoppers import Identified, Shoppers
from webhooks.accounts import caller_rows
from webhooks.accounts.access_tokens import AccessTokens
from webhooks.accounts.caller_rows import Opening
from webhooks.callers import Caller, Visit
from webhooks.errors import AccessTokenRefused, AssistantUnavailable

# The secret makes other names as well: these begin with words that none of those begin with.
PURPOSE = b"aisle caller\0"
# A first call that meets another one finds what that one made when it looks again.
ROUNDS = 3

log = structlog.get_logger("aisle.callers")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerKeeping:
    """A conversation ends when nobody has spoken for `quiet`; a turn runs for `lease` at most."""

    secret: str
    new_id: Callable[[], str]
    quiet: timedelta
    lease: timedelta

    def opening(self, caller: Caller, *, customer_id: str | None = None) -> Opening:
        """One written list per caller: however two of them are made up, they never run together to the same words."""
        known_by = ["user", caller.user] if caller.user is not None else ["session", caller.session]
        words = [caller.channel.value, caller.application, *known_by, customer_id]
        key = hmac.digest(self.secret.encode(), PURPOSE + json.dumps(words).encode(), "sha256")
        return Opening(key=key, shopper_id=self.new_id(), conversation_id=self.new_id(), quiet=self.quiet)


class StoredCallers:
    """`single` commits each statement by itself: a known caller costs one of them, and no more.

    `shop` is where a customer signs in: that is many statements, all or none.
    """

    def __init__(self, *, single: Connections, shop: Connections, tokens: AccessTokens, keeping: CallerKeeping) -> None:
        self._single = single
        self._shop = shop
        self._tokens = tokens
        self._keeping = keeping
        self._shoppers = Shoppers(new_id=keeping.new_id, witnesses=(people.signed_in,))

    async def visit(self, caller: Caller) -> Visit:
        guest = self._keeping.opening(caller)
        if caller.access_token is None:
            return await self._guest(guest)
        try:
            identified = await self._tokens.customer_of(caller.access_token, resource=caller.resource)
            own = self._keeping.opening(caller, customer_id=identified.customer_id)
            return await self._customer(identified, own=own, guest=guest)
        except AccessTokenRefused as exc:
            log.warning("access_token_refused", channel=caller.channel, reason=exc.reason)
            raise

    async def _guest(self, opening: Opening) -> Visit:
        async with _lost_as_unavailable(self._single) as connection:
            for _ in range(ROUNDS):
                heard = await caller_rows.heard_guest(connection, opening)
                if heard is not None:
                    return Visit(shopper_id=heard.shopper_id, conversation_id=heard.conversation_id)
        raise AssistantUnavailable(reason="caller_contended")

    async def _customer(self, identified: Identified, *, own: Opening, guest: Opening) -> Visit:
        async with _lost_as_unavailable(self._single) as connection:
            heard = await caller_rows.heard_customer(
                connection, own, customer_id=identified.customer_id, guest_key=guest.key
            )
        if heard is None or heard.was_guest:
            return await self._linked(identified, own=own, guest=guest)
        return Visit(shopper_id=heard.shopper_id, conversation_id=heard.conversation_id, name=heard.name)

    async def _linked(self, identified: Identified, *, own: Opening, guest: Opening) -> Visit:
        """What the guest has collected becomes the customer's, and so does the conversation that was being held."""
        async with _lost_as_unavailable(self._shop) as connection:
            lease = self._keeping.lease
            taken = await caller_rows.take_guest(connection, guest.key, quiet=guest.quiet, lease=lease)
            bringing = taken if taken is not None and taken.is_guest else None
            try:
                arrival = await self._shoppers.sign_in(
                    connection, shopper_id=bringing.shopper_id if bringing else None, identified=identified
                )
            except (CustomerUnknown, EmailTaken) as exc:
                raise AccessTokenRefused(reason=type(exc).__name__) from exc
            if bringing:
                await caller_rows.hand_over_turns(connection, bringing.conversation_id, shopper_id=arrival.shopper_id)
            going_on = bringing.conversation_id if bringing and bringing.goes_on else own.conversation_id
            conversation_id = await caller_rows.hear_customer(
                connection,
                Opening(key=own.key, shopper_id=arrival.shopper_id, conversation_id=going_on, quiet=own.quiet),
            )
        return Visit(
            shopper_id=arrival.shopper_id,
            conversation_id=conversation_id,
            name=arrival.name,
            notice=cart_notice(arrival.cut),
        )


def _lost_as_unavailable(connections: Connections) -> AbstractAsyncContextManager[Connection]:
    return connected(connections, lost=lambda: AssistantUnavailable(reason="database"))
