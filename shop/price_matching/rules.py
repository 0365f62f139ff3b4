"""What the shop's price match policy makes of a claim, from its facts alone: no link is ever opened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from catalog.contents import PolicyText
from shop.facts import mapping, number, texts
from shop.price_matching.claim import Claim, Decision, Outcome, Why

VALID_DAYS = 7
WORD = re.compile(r"[^\W\d_]+")
EMPTY = frozenset({"sale", "sales", "seller", "sellers", "price", "prices", "and", "or", "of", "the"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMatchRules:
    """`shops` are the hosts whose prices are matched without a person looking, down to `most_percent` below ours."""

    excluded: tuple[str, ...] = ()
    per_customer: int | None = None
    days_after_purchase: int | None = None
    shops: tuple[str, ...] = ()
    most_percent: int = 0
    valid_days: int = VALID_DAYS

    @classmethod
    def of(cls, policy: PolicyText) -> "PriceMatchRules":
        facts, approve = policy.facts, mapping(policy.facts.get("approve"))
        return cls(
            excluded=texts(facts.get("excluded")),
            per_customer=number(facts.get("per_customer")),
            days_after_purchase=number(facts.get("days_after_purchase")),
            shops=tuple(shop.lower().removeprefix("www.") for shop in texts(approve.get("shops"))),
            most_percent=number(approve.get("most_percent")) or 0,
            valid_days=number(approve.get("valid_days")) or VALID_DAYS,
        )


def decide(claim: Claim, rules: PriceMatchRules | None, *, granted: int, now: datetime) -> Decision:
    """`granted` is how many matches this shopper has in force."""
    if rules is None:
        return Decision(outcome=Outcome.CASE, why=Why.NO_POLICY)
    refusal = _refusal(claim, rules, granted=granted, now=now)
    if refusal is not None:
        return Decision(outcome=Outcome.REFUSED, why=refusal)
    doubt = _doubt(claim, rules)
    if doubt is not None:
        return Decision(outcome=Outcome.CASE, why=doubt)
    until = now + timedelta(days=rules.valid_days)
    return Decision(outcome=Outcome.APPROVED, why=Why.WITHIN_POLICY, valid_until=until)


def _refusal(claim: Claim, rules: PriceMatchRules, *, granted: int, now: datetime) -> Why | None:
    if _is_excluded(claim, rules.excluded):
        return Why.EXCLUDED
    if claim.seen.currency == claim.ours.currency and claim.seen.amount_minor >= claim.ours.amount_minor:
        return Why.NOT_LOWER
    days = rules.days_after_purchase
    if claim.bought_at and days is not None and now > claim.bought_at + timedelta(days=days):
        return Why.TOO_LATE
    if rules.per_customer is not None and granted >= rules.per_customer:
        return Why.TOO_MANY
    return None


def _doubt(claim: Claim, rules: PriceMatchRules) -> Why | None:
    """What a person has to look at."""
    if claim.order_id is not None:
        return Why.AFTER_PURCHASE
    if claim.seen.currency != claim.ours.currency:
        return Why.OTHER_CURRENCY
    if claim.proof_url is None:
        return Why.NO_PROOF
    host = (urlsplit(claim.proof_url).hostname or "").removeprefix("www.")
    if not any(host == shop or host.endswith(f".{shop}") for shop in rules.shops):
        return Why.OTHER_SHOP
    lowest = claim.ours.amount_minor * (100 - rules.most_percent)
    return Why.MUCH_LOWER if claim.seen.amount_minor * 100 < lowest else None


def _is_excluded(claim: Claim, excluded: Sequence[str]) -> bool:
    """Any word of an exclusion that says something, such as "auction", in what was told or in the link."""
    said = {_stem(word) for word in WORD.findall(f"{claim.words} {claim.seller} {claim.proof_url or ''}".lower())}
    named = {_stem(word) for kind in excluded for word in WORD.findall(kind.lower()) if word not in EMPTY}
    return bool(said & named)


def _stem(word: str) -> str:
    return word.removesuffix("s")
