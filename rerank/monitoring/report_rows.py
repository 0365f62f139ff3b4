"""The SQL behind what an operator is shown: sums over days that were measured, never events themselves."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from catalog.connections import Connection
from rerank.monitoring.figure import Name
from rerank.monitoring.report import FEWEST_TOLD, Cell, Count, FeatureDrift, Funnel, Quality, StageTimes, told

MOST_CATEGORIES = 12
Told = dict[str, Any]
ByNameAndDay = dict[tuple[str, date], tuple[float, int]]

CHANNELS = """
    select distinct channel from daily_rates where day between %(since)s and %(until)s
    union select distinct channel from daily_figures where day between %(since)s and %(until)s and channel <> ''
    order by 1
"""
MEASURED_AT = "select max(measured_at) from measured_days"
RATES_BY_CHANNEL = """
    select channel, day, sum(reached) / sum("of"), sum(visitors)::bigint from daily_rates
    where day between %(since)s and %(until)s and rate = %(rate)s and surface = ''
      and (%(channel)s = '' or channel = %(channel)s)
    group by channel, day
"""
RATES_BY_MODEL = """
    select model, day, sum(reached) / sum("of"), sum(visitors)::bigint from daily_rates
    where day between %(since)s and %(until)s and rate = %(rate)s and surface <> ''
      and (%(channel)s = '' or channel = %(channel)s)
    group by model, day
"""
FUNNEL = """
    select sum(shown)::bigint, sum(clicked)::bigint, sum(carted)::bigint, sum(bought)::bigint, sum(visitors)::bigint
    from daily_slices where day between %(since)s and %(until)s and (%(channel)s = '' or channel = %(channel)s)
"""
HEAT = """
    with sums as (
        select channel, category, sum(shown)::bigint as shown, sum(clicked)::float8 / sum(shown) as rate,
               sum(visitors)::bigint as visitors
        from daily_slices where day between %(since)s and %(until)s and (%(channel)s = '' or channel = %(channel)s)
        group by channel, category),
    most as (select category from sums group by category order by sum(shown) desc limit %(most)s)
    select channel, category, shown, rate, visitors from sums join most using (category)
    order by sum(shown) over (partition by category) desc, channel
"""
FIGURES_BY_CHANNEL = """
    select channel, day, sum(value), sum(out_of)::bigint from daily_figures
    where day between %(since)s and %(until)s and figure = %(figure)s and (%(channel)s = '' or channel = %(channel)s)
    group by channel, day
"""
COUNTS = """
    select channel, part, sum(value)::bigint, sum(out_of)::bigint from daily_figures
    where day between %(since)s and %(until)s and figure = %(figure)s and (%(channel)s = '' or channel = %(channel)s)
    group by channel, part order by 3 desc, 1, 2
"""
# How many conversations a day had is told with its turns: of each intent there are some of the same.
OUT_OF_SCOPE = """
    with intents as (
        select channel, day, coalesce(sum(value) filter (where part = 'out_of_scope'), 0) / sum(value) as share
        from daily_figures where day between %(since)s and %(until)s and figure = 'intents' group by channel, day)
    select channel, day, share, out_of
    from intents join daily_figures turns using (channel, day)
    where turns.figure = 'turns' and turns.part = '' and (%(channel)s = '' or channel = %(channel)s)
"""
STAGES = """
    with stages as (
        select part, figure, sum(value * out_of) / sum(out_of) as ms, sum(out_of) as turns from daily_figures
        where day between %(since)s and %(until)s and figure in ('stage_p50', 'stage_p95')
        group by part, figure having sum(out_of) >= %(fewest)s)
    select part, max(ms) filter (where figure = 'stage_p50'), max(ms) filter (where figure = 'stage_p95')
    from stages group by part order by part
"""
QUALITY = """
    with latest as (
        select * from daily_figures
        where figure in ('whole_sessions', 'late', 'duplicates', 'refused')
          and day = (select max(day) from daily_figures where figure = 'whole_sessions' and day <= %(until)s)
          and (%(channel)s = '' or channel = %(channel)s))
    select channel, coalesce(max(out_of) filter (where figure = 'whole_sessions'), 0),
           max(value) filter (where figure = 'whole_sessions'), max(value) filter (where figure = 'late'),
           max(value) filter (where figure = 'duplicates'), coalesce(sum(value) filter (where figure = 'refused'), 0)
    from latest group by channel order by channel
"""
DRIFT = """
    select part, coalesce(max(value) filter (where figure = 'drift'), 0),
           max(value) filter (where figure = 'drift_certain'), max(out_of)
    from daily_figures
    where figure in ('drift', 'drift_certain')
      and day = (select max(day) from daily_figures where figure = 'drift' and day between %(since)s and %(until)s)
    group by part order by 2 desc, 1
"""


async def read_channels(connection: Connection, asked: Told) -> list[str]:
    return [channel for (channel,) in await _rows(connection, CHANNELS, asked)]


async def read_measured_at(connection: Connection) -> datetime | None:
    ((at,),) = await _rows(connection, MEASURED_AT, {})
    return at if isinstance(at, datetime) else None


async def read_rates(connection: Connection, asked: Told, rate: str, *, by_model: bool = False) -> ByNameAndDay:
    statement = RATES_BY_MODEL if by_model else RATES_BY_CHANNEL
    return _by_name_and_day(await _rows(connection, statement, {**asked, "rate": rate}))


async def read_figures(connection: Connection, asked: Told, name: Name) -> ByNameAndDay:
    return _by_name_and_day(await _rows(connection, FIGURES_BY_CHANNEL, {**asked, "figure": name.value}))


async def read_out_of_scope(connection: Connection, asked: Told) -> ByNameAndDay:
    return _by_name_and_day(await _rows(connection, OUT_OF_SCOPE, asked))


async def read_funnel(connection: Connection, asked: Told) -> Funnel | None:
    ((shown, clicked, carted, bought, visitors),) = await _rows(connection, FUNNEL, asked)
    if (visitors or 0) < FEWEST_TOLD:
        return None
    return Funnel(shown=shown, clicked=clicked, carted=carted, bought=bought)


async def read_heat(connection: Connection, asked: Told) -> list[Cell]:
    return [
        Cell(channel=channel, category=category, shown=_if_many(shown, visitors), rate=told(rate, behind=visitors))
        for channel, category, shown, rate, visitors in await _rows(
            connection, HEAT, {**asked, "most": MOST_CATEGORIES}
        )
    ]


async def read_counts(connection: Connection, asked: Told, name: Name) -> list[Count]:
    return [
        Count(channel=channel, name=part, turns=_if_many(turns, conversations))
        for channel, part, turns, conversations in await _rows(connection, COUNTS, {**asked, "figure": name.value})
    ]


async def read_stages(connection: Connection, asked: Told) -> list[StageTimes]:
    rows = await _rows(connection, STAGES, {**asked, "fewest": FEWEST_TOLD})
    return [StageTimes(stage=stage, p50=p50, p95=p95) for stage, p50, p95 in rows if None not in {p50, p95}]


async def read_quality(connection: Connection, asked: Told) -> list[Quality]:
    names = ("channel", "sessions", "whole", "late", "duplicates", "refused")
    return [Quality(**dict(zip(names, row, strict=True))) for row in await _rows(connection, QUALITY, asked)]


async def read_drift(connection: Connection, asked: Told) -> list[FeatureDrift]:
    names = ("feature", "index", "certain", "lists")
    return [FeatureDrift(**dict(zip(names, row, strict=True))) for row in await _rows(connection, DRIFT, asked)]


async def _rows(connection: Connection, statement: str, asked: Told) -> Collection[tuple[Any, ...]]:
    return await (await connection.execute(statement, asked)).fetchall()


def _by_name_and_day(rows: Collection[tuple[Any, ...]]) -> ByNameAndDay:
    return {(name, day): (float(value), behind) for name, day, value, behind in rows}


def _if_many(number: int, behind: int) -> int | None:
    return number if behind >= FEWEST_TOLD else None
