"""The SQL of price match cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from catalog.connections import Connection
from catalog.money import Money
from shop.price_matching.claim import Case, Claim, Decision, Filed, Outcome, Why

WRITE = """
    insert into price_matches (case_id, number, shopper_id, product_id, variant_id, title, our_minor, seen_minor,
                               currency, seller, proof_url, outcome, why, valid_until, order_id, claimed_at)
    values (%(case_id)s, 'PM-' || nextval('price_match_numbers'), %(shopper_id)s, %(product_id)s, %(variant_id)s,
            %(title)s, %(our_minor)s, %(seen_minor)s, %(currency)s, %(seller)s, %(proof_url)s, %(outcome)s, %(why)s,
            %(valid_until)s, %(order_id)s, %(claimed_at)s)
    returning *
"""
SAME = """
    select * from price_matches
    where shopper_id = %s and variant_id = %s and seen_minor = %s and currency = %s and lower(seller) = lower(%s)
"""
IN_FORCE = """
    select count(*) from price_matches
    where shopper_id = %s and outcome = 'approved' and valid_until > %s
"""
MATCHED = """
    select distinct on (matched.variant_id) matched.variant_id, matched.seen_minor, matched.currency
    from price_matches matched join variants on variants.variant_id = matched.variant_id
    where matched.shopper_id = %s and matched.variant_id = any(%s) and matched.outcome = 'approved'
      and matched.valid_until > %s and matched.currency = variants.currency
      and matched.seen_minor < variants.price_minor
    order by matched.variant_id, matched.seen_minor
"""


async def matched_prices(
    connection: Connection, shopper_id: str, variant_ids: Sequence[str], *, now: datetime
) -> dict[str, Money]:
    """The shopper's own prices in force, of what costs more today."""
    found = await connection.execute(MATCHED, [shopper_id, list(variant_ids), now])
    return {row[0]: Money(amount_minor=row[1], currency=row[2]) for row in await found.fetchall()}


async def lock_shopper(connection: Connection, shopper_id: str) -> None:
    """Claims of one shopper are judged one after the other."""
    await connection.execute(
        "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
    )
    await connection.execute("select 1 from shoppers where shopper_id = %s for no key update", [shopper_id])


async def in_force(connection: Connection, shopper_id: str, *, now: datetime) -> int:
    row = await (await connection.execute(IN_FORCE, [shopper_id, now])).fetchone()
    return int(row[0]) if row else 0


async def same_claim(connection: Connection, shopper_id: str, claim: Claim) -> Filed | None:
    async with connection.cursor(row_factory=dict_row) as cursor:
        values = [shopper_id, claim.variant_id, claim.seen.amount_minor, claim.seen.currency, claim.seller]
        await cursor.execute(SAME, values)
        row = await cursor.fetchone()
    return Filed(case=_case(row, claim), is_proven=row["proof_url"] is not None) if row else None


async def write_case(
    connection: Connection, shopper_id: str, claim: Claim, decision: Decision, *, new_id: str, now: datetime
) -> Case:
    told = {
        "case_id": new_id,
        "shopper_id": shopper_id,
        "product_id": claim.product_id,
        "variant_id": claim.variant_id,
        "title": claim.title,
        "our_minor": claim.ours.amount_minor,
        "seen_minor": claim.seen.amount_minor,
        "currency": claim.seen.currency,
        "seller": claim.seller,
        "proof_url": claim.proof_url,
        "outcome": decision.outcome,
        "why": decision.why,
        "valid_until": decision.valid_until,
        "order_id": claim.order_id,
        "claimed_at": now,
    }
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(WRITE, told)
        row = await cursor.fetchone()
    if row is None:
        raise AssertionError("an insert that returns always returns a row")
    return _case(row, claim)


async def add_proof(connection: Connection, case: Case, claim: Claim, decision: Decision) -> Case:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            "update price_matches set proof_url = %s, outcome = %s, why = %s, valid_until = %s"
            " where case_id = %s returning *",
            [claim.proof_url, decision.outcome, decision.why, decision.valid_until, case.id],
        )
        row = await cursor.fetchone()
    return _case(row, claim) if row else case


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What both claimed stays once."""
    told = {"from_id": from_id, "to_id": to_id}
    await connection.execute(
        """
        delete from price_matches mine using price_matches theirs
        where mine.shopper_id = %(from_id)s and theirs.shopper_id = %(to_id)s
          and (mine.variant_id, mine.seen_minor, mine.currency, lower(mine.seller))
            = (theirs.variant_id, theirs.seen_minor, theirs.currency, lower(theirs.seller))
        """,
        told,
    )
    await connection.execute("update price_matches set shopper_id = %(to_id)s where shopper_id = %(from_id)s", told)


def _case(row: Mapping[str, Any], claim: Claim) -> Case:
    """The row's currency is that of the price that was seen."""
    return Case(
        id=row["case_id"],
        number=row["number"],
        variant_id=row["variant_id"],
        title=row["title"],
        ours=Money(amount_minor=row["our_minor"], currency=claim.ours.currency),
        seen=Money(amount_minor=row["seen_minor"], currency=row["currency"]),
        seller=row["seller"],
        decision=Decision(outcome=Outcome(row["outcome"]), why=Why(row["why"]), valid_until=row["valid_until"]),
    )
