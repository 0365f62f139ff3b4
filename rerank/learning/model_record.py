"""A model as it is kept: its network, and all that is known of how it came about."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from rerank.features.feature import Values
from rerank.learning.errors import ModelUnusable
from rerank.learning.scoring import read_by
from rerank.learning.verdict import Verdict
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel

LARGEST_BYTES = 32 * 2**20
PROBED_ROWS = 16
MOST_OFF = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """`network` is None once it was let go of. What `is_simulated` goes with the shop that was simulated."""

    version: str
    made_at: datetime
    passed: bool
    sha256: str
    manifest: Mapping[str, Any]
    is_simulated: bool = False
    network: bytes | None = None

    @property
    def features(self) -> tuple[str, ...]:
        try:
            return tuple(map(str, self.manifest["features"]))
        except (KeyError, TypeError) as exc:
            raise ModelUnusable(version=self.version, reason="its manifest names no features") from exc

    def intact(self) -> bytes:
        """Its network, if it is the one that was judged."""
        if self.network is None or len(self.network) > LARGEST_BYTES:
            raise ModelUnusable(version=self.version, reason="its network is not there, or too large")
        if hashlib.sha256(self.network).hexdigest() != self.sha256:
            raise ModelUnusable(version=self.version, reason="its network is not the one that was judged")
        return self.network


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which lessons a model knows: those between two times, less what was not believed, and whose they are."""

    since: datetime
    until: datetime
    learned: Lessons
    held_out: Lessons
    left_out: Mapping[str, int]
    is_simulated: bool

    def as_dict(self) -> dict[str, Any]:
        parts = {"learned": self.learned, "held_out": self.held_out}
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "left_out": dict(self.left_out),
            **{name: _extent(part) for name, part in parts.items()},
        }


def version_of(network: bytes, at: datetime) -> str:
    return f"{at:%Y%m%d-%H%M%S}-{hashlib.sha256(network).hexdigest()[:8]}"


def verdict_as_dict(verdict: Verdict) -> dict[str, Any]:
    told = asdict(verdict)
    return {**told, "outcome": verdict.outcome.value, "checks": [asdict(check) for check in verdict.checks]}


def probe_of(model: RankingModel, lessons: Lessons) -> dict[str, Any]:
    """A few rows with their scores: whoever opens the network later knows by them that it says what it said."""
    values = read_by(model, lessons)[:PROBED_ROWS]
    rows = [[None if np.isnan(value) else float(value) for value in row] for row in values]
    return {"values": rows, "scores": [float(score) for score in np.asarray(model.scores(values)).reshape(-1)]}


def says_what_it_said(model: RankingModel, probe: Mapping[str, Any]) -> bool:
    values: Values = np.array(
        [[np.nan if value is None else value for value in row] for row in probe["values"]], np.float32
    ).reshape(-1, len(model.features))
    expected = np.array(probe["scores"], np.float32)
    said = np.asarray(model.scores(values), np.float32).reshape(-1)
    return len(values) > 0 and said.shape == expected.shape and bool(np.allclose(said, expected, atol=MOST_OFF))


def as_json(told: Mapping[str, Any]) -> str:
    return json.dumps(_plain(told), allow_nan=False)


def described(columns: Sequence[Any], *, network: bytes | None) -> ModelRecord:
    version, made_at, outcome, is_simulated, sha256, manifest = columns
    return ModelRecord(
        version=version,
        made_at=made_at.astimezone(UTC),
        passed=outcome == "passed",
        is_simulated=is_simulated,
        sha256=sha256,
        # Whatever else stands there is no manifest: the model then has none, and is of no use.
        manifest=manifest if isinstance(manifest, Mapping) else {},
        network=network,
    )


def _extent(lessons: Lessons) -> dict[str, Any]:
    told = {"lists": len(lessons), "rows": len(lessons.list_of), "persons": len(set(lessons.person))}
    if not len(lessons):
        return told
    ends = (
        datetime.fromtimestamp(float(day) * 86_400, UTC).isoformat() for day in (lessons.at.min(), lessons.at.max())
    )
    return {**told, **dict(zip(("from", "to"), ends, strict=True))}


def _plain(value: Any) -> Any:
    """As JSON knows it: what is no number there is nothing, and numpy's numbers are numbers."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    return None if isinstance(value, float) and not math.isfinite(value) else value
