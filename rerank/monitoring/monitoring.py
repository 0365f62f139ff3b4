"""Measures the days, holds them against each other, and notes what somebody should know."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from catalog.connections import Connection, Connections, connected, take_time
from rerank.events.completeness import Completeness, EventCheck
from rerank.monitoring import alert_rows, day_rows, figure_rows, week_rows
from rerank.monitoring.alert import Alert, AlertKind, beyond_their_line, fallen
from rerank.monitoring.alert_rows import Noted
from rerank.monitoring.causes import causes_of
from rerank.monitoring.drifting import Drifting
from rerank.monitoring.figure import Figure, Name
from rerank.monitoring.weeks import Sums, change_between
from shop.errors import ShopUnavailable

# What was bought within a week of being shown is known only then.
UNRIPE = timedelta(days=8)
MOST_DAYS_AT_ONCE = 120
QUALITY_DAYS = 7
MEASURED_EVERY = timedelta(minutes=55)
RATES = {"clicks": AlertKind.CLICKS_FELL, "ndcg": AlertKind.ORDER_FELL}
OF_TALK = (Name.TURNS, Name.INTENTS, Name.FAILURES, Name.STAGE_P50, Name.STAGE_P95, Name.TURN_P50, Name.TURN_P95)
OF_SPREAD = (Name.COVERAGE, Name.GINI, Name.TOP_SHARE)
OF_DRIFT = (Name.DRIFT, Name.DRIFT_CERTAIN)
OF_QUALITY = (Name.WHOLE_SESSIONS, Name.LATE, Name.DUPLICATES, Name.REFUSED)
JUDGED = (Name.STALE_VECTORS, Name.WHOLE_SESSIONS, Name.DRIFT_CERTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """`kept` is how long daily figures are kept; they name nobody, and seasons are compared by them.

    `drifting` is None where nothing is learned.
    """

    connections: Connections
    kept: timedelta
    new_id: Callable[[], str]
    now: Callable[[], datetime]
    drifting: Drifting | None = None

    async def look_if_due(self) -> Noted:
        """Nothing is measured again within the hour."""
        async with self._taking_time() as connection:
            measured = await day_rows.read_measured(connection, since=self._today - timedelta(days=1))
        if measured and self.now() - max(measured.values()) < MEASURED_EVERY:
            return Noted(opened=(), closed=())
        await self.measure()
        return await self.note()

    async def look(self) -> Noted:
        """Measures all up to now, for somebody who asks, and notes what somebody should know."""
        await self.measure(drift_again=True)
        return await self.note()

    async def measure(self, *, drift_again: bool = False) -> int:
        """How many days were measured. Each is committed by itself, so that a long history is never begun again."""
        due = await self._due()
        for day in due:
            async with self._taking_time() as connection:
                await self._measure(connection, day)
        async with self._taking_time() as connection:
            today = self._today
            figures = await figure_rows.read_stale(connection, self.now())
            await figure_rows.keep_figures(connection, today, figures, instead_of=[Name.STALE_VECTORS])
            await day_rows.forget_days(connection, before=today - self.kept, today=today)
            await alert_rows.forget_alerts(connection, before=self.now() - self.kept)
        await self._measure_quality()
        await self._measure_drift(again=drift_again)
        return len(due)

    async def note(self) -> Noted:
        async with self._taking_time() as connection:
            found = [*await self._fallen(connection), *beyond_their_line(await self._latest(connection))]
            return await alert_rows.note_alerts(connection, found, new_id=self.new_id, now=self.now())

    async def _due(self) -> list[date]:
        """Today and yesterday always; what is not ripe yet once a day; what was never measured.

        The earliest first: how much of the catalogue is shown in a week is known once its days are.
        """
        today = self._today
        async with self._taking_time() as connection:
            earliest = await day_rows.read_earliest(connection)
            measured = await day_rows.read_measured(connection, since=today - self.kept)
        if earliest is None:
            return []
        days = [today - timedelta(days=back) for back in range((today - max(earliest, today - self.kept)).days + 1)]
        return sorted(day for day in days if self._is_due(day, measured.get(day)))[-MOST_DAYS_AT_ONCE:]

    def _is_due(self, day: date, measured_at: datetime | None) -> bool:
        today = self._today
        if measured_at is None or day >= today - timedelta(days=1):
            return True
        return day >= today - UNRIPE and measured_at.astimezone(UTC).date() < today

    async def _measure(self, connection: Connection, day: date) -> None:
        is_new = day >= self._today - timedelta(days=1)
        await day_rows.measure_day(connection, day)
        spread = await figure_rows.read_spread(connection, day)
        await figure_rows.keep_figures(connection, day, spread, instead_of=OF_SPREAD)
        # Records of turns are forgotten long before the figures of their days.
        if is_new or not await day_rows.is_measured(connection, day):
            talk = await figure_rows.read_talk(connection, day)
            await figure_rows.keep_figures(connection, day, talk, instead_of=OF_TALK)
        await day_rows.note_measured(connection, day, at=self.now())

    async def _measure_quality(self) -> None:
        channels = await EventCheck(connections=self.connections, now=self.now).channels(days=QUALITY_DAYS)
        figures = [figure for channel in channels for figure in _quality(channel)]
        async with self._taking_time() as connection:
            await figure_rows.keep_figures(connection, self._today, figures, instead_of=OF_QUALITY)

    async def _measure_drift(self, *, again: bool) -> None:
        """Once a day if nobody asks: of less there is too little, and what the model reads is reckoned anew for it."""
        async with self._taking_time() as connection:
            known = await figure_rows.read_latest(connection, OF_DRIFT, since=self._today)
        if self.drifting is None or (known and not again):
            return
        figures = await self.drifting.figures(self.now())
        async with self._taking_time() as connection:
            await figure_rows.keep_figures(connection, self._today, figures, instead_of=OF_DRIFT)

    async def _fallen(self, connection: Connection) -> list[Alert]:
        """Where a channel is told to have fallen, all channels together are not told as well."""
        found: list[Alert] = []
        weeks = {rate: await week_rows.read_weeks(connection, rate=rate, ends=self._today) for rate in RATES}
        comparisons = sum(map(len, weeks.values()))
        for rate, by_channel in weeks.items():
            channels = [name for name in by_channel if name]
            told = [await self._told(connection, rate, name, by_channel[name], comparisons) for name in channels]
            if not any(told) and len(channels) > 1:
                told = [await self._told(connection, rate, "", by_channel[""], comparisons)]
            found += [alert for alert in told if alert]
        return found

    async def _told(
        self, connection: Connection, rate: str, channel: str, weeks: week_rows.Weeks, comparisons: int
    ) -> Alert | None:
        change = change_between(*weeks, comparisons=comparisons)
        if change is None or not change.has_fallen:
            return None
        slices = await week_rows.read_slices(connection, rate=rate, channel=channel, ends=self._today)
        causes = causes_of(slices, design_effect=sum(weeks[0] + weeks[1], Sums()).design_effect)
        return fallen(RATES[rate], channel, change, causes)

    async def _latest(self, connection: Connection) -> list[Figure]:
        """What was not measured since the day before yesterday says nothing of today."""
        since = self._today - timedelta(days=2)
        return await figure_rows.read_latest(connection, JUDGED, since=since)

    @property
    def _today(self) -> date:
        return self.now().astimezone(UTC).date()

    @asynccontextmanager
    async def _taking_time(self) -> AsyncIterator[Connection]:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            yield connection


def _quality(of: Completeness) -> list[Figure]:
    """Shares of a channel's sessions, and of all events that came for it."""
    came = of.events + of.duplicates + sum(of.refused.values())
    shares = [(Name.LATE, "", of.late), (Name.DUPLICATES, "", of.duplicates)]
    shares += [(Name.REFUSED, reason, number) for reason, number in of.refused.items()]
    figures = [
        Figure(name=name, channel=of.channel, part=part, value=number / came, out_of=came)
        for name, part, number in shares
        if came
    ]
    if of.share is not None:
        figures.append(Figure(name=Name.WHOLE_SESSIONS, channel=of.channel, value=of.share, out_of=of.sessions))
    return figures
