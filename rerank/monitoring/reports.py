"""Puts together what an operator is shown, on the page and on the command line."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from catalog.connections import Connection, Connections, connected
from rerank.monitoring import alert_rows, report_rows, week_rows
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.figure import Name
from rerank.monitoring.report import Overview, Point, WeekChange, series_of
from rerank.monitoring.weeks import change_between
from shop.errors import ShopUnavailable

RATES = ("clicks", "ndcg")


async def nobody_made_up() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """`is_made_up` tells whether the figures are of the demo shop's simulated shoppers."""

    connections: Connections
    now: Callable[[], datetime]
    is_made_up: Callable[[], Awaitable[bool]] = nobody_made_up

    async def overview(self, *, days: int, channel: str = "") -> Overview:
        """Of so many days, today included; an empty channel is all of them. Raises ShopUnavailable."""
        until = self.now().astimezone(UTC).date()
        since = until - timedelta(days=days - 1)
        asked = {"since": since, "until": until, "channel": channel}
        is_made_up = await self.is_made_up()
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            measured_at = await report_rows.read_measured_at(connection)
            return Overview(
                since=since,
                until=until,
                channel=channel,
                is_made_up=is_made_up,
                channels=await report_rows.read_channels(connection, asked),
                measured_at=measured_at.isoformat() if measured_at else None,
                clicks=series_of(await report_rows.read_rates(connection, asked, "clicks")),
                order=series_of(await report_rows.read_rates(connection, asked, "ndcg", by_model=True)),
                success=series_of(await report_rows.read_rates(connection, asked, "bought")),
                coverage=await _points(connection, asked, Name.COVERAGE),
                gini=await _points(connection, asked, Name.GINI),
                top_share=await _points(connection, asked, Name.TOP_SHARE),
                stale_vectors=await _points(connection, asked, Name.STALE_VECTORS),
                funnel=await report_rows.read_funnel(connection, asked),
                heat=await report_rows.read_heat(connection, asked),
                turns=series_of(await report_rows.read_figures(connection, asked, Name.TURNS)),
                out_of_scope=series_of(await report_rows.read_out_of_scope(connection, asked)),
                intents=await report_rows.read_counts(connection, asked, Name.INTENTS),
                failures=await report_rows.read_counts(connection, asked, Name.FAILURES),
                turn_p50=series_of(await report_rows.read_figures(connection, asked, Name.TURN_P50)),
                turn_p95=series_of(await report_rows.read_figures(connection, asked, Name.TURN_P95)),
                stages=await report_rows.read_stages(connection, asked),
                quality=await report_rows.read_quality(connection, asked),
                drift=await report_rows.read_drift(connection, asked),
                weeks=await _weeks(connection, until, channel),
            )

    async def alerts(self, *, days: int) -> list[KeptAlert]:
        """Those that are open, and those that ended within so many days."""
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            return await alert_rows.list_alerts(connection, since=self.now() - timedelta(days=days))


async def _points(connection: Connection, asked: report_rows.Told, name: Name) -> Sequence[Point]:
    series = series_of(await report_rows.read_figures(connection, {**asked, "channel": ""}, name))
    return series[0].points if series else ()


async def _weeks(connection: Connection, ends: date, channel: str) -> list[WeekChange]:
    weeks = {rate: await week_rows.read_weeks(connection, rate=rate, ends=ends) for rate in RATES}
    comparisons = sum(map(len, weeks.values()))
    return [
        _change(rate, name, of, comparisons)
        for rate, by_channel in weeks.items()
        for name, of in sorted(by_channel.items())
        if channel in {"", name}
    ]


def _change(rate: str, channel: str, weeks: week_rows.Weeks, comparisons: int) -> WeekChange:
    change = change_between(*weeks, comparisons=comparisons)
    return WeekChange(
        rate=rate,
        channel=channel,
        before=change.before if change else None,
        after=change.after if change else None,
        change=change.change if change else None,
        low=change.low if change else None,
        high=change.high if change else None,
        has_fallen=change is not None and change.has_fallen,
    )
