"""Access tokens of a provider that believes in a few words."""

from collections.abc import Mapping

from shop.shoppers.shoppers import Identified
from webhooks.errors import AccessTokenRefused

CUSTOMERS: Mapping[str, Identified] = {
    "maya": Identified(customer_id="cust-1", name="Maya", email="maya@example.com"),
    "li": Identified(customer_id="cust-2", name="Li", email="li@example.com"),
    "nobody": Identified(customer_id="cust-9"),
}


class KnownTokens:
    async def customer_of(self, token: str, *, scope: str | None = None, resource: str | None = None) -> Identified:
        if token not in CUSTOMERS:
            raise AccessTokenRefused(reason="unknown")
        return CUSTOMERS[token]
