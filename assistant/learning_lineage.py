"""Notes in MLflow how each model came about; where MLflow cannot be reached, nobody learns the less."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from rerank.learning.model_record import ModelRecord, as_json
from rerank.learning.verdict import Verdict

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "aisle recommender"
LONGEST_PARAMETER = 500
# Nobody outside is told that we learn, and a server that is away is not waited for longer than a shopkeeper would.
ENVIRONMENT = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_ENABLE_ASYNC_LOGGING": "false",
}

log = structlog.get_logger("aisle.lineage")


class MlflowLineage:
    """`uri` is a server's; without one, notes are in an SQLite file in the state folder, with the networks beside."""

    def __init__(self, state_folder: Path, *, uri: str | None = None) -> None:
        self._folder = state_folder / "mlflow"
        self._uri = uri

    def note(self, record: ModelRecord, verdict: Verdict) -> None:
        os.environ.update(ENVIRONMENT)
        try:
            from mlflow.exceptions import MlflowException  # noqa: PLC0415 - takes seconds, and only where it is learned
        except ImportError:
            log.warning("lineage_not_noted", model=record.version, reason="MLflow is not installed")
            return
        try:
            self._note(record, verdict)
        except (MlflowException, SQLAlchemyError, OSError, ValueError) as exc:
            log.warning("lineage_not_noted", model=record.version, reason=type(exc).__name__)

    def _note(self, record: ModelRecord, verdict: Verdict) -> None:
        from mlflow import MlflowClient  # noqa: PLC0415 - as above
        from mlflow.entities import Metric, Param, RunTag  # noqa: PLC0415 - as above

        client = MlflowClient(tracking_uri=self._address())
        run = client.create_run(self._experiment(client), run_name=record.version)
        at_ms = int(record.made_at.timestamp() * 1000)
        client.log_batch(
            run.info.run_id,
            metrics=[Metric(name, value, at_ms, 0) for name, value in _figures(verdict)],
            params=[Param(name, str(value)[:LONGEST_PARAMETER]) for name, value in _parameters(record)],
            tags=[RunTag(name, value) for name, value in _tags(record, verdict)],
        )
        with TemporaryDirectory() as scratch:
            (manifest := Path(scratch) / "manifest.json").write_text(as_json(record.manifest))
            client.log_artifact(run.info.run_id, str(manifest))
            if record.network is not None:
                (network := Path(scratch) / f"{record.version}.onnx").write_bytes(record.network)
                client.log_artifact(run.info.run_id, str(network))
        client.set_terminated(run.info.run_id)
        log.info("lineage_noted", model=record.version, run=run.info.run_id)

    def _address(self) -> str:
        if self._uri:
            return self._uri
        self._folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{self._folder / 'runs.db'}"

    def _experiment(self, client: "MlflowClient") -> str:
        """A server knows where it keeps files; ours are kept beside the notes."""
        if known := client.get_experiment_by_name(EXPERIMENT):
            return str(known.experiment_id)
        location = None if self._uri else (self._folder / "files").as_uri()
        return str(client.create_experiment(EXPERIMENT, artifact_location=location))


def _figures(verdict: Verdict) -> Iterator[tuple[str, float]]:
    if (found := verdict.comparison) is not None:
        yield "ndcg_at_10", found.challenger
        yield "champion_ndcg_at_10", found.champion
        yield "difference", found.difference.mean
        yield "difference_low", found.difference.low
        yield "difference_high", found.difference.high
    for check in verdict.checks:
        for name, value in check.figures.items():
            yield f"{check.name}.{name}".replace(" ", "_"), float(value)


def _parameters(record: ModelRecord) -> Iterator[tuple[str, Any]]:
    yield "features", ", ".join(record.features)
    yield from _flat("window", record.manifest["window"])
    yield from _flat("parameters", record.manifest["parameters"])


def _flat(name: str, told: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(told, Mapping):
        for each, value in told.items():
            yield from _flat(f"{name}.{each}", value)
    else:
        yield name.replace(" ", "_"), told


def _tags(record: ModelRecord, verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield "version", record.version
    yield "outcome", verdict.outcome.value
    yield "reasons", "; ".join(verdict.reasons)
    yield "champion", str(record.manifest["champion"])
    yield "sha256", record.sha256
    yield "simulated", str(record.is_simulated).lower()
    for name, value in record.manifest["code"].items():
        yield f"code.{name}", str(value)
