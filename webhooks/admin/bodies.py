"""What the operator's page is told beside the figures: alerts, models with their lineage, and trials."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from rerank.experiments.plan import Experiment, Metric
from rerank.experiments.verdict import ArmResult, Status
from rerank.learning.model_record import ModelRecord
from rerank.learning.served_models import Serving
from rerank.learning.stored_models import BUILT_IN, Change, InUse
from rerank.learning.stored_runs import Run
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.report import told


class CauseBody(BaseModel):
    told: str
    explains: float


class AlertBody(BaseModel):
    id: str
    kind: str
    subject: str
    told: str
    causes: list[CauseBody]
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, kept: KeptAlert) -> "AlertBody":
        return cls(
            id=kept.alert_id,
            kind=kept.alert.kind.value,
            subject=kept.alert.subject,
            told=kept.alert.told,
            causes=[CauseBody.model_validate(cause) for cause in kept.alert.details.get("causes", ())],
            opened_at=kept.opened_at,
            seen_at=kept.seen_at,
            closed_at=kept.closed_at,
        )


class AlertsBody(BaseModel):
    alerts: list[AlertBody]


class CheckBody(BaseModel):
    name: str
    passed: bool
    words: str


class ModelBody(BaseModel):
    """`is_in_use`: that it was put to use; `is_serving`: that goods are ordered by it.

    `ndcg` and `ndcg_before` are of the lists that were held out, of this model and of the one then in use."""

    version: str
    made_at: datetime
    passed: bool
    is_in_use: bool
    is_serving: bool
    is_simulated: bool
    trained_since: datetime | None
    trained_until: datetime | None
    lists: int | None
    features: int
    ndcg: float | None
    ndcg_before: float | None
    better_low: float | None
    better_high: float | None
    checks: list[CheckBody]
    reasons: list[str]
    code: str | None

    @classmethod
    def of(cls, record: ModelRecord, in_use: InUse, serving: Serving) -> "ModelBody":
        """A manifest of an older version may lack something: that is then not known."""
        window, verdict = _part(record.manifest, "window"), _part(record.manifest, "verdict")
        comparison = _part(verdict, "comparison")
        difference = _part(comparison, "difference")
        return cls(
            version=record.version,
            made_at=record.made_at,
            passed=record.passed,
            is_in_use=record.version == in_use.version,
            is_serving=record.version == serving.version,
            is_simulated=record.is_simulated,
            trained_since=window.get("since"),
            trained_until=window.get("until"),
            lists=_part(window, "learned").get("lists"),
            features=len(record.manifest.get("features", ())),
            ndcg=_mean(comparison.get("challenger")),
            ndcg_before=_mean(comparison.get("champion")),
            better_low=difference.get("low"),
            better_high=difference.get("high"),
            checks=[CheckBody.model_validate(check) for check in verdict.get("checks", ())],
            reasons=[str(reason) for reason in verdict.get("reasons", ())],
            code=_code(record.manifest.get("code")),
        )


class ChangeBody(BaseModel):
    at: datetime
    what: str
    left: str | None
    version: str | None
    by: str
    why: str

    @classmethod
    def of(cls, change: Change) -> "ChangeBody":
        return cls(
            at=change.at, what=change.what, left=change.left, version=change.version, by=change.by, why=change.why
        )


class RunBody(BaseModel):
    started_at: datetime
    ended_at: datetime | None
    state: str
    stage: str
    lists: int
    outcome: str | None
    version: str | None
    reasons: list[str]

    @classmethod
    def of(cls, run: Run) -> "RunBody":
        return cls(
            started_at=run.started_at,
            ended_at=run.ended_at,
            state=run.state,
            stage=run.stage,
            lists=run.lists,
            outcome=run.outcome,
            version=run.version,
            reasons=list(map(str, run.reasons)),
        )


class ModelsBody(BaseModel):
    """`in_use` is what was put to use and `serving` what goods are ordered by, null where it is the built-in order.

    `refused` says why the one is not the other: it could not be opened.
    """

    in_use: str | None
    since: datetime
    serving: str | None
    refused: str | None
    models: list[ModelBody]
    changes: list[ChangeBody]
    runs: list[RunBody]

    @classmethod
    def of(
        cls,
        in_use: InUse,
        serving: Serving,
        *,
        models: Sequence[ModelRecord],
        changes: Sequence[Change],
        runs: Sequence[Run],
    ) -> "ModelsBody":
        return cls(
            in_use=in_use.version,
            since=in_use.changed_at,
            serving=None if serving.version == BUILT_IN else serving.version,
            refused=serving.refused.get(in_use.version) if in_use.version else None,
            models=[ModelBody.of(model, in_use, serving) for model in models],
            changes=[ChangeBody.of(change) for change in changes],
            runs=[RunBody.of(run) for run in runs],
        )


class ArmBody(BaseModel):
    """`seen` are the people or sessions that saw the arm, `units` those whose window is over; what is better by so much
    is the trial's own metric, against the first arm.
    """

    name: str
    model: str
    share: float
    seen: int
    units: int
    conversion: float | None
    per_unit_minor: float | None
    better: float | None
    better_low: float | None
    better_high: float | None

    @classmethod
    def of(cls, result: ArmResult, metric: Metric) -> "ArmBody":
        difference = result.revenue_difference if metric is Metric.REVENUE else result.conversion_difference
        return cls(
            name=result.arm.name,
            model=result.arm.model,
            share=result.arm.share,
            seen=result.tally.exposed,
            units=result.tally.ripe,
            conversion=_of_enough(result.conversion, result.tally.ripe),
            per_unit_minor=_of_enough(result.revenue_minor, result.tally.ripe),
            better=difference.estimate if difference else None,
            better_low=difference.low if difference else None,
            better_high=difference.high if difference else None,
        )

    @classmethod
    def concluded(cls, kept: Mapping[str, Any], metric: Metric) -> "ArmBody":
        """As the trial's conclusion has it; one of an older version may lack something."""
        name = "revenue_per_unit_minor" if metric is Metric.REVENUE else "conversion"
        difference = _part(_part(kept, "differences"), name)
        units = int(kept.get("counted") or 0)
        return cls(
            name=str(kept.get("arm", "")),
            model=str(kept.get("model", "")),
            share=float(kept.get("share") or 0.0),
            seen=int(kept.get("exposed") or 0),
            units=units,
            conversion=_of_enough(kept.get("conversion"), units),
            per_unit_minor=_of_enough(kept.get("revenue_per_unit_minor"), units),
            better=difference.get("estimate"),
            better_low=difference.get("low"),
            better_high=difference.get("high"),
        )


class ExperimentBody(BaseModel):
    name: str
    metric: str
    started_at: datetime
    stopped_at: datetime | None
    finding: str
    words: str
    arms: list[ArmBody]

    @classmethod
    def running(cls, status: Status) -> "ExperimentBody":
        plan = status.experiment.plan
        return cls(
            name=plan.name,
            metric=plan.metric.value,
            started_at=status.experiment.started_at,
            stopped_at=None,
            finding=status.finding.value,
            words=status.words,
            arms=[ArmBody.of(result, plan.metric) for result in status.arms],
        )

    @classmethod
    def stopped(cls, experiment: Experiment) -> "ExperimentBody":
        """As it was concluded then."""
        plan, conclusion = experiment.plan, experiment.conclusion or {}
        return cls(
            name=plan.name,
            metric=plan.metric.value,
            started_at=experiment.started_at,
            stopped_at=experiment.stopped_at,
            finding=str(conclusion.get("finding", "")),
            words=str(conclusion.get("words", "")),
            arms=[ArmBody.concluded(arm, plan.metric) for arm in conclusion.get("arms", ())],
        )


class ExperimentsBody(BaseModel):
    experiments: list[ExperimentBody]


def _of_enough(value: float | None, units: int) -> float | None:
    return told(value, behind=units) if value is not None else None


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _code(told: Any) -> str | None:
    """The version, and enough of the sum over the sources to tell two apart."""
    if not isinstance(told, Mapping):
        return str(told) if told else None
    return " ".join(filter(None, (str(told.get("version", "")), str(told.get("rerank_sha256", ""))[:8]))) or None


def _mean(value: Any) -> float | None:
    found = value.get("mean") if isinstance(value, Mapping) else value
    return float(found) if isinstance(found, int | float) else None
