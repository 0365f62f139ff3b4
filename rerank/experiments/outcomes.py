"""What came of a trial so far: who saw which arm first, and what they bought and clicked afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.connections import Connections, connected, take_time
from rerank.experiments.plan import Experiment, Unit
from shop.errors import ShopUnavailable

UNIT = {
    Unit.PERSON: "coalesce(person_of(shopper_id, device_id, shown_at), conversation_id, visit_id)",
    Unit.SESSION: "coalesce(conversation_id, visit_id)",
}
# What a person bought by whatever way, or what was bought in a session. A page can be made to tell of any purchase: it
# is believed only where the operator says so, and then what it was for.
BOUGHT = {
    Unit.PERSON: """
        select coalesce(
                   (select value_minor from events
                    where order_id is null and events.event_id = signals.event_id
                      and day = (signals.occurred_at at time zone 'UTC')::date),
                   quantity::bigint * price_minor, 0) as minor,
               coalesce((select currency from orders where orders.order_id = signals.order_id),
                        (select currency from events
                         where signals.order_id is null and events.event_id = signals.event_id
                           and day = (signals.occurred_at at time zone 'UTC')::date)) as currency
        from signals
        where person_id = first.unit and kind = 'purchase' and (order_id is not null or %(counts_told)s)
          and occurred_at >= first.shown_at and occurred_at < first.shown_at + %(window)s
    """,
    Unit.SESSION: """
        select coalesce(value_minor, 0) as minor, currency from bought_in_sessions bought
        where bought.unit = first.unit
          and occurred_at >= first.shown_at and occurred_at < first.shown_at + %(window)s
    """,
}
# Whoever saw two arms, such as a guest who signed in, counts for the first. Only those whose window is over count for
# what came of it: with them nothing will change any more.
OUTCOMES = """
    with shown as (
        select {unit} as unit, arm, shown_at, list_id from shown_lists
        where arm = any(%(labels)s) and shown_at >= %(since)s and shown_at < %(until)s),
    first as materialized (
        select distinct on (unit) unit, arm, shown_at from shown where unit is not null
        order by unit, shown_at, list_id),
    crossed as (select unit from shown where unit is not null group by unit having count(distinct arm) > 1),
    clicked as materialized (
        select distinct list_id from events
        where kind in ('click', 'add_to_cart') and list_id in (select list_id from shown)
          and day >= (%(since)s at time zone 'UTC')::date),
    looked as materialized (
        select shown.unit, count(*) as lists, count(clicked.list_id) as clicks
        from shown join first using (unit, arm) left join clicked using (list_id) group by shown.unit),
    bought_in_sessions as materialized (
        select coalesce(conversation_id, visit_id) as unit, occurred_at, value_minor, currency from events
        where kind = 'purchase' and %(by_session)s and (source = 'turn' or %(counts_told)s)
          and day >= (%(since)s at time zone 'UTC')::date),
    came as (
        select first.arm, looked.lists, looked.clicks, (count(minor) > 0)::int as converted,
               coalesce(sum(minor), 0)::float8 as spent, min(currency) as least_currency,
               max(currency) as last_currency, crossed.unit is not null as is_crossed,
               first.shown_at + %(window)s <= %(until)s as is_ripe
        from first join looked using (unit) left join crossed using (unit) left join lateral ({bought}) bought on true
        group by first.unit, first.arm, first.shown_at, looked.lists, looked.clicks, crossed.unit),
    capped as (select *, least(spent, coalesce(%(cap)s::float8, spent)) as minor from came)
    select arm, count(*), count(*) filter (where is_crossed), count(*) filter (where is_ripe),
           sum(converted) filter (where is_ripe), sum(minor) filter (where is_ripe),
           sum(minor * minor) filter (where is_ripe), sum(lists), sum(clicks), sum(lists * lists),
           sum(clicks * clicks), sum(lists * clicks), min(least_currency), max(last_currency)
    from capped group by arm
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of one arm. `exposed` have seen it first, `crossed` of them another one later; `ripe` are those whose window is
    over. Sums of squares tell how much units differ. Amounts in several `currencies` cannot be added up."""

    exposed: int = 0
    crossed: int = 0
    ripe: int = 0
    converted: int = 0
    revenue_minor: float = 0.0
    revenue_squares: float = 0.0
    lists: int = 0
    clicks: int = 0
    list_squares: float = 0.0
    click_squares: float = 0.0
    list_clicks: float = 0.0
    currencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """`counts_told` is whether purchases count that only pages tell of, for shops whose orders are kept elsewhere."""

    connections: Connections
    counts_told: bool = False

    async def of(self, experiment: Experiment, *, until: datetime) -> Mapping[str, Tally]:
        """By the arm's name, as far as it was known at `until`; a trial that was stopped is told as of then."""
        plan = experiment.plan
        labels = {plan.label(arm): arm.name for arm in plan.arms}
        told: dict[str, Any] = {
            "labels": list(labels),
            "since": experiment.started_at,
            "until": min(until, experiment.stopped_at or until),
            "window": plan.window,
            "cap": plan.revenue_cap_minor,
            "by_session": plan.unit is Unit.SESSION,
            "counts_told": self.counts_told,
        }
        statement = OUTCOMES.format(unit=UNIT[plan.unit], bought=BOUGHT[plan.unit])
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            rows = await (await connection.execute(statement, told)).fetchall()
        found = {labels[arm]: _tally(numbers) for arm, *numbers in rows}
        return {arm.name: found.get(arm.name, Tally()) for arm in plan.arms}


def _tally(numbers: list[Any]) -> Tally:
    exposed, crossed, ripe, converted, minor, squares, lists, clicks, *products = numbers
    return Tally(
        exposed=exposed,
        crossed=crossed,
        ripe=ripe,
        converted=int(converted or 0),
        revenue_minor=float(minor or 0),
        revenue_squares=float(squares or 0),
        lists=int(lists),
        clicks=int(clicks),
        list_squares=float(products[0]),
        click_squares=float(products[1]),
        list_clicks=float(products[2]),
        currencies=frozenset(each for each in products[3:] if each),
    )
