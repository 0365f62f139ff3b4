"""How an order is paid: by a link that is handed over or with a method the platform keeps; never with a number."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.money import Money

# What is chosen instead of the id of a stored method.
LINK = "link"


class PaymentMethod(StrEnum):
    LINK = "link"
    STORED = "stored"


class PaymentState(StrEnum):
    REQUESTED = "requested"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPayment:
    """A customer's method as the platform keeps it, such as "Visa ending in 4242"."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentChoice:
    """`stored` only with `PaymentMethod.STORED`."""

    method: PaymentMethod
    stored: StoredPayment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What was asked for an order. `url` is where a link leads; whoever has it can pay, and see what for."""

    id: str
    order_id: str
    method: PaymentMethod
    state: PaymentState
    amount: Money
    label: str | None = None
    url: str | None = None
