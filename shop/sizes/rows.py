"""The SQL of sizes: what shoppers told of bodies and sizes, what they kept and sent back, and the charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection
from catalog.contents import SizeChart
from shop.sizes.evidence import Known, Outcome, Past, Runs, Usual
from shop.sizes.measurements import NAMES, Measurements

# What was delivered and not sent back within some weeks is worn.
KEPT_AFTER_DAYS = 21
REMEMBERED_DAYS = 1825
MOST_USUAL = 40

OWN_ORDERS = f"""
    select o.order_id, o.placed_at from orders o
    where (o.shopper_id = %(shopper)s
           or o.customer_id = (select customer_id from shoppers where shopper_id = %(shopper)s))
      and o.state in ('delivered', 'partly_returned', 'returned')
      and o.placed_at > now() - interval '{REMEMBERED_DAYS} days'
"""
# A product that is no longer sold still tells of its chart's sizes as long as the catalogue knows it.
PAST = f"""
    with own as ({OWN_ORDERS}), sent_back as (
        select line.order_id, line.position, max(reason) as reason
        from own join return_lines line using (order_id) join returns using (return_id)
        where returns.state not in ('refused', 'cancelled') group by line.order_id, line.position
    )
    select line.product_id, p.brand, p.size_chart_id, p.category[cardinality(p.category)], line.attributes ->> 'size',
           case sent_back.reason when 'too_small' then 'too_small' when 'too_big' then 'too_large' else 'fits' end,
           false, own.placed_at as at
    from own join order_lines line using (order_id) join products p using (product_id)
    left join sent_back on sent_back.order_id = line.order_id and sent_back.position = line.position
    where line.attributes ? 'size' and p.size_chart_id is not null
      and (sent_back.reason in ('too_small', 'too_big')
           or (line.returned_quantity < line.quantity and own.placed_at < now() - interval '{KEPT_AFTER_DAYS} days'))
    union all
    select outcome.product_id, outcome.brand, outcome.size_chart_id, coalesce(p.category[cardinality(p.category)], ''),
           outcome.size, outcome.outcome, true, outcome.noted_at
    from size_outcomes outcome left join products p using (product_id) where outcome.shopper_id = %(shopper)s
    order by at
"""
NOTE = """
    insert into size_outcomes (outcome_id, shopper_id, product_id, brand, size_chart_id, size, outcome)
    values (%(id)s, %(shopper)s, %(product)s, %(brand)s, %(chart)s, %(size)s, %(outcome)s)
    on conflict (shopper_id, product_id, size) where shopper_id is not null
    do update set outcome = excluded.outcome, noted_at = now()
"""
RUNS = """
    select count(*) filter (where outcome = 'fits'), count(*) filter (where outcome = 'too_small'),
           count(*) filter (where outcome = 'too_large')
    from size_outcomes where product_id = %s
"""
# A demo visitor's copy of a history would count its purchases again for each visitor.
LEARNED = f"""
    select outcome.body, outcome.size_chart_id, outcome.size, outcome.outcome
    from size_outcomes outcome where outcome.shopper_id is null and outcome.size_chart_id is not null
    union all
    select m.told, p.size_chart_id, line.attributes ->> 'size',
           case r.reason when 'too_small' then 'too_small' when 'too_big' then 'too_large' else 'fits' end
    from measurements m
    join shoppers s using (shopper_id)
    left join customers c using (customer_id)
    join orders o on o.shopper_id = s.shopper_id or o.customer_id = s.customer_id
    join order_lines line using (order_id)
    join products p on p.product_id = line.product_id
    left join lateral (
        select max(reason) as reason from return_lines rl join returns using (return_id)
        where rl.order_id = line.order_id and rl.position = line.position
          and returns.state not in ('refused', 'cancelled')) r on true
    where m.wearer = '' and c.copied_at is null and p.size_chart_id is not null and line.attributes ? 'size'
      and o.state in ('delivered', 'partly_returned', 'returned')
      and (r.reason in ('too_small', 'too_big')
           or (line.returned_quantity < line.quantity and o.placed_at < now() - interval '{KEPT_AFTER_DAYS} days'))
    union all
    select m.told, outcome.size_chart_id, outcome.size, outcome.outcome
    from size_outcomes outcome join measurements m on m.shopper_id = outcome.shopper_id and m.wearer = ''
    where outcome.size_chart_id is not null
"""


async def read_known(connection: Connection, shopper_id: str, wearer: str) -> Known:
    found = await connection.execute(
        "select told from measurements where shopper_id = %s and wearer = %s", [shopper_id, wearer]
    )
    row = await found.fetchone()
    told = {name: value for name, value in (row[0] if row else {}).items() if name in NAMES}
    usual = await connection.execute(
        "select size, brand, worn, system from usual_sizes where shopper_id = %s and wearer = %s"
        f" order by told_at desc limit {MOST_USUAL}",
        [shopper_id, wearer],
    )
    worn = tuple(Usual(size=r[0], brand=r[1], worn=r[2], system=r[3]) for r in await usual.fetchall())
    return Known(body=Measurements(**told), usual=worn)


async def write_measurements(connection: Connection, shopper_id: str, wearer: str, told: Mapping[str, float]) -> None:
    """What is told now replaces what was told before; the rest stays."""
    await connection.execute(
        "insert into measurements (shopper_id, wearer, told) values (%s, %s, %s)"
        " on conflict (shopper_id, wearer) do update set told = measurements.told || excluded.told, updated_at = now()",
        [shopper_id, wearer, Jsonb(dict(told))],
    )


async def write_usual(connection: Connection, shopper_id: str, wearer: str, usual: Usual) -> None:
    await connection.execute(
        "insert into usual_sizes (shopper_id, wearer, brand, worn, size, system) values (%s, %s, %s, %s, %s, %s)"
        " on conflict (shopper_id, wearer, brand, worn)"
        " do update set size = excluded.size, system = excluded.system, told_at = now()",
        [shopper_id, wearer, usual.brand, usual.worn, usual.size, usual.system],
    )


async def ensure_shopper(connection: Connection, shopper_id: str) -> None:
    await connection.execute("insert into shoppers (shopper_id) values (%s) on conflict do nothing", [shopper_id])


async def read_past(connection: Connection, shopper_id: str) -> tuple[Past, ...]:
    """Oldest first."""
    rows = await (await connection.execute(PAST, {"shopper": shopper_id})).fetchall()
    return tuple(_past(row) for row in rows)


async def note_outcome(connection: Connection, shopper_id: str, outcome_id: str, past: Past) -> None:
    """A later word on the same size of the same thing replaces the earlier."""
    values = {
        "id": outcome_id, "shopper": shopper_id, "product": past.product_id, "brand": past.brand,
        "chart": past.chart_id, "size": past.size, "outcome": past.outcome,
    }  # fmt: skip
    await connection.execute(NOTE, values)


async def read_runs(connection: Connection, product_id: str) -> Runs:
    row = await (await connection.execute(RUNS, [product_id])).fetchone()
    return Runs(fits=row[0], too_small=row[1], too_large=row[2]) if row else Runs()


async def read_charts(connection: Connection, chart_ids: Sequence[str], *, brand: str = "") -> list[SizeChart]:
    """Those named, and those of a brand's products."""
    rows = await connection.execute(
        "select size_chart_id, title, rows from size_charts where size_chart_id = any(%s) or size_chart_id in"
        " (select distinct size_chart_id from products where %s <> '' and lower(brand) = lower(%s))"
        " order by size_chart_id",
        [list(chart_ids), brand, brand],
    )
    return [SizeChart(id=row[0], title=row[1], rows=tuple(row[2])) for row in await rows.fetchall()]


async def read_learned(connection: Connection) -> list[tuple[Mapping[str, Any], str, str, str]]:
    """Bodies, charts, sizes and how they turned out: what a model may learn from. Nobody's name is among it."""
    return [(row[0], row[1], row[2], row[3]) for row in await (await connection.execute(LEARNED)).fetchall()]


async def forget(connection: Connection, shopper_id: str) -> bool:
    """Measurements, usual sizes and what was told of fits; whether there was anything."""
    gone = 0
    for table in ("measurements", "usual_sizes", "size_outcomes"):
        gone += (await connection.execute(f"delete from {table} where shopper_id = %s", [shopper_id])).rowcount
    return gone > 0


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """What was told before signing in is newer than what was known, and holds."""
    both = {"from": from_id, "to": to_id}
    await connection.execute(
        "insert into measurements (shopper_id, wearer, told, updated_at)"
        " select %(to)s, wearer, told, updated_at from measurements where shopper_id = %(from)s"
        " on conflict (shopper_id, wearer) do update set told = measurements.told || excluded.told, updated_at = now()",
        both,
    )
    await connection.execute(
        "insert into usual_sizes (shopper_id, wearer, brand, worn, size, system, told_at)"
        " select %(to)s, wearer, brand, worn, size, system, told_at from usual_sizes where shopper_id = %(from)s"
        " on conflict (shopper_id, wearer, brand, worn)"
        " do update set size = excluded.size, system = excluded.system, told_at = excluded.told_at",
        both,
    )
    await connection.execute(
        "delete from size_outcomes theirs using size_outcomes mine where theirs.shopper_id = %(to)s"
        " and mine.shopper_id = %(from)s and mine.product_id = theirs.product_id and mine.size = theirs.size",
        both,
    )
    await connection.execute("update size_outcomes set shopper_id = %(to)s where shopper_id = %(from)s", both)
    for table in ("measurements", "usual_sizes"):
        await connection.execute(f"delete from {table} where shopper_id = %(from)s", both)


def _past(row: Sequence[Any]) -> Past:
    return Past(
        product_id=row[0], brand=row[1], chart_id=row[2], kind=row[3], size=row[4], outcome=Outcome(row[5]), told=row[6]
    )


async def replace_outcomes(connection: Connection, source: str, rows: Sequence[Sequence[Any]]) -> None:
    """Those of a source that tells all of its records at once, without anybody's name."""
    await connection.execute("delete from size_outcomes where source = %s", [source])
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into size_outcomes (outcome_id, product_id, brand, size_chart_id, size, outcome, body, source)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(*row[:6], Jsonb(dict(row[6])), source) for row in rows],
        )
