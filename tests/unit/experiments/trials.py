"""Trials for the tests: a plan of two arms, and what came of each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rerank.experiments.outcomes import Tally
from rerank.experiments.plan import Arm, Experiment, Plan

START = datetime(2026, 3, 2, tzinfo=UTC)
RIPE = START + timedelta(days=14)
CONTROL = Arm(name="control", model="baseline", share=0.5)
NEWER = Arm(name="newer", model="ranking-7", share=0.5)
PLAN = Plan(name="trial", arms=(CONTROL, NEWER))


def experiment(*, salt: str = "salt", **changed: Any) -> Experiment:
    return Experiment(plan=replace(PLAN, **changed), salt=salt, started_at=START)


def tally(units: int, converted: int, *, each_minor: float = 5000, **told: Any) -> Tally:
    """Whoever bought spent the same; everybody saw one list, and a tenth of them clicked."""
    given = {"exposed": units, "ripe": units, "lists": units, "clicks": units // 10, "list_squares": units}
    given |= {"click_squares": units // 10, "list_clicks": units // 10}
    spent = {"revenue_minor": converted * each_minor, "revenue_squares": converted * each_minor**2}
    return Tally(converted=converted, **{**given, **spent, **told})
