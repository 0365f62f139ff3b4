"""Wires what watches over the shop, and posts what it notices to an address of the operator's."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import structlog

from assistant.learning_lessons import newest_lessons_of
from catalog.connections import Connections, connected
from rerank.learning.stored_models import StoredModels
from rerank.monitoring import alert_rows
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.drifting import DAYS, Drifting
from rerank.monitoring.monitoring import Monitoring
from shop.errors import ShopUnavailable

# One at each look, which is every other minute: an hour.
MOST_TRIES = 30
TIMEOUT_S = 5.0
# Who has not noted by then what came of a posting is gone.
CLAIMED_FOR = timedelta(minutes=1)
MOST_AT_ONCE = 20
# More would tell no better whether features have moved, and are read in the worker's own memory.
MOST_LISTS_COMPARED = 5_000
Post = Callable[[str, Mapping[str, Any]], Awaitable[bool]]

log = structlog.get_logger(__name__)


def monitoring_for(connections: Connections, *, kept: timedelta, now: Callable[[], datetime]) -> Monitoring:
    return Monitoring(
        connections=connections,
        kept=kept,
        new_id=lambda: uuid.uuid4().hex,
        now=now,
        drifting=Drifting(
            models=StoredModels(connections=connections),
            lessons=newest_lessons_of(connections, most_lists=MOST_LISTS_COMPARED // DAYS),
        ),
    )


async def post_by_http(url: str, body: Mapping[str, Any]) -> bool:
    """Whether it arrived. Nobody is followed elsewhere: the address is the operator's own."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)) as http,
            http.post(url, json=dict(body), allow_redirects=False) as answer,
        ):
            return answer.status < 300
    except (aiohttp.ClientError, TimeoutError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Looks when it is time to, and tells what is open and was not told yet."""

    monitoring: Monitoring
    connections: Connections
    alert_url: str | None
    post: Post = post_by_http

    async def look(self) -> int:
        """How many alerts are new."""
        noted = await self.monitoring.look_if_due()
        for alert in noted.opened:
            log.warning("monitoring_alert", kind=alert.kind.value, subject=alert.subject, told=alert.told)
        for kind, subject in noted.closed:
            log.info("monitoring_alert_over", kind=kind, subject=subject)
        if self.alert_url is not None:
            await self._post_open(self.alert_url)
        return len(noted.opened)

    async def _post_open(self, url: str) -> None:
        """Each of them until it arrived once, and so many times at most; the next look tries again."""
        for _ in range(MOST_AT_ONCE):
            async with connected(self.connections, lost=ShopUnavailable) as connection:
                kept = await alert_rows.claim_unposted(
                    connection, most_tries=MOST_TRIES, claimed_for=CLAIMED_FOR, now=self.monitoring.now()
                )
            if kept is None:
                return
            # The address may take its time to answer: no connection is held, and no row.
            arrived = await self.post(url, _body(kept))
            async with connected(self.connections, lost=ShopUnavailable) as connection:
                await alert_rows.note_posting(connection, kept.alert_id, arrived=arrived, now=self.monitoring.now())
            if not arrived:
                log.warning("alert_not_posted", alert=kept.alert_id)
                return


def _body(kept: KeptAlert) -> dict[str, Any]:
    """Nothing of any shopper: figures, and names of channels, models, categories and features."""
    return {
        "id": kept.alert_id,
        "kind": kept.alert.kind.value,
        "subject": kept.alert.subject,
        "told": kept.alert.told,
        "details": dict(kept.alert.details),
        "opened_at": kept.opened_at.astimezone(UTC).isoformat(),
    }
