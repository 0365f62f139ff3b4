"""`aisle monitor`: how the shop is doing, and what somebody should know."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from assistant.background_settings import BackgroundSettings
from assistant.cli.answers import AsJson
from assistant.database import Pool
from assistant.demo_shop import has_made_up_past
from assistant.monitoring import monitoring_for
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.report import Overview, Point, Series
from rerank.monitoring.reports import Reports

STATEMENT_TIMEOUT_S = 120.0
# Those that moved furthest; the page has all of them.
MOST_DRIFTS = 10
REPORT = TypeAdapter(Overview)


def monitor(
    *,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days, today included.")] = 30,
    channel: Annotated[str, typer.Option(help="One channel instead of all.")] = "",
    as_json: AsJson = False,
) -> None:
    """Measures up to now and tells how the shop is doing; the exit code is 1 if somebody should know something."""
    with database_at_hand(SupervisorSettings()) as url:
        overview, alerts = asyncio.run(_looked(url, days, channel))
    if as_json:
        told = {"alerts": [_alert(kept) for kept in alerts], **REPORT.dump_python(overview, mode="json")}
        typer.echo(json.dumps(told, indent=2))
    else:
        _show(overview, alerts, Console())
    raise typer.Exit(int(any(kept.is_open for kept in alerts)))


async def _looked(database_url: str, days: int, channel: str) -> tuple[Overview, list[KeptAlert]]:
    def now() -> datetime:
        return datetime.now(UTC)

    kept = BackgroundSettings.model_validate({"database_url": database_url}).event_retention
    async with Pool(database_url, name="monitor", most=2, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        await monitoring_for(pool, kept=kept, now=now).look()
        reports = Reports(connections=pool, now=now, is_made_up=partial(has_made_up_past, pool))
        return await reports.overview(days=days, channel=channel), await reports.alerts(days=days)


def _alert(kept: KeptAlert) -> dict[str, object]:
    return {
        "kind": kept.alert.kind.value,
        "subject": kept.alert.subject,
        "told": kept.alert.told,
        "details": dict(kept.alert.details),
        "opened_at": kept.opened_at.isoformat(),
        "closed_at": kept.closed_at.isoformat() if kept.closed_at else None,
    }


def _show(overview: Overview, alerts: Sequence[KeptAlert], console: Console) -> None:
    for kept in alerts:
        if kept.is_open:
            console.print(kept.alert.told, style="red", highlight=False, markup=False)
    if not any(kept.is_open for kept in alerts):
        console.print("Nothing that somebody should know.", style="green")
    if overview.is_made_up:
        console.print("The demo shop's figures begin with simulated shoppers.", style="yellow")
    console.print(_weeks(overview))
    console.print(_figures(overview))


def _weeks(overview: Overview) -> Table:
    table = Table("rate", "channel", "week before", "last week", "change", "between", title="The last seven whole days")
    for each in overview.weeks:
        if each.change is None:
            table.add_row(each.rate, each.channel or "all", "-", "-", "too little to say", "-")
            continue
        between = f"{each.low:+.0%} and {each.high:+.0%}"
        numbers = (f"{each.before:.3f}", f"{each.after:.3f}", f"{each.change:+.0%}", between)
        table.add_row(each.rate, each.channel or "all", *numbers, style="red" if each.has_fallen else None)
    return table


def _figures(overview: Overview) -> Table:
    table = Table("figure", "latest", title=f"{overview.since} to {overview.until}")
    if overview.funnel:
        funnel = overview.funnel
        steps = f"{funnel.shown} shown, {funnel.clicked} clicked, {funnel.carted} into the cart, {funnel.bought} bought"
        table.add_row("funnel", steps)
    for name, points in (
        ("coverage of the catalogue", overview.coverage),
        ("Gini index of showing", overview.gini),
        ("share of the most shown hundredth", overview.top_share),
        ("stale vectors", overview.stale_vectors),
    ):
        table.add_row(name, _latest(points))
    for series in overview.success:
        table.add_row(f"shown, then bought, {series.name}", _latest(series.points))
    for series in overview.out_of_scope:
        table.add_row(f"out of scope, {series.name}", _latest(series.points))
    for series in overview.turn_p95:
        table.add_row(f"turns, p95, {series.name}", _latest_ms(series))
    for each in overview.drift[:MOST_DRIFTS]:
        sure = "too little to tell" if each.certain is None else f"{each.certain:.2f} beyond chance"
        style = "dim" if each.certain is None else None
        table.add_row(f"drift of {each.feature}", f"{each.index:.2f} ({sure})", style=style)
    if (others := len(overview.drift) - MOST_DRIFTS) > 0:
        table.add_row("drift of other features", f"{others} moved less", style="dim")
    return table


def _latest(points: Sequence[Point]) -> str:
    value = next((point.value for point in reversed(points) if point.value is not None), None)
    return "-" if value is None else f"{value:.1%}"


def _latest_ms(series: Series) -> str:
    value = next((point.value for point in reversed(series.points) if point.value is not None), None)
    return "-" if value is None else f"{value:.0f} ms"
