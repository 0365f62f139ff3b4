"""A claim that something costs less elsewhere, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from catalog.money import Money


class Outcome(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"
    CASE = "case"


class Why(StrEnum):
    WITHIN_POLICY = "within_policy"
    NOT_LOWER = "not_lower"
    EXCLUDED = "excluded"
    TOO_MANY = "too_many"
    TOO_LATE = "too_late"
    NO_PROOF = "no_proof"
    OTHER_CURRENCY = "other_currency"
    OTHER_SHOP = "other_shop"
    MUCH_LOWER = "much_lower"
    AFTER_PURCHASE = "after_purchase"
    NO_POLICY = "no_policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`words` are all that was said of the offer; `bought_at` and `order_id` are of a thing that was bought already."""

    product_id: str
    variant_id: str
    title: str
    ours: Money
    seen: Money
    seller: str
    proof_url: str | None = None
    words: str = ""
    order_id: str | None = None
    bought_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    outcome: Outcome
    why: Why
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The number is what a person in the store finds it by."""

    id: str
    number: str
    variant_id: str
    title: str
    ours: Money
    seen: Money
    seller: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A case as it is kept: `is_proven` where a link was given for it."""

    case: Case
    is_proven: bool

    def gains_by(self, claim: Claim) -> bool:
        """Whether the same claim, made again, brings what is to be judged anew."""
        return not self.is_proven and claim.proof_url is not None and self.case.decision.outcome is Outcome.CASE


class PriceMatches(Protocol):
    """Every call raises ShopUnavailable where the shop cannot be reached."""

    async def claim(self, shopper_id: str, *, claim: Claim, turn_id: str) -> Case:
        """The same claim is the same case, however often it is made; proof that comes later is added to it."""
