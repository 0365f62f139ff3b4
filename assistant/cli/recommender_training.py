"""`aisle train recommender`: one try at learning the order, now."""

import asyncio
import sys
from dataclasses import asdict
from typing import Any

from assistant.cli.answers import AsJson, answer
from assistant.cli.steps import steps
from assistant.learning_run import learn
from assistant.learning_settings import LearningSettings
from assistant.logs import configure_logs
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.learning.learning import Learned
from rerank.learning.verdict import Outcome

SAID = {
    Outcome.PROMOTED: "{version} is in use now: {reasons}",
    Outcome.PASSED: "{version} was learned and is good, but another is in use: {reasons}",
    Outcome.REFUSED: "Nothing changes. {reasons}",
    Outcome.TOO_LITTLE: "Too little is known yet, and nothing changes: {reasons}",
}


def recommender(*, as_json: AsJson = False) -> None:
    """Learn from what was shown and taken, and put it to use if it is surely better than what is in use."""
    configure_logs(level="warning", stream=sys.stderr)
    with steps() as tell, database_at_hand(SupervisorSettings()) as url:
        learned = asyncio.run(learn(url, LearningSettings(), asked_by="command", tell=tell))
    said = SAID[learned.outcome].format(version=learned.version, reasons="; ".join(learned.reasons))
    answer(said, data=_told(learned), as_json=as_json)


def _told(learned: Learned) -> dict[str, Any]:
    verdict = learned.verdict
    return {
        "run_id": learned.run_id,
        "outcome": learned.outcome.value,
        "reasons": list(learned.reasons),
        "version": learned.version,
        "instead_of": learned.instead_of,
        "comparison": asdict(verdict.comparison) if verdict and verdict.comparison else None,
        "checks": [asdict(check) for check in verdict.checks] if verdict else [],
    }
