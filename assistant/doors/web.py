"""Wires the web's door: sessions, sign-ins, the demo shop's till, and return labels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from assistant.demo_shop import demo_loaded_at
from assistant.dialogue import sender_of
from assistant.doors.accounts import Accounts
from assistant.settings import GatewaySettings
from catalog.connections import Connections
from shop.checkout.payment_links import StoredPaymentLinks
from shop.returns.stored_returns import StoredReturns
from webhooks.web.assertions import Assertions
from webhooks.web.continuing import Continuing, StoredContinuing
from webhooks.web.identity import Identity, StoredIdentity
from webhooks.web.sessions import SessionKeeping
from webhooks.web.slips import Slips


@dataclass(frozen=True, slots=True, kw_only=True)
class WebDoor:
    """`shop` is where customers and carts are."""

    settings: GatewaySettings
    shop: Connections
    accounts: Accounts
    new_id: Callable[[], str]
    now: Callable[[], datetime]

    @property
    def keeping(self) -> SessionKeeping:
        return SessionKeeping(
            new_id=self.new_id,
            sender_of=partial(sender_of, secret=self.settings.sender_secret.get_secret_value()),
            lifetime=self.settings.session_lifetime,
        )

    @property
    def identity(self) -> Identity:
        return StoredIdentity(
            self.shop,
            keeping=self.keeping,
            assertions=Assertions(self.settings.trust),
            tokens=self.accounts.tokens,
            demo_since=self._demo_since,
            lease=timedelta(seconds=self.settings.turn_deadline_s),
        )

    @property
    def continuing(self) -> Continuing:
        return StoredContinuing(self.shop, page=self.settings.cart_page, keeping=self.keeping)

    @property
    def slips(self) -> Slips:
        return Slips(
            payments=StoredPaymentLinks(self.shop, new_id=self.new_id, now=self.now),
            labels=StoredReturns(
                self.shop,
                new_id=self.new_id,
                now=self.now,
                label_url=self.settings.label_link,
                payment_url=self.settings.payment_link,
            ),
            has_till=self._has_till,
        )

    async def _demo_since(self) -> datetime | None:
        return await demo_loaded_at(self.shop) if self.settings.demo_sign_in else None

    async def _has_till(self) -> bool:
        """Only the demo shop's payments are settled here: a retailer's are by the retailer's own system."""
        return self.settings.payment_url is None and await demo_loaded_at(self.shop) is not None
