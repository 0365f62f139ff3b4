"""Price match cases in memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from catalog.money import Money
from shop.in_memory.books import Pages, ShopInMemory
from shop.price_matching.claim import Case, Claim, Decision, Filed, Outcome
from shop.price_matching.rules import PriceMatchRules, decide


class PriceMatchesInMemory:
    """`PriceMatches` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._new_id = new_id
        self._now = now

    async def claim(self, shopper_id: str, *, claim: Claim, turn_id: str) -> Case:
        async with self._shop.writing() as pages:
            key = (shopper_id, claim.variant_id, repr(claim.seen), claim.seller.lower())
            filed = pages.cases.get(key)
            if filed and not filed.gains_by(claim):
                return filed.case
            decision = self._decided(pages, shopper_id, claim)
            case = replace(filed.case, decision=decision) if filed else self._case(pages, claim, decision)
            pages.cases[key] = Filed(case=case, is_proven=claim.proof_url is not None)
            what = f"price_match.{decision.outcome}"
            pages.audit.append({"shopper_id": shopper_id, "turn_id": turn_id, "what": what, "subject": case.id})
            return case

    def _decided(self, pages: Pages, shopper_id: str, claim: Claim) -> Decision:
        policy = self._shop.policies.get("price_match")
        rules = PriceMatchRules.of(policy) if policy else None
        granted = sum(1 for _ in _in_force(pages, shopper_id, now=self._now()))
        return decide(claim, rules, granted=granted, now=self._now())

    def _case(self, pages: Pages, claim: Claim, decision: Decision) -> Case:
        return Case(
            id=self._new_id(),
            number=f"PM-{len(pages.cases) + 1}",
            variant_id=claim.variant_id,
            title=claim.title,
            ours=claim.ours,
            seen=claim.seen,
            seller=claim.seller,
            decision=decision,
        )


def matched_prices(shop: ShopInMemory, shopper_id: str, *, now: datetime) -> dict[str, Money]:
    """The shopper's own prices in force, of what costs more today."""
    found: dict[str, Money] = {}
    for case in _in_force(shop.pages, shopper_id, now=now):
        limit = found.get(case.variant_id, shop.price(case.variant_id))
        if case.seen.currency == limit.currency and case.seen.amount_minor < limit.amount_minor:
            found[case.variant_id] = case.seen
    return found


def _in_force(pages: Pages, shopper_id: str, *, now: datetime) -> Iterator[Case]:
    for key, filed in pages.cases.items():
        decision = filed.case.decision
        is_approved = decision.outcome is Outcome.APPROVED and decision.valid_until is not None
        if key[0] == shopper_id and is_approved and decision.valid_until and decision.valid_until > now:
            yield filed.case
