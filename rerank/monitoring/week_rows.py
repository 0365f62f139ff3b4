"""The SQL of two weeks beside each other: rates day by day, and the slices they are made of."""

from collections import defaultdict
from datetime import date, timedelta

from catalog.connections import Connection
from rerank.monitoring.causes import Slice
from rerank.monitoring.weeks import WEEK_DAYS, Sums

SUMS = """
    select channel, day, visitors, reached, "of", reached_reached, reached_of, of_of from daily_rates
    where day >= %(begins)s and day < %(ends)s and rate = %(rate)s and surface = '' and model = ''
"""
CLICKS = """
    select channel, surface, model, category,
           coalesce(sum(shown) filter (where day < %(middle)s), 0),
           coalesce(sum(clicked) filter (where day < %(middle)s), 0),
           coalesce(sum(shown) filter (where day >= %(middle)s), 0),
           coalesce(sum(clicked) filter (where day >= %(middle)s), 0)
    from daily_slices
    where day >= %(begins)s and day < %(ends)s and (%(channel)s = '' or channel = %(channel)s)
    group by channel, surface, model, category
"""
# An order is good or bad as a whole, so its lists have no category.
ORDERS = """
    select channel, surface, model, '',
           coalesce(sum("of") filter (where day < %(middle)s), 0),
           coalesce(sum(reached) filter (where day < %(middle)s), 0),
           coalesce(sum("of") filter (where day >= %(middle)s), 0),
           coalesce(sum(reached) filter (where day >= %(middle)s), 0)
    from daily_rates
    where day >= %(begins)s and day < %(ends)s and rate = 'ndcg' and surface <> ''
      and (%(channel)s = '' or channel = %(channel)s)
    group by channel, surface, model
"""
Weeks = tuple[list[Sums], list[Sums]]


async def read_weeks(connection: Connection, *, rate: str, ends: date) -> dict[str, Weeks]:
    """By channel, and under "" of all: the week before the last and the last week before `ends`."""
    begins = ends - timedelta(days=2 * WEEK_DAYS)
    rows = await connection.execute(SUMS, {"begins": begins, "ends": ends, "rate": rate})
    days: dict[str, list[Sums]] = defaultdict(lambda: [Sums()] * (2 * WEEK_DAYS))
    for channel, day, *numbers in await rows.fetchall():
        names = ("visitors", "reached", "of", "reached_reached", "reached_of", "of_of")
        sums = Sums(**dict(zip(names, numbers, strict=True)))
        for name in (channel, ""):
            days[name][(day - begins).days] += sums
    return {channel: (of[:WEEK_DAYS], of[WEEK_DAYS:]) for channel, of in days.items()}


async def read_slices(connection: Connection, *, rate: str, channel: str, ends: date) -> list[Slice]:
    told = {
        "begins": ends - timedelta(days=2 * WEEK_DAYS),
        "middle": ends - timedelta(days=WEEK_DAYS),
        "ends": ends,
        "channel": channel,
    }
    rows = await connection.execute(ORDERS if rate == "ndcg" else CLICKS, told)
    return [
        Slice(
            where=dict(zip(("channel", "surface", "model", "category"), row[:4], strict=True)),
            shown_before=float(row[4]),
            hits_before=float(row[5]),
            shown_after=float(row[6]),
            hits_after=float(row[7]),
        )
        for row in await rows.fetchall()
    ]
