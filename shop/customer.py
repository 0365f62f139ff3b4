"""A customer of the shop: who they are, where they live, and what they like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str
    city: str
    region: str
    postal_code: str
    country: str

    @property
    def is_complete(self) -> bool:
        """Enough to be delivered to. One that is told bit by bit is not, at first."""
        return bool(self.street and self.city and self.postal_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """`preferences` by name, such as `{"shoe_size": "8.5", "diet": ["vegan"]}`."""

    id: str
    name: str
    email: str
    phone: str | None
    address: Address
    preferences: Mapping[str, Any]
    created_at: datetime
