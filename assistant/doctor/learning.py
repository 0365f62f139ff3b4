"""Looks at what is learned: whether shoppers' doings come in, which order is in use, and what the last try came to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from assistant.doctor.findings import Finding, fine, unknown, wrong
from assistant.learning_settings import LearningSettings
from catalog.connections import Connections
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
    version = (await models.in_use()).version
    return fine("order of goods", f"{version} is in use" if version else f"{BUILT_IN}, the built-in one, is in use")


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
