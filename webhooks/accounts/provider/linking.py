"""The way of a customer through the provider: what is asked, who signs in, and what is allowed in the end."""

import secrets
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from catalog.connections import Connection, Connections, connected
from shop.demo.visits import DemoCustomer
from webhooks.accounts.provider.logins import Logins
from webhooks.accounts.provider.provider import Consent, Parameters, Provider
from webhooks.accounts.provider.sealing import Asked, Seal
from webhooks.errors import AssistantUnavailable

BROWSER_BYTES = 32
RETURN = "/oauth/return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a customer is shown before anything is allowed."""

    consent: Consent
    sealed: str
    name: str | None
    choices: tuple[DemoCustomer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """`browser` is the secret in a browser's cookie: what one browser was asked no other can answer."""

    connections: Connections
    provider: Provider
    logins: Logins
    seal: Seal

    def new_browser(self) -> str:
        return secrets.token_urlsafe(BROWSER_BYTES)

    async def begin(self, parameters: Parameters, *, browser: str) -> Question | str:
        """What to ask, or the retailer's page to sign in at first. Raises OAuthRefused."""
        consent = self.provider.asked(parameters)
        sealed = self.seal.close(Asked(parameters=parameters), browser=browser)
        if self.logins.page is not None:
            back = f"{self.provider.issuer}{RETURN}?{urlencode({'request': sealed})}"
            joint = "&" if "?" in self.logins.page else "?"
            return f"{self.logins.page}{joint}{urlencode({'return_to': back})}"
        async with self._transaction() as connection:
            choices = await self.logins.choices(connection)
        return Question(consent=consent, sealed=sealed, name=None, choices=tuple(choices))

    async def signed_in(self, sealed: str, assertion: str, *, browser: str) -> Question:
        """Back from the retailer's page. Raises what `vouched_for` raises, and OAuthRefused."""
        asked = self.seal.open(sealed, browser=browser)
        consent = self.provider.asked(asked.parameters)
        async with self._transaction() as connection:
            customer = await self.logins.vouched_for(connection, assertion)
        told = replace(asked, customer_id=customer.customer_id, name=customer.name)
        sealed = self.seal.close(told, browser=browser)
        return Question(consent=consent, sealed=sealed, name=customer.name, choices=())

    async def allow(self, sealed: str, *, customer: str, browser: str) -> str:
        """Where the browser goes; `customer` is who was chosen where nobody has signed in."""
        asked = self.seal.open(sealed, browser=browser)
        async with self._transaction() as connection:
            customer_id = asked.customer_id or await self.logins.lent(connection, customer)
            return await self.provider.allowed(connection, asked.parameters, customer_id=customer_id)

    def deny(self, sealed: str, *, browser: str) -> str:
        return self.provider.denied(self.seal.open(sealed, browser=browser).parameters)

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self.connections, lost=lambda: AssistantUnavailable(reason="database"))
