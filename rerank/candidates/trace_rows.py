"""The SQL that reads what a shopper did, as far as they agree to be known, in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.connections import Connection
from rerank.candidates.demand import HALF_LIFE_DAYS
from rerank.candidates.trace import Step, Trace

MOST_TAKEN, MOST_DONE, MOST_SHOWN = 300, 300, 1_000
REMEMBERED = "interval '730 days'"
SHOWN_TOLD = "interval '90 days'"
# Who is taken for a customer by a browser alone, and has not signed in, is told only of what they did themselves: a
# household's tablet must not tell who bought what.
SAME_PERSON = """
    with who as materialized (
        select person_id,
               exists (select from identity_nodes node where node.person_id = taken_for.person_id
                       and node.customer_id is not null)
               and not exists (select from identity_nodes own where own.shopper_id = %(shopper_id)s
                               and own.signed_in_at is not null) as is_stranger
        from (select person_of(%(shopper_id)s, %(device_id)s, %(at)s) as person_id) taken_for
        where not exists (select from refusing_shoppers
                          where shopper_id in (%(shopper_id)s, taken_for.person_id))
          and not exists (select from refusing_devices where device_id = %(device_id)s))"""


def _steps(whose: str, kinds: str, most: int) -> str:
    return f"""
        (select product_id, kind, occurred_at, dwell_ms from signals
         where {whose} and kind {kinds}
           and occurred_at between %(at)s::timestamptz - {REMEMBERED} and %(at)s
         order by occurred_at desc limit {most})"""


THEIRS = "not who.is_stranger and person_id = who.person_id"
GUESTS = "who.is_stranger and shopper_id = %(shopper_id)s"
BROWSERS = """who.is_stranger and %(shopper_id)s::text is null and shopper_id is null and device_id = %(device_id)s
         and person_id = who.person_id"""
TAKEN, DONE = "in ('purchase', 'return')", "not in ('purchase', 'return', 'impression')"
TRACE = f"""
    {SAME_PERSON}
    select did.product_id, did.kind, did.occurred_at, p.title, did.dwell_ms, null, null, false
    from who cross join lateral (
        {_steps(THEIRS, TAKEN, MOST_TAKEN)} union all {_steps(THEIRS, DONE, MOST_DONE)}
        union all {_steps(GUESTS, "<> 'impression'", MOST_DONE)}
        union all {_steps(BROWSERS, DONE, MOST_DONE)}) did
    join products p using (product_id)
    union all
    select null, null, null, null, null, k.product_ids, k.weights, false
    from who join shoppers s on s.shopper_id = who.person_id join kindred_candidates k using (customer_id)
    where not who.is_stranger
    union all
    select null, null, null, null, null, array_agg(product_id), array_agg(looks), true
    from (
        select met.product_id,
               sum(ln(2::float) / ln((1 + greatest(coalesce(met.position, 1), 1))::float)
                   * 0.5::float ^ (extract(epoch from %(at)s::timestamptz - met.occurred_at)::float
                                   / 86400 / {HALF_LIFE_DAYS}))::real as looks
        from who cross join lateral (
            select product_id, position, occurred_at from signals
            where {THEIRS} and kind = 'impression'
              and occurred_at between %(at)s::timestamptz - {SHOWN_TOLD} and %(at)s
            order by occurred_at desc limit {MOST_SHOWN}) met
        group by met.product_id) shown
    having count(*) > 0
"""


async def read_trace(connection: Connection, *, shopper_id: str | None, device_id: str | None, at: datetime) -> Trace:
    """Of a shopper as of a moment; empty for whoever is not known, or does not want to be."""
    asked = {"shopper_id": shopper_id, "device_id": device_id, "at": at}
    rows = await (await connection.execute(TRACE, asked, prepare=True)).fetchall()
    steps = sorted((_step(row) for row in rows if row[0] is not None), key=lambda step: step.at, reverse=True)
    lists = [row for row in rows if row[5]]
    kindred = {name: float(weight) for row in lists if not row[7] for name, weight in zip(row[5], row[6], strict=True)}
    shown = {name: float(looks) for row in lists if row[7] for name, looks in zip(row[5], row[6], strict=True)}
    return Trace(steps=tuple(steps), kindred=kindred, shown=shown)


def _step(row: Sequence[Any]) -> Step:
    return Step(product_id=row[0], kind=row[1], at=row[2], title=row[3], dwell_ms=row[4])
