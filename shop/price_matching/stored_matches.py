"""Price match cases in the shop's own database: judged by the policy of the day, each claim once."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from catalog.connections import Connection, Connections, connected
from shop import audit
from shop.errors import ShopUnavailable
from shop.policy_rows import read_policy
from shop.price_matching import rows
from shop.price_matching.claim import Case, Claim, Decision
from shop.price_matching.rules import PriceMatchRules, decide


class StoredMatches:
    """`PriceMatches` over Postgres."""

    def __init__(self, connections: Connections, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._new_id = new_id
        self._now = now

    async def claim(self, shopper_id: str, *, claim: Claim, turn_id: str) -> Case:
        async with self._transaction() as connection:
            await rows.lock_shopper(connection, shopper_id)
            filed = await rows.same_claim(connection, shopper_id, claim)
            if filed and not filed.gains_by(claim):
                return filed.case
            decision = await self._decided(connection, shopper_id, claim)
            if filed:
                case = await rows.add_proof(connection, filed.case, claim, decision)
            else:
                case = await rows.write_case(
                    connection, shopper_id, claim, decision, new_id=self._new_id(), now=self._now()
                )
            await audit.note(
                connection,
                shopper_id=shopper_id,
                turn_id=turn_id,
                what=f"price_match.{case.decision.outcome}",
                subject=case.id,
                details={"variant_id": case.variant_id, "seen_minor": case.seen.amount_minor},
            )
            return case

    async def _decided(self, connection: Connection, shopper_id: str, claim: Claim) -> Decision:
        policy = await read_policy(connection, "price_match")
        rules = PriceMatchRules.of(policy) if policy else None
        now = self._now()
        granted = await rows.in_force(connection, shopper_id, now=now)
        return decide(claim, rules, granted=granted, now=now)

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
