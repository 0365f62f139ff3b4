"""The SQL of alerts: each is open from when it is first seen until it is seen no more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connection
from rerank.monitoring.alert import Alert, AlertKind

OPEN = """
    insert into monitoring_alerts (alert_id, kind, subject, told, details, opened_at, seen_at)
    values (%(alert_id)s, %(kind)s, %(subject)s, %(told)s, %(details)s, %(now)s, %(now)s)
    on conflict (kind, subject) where closed_at is null
    do update set told = excluded.told, details = excluded.details, seen_at = excluded.seen_at
    returning (opened_at = %(now)s and alert_id = %(alert_id)s)
"""
CLOSE = """
    update monitoring_alerts set closed_at = greatest(%(now)s, opened_at)
    where closed_at is null and (kind, subject) not in (
        select * from unnest(%(open_kinds)s::text[], %(open_subjects)s::text[]))
    returning kind, subject
"""
LISTED = """
    select alert_id, kind, subject, told, details, opened_at, seen_at, closed_at from monitoring_alerts
    where closed_at is null or closed_at >= %(since)s
    order by closed_at is not null, opened_at desc, kind, subject limit 200
"""
# Whoever is posting says so, and is believed for as long as that can take: no row stays locked meanwhile.
CLAIM = """
    update monitoring_alerts set post_claimed_at = %(now)s, post_tries = post_tries + 1
    where alert_id = (
        select alert_id from monitoring_alerts
        where closed_at is null and posted_at is null and post_tries < %(most)s
          and coalesce(post_claimed_at < %(now)s - %(claimed_for)s, true)
        order by opened_at, alert_id limit 1 for update skip locked)
    returning alert_id, kind, subject, told, details, opened_at, seen_at, closed_at
"""
POSTED = """
    update monitoring_alerts set posted_at = case when %(arrived)s then %(now)s::timestamptz end, post_claimed_at = null
    where alert_id = %(alert_id)s
"""
FORGET = "delete from monitoring_alerts where closed_at < %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAlert:
    alert_id: str
    alert: Alert
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is new since the last look."""

    opened: tuple[Alert, ...]
    closed: tuple[tuple[str, str], ...]


async def note_alerts(
    connection: Connection,
    found: Sequence[Alert],
    *,
    new_id: Callable[[], str],
    now: datetime,
) -> Noted:
    """Closes those of the kinds that were looked for and not found."""
    opened = []
    for alert in found:
        told = {
            "alert_id": new_id(),
            "kind": alert.kind.value,
            "subject": alert.subject,
            "told": alert.told,
            "details": Jsonb(dict(alert.details)),
            "now": now,
        }
        row = await (await connection.execute(OPEN, told)).fetchone()
        if row and row[0]:
            opened.append(alert)
    closing = {
        "now": now,
        "open_kinds": [alert.kind.value for alert in found],
        "open_subjects": [alert.subject for alert in found],
    }
    closed = await (await connection.execute(CLOSE, closing)).fetchall()
    return Noted(opened=tuple(opened), closed=tuple((kind, subject) for kind, subject in closed))


async def list_alerts(connection: Connection, *, since: datetime) -> list[KeptAlert]:
    """The open ones first, then those closed since."""
    return [_kept(row) for row in await (await connection.execute(LISTED, {"since": since})).fetchall()]


async def claim_unposted(
    connection: Connection, *, most_tries: int, claimed_for: timedelta, now: datetime
) -> KeptAlert | None:
    """The oldest that nobody else is posting; it counts as tried."""
    told = {"most": most_tries, "claimed_for": claimed_for, "now": now}
    row = await (await connection.execute(CLAIM, told)).fetchone()
    return _kept(row) if row else None


async def note_posting(connection: Connection, alert_id: str, *, arrived: bool, now: datetime) -> None:
    await connection.execute(POSTED, {"alert_id": alert_id, "arrived": arrived, "now": now})


async def forget_alerts(connection: Connection, *, before: datetime) -> None:
    await connection.execute(FORGET, [before])


def _kept(row: Sequence[Any]) -> KeptAlert:
    alert_id, kind, subject, told, details, opened_at, seen_at, closed_at = row
    return KeptAlert(
        alert_id=alert_id,
        alert=Alert(kind=AlertKind(kind), subject=subject, told=told, details=details),
        opened_at=opened_at,
        seen_at=seen_at,
        closed_at=closed_at,
    )
