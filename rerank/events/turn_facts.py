"""What turns really changed and what had been shown before them, as the database has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.connections import Connection
from rerank.events.event import EventKind

# A list that was shown longer ago has little to do with what is done now.
OF_A_VISIT = timedelta(hours=4)
LISTS_LOOKED_AT = 50
# Everything that a turn changes is in the audit trail under the turn's id, or under it in a table of its own.
CHANGES = """
    with told as materialized (
        select turn_id, audit_no, at, what, subject, details from audit where turn_id = any(%(turns)s)),
    moved as (
        select turn_id, audit_no, at, subject as variant_id,
               (details ->> 'quantity')::integer - coalesce((details ->> 'before')::integer, 0) as quantity
        from told where what in ('cart.added', 'cart.set')
        union all
        select turn_id, audit_no, at, subject, -(details ->> 'quantity')::integer from told where what = 'cart.swapped'
        union all
        select turn_id, audit_no, at, details ->> 'other', (details ->> 'quantity')::integer
        from told where what = 'cart.swapped'
        union all
        select turn_id, audit_no, at, gone.key, -gone.value::integer
        from told, jsonb_each_text(details -> 'lines') gone where what = 'cart.cleared')
    select turn_id, case when quantity > 0 then 'add_to_cart' else 'remove_from_cart' end, at, product_id, variant_id,
           abs(quantity), price_minor::bigint, currency, audit_no, 0
    from moved join variants using (variant_id) where quantity <> 0
    union all
    select turn_id, 'purchase', placed_at, product_id, variant_id, quantity, unit_price_minor, currency, audit_no,
           position
    from told join orders on order_id = subject join order_lines using (order_id) where what = 'order.placed'
    union all
    select turn_id, 'return', started_at, product_id, variant_id, line.quantity, unit_price_minor, made.currency,
           audit_no, line.position
    from told join returns made on made.return_id = subject join return_lines line using (return_id)
    join order_lines bought on bought.order_id = line.order_id and bought.position = line.position
    where what = 'return.started'
    union all
    select turn_id, 'correction', corrected_at, product_id, variant_id, null, null, null, 0, 0
    from usual_corrections join variants on variant_id = wrong_variant_id
    where shopper_id = any(%(shoppers)s) and turn_id = any(%(turns)s)
    order by 1, 9, 10, 5
"""
# The conversation's last turn, if it showed anything.
SHOWN_BEFORE = """
    select turn_id, before.shown_ids, before.intent
    from unnest(%(turns)s::text[]) turn_id join turns now using (turn_id)
    cross join lateral (
        select shown_ids, coalesce(intent, '') as intent from turns
        where conversation_id = now.conversation_id and state = 'answered' and started_at < now.started_at
        order by started_at desc limit 1) before
    where cardinality(before.shown_ids) > 0
"""
WHERE_SHOWN = f"""
    select told.shopper_id, told.product_id, recent.list_id, recent.model,
           recent.positions[array_position(recent.product_ids, told.product_id)]
    from unnest(%(shoppers)s::text[], %(products)s::text[], %(until)s::timestamptz[])
        told (shopper_id, product_id, until)
    cross join lateral (
        select * from (
            select list_id, model, product_ids, positions, shown_at from shown_lists
            where shopper_id = told.shopper_id and shown_at < told.until and shown_at > told.until - %(visit)s
            order by shown_at desc limit {LISTS_LOOKED_AT}) newest
        where told.product_id = any (product_ids) order by shown_at desc limit 1) recent
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Of a cart or an order; `price_minor` is of one."""

    kind: EventKind
    at: datetime
    product_id: str
    variant_id: str
    quantity: int | None = None
    price_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFacts:
    """`shown_before` are the products that the turn before had shown, if it was one that did, and why it did."""

    changes: tuple[Change, ...] = ()
    shown_before: tuple[str, ...] = ()
    intent_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a product was last seen by whoever does something with it now."""

    list_id: str
    model: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    shopper_id: str
    product_id: str
    until: datetime


async def read_facts(
    connection: Connection, *, turns: Sequence[str], shoppers: Sequence[str]
) -> Mapping[str, TurnFacts]:
    """By the turn's id; a turn that changed nothing and follows nothing is left out."""
    told = {"turns": list(turns), "shoppers": list(shoppers)}
    changes: dict[str, list[Change]] = {}
    for turn_id, kind, at, product_id, variant_id, quantity, price_minor, currency, *_ in await (
        await connection.execute(CHANGES, told)
    ).fetchall():
        change = Change(
            kind=EventKind(kind),
            at=at,
            product_id=product_id,
            variant_id=variant_id,
            quantity=quantity,
            price_minor=price_minor,
            currency=currency,
        )
        changes.setdefault(turn_id, []).append(change)
    before = {row[0]: row[1:] for row in await (await connection.execute(SHOWN_BEFORE, told)).fetchall()}
    facts = {}
    for turn_id in {*changes, *before}:
        shown, intent = before.get(turn_id, ((), ""))
        facts[turn_id] = TurnFacts(
            changes=tuple(changes.get(turn_id, ())), shown_before=tuple(shown), intent_before=intent
        )
    return facts


async def read_places(connection: Connection, wanted: Sequence[Wanted]) -> Mapping[tuple[str, str], Place]:
    """By shopper and product."""
    if not wanted:
        return {}
    told = {
        "shoppers": [one.shopper_id for one in wanted],
        "products": [one.product_id for one in wanted],
        "until": [one.until for one in wanted],
        "visit": OF_A_VISIT,
    }
    rows = await (await connection.execute(WHERE_SHOWN, told)).fetchall()
    return {
        (shopper_id, product_id): Place(list_id=list_id, model=model, position=position)
        for shopper_id, product_id, list_id, model, position in rows
    }
