"""Returns as the actions see them, whoever keeps them: the shop's own database or a retailer's platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from catalog.money import Money
from shop.returns.eligibility import Returnable
from shop.returns.reasons import Reason, Resolution


class ReturnState(StrEnum):
    STARTED = "started"
    RECEIVED = "received"
    SETTLED = "settled"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """So many of one line of an order; `exchange_for` is the variant to come instead."""

    position: int
    quantity: int
    exchange_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    position: int
    quantity: int
    title: str
    exchange_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """`refund` is what comes back once the goods are there, `shipping` what the shopper pays for sending them.

    Whoever has the `label_url` sees the label and nothing else.
    """

    id: str
    number: str
    order_id: str
    order_number: str
    state: ReturnState
    reason: Reason
    resolution: Resolution
    lines: tuple[ReturnLine, ...]
    refund: Money
    shipping: Money
    label_url: str
    started_at: datetime
    send_by: date | None = None


class Returns(Protocol):
    """Every call raises ShopUnavailable where the shop cannot be reached, and OrderUnknown for others' orders."""

    async def returnable(
        self, shopper_id: str, *, order_id: str, reason: Reason | None = None, used: bool = False
    ) -> tuple[Returnable, ...]:
        """Each thing of the order, with the reason why not where it may not come back."""

    async def start(  # noqa: PLR0913 - what comes back, why, and what for are all needed at once
        self,
        shopper_id: str,
        *,
        order_id: str,
        wanted: Sequence[Wanted],
        reason: Reason,
        resolution: Resolution,
        used: bool = False,
        turn_id: str,
    ) -> Return:
        """The return; the same one however often the turn comes. Raises NotReturnable or ExchangeGone."""

    async def of_order(self, shopper_id: str, *, order_id: str) -> tuple[Return, ...]:
        """Newest first."""
