"""What every door asks of a customer's access token."""

from typing import Protocol

from shop.shoppers.shoppers import Identified
from webhooks.errors import AccessTokenRefused


class AccessTokens(Protocol):
    async def customer_of(self, token: str, *, scope: str | None = None, resource: str | None = None) -> Identified:
        """Whose token it is; with `scope`, only if it was given for that too.

        A door that is a `resource` of its own believes tokens for that one alone, and no other door believes those.
        Raises AccessTokenRefused, or AssistantUnavailable where the provider's keys cannot be had.
        """


class NoAccessTokens:
    """Of a shop without a provider: nobody's token opens anything."""

    async def customer_of(self, token: str, *, scope: str | None = None, resource: str | None = None) -> Identified:
        del token, scope, resource
        raise AccessTokenRefused(reason="no_provider")
