"""Tables of models and trials, on a terminal of eighty columns: versions of one day differ at their ends."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console

from assistant.cli.experiment_showing import show_list, show_status
from assistant.cli.models import show_models
from assistant.cli.off_policy import show_judged
from rerank.experiments.off_policy import Estimate, OffPolicy
from rerank.experiments.plan import Arm
from rerank.experiments.verdict import status_of
from rerank.learning.model_record import ModelRecord
from rerank.learning.stored_models import InUse
from tests.unit.experiments.trials import RIPE, experiment, tally

FIRST, SECOND, THIRD = "20260322-031500-ab12cd34", "20260322-031500-ab12cd35", "20260322-091500-0f12cd36"
ARMS = (
    Arm(name="control", model=FIRST, share=0.5),
    Arm(name=SECOND, model=SECOND, share=0.25),
    Arm(name=THIRD, model=THIRD, share=0.25),
)


def printed(show: Callable[[Console], None]) -> str:
    told = io.StringIO()
    show(Console(file=told, width=80))
    assert max(map(len, told.getvalue().splitlines())) <= 80
    return told.getvalue()


def test_each_arm_of_a_trial_is_told_whole() -> None:
    tallies = {"control": tally(120_000, 6000, each_minor=1_234_500)}
    tallies |= {each.name: tally(120_000, 7000, each_minor=1_234_500) for each in ARMS[1:]}
    status = status_of(experiment(arms=ARMS), tallies, at=RIPE)
    said = printed(lambda console: show_status(status, console))
    assert [said.count(version) for version in (FIRST, SECOND, THIRD)] == [1, 2, 2]
    assert all(figure in said for figure in ("120000", "5.00%", "5.83%", "50%", "61,725", "72,012"))
    assert "…\n" not in said


def test_each_trial_tells_its_arms_whole() -> None:
    trials = [experiment(name="spring-order-of-the-home-page", arms=ARMS)]
    said = printed(lambda console: show_list(trials, console))
    assert all(version in said for version in (FIRST, SECOND, THIRD))


def test_each_model_is_told_whole_with_what_it_was_held_against() -> None:
    comparison = {"challenger": 0.7378, "champion": 0.5327, "difference": {"mean": 0.2051}}
    manifest = {"champion": FIRST, "verdict": {"comparison": comparison}}
    record = ModelRecord(
        version=SECOND, made_at=datetime(2026, 3, 22, tzinfo=UTC), passed=True, sha256="", manifest=manifest
    )
    used = InUse(version=SECOND, before=FIRST, change_no=2, changed_at=RIPE)
    said = printed(lambda console: show_models(used, [record], console))
    assert f" {SECOND} " in said
    assert f"held against {FIRST} " in said
    assert all(words in said for words in ("0.7378", "+0.2051", "(in use)"))


def test_what_a_model_would_have_been_worth_names_it_whole() -> None:
    some = Estimate(value=0.1234, low=0.11, high=0.13)
    told = OffPolicy(own=some, snips=some, ips=some, difference=some, rounds=5000, effective=900.0, clipped=0.0)
    assert f"{SECOND} beside" in printed(lambda console: show_judged(SECOND, {"clicked": told}, console))
