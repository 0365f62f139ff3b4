"""Who logs in at the provider: customers by the retailer's own page, visitors as customers of the demo shop."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connection
from shop.demo import visits
from shop.demo.visits import DemoCustomer
from shop.shoppers import rows
from shop.shoppers.shoppers import Shoppers
from webhooks.accounts.errors import OAuthRefused
from webhooks.web.assertions import Assertions
from webhooks.web.errors import AssertionRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    customer_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logins:
    """`page` is the retailer's own, if there is one; `demo_since` is when the demo shop was loaded, if it may be used.

    Every method works in the caller's transaction.
    """

    page: str | None
    assertions: Assertions
    shoppers: Shoppers
    demo_since: Callable[[], Awaitable[datetime | None]]

    async def choices(self, connection: Connection) -> Sequence[DemoCustomer]:
        """Whom a visitor can be; nobody where customers have a page to sign in at."""
        if self.page is not None or await self.demo_since() is None:
            return ()
        return await visits.demo_customers(connection)

    async def lent(self, connection: Connection, customer: str) -> str:
        """The id of a copy for this visitor alone. Raises OAuthRefused for whoever cannot be lent."""
        since = await self.demo_since() if self.page is None else None
        copy = await visits.lend(connection, customer, loaded_at=since) if since is not None else None
        if copy is None:
            raise OAuthRefused(code="no_customer", hint="nobody was chosen who can be chosen")
        return copy

    async def vouched_for(self, connection: Connection, assertion: str) -> Customer:
        """Raises AssertionRefused, SignInOff, CustomerUnknown or EmailTaken."""
        read = self.assertions.read(assertion)
        if not await rows.first_use(connection, read.jti_sha256, expires_at=read.expires_at):
            raise AssertionRefused(reason="used_before")
        name = await self.shoppers.customer(connection, read.identified)
        return Customer(customer_id=read.identified.customer_id, name=name)
