"""The SQL that makes figures of one day of events: what was shown, to how many, and what became of it."""

from datetime import UTC, date, datetime, time, timedelta

from catalog.connections import Connection

# A click may follow after midnight; what was bought may be bought a week later.
ACTED_UPON = timedelta(days=1)
BOUGHT_WITHIN = timedelta(days=7)
# How far the coverage of the catalogue looks back, with a few days to spare.
PRODUCTS_KEPT = timedelta(days=14)

# Whoever has no name is told from others by whatever there is.
VISITOR = "coalesce(shopper_id, 'device ' || device_id, 'visit ' || visit_id, 'talk ' || conversation_id)"
STAGE = """
    drop table if exists seen_on_day;
    create temporary table seen_on_day (
        list_id text, visitor text, product_id text, channel text, position integer, surface text, model text,
        category text, clicked boolean, carted boolean, bought boolean, explored boolean) on commit drop;
    drop table if exists lists_on_day;
    create temporary table lists_on_day (
        list_id text, visitor text, channel text, surface text, model text, ndcg float8) on commit drop
"""
# A product that was told to be shown twice in a list was shown once. What a page says of who ordered a list is not
# believed: that is looked up in the lists that are ours, and any other is "other".
SEEN = f"""
    insert into seen_on_day
    with seen as (
        select list_id, product_id,
               {VISITOR} as visitor,
               min(channel) as channel, min(position) as position, min(occurred_at) as at,
               min(shopper_id) as shopper_id, min(device_id) as device_id
        from events
        where day = %(day)s and kind = 'impression' and list_id is not null and product_id is not null
          and num_nonnulls(shopper_id, device_id, visit_id, conversation_id) > 0
        group by 1, 2, 3),
    acted as (
        select list_id, product_id,
               {VISITOR} as visitor,
               bool_or(kind = 'add_to_cart') as carted
        from events
        where day between %(day)s and %(acted_until)s and list_id is not null and product_id is not null
          and kind in ('click', 'view', 'add_to_cart')
        group by 1, 2, 3),
    put as (
        select product_id,
               {VISITOR} as visitor,
               max(occurred_at) as last_at
        from events
        where day between %(day)s and %(acted_until)s and product_id is not null and kind = 'add_to_cart'
        group by 1, 2),
    people as (
        select visitor, person_of(min(shopper_id), min(device_id), min(at)) as person_id
        from seen group by visitor),
    taken as (
        select person_id, product_id, max(occurred_at) as last_at
        from signals
        where kind = 'purchase' and occurred_at >= %(begins)s and occurred_at < %(bought_until)s
          and person_id in (select person_id from people where person_id is not null)
        group by 1, 2)
    select seen.list_id, seen.visitor, seen.product_id, seen.channel, seen.position,
           coalesce(shown_lists.surface, 'other') as surface, coalesce(shown_lists.model, 'other') as model,
           coalesce(array_to_string(products.category[1:2], ' / '), '') as category,
           acted.list_id is not null as clicked,
           acted.list_id is not null and (acted.carted or coalesce(put.last_at >= seen.at, false)) as carted,
           coalesce(taken.last_at >= seen.at, false) as bought,
           coalesce(shown_lists.explored[array_position(shown_lists.product_ids, seen.product_id)], false) as explored
    from seen
    left join acted using (list_id, product_id, visitor)
    left join put on put.product_id = seen.product_id and put.visitor = seen.visitor
    left join people on people.visitor = seen.visitor
    left join taken on taken.product_id = seen.product_id and taken.person_id = people.person_id
    left join shown_lists on shown_lists.list_id = seen.list_id
    left join products on products.product_id = seen.product_id
"""

SLICES = """
    insert into daily_slices (day, channel, surface, model, category, visitors, shown, clicked, carted, bought)
    select %(day)s, channel, surface, model, category, count(distinct visitor), count(*),
           count(*) filter (where clicked), count(*) filter (where carted), count(*) filter (where carted and bought)
    from seen_on_day group by channel, surface, model, category
"""

# What was drawn by lot is no choice of the order's, and neither good nor bad of it: the rest moves up.
# A click is worth 1 and a thing put into the cart 2, by which a list is as good as its best order would have been.
LISTS = """
    insert into lists_on_day
    with ranked as (
        select list_id, visitor, channel, surface, model, clicked::int + carted::int as gain,
               row_number() over (partition by list_id, visitor order by position, product_id) as place,
               row_number() over (partition by list_id, visitor order by clicked::int + carted::int desc) as best_place
        from seen_on_day where position is not null and not explored)
    select list_id, visitor, min(channel) as channel, min(surface) as surface, min(model) as model,
           coalesce(sum(gain / ln(place + 1)) filter (where place <= 10), 0)
               / sum(gain / ln(best_place + 1)) filter (where best_place <= 10) as ndcg
    from ranked group by list_id, visitor having sum(gain) > 0
"""

RATES = """
    insert into daily_rates (day, channel, surface, model, rate, visitors, reached, "of", reached_reached, reached_of,
                             of_of)
    with told as (
        select 'clicks' as rate, visitor, channel, surface, model, clicked::int::float8 as reached from seen_on_day
        union all
        select 'bought', visitor, channel, surface, model, bought::int::float8 from seen_on_day
        union all
        select 'ndcg', visitor, channel, surface, model, ndcg from lists_on_day),
    of_visitor as (
        select rate, visitor, channel, coalesce(surface, '') as surface, coalesce(model, '') as model,
               sum(reached) as reached, count(*)::float8 as of
        from told group by grouping sets ((rate, visitor, channel), (rate, visitor, channel, surface, model)))
    select %(day)s, channel, surface, model, rate, count(*), sum(reached), sum(of_visitor.of), sum(reached * reached),
           sum(reached * of_visitor.of), sum(of_visitor.of * of_visitor.of)
    from of_visitor group by channel, surface, model, rate
"""

PRODUCTS = """
    insert into daily_products (day, product_id, shown)
    select %(day)s, product_id, count(*) from seen_on_day group by product_id
"""

# Lists and events have come together since there are any; days of before have nothing to be measured.
EARLIEST = """
    select least((select min(day) from event_counts), (select min(shown_at) from shown_lists)::date,
                 (select min(started_at) from turns)::date)
"""
NOTE_MEASURED = """
    insert into measured_days (day, measured_at) values (%s, %s)
    on conflict (day) do update set measured_at = excluded.measured_at
"""

CLEARED = ("daily_slices", "daily_rates", "daily_products")


async def measure_day(connection: Connection, day: date) -> None:
    """Within a transaction: whoever reads meanwhile sees the day as it was measured before."""
    begins = datetime.combine(day, time(), UTC)
    told = {
        "day": day,
        "acted_until": day + ACTED_UPON,
        "begins": begins,
        "bought_until": begins + timedelta(days=1) + BOUGHT_WITHIN,
    }
    await connection.execute(STAGE)
    # A plan made for a day that has just begun would take hours for a whole one.
    await connection.execute(SEEN, told, prepare=False)
    await connection.execute(LISTS, prepare=False)
    for table in CLEARED:
        await connection.execute(f"delete from {table} where day = %(day)s", told)
    for statement in (SLICES, RATES, PRODUCTS):
        await connection.execute(statement, told, prepare=False)


async def forget_days(connection: Connection, *, before: date, today: date) -> None:
    for table in ("daily_slices", "daily_rates", "daily_figures", "measured_days"):
        await connection.execute(f"delete from {table} where day < %s", [before])
    await connection.execute("delete from daily_products where day < %s", [today - PRODUCTS_KEPT])


async def forget_everything(connection: Connection) -> None:
    """The days of a shop that made room for another tell nothing of it."""
    for table in (*CLEARED, "daily_figures", "measured_days", "monitoring_alerts"):
        await connection.execute(f"delete from {table}")


async def read_earliest(connection: Connection) -> date | None:
    """The first day of which there may be something."""
    row = await (await connection.execute(EARLIEST)).fetchone()
    return row[0] if row else None


async def read_measured(connection: Connection, *, since: date) -> dict[date, datetime]:
    rows = await connection.execute("select day, measured_at from measured_days where day >= %s", [since])
    return dict(await rows.fetchall())


async def is_measured(connection: Connection, day: date) -> bool:
    return (await connection.execute("select from measured_days where day = %s", [day])).rowcount > 0


async def note_measured(connection: Connection, day: date, *, at: datetime) -> None:
    await connection.execute(NOTE_MEASURED, [day, at])
