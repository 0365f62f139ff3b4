"""The stages of a turn, under one list of names, and the stopwatch that measures them."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from opentelemetry import trace

STAGES = ("nlu", "policy", "action", "parse", "embed", "retrieve", "rerank", "render")

_tracer = trace.get_tracer("aisle")


class Stopwatch:
    """Milliseconds per stage of one turn; each measured stage is a span as well."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        if stage not in STAGES:
            raise ValueError(f"unknown stage {stage!r}")
        started = perf_counter()
        # An error's text may repeat what the shopper said, and has no place in a trace.
        with _tracer.start_as_current_span(stage, record_exception=False, set_status_on_exception=False):
            try:
                yield
            finally:
                self.record(stage, (perf_counter() - started) * 1000)

    def record(self, stage: str, ms: float) -> None:
        self.ms[stage] = self.ms.get(stage, 0.0) + ms
