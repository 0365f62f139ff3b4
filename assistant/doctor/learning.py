"""Looks at what is learned: whether shoppers' doings come in, which order is in use, and what the last try came to."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from assistant.doctor.findings import Finding, fine, unknown, wrong
from assistant.learning_settings import LearningSettings
from catalog.connections import Connections
from rerank.learning.errors import LearningError
from rerank.learning.stored_models import BUILT_IN, StoredModels
from rerank.learning.stored_runs import Run, StoredRuns

LATELY = timedelta(days=7)
ENOUGH = 1000


async def look_at_learning(connections: Connections, settings: LearningSettings, *, now: datetime) -> Iterable[Finding]:
    runs = StoredRuns(connections=connections)
    return [
        await _events(runs, now),
        await _order(StoredModels(connections=connections)),
        _tries(await runs.listed(limit=1), settings),
    ]


async def _events(runs: StoredRuns, now: datetime) -> Finding:
    count = await runs.new_signals(since=now - LATELY, until=now, enough=ENOUGH)
    if not count:
        return unknown(
            "events", "nothing was told that somebody took in a week; `aisle events check` says what comes in"
        )
    told = f"{ENOUGH:,} or more" if count >= ENOUGH else f"{count:,}"
    return fine("events", f"{told} that teach came in within a week")


async def _order(models: StoredModels) -> Finding:
    """As a gateway that starts now would find it: the others go on with what they hold in memory."""
    from assistant.learned_models import opened_model  # noqa: PLC0415 - the runtime takes a while to load

    version = (await models.in_use()).version
    if version is None:
        return fine("order of goods", f"{BUILT_IN}, the built-in one, is in use")
    try:
        await asyncio.to_thread(opened_model(), await models.model(version))
    except LearningError as exc:
        advice = (
            "Gateways keep the last good order; `aisle models rollback` or `aisle train recommender` brings another."
        )
        return wrong("order of goods", str(exc).rstrip("."), advice=advice)
    return fine("order of goods", f"{version} is in use")


def _tries(runs: Iterable[Run], settings: LearningSettings) -> Finding:
    if not settings.learning:
        return unknown("learning", "is off (AISLE_LEARNING=false)")
    last = next(iter(runs), None)
    if last is None:
        return unknown("learning", "was not tried yet; the worker tries when enough is known")
    when = f"{last.started_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    why = f": {'; '.join(last.reasons)}" if last.reasons else ""
    if last.state in {"failed", "abandoned"}:
        advice = "Look at the worker's log; `aisle train recommender` tries again."
        return wrong("learning", f"the try of {when} was {last.state}{why}", advice=advice)
    if last.outcome is None:
        return fine("learning", f"is at it since {when} ({last.stage})")
    return fine("learning", f"the last try, of {when}, came to {last.outcome}{why}")
