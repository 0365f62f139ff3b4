"""Prometheus figures of what the worker noticed, read again every minute."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge

from assistant.following import every, following
from catalog.connections import Connections, connected
from rerank.monitoring import alert_rows, figure_rows
from rerank.monitoring.alert import AlertKind
from rerank.monitoring.figure import Name
from shop.errors import ShopUnavailable

READ_EVERY_S = 60.0
LATEST_WITHIN = timedelta(days=2)
TOLD = tuple(
    name for name in Name if name not in {Name.INTENTS, Name.TURN_P50, Name.TURN_P95, Name.STAGE_P50, Name.STAGE_P95}
)


class AlertFigures:
    """What holds the figures of monitoring in one process; every gateway tells the same."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._alerts = Gauge("aisle_alerts_open", "Alerts of monitoring that are open", ("kind",), registry=registry)
        self._figures = Gauge(
            "aisle_monitoring",
            "The latest daily figures of monitoring: docs/monitoring.md says what each is",
            ("figure", "channel", "part"),
            registry=registry,
        )

    async def read(self, connections: Connections, now: datetime) -> None:
        async with connected(connections, lost=ShopUnavailable) as connection:
            kept = await alert_rows.list_alerts(connection, since=now)
            since = now.astimezone(UTC).date() - LATEST_WITHIN
            figures = await figure_rows.read_latest(connection, TOLD, since=since)
        for kind in AlertKind:
            self._alerts.labels(kind.value).set(sum(each.is_open and each.alert.kind is kind for each in kept))
        self._figures.clear()
        for figure in figures:
            self._figures.labels(figure.name.value, figure.channel, figure.part).set(figure.value)


@asynccontextmanager
async def watching_alerts(
    figures: AlertFigures, connections: Connections, now: Callable[[], datetime]
) -> AsyncIterator[None]:
    async def read() -> None:
        await figures.read(connections, now())

    async with following(read, what="alert figures", pause=every(READ_EVERY_S)):
        yield
