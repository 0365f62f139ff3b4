"""A trial as the operator's page gets it: while it runs and after it ended the same, by its own metric."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.cli.experiment_showing import figures_of
from rerank.experiments.plan import Metric
from rerank.experiments.verdict import status_of
from tests.unit.experiments.trials import RIPE, experiment, tally
from webhooks.admin.bodies import ExperimentBody

LATER = RIPE + timedelta(days=7)


@pytest.mark.parametrize("metric", Metric)
def test_a_trial_that_ended_is_told_as_it_stood_then(metric: Metric) -> None:
    trial = experiment(metric=metric)
    tallies = {"control": tally(9000, 450), "newer": tally(9100, 700, each_minor=6000)}
    told = status_of(trial, tallies, at=LATER)
    running = ExperimentBody.running(told)
    conclusion = json.loads(json.dumps(figures_of(told)))
    stopped = ExperimentBody.stopped(replace(trial, stopped_at=LATER, conclusion=conclusion))
    assert stopped == running.model_copy(update={"stopped_at": LATER})

    control, newer = running.arms
    assert (control.seen, control.conversion, control.per_unit_minor, control.better) == (9000, 0.05, 250.0, None)
    assert newer.better is not None
    assert newer.better_low is not None
    assert newer.better == pytest.approx(700 / 9100 * 6000 - 250 if metric is Metric.REVENUE else 700 / 9100 - 0.05)
    assert 0 < newer.better_low < newer.better


def test_a_handful_is_counted_and_nothing_else_is_told_of_it() -> None:
    told = ExperimentBody.running(status_of(experiment(), {"control": tally(4, 1), "newer": tally(3, 1)}, at=LATER))
    assert [(arm.units, arm.conversion, arm.per_unit_minor) for arm in told.arms] == [(4, None, None), (3, None, None)]


def test_a_trial_of_an_older_version_that_kept_no_arms_is_told_all_the_same() -> None:
    ended = replace(experiment(), stopped_at=LATER, conclusion={"finding": "open", "words": "It may be either."})
    told = ExperimentBody.stopped(ended)
    assert (told.words, told.arms) == ("It may be either.", [])
