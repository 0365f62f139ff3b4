"""The SQL of daily figures: from the records of turns, from the catalogue, and as they are kept."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from psycopg import sql

from catalog.connections import Connection
from catalog.retrieval.indexes import read_index_in_use, vectors_table
from rerank.monitoring.figure import Figure, Name

# What was changed just now has not had its turn with the worker.
TIME_TO_EMBED = timedelta(hours=1)
SHOWN_WITHIN = timedelta(days=7)
SHOWN_MOST = 0.01

TALK = """
    select 'turns', channel, '', count(*)::float8, count(distinct conversation_id) from turns
    where started_at >= %(begins)s and started_at < %(ends)s and state <> 'running' group by channel
    union all
    select 'intents', channel, intent, count(*), count(distinct conversation_id) from turns
    where started_at >= %(begins)s and started_at < %(ends)s and state = 'answered' and intent is not null
    group by channel, intent
    union all
    select 'failures', channel, failure, count(*), count(distinct conversation_id) from turns
    where started_at >= %(begins)s and started_at < %(ends)s and state = 'failed' and failure is not null
    group by channel, failure
"""
LATENCIES = """
    with whole as (
        select channel, percentile_cont(array[.5, .95]) within group (
                   order by extract(epoch from finished_at - started_at) * 1000) as ms, count(*) as turns
        from turns where started_at >= %(begins)s and started_at < %(ends)s and state = 'answered'
        group by channel),
    stages as (
        select stage, percentile_cont(array[.5, .95]) within group (order by took::float8) as ms, count(*) as turns
        from turns cross join jsonb_each_text(stages) as each (stage, took)
        where started_at >= %(begins)s and started_at < %(ends)s and state = 'answered'
        group by stage)
    select 'turn_p50', channel, '', ms[1], turns from whole union all
    select 'turn_p95', channel, '', ms[2], turns from whole union all
    select 'stage_p50', '', stage, ms[1], turns from stages union all
    select 'stage_p95', '', stage, ms[2], turns from stages
"""
STALE = sql.SQL("""
    select count(*) filter (where vectors.text_sha256 is distinct from documents.text_sha256
                              and products.updated_at < %s), count(*)
    from products left join search_documents documents using (product_no) left join {vectors} vectors
        on vectors.product_no = products.product_no
""")
# The more a product was shown, the later it stands: the index is 0 where all were shown alike, and nears 1 where one
# product has everything.
SPREAD = """
    with shown as (
        select product_id, sum(shown) as shown from daily_products
        where day > %(since)s and day <= %(day)s group by product_id),
    sellable as (
        select coalesce(shown.shown, 0)::float8 as shown
        from products left join shown using (product_id)
        where exists (select from variants where variants.product_id = products.product_id and available > 0)),
    ranked as (
        select shown, row_number() over (order by shown) as place, count(*) over () as products from sellable)
    select count(*), count(*) filter (where shown > 0), sum(shown),
           sum((2 * place - products - 1) * shown) / nullif(count(*) * sum(shown), 0),
           sum(shown) filter (where place > products - greatest(ceil(products * %(most)s), 1)) / nullif(sum(shown), 0)
    from ranked
"""
KEEP = """
    insert into daily_figures (day, figure, channel, part, value, out_of)
    select %(day)s, * from unnest(%(names)s::text[], %(channels)s::text[], %(parts)s::text[], %(values)s::float8[],
                                  %(out_of)s::bigint[])
"""
LATEST = """
    select distinct on (figure, channel, part) figure, value, out_of, channel, part from daily_figures
    where day >= %s and figure = any(%s) order by figure, channel, part, day desc
"""


async def read_talk(connection: Connection, day: date) -> list[Figure]:
    begins = datetime.combine(day, time(), UTC)
    told = {"begins": begins, "ends": begins + timedelta(days=1)}
    rows = await (await connection.execute(TALK, told)).fetchall()
    rows += await (await connection.execute(LATENCIES, told)).fetchall()
    return [
        Figure(name=Name(name), channel=channel, part=part, value=value, out_of=out_of)
        for name, channel, part, value, out_of in rows
        if value is not None
    ]


async def read_spread(connection: Connection, day: date) -> list[Figure]:
    """Over the week up to the day, of what can be bought by now. Nothing where nothing was shown."""
    told = {"day": day, "since": day - SHOWN_WITHIN, "most": SHOWN_MOST}
    row = await (await connection.execute(SPREAD, told)).fetchone()
    if row is None or not row[2]:
        return []
    products, shown, _, gini, top = row
    return [
        Figure(name=Name.COVERAGE, value=shown / products, out_of=products),
        Figure(name=Name.GINI, value=gini, out_of=products),
        Figure(name=Name.TOP_SHARE, value=top, out_of=products),
    ]


async def read_stale(connection: Connection, now: datetime) -> list[Figure]:
    index = await read_index_in_use(connection)
    if index is None:
        return []
    statement = STALE.format(vectors=vectors_table(index.index_id))
    row = await (await connection.execute(statement, [now - TIME_TO_EMBED])).fetchone()
    stale, products = row or (0, 0)
    return [Figure(name=Name.STALE_VECTORS, value=stale / products, out_of=products)] if products else []


async def keep_figures(
    connection: Connection, day: date, figures: Sequence[Figure], *, instead_of: Collection[Name]
) -> None:
    """In the place of what there was of the day under these names."""
    await connection.execute(
        "delete from daily_figures where day = %s and figure = any(%s)", [day, [name.value for name in instead_of]]
    )
    told = {
        "day": day,
        "names": [figure.name.value for figure in figures],
        "channels": [figure.channel for figure in figures],
        "parts": [figure.part for figure in figures],
        "values": [figure.value for figure in figures],
        "out_of": [figure.out_of for figure in figures],
    }
    await connection.execute(KEEP, told)


async def read_latest(connection: Connection, names: Collection[Name], *, since: date) -> list[Figure]:
    rows = await connection.execute(LATEST, [since, [name.value for name in names]])
    return [
        Figure(name=Name(name), value=value, out_of=out_of, channel=channel, part=part)
        for name, value, out_of, channel, part in await rows.fetchall()
    ]
