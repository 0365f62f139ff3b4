"""Prometheus figures and spans of what models were asked: how often, how long, for how many tokens and how much."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Histogram

from assistant.llm.budget import Scope
from assistant.llm.port import Use
from assistant.llm.prices import MICROS, Usage

BUCKETS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)

_tracer = trace.get_tracer("aisle")


@dataclass(slots=True)
class Call:
    """One that ends without an outcome was given up by whoever asked."""

    outcome: str = "given_up"


class ModelFigures:
    """Once per process, or, without a registry, for those who look at nothing."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        kept = registry or CollectorRegistry()
        self._calls = Counter("aisle_model_calls", "Questions to a language model", ("use", "outcome"), registry=kept)
        self._seconds = Histogram(
            "aisle_model_seconds", "Waiting for a language model", ("use",), buckets=BUCKETS_S, registry=kept
        )
        self._tokens = Counter("aisle_model_tokens", "Tokens read and written", ("use", "kind"), registry=kept)
        self._cost = Counter("aisle_model_cost", "At list prices", ("use", "currency"), registry=kept)
        self._exhausted = Counter(
            "aisle_model_budget_exhausted", "Questions not asked for want of budget", ("scope",), registry=kept
        )

    @contextmanager
    def call(self, use: Use) -> Iterator[Call]:
        call, began = Call(), perf_counter()
        # An error's text may repeat what was said, and has no place in a trace.
        with _tracer.start_as_current_span(
            "model", attributes={"aisle.use": use.value}, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield call
            finally:
                span.set_attribute("aisle.outcome", call.outcome)
                self._calls.labels(use.value, call.outcome).inc()
                self._seconds.labels(use.value).observe(perf_counter() - began)

    def spent(self, use: Use, usage: Usage, cost_micros: int, currency: str) -> None:
        read = usage.input_tokens - usage.cached_tokens
        for kind, tokens in (("input", read), ("cached", usage.cached_tokens), ("output", usage.output_tokens)):
            self._tokens.labels(use.value, kind).inc(tokens)
        self._cost.labels(use.value, currency).inc(cost_micros / MICROS)

    def exhausted(self, scope: Scope) -> None:
        self._exhausted.labels(scope.value).inc()
