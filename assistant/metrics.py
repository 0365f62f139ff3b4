"""Prometheus figures of turns, stages, requests and connection pools."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from assistant.recorder import DROPPED
from assistant.turns import Ended
from catalog.stages import STAGES
from rerank.ranking.ordered import Ranked

TURN_BUCKETS_S = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.4, 0.75, 1.5, 3.0, 6.0)
STAGE_BUCKETS_S = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 5.0)
POOL_FIGURES = {
    "size": ("pool_size", "Connections open"),
    "available": ("pool_available", "Connections waiting for work"),
    "waiting": ("requests_waiting", "Requests waiting for a connection"),
}
PoolStatistics = Callable[[], Mapping[str, int]]


class Metrics:
    """Made once per process in the composition root; nothing registers itself globally."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._turns = Counter("aisle_turns", "Turns by outcome", ("channel", "intent", "outcome"), registry=registry)
        self._turn_seconds = Histogram(
            "aisle_turn_seconds", "Whole turns", ("channel",), buckets=TURN_BUCKETS_S, registry=registry
        )
        self._stage_seconds = Histogram(
            "aisle_stage_seconds", "Stages of a turn", ("stage",), buckets=STAGE_BUCKETS_S, registry=registry
        )
        self._failures = Counter("aisle_turn_failures", "Turns without a real answer", ("reason",), registry=registry)
        self._requests = Histogram(
            "aisle_http_request_seconds",
            "HTTP requests",
            ("method", "route", "status"),
            buckets=TURN_BUCKETS_S,
            registry=registry,
        )
        self._untold = Counter(
            "aisle_turns_not_told", "Turns that nothing is learned from", ("reason",), registry=registry
        )
        self._lists = Counter(
            "aisle_lists_ordered", "Lists by how they were ordered", ("surface", "outcome"), registry=registry
        )
        self._models_refused = Counter(
            "aisle_models_refused", "Learned orders that could not be opened", registry=registry
        )
        self._arms_missing = Counter(
            "aisle_experiment_arms_missing",
            "Lists of a trial's arm whose model was not there",
            ("arm",),
            registry=registry,
        )
        self._explored = Counter("aisle_places_explored", "Places drawn by lot", ("surface",), registry=registry)
        self._ranking_seconds = Histogram(
            "aisle_ranking_seconds", "Putting a list in order", ("outcome",), buckets=STAGE_BUCKETS_S, registry=registry
        )
        for stage in STAGES:
            self._stage_seconds.labels(stage)
        for reason in DROPPED:
            self._untold.labels(reason)

    def turns_dropped(self, reason: str, turns: int) -> None:
        self._untold.labels(reason).inc(turns)

    def turn_ended(self, ended: Ended, took_s: float) -> None:
        channel = ended.turn.channel.value
        intent = ended.reply.understood.intent if ended.reply else "none"
        self._turns.labels(channel, intent, ended.outcome).inc()
        self._turn_seconds.labels(channel).observe(took_s)
        if ended.failure:
            self._failures.labels(ended.failure).inc()
        for stage, ms in ended.stages.items():
            if stage in STAGES:
                self._stage_seconds.labels(stage).observe(ms / 1000)

    def list_ranked(self, ranked: Ranked) -> None:
        self._lists.labels(ranked.surface.value, ranked.outcome.value).inc()
        self._explored.labels(ranked.surface.value).inc(ranked.explored)
        self._ranking_seconds.labels(ranked.outcome.value).observe(ranked.took_s)

    def lists_by_outcome(self) -> dict[str, int]:
        """On all surfaces, since this process began."""
        found: dict[str, int] = {}
        for sample in next(iter(self._lists.collect())).samples:
            if sample.name.endswith("_total"):
                outcome = sample.labels["outcome"]
                found[outcome] = found.get(outcome, 0) + int(sample.value)
        return found

    def model_refused(self, version: str) -> None:  # noqa: ARG002 - which one the log tells
        self._models_refused.inc()

    def arm_missing(self, arm: str) -> None:
        self._arms_missing.labels(arm).inc()

    def request_ended(self, *, method: str, route: str, status: int, took_s: float) -> None:
        self._requests.labels(method, route, str(status)).observe(took_s)

    def watch_pool(self, name: str, statistics: PoolStatistics) -> None:
        self.registry.register(_Pool(name, statistics))


def metrics_of_this_process() -> Metrics:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return Metrics(registry)


class _Pool(Collector):
    """Asked at each scrape, so nothing has to be kept up to date in between."""

    def __init__(self, name: str, statistics: PoolStatistics) -> None:
        self._name = name
        self._statistics = statistics

    def collect(self) -> Iterator[GaugeMetricFamily]:
        figures = self._statistics()
        for metric, (figure, meaning) in POOL_FIGURES.items():
            name = f"aisle_database_{self._name}_connections_{metric}"
            yield GaugeMetricFamily(name, meaning, value=figures.get(figure, 0))
